"""Headings open sections where they may, else they are rubrics of the right level."""

from __future__ import annotations

from docutils import nodes

from ..concepts.markdown import Block, heading_level
from .blocks import (
    block_nodes,
    id_key,
    inline_of,
    place,
    without_stray_transitions,
)
from .inline import Context, is_blank
from .nodes import set_level, silent_target
from .requests import MAX_LEVEL


class Outline:
    """Puts blocks under the sections that their headings open, or keeps them flat."""

    def __init__(self, context: Context, *, sections: bool, level: int) -> None:
        self._context = context
        self._sections = sections
        self._level = level
        self._top: list[nodes.Element] = []
        self._open: list[tuple[int, nodes.section | None]] = []

    def add_block(self, block: Block) -> None:
        if heading_level(block):
            self._add_heading(block)
        else:
            self.add(*block_nodes(block, self._context))

    def add(self, *elements: nodes.Element) -> None:
        sections = [section for _, section in self._open if section is not None]
        if sections:
            sections[-1].extend(elements)
        else:
            self._top.extend(elements)

    def _add_heading(self, block: Block) -> None:
        content = title_content(block, self._context)
        if is_blank(content):
            return
        level = heading_level(block)
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        node: nodes.Element
        id = self._context.heading_ids[id_key(block)]
        own_level = self._level + len(self._open)
        if self._sections and own_level <= MAX_LEVEL:
            title = nodes.title("".join(node.astext() for node in content), "", *content)
            place(title, block[0], self._context)
            node = nodes.section("", title, ids=[id])
        else:
            node = nodes.rubric("", "", *content, ids=[id])
            set_level(node, own_level)
            self.add(silent_target(refid=id))
        place(node, block[0], self._context)
        self.add(node)
        self._open.append((level, node if isinstance(node, nodes.section) else None))

    def nodes(self) -> list[nodes.Element]:
        """The blocks added, without the transitions that have no place."""
        for section in (n for top in self._top for n in top.findall(nodes.section)):
            section[:] = without_stray_transitions(section.children)
        return without_stray_transitions(self._top)


def title_content(block: Block, context: Context) -> list[nodes.Node]:
    """The text of a heading, on one line: titles go where no line end may."""
    content = inline_of(block, context)
    top = nodes.inline("", "", *content)
    for text in list(top.findall(nodes.Text)):
        if "\n" in text:
            text.parent.replace(text, nodes.Text(" ".join(text.split("\n"))))
    return top.children
