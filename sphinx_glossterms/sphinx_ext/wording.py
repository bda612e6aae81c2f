"""What a concept's name does to the text around it: capitals, index entries."""

from __future__ import annotations

from docutils import nodes
from docutils.nodes import Element, Node
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from .domain import NAME, concept_domain, is_of_article
from .library import Library

_OPENERS = (nodes.paragraph, nodes.title, nodes.term, nodes.rubric, nodes.caption)
_INDEX_SEPARATOR = ";"


class WordNames(SphinxTransform):
    """Capitalise a term that opens a block, and index the names in headings.

    After gettext's Locale transform (20), since a translation can move a name to the
    start; after `ExpandArticles` (30).
    """

    default_priority = 31

    def apply(self, **kwargs: object) -> None:
        library = concept_domain(self.env).library
        references = [
            node
            for node in self.document.findall(addnodes.pending_xref)
            if node.get("refdomain") == NAME and not is_of_article(node)
        ]
        for reference in references:
            if not reference["refexplicit"] and _opens_block(reference):
                _capitalise(reference, library)
            if isinstance(reference.parent, nodes.title):
                _index_heading(reference)


def _opens_block(node: Node) -> bool:
    """Whether nothing that a reader sees stands before, in the paragraph or heading."""
    while True:
        parent = node.parent
        siblings = parent.children[: parent.index(node)]
        if any(sibling.astext().strip() for sibling in siblings):
            return False
        if not isinstance(parent, nodes.Inline):
            return isinstance(parent, _OPENERS)
        node = parent


def _capitalise(reference: Element, library: Library) -> None:
    found = library.find(reference["reftarget"])
    if found is None or not found.article.term:
        return
    name = found.article.term
    capitalised = capitalise(name, found.article.language)
    inline = reference[0]
    if isinstance(inline, Element) and inline.astext() == name != capitalised:
        inline[:] = [nodes.Text(capitalised)]


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


def _index_heading(reference: Element) -> None:
    title = reference.parent
    section = title.parent
    if not isinstance(section, nodes.section) or not section["ids"]:
        return
    text = reference.astext().replace(_INDEX_SEPARATOR, ",")
    entry = addnodes.index(entries=[("single", text, section["ids"][0], "", None)])
    entry.source, entry.line = title.source, title.line
    section.insert(1, entry)
