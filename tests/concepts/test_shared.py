"""The seeds and corpora beside this repository are read as a reader would want it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from reading import REPAIRS, links, outline
from shared_data import shared

from sphinx_glossterms.concepts.article import Article
from sphinx_glossterms.concepts.body import Body
from sphinx_glossterms.concepts.corpus import Corpus
from sphinx_glossterms.concepts.findings import Finding
from sphinx_glossterms.concepts.layouts import Layout
from sphinx_glossterms.concepts.manifest import Manifest
from sphinx_glossterms.concepts.markdown import list_items, plain_text

SEEDS = {
    "sv": "000_c09f7429051b24c6.txt",
    "fi": "001_c70a4a670ec9fbcc.txt",
    "ca": "002_fa464077af1b31d7.txt",
    "pl": "003_042a2d8dbf7573e2.txt",
    "it": "004_cb56464f6fa33fa2.txt",
}
SLUG = "client-centric"


class Library:
    """A corpus, and what it reported."""

    def __init__(self, root: Path, **manifest: object) -> None:
        self.findings: list[Finding] = []
        self.corpus = Corpus(root, Manifest(**manifest), report=self.findings.append)  # type: ignore[arg-type]

    def read(self, slug: str, language: str) -> tuple[Article, Body]:
        article = self.corpus.article(slug, [language])
        assert article, (slug, language)
        return article, self.corpus.body(article)

    @property
    def repairs(self) -> list[tuple[str, int, str]]:
        """(file, line, rule) of each repair."""
        return [
            (Path(f.path).name, f.line, f.rule.label) for f in self.findings if f.rule.is_repair
        ]


@pytest.fixture
def seeds() -> Library:
    return Library(shared("seeds"), articles={SLUG: SEEDS})


def _highlights(body: Body) -> tuple[str, list[str]]:
    assert body.highlights
    heading, *rest = body.blocks[body.highlights.heading : body.highlights.end]
    (items,) = rest
    return plain_text(heading), [plain_text(item) for item in list_items(items)]


@pytest.mark.parametrize(
    ("language", "title", "heading", "count"),
    [
        ("sv", "Kundcentrerad", "Höjdpunkter", 3),
        ("fi", "Asiakaskeskeinen", "Kohokohdat", 3),
        ("ca", "Què és centrat en el client?", "Punts clau", 1),
        ("pl", "Zorientowany na klienta", "Przegląd najważniejszych wydarzeń", 3),
        ("it", "Incentrato sul cliente", "Mette in risalto", 3),
    ],
)
def test_seeds(seeds: Library, language: str, title: str, heading: str, count: int) -> None:
    article, body = seeds.read(SLUG, language)
    assert article.title == title
    assert (article.slug, article.language) == (SLUG, language)
    if language != "ca":
        assert article.keywords == ("Business", "Business Essentials")
        assert outline(body.blocks[0]).startswith("h2 ")
    found, items = _highlights(body)
    assert found == heading
    assert len(items) == count
    assert all(item.endswith(".") for item in items)
    assert not any(item.startswith(("-", "–")) for item in items)


SEED_REPAIRS = {
    "sv": [(10, "link-join"), (14, "link-join"), (26, "empty-quote"), (40, "list-marker")],
    "fi": [(14, "link-join"), (26, "empty-quote"), (38, "list-lost-marker")],
    "ca": [(1, "plain-text")],
    "pl": [(10, "link-join"), (14, "link-join"), (14, "link-punctuation"), (26, "empty-quote")],
    "it": [(10, "link-join"), (14, "link-join"), (26, "empty-quote")],
}


def test_every_repair_of_the_seeds_is_a_finding(seeds: Library) -> None:
    for language in SEEDS:
        seeds.read(SLUG, language)
    expected = [(SEEDS[lang], line, rule) for lang in SEEDS for line, rule in SEED_REPAIRS[lang]]
    assert sorted(seeds.repairs) == sorted(expected)
    assert Counter(rule for _, _, rule in seeds.repairs)["link-join"] == 7
    assert {f.severity for f in seeds.findings} == {"note", "warning"}


def test_links_of_the_seeds(seeds: Library) -> None:
    found = {language: links(seeds.read(SLUG, language)[1].blocks) for language in SEEDS}
    assert [text for text, _ in found["sv"]] == [
        "kunden är", "idéer", "one-stop shopping", "kampanjer", "kundbas",
    ]  # fmt: skip
    assert found["fi"][:3] == [
        ("asiakas", "/customer"),
        ("ideoiden", "/customer"),
        ("keskiössä", "/market-orientation"),
    ]
    assert ("zakupy w jednym miejscu", "/onestopshop") in found["pl"]
    assert ("cliente sia", "/customer") in found["it"]
    assert found["ca"] == []
    body = seeds.read(SLUG, "pl")[1]
    assert "jednym miejscu, aby" in " ".join(map(plain_text, body.blocks))


def test_dead_links_of_the_seeds_are_warnings_by_slug(seeds: Library) -> None:
    seeds.read(SLUG, "it")
    unknown = [f for f in seeds.findings if f.rule.label == "link-unknown"]
    assert [f.line for f in unknown] == [10, 10, 14, 22, 38]


def test_text_after_the_catalan_highlights(seeds: Library) -> None:
    body = seeds.read(SLUG, "ca")[1]
    assert body.highlights
    (last,) = body.blocks[body.highlights.end :]
    assert outline(last).startswith("paragraph Per descomptat, hi ha limitacions")
    assert [outline(b) for b in body.blocks if b[0].type == "heading_open"] == [
        "h2 Comprensió centrada en el client",
        "h2 Els avantatges d’un enfocament centrat en el client",
        "h2 Punts clau",
    ]


def test_entities_in_the_italian_description(seeds: Library) -> None:
    article, _ = seeds.read(SLUG, "it")
    assert "creazione di un'esperienza positiva" in article.description


@pytest.mark.parametrize("language", SEEDS)
def test_all_text_of_the_seeds_is_there_in_order(seeds: Library, language: str) -> None:
    article, body = seeds.read(SLUG, language)
    source = (shared("seeds") / SEEDS[language]).read_text(encoding="utf-8")
    source = re.sub(r"^---\n.*?^---\n", "", source, flags=re.DOTALL | re.MULTILINE)
    source = re.sub(r"\]\(/[\w-]+\)", " ", source)
    text = " ".join([article.title, *map(plain_text, body.blocks)])
    assert re.findall(r"\w+", text) == re.findall(r"\w+", source)


def test_seeds_with_repairs_off() -> None:
    found: list[Finding] = []
    manifest = Manifest(articles={SLUG: SEEDS})
    corpus = Corpus(shared("seeds"), manifest, disabled_repairs=REPAIRS, report=found.append)
    for language in SEEDS:
        article = corpus.article(SLUG, [language])
        assert article
        corpus.body(article)
    assert not [f for f in found if f.rule.is_repair]


@pytest.fixture
def investorswiki() -> Library:
    root = shared("corpora/investorswiki")
    return Library(root, layout=Layout.parse("Texts/{language}/{slug}.md"))


def test_investorswiki(investorswiki: Library) -> None:
    corpus = investorswiki.corpus
    assert len(corpus.languages_of(SLUG)) == 17
    for slug, languages in corpus.slugs.items():
        for language in languages:
            _, body = investorswiki.read(slug, language)
            assert len(_highlights(body)[1]) >= 3, (slug, language)
    others = [f for f in investorswiki.findings if not f.rule.is_repair]
    assert [
        (Path(f.path).parts[-2], f.rule.label, f.severity)
        for f in others
        if f.rule.label != "link-unknown"
    ] == [("Dutch", "language-mismatch", "warning")]
    marks = [f for f in investorswiki.findings if f.rule.label.startswith(("heading", "list"))]
    assert Counter(f.rule.label for f in marks) == {
        "list-marker": 10, "heading-space": 5, "list-lost-marker": 4, "list-space": 2, "heading-fullwidth": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("ja", ["クライアント中心とは何ですか？", "クライアント中心の理解", "クライアント中心のアプローチの利点", "ハイライト"]),
        ("zh", ["什么是以客户为中心？", "了解以客户为中心", "以客户为中心的方法的好处", "强调"]),
    ],
)  # fmt: skip
def test_chinese_and_japanese_headings(
    investorswiki: Library, language: str, headings: list[str]
) -> None:
    _, body = investorswiki.read(SLUG, language)
    found = [plain_text(block) for block in body.blocks if block[0].type == "heading_open"]
    assert len(found) == len(headings)
    assert found[-1] == headings[-1]
    assert len(_highlights(body)[1]) == 3


@pytest.fixture(scope="module")
def cncf() -> Library:
    library = Library(
        shared("corpora/cncf"),
        layout=Layout.parse("content/{language}/{slug}.md"),
        exclude=("_*.md", "search.md", "contribute", "contributor-ladder", "style-guide"),
        slug_links=("/{language}/{slug}/", "/{slug}/"),
        fields={"status": None},
    )
    for slug, languages in library.corpus.slugs.items():
        for language in languages:
            article, body = library.read(slug, language)
            assert body.highlights is None, article.path
    return library


def test_cncf_is_read_whole(cncf: Library) -> None:
    assert sum(map(len, cncf.corpus.slugs.values())) == 871
    assert len(cncf.corpus.slugs) == 100
    assert [f for f in cncf.findings if f.severity == "error"] == []


def test_cncf_needs_next_to_no_repair(cncf: Library) -> None:
    assert sorted(cncf.repairs) == [
        ("devsecops.md", 15, "link-space"),
        ("devsecops.md", 15, "link-space"),
        ("function-as-a-service.md", 10, "link-bracket"),
        ("function-as-a-service.md", 10, "link-bracket"),
        ("function-as-a-service.md", 15, "link-bracket"),
        ("function-as-a-service.md", 24, "link-space"),
    ]
    assert {f.rule.label for f in cncf.findings} == {
        "link-bracket",
        "link-space",
        "link-unknown",
    }
