"""Slugs: which are safe, how they compare, the anchors they make."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

from .characters import FORBIDDEN_IN_LINE

_MAX_LENGTH = 512

_NO_COMPONENTS = frozenset({"", ".", ".."})
_DRIVE = re.compile(r"[A-Za-z]:")


def is_safe(slug: str) -> bool:
    """Tell whether a slug can be part of a file name inside the corpus.

    Any script, spaces, dots, underscores, capitals, leading hyphens and folders
    (``a/b``) are fine. Not fine: what is empty or longer than 512 characters, what
    leads out of its folder (``..``, an absolute path, a backslash, a drive letter),
    and characters that no output format can carry.
    """
    if not slug or len(slug) > _MAX_LENGTH or "\\" in slug or _DRIVE.match(slug):
        return False
    if not _NO_COMPONENTS.isdisjoint(slug.split("/")):
        return False
    return not FORBIDDEN_IN_LINE.search(slug)


def fold(text: str) -> str:
    """Fold text for comparison: case, canonical equivalents, white space.

    The decomposition before case folding is what Unicode asks for (chapter 3, D145);
    it makes a second fold change nothing.
    """
    folded = unicodedata.normalize("NFD", text).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())


def _anchor_char(char: str) -> str:
    if char in "-_" or unicodedata.category(char)[0] in "LN":
        return char
    return f".{ord(char):x}."


def anchor(slug: str, prefix: str = "glossterm", namespace: str = "") -> str:
    """Give a slug's anchor; different slugs never share one.

    Letters, digits, ``-`` and ``_`` stand as they are, anything else as ``.hex.``:
    ``node.js`` gives ``glossterm-node.2e.js``. That a combining mark is written as
    hex too keeps canonically equal slugs apart when a browser normalizes. A namespace
    goes before the slug, parted by ``..``, which is no end of one character's hex and
    beginning of another's: before a slug it follows whole characters.
    """
    parts = (namespace, slug) if namespace else (slug,)
    return f"{prefix}-" + "..".join("".join(map(_anchor_char, part)) for part in parts)


def nearest(slug: str, slugs: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Give up to ``limit`` of ``slugs`` that look most like ``slug``, the nearest first."""
    by_fold: dict[str, list[str]] = {}
    for known in slugs:
        by_fold.setdefault(fold(known), []).append(known)
    matches = difflib.get_close_matches(fold(slug), by_fold, n=max(limit, 1))
    return tuple(known for match in matches for known in by_fold[match])[:limit]
