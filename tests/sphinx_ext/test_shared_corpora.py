"""Whole corpora that nobody on this project wrote, every concept on a page of its own."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pytest
import yaml
from building import Built, build, write
from cncf_links import FRONT_MATTER, Corpus
from pages import body_of, classes, faults, headings, page, parse, with_class
from shared_data import shared

# No `site`: all links of this corpus that begin with "/" are to concepts, so that one to a
# concept which is nowhere is text, and not an address where the site has nothing.
CNCF = """\
name: Cloud native
layout: content/{language}/{slug}.md
exclude: [_index.md, _TEMPLATE.md, search.md, contribute, contributor-ladder, style-guide]
slug_links:
  - https://glossary.cncf.io/{language}/{slug}/
  - https://glossary.cncf.io/{slug}/
  - (/{language}/{slug}/)
  - (/{slug}/)
  - "[{language}/{slug}/"
  - /{language}/{slug}.md
  - /{language}//{slug}/
  - /{language}/{slug}//
  - /{language}/{slug}/
  - ../{slug}/
  - "{language}/{slug}/"
  - /{slug}/
  - "{slug}"
"""

INVESTORS = """\
name: Investors
layout: Texts/{language}/{slug}.md
"""

MANIFESTS = {"cncf": CNCF, "investorswiki": INVESTORS}

# What Sphinx calls the languages whose folders have other names.
SPHINX = {
    "pt-br": "pt_BR", "zh-cn": "zh_CN", "zh-tw": "zh_TW",
    "Arabic": "ar", "Chinese": "zh_CN", "Dutch": "nl", "English": "en", "Finnish": "fi",
    "French": "fr", "German": "de", "Hindi": "hi", "Icelandic": "is", "Italian": "it",
    "Japanese": "ja", "Korean": "ko", "Norwegian": "nb_NO", "Polish": "pl", "Russian": "ru",
    "Swedish": "sv", "Turkish": "tr",
}  # fmt: skip

# Written to be links, but none in Markdown: a repair makes them links. By the folder of the
# language and the slug of the page where they are.
MENDED = {
    ("fr", "function-as-a-service"): [
        "auto-scaling",
        "stateless-apps",
        "data-center",
        "scalability",
    ]
}
MENDED_AND_DEAD = {
    ("investorswiki", "English"): {"advancement cost": ["English/client-centric.md:22"]},
    ("cncf", "hi"): {
        "निरंतर-एकीकरण": ["hi/devsecops.md:15"],
        "निरंतर-वितरण": ["hi/devsecops.md:15"],
    },
}
# The count says of a footnote that it is no link to a concept. Articles know no footnotes.
FOOTNOTES = {"訳注：必要に応じてリソースを動的に拡張したり縮小したりするといった性質を持つ"}

FAST = ("hi", "zh-tw")


def _expected(name: str) -> Any:
    file = Path(__file__).parents[1] / "data" / f"links-{name}.json"
    return json.loads(file.read_text(encoding="utf-8"))


EXPECTED = {name: _expected(name) for name in MANIFESTS}


@lru_cache(maxsize=2)
def _counted(name: str) -> Corpus:
    return Corpus(shared("corpora") / name)


def _project(folder: Path, name: str) -> Path:
    """A copy of the corpus with a manifest, and a project that lists all of it."""
    shutil.copytree(shared("corpora") / name, folder / "corpus")
    write(folder / "corpus", {"glossterms.yaml": MANIFESTS[name]})
    index = "Start\n=====\n\n.. glossterm-list::\n   :toctree: words\n"
    return write(folder / "source", {"index.rst": index})


@pytest.fixture(scope="module")
def cncf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _project(tmp_path_factory.mktemp("cncf"), "cncf")


@pytest.fixture(scope="module")
def investors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _project(tmp_path_factory.mktemp("investors"), "investorswiki")


Mended = Mapping[str, Sequence[str]]  # by slug, the slugs of concepts


class Words(NamedTuple):
    """The pages that a list made: which article each shows, and the links in it."""

    kinds: Mapping[str, str]
    """By slug, whether the article is the reader's ``own``, else ``fallback`` and its language."""
    titles: Mapping[str, str]
    links: Mapping[str, Sequence[str]]
    """By slug, the slugs of the concepts that links lead to."""
    others: Mapping[str, Sequence[str]]
    """By slug, the addresses of all other links."""

    def counts(self, slugs: Iterable[str], source: str) -> dict[str, int]:
        found = Counter(self.kinds[slug] for slug in slugs)
        fallback = found.total() - found["own"]
        beyond = fallback - found[f"fallback {source}"]
        return {"own": found["own"], "fallback": fallback, "fallback_beyond_source": beyond}


def _words(built: Built) -> Words:
    files = sorted((built.outdir / "words").glob("*.html"))
    roots = {path.stem: parse(path.read_text(encoding="utf-8")) for path in files}
    assert [(slug, fault) for slug, root in roots.items() for fault in faults(root)] == []
    found = {slug: [*_links(body_of(root))] for slug, root in roots.items()}
    ids = {slug: {e.get("id") for e in root.iter()} for slug, root in roots.items()}
    links: dict[str, list[str]] = {}
    for slug, anchors in found.items():
        targets = [_target(slug, a.get("href", "")) for a in anchors if "glossterm" in classes(a)]
        assert [t for t, id in targets if id not in ids.get(t, ())] == [], slug
        links[slug] = sorted(target for target, _ in targets)
    return Words(
        kinds={slug: _kind(root) for slug, root in roots.items()},
        titles={slug: _straight(headings(root)[0][1]) for slug, root in roots.items()},
        links=links,
        others={
            slug: sorted(a.get("href", "") for a in anchors if "glossterm" not in classes(a))
            for slug, anchors in found.items()
        },
    )


def _kind(root: Element) -> str:
    (article,) = with_class(root, "glossterm-article")
    if "glossterm-fallback" not in classes(article):
        return "own"
    assert with_class(article, "glossterm-notice")
    return f"fallback {article.get('lang', '').lower()}"


def _links(element: Element) -> Iterator[Element]:
    """The links in an article, without those around it."""
    if {"glossterm-backlinks", "glossterm-languages", "headerlink"}.isdisjoint(classes(element)):
        if element.tag == "a":
            yield element
        for child in element:
            yield from _links(child)


def _target(here: str, href: str) -> tuple[str, str]:
    """The slug of the page, and the id on it, that a link leads to."""
    path, _, id = unquote(href).partition("#")
    return path.removesuffix(".html") or here, id


def _dead(built: Built) -> dict[str, list[str]]:
    """What the build says, with ``-v``, of links to concepts that are nowhere."""
    found: dict[str, set[str]] = {}
    pattern = r"(?m)([^/\s]+/[^/]+\.md:\d+): warning: no language has a concept “(.*)” \[link-unkn"
    for place, slug in re.findall(pattern, built.progress):
        if slug not in FOOTNOTES:
            found.setdefault(slug, set()).add(place)
    return {slug: sorted(places) for slug, places in sorted(found.items())}


def _of_ours(built: Built) -> list[str]:
    return [line for line in built.warnings if "[docutils]" not in line]


def _build_words(source: Path, name: str, language: str) -> Built:
    """A build that lists all of a corpus, checked link by link; ``language`` is a folder."""
    corpus = _counted(name)
    first = corpus.layout.source_language
    built = build(
        source,
        language=SPHINX.get(language, language),
        verbosity=1,
        glossterms_corpora="../corpus",
        glossterms_fallback=[first, *(tag for tag in corpus.languages if tag != first)],
    )
    assert _of_ours(built) == []
    assert len(with_class(page(built, "index"), "glossterm")) == EXPECTED[name]["concepts"]
    words = _words(built)
    mended = {slug: more for (folder, slug), more in MENDED.items() if folder == language}
    _check_shown(words, corpus, language, source.parent)
    _check_each(words, corpus, language, mended)
    _check_numbers(words, name, language, mended)
    _check_dead(built, name, language)
    return built


def _check_shown(words: Words, corpus: Corpus, language: str, folder: Path) -> None:
    """Whether each page shows the article that it should, and says so if it is a fallback."""
    titles = dict(words.titles)
    kinds = {}
    for slug in corpus.shelf:
        shown = corpus.shown(slug, language)
        titles[slug] = _title(folder / "corpus" / corpus.layout.folder / shown.file, titles[slug])
        tag = SPHINX.get(shown.language, shown.language).replace("_", "-").lower()
        kinds[slug] = "own" if shown.language == language else f"fallback {tag}"
    assert words.kinds == kinds
    assert words.titles == titles


def _title(article: Path, otherwise: str) -> str:
    """What an article's front matter says of its title, if anything."""
    matter = FRONT_MATTER.match(article.read_text(encoding="utf-8"))
    assert matter, article
    fields = yaml.load(matter["fields"], Loader=yaml.BaseLoader)
    title = fields.get("title", fields.get("Title", otherwise))
    return _straight(" ".join(title.split()))


def _straight(text: str) -> str:
    """The text without what Sphinx's `smartquotes` makes of apostrophes."""
    return text.replace("’", "'")


def _check_each(words: Words, corpus: Corpus, language: str, mended: Mended) -> None:
    """Whether each page has the links that it should: tells what is wrong where."""
    links: dict[str, list[str]] = {slug: [*mended.get(slug, ())] for slug in corpus.shelf}
    others: dict[str, list[str]] = {slug: [] for slug in corpus.shelf}
    for article, link, target, kind in corpus.links(language):
        if target is not None:
            links[article.slug].append(target)
        elif kind == "other" and unquote(link.href) not in FOOTNOTES:
            others[article.slug].append(link.href)
    assert words.links == {slug: sorted(targets) for slug, targets in links.items()}
    assert words.others == {slug: sorted(targets) for slug, targets in others.items()}


def _check_numbers(words: Words, name: str, language: str, mended: Mended) -> None:
    """Whether the articles, and the links to them, are as many as were counted."""
    source = _counted(name).layout.source_language
    source = SPHINX.get(source, source)
    expected = EXPECTED[name]["languages"][language]
    assert words.counts(words.kinds, source) == expected["articles"]
    reached = words.counts(chain(*words.links.values()), source)
    by_repair = words.counts(chain(*mended.values()), source)
    assert reached == {kind: expected["links"][kind] + by_repair[kind] for kind in reached}


def _check_dead(built: Built, name: str, language: str) -> None:
    """Whether only those links are text whose concepts are nowhere."""
    dead = EXPECTED[name]["languages"][language]["dead"] | MENDED_AND_DEAD.get((name, language), {})
    # A build tells once of each line.
    assert _dead(built) == {slug: sorted({*places}) for slug, places in sorted(dead.items())}


@pytest.mark.parametrize(
    "language",
    [
        pytest.param(language, marks=() if language in FAST else pytest.mark.long)
        for language in EXPECTED["cncf"]["languages"]
    ],
)
def test_every_link_of_cncf(cncf: Path, language: str) -> None:
    _build_words(cncf, "cncf", language)


@pytest.mark.parametrize("language", EXPECTED["investorswiki"]["languages"])
def test_every_link_of_investors(investors: Path, language: str) -> None:
    built = _build_words(investors, "investorswiki", language)
    assert with_class(page(built, "words/client-centric"), "glossterm-highlights")


def test_every_language_of_investors(investors: Path) -> None:
    """All articles on one page of one build."""
    names = sorted(path.name for path in (investors.parent / "corpus" / "Texts").iterdir())
    entries = "".join(f".. glossterm:: client-centric\n   :language: {name}\n\n" for name in names)
    source = write(investors.parent / "one", {"index.rst": f"All\n===\n\n{entries}"})
    built = build(source, glossterms_corpora="../corpus")
    assert built.warnings == []
    articles = with_class(page(built, "index"), "glossterm-article")
    assert len(articles) == len(names) == 17
    for name, article in zip(names, articles, strict=True):
        assert with_class(article, "glossterm-highlights"), name
