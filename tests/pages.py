"""Look at built pages as a browser would: headings, ids, tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from building import Built
from docutils import nodes

_HEADING = re.compile(r"h[1-6]")
# What differs between two hosts or two runs and no reader sees.
_UNSEEN = ("source", "line", "ids", "names", "dupnames", "backrefs", "refid", "xml:space", "slug")


def parse(html: str) -> Element:
    """The tree that a browser would make of a page; it shows nothing of a ``template``."""
    root = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    for element in root.iter():
        for template in element.findall("template"):
            element.remove(template)
    return root


def page(built: Built, docname: str) -> Element:
    """A page of an HTML build."""
    return parse(built.text(f"{docname}.html"))


def classes(element: Element) -> list[str]:
    """An element's classes."""
    return element.get("class", "").split()


def body_of(root: Element) -> Element:
    """The part of a page that holds the document itself."""
    return next(e for e in root.iter("div") if "body" in classes(e))


def with_class(root: Element, name: str) -> list[Element]:
    """The elements that have a class."""
    return [e for e in root.iter() if isinstance(e.tag, str) and name in classes(e)]


def text_of(element: Element) -> str:
    """The text in an element, white space collapsed, heading marks left out."""
    return " ".join("".join(element.itertext()).replace("¶", "").split())


def headings(root: Element) -> list[tuple[int, str]]:
    """Level and text of each heading of the document, in order."""
    found = [e for e in body_of(root).iter() if _HEADING.fullmatch(str(e.tag))]
    return [(int(e.get("aria-level", e.tag[1])), text_of(e)) for e in found]


def ids(root: Element) -> list[str]:
    """Every id of the page."""
    return [e.get("id", "") for e in root.iter() if e.get("id")]


def dead_fragments(root: Element) -> list[str]:
    """Links to an id that the page does not have."""
    known = {*ids(root), ""}
    hrefs = [e.get("href", "") for e in body_of(root).iter("a")]
    return [href for href in hrefs if href.startswith("#") and href[1:] not in known]


def faults(root: Element) -> Iterator[str]:
    """What is wrong with a page, whatever it holds."""
    seen = ids(root)
    yield from (f"id twice: {id}" for id in set(seen) if seen.count(id) > 1)
    yield from (f"dead link: {href}" for href in dead_fragments(root))
    level = 0
    for next_level, text in headings(root):
        if next_level > level + 1:
            yield f"h{next_level} “{text}” after h{level}"
        if not text:
            yield f"an empty h{next_level}"
        level = next_level
    for link in body_of(root).iter("a"):
        if any(inner is not link for inner in link.iter("a")):
            yield f"a link in a link: {text_of(link)}"
        if not text_of(link) and not list(link.iter("img")) and "headerlink" not in classes(link):
            yield f"an empty link: {link.get('href')}"
    for element in with_class(root, "glossterm-article"):
        if element.tag == "section" and not element.get("id"):
            yield "a section without an id"


def faults_of_tree(document: nodes.document) -> Iterator[str]:
    """What is wrong with a doctree, whatever it holds."""
    for section in document.findall(nodes.section):
        if not isinstance(section.parent, nodes.document | nodes.section):
            yield f"a section in a {section.parent.tagname}"
        if not section["ids"]:
            yield "a section without an id"
        after = section.next_node(descend=False, siblings=True)
        allowed = nodes.section | nodes.Invisible | nodes.target | nodes.meta
        if after is not None and "toctree-wrapper" in after["classes"]:
            continue
        if after is not None and not isinstance(after, allowed) and after.tagname != "index":
            yield f"a {after.tagname} after a section"
    for transition in document.findall(nodes.transition):
        if not isinstance(transition.parent, nodes.document | nodes.section):
            yield f"a transition in a {transition.parent.tagname}"
    for table in document.findall(nodes.table):
        if isinstance(table.parent, nodes.entry):
            yield "a table in a table"


def seen(document: nodes.document) -> str:
    """A doctree as text, without what no reader sees."""
    tree = document.deepcopy()
    for node in tree.findall(nodes.Element):
        for name in _UNSEEN:
            node.attributes.pop(name, None)
    return re.sub(r"<document[^>]*>", "<document>", tree.pformat())
