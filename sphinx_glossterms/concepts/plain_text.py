"""Articles without any Markdown: each line is a block, a bare short line a heading."""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

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
_END = re.compile(r"[.!?:;…。！？：；؟۔।][\"'”’»)\]」』）]*$")
_QUESTION = re.compile(r"[?？؟]$")


class _Line(NamedTuple):
    number: int
    text: str


def looks_plain(text: str, blocks: list[Block]) -> bool:
    """Whether an article holds no Markdown and no wrapped lines.

    Certain only where nothing is markup but bullets, the first line is a heading, and
    each other line is a heading too or ends as a sentence does: a line that was wrapped
    ends anywhere.
    """
    lines = _lines(text)
    if len(lines) < 3 or any(map(_has_markup, blocks)) or not _is_heading(lines, 0):
        return False
    return all(
        _is_heading(lines, index) or _BULLET.match(line.text) or _END.search(line.text)
        for index, line in enumerate(lines)
    )


def _has_markup(block: Block) -> bool:
    return not (is_paragraph(block) or is_list(block)) or any(
        child.type not in ("text", "text_special", *BREAKS)
        for token in inline_tokens(block)
        for child in token.children or ()
    )


def read_plain(text: str, first_line: int) -> list[Block]:
    """The blocks of a plain-text article."""
    lines = _lines(text)
    blocks: list[Block] = []
    marked = [(_kind(lines, index), line) for index, line in enumerate(lines)]
    for kind, group in groupby(marked, key=lambda pair: pair[0]):
        run = [line for _, line in group]
        if kind == "bullet":
            blocks.extend(_read_bullets(run, first_line))
        else:
            for line in run:
                blocks.append(_read_line(kind, line, first_line, is_first=not blocks))
    return blocks


def _read_bullets(run: list[_Line], first_line: int) -> list[Block]:
    first = run[0].number
    source = [""] * (run[-1].number - first + 1)
    for line in run:
        source[line.number - first] = line.text
    return parse("\n".join(source), first_line + first)


def _lines(text: str) -> list[_Line]:
    return [
        _Line(number, line.strip()) for number, line in enumerate(text.split("\n")) if line.strip()
    ]


def _kind(lines: list[_Line], index: int) -> str:
    if _BULLET.match(lines[index].text):
        return "bullet"
    return "heading" if _is_heading(lines, index) else "text"


def _is_heading(lines: list[_Line], index: int) -> bool:
    text = lines[index].text
    if index + 1 == len(lines) or len(text) > MAX_HEADING or _BULLET.match(text):
        return False
    following = lines[index + 1].text
    if text[:1].islower() or following[:1].islower() or len(following) <= len(text):
        return False
    if not _BULLET.match(following) and not _END.search(following):
        return False
    return bool(_QUESTION.search(text)) or (not _END.search(text) and not _is_full(lines, index))


def _is_full(lines: list[_Line], index: int) -> bool:
    """Whether a line may have been wrapped: what begins the next one had no room on it."""
    following = lines[index + 1].text
    word = following.split(None, 1)[0] if " " in following else following[:1]
    room = max(len(line.text) for line in lines)
    return len(lines[index].text) + 1 + len(word) > room


def _read_line(kind: str, line: _Line, first_line: int, *, is_first: bool) -> Block:
    number = first_line + line.number
    blocks = parse(line.text, number)
    if len(blocks) == 1 and is_paragraph(blocks[0]):
        children = inline_children(blocks[0])
    else:  # e.g. `2. word`, a list nowhere but in a line of its own
        children = [text_token(line.text)]
    if kind == "heading":
        return heading(children, 1 if is_first else 2, number)
    return paragraph(children, number)
