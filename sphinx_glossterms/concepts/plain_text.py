"""Articles without any Markdown: each line is a block, a bare short line a heading."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain, groupby
from typing import NamedTuple

from .characters import ENDS_CLAUSE
from .markdown import (
    BREAKS,
    Block,
    heading,
    inline_children,
    inline_tokens,
    is_list,
    is_paragraph,
    paragraph,
    parse,
    text_token,
)

MAX_HEADING = 100
_BULLET = re.compile(r"\s*[-*+•–—]\s+\S")
_QUESTION = ("?", "？", "؟")


class _Line(NamedTuple):
    number: int
    text: str
    kind: str = ""
    """``bullet``, ``heading`` or ``text``."""


class PlainText:
    """An article's text as plain text; its lines are told apart once, and only if asked."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _lines(self) -> list[_Line]:
        lines = [
            _Line(number, line.strip())
            for number, line in enumerate(self._text.split("\n"))
            if line.strip()
        ]
        room = max((len(line.text) for line in lines), default=0)
        following = chain((line.text for line in lines[1:]), ("",))
        return [
            line._replace(kind=_kind(line.text, after, room))
            for line, after in zip(lines, following, strict=False)
        ]

    def is_certain(self, blocks: list[Block]) -> bool:
        """Whether the article, of these blocks, holds no Markdown and no wrapped lines.

        Certain only where nothing is markup but bullets, the first line is a heading, and
        each other line is a heading too or ends as a sentence does: a line that was
        wrapped ends anywhere.
        """
        if any(map(_has_markup, blocks)) or len(self._lines) < 3:
            return False
        return self._lines[0].kind == "heading" and all(
            line.kind != "text" or ENDS_CLAUSE.search(line.text) for line in self._lines
        )

    def blocks(self, first_line: int) -> list[Block]:
        """The blocks of the article, if it is plain text."""
        blocks: list[Block] = []
        for kind, group in groupby(self._lines, key=lambda line: line.kind):
            if kind == "bullet":
                blocks.extend(_read_bullets(list(group), first_line))
            else:
                for line in group:
                    blocks.append(_read_line(line, first_line, is_first=not blocks))
        return blocks


def _has_markup(block: Block) -> bool:
    return not (is_paragraph(block) or is_list(block)) or any(
        child.type not in ("text", "text_special", *BREAKS)
        for token in inline_tokens(block)
        for child in token.children or ()
    )


def _kind(text: str, following: str, room: int) -> str:
    """What a line is, by the one after it ('' for none) and the length of the longest."""
    if _BULLET.match(text):
        return "bullet"
    return "heading" if _is_heading(text, following, room) else "text"


def _is_heading(text: str, following: str, room: int) -> bool:
    if len(text) > MAX_HEADING or len(following) <= len(text):
        return False
    if text[:1].islower() or following[:1].islower():
        return False
    if not _BULLET.match(following) and not ENDS_CLAUSE.search(following):
        return False
    if text.endswith(_QUESTION):
        return True
    return not ENDS_CLAUSE.search(text) and not _is_full(text, following, room)


def _is_full(text: str, following: str, room: int) -> bool:
    """Whether a line may have been wrapped: what begins the next one had no room on it."""
    word = following.split(None, 1)[0] if " " in following else following[:1]
    return len(text) + 1 + len(word) > room


def _read_bullets(run: list[_Line], first_line: int) -> list[Block]:
    first = run[0].number
    source = [""] * (run[-1].number - first + 1)
    for line in run:
        source[line.number - first] = line.text
    return parse("\n".join(source), first_line + first)


def _read_line(line: _Line, first_line: int, *, is_first: bool) -> Block:
    number = first_line + line.number
    blocks = parse(line.text, number)
    if len(blocks) == 1 and is_paragraph(blocks[0]):
        children = inline_children(blocks[0])
    else:  # e.g. `2. word`, a list nowhere but in a line of its own
        children = [text_token(line.text)]
    if line.kind == "heading":
        return heading(children, 1 if is_first else 2, number)
    return paragraph(children, number)
