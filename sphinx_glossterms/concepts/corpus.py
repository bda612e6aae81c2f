"""A corpus on disk: find an article by its slug without listing, read it once."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from .article import Article, ReadingRules, UnreadableArticle
from .file_states import Files, file_state
from .findings import Finding, Rule, Severity, renamed_message
from .languages import language_key, normalize_tag, parents
from .links import ConceptLink, Link, LocalLink, classify
from .manifest import Manifest
from .places import (
    FrontMatterPlaces,
    LanguageKey,
    LayoutPlaces,
    ListedPlaces,
    Place,
    Places,
    language_folders,
)
from .reading import read_with_body
from .tree import Tree

if TYPE_CHECKING:
    from .body import Body

MAX_BODIES = 32
"""How many texts of articles are kept, once read to blocks."""


class Corpus:
    """A set of concepts in a folder.

    ``report`` is called with each finding, once. Articles are found and read when asked
    for, and kept for the life of the object, which is one build.
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
        self._tree = Tree(root, manifest.exclude)
        self._listed = ListedPlaces(self._tree, manifest, self.report)
        self._unlisted: Places
        if manifest.layout.has_language and manifest.layout.has_slug:
            self._unlisted = LayoutPlaces(self._tree, manifest, self.report)
        else:
            self._unlisted = FrontMatterPlaces(self._tree, manifest, self.report, self.rules)
        self._located: dict[tuple[str, str], Place | None] = {}
        self._articles: dict[Place, Article | None] = {}
        self.read_states: Files = {}
        """The state of each file that was read, from just before."""
        self._bodies: dict[Article, Body] = {}
        self._told_bodies: set[Article] = set()
        self._meanings: dict[str, Link] = {}
        self._former: dict[Article, tuple[str, ...]] = {}
        self._other_slugs: Callable[[str], tuple[str, ...]] = lambda slug: ()

    def know_by(self, other_slugs: Callable[[str], tuple[str, ...]]) -> None:
        """Say what gives the present slugs for one that is spelled otherwise, or former."""
        self._other_slugs = other_slugs

    def report(self, finding: Finding) -> None:
        """Pass a finding on, unless it was before."""
        if finding not in self._told:
            self._told.add(finding)
            self._tell(finding)

    # --- finding ---

    @cached_property
    def folders(self) -> Mapping[LanguageKey, tuple[str, ...]]:
        """The folder names of each language, by `language_key`; empty where the layout
        doesn't keep languages in folders of their own."""
        if isinstance(self._unlisted, LayoutPlaces):
            return self._unlisted.folders
        return language_folders(self._tree, self.manifest, self.report)

    def tag_of(self, folder: str) -> str:
        """The language tag of a folder's name, '' if it is none."""
        return self.manifest.tag_of(folder)

    def _places(self, slug: str) -> Places:
        return self._listed if slug in self.manifest.articles else self._unlisted

    def locate(self, slug: str, language: str) -> Place | None:
        """The file of a concept in exactly this language: one look-up, no listing."""
        return self._places(slug).locate(slug, language)

    def _place(self, slug: str, language: str) -> Place | None:
        """The same, looked up once: for the concepts that a build uses."""
        if (slug, language) not in self._located:
            self._located[slug, language] = self.locate(slug, language)
        return self._located[slug, language]

    def is_in(self, slug: str, chain: Iterable[str]) -> bool:
        """Whether a concept has a file in any of these languages."""
        return any(self._place(slug, language) for language in chain)

    def candidates(self, slug: str, language: str) -> tuple[str, ...] | None:
        """The paths at which `locate` looks, in its order; None where it needs a listing."""
        return self._absolute(self._places(slug).candidates(slug, language))

    def all_candidates(self, slug: str) -> tuple[str, ...] | None:
        """The paths at which a concept may lie in any language, as `candidates`."""
        return self._absolute(self._places(slug).all_candidates(slug))

    def _absolute(self, files: Iterable[str] | None) -> tuple[str, ...] | None:
        return None if files is None else tuple(str(self.root / file) for file in files)

    def languages_of(self, slug: str) -> tuple[str, ...]:
        """The languages that have an article of this slug, in alphabetical order."""
        if "slugs" in self.__dict__:  # the corpus is listed already
            return self.slugs.get(slug, ())
        return tuple(sorted({place.language for place in self._places(slug).of(slug)}))

    def has(self, slug: str) -> bool:
        """Whether the concept exists in any language."""
        likely = self._place(slug, self.manifest.source_language)
        return likely is not None or any(True for _ in self._places(slug).of(slug))

    @cached_property
    def slugs(self) -> Mapping[str, tuple[str, ...]]:
        """Every slug with its languages: this lists the whole corpus."""
        found: dict[str, set[str]] = {}
        for places in (self._listed, self._unlisted):
            for slug, tag in places.all():
                if self._places(slug) is places:
                    found.setdefault(slug, set()).add(tag)
        return {slug: tuple(sorted(found[slug])) for slug in sorted(found)}

    # --- reading ---

    def article(self, slug: str, chain: Iterable[str]) -> Article | None:
        """The article in the first language of the chain that has a readable one."""
        for language in chain:
            place = self._place(slug, language)
            article = self._read(place) if place else None
            if article:
                return article
        return None

    def was_told_of(self, slug: str, chain: Iterable[str]) -> bool:
        """Whether the article that `article` gives was read by now, and an error told of it."""
        for language in chain:
            place = self._place(slug, language)
            if place is not None and place not in self._articles:
                return False
            article = self._articles[place] if place else None
            if article:
                return any(finding.severity is Severity.ERROR for finding in article.findings)
            if place:
                return True
        return False

    def _read(self, place: Place) -> Article | None:
        if place not in self._articles:
            self.read_states[str(place.path)] = file_state(str(place.path))
            try:
                article, body = read_with_body(place.path, place.slug, place.language, self.rules)
            except UnreadableArticle as error:
                self.report(error.finding)
                self._articles[place] = None
            else:
                self._articles[place] = article
                if body:
                    self._keep(article, body)
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

        body = self._bodies.pop(article, None) or read_body(article, self.rules)
        self._keep(article, body)
        if article not in self._told_bodies:
            self._told_bodies.add(article)
            for finding in (*body.findings, *self._dead_links(article, body)):
                self.report(finding)
        return body

    def _keep(self, article: Article, body: Body) -> None:
        """Keep the texts that were asked for last: not all, a corpus may be large."""
        self._bodies[article] = body
        if len(self._bodies) > MAX_BODIES:
            del self._bodies[next(iter(self._bodies))]

    def _dead_links(self, article: Article, body: Body) -> Iterator[Finding]:
        for href, line in body.link_targets():
            link = self.link(href)
            if not isinstance(link, ConceptLink) or self.has(link.slug):
                continue
            present = next(iter(self._other_slugs(link.slug)), "")
            if present:
                message = renamed_message(link.slug, present)
                yield Finding(article.path, line, Rule.LINK_RENAMED, message)
            else:
                message = f"no language has a concept “{link.slug}”"
                yield Finding(article.path, line, Rule.LINK_UNKNOWN, message)

    def former_slugs(self, article: Article) -> tuple[str, ...]:
        """The slugs that a concept had before, by the source language's article if there is one."""
        if article not in self._former:
            self._former[article] = self._find_former_slugs(article)
        return self._former[article]

    def _find_former_slugs(self, article: Article) -> tuple[str, ...]:
        languages = parents(self.manifest.source_language)
        places = (self._place(article.slug, language) for language in languages)
        path = next((place.path for place in places if place), None)
        if path is None or str(path) == article.path:
            return article.former_slugs
        may_have = self._may_have_former_slugs(path)
        source = self.article(article.slug, languages) if may_have else None
        return source.former_slugs if source else ()

    def _may_have_former_slugs(self, path: Path) -> bool:
        """Whether a file need be read for them: few have any."""
        key = self.manifest.fields.get("former_slugs", "former_slugs")
        try:
            return bool(key) and str(key).encode() in path.read_bytes()
        except OSError:
            return False

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
        concepts = [link for link in meanings if isinstance(link, ConceptLink)]
        likely = [link for link in concepts if self._names_language(link)] or concepts
        for meaning in likely:
            if self._other_slugs(meaning.slug):
                return meaning
        # What names no concept is elsewhere on the site that the articles come from.
        is_of_site = self.manifest.site and href.startswith("/") and not href.startswith("//")
        if is_of_site and concepts:
            return LocalLink(href)
        return likely[0] if likely else meanings[0]

    def _exists(self, link: ConceptLink) -> bool:
        return self.has(link.slug) and (not link.language or self._names_language(link))

    def _names_language(self, link: ConceptLink) -> bool:
        return bool(link.language and self.tag_of(link.language))

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
        place = self._place(slug, language) if pattern else None
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
        return self._tree.file(path)


PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"})


def _is_tag(folder: str) -> bool:
    try:
        return language_key(folder) == language_key(normalize_tag(folder)) and len(
            folder.replace("_", "-").split("-")[0]
        ) in (2, 3)
    except ValueError:
        return False
