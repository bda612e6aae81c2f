"""The beginning of a text, where all of it would be too much."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from .runs import Run, Runs, plain

LENGTH = 300
"""In characters: some three lines of a preview."""

_JOINER = "\u200d"
# What ends a sentence: a full stop and the like before white space, and what closes with it;
# a script that puts no space between sentences has marks of its own.
_END = re.compile(r"""[.!?…؟।](?:["'’‘”“»«)\]]|\s»)*(?=\s)|[。！？][」』）”’]*""")
# “e.g.”, “z. B.”, “Dr.”: to take a short word for one costs no more than the sentence's end.
_ABBREVIATION = re.compile(r"(?:^|\W)(?:\w{1,2}|\w+\.\w+)\.")


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
