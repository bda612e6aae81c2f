"""Render one article to nodes without Sphinx."""

from __future__ import annotations

import re
from pathlib import Path

from building import write
from docutils import nodes

from sphinx_glossterms.concepts.corpus import Corpus
from sphinx_glossterms.concepts.links import ConceptLink
from sphinx_glossterms.concepts.manifest import load_manifest
from sphinx_glossterms.rendering.articles import render_article
from sphinx_glossterms.rendering.inline import Context
from sphinx_glossterms.rendering.requests import Request


class Bench:
    """A corpus with one article, written anew for each rendering."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        self.folder = folder
        self.language = language
        self._manifest = load_manifest(write(folder, {f"{language}/x.md": "x"}))
        self.findings: list[str] = []

    def render(self, source: str, **request: object) -> list[nodes.Element]:
        """The nodes of an article with this source."""
        write(self.folder, {f"{self.language}/x.md": source})
        self.findings = []
        corpus = Corpus(
            self.folder, self._manifest, report=lambda finding: self.findings.append(str(finding))
        )
        article = corpus.article("x", (self.language,))
        assert article is not None, self.findings
        wanted = {"language": self.language, **request}
        taken: set[str] = set()

        def claim(id: str) -> str:
            while id in taken:
                id += "x"
            taken.add(id)
            return id

        context = Context(
            article=article,
            corpus=corpus,
            concept_reference=_reference,
            picture_uri=lambda path: path.name,
            in_cell=bool(wanted.pop("in_cell", False)),
        )
        body = corpus.body(article)
        elements, _ = render_article(
            article,
            body,
            Request(**wanted),
            context,
            claim,
        )
        return elements


def _reference(link: ConceptLink, content: nodes.inline) -> nodes.Element:
    return nodes.reference("", "", content, refuri=f"concept:{link.slug}")


def shown_words(elements: list[nodes.Element]) -> list[str]:
    """The words that a reader finds, in order, hover texts included."""
    return re.findall(r"\w+", "".join(map(_shown, elements)))


def _shown(node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return str(node)
    assert isinstance(node, nodes.Element)
    if isinstance(node, nodes.image):
        return str(node["alt"])
    inside = "".join(map(_shown, node.children))
    if "reftitle" in node:
        inside += f" {node['reftitle']} "
    return inside if isinstance(node, nodes.Inline) else f" {inside} "


def outline(elements: list[nodes.Element]) -> str:
    """The kinds of nodes, nested in brackets, without texts and their markup."""
    return " ".join(_kind(element) for element in elements)


def _kind(node: nodes.Element) -> str:
    inner = [n for n in node.children if isinstance(n, nodes.Element)]
    if isinstance(node, nodes.TextElement):
        names = sorted({n.tagname for n in node.findall(nodes.Inline)} - {"inline", "target"})
        return node.tagname + (f"<{','.join(names)}>" if names else "")
    if isinstance(node, nodes.list_item) and [n.tagname for n in inner] == ["paragraph"]:
        return "item"
    inside = " ".join(map(_kind, inner))
    return f"{node.tagname}({inside})" if inside else node.tagname
