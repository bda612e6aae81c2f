"""What pages saw of the corpora, so that a later build can tell whether it changed.

A *key* says what a page uses; what was *seen* under it is a value that differs when the
use shows something else, and the files that decided. As long as these are the same,
nothing is read: a role takes what it shows from what was seen.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Set
from typing import NamedTuple

from ..concepts.file_states import NO_STATE, Files, FileState, file_state
from ..concepts.findings import Severity
from .deciding_files import deciding_paths, is_listed, source_paths, state_of, was_told_of_source
from .library import Library
from .meanings import Meaning

# Plain tuples: a project has thousands of them, which every build loads.
Key = tuple[str, str, str]
"""A use of a corpus: its kind, the target, a language if one is forced.

The kinds: ``name`` (a role shows it), ``article`` (a directive shows it),
``section`` (a directive shows a section, maybe another language's), ``link`` (a
reference leads there) and ``meaning`` (a link that may mean several things), both with
the namespace of the article that the link is in, in the language's place; ``picture``
(the path of one that an article lacks). Of lists: ``all`` (which concepts there are),
``entry``, ``keywords``, ``links`` (of one concept), ``linked`` (what such a link means)
and ``listed`` (where a list's own link leads), the last two as ``link``.
Of articles that tell their other languages: ``languages``.
"""

OF_PAGES = frozenset({"name", "article", "section"})
"""The kinds of uses by which a page shows or names a concept."""

Value = str | tuple[object, ...]
"""What was seen under a key: differs when the use shows something else."""

Seen = tuple[Value, tuple[str, ...] | None]
"""The value, and the paths of the files that decided: None where each look is needed."""


def key_of(kind: str, target: str, language: str = "") -> Key:
    """The key of a use."""
    return kind, target, language


class LibrarySeen(NamedTuple):
    """What the library was, apart from its articles.

    ``state`` is what counts; ``setting`` and ``sources`` make it, and are known without
    opening a corpus.
    """

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
        self._doubtful: set[Key] = set()
        """Keys under which two processes saw different things."""

    def one(self, key: Key) -> Key:
        """The one object for equal keys, so that a pickle holds it once."""
        return self._keys.setdefault(key, key)

    def see(self, library: Library, key: Key) -> Value:
        """What a key stands for; looks if it is new."""
        if key not in self._seen:
            self._seen[self.one(key)] = self._look(library, key)
        return self._seen[key][0]

    def value(self, key: Key) -> Value:
        """What was seen under a key that some page uses."""
        return self._seen[key][0]

    def look_again(self, library: Library) -> Look:
        """Begin a look at what pages use: where something is not as it was."""
        is_same = self._is_same(library)
        changed = {path for path, state in self._files.items() if file_state(path) != state}
        for path in changed:
            self._files[path] = file_state(path)
        return Look(self, library, changed if is_same else None)

    def renew(self, library: Library, key: Key, changed_files: Set[str] | None) -> bool:
        """Look at a key where its files changed, or there are none to go by: is it another?"""
        value, paths = self._seen[key]
        is_doubtful = key in self._doubtful
        self._doubtful.discard(key)
        if changed_files is not None and paths is not None and changed_files.isdisjoint(paths):
            return is_doubtful
        self._seen[key] = self._look(library, key)
        return is_doubtful or self._seen[key][0] != value

    def _is_same(self, library: Library) -> bool:
        """Whether the library is what it was; opens it only if that isn't plain."""
        before, setting = self._library, library.setting()
        if before.setting == setting and _are_unchanged(before.sources):
            return True
        state = library.state()
        self._library = LibrarySeen(setting, library.sources(), state)
        return state == before.state

    def _look(self, library: Library, key: Key) -> Seen:
        paths = self._deciding_paths(library, key)
        kind, target, language = key
        return _VALUES[kind](library, target, language), paths

    def _deciding_paths(self, library: Library, key: Key) -> tuple[str, ...] | None:
        """The files that decide; None where more than the first article of the chain does,
        or where a fault is to be told in each build."""
        kind, target, language = key
        if kind == "picture":
            self._note_state(library, target)
            return (target,)
        if kind in _NOT_BY_FILES or (language and kind not in _OF_LINKS):
            return None
        if kind == "links" and library.has_ambiguous_links(target):
            return None
        namespace = language if kind in _OF_LINKS else ""
        reads_it = kind not in _OF_LINKS or library.reads_what_links_mean
        tried: list[str] = []
        for path, is_meant in deciding_paths(library, target, namespace):
            tried.append(sys.intern(path))
            if self._note_state(library, path) is not None and is_meant:
                if reads_it and not _is_settled(library, _slug(library, key), tried):
                    return None
                if kind in _OF_SOURCE:
                    if was_told_of_source(library, target, is_read=kind in ("keywords", "links")):
                        return None
                    tried += self._source_paths(library, target)
                return tuple(dict.fromkeys(tried))
        return None

    def _source_paths(self, library: Library, slug: str) -> list[str]:
        """The paths of the article in the source language, which says more of a concept."""
        tried = []
        for path in source_paths(library, slug):
            tried.append(sys.intern(path))
            if self._note_state(library, path) is not None:
                break
        return tried

    def _note_state(self, library: Library, path: str) -> FileState | None:
        """Note the state in which a file is read: what is saved later is a change."""
        if path not in self._files:
            self._files[path] = state_of(library, path)
        return self._files[path]

    def merge(self, other: Observations) -> None:
        """Take over what another process saw; where it saw something else, look next time."""
        for key, seen in other._seen.items():
            value, _ = self._seen.setdefault(self.one(key), seen)
            if value != seen[0]:
                self._seen[key] = value, None
                self._doubtful.add(key)
        for path, state in other._files.items():
            if self._files.setdefault(path, state) != state:
                self._files[path] = NO_STATE

    def keep(self, used: Set[Key]) -> None:
        """Forget what no page uses any more."""
        self._seen = {key: seen for key, seen in self._seen.items() if key in used}
        self._keys = {key: key for key in self._seen}
        self._doubtful &= used
        paths = {path for _, paths in self._seen.values() for path in paths or ()}
        self._files = {path: state for path, state in self._files.items() if path in paths}


class Look:
    """A look, at the beginning of a build, at what pages use."""

    def __init__(
        self, observations: Observations, library: Library, changed_files: Set[str] | None
    ) -> None:
        self._observations = observations
        self._library = library
        self._changed_files = changed_files
        self._looked_at: set[Key] = set()

    def at(self, keys: Set[Key]) -> set[Key]:
        """The keys that stand for something else than they did."""
        self._looked_at |= keys
        renew = self._observations.renew
        return {key for key in keys if renew(self._library, key, self._changed_files)}

    def forget_others(self) -> None:
        """Forget what was not looked at: whoever still uses it looks for itself."""
        self._observations.keep(self._looked_at)


def _are_unchanged(files: Files | None) -> bool:
    return files is not None and all(file_state(path) == state for path, state in files.items())


def digest(*parts: str) -> str:
    """A short text that differs where any of the parts differs."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _name(library: Library, target: str, language: str) -> Value:
    return tuple(library.name(target))


def _article(library: Library, target: str, language: str) -> Value:
    meaning = library.meanings.of(target)
    return meaning.shown_slug, _article_state(library, meaning, language)


def _article_state(library: Library, meaning: Meaning, language: str) -> str:
    found = library.shown(meaning.shown_slug, language) if meaning.shown_slug else None
    if found is None:
        return digest(*meaning.candidates)
    article, manifest = found.article, repr(found.corpus.manifest)
    # Links may lead to an article in a forced language if it is the one that the chain chose.
    chosen = library.find(meaning.shown_slug) if language else None
    former = found.corpus.former_slugs(article)
    parts = (article.language, article.digest, chosen.article.path if chosen else "", *former)
    return digest(*meaning.candidates, *parts, manifest)


def _section(library: Library, target: str, language: str) -> Value:
    meaning = library.meanings.of(target)
    slug = meaning.shown_slug
    found = library.find(slug) if slug else None
    source = library.source_article(found) if found else None
    others = [other.article.digest for other in library.find_all(slug)]
    shown = _article_state(library, meaning, language)
    return slug, digest(shown, source.digest if source else "", *others)


def _link(library: Library, target: str, namespace: str) -> Value:
    return tuple(library.destination(target, namespace))


def _linked(library: Library, target: str, namespace: str) -> Value:
    return (library.destination(target, namespace).slug,)


def _picture(library: Library, target: str, language: str) -> str:
    return str(os.path.isfile(target))


def _meaning(library: Library, target: str, namespace: str) -> str:
    corpus = library.corpora.get(namespace)
    return repr(corpus.link(target)) if corpus else ""


def _all(library: Library, target: str, language: str) -> Value:
    return digest(*library.meanings.all_slugs())


def _entry(library: Library, target: str, language: str) -> Value:
    return tuple(library.entry(target))


def _keywords(library: Library, target: str, language: str) -> Value:
    return library.keywords(target)


def _links(library: Library, target: str, language: str) -> Value:
    return library.links(target)


def _languages(library: Library, target: str, language: str) -> Value:
    return library.meanings.languages_of(target)


_OF_LINKS = ("link", "listed", "linked")
"""Kinds with the namespace of an article in the language's place."""

_NOT_BY_FILES = ("all", "languages", "section", "meaning")
"""Kinds for which the files that decide can't be told: each build looks."""

_OF_SOURCE = ("article", "entry", "keywords", "links")
"""Kinds that the article in the source language decides too."""


def _slug(library: Library, key: Key) -> str:
    """The slug of the article that is read for a key."""
    kind, target, namespace = key
    return library.destination(target, namespace).slug if kind in _OF_LINKS else target


_VALUES: dict[str, Callable[[Library, str, str], Value]] = {
    "name": _name,
    "article": _article,
    "section": _section,
    "link": _link,
    "picture": _picture,
    "meaning": _meaning,
    "all": _all,
    "entry": _entry,
    "keywords": _keywords,
    "languages": _languages,
    "links": _links,
    "linked": _linked,
    "listed": _link,
}


def _is_settled(library: Library, slug: str, tried: list[str]) -> bool:
    """Whether the last path tried is the slug's article, and nothing was told on the way."""
    found = library.find(slug)
    if found is None or found.article.path != tried[-1]:
        return False
    if any(finding.severity is Severity.ERROR for finding in found.article.findings):
        return False
    # A file that the manifest lists and that is missing is told of.
    return not is_listed(library, slug) or len(tried) == 1
