"""A corpus on disk: find an article by its slug without listing, read it once."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from .article import (
    Article,
    Body,
    ReadingRules,
    UnreadableArticle,
    read_article,
    read_body,
)
from .findings import Finding, Rule
from .highlights import Spellings
from .languages import language_key, normalize_tag, spellings
from .layouts import compile_globs
from .links import ConceptLink, Link, LocalLink, classify
from .manifest import Manifest
from .markdown import inline_tokens
from .slugs import is_safe

_Key = tuple[str, str, str]


class Place(NamedTuple):
    """Where an article lies: its file, its folder's name for the language, the tag."""

    path: Path
    folder: str
    language: str


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
            spellings=Spellings(manifest.highlights),
            disabled_repairs=frozenset(disabled_repairs),
        )
        self.report = report
        self._real_root = os.path.realpath(root)
        self._is_excluded = compile_globs(manifest.exclude)
        self._articles: dict[Place, Article | None] = {}
        self._slug_of_link: dict[str, Link] = {}

    # --- finding ---

    @cached_property
    def folders(self) -> Mapping[_Key, tuple[str, ...]]:
        """The folder names of each language, by `language_key`; empty where the layout
        doesn't keep languages in folders of their own."""
        directory = self.manifest.layout.language_directory()
        if directory is None:
            return {}
        found: dict[_Key, list[str]] = {}
        for name in _directory_names(self.root / directory):
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
            return self._listed_place(listed, language)
        if not is_safe(slug):
            return None
        for folder in self._folders_of(language):
            path = self._inside(self.manifest.layout.path(folder, slug))
            if path:
                return Place(path, folder, self.tag_of(folder) or language)
        return None

    def _listed_place(self, files: Mapping[str, str], language: str) -> Place | None:
        wanted = language_key(language)
        for tag, file in files.items():
            if language_key(tag) == wanted:
                path = self._inside(file)
                return Place(path, tag, tag) if path else None
        return None

    def _folders_of(self, language: str) -> Sequence[str]:
        layout = self.manifest.layout
        if not layout.has_language:
            same = language_key(language) == language_key(self.manifest.source_language)
            return ("",) if same else ()
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
        inside = real.startswith(self._real_root + os.sep)
        if not inside or self._is_excluded(posixpath.normpath(relative)):
            return None
        return self.root / relative

    def languages_of(self, slug: str) -> tuple[str, ...]:
        """The languages that have an article of this slug, in alphabetical order."""
        return tuple(sorted({place.language for place in self._places_of(slug)}))

    def _places_of(self, slug: str) -> Iterator[Place]:
        listed = self.manifest.articles.get(slug)
        if listed is not None:
            languages: Iterable[str] = listed
        elif not self.manifest.layout.has_language:
            languages = (self.manifest.source_language,)
        elif self.manifest.layout.language_directory() is not None:
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
        layout = self.manifest.layout
        before, _, _ = layout.pattern.partition("{language}")
        folder = posixpath.dirname(before).replace("{slug}", slug)
        for name in _directory_names(self.root / folder):
            inside = posixpath.join(folder, name)
            rest = layout.pattern.count("/") - posixpath.dirname(before).count("/")
            tail = "/".join(layout.pattern.split("/")[-rest:]) if rest else ""
            match = layout.match(inside) or layout.match(posixpath.join(inside, tail))
            if match and match[1] == slug and self.tag_of(match[0]):
                yield self.tag_of(match[0])

    def has(self, slug: str) -> bool:
        """Whether the concept exists in any language."""
        return next(self._places_of(slug), None) is not None

    @cached_property
    def slugs(self) -> Mapping[str, tuple[str, ...]]:
        """Every slug with its languages: this lists the whole corpus."""
        found: dict[str, set[str]] = {}
        for slug, files in self.manifest.articles.items():
            found[slug] = set(files)
        for folder, _, names in os.walk(self.root):
            for name in names:
                relative = Path(folder, name).relative_to(self.root).as_posix()
                match = self.manifest.layout.match(relative)
                if match is None or self._is_excluded(relative):
                    continue
                tag = self.tag_of(match[0]) if match[0] else self.manifest.source_language
                if tag:
                    found.setdefault(match[1], set()).add(tag)
        return {slug: tuple(sorted(found[slug])) for slug in sorted(found)}

    # --- reading ---

    def article(self, slug: str, chain: Iterable[str]) -> Article | None:
        """The article in the first language of the chain that has a readable one."""
        for language in chain:
            place = self.locate(slug, language)
            article = self._read(place, slug) if place else None
            if article:
                return article
        return None

    def _read(self, place: Place, slug: str) -> Article | None:
        if place not in self._articles:
            try:
                article = read_article(place.path, slug, place.language, self.rules)
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
        if layout.has_language and article.own_language:
            tag = self.tag_of(article.own_language)
            if not tag or language_key(tag) != language_key(article.language):
                message = (
                    f"the front matter says language “{article.own_language}”,"
                    f" the file “{article.language}”"
                )
                yield Finding(article.path, 1, Rule.LANGUAGE_MISMATCH, message)

    def body(self, article: Article) -> Body:
        """An article's text, read to blocks; reports what it finds."""
        body = read_body(article, self.rules)
        for finding in (*body.findings, *self._dead_links(article, body)):
            self.report(finding)
        return body

    def _dead_links(self, article: Article, body: Body) -> Iterator[Finding]:
        for block in body.blocks:
            for token in inline_tokens(block):
                for child in token.children or ():
                    if child.type != "link_open":
                        continue
                    href = str(child.attrs["href"])
                    link = self.link(href)
                    if isinstance(link, ConceptLink) and not self.has(link.slug):
                        line = token.map[0] if token.map else 0
                        message = f"no language has a concept “{link.slug}”; its link is text"
                        yield Finding(article.path, line, Rule.LINK_UNKNOWN, message)

    # --- links and pictures ---

    def link(self, href: str) -> Link:
        """What a link target in an article means."""
        if href not in self._slug_of_link:
            meanings = classify(href, self.manifest.slug_links)
            self._slug_of_link[href] = next(
                (m for m in meanings if isinstance(m, ConceptLink) and self._exists(m)),
                meanings[0],
            )
        return self._slug_of_link[href]

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
        return pattern.replace("{language}", name).replace("{slug}", slug)

    def picture(self, article: Article, source: str) -> Path | None:
        """The picture file inside the corpus that an article shows, if it is one."""
        base = self.root if source.startswith("/") else Path(article.path).parent
        path = Path(os.path.normpath(base / source.lstrip("/")))
        if path.suffix.lower() not in PICTURES or not path.is_relative_to(self.root):
            return None
        return self._inside(path.relative_to(self.root).as_posix())


PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"})


def _is_tag(folder: str) -> bool:
    try:
        return language_key(folder) == language_key(normalize_tag(folder)) and len(
            folder.replace("_", "-").split("-")[0]
        ) in (2, 3)
    except ValueError:
        return False


def _directory_names(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError:
        return []
