"""Block tokens become docutils nodes, by an allow-list.

What a writer can't do is not made: no raw node, no section without an id, no
transition where docutils allows none, no table inside a table cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from docutils import nodes
from markdown_it.token import Token
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from ..concepts.markdown import BREAKS, split_blocks
from .inline import Context, inline_nodes, is_blank
from .nodes import silent_target

_Node = TypeVar("_Node", bound=nodes.Node)


def block_nodes(tokens: Sequence[Token], context: Context) -> list[nodes.Element]:
    """Render the tokens of any number of blocks; headings become rubrics."""
    result: list[nodes.Element] = []
    for block in split_blocks(tokens):
        node = _HANDLERS[block[0].type](block, context) if block[0].type in _HANDLERS else None
        if node is not None:
            place(node, block[0], context)
            result.append(node)
    return result


def _inner_nodes(tokens: Sequence[Token], context: Context) -> list[nodes.Element]:
    """Render what is inside a list item or a quote, which can hold no transition."""
    inner = block_nodes(tokens, context)
    return [node for node in inner if not isinstance(node, nodes.transition)]


def place(node: nodes.Element, token: Token, context: Context) -> None:
    """Let messages about a node name the article's file and line."""
    node.source = context.article.path
    node.line = token.map[0] if token.map else None


def inline_of(block: Sequence[Token], context: Context) -> list[nodes.Node]:
    """Render the text of a paragraph, heading or cell."""
    inline = block[1] if block[1].type == "inline" else None
    if inline is None:
        return []
    return inline_nodes(inline.children or [], inline.map[0] if inline.map else 0, context)


def _paragraph(block: Sequence[Token], context: Context) -> nodes.Element:
    lines = _lines(block[1].children or [])
    if len(lines) == 1:
        return nodes.paragraph("", "", *inline_of(block, context))
    number = block[1].map[0] if block[1].map else 0
    block_of_lines = nodes.line_block()
    for line in lines:
        block_of_lines += nodes.line("", "", *inline_nodes(line, number, context))
        number += 1 + sum(child.type in BREAKS for child in line)
    return block_of_lines


def _lines(children: Sequence[Token]) -> list[list[Token]]:
    """Children parted at hard breaks that stand outside of any markup."""
    lines: list[list[Token]] = [[]]
    depth = 0
    for child in children:
        depth += child.nesting
        if child.type == "hardbreak" and depth == 0:
            lines.append([])
        else:
            lines[-1].append(child)
    return lines


def _rubric(block: Sequence[Token], context: Context) -> nodes.Element | None:
    content = inline_of(block, context)
    if is_blank(content):
        return None
    id = context.heading_ids.get(id_key(block))
    target = [silent_target(ids=[id])] if id else []
    return nodes.rubric("", "", *target, *content)


def id_key(block: Sequence[Token]) -> int:
    """A key for a heading that holds for as long as its tokens do."""
    return id(block[0])


def _bullet_list(block: Sequence[Token], context: Context) -> nodes.Element:
    return nodes.bullet_list("", *_items(block, context), bullet="-")


def _ordered_list(block: Sequence[Token], context: Context) -> nodes.Element:
    node = nodes.enumerated_list(
        "", *_items(block, context), enumtype="arabic", prefix="", suffix="."
    )
    start = block[0].attrs.get("start")
    if start is not None:
        node["start"] = int(start)
    return node


def _items(block: Sequence[Token], context: Context) -> Iterator[nodes.list_item]:
    for item in split_blocks(block[1:-1]):
        yield nodes.list_item("", *_inner_nodes(item[1:-1], context))


def _quote(block: Sequence[Token], context: Context) -> nodes.Element:
    return nodes.block_quote("", *_inner_nodes(block[1:-1], context))


def _code(block: Sequence[Token], context: Context) -> nodes.Element:
    token = block[0]
    text = token.content.removesuffix("\n")
    language = token.info.split()[0] if token.info.strip() else ""
    # `force`: code that its lexer can't read is no fault of the page's writer.
    return nodes.literal_block(text, text, language=_lexer(language), force=True)


@lru_cache(maxsize=256)
def _lexer(language: str) -> str:
    try:
        find_lexer_class_by_name(language)
    except (ClassNotFound, ValueError):
        return "none"
    return language


def _rule(block: Sequence[Token], context: Context) -> nodes.Element:
    return nodes.transition()


# --- tables ---------------------------------------------------------------------------

_Row = list[Sequence[Token]]


def _table(block: Sequence[Token], context: Context) -> nodes.Element:
    rows = list(_rows(block))
    if context.in_cell:
        return _rows_as_list(rows, context)
    head = sum(1 for row in rows if row[0][0].type == "th_open")
    width = max(len(row) for row in rows)
    group = nodes.tgroup("", cols=width)
    group += [nodes.colspec(colwidth=max(1, 100 // width)) for _ in range(width)]
    if head:
        group += nodes.thead("", *(_row(row, context) for row in rows[:head]))
    if rows[head:]:
        group += nodes.tbody("", *(_row(row, context) for row in rows[head:]))
    else:
        group += nodes.tbody("", nodes.row("", *(nodes.entry() for _ in range(width))))
    return nodes.table("", group, classes=["colwidths-auto"])


def _rows(block: Sequence[Token]) -> Iterator[_Row]:
    row: _Row = []
    for index, token in enumerate(block):
        if token.type in ("th_open", "td_open"):
            row.append(block[index : index + 3])
        elif token.type == "tr_close":
            yield row
            row = []


def _row(row: _Row, context: Context) -> nodes.row:
    return nodes.row("", *(_cell(cell, context) for cell in row))


def _cell(cell: Sequence[Token], context: Context) -> nodes.entry:
    style = str(cell[0].attrs.get("style", ""))
    entry = nodes.entry("", nodes.paragraph("", "", *inline_of(cell, context)))
    if style.startswith("text-align:"):
        entry["classes"].append(f"text-{style.removeprefix('text-align:')}")
    return entry


def _rows_as_list(rows: list[_Row], context: Context) -> nodes.bullet_list:
    """A table inside a cell: a list of its rows, since text and man can't nest tables."""
    items = []
    for row in rows:
        cells = [
            nodes.list_item("", nodes.paragraph("", "", *inline_of(cell, context))) for cell in row
        ]
        items.append(nodes.list_item("", nodes.bullet_list("", *cells, bullet="-")))
    return nodes.bullet_list("", *items, bullet="-")


_HANDLERS: dict[str, Callable[[Sequence[Token], Context], nodes.Element | None]] = {
    "paragraph_open": _paragraph,
    "heading_open": _rubric,
    "bullet_list_open": _bullet_list,
    "ordered_list_open": _ordered_list,
    "blockquote_open": _quote,
    "fence": _code,
    "code_block": _code,
    "hr": _rule,
    "table_open": _table,
}


def without_stray_transitions(children: Sequence[_Node]) -> list[_Node]:
    """Leave out the transitions that docutils has no place for.

    One may stand only between two other elements
    (https://docutils.sourceforge.io/docs/ref/doctree.html#transition).
    """
    kept: list[_Node] = []
    for child in children:
        if isinstance(child, nodes.transition) and (
            not kept or isinstance(kept[-1], nodes.transition | nodes.title)
        ):
            continue
        if isinstance(child, nodes.section) and kept and isinstance(kept[-1], nodes.transition):
            kept.pop()
        kept.append(child)
    if kept and isinstance(kept[-1], nodes.transition):
        kept.pop()
    return kept


def without_transitions(parent: nodes.Element) -> None:
    """Leave out every transition below a node: lists, quotes and cells can hold none."""
    for node in list(parent.findall(nodes.transition)):
        node.parent.remove(node)
