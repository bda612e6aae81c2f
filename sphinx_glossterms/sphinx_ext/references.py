"""References to concepts: how they are made, and the links that they become."""

from __future__ import annotations

from docutils import nodes
from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.util.nodes import make_refnode

from ..concepts.languages import same_language
from ..rendering.nodes import concept_reference
from .observations import Key, key_of
from .records import NAME, ROLE, Page

LINKS = frozenset({"link", "listed"})
"""The kinds of uses that are links: an entry's own leads to no entry of a list."""


def link_key(node: pending_xref) -> Key:
    """What a reference uses."""
    kind = "listed" if is_entry(node) else "link"
    return key_of(kind, node["reftarget"], node.get("glossterm_namespace", ""))


def is_of_article(node: pending_xref) -> bool:
    """Whether a reference stands in an article, so that no writer wrote it."""
    return bool(node.get("glossterm_article"))


def is_unlinked(node: pending_xref) -> bool:
    """Whether a reference is to become a name without a link: other projects may know it."""
    return bool(node.get("glossterm_unlinked"))


def is_of_list(node: pending_xref) -> bool:
    """Whether a reference is a list's own: one that leads nowhere is no fault."""
    return "glossterm_list" in node


def is_entry(node: pending_xref) -> bool:
    """Whether a reference is a list's own, and its description stands beside it."""
    return str(node.get("glossterm_list", "")) in ("definitions", "table")


def concept_xref(
    slug: str, content: nodes.inline, docname: str, **attributes: object
) -> pending_xref:
    """A reference to a concept that no writer wrote."""
    reference = pending_xref("", content)
    # docutils would copy the names of attributes that it is given; the doctree file holds
    # each of these once.
    reference.attributes.update(
        refdomain=NAME,
        reftype=ROLE,
        reftarget=slug,
        refexplicit=True,
        refwarn=False,
        refdoc=docname,
        glossterm_article=True,
    )
    reference.attributes.update(attributes)
    return reference


def page_reference(
    builder: Builder,
    fromdocname: str,
    page: Page,
    content: Element,
    title: str = "",
    fragment: str = "",
) -> nodes.reference:
    embed = page.embed
    title = title or _hover(embed.title, content)
    id = embed.anchor_of(fragment)
    node = make_refnode(builder, fromdocname, page.docname, id, content, title or None)
    node["classes"].append("glossterm")
    return node


def _hover(title: str, content: Element) -> str:
    return title if content.astext().lower() != title.lower() else ""


def web_reference(url: str, language: str, page_language: str, content: Element) -> nodes.reference:
    foreign = not same_language(language, page_language)
    node_class = concept_reference if foreign else nodes.reference
    node = node_class("", "", content, refuri=url, internal=False, classes=["glossterm"])
    if foreign:
        node["hreflang"] = language
    return node
