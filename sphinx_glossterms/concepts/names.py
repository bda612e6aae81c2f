"""Which concept goes by a name: an index of a corpus, made only after a miss."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .article import Article, UnreadableArticle, read_article
from .corpus import Corpus
from .slugs import fold

_Names = dict[str, dict[str, tuple[str, ...]]]

_FORMER = "former"
_SOURCE = "source"
_BUILD = "build"


class NameIndex:
    """Names of all concepts of a corpus, folded.

    ``store`` is a file that keeps what was read, so that a later build reads only the
    articles whose file is another.
    """

    def __init__(self, corpus: Corpus, build_language: str, store: Path) -> None:
        self._corpus = corpus
        self._languages = {_SOURCE: corpus.manifest.source_language, _BUILD: build_language}
        self._store = store
        self._stages: list[dict[str, set[str]]] | None = None

    def find(self, name: str) -> tuple[str, ...]:
        """The slugs of the concepts that go by this name, in alphabetical order.

        Slugs come first, then former slugs, then the names in the source language, then
        those in the build language: the first kind that has a match decides.
        """
        for stage in self._all_stages():
            found = stage.get(fold(name))
            if found:
                return tuple(sorted(found))
        return ()

    def names(self) -> tuple[str, ...]:
        """Every slug."""
        return tuple(self._corpus.slugs)

    def _all_stages(self) -> list[dict[str, set[str]]]:
        if self._stages is None:
            names = self._read()
            slugs = {slug: (slug,) for slug in self._corpus.slugs}
            former = {s: (*kinds[_FORMER],) for s, kinds in names.items()}
            stages = [slugs, former]
            stages += [{s: n[kind] for s, n in names.items()} for kind in (_SOURCE, _BUILD)]
            self._stages = [_by_name(stage) for stage in stages]
        return self._stages

    def _read(self) -> _Names:
        known = self._load()
        seen: dict[str, Any] = {}
        names: _Names = {}
        for slug in self._corpus.slugs:
            kinds: dict[str, tuple[str, ...]] = {_FORMER: (), _SOURCE: (), _BUILD: ()}
            for kind, language in self._languages.items():
                place = self._corpus.locate(slug, language)
                if place is None:
                    continue
                state = _state_of(place.path)
                entry = known.get(str(place.path))
                if entry is None or entry["state"] != state:
                    entry = {"state": state, **self._names_of(place.path, slug, language)}
                seen[str(place.path)] = entry
                kinds[kind] = tuple(entry["names"])
                kinds[_FORMER] = (*kinds[_FORMER], *entry["former"])
            names[slug] = kinds
        if seen != known:
            self._save(seen)
        return names

    def _names_of(self, path: Path, slug: str, language: str) -> dict[str, list[str]]:
        try:
            article = read_article(path, slug, language, self._corpus.rules)
        except UnreadableArticle:
            return {"names": [], "former": []}
        return {"names": list(_names_of(article)), "former": list(article.former_slugs)}

    def _load(self) -> dict[str, Any]:
        try:
            stored = json.loads(self._store.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stored if isinstance(stored, dict) else {}

    def _save(self, entries: dict[str, Any]) -> None:
        # Parallel readers may do this at once: each writes a file of its own, and the
        # last one's takes the place.
        temporary = self._store.with_suffix(f".{os.getpid()}")
        temporary.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
        temporary.replace(self._store)


def _names_of(article: Article) -> Iterator[str]:
    names = (article.title, article.term, article.abbreviation, *article.aliases, *article.forms)
    return (name for name in names if name)


def _state_of(path: Path) -> list[int]:
    """What differs when a file is another: any change of it counts, also to an older time."""
    status = path.stat()
    return [status.st_mtime_ns, status.st_size, status.st_ino]


def _by_name(names: dict[str, tuple[str, ...]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for slug, texts in names.items():
        for text in texts:
            found.setdefault(fold(text), set()).add(slug)
    return found
