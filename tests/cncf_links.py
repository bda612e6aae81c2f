"""Count where the links between the concepts of a corpus lead, in a build of each language.

``python tests/cncf_links.py FOLDER`` prints the table as JSON. This is the second opinion that the
tests of links compare builds with, so nothing here comes from the extension: articles are found by
listing folders, read with markdown-it-py, and each form of link is told from the others by hand.

A build shows every concept once: its article in the build language, else in the source language,
else in the first other language by folder name. In what is shown, each link is one of these:

``own``       its concept has an article in the build language
``fallback``  its concept has articles, but none in the build language
``dead``      it means a concept, and no article in any language has that slug
``other``     it means no concept: another site, a footnote, a page such as ``/contribute/``

Links with one target and nothing or white space between them count as one; ``neighbours`` says how
many that leaves out.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<fields>.*?)^---[ \t]*\r?(?:\n|\Z)", re.M | re.S
)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# No CommonMark links, though written to be: the target holds a space, or something comes before it.
NO_LINKS = {
    "[text]](target)": re.compile(r"\]\]\(/[^)]*\)"),
    "[text] (target)": re.compile(r"\][ \t]+\(/[^)]*\)"),
    "[text](a target)": re.compile(r"\]\(/[^)\s\"]*[ \t]+[^)\s\"][^)\"]*\)"),
}


@dataclass(frozen=True)
class Layout:
    """Where a corpus keeps its articles, and what its links may mean beside concepts."""

    folder: str
    source_language: str
    site: str = ""
    no_articles: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()


CNCF = Layout(
    folder="content",
    source_language="en",
    site="https://glossary.cncf.io",
    no_articles=frozenset({"_index.md", "_TEMPLATE.md", "search.md"}),
    pages=frozenset({"contribute", "contributor-ladder", "style-guide", "search"}),
)
INVESTORSWIKI = Layout(folder="Texts", source_language="English")


@dataclass(frozen=True)
class Link:
    """A link in an article; ``slug`` is None where it means no concept."""

    href: str
    slug: str | None
    language: str | None
    form: str
    line: int
    spaced: int = 0
    touching: int = 0


@dataclass(frozen=True)
class Article:
    slug: str
    language: str
    file: str
    links: tuple[Link, ...]
    no_links: tuple[tuple[str, int], ...]
    former_slugs: tuple[str, ...]


def layout_of(corpus: Path) -> Layout:
    """Which of the known layouts a corpus has."""
    for layout in (CNCF, INVESTORSWIKI):
        if (corpus / layout.folder).is_dir():
            return layout
    raise ValueError(f"{corpus} holds neither {CNCF.folder}/ nor {INVESTORSWIKI.folder}/")


def languages_of(corpus: Path, layout: Layout) -> frozenset[str]:
    """What a link may name as a language: a folder, or a folder's language without its region."""
    names = [path.name for path in (corpus / layout.folder).iterdir() if path.is_dir()]
    return frozenset(names) | {name.partition("-")[0] for name in names}


def meaning(
    href: str, layout: Layout, languages: frozenset[str]
) -> tuple[str | None, str | None, str]:
    """The slug and the language that a link's target names, and its form, a pattern of both."""
    target = re.split(r"[?#]", href, maxsplit=1)[0]
    if not target:
        return None, None, "#{fragment}"
    site = ""
    if layout.site and target.startswith(layout.site):
        site, target = layout.site, target[len(layout.site) :]
    elif SCHEME.match(target):
        return None, None, "elsewhere"
    path = unquote(target)
    # "[text]((/slug/))" and "[text]([it/slug/)" are slips of the hand.
    core = path.strip("()").removeprefix("[")
    parts = [part for part in core.split("/") if part not in ("", ".", "..")]
    language = parts.pop(0) if len(parts) == 2 and parts[0] in languages else None
    if len(parts) > 1:
        return None, None, "other path"
    slug = parts[0].removesuffix(".md") if parts else ""
    if not slug or slug in layout.pages or slug in languages:
        return None, None, "page of the site"
    form = path
    if language is not None:
        form = re.sub(rf"(?<![\w-]){re.escape(language)}/", "{language}/", form, count=1)
    head, found, tail = form.rpartition(slug)
    assert found, href
    return slug, language, f"{site}{head}{{slug}}{tail}"


def _inline(tokens: Iterable[Token]) -> Iterator[tuple[int, list[Token]]]:
    """The runs of text among block tokens, and the line that each starts on."""
    line = 0
    for token in tokens:
        if token.map:
            line = token.map[0]
        if token.type == "inline":
            yield line, token.children or []


def links_of(text: str, layout: Layout, languages: frozenset[str]) -> list[Link]:
    """The links of an article in order, neighbours with one target as one."""
    matter = FRONT_MATTER.match(text)
    body = text[matter.end() :] if matter else text
    above = text[: matter.end()].count("\n") if matter else 0
    env: dict[str, Any] = {}
    tokens = (
        MarkdownIt("commonmark", {"html": False})
        .enable(["table", "strikethrough"])
        .parse(body, env)
    )
    footnotes = {
        entry["href"] for label, entry in env.get("references", {}).items() if label.startswith("^")
    }
    links: list[Link] = []
    for start, children in _inline(tokens):
        line = above + start + 1
        neighbour = False  # whether nothing but white space has come since the last link
        gap = ""
        opened: tuple[str, int] | None = None
        shown = ""
        for child in children:
            if child.type == "link_open":
                opened, shown = (str(child.attrs["href"]), line), ""
            elif child.type == "link_close" and opened is not None:
                href, at = opened
                opened = None
                if not shown.strip():
                    continue
                if neighbour and links[-1].href == href:
                    last = links.pop()
                    spaced, touching = last.spaced + bool(gap), last.touching + (not gap)
                    links.append(
                        Link(href, last.slug, last.language, last.form, last.line, spaced, touching)
                    )
                elif href in footnotes:
                    links.append(Link(href, None, None, "[^footnote]", at))
                else:
                    links.append(Link(href, *meaning(href, layout, languages), at))
                neighbour, gap = True, ""
            elif child.type in ("softbreak", "hardbreak"):
                line += 1
                if opened is None:
                    gap += "\n"
            elif opened is not None:
                shown += "image" if child.type == "image" else child.content
            elif child.type == "text" and not child.content.strip():
                gap += child.content
            else:
                neighbour = False
    return links


def _former_slugs(text: str) -> tuple[str, ...]:
    matter = FRONT_MATTER.match(text)
    if matter is None:
        return ()
    fields = yaml.load(matter["fields"], Loader=yaml.BaseLoader)
    former = fields.get("former_slugs", ()) if isinstance(fields, dict) else ()
    return (former,) if isinstance(former, str) else tuple(former)


def articles_of(corpus: Path, layout: Layout) -> list[Article]:
    """Every article of a corpus, by language and slug."""
    articles = []
    languages = languages_of(corpus, layout)
    for path in sorted((corpus / layout.folder).glob("*/*.md")):
        if path.name in layout.no_articles:
            continue
        text = path.read_text(encoding="utf-8")
        articles.append(
            Article(
                slug=path.stem,
                language=path.parent.name,
                file=f"{path.parent.name}/{path.name}",
                links=tuple(links_of(text, layout, languages)),
                no_links=tuple(
                    (form, number)
                    for number, line in enumerate(text.splitlines(), 1)
                    for form, pattern in NO_LINKS.items()
                    for _ in pattern.findall(line)
                ),
                former_slugs=_former_slugs(text),
            )
        )
    return articles


def _folded(slug: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", slug).casefold())


def resolver(articles: Iterable[Article]) -> Mapping[str, str]:
    """Slugs by what names them: themselves, else folded, else a former slug, in that order."""
    articles = list(articles)
    slugs = sorted({article.slug for article in articles})
    known = {slug: slug for slug in slugs}
    for slug in slugs:
        known.setdefault(_folded(slug), slug)
    for article in articles:
        for former in article.former_slugs:
            known.setdefault(former, article.slug)
            known.setdefault(_folded(former), article.slug)
    return known


class Corpus:
    """A corpus, and what a build of each language shows of it when it lists every concept."""

    def __init__(self, folder: Path) -> None:
        self.layout = layout_of(folder)
        self.articles = articles_of(folder, self.layout)
        self.known = resolver(self.articles)
        self.shelf: dict[str, dict[str, Article]] = {}
        for article in self.articles:
            self.shelf.setdefault(article.slug, {})[article.language] = article
        self.languages = sorted({article.language for article in self.articles})

    def find(self, slug: str) -> str | None:
        """The slug that a link's slug names, if any."""
        return self.known.get(slug) or self.known.get(_folded(slug))

    def shown(self, slug: str, language: str) -> Article:
        """The article that a build shows of a concept."""
        there = self.shelf[slug]
        return there.get(language) or there.get(self.layout.source_language) or there[min(there)]

    def kind(self, slug: str, language: str) -> str:
        """Whether a build shows a concept's ``own`` article or a ``fallback``."""
        return "own" if language in self.shelf[slug] else "fallback"

    def links(self, language: str) -> Iterator[tuple[Article, Link, str | None, str]]:
        """Each link that a build shows: its article, itself, its concept's slug, and what it is."""
        for slug in self.shelf:
            article = self.shown(slug, language)
            for link in article.links:
                target = None if link.slug is None else self.find(link.slug)
                if target is not None:
                    yield article, link, target, self.kind(target, language)
                else:
                    yield article, link, None, "other" if link.slug is None else "dead"

    def counts(self, language: str) -> dict[str, Any]:
        """What a build shows, in numbers, and which links are dead."""
        chain = (language, self.layout.source_language)
        beyond = {slug for slug in self.shelf if self.shown(slug, language).language not in chain}
        articles = dict.fromkeys(("own", "fallback", "fallback_beyond_source"), 0)
        for slug in self.shelf:
            articles[self.kind(slug, language)] += 1
        articles["fallback_beyond_source"] = len(beyond)
        links = dict.fromkeys(("own", "fallback", "fallback_beyond_source", "dead", "other"), 0)
        neighbours = dict.fromkeys(("spaced", "touching"), 0)
        dead: dict[str, list[str]] = {}
        for article, link, target, kind in self.links(language):
            links[kind] += 1
            links["fallback_beyond_source"] += target in beyond
            neighbours["spaced"] += link.spaced
            neighbours["touching"] += link.touching
            if kind == "dead" and link.slug is not None:
                dead.setdefault(link.slug, []).append(f"{article.file}:{link.line}")
        return {
            "articles": articles,
            "links": links,
            "neighbours": neighbours,
            "dead": {slug: sorted(places) for slug, places in sorted(dead.items())},
        }

    def oddities(self, article: Article, link: Link) -> Iterator[str]:
        """In which ways a link to a concept is not as the corpus mostly writes them."""
        if link.slug is None:
            return
        translated = article.language != self.layout.source_language
        if link.language is None and translated and self.layout.site:
            yield "names no language, in a translation"
        if link.language not in (None, article.language):
            yield "names another language than the article's"
        if not link.slug.isascii():
            yield "is not ASCII"
        if link.slug != link.slug.casefold():
            yield "has capitals"
        if re.search(r"[?#]", link.href):
            yield "has a query or a fragment"
        target = self.find(link.slug)
        if target not in (None, link.slug):
            yield "is found folded or by a former slug"
        if "_" in link.slug and self.find(link.slug.replace("_", "-")):
            if target is None:
                yield "has underscores, and only the slug with hyphens exists"
            else:
                yield "has underscores, and the slugs with and without exist"


def _add(counts: dict[str, dict[str, Any]], name: str, place: str) -> None:
    entry = counts.setdefault(name, {"count": 0, "first": place})
    entry["count"] += 1


def table(folder: Path) -> dict[str, Any]:
    """What a build of each language shows, and the forms of link that all articles hold."""
    corpus = Corpus(folder)
    forms: dict[str, dict[str, Any]] = {}
    oddities: dict[str, dict[str, Any]] = {}
    no_links: dict[str, dict[str, Any]] = {}
    for article in corpus.articles:
        for link in article.links:
            place = f"{article.file}:{link.line}"
            _add(forms, link.form, place)
            for oddity in corpus.oddities(article, link):
                _add(oddities, oddity, place)
        for form, line in article.no_links:
            _add(no_links, form, f"{article.file}:{line}")
    return {
        "concepts": len(corpus.shelf),
        "articles": len(corpus.articles),
        "languages": {language: corpus.counts(language) for language in corpus.languages},
        "forms": dict(sorted(forms.items())),
        "oddities": dict(sorted(oddities.items())),
        "no_links": dict(sorted(no_links.items())),
    }


def as_json(counts: Mapping[str, Any]) -> str:
    """A table as JSON, innermost lists and then objects on one line."""
    text = json.dumps(counts, ensure_ascii=False, indent=1)
    for innermost in (r"\[[^][{}]*\]", r"\{[^][{}]*\}"):
        text = re.sub(innermost, lambda found: re.sub(r"\n *", " ", found[0]), text)
    return text + "\n"


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: python cncf_links.py FOLDER", file=sys.stderr)
        return 2
    sys.stdout.write(as_json(table(Path(sys.argv[1]))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
