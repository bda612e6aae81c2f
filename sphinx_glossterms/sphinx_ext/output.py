"""What is left to do when pages are written: attributes in HTML, anchors, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..concepts.slugs import anchor
from ..rendering.nodes import MARKED, concept_reference
from .domain import concept_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_TAG = re.compile(r"<\w+")
_ATTRIBUTES = ("lang", "dir", "hreflang")
_Visitor = Callable[["HTML5Translator", nodes.Element], None]


class DropLosingAnchors(SphinxPostTransform):
    """Take the anchor off an article that is embedded elsewhere as well, and lost.

    Before references are resolved (10), so that no reference finds it.
    """

    default_priority = 9

    def run(self, **kwargs: object) -> None:
        domain = concept_domain(self.env)
        docname = self.env.current_document.docname
        for embed in domain.embeds.get(docname, ()):
            if not domain.is_target(docname, embed.slug):
                _drop_id(self.document, anchor(embed.slug))


def _drop_id(document: nodes.document, id: str) -> None:
    for node in list(document.findall(nodes.Element)):
        if isinstance(node, nodes.target) and node.get("refid") == id:
            node.parent.remove(node)
        elif id in node["ids"]:
            node["ids"].remove(id)


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
            if not set(image.get("candidates", ())) & {*supported, "?"}:
                image.replace_self(nodes.inline("", image["alt"]))


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
    """Register our nodes; only HTML writes what they add to their stock classes."""
    for node_class in (*MARKED, concept_reference):
        app.add_node(node_class, html=html_visitors(node_class))
