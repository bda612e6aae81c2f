"""What a concept's name does to the text around it: capitals, index entries."""

from __future__ import annotations

import unicodedata
from typing import cast

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from .domain import NAME, concept_domain
from .observations import Key

OPENING = "glossterm_opening"
"""The attribute, from the role to `WordNames`, that holds a name as it opens a block."""

_OPENERS = (nodes.paragraph, nodes.title, nodes.term, nodes.rubric, nodes.caption)
_OPENING_MARKS = frozenset("\"'¿¡")
_INDEX_SEPARATOR = ";"


class WordNames(SphinxTransform):
    """Capitalise a term that opens a block, index the names in headings, note all links.

    After gettext's Locale transform (20), since a translation can move a name to the
    start; after `ExpandArticles` (30).
    """

    default_priority = 31

    def apply(self, **kwargs: object) -> None:
        domain = concept_domain(self.env)
        names = [node for node in self.document.findall(nodes.inline) if OPENING in node]
        for name in names:
            opening = name.attributes.pop(OPENING)
            if opening != name.astext() and _opens_block(name):
                name[:] = [nodes.Text(opening)]
            if not domain.library.is_gettext:
                _index_heading(name)
        for node in self.document.findall(addnodes.pending_xref):
            if node.get("refdomain") == NAME:
                domain.note_use(self.env.current_document.docname, Key("link", node["reftarget"]))


def _opens_block(name: Element) -> bool:
    """Whether nothing that a reader sees stands before, in the paragraph or heading."""
    node: Element = name
    while True:
        parent = node.parent
        siblings = parent.children[: parent.index(node)]
        if not all(_is_opening(sibling.astext()) for sibling in siblings):
            return False
        if not isinstance(parent, nodes.Inline):
            return isinstance(parent, _OPENERS)
        node = cast("Element", parent)


def _is_opening(text: str) -> bool:
    """Whether a text is nothing but white space, opening quotes and brackets."""
    return all(
        char.isspace() or char in _OPENING_MARKS or unicodedata.category(char) in ("Ps", "Pi")
        for char in text
    )


def capitalise(text: str, language: str) -> str:
    """A text with a capital first letter, as the language writes it.

    Names that hold a capital themselves (``eBPF``) stay. Turkish and Azerbaijani have
    a dotted capital i; Dutch capitalises the digraph ij as one
    (https://www.unicode.org/versions/latest/core-spec/chapter-5/#G21180).
    """
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    if any(letter.isupper() for letter in word):
        return text
    code = language.split("-")[0]
    if code in ("tr", "az") and text.startswith("i"):
        return "İ" + text[1:]
    if code == "nl" and text.startswith("ij"):
        return "IJ" + text[2:]
    return text[:1].title() + text[1:]


def _block_of(name: Element) -> Element:
    node = name.parent
    while isinstance(node, nodes.Inline):
        node = cast("Element", node).parent
    return node


def _index_heading(name: Element) -> None:
    """Give a name in a section's heading an entry in the index."""
    title = _block_of(name)
    if not isinstance(title, nodes.title) or not isinstance(title.parent, nodes.section):
        return
    section = title.parent
    text = name.astext().replace(_INDEX_SEPARATOR, ",")
    entry = addnodes.index(entries=[("single", text, section["ids"][0], "", None)])
    entry.source, entry.line = title.source, title.line
    section.insert(section.index(title) + 1, entry)
