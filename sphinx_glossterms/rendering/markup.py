"""Emphasis and code become docutils nodes; nothing here needs what reads Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from docutils import nodes

from ..concepts.runs import Run

_NODES = {"em": nodes.emphasis, "strong": nodes.strong, "code": nodes.literal}


def render_markup(element: str, content: Iterable[nodes.Node]) -> nodes.TextElement:
    """The inline node that HTML's element of this name is in docutils."""
    if element == "s":
        return nodes.inline("", "", *content, classes=["strike"])
    return _NODES[element]("", "", *content)


def render_runs(text: Iterable[Run], depth: int = 0) -> list[nodes.Node]:
    """The nodes of a text of which only emphasis and code are kept.

    ``depth`` is how many of its elements it is inside already.
    """
    rendered: list[nodes.Node] = []
    for element, same in groupby(text, lambda run: "".join(run[1][depth : depth + 1])):
        if element:
            rendered.append(render_markup(element, render_runs(same, depth + 1)))
        else:
            rendered += [nodes.Text(part) for part, _ in same]
    return rendered
