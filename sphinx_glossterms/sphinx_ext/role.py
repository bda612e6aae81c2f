"""The role: the name of a concept in the build language, linked to it."""

from __future__ import annotations

import re

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import ReferenceRole

from ..concepts.slugs import fold
from ..rendering.nodes import render_name
from .domain import ConceptDomain, concept_domain
from .library import Name
from .messages import Subtype, warn
from .records import NAME, ROLE
from .targets import ambiguous_message, outside_message, tell_former
from .wording import NAMES, capitalise

_DIRECTIVE_FORM = re.compile(r"\s:(show|section|language|no-index|class|name):(\s|$)")


class ConceptRole(ReferenceRole):
    """``:glossterm:`slug```, ``:glossterm:`text <slug>```, ``:glossterm:`!slug```."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        domain = concept_domain(self.env)
        target = " ".join(self.target.removeprefix("!").split())
        if _DIRECTIVE_FORM.search(target):
            message = f"“{target}” has options, which only the directive {NAME} takes"
            self._warn(domain, Subtype.OPTION, message)
            return [nodes.inline("", target)], []
        if not target:
            self._warn(domain, Subtype.OPTION, "the role names no concept; write its slug")
            return [nodes.inline("", self.title)], []
        name = domain.use_name(self.env.current_document.docname, target)
        if len(name.candidates) > 1:
            self._warn(domain, Subtype.AMBIGUOUS, ambiguous_message(target, name.candidates))
        if name.is_former:
            tell_former(target, name.slug, *self.get_source_info())
        if name.slug and not name.language:
            self._warn_not_in_chain(domain, name.slug)
        content = self._content(name, target)
        if self.disabled and name.slug:
            return [content], []
        node = pending_xref(
            self.rawtext,
            content,
            refdomain=NAME,
            reftype=ROLE,
            reftarget=name.slug or target,
            refexplicit=self.has_explicit_title,
            refwarn=True,
            refdoc=self.env.current_document.docname,
            glossterm_unlinked=self.disabled,
        )
        self.set_source_info(node)
        return [node], []

    def _warn_not_in_chain(self, domain: ConceptDomain, slug: str) -> None:
        languages = domain.library.meanings.languages_outside(slug)
        if languages:
            message = outside_message(slug, languages, domain.library.meanings.renamed_to(slug))
            self._warn(domain, Subtype.UNKNOWN, message)

    def _content(self, name: Name, target: str) -> nodes.inline:
        if self.has_explicit_title:
            classes = ["glossterm-fallback"] if name.is_fallback else []
            text = self.title.removeprefix("!")
            return nodes.inline("", text, classes=classes, **{NAMES: (text, text)})
        if not name.language:
            return nodes.inline("", target, **{NAMES: (target, target)})
        language = name.language
        content = render_name(
            language, target, is_fallback=name.is_fallback, is_marked=name.is_marked
        )
        own = name.own_name
        if own and fold(own) != fold(name.term or name.title):  # as its sentence wants it
            content[NAMES] = (own, capitalise(own, language))
        elif name.term:
            content[NAMES] = (name.term, capitalise(name.term, language))
        else:
            content[NAMES] = (name.title, name.title)
        return content

    def _warn(self, domain: ConceptDomain, subtype: Subtype, message: str) -> None:
        # Sphinx runs the roles of a translated text up to three times.
        if domain.is_news(self.env.current_document.docname, message):
            warn(subtype, message, self.get_location())
