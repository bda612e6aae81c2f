"""The corpora of one build: what a writer's word means, which article a page shows."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import babel

from ..concepts.excerpts import excerpt
from ..concepts.file_states import Files
from ..concepts.languages import language_key, normalize_tag, parents, same_language
from ..concepts.links import ConceptLink
from ..concepts.runs import Runs, described
from .config import Settings
from .meanings import Held, Meanings
from .messages import Subtype, warn

if TYPE_CHECKING:
    from ..concepts.article import Article
    from ..concepts.corpus import Corpus
    from .shelves import Shelf


class Found(NamedTuple):
    """An article that the fallback chain chose, and what it is to the page."""

    article: Article
    corpus: Corpus
    namespace: str
    is_fallback: bool
    is_marked: bool
    """Its text needs a language mark on this page."""


class Name(NamedTuple):
    """What a role shows of a concept, kept from build to build without its article."""

    slug: str
    """Of several candidates, which is told, the first."""
    candidates: tuple[str, ...]
    own_name: str
    is_former: bool
    language: str = ""
    """The article's, '' where no language of the build has one."""
    term: str = ""
    title: str = ""
    is_fallback: bool = False
    is_marked: bool = False


class Entry(NamedTuple):
    """What lists show of a concept, kept from build to build without its article."""

    slug: str
    language: str = ""
    """The article's, '' where no language of the build has one."""
    title: str = ""
    description: Runs = ()
    reading: str = ""
    names: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    is_fallback: bool = False
    is_marked: bool = False

    @property
    def sorted_as(self) -> str:
        """The text that decides where it stands in a list."""
        return self.reading or self.title


class Destination(NamedTuple):
    """Which concept a link means, '' if none; where that lives on the web; its preview."""

    slug: str = ""
    url: str = ""
    language: str = ""
    """The article's; '' with all that follows where nothing of the article is needed."""
    title: str = ""
    excerpt: Runs = ()
    is_fallback: bool = False


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
        self._found: dict[tuple[str, str], Found | None] = {}
        self._destinations: dict[tuple[str, str], Destination] = {}
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
    def shelves(self) -> Mapping[str, Shelf]:
        """The corpora with their chains, by namespace, in conf.py's order."""
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

    @cached_property
    def meanings(self) -> Meanings:
        """What words mean in these corpora."""
        return Meanings(self.shelves)

    def open(self) -> None:
        """Open the corpora, unless they are open."""
        _ = self.shelves

    @property
    def is_complete(self) -> bool:
        """Whether every corpus could be opened, so that what is in none exists nowhere."""
        return len(self.shelves) == len(self.settings.corpora)

    @property
    def corpora(self) -> Mapping[str, Corpus]:
        """The corpora by namespace, in conf.py's order."""
        return {namespace: shelf.corpus for namespace, shelf in self.shelves.items()}

    def empty_corpora(self) -> list[tuple[str, str]]:
        """The folders, with their layouts, of corpora in which there is no article at all."""
        return [
            (str(shelf.corpus.root), shelf.corpus.manifest.layout.pattern)
            for shelf in self.shelves.values()
            if not shelf.corpus.slugs
        ]

    def shown(self, slug: str, language: str) -> Found | None:
        """The article that a page shows: in the given language if it is there."""
        return self.find(slug, language) or (self.find(slug) if language else None)

    def name(self, target: str) -> Name:
        """What a role with this target shows."""
        meaning = self.meanings.of(target)
        slug = meaning.shown_slug
        found = self.find(slug) if slug else None
        if found is None:
            return Name(slug, meaning.candidates, meaning.own_name, meaning.is_former)
        article = found.article
        return Name(
            slug,
            meaning.candidates,
            meaning.own_name,
            meaning.is_former,
            article.language,
            article.term,
            article.title,
            found.is_fallback,
            found.is_marked,
        )

    @property
    def is_several(self) -> bool:
        """Whether there is more than one corpus, so that a link may need a namespace."""
        return len(self.shelves) > 1

    # --- what lists need ---

    def entry(self, slug: str) -> Entry:
        """What a list shows of a concept."""
        found = self.find(slug)
        if found is None:
            return Entry(slug)
        article = found.article
        return Entry(
            slug,
            article.language,
            article.title,
            self.description(found),
            article.reading,
            article.names,
            found.corpus.former_slugs(article),
            found.is_fallback,
            found.is_marked,
        )

    def description(self, found: Found) -> Runs:
        """What an article says of its concept in short, in its front matter or its text."""
        article, corpus = found.article, found.corpus
        return described(article.description, lambda: corpus.body(article).opening)

    # By the source language, so that the builds of all languages list the same.

    def keywords(self, slug: str) -> tuple[str, ...]:
        """The keywords of a concept, by its article in the source language if there is one."""
        found = self.find(slug)
        if found is None:
            return ()
        return (self.source_article(found) or found.article).keywords

    def links(self, slug: str) -> tuple[str, ...]:
        """The targets of the links to concepts in a concept's article, as `keywords`.

        Also of a concept that no language of the build has: others may have it.
        """
        held = self.meanings.held(slug)
        if held is None:
            return ()
        corpus, source = held.shelf.corpus, held.shelf.corpus.manifest.source_language
        article = corpus.article(held.slug, (*parents(source), *held.shelf.chain))
        if article is None:
            return ()
        hrefs = (href for href, _ in corpus.body(article).link_targets())
        links = map(corpus.link, hrefs)
        return tuple(sorted({link.slug for link in links if isinstance(link, ConceptLink)}))

    def has_ambiguous_links(self, slug: str) -> bool:
        """Whether what else there is decides what a link in a concept's article means."""
        held = self.meanings.held(slug)
        manifest = held.shelf.corpus.manifest if held else None
        return manifest is not None and bool(manifest.site or len(manifest.slug_links) > 1)

    # --- articles ---

    def find(self, slug: str, language: str = "") -> Found | None:
        """The article of a slug: in the given language, else in the chain's first."""
        if (slug, language) not in self._found:
            self._found[slug, language] = self._find(slug, language)
        return self._found[slug, language]

    def _find(self, slug: str, language: str) -> Found | None:
        held = self.meanings.held(slug)
        if held is None:
            return None
        languages = parents(language) if language else held.shelf.chain
        article = held.shelf.corpus.article(held.slug, languages)
        return self._as_found(article, held, not language) if article else None

    def find_all(self, slug: str) -> Iterable[Found]:
        """The articles of a slug in all languages of the chain, in its order."""
        held = self.meanings.held(slug)
        for language in held.shelf.chain if held else ():
            assert held is not None
            article = held.shelf.corpus.article(held.slug, (language,))
            if article:
                yield self._as_found(article, held, True)

    def _as_found(self, article: Article, held: Held, by_chain: bool) -> Found:
        is_own = language_key(article.language) in self._own_keys
        same = same_language(article.language, self.language)
        is_fallback = by_chain and not (is_own and same)
        corpus, namespace = held.shelf.corpus, held.namespace
        return Found(article, corpus, namespace, is_fallback, is_fallback or not same)

    def source_article(self, found: Found) -> Article | None:
        """The same concept in the corpus's source language."""
        corpus = found.corpus
        return corpus.article(found.article.slug, parents(corpus.manifest.source_language))

    # --- where links lead ---

    @property
    def reads_what_links_mean(self) -> bool:
        """Whether the article that a link leads to is read: for its address, for a preview."""
        return self.settings.previews or any(self._pattern(name) for name in self.shelves)

    def _pattern(self, namespace: str) -> str:
        return self.settings.url_of(namespace) or self.shelves[namespace].corpus.manifest.url

    def destination(self, target: str, namespace: str = "") -> Destination:
        """Where a reference to a concept leads; ``namespace`` is of the article that it is in."""
        key = target, namespace
        if key not in self._destinations:
            self._destinations[key] = self._destination(
                self.meanings.linked_slug(target, namespace)
            )
        return self._destinations[key]

    def _destination(self, slug: str) -> Destination:
        found = self.find(slug) if slug and self.reads_what_links_mean else None
        if found is None:
            return Destination(slug)
        article = found.article
        url = found.corpus.url(article.slug, article.language, self._pattern(found.namespace))
        if not self.settings.previews:
            return Destination(slug, url, article.language)
        text = excerpt(self.description(found))
        return Destination(slug, url, article.language, article.title, text, found.is_fallback)

    # --- what all of it depends on ---

    def state(self) -> str:
        """Differs when anything but the articles themselves differs."""
        corpora = [
            (key, str(shelf.corpus.root), shelf.chain, shelf.corpus.manifest, shelf.corpus.folders)
            for key, shelf in self.shelves.items()
        ]
        versions = [shelf.version for shelf in self.shelves.values()]
        return repr((self.settings, self.language, corpora, versions))

    def setting(self) -> str:
        """Differs when anything differs that makes the state, but for `sources`."""
        known = (self._written_language, self._confdir, babel.__version__)
        return repr((self.settings, self.settings.search_path, *known))

    def sources(self) -> Files | None:
        """The files and folders that make the state; None where faults are to be told again."""
        if not (self.is_complete and self._is_faultless):
            return None
        return {path: s for shelf in self.shelves.values() for path, s in shelf.sources.items()}
