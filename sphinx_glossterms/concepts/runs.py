"""A text of one paragraph with its emphasis and code, and without anything else it may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

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


def described(description: str, opening: Callable[[], Iterable[Token]]) -> Runs:
    """A description, which has no markup, or else the inline tokens that a text opens with."""
    return unmarked(description) if description else runs(opening())


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
        elif token.type in ("link_open", "link_close"):
            continue
        elif token.nesting == 1:
            inside.append(token.tag)
        elif token.nesting == -1:
            inside.pop()
        elif token.tag == "code":
            yield token.content, (*inside, "code")
        else:
            yield token.content or " ", tuple(inside)
