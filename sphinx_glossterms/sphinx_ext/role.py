"""The role: the name of a concept in the build language, linked to it."""

from __future__ import annotations

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import ReferenceRole

from ..rendering.articles import render_name
from .domain import NAME, ROLE, ConceptDomain, concept_domain
from .library import Found
from .messages import Subtype, warn


class ConceptRole(ReferenceRole):
    """``:glossterm:`slug```, ``:glossterm:`text <slug>```, ``:glossterm:`!slug```."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        domain = concept_domain(self.env)
        target = self.target.strip().removeprefix("!")
        slug = self._slug(domain, target)
        domain.note_name(self.env.current_document.docname, target)
        found = domain.library.find(slug) if slug else None
        if slug and found is None and domain.library.has(slug):
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
            warn(Subtype.AMBIGUOUS, message, self._place())
            return meaning.candidates[0]
        return meaning.slug

    def _warn_not_in_chain(self, domain: ConceptDomain, slug: str) -> None:
        languages = ", ".join(domain.library.languages_of(slug))
        message = (
            f"“{slug}” exists only in {languages}, and none of these is among the languages of"
            " this build; see glossterms_fallback"
        )
        warn(Subtype.UNKNOWN, message, self._place())

    def _content(self, found: Found | None, target: str) -> nodes.inline:
        if self.has_explicit_title:
            classes = ["glossterm-fallback"] if found and found.is_fallback else []
            return nodes.inline("", self.title.removeprefix("!"), classes=classes)
        if found is None:
            return nodes.inline("", target)
        return render_name(
            found.article,
            found.article.name,
            is_fallback=found.is_fallback,
            is_marked=found.is_marked,
        )

    def _place(self) -> str:
        return self.get_location()


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
