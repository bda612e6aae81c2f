"""What plain text, man pages and Texinfo can't show, so that they read well without it."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from ..rendering.nodes import letter_reference, marked_container


def simplify(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Leave out what says nothing where there are no links."""
    if app.builder.format in ("text", "man", "texinfo"):
        _drop_letters(doctree)
    if app.builder.format == "man":
        _unwrap_links(doctree)
        _unwrap_containers(doctree)


def _drop_letters(doctree: nodes.document) -> None:
    """Drop the line of letters that jump to the parts of a list."""
    for line in {link.parent for link in doctree.findall(letter_reference)}:
        line.parent.remove(line)


def _unwrap_links(doctree: nodes.document) -> None:
    """Leave the text of links inside the page; docutils writes ``<#id>`` after each."""
    ours = [node for node in doctree.findall(nodes.Element) if _is_ours(node)]
    links = {link for node in ours for link in node.findall(nodes.reference)}
    for link in links:
        if link.get("internal"):
            _unwrap(link)


def _unwrap_containers(doctree: nodes.document) -> None:
    """Take our containers away: docutils leaves no space above what is first in one."""
    for container in list(doctree.findall(nodes.container)):
        if isinstance(container, marked_container) or any(map(_is_ours, (container, *container))):
            _unwrap(container)


def _unwrap(node: nodes.Element) -> None:
    index = node.parent.index(node)
    node.parent[index : index + 1] = node.children


def _is_ours(node: nodes.Node) -> bool:
    classes = node["classes"] if isinstance(node, nodes.Element) else []
    return any(name.startswith("glossterm") for name in classes)
