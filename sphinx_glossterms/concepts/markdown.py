"""Markdown read once, to blocks of markdown-it tokens.

A *block* is one top-level piece of the article: a heading, a paragraph, a whole
list. Repairs, highlights, links and rendering all work on these blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

Block = list[Token]
"""The tokens of one top-level piece, from its opening to its closing one."""

MAX_DEPTH = 40
"""Deepest nesting that is rendered: docutils and pickle recurse once a level."""
MAX_TOKENS = 20_000
MAX_CELLS = 4_096
MAX_BRACKETS = 4_000
MAX_MARKS = 20_000
"""The parser takes time by the square of the brackets and marks that stay open."""
MAX_PLAIN_BLOCKS = 1_000

BREAKS = ("softbreak", "hardbreak")

# markdown-it drops what is nested deeper than maxNesting without a word, so the
# parser's own bound is set past ours. `text_join` is off so that an escaped
# character stays apart (`text_special`) from one that a repair may touch.
_PARSER = (
    MarkdownIt("commonmark", {"html": False, "maxNesting": 3 * MAX_DEPTH})
    .enable(["table", "strikethrough"])
    .disable("text_join")
)

_HEADING_ID = re.compile(r"\{#([^\s{}#]+)\}\s*$")
_GITHUB_DROPPED = re.compile(r"[^\w\- ]")

# What entities (`&NewLine;`, `&#12;`) can still bring into a text.
_LINE_ENDS = dict.fromkeys(map(ord, "\t\n\x0b\x0c\r\u2028\u2029"), " ")


class TooLarge(Exception):
    """The text passes a bound on nesting, tokens or table cells."""


def parse(text: str, first_line: int = 1) -> list[Block]:
    """Parse Markdown into blocks.

    ``first_line`` is the line of the file at which ``text`` begins; the ``map`` of
    each token is in 1-based lines of the file. Raises `TooLarge`.
    """
    _check_source(text)
    try:
        tokens = _PARSER.parse(text)
    except RecursionError:
        raise TooLarge("nested too deeply") from None
    _check_bounds(tokens)
    if "&" in text:
        _flatten_entities(tokens)
    for index, token in enumerate(tokens):
        if token.map is not None:
            token.map = [token.map[0] + first_line, token.map[1] + first_line]
        if token.children:
            token.children = join_text(token.children)
        if token.type == "inline" and tokens[index - 1].type == "heading_open":
            _take_heading_id(tokens[index - 1], token)
    return list(split_blocks(tokens))


def parse_plain(text: str, first_line: int = 1) -> list[Block]:
    """Read text of which no character is markup: a paragraph for each run of lines.

    Many paragraphs become one in the end, so that what takes long to parse doesn't
    take as long to render.
    """
    blocks: list[Block] = []
    lines: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""]):
        if line.strip():
            lines.append(line.strip())
        elif lines and len(blocks) < MAX_PLAIN_BLOCKS:
            blocks.append(_plain_paragraph(lines, first_line + number - len(lines)))
            lines = []
    if lines:
        blocks.append(_plain_paragraph(lines, line_of(blocks[-1]) + 1))
    return blocks


def _plain_paragraph(lines: list[str], line: int) -> Block:
    return paragraph([text_token("\n".join(lines))], line)


def _flatten_entities(tokens: Iterable[Token]) -> None:
    """Make each line end or form feed that an entity stands for a space."""
    for token in tokens:
        if token.type == "text_special":
            token.content = token.content.translate(_LINE_ENDS)
        token.info = token.info.translate(_LINE_ENDS)
        if token.attrs.get("title"):
            token.attrs["title"] = str(token.attrs["title"]).translate(_LINE_ENDS)
        _flatten_entities(token.children or ())


def _check_source(text: str) -> None:
    """Refuse what would take the parser more than a second or two."""
    if text.count("\n") > MAX_TOKENS:
        raise TooLarge(f"more than {MAX_TOKENS} lines")
    if text.count("[") > MAX_BRACKETS:
        raise TooLarge(f"more than {MAX_BRACKETS} opening brackets")
    if sum(map(text.count, "*_~<&")) > MAX_MARKS:
        raise TooLarge(f"more than {MAX_MARKS} marks of emphasis or markup")


def _check_bounds(tokens: list[Token]) -> None:
    size = cells = 0
    for token in tokens:
        if token.level > MAX_DEPTH:
            raise TooLarge(f"nested deeper than {MAX_DEPTH} levels")
        cells += token.type in ("td_open", "th_open")
        size += 1 + _inline_size(token.children or (), 0)
    if size > MAX_TOKENS:
        raise TooLarge(f"more than {MAX_TOKENS} pieces")
    if cells > MAX_CELLS:
        raise TooLarge(f"tables of more than {MAX_CELLS} cells")


def _inline_size(children: Sequence[Token], depth: int) -> int:
    """The number of inline tokens, those in the texts of images included."""
    size = len(children)
    for child in children:
        depth += child.nesting
        if depth > MAX_DEPTH:
            raise TooLarge(f"nested deeper than {MAX_DEPTH} levels")
        if child.children:
            size += _inline_size(child.children, depth + 1)
    return size


def split_blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    """The pieces of the outermost level, each from its opening to its closing token."""
    start = depth = 0
    for index, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            yield list(tokens[start : index + 1])
            start = index + 1


def join_text(children: list[Token]) -> list[Token]:
    """Join neighbouring text tokens into one."""
    joined: list[Token] = []
    for child in children:
        if not child.content and child.type == "text":
            continue
        if joined and child.type == "text" == joined[-1].type:
            joined[-1] = text_token(joined[-1].content + child.content)
        else:
            joined.append(child)
    return joined


def _take_heading_id(opening: Token, inline: Token) -> None:
    children = inline.children or []
    if children and children[-1].type == "text":
        match = _HEADING_ID.search(children[-1].content)
        if match:
            opening.meta["id"] = match[1]
            children[-1] = text_token(children[-1].content[: match.start()].rstrip())


def text_token(content: str) -> Token:
    """A token of plain text."""
    return Token("text", "", 0, content=content)


def paragraph(children: list[Token], line: int) -> Block:
    """A paragraph block that holds ``children`` and begins at ``line`` of the file."""
    return _text_block("paragraph", "p", children, line)


def heading(children: list[Token], level: int, line: int) -> Block:
    """A heading block of the given level (1 to 6)."""
    block = _text_block("heading", f"h{level}", children, line)
    _take_heading_id(block[0], block[1])
    return block


def _text_block(kind: str, tag: str, children: list[Token], line: int) -> Block:
    place = [line, line + 1]
    return [
        Token(f"{kind}_open", tag, 1, map=place, block=True),
        Token("inline", "", 0, map=place, level=1, children=children, block=True),
        Token(f"{kind}_close", tag, -1, block=True),
    ]


def bullet_list(items: Iterable[list[Token]], line: int) -> Block:
    """A bullet list block; each item is given by the tokens inside it."""
    tokens = [Token("bullet_list_open", "ul", 1, map=[line, line + 1], block=True)]
    for item in items:
        place = item[0].map if item else [line, line + 1]
        tokens.append(Token("list_item_open", "li", 1, map=place, level=1, block=True))
        tokens.extend(item)
        tokens.append(Token("list_item_close", "li", -1, level=1, block=True))
    tokens.append(Token("bullet_list_close", "ul", -1, block=True))
    return tokens


def list_items(block: Block) -> list[list[Token]]:
    """The tokens inside each item of a list block."""
    items: list[list[Token]] = []
    start = depth = 0
    for index, token in enumerate(block[1:-1], 1):
        if token.type == "list_item_open" and depth == 0:
            start = index + 1
        depth += token.nesting
        if token.type == "list_item_close" and depth == 0:
            items.append(block[start:index])
    return items


def link_target(target: str) -> str:
    """A link's target as the parser writes it, '' for one that it refuses."""
    href = _PARSER.normalizeLink(target)
    return href if _PARSER.validateLink(href) else ""


def is_list(block: Block) -> bool:
    """Whether the block is a bullet list."""
    return block[0].type == "bullet_list_open"


def is_paragraph(block: Block) -> bool:
    """Whether the block is a paragraph."""
    return block[0].type == "paragraph_open"


def heading_level(block: Block) -> int:
    """The level of a heading block, 0 for any other."""
    return int(block[0].tag[1]) if block[0].type == "heading_open" else 0


def line_of(block: Block) -> int:
    """The line of the file at which a block begins, 0 if unknown."""
    return block[0].map[0] if block[0].map else 0


def inline_children(block: Block) -> list[Token]:
    """The inline tokens of a paragraph or heading block."""
    return block[1].children or []


def inline_tokens(block: Block) -> Iterator[Token]:
    """The ``inline`` tokens anywhere inside a block."""
    return (token for token in block if token.type == "inline")


def with_lines(inline: Token) -> Iterator[tuple[Token, int]]:
    """Each child of an ``inline`` token with its line of the file (0 if unknown)."""
    line = inline.map[0] if inline.map else 0
    for child in inline.children or ():
        yield child, line
        line += bool(line) and child.type in BREAKS


def plain_text(tokens: Iterable[Token]) -> str:
    """The text that a reader sees of inline or block tokens, white space collapsed."""
    return " ".join(_raw_text(tokens).split())


def _raw_text(tokens: Iterable[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type == "inline" or token.type == "image":
            parts.append(_raw_text(token.children or []))
        elif token.type in BREAKS or (token.nesting == -1 and token.block):
            parts.append(" ")
        else:
            parts.append(token.content)
    return "".join(parts)


def heading_slug(text: str) -> str:
    """The id that GitHub and most site generators give a heading of this text."""
    return _GITHUB_DROPPED.sub("", text.strip().lower()).replace(" ", "-")
