"""Articles without any Markdown: each line is a block, a bare short line a heading."""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

from .markdown import Block, heading, heading_level, inline_children, is_paragraph, parse

MAX_HEADING = 100
_BULLET = re.compile(r"\s*[-*+•–—]\s+\S")  # noqa: RUF001
_END = re.compile(r"[.!?:;…。！？：；؟۔।][\"'”’»)\]」』）]*$")  # noqa: RUF001
_QUESTION = re.compile(r"[?？؟]$")  # noqa: RUF001


class _Line(NamedTuple):
    number: int
    text: str


def looks_plain(text: str, blocks: list[Block]) -> bool:
    """Whether an article holds no Markdown and no wrapped lines.

    Certain only where nothing is markup but paragraphs and bullets, the first line is
    a heading, each heading is followed by a longer text, and each other line ends as a
    sentence does: a line that was wrapped ends anywhere.
    """
    lines = _lines(text)
    if len(lines) < 3 or any(
        heading_level(block) or block[0].type in ("fence", "table_open") for block in blocks
    ):
        return False
    if not _is_heading(lines, 0):
        return False
    return all(
        _is_heading(lines, index) or _BULLET.match(line.text) or _END.search(line.text)
        for index, line in enumerate(lines)
    )


def read_plain(text: str, first_line: int) -> list[Block]:
    """The blocks of a plain-text article; links and emphasis inside a line are read."""
    lines = _lines(text)
    blocks: list[Block] = []
    marked = [(_kind(lines, index), line) for index, line in enumerate(lines)]
    for kind, group in groupby(marked, key=lambda pair: pair[0]):
        run = [line for _, line in group]
        if kind == "bullet":
            source = "\n".join(line.text for line in run)
            blocks.extend(parse(source, first_line + run[0].number))
        else:
            for line in run:
                blocks.extend(_read_line(kind, line, first_line, is_first=not blocks))
    return blocks


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
    if text[:1].islower() or (_END.search(text) and not _QUESTION.search(text)):
        return False
    following = lines[index + 1].text
    ends = _BULLET.match(following) or _END.search(following)
    return bool(ends) and len(following) > len(text) and not following[:1].islower()


def _read_line(kind: str, line: _Line, first_line: int, *, is_first: bool) -> list[Block]:
    number = first_line + line.number
    blocks = parse(line.text, number)
    if kind == "heading" and len(blocks) == 1 and is_paragraph(blocks[0]):
        return [heading(inline_children(blocks[0]), 1 if is_first else 2, number)]
    return blocks
