"""The corpora of one build: what a writer's word means, which article a page shows."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import babel

from ..concepts.file_states import Files, FileState, file_state
from ..concepts.languages import language_key, normalize_tag, parents, same_language
from .config import Settings
from .messages import Subtype, warn

if TYPE_CHECKING:
    from ..concepts.article import Article
    from ..concepts.corpus import Corpus
    from .shelves import Shelf


class Found(NamedTuple):
    """An article that the fallback chain chose, and what it is to the page."""

    article: Article
    corpus: Corpus
    is_fallback: bool
    is_marked: bool
    """Its text needs a language mark on this page."""


class Meaning(NamedTuple):
    """What a target means: its slug, '' if none; several where that is unclear."""

    slug: str
    candidates: tuple[str, ...] = ()
    is_own: bool = False
    """It is no slug but a name, and one in the build language: a text may show it as it is."""

    @property
    def shown_slug(self) -> str:
        """The slug of what is shown: of several, which is told, the first."""
        return self.slug or next(iter(self.candidates), "")


class Name(NamedTuple):
    """What a role shows of a concept, kept from build to build without its article."""

    slug: str
    """Of several candidates, which is told, the first."""
    candidates: tuple[str, ...]
    is_own: bool
    language: str = ""
    """The article's, '' where no language of the build has one."""
    term: str = ""
    title: str = ""
    is_fallback: bool = False
    is_marked: bool = False


class Address(NamedTuple):
    """Where a concept lives on the web, and in which language; '' if nowhere."""

    url: str = ""
    language: str = ""


class Library:
    """The corpora that conf.py names, in their order, read for one build language.

    They are opened when something is asked of them, which in a build with nothing
    changed nobody does.
    """

    def __init__(
        self,
        settings: Settings,
        language: str,
        *,
        confdir: Path,
        store: Path,
        is_gettext: bool = False,
        image_types: tuple[str, ...] = (),
    ) -> None:
        self.settings = settings
        self.is_gettext = is_gettext
        self.image_types = image_types
        self._written_language = language
        self._confdir = confdir
        self._store = store
        self._meanings: dict[str, Meaning] = {}
        self._shelf_by_slug: dict[str, Shelf | None] = {}
        self._found: dict[tuple[str, str], Found | None] = {}
        self._addresses: dict[str, Address] = {}
        self._is_faultless = True
        self._build = f"{os.getpid()} {time.time_ns()}"

    @cached_property
    def language(self) -> str:
        """The build language's tag."""
        try:
            return normalize_tag(self._written_language)
        except ValueError:
            written = self._written_language
            message = f"language: “{written}” is no language that CLDR knows; read as “en”"
            self._warn(message)
            return "en"

    def _warn(self, message: str) -> None:
        warn(Subtype.CONFIG, message)
        self._is_faultless = False

    @cached_property
    def _own_keys(self) -> frozenset[tuple[str, str, str]]:
        return frozenset(map(language_key, parents(self.language)))

    @cached_property
    def _shelves(self) -> dict[str, Shelf]:
        # Late: a build with nothing changed loads nothing that reads YAML or listings.
        from .shelves import open_shelves

        shelves = open_shelves(
            self.settings, self.language, self._confdir, self._store, self._build
        )
        url = self.settings.url
        is_complete = len(shelves) == len(self.settings.corpora)
        for name in url if isinstance(url, dict) and is_complete else ():
            if name not in shelves:
                known = ", ".join(f"'{key}'" for key in shelves) or "none"
                message = f"glossterms_url: there is no corpus '{name}'; there is {known}"
                self._warn(message)
        return shelves

    def open(self) -> None:
        """Open the corpora, unless they are open."""
        _ = self._shelves

    @property
    def is_complete(self) -> bool:
        """Whether every corpus could be opened, so that what is in none exists nowhere."""
        return len(self._shelves) == len(self.settings.corpora)

    @property
    def corpora(self) -> Mapping[str, Corpus]:
        """The corpora by namespace, in conf.py's order."""
        return {namespace: shelf.corpus for namespace, shelf in self._shelves.items()}

    # --- what a target means ---

    def meaning(self, target: str) -> Meaning:
        """The slug that a writer's target means: the slug itself, else by its names."""
        if target not in self._meanings:
            self._meanings[target] = self._find_meaning(target)
        return self._meanings[target]

    def _find_meaning(self, target: str) -> Meaning:
        if self._shelf_of(target) is not None:
            return Meaning(target)
        for shelf in self._shelves.values():
            slugs = shelf.names.find(target)
            if slugs:
                slug = slugs[0] if len(slugs) == 1 else ""
                return Meaning(slug, slugs, bool(slug) and shelf.names.is_own(target, slug))
        return Meaning("")

    def _shelf_of(self, slug: str) -> Shelf | None:
        """The first corpus that has a slug, in the build's languages if it can be."""
        if slug not in self._shelf_by_slug:
            self._shelf_by_slug[slug] = self._find_shelf(slug)
        return self._shelf_by_slug[slug]

    def _find_shelf(self, slug: str) -> Shelf | None:
        shelves = self._shelves.values()
        for shelf in shelves:
            if shelf.is_in_chain(slug):
                return shelf
        return next((shelf for shelf in shelves if shelf.corpus.has(slug)), None)

    def has(self, slug: str) -> bool:
        """Whether any corpus has the slug, in any language."""
        return self._shelf_of(slug) is not None

    def languages_outside(self, slug: str) -> tuple[str, ...]:
        """The languages that a slug exists in, where none of them is of this build.

        Empty too where the build has an article that can't be read: that was told.
        """
        shelf = self._shelf_of(slug)
        if shelf is None or shelf.is_in_chain(slug):
            return ()
        return shelf.corpus.languages_of(slug)

    def nearest(self, target: str) -> tuple[str, ...]:
        """The slugs most like a target that means nothing."""
        shelves = self._shelves.values()
        slugs = [slug for shelf in shelves for slug in shelf.names.nearest_slugs(target)]
        return tuple(dict.fromkeys(slugs))[:3]

    def empty_corpora(self) -> list[tuple[str, str]]:
        """The folders, with their layouts, of corpora in which there is no article at all."""
        return [
            (str(shelf.corpus.root), shelf.corpus.manifest.layout.pattern)
            for shelf in self._shelves.values()
            if not shelf.corpus.slugs
        ]

    def shown(self, slug: str, language: str) -> Found | None:
        """The article that a page shows: in the given language if it is there."""
        return self.find(slug, language) or (self.find(slug) if language else None)

    def languages_of(self, slug: str) -> tuple[str, ...]:
        """The languages in which the first corpus that has the slug has it."""
        shelf = self._shelf_of(slug)
        return shelf.corpus.languages_of(slug) if shelf else ()

    def name(self, target: str) -> Name:
        """What a role with this target shows."""
        meaning = self.meaning(target)
        slug = meaning.shown_slug
        found = self.find(slug) if slug else None
        if found is None:
            return Name(slug, meaning.candidates, meaning.is_own)
        article = found.article
        return Name(
            slug,
            meaning.candidates,
            meaning.is_own,
            article.language,
            article.term,
            article.title,
            found.is_fallback,
            found.is_marked,
        )

    # --- articles ---

    def find(self, slug: str, language: str = "") -> Found | None:
        """The article of a slug: in the given language, else in the chain's first."""
        if (slug, language) not in self._found:
            self._found[slug, language] = self._find(slug, language)
        return self._found[slug, language]

    def _find(self, slug: str, language: str) -> Found | None:
        shelf = self._shelf_of(slug)
        if shelf is None:
            return None
        languages = parents(language) if language else shelf.chain
        article = shelf.corpus.article(slug, languages)
        return self._as_found(article, shelf.corpus, not language) if article else None

    def find_all(self, slug: str) -> Iterable[Found]:
        """The articles of a slug in all languages of the chain, in its order."""
        shelf = self._shelf_of(slug)
        for language in shelf.chain if shelf else ():
            assert shelf is not None
            article = shelf.corpus.article(slug, (language,))
            if article:
                yield self._as_found(article, shelf.corpus, True)

    def _as_found(self, article: Article, corpus: Corpus, by_chain: bool) -> Found:
        is_own = language_key(article.language) in self._own_keys
        same = same_language(article.language, self.language)
        is_fallback = by_chain and not (is_own and same)
        return Found(article, corpus, is_fallback, is_fallback or not same)

    def source_article(self, found: Found) -> Article | None:
        """The same concept in the corpus's source language."""
        corpus = found.corpus
        return corpus.article(found.article.slug, parents(corpus.manifest.source_language))

    # --- addresses on the web ---

    @property
    def has_addresses(self) -> bool:
        """Whether any concept lives on the web."""
        return any(self._pattern(name) for name in self._shelves)

    def _pattern(self, namespace: str) -> str:
        return self.settings.url_of(namespace) or self._shelves[namespace].corpus.manifest.url

    def address(self, slug: str) -> Address:
        """Where a concept lives on the web."""
        if slug not in self._addresses:
            self._addresses[slug] = self._find_address(slug)
        return self._addresses[slug]

    def _find_address(self, slug: str) -> Address:
        shelf = self._shelf_of(slug) if self.has_addresses else None
        found = self.find(slug) if shelf else None
        if found is None:
            return Address()
        namespace = next(name for name, other in self._shelves.items() if other is shelf)
        language = found.article.language
        url = found.corpus.url(slug, language, self._pattern(namespace))
        return Address(url, language)

    # --- what all of it depends on ---

    @property
    def shelves(self) -> Iterable[Shelf]:
        """The corpora with their chains, in conf.py's order."""
        return self._shelves.values()

    def state(self) -> str:
        """Differs when anything but the articles themselves differs."""
        corpora = [
            (key, str(shelf.corpus.root), shelf.chain, shelf.corpus.manifest, shelf.corpus.folders)
            for key, shelf in self._shelves.items()
        ]
        return repr((self.settings, self.language, corpora))

    def file_state(self, path: str) -> FileState | None:
        """The state in which a file was read in this build; else as it is now."""
        read = (shelf.corpus.read_states for shelf in self._shelves.values())
        return next((states[path] for states in read if path in states), file_state(path))

    def setting(self) -> str:
        """Differs when anything differs that makes the state, but for `sources`."""
        return repr((self.settings, self._written_language, self._confdir, babel.__version__))

    def sources(self) -> Files | None:
        """The files and folders that make the state; None where faults are to be told again."""
        if not (self.is_complete and self._is_faultless):
            return None
        return {path: s for shelf in self._shelves.values() for path, s in shelf.sources.items()}
