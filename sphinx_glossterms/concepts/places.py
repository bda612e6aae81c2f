"""Where articles lie: by the layout, by the manifest's list, by their front matter.

All three are one interface, `Places`; which of them serves a slug is the corpus's choice.
"""

from __future__ import annotations

import posixpath
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from .article import ReadingRules, UnreadableArticle
from .findings import Finding, Rule
from .languages import language_key, spellings
from .manifest import FILENAME, Manifest
from .reading import read_article
from .slugs import is_safe
from .tree import Tree

LanguageKey = tuple[str, str, str]
"""What `language_key` gives."""

Report = Callable[[Finding], None]


class Place(NamedTuple):
    """Where an article lies: its file, its folder's name for the language, the tag."""

    path: Path
    folder: str
    language: str
    slug: str


class Places(ABC):
    """Where the articles of a corpus lie."""

    def __init__(self, tree: Tree, manifest: Manifest, report: Report) -> None:
        self._tree = tree
        self._manifest = manifest
        self._layout = manifest.layout
        self._report = report

    @abstractmethod
    def locate(self, slug: str, language: str) -> Place | None:
        """The place of a concept in exactly this language."""

    @abstractmethod
    def candidates(self, slug: str, language: str) -> tuple[str, ...] | None:
        """The paths at which `locate` looks, in its order; None where it needs a listing."""

    @abstractmethod
    def all_candidates(self, slug: str) -> tuple[str, ...] | None:
        """The paths at which a concept may lie in any language, as `candidates`."""

    @abstractmethod
    def of(self, slug: str) -> Iterable[Place]:
        """The places of a concept, in all languages."""

    @abstractmethod
    def all(self) -> Iterator[tuple[str, str]]:
        """The slug and language of every article: this lists the whole corpus."""

    def _files(self) -> Iterator[tuple[str, str, str]]:
        """The corpus's files that the layout makes: path, language's folder, slug."""
        for relative in self._tree.walk():
            match = self._layout.match(relative)
            if match is not None:
                yield relative, *match


class ListedPlaces(Places):
    """Places that the manifest lists under ``articles``."""

    def locate(self, slug: str, language: str) -> Place | None:
        """The file that is listed, if it is there; a missing one is reported."""
        for tag, file in self._listed(slug, language):
            path = self._tree.article_file(file)
            if path:
                return Place(path, tag, tag, slug)
            if not self._tree.is_excluded(file):
                self._tell_missing(slug, tag, file)
        return None

    def candidates(self, slug: str, language: str) -> tuple[str, ...]:
        """The file that is listed."""
        return tuple(file for _, file in self._listed(slug, language))

    def all_candidates(self, slug: str) -> tuple[str, ...]:
        """The files that are listed."""
        return tuple(self._manifest.articles[slug].values())

    def of(self, slug: str) -> Iterator[Place]:
        """The files that are listed and there."""
        return filter(None, (self.locate(slug, tag) for tag in self._manifest.articles[slug]))

    def all(self) -> Iterator[tuple[str, str]]:
        """The slug and language of every file that is listed and there."""
        for slug in self._manifest.articles:
            for place in self.of(slug):
                yield slug, place.language

    def _listed(self, slug: str, language: str) -> list[tuple[str, str]]:
        wanted = language_key(language)
        files = self._manifest.articles[slug].items()
        return [(tag, file) for tag, file in files if language_key(tag) == wanted][:1]

    def _tell_missing(self, slug: str, tag: str, file: str) -> None:
        message = f"articles: the corpus has no file “{file}”, listed for “{slug}” in {tag}"
        path = str(self._tree.root / FILENAME)
        self._report(Finding(path, 0, Rule.FILE_UNREADABLE, message))


class LayoutPlaces(Places):
    """Places that the layout makes of language and slug."""

    def locate(self, slug: str, language: str) -> Place | None:
        """One look-up of a file, no listing."""
        for folder in self._folders_of(language) if is_safe(slug) else ():
            path = self._tree.article_file(self._layout.path(folder, slug))
            if path:
                return Place(path, folder, self._manifest.tag_of(folder) or language, slug)
        return None

    def candidates(self, slug: str, language: str) -> tuple[str, ...]:
        """A file for each name that the language's folder may have."""
        folders = self._folders_of(language) if is_safe(slug) else ()
        return tuple(self._layout.path(folder, slug) for folder in folders)

    def all_candidates(self, slug: str) -> tuple[str, ...] | None:
        """A file for each folder of a language, where languages have such folders."""
        if not is_safe(slug):
            return ()
        if self._layout.language_directory() is None:
            return None
        names = (name for names in self.folders.values() for name in names)
        return tuple(self._layout.path(name, slug) for name in names)

    def of(self, slug: str) -> Iterator[Place]:
        """The files of a slug that are there."""
        if self._layout.language_directory() is None:
            languages = self._languages_beside(slug)
        else:
            names = (name for names in self.folders.values() for name in names)
            languages = map(self._manifest.tag_of, names)
        return filter(None, (self.locate(slug, language) for language in languages))

    def all(self) -> Iterator[tuple[str, str]]:
        """The slug and language of every file that the layout makes."""
        for _, folder, slug in self._files():
            tag = self._manifest.tag_of(folder)
            if tag:
                yield slug, tag

    @cached_property
    def folders(self) -> Mapping[LanguageKey, tuple[str, ...]]:
        """The names of each language's folders."""
        return language_folders(self._tree, self._manifest, self._report)

    def _folders_of(self, language: str) -> Sequence[str]:
        key = language_key(language)
        if self._layout.language_directory() is not None:
            return self.folders.get(key, ())
        tags = self._manifest.language_tags
        declared = [folder for folder, tag in tags.items() if language_key(tag) == key]
        return (*declared, *spellings(language))

    def _languages_beside(self, slug: str) -> Iterator[str]:
        """Languages from the one folder in which a slug's files or folders lie."""
        if not is_safe(slug):
            return
        before, _, after = self._layout.path("\0", slug).partition("\0")
        folder, prefix = posixpath.split(before)
        suffix = after.partition("/")[0]
        names = self._tree.names_in(folder)
        for index in range(bisect_left(names, prefix), len(names)):
            name = names[index]
            if not name.startswith(prefix):
                return
            if name.endswith(suffix):
                tag = self._manifest.tag_of(name[len(prefix) : len(name) - len(suffix)])
                if tag:
                    yield tag


class FrontMatterPlaces(Places):
    """Places whose slug, language or both only the front matter tells."""

    def __init__(self, tree: Tree, manifest: Manifest, report: Report, rules: ReadingRules) -> None:
        super().__init__(tree, manifest, report)
        self._rules = rules
        self._own_places: dict[str, Place | None] = {}

    def locate(self, slug: str, language: str) -> Place | None:
        """The place, found with those of the other languages."""
        wanted = language_key(language)
        return next((p for p in self.of(slug) if language_key(p.language) == wanted), None)

    def candidates(self, slug: str, language: str) -> tuple[str, ...] | None:
        """None: what a file is cannot be told by where it lies."""
        return None if is_safe(slug) else ()

    def all_candidates(self, slug: str) -> tuple[str, ...] | None:
        """None, as `candidates`."""
        return None if is_safe(slug) else ()

    def of(self, slug: str) -> Sequence[Place]:
        """The one file of a slug, else all files that say that they are of it."""
        if not is_safe(slug):
            return ()
        if not self._layout.has_slug:
            return self._by_slug.get(slug, ())
        relative = self._layout.path("", slug)
        path = self._tree.article_file(relative)
        place = self._own_place(relative, "", slug) if path else None
        return (place,) if place else ()

    def all(self) -> Iterator[tuple[str, str]]:
        """The slug and language of every file: this reads the whole corpus."""
        for relative, folder, slug in self._files():
            place = self._own_place(relative, folder, slug)
            if place:
                yield place.slug, place.language

    @cached_property
    def _by_slug(self) -> Mapping[str, Sequence[Place]]:
        """Where each slug is, if no path says so: this reads the whole corpus."""
        found: dict[str, list[Place]] = {}
        for relative, folder, slug in self._files():
            place = self._own_place(relative, folder, slug)
            if place:
                found.setdefault(place.slug, []).append(place)
        return found

    def _own_place(self, relative: str, folder: str, slug: str) -> Place | None:
        """The place of a file with the slug and language of its own front matter."""
        if relative not in self._own_places:
            place = self._read_own_place(self._tree.root / relative, folder, slug)
            self._own_places[relative] = place
        return self._own_places[relative]

    def _read_own_place(self, path: Path, folder: str, slug: str) -> Place | None:
        source = self._manifest.source_language
        language = self._manifest.tag_of(folder) if folder else source
        try:
            article = read_article(path, slug or path.stem, language or source, self._rules)
        except UnreadableArticle as error:
            if not slug:
                self._report(error.finding)
                return None
            return Place(path, folder, language, slug)
        if not self._layout.has_language:
            language = self._manifest.tag_of(article.own_language) or source
        if not slug and not is_safe(article.own_slug):
            message = "neither the file's place nor its front matter gives a slug; it is left out"
            self._report(Finding(str(path), 1, Rule.SLUG_MISMATCH, message))
            return None
        return Place(path, folder, language, slug or article.own_slug) if language else None


def language_folders(
    tree: Tree, manifest: Manifest, report: Report
) -> Mapping[LanguageKey, tuple[str, ...]]:
    """The folder names of each language; empty where the layout keeps none in folders.

    A folder that holds articles but is no language is reported.
    """
    directory = manifest.layout.language_directory()
    found: dict[LanguageKey, list[str]] = {}
    for name in tree.folders_in(directory) if directory is not None else ():
        tag = manifest.tag_of(name)
        if tag:
            found.setdefault(language_key(tag), []).append(name)
        elif _holds_articles(tree, manifest, name):
            message = (
                f"“{name}” is no language, so its articles are left out;"
                " give its language under `language_tags` in glossterms.yaml, or `exclude` it"
            )
            path = str(tree.root / posixpath.join(directory or "", name))
            report(Finding(path, 0, Rule.FOLDER_UNKNOWN, message))
    return {key: tuple(names) for key, names in found.items()}


def _holds_articles(tree: Tree, manifest: Manifest, folder: str) -> bool:
    """Whether the layout has any file below a folder's name: this lists one folder."""
    if folder.startswith("."):
        return False
    if not manifest.layout.has_slug:
        return tree.article_file(manifest.layout.path(folder, "")) is not None
    before, _, after = manifest.layout.path(folder, "\0").partition("\0")
    parent, prefix = posixpath.split(before)
    if not tree.is_folder(parent):
        return False
    suffix, _, rest = after.partition("/")
    shortest = len(prefix) + len(suffix) + 1
    return any(
        tree.article_file("/".join(filter(None, (parent, name, rest))))
        for name in tree.names_in(parent)
        if name.startswith(prefix) and name.endswith(suffix) and len(name) >= shortest
    )
