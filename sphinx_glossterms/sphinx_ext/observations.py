"""What a page saw of the corpora, so that a later build can tell whether it changed.

A *key* says what a page uses; what was *seen* under it is a fingerprint that differs
when the use shows something else, and the files that it came from. As long as these
files are the same, nothing is read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from typing import NamedTuple

from ..concepts.corpus import FileState, file_state
from .library import Library, Shelf


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


Files = tuple[tuple[str, FileState | None], ...]


class Seen(NamedTuple):
    """What was seen under a key; ``files`` is None where it must be looked at each time."""

    fingerprint: str
    files: Files | None


def observe(library: Library, key: Key) -> Seen:
    """Look at what a key stands for now."""
    fingerprint = _FINGERPRINTS[key.kind](library, key)
    if key.kind == "link" and not library.has_addresses:
        return Seen(fingerprint, ())
    return Seen(fingerprint, _files(library, key))


def is_same(seen: Seen) -> bool:
    """Whether the files are still as they were seen."""
    return seen.files is not None and all(file_state(path) == state for path, state in seen.files)


def digest(*parts: str) -> str:
    """A short text that differs where any of the parts differs."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _name(library: Library, key: Key) -> str:
    meaning = library.meaning(key.target)
    found = library.find(meaning.shown_slug) if meaning.shown_slug else None
    if found is None:
        return digest(*meaning.candidates)
    article = found.article
    names = (article.term, article.title, str(meaning.is_own))
    return digest(article.slug, *meaning.candidates, article.language, *names)


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


def _link(library: Library, key: Key) -> str:
    return " ".join(library.address(key.target))


def _picture(library: Library, key: Key) -> str:
    return str(os.path.isfile(key.target))


def _meaning(library: Library, key: Key) -> str:
    corpus = library.corpora.get(key.language)
    return repr(corpus.link(key.target)) if corpus else ""


_FINGERPRINTS: dict[str, Callable[[Library, Key], str]] = {
    "name": _name,
    "article": _article,
    "section": _section,
    "link": _link,
    "picture": _picture,
    "meaning": _meaning,
}


def _files(library: Library, key: Key) -> Files | None:
    """The files that decide; None where more than the first article of the chain does."""
    if key.kind == "picture":
        return ((key.target, file_state(key.target)),)
    if key.language or key.kind in ("section", "meaning"):
        return None
    seen: list[tuple[str, FileState | None]] = []
    for shelf in library.shelves:
        for path in _candidates(shelf, key.target):
            state = file_state(path) if path else None
            if not path:
                return None
            seen.append((path, state))
            if state is not None:
                found = library.find(key.target)
                is_it = found is not None and found.article.path == path
                return tuple(seen) if is_it else None
    return None


def _candidates(shelf: Shelf, slug: str) -> list[str]:
    """The paths tried in turn; a last '' where that can't be told without a listing."""
    paths: list[str] = []
    for language in shelf.chain:
        found = shelf.corpus.candidates(slug, language)
        if found is None:
            return [*paths, ""]
        paths.extend(found)
    return paths
