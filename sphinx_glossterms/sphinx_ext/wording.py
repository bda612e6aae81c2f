"""What a concept's name does to the text around it: capitals, index entries."""

from __future__ import annotations

import unicodedata
from typing import cast

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from .domain import concept_domain

NAMES = "glossterm_names"
"""The attribute, from the role to `WordNames`, that holds a name as it stands inside a
text, and as it opens a block. Until then the role's text is its target, so that the
id of a heading is the same in every language."""

_OPENERS = (nodes.paragraph, nodes.title, nodes.term, nodes.rubric, nodes.caption)
_OPENING_MARKS = frozenset("\"'¿¡")
_INDEX_SEPARATOR = ";"


class WordNames(SphinxTransform):
    """Write the names of concepts as the text around them wants, index those in headings.

    After gettext's Locale transform (20), since a translation can move a name to the
    start, and after docutils has put substitutions in their place (220).
    """

    default_priority = 230

    def apply(self, **kwargs: object) -> None:
        is_gettext = concept_domain(self.env).library.is_gettext
        names = [node for node in self.document.findall(nodes.inline) if NAMES in node]
        for name in names:
            inside, opening = name.attributes.pop(NAMES)
            name[:] = [nodes.Text(opening if _opens_block(name) else inside)]
            if not is_gettext:
                _index_heading(name)


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
