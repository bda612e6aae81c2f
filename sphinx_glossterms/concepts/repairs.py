"""Tolerant reading: mend what is certainly broken, name each mend.

A repair never changes a word, loses text or touches code: it works on tokens, in
which code is already apart. Each takes blocks and gives blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from markdown_it.token import Token

from .findings import Rule
from .markdown import (
    Block,
    bullet_list,
    heading,
    inline_children,
    inline_tokens,
    is_list,
    is_paragraph,
    join_text,
    line_of,
    list_items,
    paragraph,
    plain_text,
    text_token,
)

_HASH_HEADING = re.compile(r"(#{2,6})(?=[^#\s])")
_WIDE_HEADING = re.compile(r"(＃{1,6})(?:\s+|(?=[^＃\s\d]))(?=\S)")

_ROUND_BULLET = re.compile(r"[•‣◦▪●∙]\s*(?=\S)")
_DASH_BULLET = re.compile(r"[–—−‐]\s+(?=\S)")  # noqa: RUF001
_TIGHT_BULLET = re.compile(r"-(?=[^\W\d_]|\Z)")

_BROKEN_LINK = re.compile(
    r"\[(?P<text>[^\[\]\n]*[^\W\d_][^\[\]\n]*)\]"
    r"(?: +\((?P<apart>\s*/[^()\s][^()\n]*|\s*https?://[^()\s]+)\)"
    r"|\((?P<spaced>\s*/[^()\s\"'<>][^()\"'<>\n]*)\))"
)
_SLASH_SPACE = re.compile(r"\s*/\s*")

_TRAILING_MARK = re.compile(r"[,;、，،؛]+\s*$")  # noqa: RUF001
_DOUBLED_MARK = re.compile(r"([,;、，،؛])([.,;、，،؛])(?=\s|$)")  # noqa: RUF001


@dataclass(slots=True)
class Repairs:
    """Which repairs are on, and what they did: (line, rule, message)."""

    disabled: frozenset[str] = frozenset()
    made: list[tuple[int, Rule, str]] = field(default_factory=list)

    def on(self, rule: Rule) -> bool:
        """Whether a repair is switched on."""
        return rule.label not in self.disabled

    def note(self, line: int, rule: Rule, message: str) -> None:
        """Record a repair."""
        self.made.append((line, rule, message))


# --- lines of a paragraph -------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    number: int
    children: list[Token]
    parted_by: Token = field(default_factory=lambda: Token("softbreak", "br", 0))

    @property
    def start(self) -> str:
        first = self.children[0] if self.children else None
        return first.content if first is not None and first.type == "text" else ""

    def without(self, length: int) -> list[Token]:
        return join_text([text_token(self.start[length:]), *self.children[1:]])


def _lines(children: list[Token], first_line: int) -> list[_Line]:
    """The source lines of inline tokens; a break inside a link or emphasis is none."""
    lines = [_Line(first_line, [])]
    depth = breaks = 0
    for child in children:
        depth += child.nesting
        if child.type in ("softbreak", "hardbreak"):
            breaks += 1
            if depth == 0:
                lines.append(_Line(first_line + breaks, [], child))
                continue
        lines[-1].children.append(child)
    return lines


def _paragraph_of(lines: list[_Line]) -> Block:
    children: list[Token] = []
    for line in lines:
        if children:
            children.append(line.parted_by)
        children.extend(line.children)
    return paragraph(children, lines[0].number)


# --- headings -------------------------------------------------------------------------


def repair_headings(blocks: list[Block], repairs: Repairs) -> list[Block]:
    """Read ``##Heading`` and ``＃＃ Heading`` as headings."""
    result: list[Block] = []
    for block in blocks:
        if is_paragraph(block) and _may_hold_heading(block):
            result.extend(_split_headings(block, repairs))
        else:
            result.append(block)
    return result


def _may_hold_heading(block: Block) -> bool:
    return any(
        child.type == "text" and child.content.startswith(("##", "＃"))
        for child in inline_children(block)
    )


def _split_headings(block: Block, repairs: Repairs) -> Iterator[Block]:
    text: list[_Line] = []
    for line in _lines(inline_children(block), line_of(block)):
        found = _heading_mark(line.start, repairs)
        if found is None:
            text.append(line)
            continue
        if text:
            yield _paragraph_of(text)
            text = []
        length, level, rule = found
        repairs.note(line.number, rule, f"read as a heading: {_quote(line.children)}")
        yield heading(line.without(length), level, line.number)
    if text:
        yield _paragraph_of(text)


def _heading_mark(start: str, repairs: Repairs) -> tuple[int, int, Rule] | None:
    for expression, rule in (
        (_HASH_HEADING, Rule.HEADING_SPACE),
        (_WIDE_HEADING, Rule.HEADING_FULLWIDTH),
    ):
        match = expression.match(start)
        if match and repairs.on(rule):
            return match.end(), len(match[1]), rule
    return None


# --- lists ----------------------------------------------------------------------------

_Mark = Callable[[str], tuple[int, Rule] | None]


def _mark_finder(repairs: Repairs, *, dashes: bool, tight: bool) -> _Mark:
    kinds = [(_ROUND_BULLET, Rule.LIST_MARKER)]
    if dashes:
        kinds.append((_DASH_BULLET, Rule.LIST_MARKER))
    if tight:
        kinds.append((_TIGHT_BULLET, Rule.LIST_SPACE))
    kinds = [(expression, rule) for expression, rule in kinds if repairs.on(rule)]

    def find(start: str) -> tuple[int, Rule] | None:
        for expression, rule in kinds:
            match = expression.match(start)
            if match:
                return match.end(), rule
        return None

    return find


def repair_lists(blocks: list[Block], repairs: Repairs) -> list[Block]:
    """Rejoin bullets with their list wherever an article has them.

    Round bullets are certain anywhere; ``-text`` next to a list or to another one;
    a dash only between two lists, since a dash also opens direct speech.
    """
    round_only = _mark_finder(repairs, dashes=False, tight=False)
    certain = _mark_finder(repairs, dashes=False, tight=True)
    any_mark = _mark_finder(repairs, dashes=True, tight=True)
    pieces = [_Piece.of(block, any_mark) for block in blocks]
    for run in _runs(pieces):
        lists = [n for n, piece in enumerate(run) if is_list(piece.block)]
        for index, piece in enumerate(run):
            if is_list(piece.block):
                continue
            between = bool(lists) and lists[0] < index < lists[-1]
            piece.joins = (
                round_only(piece.start) is not None
                or (certain(piece.start) is not None and len(run) > 1)
                or between
            )
    return _join(pieces, any_mark, certain, repairs)


def repair_highlight_lists(blocks: list[Block], repairs: Repairs) -> list[Block]:
    """Rejoin bullets in a section of highlights, where every dash is a bullet.

    What stands between two bullets and lost its marker is one as well.
    """
    mark = _mark_finder(repairs, dashes=True, tight=True)
    pieces = [_Piece.of(block, mark) for block in blocks]
    bullets = [index for index, piece in enumerate(pieces) if piece.is_bullet]
    for piece in pieces:
        piece.joins = piece.marked
    if bullets and repairs.on(Rule.LIST_LOST_MARKER):
        for piece in pieces[bullets[0] : bullets[-1]]:
            piece.lost = is_paragraph(piece.block) and not piece.marked
    return _join(pieces, mark, mark, repairs)


@dataclass(slots=True)
class _Piece:
    """A block, and what it is to a list."""

    block: Block
    start: str = ""
    marked: bool = False
    """A paragraph that begins like a bullet."""
    joins: bool = False
    lost: bool = False

    @classmethod
    def of(cls, block: Block, mark: _Mark) -> _Piece:
        if not is_paragraph(block):
            return cls(block)
        start = _Line(0, inline_children(block)).start
        return cls(block, start, mark(start) is not None)

    @property
    def is_bullet(self) -> bool:
        return self.marked or is_list(self.block)


def _runs(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Neighbouring bullets, where at least one is no list."""
    for is_bullet, group in groupby(pieces, key=lambda piece: piece.is_bullet):
        run = list(group)
        if is_bullet and any(piece.marked for piece in run):
            yield run


def _join(
    pieces: list[_Piece], paragraph_mark: _Mark, list_mark: _Mark, repairs: Repairs
) -> list[Block]:
    result: list[Block] = []
    joining = False
    for piece in pieces:
        block = piece.block
        mended = piece.joins or piece.lost
        if piece.lost:
            line = line_of(block)
            repairs.note(line, Rule.LIST_LOST_MARKER, f"read as a bullet: {_quote(block)}")
            block = bullet_list([block], line)
        elif piece.joins:
            lines = _lines(inline_children(block), line_of(block))
            items = _split_items(lines, paragraph_mark, repairs)
            block = bullet_list(items, line_of(block))
        elif is_list(block):
            block = _split_list(block, list_mark, repairs)
        if is_list(block) and result and is_list(result[-1]) and (mended or joining):
            merged = [*list_items(result[-1]), *list_items(block)]
            result[-1] = bullet_list(merged, line_of(result[-1]))
        else:
            result.append(block)
        joining = mended
    return result


def _split_items(lines: list[_Line], mark: _Mark, repairs: Repairs) -> Iterator[list[Token]]:
    item: list[_Line] = []
    for line in lines:
        found = mark(line.start)
        if found is None:
            item.append(line)
            continue
        if item:
            yield _paragraph_of(item)
        length, rule = found
        repairs.note(line.number, rule, f"read as a bullet: {_quote(line.children)}")
        item = [_Line(line.number, line.without(length))]
    if item:
        yield _paragraph_of(item)


def _split_list(block: Block, mark: _Mark, repairs: Repairs) -> Block:
    """A list with those items apart that CommonMark took for a continued line."""
    items: list[list[Token]] = []
    changed = False
    for item in list_items(block):
        lines = _lines(inline_children(item), line_of(item)) if _is_one_paragraph(item) else []
        if any(mark(line.start) for line in lines[1:]):
            items.extend(_split_items(lines, _after_first(mark, lines[0]), repairs))
            changed = True
        else:
            items.append(item)
    return bullet_list(items, line_of(block)) if changed else block


def _after_first(mark: _Mark, first: _Line) -> _Mark:
    """The first line of an item had its marker: what follows that is text."""
    return lambda start: None if start is first.start else mark(start)


def _is_one_paragraph(item: list[Token]) -> bool:
    return len(item) == 3 and item[0].type == "paragraph_open"


# --- quotes ---------------------------------------------------------------------------


def repair_quotes(blocks: list[Block], repairs: Repairs) -> list[Block]:
    """Drop quotes that hold nothing."""
    if not repairs.on(Rule.EMPTY_QUOTE):
        return blocks
    return [kept for block in blocks if (kept := _without_empty_quotes(block, repairs))]


def _without_empty_quotes(block: Block, repairs: Repairs) -> Block:
    if not any(token.type == "blockquote_open" for token in block):
        return block
    kept: Block = []
    dropped = 0
    for token in block:
        if token.type == "blockquote_close" and kept[-1].type == "blockquote_open":
            dropped = line_of([kept.pop()])
        else:
            kept.append(token)
    if dropped:
        repairs.note(dropped, Rule.EMPTY_QUOTE, "left out an empty quote")
    return kept


# --- links ----------------------------------------------------------------------------


def repair_links(blocks: list[Block], repairs: Repairs) -> list[Block]:
    """Mend links in every text of the article, in place."""
    for block in blocks:
        for token in inline_tokens(block):
            if not token.children:
                continue
            line = token.map[0] if token.map else 0
            children = token.children
            if repairs.on(Rule.LINK_SPACE):
                children = _mend_broken_links(children, line, repairs)
            if any(child.type == "link_open" for child in children):
                if repairs.on(Rule.LINK_JOIN):
                    children = _join_links(children, line, repairs)
                if repairs.on(Rule.LINK_PUNCTUATION):
                    children = _move_punctuation(children, line, repairs)
            token.children = children
    return blocks


def _mend_broken_links(children: list[Token], line: int, repairs: Repairs) -> list[Token]:
    result: list[Token] = []
    depth = 0
    for child in children:
        depth += (child.type == "link_open") - (child.type == "link_close")
        if child.type == "text" and depth == 0 and "](" in child.content.replace("] ", "]"):
            result.extend(_link_tokens(child.content, line, repairs))
        else:
            result.append(child)
    return result


def _link_tokens(text: str, line: int, repairs: Repairs) -> Iterator[Token]:
    position = 0
    for match in _BROKEN_LINK.finditer(text):
        target = (match["apart"] or match["spaced"]).strip()
        if target.startswith("/"):
            target = _SLASH_SPACE.sub("/", target)
        if match.start() > position:
            yield text_token(text[position : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": target})
        yield text_token(match["text"])
        yield Token("link_close", "a", -1)
        repairs.note(line, Rule.LINK_SPACE, f"read as a link: {match[0]}")
        position = match.end()
    if position < len(text):
        yield text_token(text[position:])


def _join_links(children: list[Token], line: int, repairs: Repairs) -> list[Token]:
    """Leave out ``](x) [`` between two links to x; what parted them stays, in the link."""
    result: list[Token] = []
    gap: list[Token] = []
    closed: Token | None = None  # the opening token of the link that just ended
    opened: list[Token] = []
    for child in children:
        if child.type == "link_open":
            opened.append(child)
            if closed is not None and _same_target(closed, child):
                result.pop()
                result.extend(gap)
                repairs.note(line, Rule.LINK_JOIN, f"one link to {child.attrGet('href')}")
            else:
                result.extend([*gap, child])
            gap, closed = [], None
        elif child.type == "link_close":
            closed = opened.pop()
            result.append(child)
        elif closed is not None and _is_white(child):
            gap.append(child)
        else:
            result.extend([*gap, child])
            gap, closed = [], None
    return join_text([*result, *gap])


def _same_target(one: Token, other: Token) -> bool:
    return one.attrs == other.attrs


def _is_white(token: Token) -> bool:
    return token.type == "softbreak" or (token.type == "text" and not token.content.strip())


def _move_punctuation(children: list[Token], line: int, repairs: Repairs) -> list[Token]:
    result: list[Token] = []
    index = 0
    while index < len(children):
        child = children[index]
        following = children[index + 1] if index + 1 < len(children) else None
        if child.type == "link_close":
            moved = _cut_trailing_mark(result)
            text = following.content if following and following.type == "text" else ""
            mended = _single_mark(moved, text)
            result.append(child)
            if moved or mended != text:
                repairs.note(line, Rule.LINK_PUNCTUATION, f"mended: {_quote(result)}{mended[:2]}")
                result.append(text_token(mended))
                index += 1 if text else 0
        else:
            result.append(child)
        index += 1
    return join_text(result)


def _cut_trailing_mark(tokens: list[Token]) -> str:
    """Take a comma or semicolon off the end of a link's text; '' if there is none."""
    if not tokens or tokens[-1].type != "text":
        return ""
    content = tokens[-1].content
    match = _TRAILING_MARK.search(content)
    if not match or match.start() == 0:
        return ""
    tokens[-1] = text_token(content[: match.start()])
    return match[0].rstrip()


def _single_mark(moved: str, text: str) -> str:
    """What follows a link: the mark taken out of it, the text, no mark doubled."""
    space = " " if moved in (",", ";") and text[:1].isalnum() else ""
    after = moved + space + text
    match = _DOUBLED_MARK.match(after)
    if not match:
        return after
    rest = after[match.end() :]
    ends_sentence = match[2] == "." and not rest.lstrip()[:1].islower()
    return (match[2] if ends_sentence else match[1]) + rest


def _quote(tokens: list[Token]) -> str:
    text = plain_text(tokens)
    return f"“{text[:40]}…”" if len(text) > 41 else f"“{text}”"
