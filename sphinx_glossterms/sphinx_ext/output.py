"""What is left to do when pages are written: attributes in HTML, anchors, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import index, start_of_file
from sphinx.builders import Builder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.images import guess_mimetype

from ..concepts.slugs import anchor
from ..rendering.nodes import MARKED, concept_reference
from ..rendering.requests import MAX_LEVEL
from .domain import concept_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_TAG = re.compile(r"<\w+")
_LATEX_LEVELS = 5
_ATTRIBUTES = ("lang", "dir", "hreflang")
_Visitor = Callable[["HTML5Translator", nodes.Element], None]


class DropLosingAnchors(SphinxPostTransform):
    """Take the anchor off an article that is embedded elsewhere as well, and lost.

    Before references are resolved (10), so that no reference finds it.
    """

    default_priority = 9

    def run(self, **kwargs: object) -> None:
        docnames = {self.env.current_document.docname}
        # One document can hold a whole manual, each page in a node of its own.
        docnames.update(part["docname"] for part in self.document.findall(start_of_file))
        lost = {docname: self._lost_ids(docname) for docname in sorted(docnames)}
        if any(lost.values()):
            _drop_ids(self.document, self.env.current_document.docname, lost)

    def _lost_ids(self, docname: str) -> set[str]:
        """The ids of articles on a page to which no links lead."""
        domain = concept_domain(self.env)
        lost = [e for e in domain.embeds.get(docname, ()) if not domain.is_target(docname, e.slug)]
        anchors = {embed.anchor for embed in lost}
        highlights = {a.replace("glossterm-", "glossterm_highlights-", 1) for a in anchors}
        return anchors | highlights | {anchor(slug) for embed in lost for slug in embed.former}


def _drop_ids(node: nodes.Element, docname: str, lost: Mapping[str, Set[str]]) -> None:
    """Drop ids, and the entries of the index that lead there, in a node of a page."""
    ids = lost[docname]
    for child in [child for child in node.children if isinstance(child, nodes.Element)]:
        if isinstance(child, start_of_file):
            _drop_ids(child, child["docname"], lost)
            continue
        if isinstance(child, nodes.target) and child.get("refid") in ids:
            node.remove(child)
        elif isinstance(child, index):
            child["entries"] = [entry for entry in child["entries"] if entry[2] not in ids]
        child["ids"] = [id for id in child["ids"] if id not in ids]
        _drop_ids(child, docname, lost)


class ReplacePictures(SphinxPostTransform):
    """Show an article's picture by its text where a builder knows no such format.

    After Sphinx's image converters (up to 200), which may give it another one. Sphinx
    would warn the writer, who can do nothing about a picture of an article.
    """

    default_priority = 400

    def run(self, **kwargs: object) -> None:
        supported = concept_domain(self.env).library.image_types
        if not supported:
            return
        for image in list(self.document.findall(nodes.image)):
            if "glossterm-image" not in image["classes"]:
                continue
            if _image_type(image["uri"]) not in supported:
                image.parent.replace(image, nodes.Text(image["alt"]))


def place_rubrics(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give rubrics of ours their level where one document holds many pages.

    There each page is below the one whose toctree names it. LaTeX has no heading for the
    title of the first page, and fewer levels than HTML, one fewer still in a ``howto``.
    """
    if app.builder.format == "latex":
        _place_rubrics(doctree, -1, _LATEX_LEVELS)
    elif app.builder.name == "singlehtml":
        _place_rubrics(doctree, 0, MAX_LEVEL)


def _place_rubrics(node: nodes.Element, above: int, deepest: int, own: int = 0) -> None:
    """The same for what a node holds, in this many sections of other pages and of its own.

    From above: what is inlined still has the parents that it had on its page.
    """
    for child in node.children:
        if isinstance(child, nodes.rubric) and "page-level" in child:
            child["heading-level"] = min(child["page-level"] + max(0, above), deepest)
        elif isinstance(child, start_of_file):
            _place_rubrics(child, above + own, deepest)
        elif isinstance(child, nodes.Element):
            _place_rubrics(child, above, deepest, own + isinstance(child, nodes.section))


def image_types(builder: Builder) -> tuple[str, ...]:
    """The formats of pictures that a builder's output can show; none: it has no pictures."""
    types = tuple(builder.supported_image_types)
    if builder.format == "html":  # browsers know more than Sphinx tells of
        types = (*types, "image/webp")
        if builder.name != "epub":
            types = (*types, "image/avif")
    return types


def _image_type(uri: str) -> str:
    return guess_mimetype(uri) or f"image/{Path(uri).suffix.lower().removeprefix('.')}"


def html_visitors(node_class: type[nodes.Element]) -> tuple[_Visitor, _Visitor]:
    """Visitors that write a node as its stock class does, with our attributes added."""
    base = node_class.__mro__[1].__name__

    def visit(translator: HTML5Translator, node: nodes.Element) -> None:
        start = len(translator.body)
        getattr(translator, f"visit_{base}")(node)
        values = "".join(f' {name}="{node[name]}"' for name in _ATTRIBUTES if name in node)
        body = translator.body
        body[start] = _TAG.sub(lambda tag: tag[0] + values, body[start], count=1)

    def depart(translator: HTML5Translator, node: nodes.Element) -> None:
        getattr(translator, f"depart_{base}")(node)

    return visit, depart


def add_nodes(app: Sphinx) -> None:
    """Register our nodes, and what HTML writes of them beyond what their stock classes are."""
    for node_class in (*MARKED, concept_reference):
        app.add_node(node_class, html=html_visitors(node_class))
