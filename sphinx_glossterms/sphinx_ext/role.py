"""The role: the name of a concept in the build language, linked to it."""

from __future__ import annotations

import re

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import ReferenceRole

from ..concepts.slugs import fold
from ..rendering.nodes import render_name
from .domain import NAME, ROLE, ConceptDomain, concept_domain
from .library import Found
from .messages import Subtype, warn
from .observations import Key
from .targets import ambiguous_message, outside_message, unknown_message
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
        slug = self._slug(domain, target)
        domain.note_use(self.env.current_document.docname, Key("name", target))
        found = domain.library.find(slug) if slug else None
        if slug and found is None:
            self._warn_not_in_chain(domain, slug)
        content = self._content(domain, found, target)
        if self.disabled:
            if not slug and domain.library.is_complete:
                self._warn(domain, Subtype.UNKNOWN, unknown_message(target, domain.library))
            return [content], []
        node = pending_xref(
            self.rawtext,
            content,
            refdomain=NAME,
            reftype=ROLE,
            reftarget=slug or target,
            refexplicit=self.has_explicit_title,
            refwarn=True,
            refdoc=self.env.current_document.docname,
        )
        self.set_source_info(node)
        return [node], []

    def _slug(self, domain: ConceptDomain, target: str) -> str:
        meaning = domain.library.meaning(target)
        if len(meaning.candidates) > 1:
            message = ambiguous_message(target, meaning.candidates)
            self._warn(domain, Subtype.AMBIGUOUS, message)
        return meaning.shown_slug

    def _warn_not_in_chain(self, domain: ConceptDomain, slug: str) -> None:
        languages = domain.library.languages_outside(slug)
        if languages:
            self._warn(domain, Subtype.UNKNOWN, outside_message(slug, languages))

    def _content(self, domain: ConceptDomain, found: Found | None, target: str) -> nodes.inline:
        if self.has_explicit_title:
            classes = ["glossterm-fallback"] if found and found.is_fallback else []
            text = self.title.removeprefix("!")
            return nodes.inline("", text, classes=classes, **{NAMES: (text, text)})
        if found is None:
            return nodes.inline("", target, **{NAMES: (target, target)})
        article = found.article
        content = render_name(
            article, target, is_fallback=found.is_fallback, is_marked=found.is_marked
        )
        is_other_form = fold(target) != fold(article.name)
        if is_other_form and domain.library.meaning(target).is_own:  # as its sentence wants it
            content[NAMES] = (target, capitalise(target, article.language))
        elif article.term:
            content[NAMES] = (article.term, capitalise(article.term, article.language))
        else:
            content[NAMES] = (article.title, article.title)
        return content

    def _warn(self, domain: ConceptDomain, subtype: Subtype, message: str) -> None:
        # Sphinx runs the roles of a translated text up to three times.
        if domain.is_news(self.env.current_document.docname, message):
            warn(subtype, message, self.get_location())


def article_reference(slug: str, content: nodes.inline, docname: str) -> pending_xref:
    """The reference that a link inside an article becomes."""
    return pending_xref(
        "",
        content,
        refdomain=NAME,
        reftype=ROLE,
        reftarget=slug,
        refexplicit=True,
        refwarn=False,
        refdoc=docname,
        glossterm_article=True,
    )
