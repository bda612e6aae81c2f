"""Which concept goes by a name: an index of a corpus, made only after a miss."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TypedDict

from .article import UnreadableArticle
from .corpus import Corpus
from .file_states import file_state
from .languages import parents
from .places import Place
from .reading import read_article
from .slugs import fold, nearest

_Names = dict[str, dict[str, list[str]]]
"""By slug and kind."""

_FORMAT = 3
"""Raised when the form of the stored file changes."""

_SLUG = "slug"
_FORMER = "former"
_SOURCE = "source"
_BUILD = "build"
KINDS = (_SLUG, _FORMER, _SOURCE, _BUILD)
"""What a name may be: the first kind of which a concept has it decides."""


class _Entry(TypedDict):
    """What the index keeps of a file."""

    state: list[int]
    names: list[str]
    former: list[str]


class _Stored(TypedDict):
    """What is kept between builds."""

    made_for: str
    build: str
    files: dict[str, _Entry]
    names: _Names


class NameIndex:
    """Names of all concepts of a corpus, folded.

    ``store`` is a file that keeps what was read, so that a later build reads only the
    articles whose file is another. What was read under the same ``build``, a text, is
    taken as it is: a process that reads pages beside others needs not look again.
    """

    def __init__(self, corpus: Corpus, build_language: str, store: Path, build: str = "") -> None:
        self._corpus = corpus
        self._build = build
        self._languages = {_SOURCE: corpus.manifest.source_language, _BUILD: build_language}
        self._store = store

    def find(self, name: str) -> tuple[str, ...]:
        """The slugs of the concepts that go by this name, in alphabetical order.

        Slugs come first, then former slugs, then the names in the source language, then
        those in the build language: the first kind that has a match decides.
        """
        return next(filter(None, (self.find_by(kind, name) for kind in KINDS)), ())

    def find_by(self, kind: str, name: str) -> tuple[str, ...]:
        """The slugs of the concepts that have this name of a kind, in alphabetical order."""
        return tuple(sorted(self._stages[kind].get(fold(name), ())))

    def find_former(self, slug: str) -> tuple[str, ...]:
        """The slugs of the concepts that had this slug before."""
        return self.find_by(_FORMER, slug)

    def find_slug(self, name: str) -> tuple[str, ...]:
        """The slugs that are spelled so but for case, else those that were this once."""
        return self.find_by(_SLUG, name) or self.find_by(_FORMER, name)

    def names(self) -> tuple[str, ...]:
        """Every slug."""
        return tuple(self._names)

    def is_own(self, name: str, slug: str) -> bool:
        """Whether the build language's own article of this slug goes by this name."""
        kinds = self._names.get(slug)
        return kinds is not None and fold(name) in map(fold, kinds[_BUILD])

    def is_former(self, name: str, slug: str) -> bool:
        """Whether a concept had this slug before, and no other has it now."""
        kinds = self._names.get(slug)
        former = kinds is not None and fold(name) in map(fold, kinds[_FORMER])
        return former and not self.find_by(_SLUG, name)

    def nearest_slugs(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Slugs that look most like ``name``, or that have a name that does."""
        stages = self._stages.values()
        known = dict.fromkeys(chain.from_iterable(stages))
        close = nearest(name, known, len(known))
        slugs = (slug for text in close for stage in stages for slug in sorted(stage.get(text, ())))
        return tuple(dict.fromkeys(slugs))[:limit]

    @cached_property
    def _stages(self) -> dict[str, dict[str, set[str]]]:
        """The slugs by folded name, by kind in the order in which they are looked at."""
        return {
            kind: _by_name({slug: kinds[kind] for slug, kinds in self._names.items()})
            for kind in KINDS
        }

    @cached_property
    def _names(self) -> _Names:
        stored = self._load()
        if stored and self._build and stored["build"] == self._build:
            return stored["names"]
        return self._read(stored["files"] if stored else {})

    def _read(self, known: dict[str, _Entry]) -> _Names:
        read: dict[str, _Entry] = {}
        names: _Names = {}
        for slug in self._corpus.slugs:
            kinds = {
                kind: self._entry(slug, language, known, read)
                for kind, language in self._languages.items()
            }
            names[slug] = {kind: entry["names"] for kind, entry in kinds.items()}
            # The source language's, so that the builds of all languages mean the same.
            source, own = kinds[_SOURCE], kinds[_BUILD]
            names[slug][_FORMER] = source["former"] if source["state"] else own["former"]
            names[slug][_SLUG] = [slug]
        self._save(read, names)
        return names

    def _entry(
        self, slug: str, language: str, known: dict[str, _Entry], read: dict[str, _Entry]
    ) -> _Entry:
        """What one article says; from ``known`` or ``read`` if it was read before."""
        places = (self._corpus.locate(slug, tag) for tag in parents(language))
        place = next(filter(None, places), None)
        if place is None:
            return {"state": [], "names": [], "former": []}
        # Relative: where the corpus lies is no part of what was read.
        path = place.path.relative_to(self._corpus.root).as_posix()
        if path not in read:
            state = list(file_state(str(place.path)) or ())
            entry = known.get(path)
            fresh = entry is not None and entry["state"] == state
            read[path] = entry if entry and fresh else self._entry_of(place, slug, state)
        return read[path]

    def _entry_of(self, place: Place, slug: str, state: list[int]) -> _Entry:
        try:
            article = read_article(place.path, slug, place.language, self._corpus.rules)
        except UnreadableArticle:
            return {"state": state, "names": [], "former": []}
        names, former = list(article.names), list(article.former_slugs)
        return {"state": state, "names": names, "former": former}

    def _load(self) -> _Stored | None:
        try:
            stored: _Stored = json.loads(self._store.read_text(encoding="utf-8"))
            return stored if stored["made_for"] == self._made_for() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _made_for(self) -> str:
        """What else than its file an article's names depend on."""
        return f"{_FORMAT} {self._corpus.manifest} {sorted(self._corpus.rules.disabled_repairs)}"

    def _save(self, files: dict[str, _Entry], names: _Names) -> None:
        # Parallel readers may do this at once: each writes a file of its own, and the
        # last one's takes the place. ASCII alone, since a name on the disk may hold what
        # no encoding can.
        stored = _Stored(made_for=self._made_for(), build=self._build, files=files, names=names)
        temporary = self._store.with_suffix(f".{os.getpid()}")
        try:
            temporary.write_text(json.dumps(stored), encoding="ascii")
            os.replace(temporary, self._store)
        except OSError:  # a full or read-only disk: the next build reads again
            with suppress(OSError):
                temporary.unlink()


def _by_name(names: dict[str, list[str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for slug, texts in names.items():
        for text in texts:
            found.setdefault(fold(text), set()).add(slug)
    return found
