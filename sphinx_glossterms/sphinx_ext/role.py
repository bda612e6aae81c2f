"""The role: the name of a concept in the build language, linked to it."""

from __future__ import annotations

import re

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import ReferenceRole

from ..rendering.nodes import render_name
from .domain import NAME, ROLE, ConceptDomain, concept_domain
from .library import Found
from .messages import Subtype, warn
from .observations import Key
from .wording import OPENING, capitalise

_DIRECTIVE_FORM = re.compile(r"\s:(show|section|language|no-index|class|name):(\s|$)")


class ConceptRole(ReferenceRole):
    """``:glossterm:`slug```, ``:glossterm:`text <slug>```, ``:glossterm:`!slug```."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        domain = concept_domain(self.env)
        target = " ".join(self.target.removeprefix("!").split())
        if _DIRECTIVE_FORM.search(target):
            message = f"“{target}” is the directive's form; write it as “.. {NAME}:: slug”"
            self._warn(domain, Subtype.OPTION, message)
            return [nodes.inline("", target)], []
        slug = self._slug(domain, target)
        domain.note_use(self.env.current_document.docname, Key("name", target))
        found = domain.library.find(slug) if slug else None
        if slug and found is None:
            self._warn_not_in_chain(domain, slug)
        content = self._content(found, target)
        if self.disabled:
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
            names = " and ".join(f"“{slug}”" for slug in meaning.candidates)
            message = f"“{target}” is a name of {names}; write the slug of the one you mean"
            self._warn(domain, Subtype.AMBIGUOUS, message)
            return meaning.candidates[0]
        return meaning.slug

    def _warn_not_in_chain(self, domain: ConceptDomain, slug: str) -> None:
        languages = domain.library.languages_outside(slug)
        if languages:
            message = (
                f"“{slug}” exists only in {', '.join(languages)}, which is not among the"
                " languages of this build; see glossterms_fallback"
            )
            self._warn(domain, Subtype.UNKNOWN, message)

    def _content(self, found: Found | None, target: str) -> nodes.inline:
        if self.has_explicit_title:
            classes = ["glossterm-fallback"] if found and found.is_fallback else []
            text = self.title.removeprefix("!")
            return nodes.inline("", text, classes=classes, **{OPENING: text})
        if found is None:
            return nodes.inline("", target, **{OPENING: target})
        article = found.article
        content = render_name(
            article, article.name, is_fallback=found.is_fallback, is_marked=found.is_marked
        )
        term = article.term
        content[OPENING] = capitalise(term, article.language) if term else article.title
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
