"""What pages saw of the corpora, so that a later build can tell whether it changed.

A *key* says what a page uses; what was *seen* under it is a value that differs when the
use shows something else, and the files that decided. As long as these are the same,
nothing is read: a role takes what it shows from what was seen.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Set
from typing import NamedTuple

from ..concepts.file_states import Files, file_state
from .library import Library


class Key(NamedTuple):
    """A use of a corpus: its kind, the target, a language if one is forced.

    The kinds: ``name`` (a role shows it), ``article`` (a directive shows it),
    ``section`` (a directive shows a section, maybe another language's), ``link`` (a
    reference leads there); ``picture`` (the path of one that an article lacks) and
    ``meaning`` (a link that may mean several things; ``language`` is the namespace).
    """

    kind: str
    target: str
    language: str = ""


Value = str | tuple[object, ...]


class Seen(NamedTuple):
    """What was seen under a key; ``paths`` is None where it must be looked at each time."""

    value: Value
    paths: tuple[str, ...] | None
    is_doubtful: bool = False
    """Another process saw something else: what its pages show is not what this says."""


class LibrarySeen(NamedTuple):
    """What the library was, apart from its articles."""

    setting: str = ""
    sources: Files | None = None
    state: str = ""


class Observations:
    """What was seen under each key, and in which state each file was. It is pickled."""

    def __init__(self) -> None:
        self._seen: dict[Key, Seen] = {}
        self._files: Files = {}
        self._library = LibrarySeen()
        self._keys: dict[Key, Key] = {}

    def one(self, key: Key) -> Key:
        """The one object for equal keys, so that a pickle holds it once."""
        return self._keys.setdefault(key, key)

    def see(self, library: Library, key: Key) -> Value:
        """What a key stands for; looks if it is new."""
        if key not in self._seen:
            self._seen[self.one(key)] = self._look(library, key)
        return self._seen[key].value

    def value(self, key: Key) -> Value:
        """What was seen under a key that some page uses."""
        return self._seen[key].value

    def look_again(self, library: Library) -> Set[Key]:
        """Look where something is not as it was; gives the keys with another value now."""
        is_same = self._is_same(library)
        changed_files = {path for path, state in self._files.items() if file_state(path) != state}
        for path in changed_files:
            self._files[path] = file_state(path)
        changed = set()
        for key, seen in self._seen.items():
            if is_same and seen.paths is not None and changed_files.isdisjoint(seen.paths):
                continue
            self._seen[key] = self._look(library, key)
            if seen.is_doubtful or self._seen[key].value != seen.value:
                changed.add(key)
        return changed

    def _is_same(self, library: Library) -> bool:
        """Whether the library is what it was; opens it only if that isn't plain."""
        before, setting = self._library, library.setting()
        if before.setting == setting and _are_unchanged(before.sources):
            return True
        state = library.state()
        self._library = LibrarySeen(setting, library.sources(), state)
        return state == before.state

    def _look(self, library: Library, key: Key) -> Seen:
        # The files' states first: what is written while we read counts as a change.
        paths = self._deciding_paths(library, key)
        return Seen(_VALUES[key.kind](library, key), paths)

    def _deciding_paths(self, library: Library, key: Key) -> tuple[str, ...] | None:
        """The files that decide; None where more than the first article of the chain does."""
        if key.kind == "link" and not library.has_addresses:
            return ()
        if key.kind == "picture":
            self._exists(key.target)
            return (key.target,)
        if key.language or key.kind in ("section", "meaning"):
            return None
        tried: list[str] = []
        for path in _candidates(library, key.target):
            tried.append(sys.intern(path))
            if self._exists(path):
                found = library.find(key.target)
                return tuple(tried) if found and found.article.path == path else None
        return None

    def _exists(self, path: str) -> bool:
        """Whether there is a file, whose state is noted."""
        if path not in self._files:
            self._files[path] = file_state(path)
        return self._files[path] is not None

    def merge(self, other: Observations) -> None:
        """Take over what another process saw; where it saw something else, look next time."""
        for key, seen in other._seen.items():
            mine = self._seen.setdefault(self.one(key), seen)
            if mine.value != seen.value:
                self._seen[key] = mine._replace(is_doubtful=True, paths=None)
        for path, state in other._files.items():
            self._files.setdefault(path, state)

    def keep(self, used: Set[Key]) -> None:
        """Forget what no page uses any more."""
        self._seen = {key: seen for key, seen in self._seen.items() if key in used}
        self._keys = {key: key for key in self._seen}
        paths = {path for seen in self._seen.values() for path in seen.paths or ()}
        self._files = {path: state for path, state in self._files.items() if path in paths}


def _are_unchanged(files: Files | None) -> bool:
    return files is not None and all(file_state(path) == state for path, state in files.items())


def digest(*parts: str) -> str:
    """A short text that differs where any of the parts differs."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _name(library: Library, key: Key) -> Value:
    return library.name(key.target)


def _article(library: Library, key: Key) -> str:
    meaning = library.meaning(key.target)
    found = library.shown(meaning.shown_slug, key.language) if meaning.shown_slug else None
    if found is None:
        return digest(*meaning.candidates)
    article, manifest = found.article, repr(found.corpus.manifest)
    # Links may lead to an article in a forced language if it is the one that the chain chose.
    chosen = library.find(meaning.shown_slug) if key.language else None
    parts = (article.language, article.digest, chosen.article.path if chosen else "")
    return digest(article.slug, *meaning.candidates, *parts, manifest)


def _section(library: Library, key: Key) -> str:
    slug = library.meaning(key.target).shown_slug
    found = library.find(slug) if slug else None
    source = library.source_article(found) if found else None
    others = [other.article.digest for other in library.find_all(slug)]
    return digest(_article(library, key), source.digest if source else "", *others)


def _link(library: Library, key: Key) -> Value:
    return library.address(key.target)


def _picture(library: Library, key: Key) -> str:
    return str(os.path.isfile(key.target))


def _meaning(library: Library, key: Key) -> str:
    corpus = library.corpora.get(key.language)
    return repr(corpus.link(key.target)) if corpus else ""


_VALUES: dict[str, Callable[[Library, Key], Value]] = {
    "name": _name,
    "article": _article,
    "section": _section,
    "link": _link,
    "picture": _picture,
    "meaning": _meaning,
}


def _candidates(library: Library, slug: str) -> Iterator[str]:
    """The paths tried in turn, as far as they can be told without a listing."""
    for shelf in library.shelves:
        for language in shelf.chain:
            paths = shelf.corpus.candidates(slug, language)
            if paths is None:
                return
            yield from paths
