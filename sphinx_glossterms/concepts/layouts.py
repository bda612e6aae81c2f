"""Layouts: where a corpus keeps an article, and which files are no articles."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Self

from .slugs import is_safe

_PLACEHOLDERS = ("{language}", "{slug}")
_PIECES = re.compile(r"(\{[^{}]*\})")


def _check_pieces(pattern: str, pieces: list[str]) -> None:
    """Raise ``ValueError`` unless the placeholders are known, single and parted."""
    found = [piece for piece in pieces if piece.startswith("{")]
    for piece in found:
        if piece not in _PLACEHOLDERS:
            raise ValueError(f"{pattern!r}: {piece} is unknown; use {{language}} and {{slug}}")
        if found.count(piece) > 1:
            raise ValueError(f"{pattern!r}: {piece} may stand only once")
    if any(brace in piece for piece in pieces if piece not in found for brace in "{}"):
        raise ValueError(f"{pattern!r}: a brace is not closed")
    if "{language}{slug}" in pattern or "{slug}{language}" in pattern:
        raise ValueError(f"{pattern!r}: put text or '/' between {{language}} and {{slug}}")


def _check_path(pattern: str) -> None:
    """Raise ``ValueError`` unless the pattern stays inside the corpus."""
    if not is_safe(pattern):
        raise ValueError(
            f"{pattern!r} is not a path inside the corpus: it must be relative, "
            "with '/' between folders and without '.' and '..'"
        )


def _regex(pieces: list[str]) -> str:
    """The expression that reads a path back.

    A slug takes all it can, so that in ``{slug}.{language}.md`` the language is what
    follows the last dot; a language that comes first takes as little as it can.
    """
    before_slug = pieces[: pieces.index("{slug}")] if "{slug}" in pieces else []
    shortest = "?" if "{language}" in before_slug else ""
    groups = {"{language}": f"(?P<language>[^/]+{shortest})", "{slug}": "(?P<slug>.+)"}
    return "".join(groups.get(piece) or re.escape(piece) for piece in pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A pattern such as ``{language}/{slug}.md``; make one with :meth:`parse`."""

    pattern: str
    _pieces: tuple[str, ...] = field(repr=False, compare=False)
    _expression: re.Pattern[str] = field(repr=False, compare=False)

    @classmethod
    def parse(cls, pattern: str) -> Self:
        """Read a pattern; raises ``ValueError`` that says what is wrong with it."""
        pieces = [piece for piece in _PIECES.split(pattern) if piece]
        _check_path(pattern)
        _check_pieces(pattern, pieces)
        expression = re.compile(_regex(pieces), re.DOTALL)
        return cls(pattern=pattern, _pieces=tuple(pieces), _expression=expression)

    @property
    def has_language(self) -> bool:
        """Whether a file's place tells its language."""
        return "{language}" in self.pattern

    @property
    def has_slug(self) -> bool:
        """Whether a file's place tells its slug."""
        return "{slug}" in self.pattern

    def path(self, folder: str, slug: str) -> str:
        """Give the path, relative to the corpus, of a slug under a language's folder name."""
        values = {"{language}": folder, "{slug}": slug}
        return "".join([values.get(piece, piece) for piece in self._pieces])

    def match(self, path: str) -> tuple[str, str] | None:
        """Read a path back to ``(folder, slug)``, '' for a placeholder that is lacking.

        Gives None for a path that the layout doesn't make.
        """
        found = self._expression.fullmatch(path)
        if found is None or not all(map(is_safe, found.groups())):
            return None
        values = found.groupdict()
        return values.get("language", ""), values.get("slug", "")

    def language_directory(self) -> str | None:
        """Give the folder whose entries are the languages, '' for the corpus itself.

        None where no such folder can be: ``{language}`` is missing, comes after
        ``{slug}`` or shares its component with other text.
        """
        before, found, _ = f"/{self.pattern}/".partition("/{language}/")
        if not found or "{slug}" in before:
            return None
        return before.removeprefix("/")


def _component(pattern: str) -> Callable[[str], object]:
    return re.compile(fnmatch.translate(pattern)).match


# Stands for ``**``: any number of components.
_ANY = None


def _matches_anchored(parts: tuple[Callable[[str], object] | None, ...], path: list[str]) -> bool:
    """Tell whether the parts match the path or a folder that it is in.

    All places in the pattern that the path may have reached are kept at once, so
    that no pattern takes more than (its length) times (the path's length) steps.
    """

    def skip_any(places: set[int]) -> set[int]:
        for place in sorted(places):
            while place < len(parts) and parts[place] is _ANY:
                place += 1
                places.add(place)
        return places

    places = skip_any({0})
    for name in path:
        reached = set()
        for place in places:
            part = parts[place] if place < len(parts) else None
            if part is _ANY:
                reached.add(place)
            elif part(name):
                reached.add(place + 1)
        places = skip_any(reached)
        if len(parts) in places:
            return True
    return False


def _matcher(pattern: str) -> Callable[[list[str]], bool]:
    anchored = "/" in pattern.rstrip("/")
    names = [name for name in pattern.split("/") if name]
    if not anchored:
        matches = _component("".join(names))
        return lambda path: any(matches(name) for name in path)
    parts = tuple(_ANY if name == "**" else _component(name) for name in names)
    return lambda path: _matches_anchored(parts, path)


def compile_globs(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Make a test that tells whether a corpus-relative path matches any of the patterns.

    As in gitignore: ``*`` and ``?`` stay inside one component, ``**`` as a component
    of its own stands for any number of them. A pattern without ``/`` matches any
    component of the path; one with ``/`` starts at the corpus's root and also covers
    everything below a folder that it matches.
    """
    matchers = [_matcher(pattern) for pattern in patterns if pattern.strip("/")]

    def matches(path: str) -> bool:
        components = path.split("/")
        return any(matcher(components) for matcher in matchers)

    return matches
