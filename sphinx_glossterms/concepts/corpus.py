"""A corpus on disk: find an article by its slug without listing, read it once."""

from __future__ import annotations

import os
import posixpath
import stat
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from .article import Article, ReadingRules, UnreadableArticle
from .findings import Finding, Rule
from .languages import language_key, normalize_tag, spellings
from .layouts import compile_globs
from .links import ConceptLink, Link, LocalLink, classify
from .manifest import Manifest
from .reading import read_article
from .slugs import is_safe

if TYPE_CHECKING:
    from .body import Body

_Key = tuple[str, str, str]

FileState = tuple[int, int, int, int]
"""Size, times of change of content and of anything (ns), number on the disk."""


class Place(NamedTuple):
    """Where an article lies: its file, its folder's name for the language, the tag."""

    path: Path
    folder: str
    language: str
    slug: str


class Corpus:
    """A set of concepts in a folder.

    ``report`` is called with each finding, once. Articles are read when asked for and
    kept for the life of the object, which is one build.
    """

    def __init__(
        self,
        root: Path,
        manifest: Manifest,
        *,
        disabled_repairs: Iterable[str] = (),
        report: Callable[[Finding], None] = lambda finding: None,
    ) -> None:
        self.root = root
        self.manifest = manifest
        self.rules = ReadingRules(
            fields=manifest.fields,
            highlights=manifest.highlights,
            disabled_repairs=frozenset(disabled_repairs),
        )
        self._tell = report
        self._told: set[Finding] = set()
        self._real_root = os.path.realpath(root)
        self._is_excluded = compile_globs(manifest.exclude)
        self._articles: dict[Place, Article | None] = {}
        self._meanings: dict[str, Link] = {}
        self._listings: dict[str, list[str]] = {}
        self._own_places: dict[str, Place | None] = {}

    def report(self, finding: Finding) -> None:
        """Pass a finding on, unless it was before."""
        if finding not in self._told:
            self._told.add(finding)
            self._tell(finding)

    # --- finding ---

    @cached_property
    def folders(self) -> Mapping[_Key, tuple[str, ...]]:
        """The folder names of each language, by `language_key`; empty where the layout
        doesn't keep languages in folders of their own."""
        directory = self.manifest.layout.language_directory()
        if directory is None:
            return {}
        found: dict[_Key, list[str]] = {}
        for name in self._names_in(directory):
            tag = self.tag_of(name)
            if tag:
                found.setdefault(language_key(tag), []).append(name)
        return {key: tuple(names) for key, names in found.items()}

    def tag_of(self, folder: str) -> str:
        """The language tag of a folder's name, '' if it is none."""
        declared = self.manifest.language_tags.get(folder)
        if declared:
            return declared
        try:
            return normalize_tag(folder)
        except ValueError:
            return ""

    def locate(self, slug: str, language: str) -> Place | None:
        """The file of a concept in exactly this language: one look-up, no listing."""
        listed = self.manifest.articles.get(slug)
        if listed is not None:
            return self._listed_place(slug, listed, language)
        if not is_safe(slug):
            return None
        if not (self.manifest.layout.has_language and self.manifest.layout.has_slug):
            wanted = language_key(language)
            places = self._places_by_front_matter(slug)
            return next((p for p in places if language_key(p.language) == wanted), None)
        for folder in self._folders_of(language):
            path = self._inside(self.manifest.layout.path(folder, slug))
            if path:
                return Place(path, folder, self.tag_of(folder) or language, slug)
        return None

    def candidates(self, slug: str, language: str) -> tuple[str, ...] | None:
        """The paths at which `locate` looks, in its order; None where it needs a listing."""
        listed = self.manifest.articles.get(slug)
        if listed is not None:
            wanted = language_key(language)
            files = [file for tag, file in listed.items() if language_key(tag) == wanted]
        elif not is_safe(slug):
            files = []
        elif not (self.manifest.layout.has_language and self.manifest.layout.has_slug):
            return None
        else:
            folders = self._folders_of(language)
            files = [self.manifest.layout.path(folder, slug) for folder in folders]
        return tuple(str(self.root / file) for file in files)

    def _listed_place(self, slug: str, files: Mapping[str, str], language: str) -> Place | None:
        wanted = language_key(language)
        for tag, file in files.items():
            if language_key(tag) == wanted:
                path = self._inside(file)
                return Place(path, tag, tag, slug) if path else None
        return None

    def _folders_of(self, language: str) -> Sequence[str]:
        layout = self.manifest.layout
        if layout.language_directory() is not None:
            return self.folders.get(language_key(language), ())
        key = language_key(language)
        declared = [f for f, tag in self.manifest.language_tags.items() if language_key(tag) == key]
        return (*declared, *spellings(language))

    def _inside(self, relative: str) -> Path | None:
        """The file, if it is a regular one and really lies in the corpus."""
        path = os.path.join(self._real_root, relative)
        try:
            if not stat.S_ISREG(os.stat(path).st_mode):
                return None
            real = os.path.realpath(path)
        except (OSError, ValueError):  # missing, a loop of links, a NUL in the name
            return None
        inside = real.startswith(self._real_root.rstrip(os.sep) + os.sep)
        if not inside or self._is_excluded(posixpath.normpath(relative)):
            return None
        return self.root / relative

    def languages_of(self, slug: str) -> tuple[str, ...]:
        """The languages that have an article of this slug, in alphabetical order."""
        return tuple(sorted({place.language for place in self._places_of(slug)}))

    def _places_of(self, slug: str) -> Iterator[Place]:
        layout = self.manifest.layout
        listed = self.manifest.articles.get(slug)
        languages: Iterable[str]
        if listed is not None:
            languages = listed
        elif not (layout.has_language and layout.has_slug):
            yield from self._places_by_front_matter(slug)
            return
        elif layout.language_directory() is not None:
            names = [name for names in self.folders.values() for name in names]
            languages = (self.tag_of(name) for name in names)
        else:
            languages = self._languages_beside(slug)
        for language in languages:
            place = self.locate(slug, language)
            if place:
                yield place

    def _languages_beside(self, slug: str) -> Iterator[str]:
        """Languages from the one folder in which a slug's files or folders lie."""
        if not is_safe(slug):
            return
        before, _, after = self.manifest.layout.path("\0", slug).partition("\0")
        folder, prefix = posixpath.split(before)
        suffix = after.partition("/")[0]
        names = self._names_in(folder)
        for index in range(bisect_left(names, prefix), len(names)):
            name = names[index]
            if not name.startswith(prefix):
                return
            if name.endswith(suffix):
                tag = self.tag_of(name[len(prefix) : len(name) - len(suffix)])
                if tag:
                    yield tag

    def _names_in(self, folder: str) -> list[str]:
        """The sorted names in a folder of the corpus, listed once."""
        if folder not in self._listings:
            self._listings[folder] = _directory_names(self.root / folder)
        return self._listings[folder]

    def has(self, slug: str) -> bool:
        """Whether the concept exists in any language."""
        likely = self.locate(slug, self.manifest.source_language)
        return likely is not None or next(self._places_of(slug), None) is not None

    @cached_property
    def slugs(self) -> Mapping[str, tuple[str, ...]]:
        """Every slug with its languages: this lists the whole corpus."""
        found: dict[str, set[str]] = {}
        for slug in self.manifest.articles:
            found[slug] = set(self.languages_of(slug))
        for relative, folder, slug in self._files():
            if self.manifest.layout.has_slug and self.manifest.layout.has_language:
                tag = self.tag_of(folder)
            else:
                place = self._own_place(relative, folder, slug)
                slug, tag = (place.slug, place.language) if place else ("", "")
            if tag and slug not in self.manifest.articles:
                found.setdefault(slug, set()).add(tag)
        return {slug: tuple(sorted(found[slug])) for slug in sorted(found) if found[slug]}

    def _files(self) -> Iterator[tuple[str, str, str]]:
        """The corpus's files that the layout makes: path, language's folder, slug."""
        for relative in self._walk():
            match = self.manifest.layout.match(relative)
            if match is not None:
                yield relative, *match

    def _walk(self) -> Iterator[str]:
        """The paths of all files. A link to a folder is followed, but not a second one
        below it, so that no two links make a loop."""
        folders = [("", False)]
        while folders:
            folder, in_link = folders.pop()
            for entry in _entries(self.root / folder):
                relative = f"{folder}/{entry.name}" if folder else entry.name
                is_link = entry.is_symlink()
                if self._is_excluded(relative):
                    continue
                if not _is_folder(entry):
                    if bool(self._inside(relative)) if is_link else entry.is_file():
                        yield relative
                elif entry.name in _NO_CONCEPTS:
                    continue
                elif not is_link or (not in_link and self._leads_aside(entry.path)):
                    folders.append((relative, in_link or is_link))

    def _leads_aside(self, link: str) -> bool:
        """Whether a link to a folder leads to one in the corpus that doesn't hold the link."""
        try:
            real = os.path.realpath(link)
            parent = os.path.realpath(os.path.dirname(link))
        except OSError:
            return False
        root = self._real_root.rstrip(os.sep) + os.sep
        return real.startswith(root) and not f"{parent}{os.sep}".startswith(real + os.sep)

    # --- places that the front matter tells, where the layout doesn't ---

    def _places_by_front_matter(self, slug: str) -> Sequence[Place]:
        layout = self.manifest.layout
        if not layout.has_slug:
            return self._places_by_slug.get(slug, ())
        relative = layout.path("", slug)
        place = self._own_place(relative, "", slug) if self._inside(relative) else None
        return (place,) if place else ()

    @cached_property
    def _places_by_slug(self) -> Mapping[str, Sequence[Place]]:
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
            place = self._read_own_place(self.root / relative, folder, slug)
            self._own_places[relative] = place
        return self._own_places[relative]

    def _read_own_place(self, path: Path, folder: str, slug: str) -> Place | None:
        source = self.manifest.source_language
        language = self.tag_of(folder) if folder else source
        try:
            article = read_article(path, slug or path.stem, language or source, self.rules)
        except UnreadableArticle as error:
            if not slug:
                self.report(error.finding)
                return None
            return Place(path, folder, language, slug)
        if not self.manifest.layout.has_language:
            language = self.tag_of(article.own_language) or source
        if not slug and not is_safe(article.own_slug):
            message = "neither the file's place nor its front matter gives a slug; it is left out"
            self.report(Finding(str(path), 1, Rule.SLUG_MISMATCH, message))
            return None
        return Place(path, folder, language, slug or article.own_slug) if language else None

    # --- reading ---

    def article(self, slug: str, chain: Iterable[str]) -> Article | None:
        """The article in the first language of the chain that has a readable one."""
        for language in chain:
            place = self.locate(slug, language)
            article = self._read(place) if place else None
            if article:
                return article
        return None

    def _read(self, place: Place) -> Article | None:
        if place not in self._articles:
            try:
                article = read_article(place.path, place.slug, place.language, self.rules)
            except UnreadableArticle as error:
                self.report(error.finding)
                self._articles[place] = None
            else:
                self._articles[place] = article
                for finding in (*article.findings, *self._misplaced(article)):
                    self.report(finding)
        return self._articles[place]

    def _misplaced(self, article: Article) -> Iterator[Finding]:
        """Where the front matter says another slug or language than the file's place."""
        layout = self.manifest.layout
        if article.slug in self.manifest.articles:
            return
        if layout.has_slug and article.own_slug not in ("", article.slug):
            message = f"the front matter says slug “{article.own_slug}”, the file “{article.slug}”"
            yield Finding(article.path, 1, Rule.SLUG_MISMATCH, message)
        tag = self.tag_of(article.own_language) if article.own_language else article.language
        if not tag or language_key(tag) != language_key(article.language):
            known = "the file" if layout.has_language else "which is none; it is read as"
            message = (
                f"the front matter says language “{article.own_language}”,"
                f" {known} “{article.language}”"
            )
            yield Finding(article.path, 1, Rule.LANGUAGE_MISMATCH, message)

    def body(self, article: Article) -> Body:
        """An article's text, read to blocks; reports what it finds."""
        # Late: a build that reads no text does not load what reads Markdown.
        from .body import read_body

        body = read_body(article, self.rules)
        for finding in (*body.findings, *self._dead_links(article, body)):
            self.report(finding)
        return body

    def _dead_links(self, article: Article, body: Body) -> Iterator[Finding]:
        for href, line in body.link_targets():
            link = self.link(href)
            if isinstance(link, ConceptLink) and not self.has(link.slug):
                message = f"no language has a concept “{link.slug}”; its link is text"
                yield Finding(article.path, line, Rule.LINK_UNKNOWN, message)

    # --- links and pictures ---

    def link(self, href: str) -> Link:
        """What a link target in an article means."""
        if href not in self._meanings:
            self._meanings[href] = self._classify(href)
        return self._meanings[href]

    def _classify(self, href: str) -> Link:
        meanings = classify(href, self.manifest.slug_links)
        for meaning in meanings:
            if isinstance(meaning, ConceptLink) and self._exists(meaning):
                return meaning
        first = meanings[0]
        if self.manifest.site and isinstance(first, ConceptLink) and _is_file(first.slug):
            return LocalLink(href)
        return first

    def _exists(self, link: ConceptLink) -> bool:
        return self.has(link.slug) and (not link.language or bool(self.tag_of(link.language)))

    def site_url(self, link: LocalLink) -> str:
        """Where a link to the rest of the corpus's site leads, '' if that isn't known."""
        if not self.manifest.site or not link.path.startswith("/"):
            return ""
        return self.manifest.site.rstrip("/") + link.path

    def url(self, slug: str, language: str, pattern: str = "") -> str:
        """Where the concept lives on the web in this language, '' if nowhere.

        ``{language}`` is the folder's name where that is a tag (a site's addresses are
        made of it), else the tag: ``Swedish`` is ``sv``.
        """
        pattern = pattern or self.manifest.url
        place = self.locate(slug, language) if pattern else None
        if place is None:
            return ""
        name = place.folder if _is_tag(place.folder) else place.language
        return pattern.replace("{language}", name).replace("{slug}", quote(slug))

    def picture(self, article: Article, source: str) -> Path | None:
        """The picture file inside the corpus that an article shows, if it is one."""
        if source.startswith("//"):
            return None
        folder = "" if source.startswith("/") else os.path.dirname(article.path)
        base = os.path.relpath(folder, self.root) if folder else ""
        path = posixpath.normpath(posixpath.join(base, unquote(source).lstrip("/")))
        if posixpath.splitext(path)[1].lower() not in PICTURES or path.startswith("../"):
            return None
        return self._inside(path)


_NO_CONCEPTS = frozenset({".git", ".hg", ".svn"})


def _is_file(slug: str) -> bool:
    """Whether what would be an unknown slug is the address of a file (``/docs/a.pdf``)."""
    return bool(posixpath.splitext(slug)[1])


PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"})


def file_state(path: str) -> FileState | None:
    """What differs when a file is another, None if there is none.

    Any change counts, also one to an older time: a checkout can make a file older.
    """
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _is_tag(folder: str) -> bool:
    try:
        return language_key(folder) == language_key(normalize_tag(folder)) and len(
            folder.replace("_", "-").split("-")[0]
        ) in (2, 3)
    except ValueError:
        return False


def _directory_names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What a folder holds, by name; nothing where it can't be listed."""
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links
        return False
