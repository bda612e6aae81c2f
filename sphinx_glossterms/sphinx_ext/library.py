"""The corpora of one build: what a writer's word means, which article a page shows."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import babel

from ..concepts.file_states import Files, FileState, file_state
from ..concepts.languages import language_key, normalize_tag, parents, same_language
from ..concepts.links import ConceptLink
from ..concepts.slugs import anchor
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
    namespace: str
    is_fallback: bool
    is_marked: bool
    """Its text needs a language mark on this page."""


class Held(NamedTuple):
    """A concept in the corpus that holds it."""

    namespace: str
    shelf: Shelf
    slug: str


class Meaning(NamedTuple):
    """What a target means: its slug, '' if none; several where that is unclear.

    Here and wherever pages are concerned a slug names one concept of all corpora: it has
    its namespace before it where the slug alone means another corpus's.
    """

    slug: str
    candidates: tuple[str, ...] = ()
    own_name: str = ""
    """It is no slug but this name in the build language: a text may show it as it is."""
    is_former: bool = False
    """It is a slug that the concept had before."""

    @property
    def shown_slug(self) -> str:
        """The slug of what is shown: of several, which is told, the first."""
        return self.slug or next(iter(self.candidates), "")


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
    description: str = ""
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
    """Which concept a link means, '' if none; where that lives on the web, in which language."""

    slug: str = ""
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
        self._held_by_slug: dict[str, Held | None] = {}
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
        slug = self.slug_of(target)
        if slug:
            return Meaning(slug)
        shelves, name = self._searched(target)
        for namespace, shelf in shelves.items():
            found = shelf.names.find(name)
            if found:
                slugs = tuple(self._slug_in(namespace, slug) for slug in found)
                if len(slugs) > 1:
                    return Meaning("", slugs)
                own_name = name if shelf.names.is_own(name, found[0]) else ""
                return Meaning(slugs[0], slugs, own_name, shelf.names.is_former(name, found[0]))
        return Meaning("")

    def _searched(self, target: str) -> tuple[Mapping[str, Shelf], str]:
        """The corpora in which a target may be, and what it is called there."""
        for namespace, shelf in self._shelves.items():
            if target.startswith(f"{namespace}:"):
                return {namespace: shelf}, target.removeprefix(f"{namespace}:")
        return self._shelves, target

    def _held(self, target: str) -> Held | None:
        """The concept that is named so, with or without its namespace."""
        if target not in self._held_by_slug:
            self._held_by_slug[target] = self._find_held(target)
        return self._held_by_slug[target]

    def _find_held(self, target: str) -> Held | None:
        shelves, slug = self._searched(target)
        held = _first_held(shelves, slug)
        return held or (_first_held(self._shelves, target) if slug != target else None)

    def slug_of(self, target: str) -> str:
        """The slug of the concept that is named so, '' if there is none."""
        held = self._held(target)
        return self._slug_in(held.namespace, held.slug) if held else ""

    def _slug_in(self, namespace: str, slug: str) -> str:
        """The slug that names a corpus's concept among all corpora's."""
        first = self._held(slug) if len(self._shelves) > 1 else None
        is_other = first is not None and (first.namespace, first.slug) != (namespace, slug)
        return f"{namespace}:{slug}" if is_other else slug

    @property
    def is_several(self) -> bool:
        """Whether there is more than one corpus, so that a link may need a namespace."""
        return len(self._shelves) > 1

    def namespaces_of(self, slug: str) -> tuple[str, ...]:
        """The corpora that have exactly this slug; the one that it means comes first."""
        shelves = self._shelves.items()
        having = [name for name, shelf in shelves if shelf.corpus.has(slug)]
        held = self._held(slug)
        shown = held.namespace if held and held.slug == slug else ""
        return tuple(sorted(having, key=lambda name: name != shown))

    def anchor(self, slug: str, prefix: str = "glossterm") -> str:
        """The anchor of a slug that may have its namespace before it."""
        namespace = self.namespace_of(slug)
        bare = slug.removeprefix(f"{namespace}:") if namespace else slug
        return anchor(bare, prefix, namespace)

    def namespace_of(self, slug: str) -> str:
        """The namespace that a slug has before it, '' if it needs none."""
        held = self._held(slug)
        return held.namespace if held and slug != held.slug else ""

    def has(self, slug: str) -> bool:
        """Whether any corpus has the slug, in any language."""
        return self._held(slug) is not None

    def languages_outside(self, slug: str) -> tuple[str, ...]:
        """The languages that a slug exists in, where none of them is of this build.

        Empty too where the build has an article that can't be read: that was told.
        """
        held = self._held(slug)
        if held is None or held.shelf.is_in_chain(held.slug):
            return ()
        return held.shelf.corpus.languages_of(held.slug)

    def present(self, slug: str) -> str:
        """The concept that had a slug before, also where an article still has it; '' if none."""
        held = self._held(slug)
        found = held.shelf.names.find_former(held.slug) if held else ()
        return self._slug_in(held.namespace, found[0]) if held and found else ""

    def nearest(self, target: str) -> tuple[str, ...]:
        """The slugs most like a target that means nothing, named as that is: by corpus or not."""
        shelves, name = self._searched(target)
        is_named = name != target
        slugs = [
            f"{namespace}:{slug}" if is_named else self._slug_in(namespace, slug)
            for namespace, shelf in shelves.items()
            for slug in shelf.names.nearest_slugs(name)
        ]
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
        """The languages that have an article of the slug."""
        held = self._held(slug)
        return held.shelf.corpus.languages_of(held.slug) if held else ()

    def name(self, target: str) -> Name:
        """What a role with this target shows."""
        meaning = self.meaning(target)
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

    # --- what lists need ---

    def all_slugs(self) -> tuple[str, ...]:
        """The slugs of all concepts: this lists the corpora."""
        slugs = (
            self._slug_in(namespace, slug)
            for namespace, shelf in self._shelves.items()
            for slug in shelf.corpus.slugs
        )
        return tuple(dict.fromkeys(slugs))

    def corpus_of(self, slug: str) -> str:
        """The namespace of the corpus that has a slug, '' if none has."""
        held = self._held(slug)
        return held.namespace if held else ""

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
            article.description or found.corpus.body(article).summary,
            article.reading,
            article.names,
            found.corpus.former_slugs(article),
            found.is_fallback,
            found.is_marked,
        )

    # By the source language, so that the builds of all languages list the same.

    def keywords(self, slug: str) -> tuple[str, ...]:
        """The keywords of a concept, by its article in the source language if there is one."""
        found = self.find(slug)
        if found is None:
            return ()
        return (self.source_article(found) or found.article).keywords

    def links(self, slug: str) -> tuple[str, ...]:
        """The targets of the links to concepts in a concept's article, as `keywords`."""
        found = self.find(slug)
        if found is None:
            return ()
        article = self.source_article(found) or found.article
        hrefs = (href for href, _ in found.corpus.body(article).link_targets())
        links = map(found.corpus.link, hrefs)
        return tuple(sorted({link.slug for link in links if isinstance(link, ConceptLink)}))

    def has_ambiguous_links(self, slug: str) -> bool:
        """Whether what else there is decides what a link in a concept's article means."""
        held = self._held(slug)
        manifest = held.shelf.corpus.manifest if held else None
        return manifest is not None and bool(manifest.site or len(manifest.slug_links) > 1)

    # --- articles ---

    def find(self, slug: str, language: str = "") -> Found | None:
        """The article of a slug: in the given language, else in the chain's first."""
        if (slug, language) not in self._found:
            self._found[slug, language] = self._find(slug, language)
        return self._found[slug, language]

    def _find(self, slug: str, language: str) -> Found | None:
        held = self._held(slug)
        if held is None:
            return None
        languages = parents(language) if language else held.shelf.chain
        article = held.shelf.corpus.article(held.slug, languages)
        return self._as_found(article, held, not language) if article else None

    def find_all(self, slug: str) -> Iterable[Found]:
        """The articles of a slug in all languages of the chain, in its order."""
        held = self._held(slug)
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

    def was_told_of_source(self, slug: str, *, is_read: bool) -> bool:
        """Whether there is a fault to tell of the concept's article in the source language.

        ``is_read`` says that it is read in any case; else it is only where it may tell of
        former slugs.
        """
        found = self.find(slug)
        if found is None:
            return False
        if is_read:
            self.source_article(found)
        found.corpus.former_slugs(found.article)
        languages = parents(found.corpus.manifest.source_language)
        return found.corpus.was_told_of(found.article.slug, languages)

    # --- where links lead ---

    @property
    def has_addresses(self) -> bool:
        """Whether any concept lives on the web."""
        return any(self._pattern(name) for name in self._shelves)

    def _pattern(self, namespace: str) -> str:
        return self.settings.url_of(namespace) or self._shelves[namespace].corpus.manifest.url

    def destination(self, target: str, namespace: str = "") -> Destination:
        """Where a reference to a concept leads; ``namespace`` is of the article that it is in."""
        key = target, namespace
        if key not in self._destinations:
            slug = self._linked_slug(target, namespace)
            self._destinations[key] = Destination(slug, *self._address(slug))
        return self._destinations[key]

    def _linked_slug(self, target: str, namespace: str) -> str:
        """The slug that a link means: its own corpus's, there maybe by another spelling or
        from before a change of name, else that of the first corpus that has it."""
        if len(self._shelves) == 1:
            namespace = next(iter(self._shelves))
        own = self._shelves.get(namespace)
        if own is None:
            return self.slug_of(target)
        if own.corpus.has(target):
            return self._slug_in(namespace, target)
        renamed = own.names.find_slug(target)
        return self._slug_in(namespace, renamed[0]) if renamed else self.slug_of(target)

    def _address(self, slug: str) -> tuple[str, str]:
        """Where a concept lives on the web, and the language of that page."""
        found = self.find(slug) if slug and self.has_addresses else None
        if found is None:
            return "", ""
        article = found.article
        url = found.corpus.url(article.slug, article.language, self._pattern(found.namespace))
        return url, article.language

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
        versions = [shelf.version for shelf in self._shelves.values()]
        return repr((self.settings, self.language, corpora, versions))

    def candidates(self, target: str, namespace: str = "") -> Iterator[tuple[str, bool]]:
        """The paths tried in turn for a target, as far as they can be told without a listing.

        With each, whether an article there is what is meant: one of a corpus before it
        decides which corpus a slug means, and whether it has its namespace before it.
        """
        meant, slug = self._searched(target)
        if namespace:
            meant, slug = {n: shelf for n, shelf in self._shelves.items() if n == namespace}, target
        held = _first_held(meant, slug)
        for name, shelf in self._shelves.items() if held else ():
            if held and name == held.namespace:
                yield from ((path, True) for path in _chain_candidates(shelf, slug))
                return
            others = shelf.corpus.all_candidates(slug)
            if others is None:
                return
            yield from ((path, False) for path in others)

    def source_candidates(self, slug: str) -> Iterator[str]:
        """The paths tried in turn for a concept's article in the source language."""
        held = self._held(slug)
        if held is None:
            return
        corpus = held.shelf.corpus
        for language in parents(corpus.manifest.source_language):
            yield from corpus.candidates(held.slug, language) or ()

    def is_listed(self, slug: str) -> bool:
        """Whether a manifest lists the concept's files: one that is missing is told of."""
        held = self._held(slug)
        name = held.slug if held else slug
        return any(name in corpus.manifest.articles for corpus in self.corpora.values())

    def file_state(self, path: str) -> FileState | None:
        """The state in which a file was read in this build; else as it is now."""
        read = (shelf.corpus.read_states for shelf in self._shelves.values())
        return next((states[path] for states in read if path in states), file_state(path))

    def setting(self) -> str:
        """Differs when anything differs that makes the state, but for `sources`."""
        known = (self._written_language, self._confdir, babel.__version__)
        return repr((self.settings, self.settings.search_path, *known))

    def sources(self) -> Files | None:
        """The files and folders that make the state; None where faults are to be told again."""
        if not (self.is_complete and self._is_faultless):
            return None
        return {path: s for shelf in self._shelves.values() for path, s in shelf.sources.items()}


def _first_held(shelves: Mapping[str, Shelf], slug: str) -> Held | None:
    """The first corpus that has a slug in any language, so that all builds mean the same."""
    having = (Held(name, shelf, slug) for name, shelf in shelves.items() if shelf.corpus.has(slug))
    return next(having, None)


def _chain_candidates(shelf: Shelf, slug: str) -> Iterator[str]:
    """The paths tried for a slug in a chain, up to the first that needs a listing."""
    for language in shelf.chain:
        paths = shelf.corpus.candidates(slug, language)
        if paths is None:
            return
        yield from paths
