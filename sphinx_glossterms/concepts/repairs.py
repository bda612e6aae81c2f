"""Tolerant reading: mend what is certainly broken, name each mend.

A repair never changes a word, loses text or touches code: it works on tokens, in
which code is already apart. Each takes blocks and gives blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, field
from itertools import chain, groupby

from markdown_it.token import Token

from .characters import ENDS_CLAUSE
from .findings import Rule
from .markdown import (
    BREAKS,
    Block,
    bullet_list,
    heading,
    heading_level,
    inline_children,
    inline_tokens,
    is_list,
    is_paragraph,
    join_text,
    line_of,
    link_target,
    list_items,
    paragraph,
    plain_text,
    text_token,
)

# Stands for markup (a link, emphasis, code) that follows a text: see `_Line.start`.
_MARKUP = "\ufffc"

_HASH_HEADING = re.compile(r"(?P<mark>#{2,6})(?=[^#\s])")
_WIDE_HEADING = re.compile(r"(?P<mark>＃{2,6})\s*(?=[^＃\s])|(?P<one>＃)\s+(?=[^\W\d_])")

_ROUND = "•‣◦▪●∙·・"
_ROUND_BULLET = re.compile(rf"[{_ROUND}]\s*(?=[^{_ROUND}\s])")
_DASH_BULLET = re.compile(r"[–—−‐]\s+(?=\S)")
_TIGHT_BULLET = re.compile(rf"-(?=[^\W\d_]|{_MARKUP})")

# ``[text] (/slug)``, ``[text] (/ slug /)``, ``[text] (https://x)``; ``[text](/a b)``;
# ``[text]](/slug)``.
# Possessive throughout: a hostile article must not make it try twice.
_BROKEN_LINK = re.compile(
    r"\[(?P<text>[^\[\]\n]++)\]"
    r"(?:(?P<between> ++|\])\(\s*+(?P<apart>(?:/\s*+[^()\s/]++\s*+)++/?+|https?://[^()\s]++)\s*+\)"
    r"|\(\s*+(?P<spaced>/\s*+[^()\s\"'<>][^()\"'<>\n]*+)\))"
)
_LETTER = re.compile(r"[^\W\d_]")

_MARKS = ",;、，،؛"
_DOUBLED_MARK = re.compile(rf"([{_MARKS}])([{_MARKS}.])(?=\s|$)")
_ONLY_MARK = re.compile(rf"\s*([{_MARKS}.。])\s*")


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
        """The text that the line begins with, U+FFFC after it where markup follows."""
        if not self.children or self.children[0].type != "text":
            return ""
        return self.children[0].content + _MARKUP * (len(self.children) > 1)

    def without(self, length: int) -> list[Token]:
        first = text_token(self.children[0].content[length:])
        return join_text([first, *self.children[1:]])


def _lines(children: list[Token], first_line: int) -> list[_Line]:
    """The source lines of inline tokens; a break inside a link or emphasis is none."""
    lines = [_Line(first_line, [])]
    depth = breaks = 0
    for child in children:
        depth += child.nesting
        if child.type in BREAKS:
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
        found = _heading_mark(line, repairs)
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


def _heading_mark(line: _Line, repairs: Repairs) -> tuple[int, int, Rule] | None:
    for expression, rule in (
        (_HASH_HEADING, Rule.HEADING_SPACE),
        (_WIDE_HEADING, Rule.HEADING_FULLWIDTH),
    ):
        match = expression.match(line.start)
        if match and repairs.on(rule) and any(map(str.isalnum, plain_text(line.children))):
            return match.end(), len(match["mark"] or "#"), rule
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

    Round bullets are certain anywhere; ``-text`` only next to a list; a dash only
    between two lists, since a dash also opens direct speech.
    """
    round_only = _mark_finder(repairs, dashes=False, tight=False)
    certain = _mark_finder(repairs, dashes=False, tight=True)
    any_mark = _mark_finder(repairs, dashes=True, tight=True)
    pieces = [_Piece.of(block, any_mark) for block in blocks]
    for run in _runs(pieces):
        lists = [n for n, piece in enumerate(run) if is_list(piece.block)]
        for index, piece in enumerate(run):
            piece.joins = piece.marked and (
                round_only(piece.start) is not None
                or (bool(lists) and certain(piece.start) is not None)
                or (bool(lists) and lists[0] < index < lists[-1])
            )
    return _join(pieces, any_mark, certain, repairs)


def repair_highlight_lists(blocks: list[Block], repairs: Repairs) -> list[Block]:
    """Rejoin bullets in a section of highlights, where every dash is a bullet.

    What stands between two bullets and lost its marker is one as well, unless a heading
    parts them.
    """
    result: list[Block] = []
    for is_heading, group in groupby(blocks, key=lambda block: bool(heading_level(block))):
        part = list(group)
        result.extend(part if is_heading else _repair_highlight_list(part, repairs))
    return result


def _repair_highlight_list(blocks: list[Block], repairs: Repairs) -> list[Block]:
    mark = _mark_finder(repairs, dashes=True, tight=True)
    pieces = [_Piece.of(block, mark) for block in blocks]
    bullets = [index for index, piece in enumerate(pieces) if piece.is_bullet]
    for piece in pieces:
        piece.joins = piece.marked
    if bullets and repairs.on(Rule.LIST_LOST_MARKER):
        for piece in pieces[bullets[0] : bullets[-1]]:
            piece.lost = is_paragraph(piece.block) and not piece.marked
            piece.lost &= not plain_text(piece.block).endswith((":", "："))
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
    groups: list[list[Block]] = []  # what is to become one list, else a block alone
    joining = False
    for piece in pieces:
        mended = piece.joins or piece.lost
        block = _as_list(piece, paragraph_mark, list_mark, repairs)
        if is_list(block) and groups and is_list(groups[-1][0]) and (mended or joining):
            groups[-1].append(block)
        else:
            groups.append([block])
        joining = mended
    return [_one_list(group) if len(group) > 1 else group[0] for group in groups]


def _as_list(piece: _Piece, paragraph_mark: _Mark, list_mark: _Mark, repairs: Repairs) -> Block:
    block = piece.block
    line = line_of(block)
    if piece.lost:
        repairs.note(line, Rule.LIST_LOST_MARKER, f"read as a bullet: {_quote(block)}")
        return bullet_list([block], line)
    if piece.joins:
        lines = _lines(inline_children(block), line)
        return bullet_list(_split_items(lines, paragraph_mark, repairs), line)
    return _split_list(block, list_mark, repairs) if is_list(block) else block


def _one_list(lists: list[Block]) -> Block:
    return bullet_list((item for block in lists for item in list_items(block)), line_of(lists[0]))


def _split_items(lines: list[_Line], mark: _Mark, repairs: Repairs) -> Iterator[list[Token]]:
    item: list[_Line] = []
    for line in lines:
        found = mark(line.start)
        if found is None or (item and not _begins_item(item[-1], line, found[0])):
            item.append(line)
            continue
        if item:
            yield _paragraph_of(item)
        length, rule = found
        repairs.note(line.number, rule, f"read as a bullet: {_quote(line.children)}")
        item = [_Line(line.number, line.without(length))]
    if item:
        yield _paragraph_of(item)


def _begins_item(before: _Line, line: _Line, length: int) -> bool:
    """Whether a marked line is an item, and not the rest of a sentence that was wrapped."""
    if line.start[0] in _ROUND or ENDS_CLAUSE.search(plain_text(before.children)[-20:]):
        return True
    first = plain_text(line.children)[length:].lstrip()[:1]
    return first.isalpha() and not first.islower()


def _split_list(block: Block, mark: _Mark, repairs: Repairs) -> Block:
    """A list with those items apart that CommonMark took for a continued line."""
    items: list[list[Token]] = []
    changed = False
    for item in list_items(block):
        lines = _lines(inline_children(item), line_of(item)) if _is_one_paragraph(item) else []
        if any(mark(line.start) for line in lines[1:]):
            parts = list(_split_items(lines, _after_first(mark, lines[0]), repairs))
            items.extend(parts)
            changed = changed or len(parts) > 1
        else:
            items.append(item)
    return bullet_list(items, line_of(block)) if changed else block


def _after_first(mark: _Mark, first: _Line) -> _Mark:
    """The first line of an item had its marker: what follows that is text."""
    starts = iter([None])
    return lambda start: next(starts, mark(start))


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
    dropped: list[int] = []
    for token in block:
        if token.type == "blockquote_close" and kept[-1].type == "blockquote_open":
            dropped.append(line_of([kept.pop()]))
        else:
            kept.append(token)
    for line in dict.fromkeys(dropped):  # one in another's place is no second one
        repairs.note(line, Rule.EMPTY_QUOTE, "left out an empty quote")
    return kept


# --- links ----------------------------------------------------------------------------


def repair_links(blocks: list[Block], repairs: Repairs) -> list[Block]:
    """Mend links in every text of the article, in place."""
    for block in blocks:
        for token in inline_tokens(block):
            children = token.children or []
            if len(children) > 1 or (children and "]" in children[0].content):
                line = token.map[0] if token.map else 0
                token.children = _repair_links(children, line, repairs)
    return blocks


def _repair_links(children: list[Token], line: int, repairs: Repairs) -> list[Token]:
    children = _mend_broken_links(children, line, repairs)
    if not any(child.type == "link_open" for child in children):
        return children
    if repairs.on(Rule.LINK_PUNCTUATION):
        children = _unlink_marks(children, line, repairs)
    if repairs.on(Rule.LINK_JOIN):
        children = _join_links(children, line, repairs)
    if repairs.on(Rule.LINK_PUNCTUATION):
        children = _move_punctuation(children, line, repairs)
    return children


def _mend_broken_links(children: list[Token], line: int, repairs: Repairs) -> list[Token]:
    rules = {rule for rule in (Rule.LINK_SPACE, Rule.LINK_BRACKET) if repairs.on(rule)}
    if not _are_brackets_stray(children):
        rules.discard(Rule.LINK_BRACKET)
    if not rules:
        return children
    result: list[Token] = []
    depth = 0
    for child in children:
        depth += (child.type == "link_open") - (child.type == "link_close")
        line += child.type in BREAKS
        if depth == 0 and child.type == "text" and "]" in child.content:
            result.extend(_link_tokens(child.content, line, rules, repairs))
        else:
            result.append(child)
    return result


def _are_brackets_stray(children: list[Token]) -> bool:
    """Whether ``[text]](/slug)`` is there, and no other bracket than these lacks another."""
    texts = [child.content for child in children if child.type == "text"]
    if not any("]](" in text for text in texts):
        return False
    matches = [match for text in texts for match in _BROKEN_LINK.finditer(text)]
    stray = sum(1 for match in matches if match["between"] == "]")
    texts += [child.content for child in children if child.type == "text_special"]
    return stray == sum(text.count("]") - text.count("[") for text in texts)


def _link_tokens(text: str, line: int, rules: Set[Rule], repairs: Repairs) -> Iterator[Token]:
    position = 0
    for match in _BROKEN_LINK.finditer(text):
        rule = Rule.LINK_BRACKET if match["between"] == "]" else Rule.LINK_SPACE
        href = link_target(_tidy_target((match["apart"] or match["spaced"]).strip()))
        # `[1] (/x)` may be a note.
        if rule not in rules or not href or not _LETTER.search(match["text"]):
            continue
        if match.start() > position:
            yield text_token(text[position : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": href})
        yield text_token(match["text"])
        yield Token("link_close", "a", -1)
        repairs.note(line, rule, f"read as a link: {_shortened(match[0])}")
        position = match.end()
    if position < len(text):
        yield text_token(text[position:])


def _tidy_target(target: str) -> str:
    """The target without spaces next to its slashes."""
    return "/".join(map(str.strip, target.split("/"))) if target[0] == "/" else target


def _join_links(children: list[Token], line: int, repairs: Repairs) -> list[Token]:
    """Leave out ``](x) [`` between two links to x; what parted them stays, in the link."""
    result: list[Token] = []
    gap: list[Token] = []
    closed: Token | None = None  # the opening token of the link that just ended
    opened: list[Token] = []
    for child in children:
        line += child.type in BREAKS
        if child.type == "link_open":
            joins = closed is not None and _same_target(closed, child)
            if joins:
                result.pop()
                href = _shortened(str(child.attrs["href"]))
                repairs.note(line, Rule.LINK_JOIN, f"neighbouring links to {href} are one link")
            opened.append(child)
            result.extend(gap if joins else [*gap, child])
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


def _unlink_marks(children: list[Token], line: int, repairs: Repairs) -> list[Token]:
    """``[text](x) [.](x)`` is ``[text](x).``"""
    result: list[Token] = []
    opening = closed = None  # of the link that is open; of the one that just ended
    index = 0
    while index < len(children):
        child = children[index]
        line += child.type in BREAKS
        mark = _linked_mark(children[index : index + 3])
        if mark and closed is not None and _same_target(closed, child):
            if _is_white(result[-1]):
                result.pop()
            repairs.note(line, Rule.LINK_PUNCTUATION, f"“{mark}” was a link of its own")
            result.append(text_token(mark))
            closed = None
            index += 3
            continue
        if child.type == "link_open":
            opening = child
        closed = opening if child.type == "link_close" else closed if _is_white(child) else None
        result.append(child)
        index += 1
    return join_text(result)


def _linked_mark(tokens: list[Token]) -> str:
    """The punctuation mark that three tokens link, '' if they are anything else."""
    if [token.type for token in tokens] != ["link_open", "text", "link_close"]:
        return ""
    match = _ONLY_MARK.fullmatch(tokens[1].content)
    return match[1] if match else ""


def _move_punctuation(children: list[Token], line: int, repairs: Repairs) -> list[Token]:
    """Put a comma or semicolon in the end of a link after it; leave one where two stand."""
    result: list[Token] = []
    start = index = 0
    while index < len(children):
        child = children[index]
        line += child.type in BREAKS
        index += 1
        if child.type == "link_open":
            start = len(result)
        if child.type != "link_close":
            result.append(child)
            continue
        moved, space = _cut_trailing_mark(result)
        linked = f"the link {_quote(result[start:])}"
        result.append(child)
        following = children[index : index + 1]
        text = following[0].content if following and following[0].type == "text" else ""
        later = (children[n] for n in range(index + bool(text), len(children)))
        mended = _single_mark(moved, space, text, later)
        if moved or mended != text:
            message = f"“{moved}” stands after {linked}" if moved else f"one mark after {linked}"
            repairs.note(line, Rule.LINK_PUNCTUATION, message)
            result.append(text_token(mended))
            index += bool(text)
    return join_text(result)


def _cut_trailing_mark(tokens: list[Token]) -> tuple[str, str]:
    """Take a comma or semicolon, and the space after it, off the end of a link's text."""
    content = tokens[-1].content if tokens[-1].type == "text" else ""
    marked = content.rstrip()
    text = marked.rstrip(_MARKS)
    if not text or text == marked:
        return "", ""
    tokens[-1] = text_token(text)
    return marked[len(text) :], content[len(marked) :]


def _single_mark(moved: str, space: str, text: str, later: Iterable[Token]) -> str:
    """What follows a link: the mark taken out of it, the text, no mark doubled."""
    if moved in (",", ";") and text[:1].isalpha():
        space = space or " "
    after = moved + text if text[:1].isspace() else moved + space + text
    match = _DOUBLED_MARK.match(after)
    if not match:
        return after
    rest = after[match.end() :]
    # Not before a mark is doubled: to look ahead after every link takes the square of them.
    same = match[1] == match[2]
    kept = match[1] if same else _certain_mark(match, _first_visible(rest, later))
    return (kept or match[0]) + rest


def _first_visible(text: str, later: Iterable[Token]) -> str:
    """The first character that is no white space, '' if there is none."""
    texts = chain([text.lstrip()], (plain_text([token]) for token in later))
    return next(filter(None, texts), "")[:1]


def _certain_mark(match: re.Match[str], following: str) -> str:
    """Which of a comma and a full stop is right: what follows tells, if it has letter case."""
    if match[2] != ".":
        return ""
    if following.islower():
        return match[1]
    return "." if not following or following.isupper() else ""


def _quote(tokens: list[Token]) -> str:
    return f"“{_shortened(plain_text(tokens))}”"


def _shortened(text: str) -> str:
    return f"{text[:40]}…" if len(text) > 41 else text
