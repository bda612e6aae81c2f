"""The twin: the same pages, as Sphinx reads them, in a project without the extension.

A page of the twin is the doctree that a clean build made of ours, written down: our
references are their text, our nodes are the stock ones. So it holds the same text and
changes when that text changes; all else (toctrees, search, prev and next, files of
removed pages) Sphinx does by itself. A page that ours took for changed the twin writes as
well, so that what an earlier step left stale is of the same age in both.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.parsers import Parser

from sphinx_glossterms.rendering.nodes import backlinks, other_languages

from .model import COMMON_CONF

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CONF = f"""\
{COMMON_CONF}
extensions = ['differential.twin']
source_suffix = {{'.tree': 'tree'}}
"""

UPDATED = "updated"
"""A file of the twin: the pages that ours read, or told Sphinx to write."""

LABELS = "labels"
"""A file of the twin: the labels that concepts have in ours."""

ENV_VERSION = 1
"""Raised with that of ours."""

_OURS = ("lang", "dir", "hreflang")
_FROM_SPHINX = ("candidates",)  # the image collector adds these again
_EMPTY: tuple[Any, ...] = ([], "", {}, None)


def page_source(document: nodes.document) -> str:
    """A doctree as a text."""
    written = (line for child in document.children for line in _written(child))
    return "\n".join(map(repr, written)) + "\n"


def _written(node: nodes.Node) -> Iterable[Any]:
    if isinstance(node, nodes.Text):
        yield str(node)
        return
    assert isinstance(node, nodes.Element)
    if isinstance(node, backlinks | other_languages):
        return  # empty until the page is written
    children = [written for child in node.children for written in _written(child)]
    if isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "glossterm":
        yield from children
        return
    kind = next(k for k in type(node).__mro__ if not k.__module__.startswith("sphinx_glossterms"))
    attributes = {
        name: value
        for name, value in sorted(node.attributes.items())
        if value not in _EMPTY and name not in _OURS + _FROM_SPHINX
    }
    if isinstance(node, nodes.image):
        attributes["uri"] = f"/{node['uri']}"  # relative to the source folder by now
    yield (kind.__module__, kind.__name__, attributes, children)


def _read(written: Any) -> nodes.Node:
    if isinstance(written, str):
        return nodes.Text(written)
    module, name, attributes, children = written
    node: nodes.Element = getattr(import_module(module), name)()
    node.attributes.update(attributes)
    node.extend(map(_read, children))
    if isinstance(node, nodes.TextElement):
        node.rawsource = node.astext()
    return node


class TreeParser(Parser):
    """Reads what `page_source` wrote."""

    supported = ("tree",)

    def parse(self, inputstring: Any, document: nodes.document) -> None:
        text = inputstring if isinstance(inputstring, str) else "\n".join(inputstring)
        self.setup_parse(text, document)
        document.extend(_read(ast.literal_eval(line)) for line in text.splitlines() if line)
        self.finish_parse()


def know_labels(app: Sphinx, env: BuildEnvironment) -> None:
    """Give concepts the labels that they have in ours, so that `:ref:` leads there."""
    standard = env.domains.standard_domain
    known = ast.literal_eval((app.srcdir / LABELS).read_text(encoding="utf-8"))
    for label in [label for label in standard.labels if label.startswith("glossterm")]:
        del standard.labels[label], standard.anonlabels[label]
    standard.labels.update(known)
    standard.anonlabels.update({label: place[:2] for label, place in known.items()})


def write_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages that ours read, or told Sphinx to write."""
    updated = (app.srcdir / UPDATED).read_text(encoding="utf-8").split()
    return sorted(set(updated) & env.found_docs)


def setup(app: Sphinx) -> dict[str, Any]:
    """Let Sphinx read the twin's pages."""
    app.add_source_parser(TreeParser)
    app.connect("env-updated", know_labels)
    app.connect("env-updated", write_again)
    safe = {"parallel_read_safe": True, "parallel_write_safe": True}
    return {"env_version": ENV_VERSION, **safe}
