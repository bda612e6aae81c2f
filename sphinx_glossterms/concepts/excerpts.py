"""The beginning of a text, where all of it would be too much."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

LENGTH = 300
"""In characters: some three lines of a preview."""

_JOINER = "\u200d"
# What ends a sentence: a full stop and the like before white space, and what closes with it;
# a script that puts no space between sentences has marks of its own.
_END = re.compile(r"""[.!?…؟।](?:["'’‘”“»«)\]]|\s»)*(?=\s)|[。！？][」』）”’]*""")
# “e.g.”, “z. B.”, “Dr.”: to take a short word for one costs no more than the sentence's end.
_ABBREVIATION = re.compile(r"(?:^|\W)(?:\w{1,2}|\w+\.\w+)\.")


# Plain tuples: what pages saw of a corpus holds thousands of them, which every build loads.
Run = tuple[str, tuple[str, ...]]
"""Text, and the names of the HTML elements that all of it is in, the outermost first."""

Runs = tuple[Run, ...]
"""A text of one paragraph."""


def plain(text: Runs) -> str:
    """A text without its markup."""
    return "".join(part for part, _ in text)


def unmarked(text: str) -> Runs:
    """A text that has no markup, as runs."""
    return ((text, ()),)


def runs(tokens: Iterable[Token]) -> Runs:
    """The text of inline tokens with its emphasis and code, white space collapsed."""
    parts = groupby(_parts(tokens), key=itemgetter(1))
    return tuple(_collapse(("".join(text for text, _ in same), e) for e, same in parts))


def _collapse(parts: Iterable[Run]) -> list[Run]:
    """Without white space at the ends, or more than one space anywhere."""
    collapsed: list[Run] = []
    before = " "
    for text, elements in parts:
        text = re.sub(r"\s+", " ", text)
        if before.endswith(" "):
            text = text.removeprefix(" ")
        if text:
            collapsed.append((text, elements))
            before = text
    if before.endswith(" ") and collapsed:
        text, elements = collapsed.pop()
        collapsed += [(text[:-1], elements)] if len(text) > 1 else []
    return collapsed


def _parts(tokens: Iterable[Token], outer: tuple[str, ...] = ()) -> Iterator[Run]:
    inside = list(outer)
    for token in tokens:
        if token.type == "image":
            yield from _parts(token.children or (), tuple(inside))
        elif token.type == "link_open" or token.type == "link_close":
            continue
        elif token.nesting == 1:
            inside.append(token.tag)
        elif token.nesting == -1:
            inside.pop()
        elif token.tag == "code":
            yield token.content, (*inside, "code")
        else:
            yield token.content or " ", tuple(inside)


def excerpt(text: Runs, length: int = LENGTH) -> Runs:
    """A text cut to a length: after a sentence, else after a word. “…” stands for the rest."""
    whole = plain(text)
    if len(whole) <= length:
        return text
    end = _last_sentence_end(whole, length - len(" …"))
    if end >= length // 2:
        rest = " …" if whole[end].isspace() else "…"
    else:
        end = _last_word_end(whole, length - len("…"))
        rest = "…"
    return (*_beginning(text, end), (rest, ()))


def _last_sentence_end(text: str, length: int) -> int:
    ends = (match for match in _END.finditer(text[: length + 1]) if match.end() <= length)
    return max((end.end() for end in ends if _is_sentence_end(text, end)), default=0)


def _is_sentence_end(text: str, end: re.Match[str]) -> bool:
    last_word = text[: end.start() + 1].rpartition(" ")[2]
    following = text[end.end() :].lstrip()[:1]
    return not (following.islower() or _ABBREVIATION.fullmatch(last_word))


def _last_word_end(text: str, length: int) -> int:
    end = len(text[: length + 1].rpartition(" ")[0].rstrip())
    if end >= length // 2:
        return end
    while length and _is_inside_character(text, length):
        length -= 1
    return length


def _is_inside_character(text: str, at: int) -> bool:
    """Whether a reader sees what is before and after this place as one character."""
    return _JOINER in text[at - 1 : at + 1] or unicodedata.category(text[at]).startswith("M")


def _beginning(text: Iterable[Run], length: int) -> Iterator[Run]:
    for part, elements in text:
        if length <= 0:
            return
        yield part[:length], elements
        length -= len(part)
