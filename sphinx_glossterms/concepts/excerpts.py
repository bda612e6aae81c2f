"""The beginning of a text, where all of it would be too much."""

from __future__ import annotations

import re

LENGTH = 300
"""In characters: some three lines of a preview."""

# What ends a sentence: a full stop and the like before white space; a script that puts no
# space between sentences has marks of its own.
_END = re.compile(r"[.!?…؟।](?=\s)|[。！？]")


def excerpt(text: str, length: int = LENGTH) -> str:
    """A text of one paragraph, cut to a length: after a sentence, else after a word.

    What is cut inside a sentence ends with “…”.
    """
    if len(text) <= length:
        return text
    ends = [match.end() for match in _END.finditer(text[: length + 1]) if match.end() <= length]
    if ends and ends[-1] >= length // 2:
        return text[: ends[-1]]
    words = text[:length].rpartition(" ")[0]
    return (words if len(words) >= length // 2 else text[: length - 1]).rstrip() + "…"
