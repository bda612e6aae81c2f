"""The five articles that the project started from, as they are."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from building import Built, build, write
from docutils import nodes
from pages import body_of, faults, page, text_of, with_class
from shared_data import shared

MANIFEST = Path(__file__).parent.parent / "data" / "seeds.yaml"
SLUG = "client-centric"
LINKED = ("customer", "market-orientation", "onestopshop", "promotion-expense", "client-base")

# The seed; the page's title; our word for its highlights; how many; its links, joined.
SEEDS = {
    "sv": ("000_c09f7429051b24c6.txt", "Kundcentrerad", "Höjdpunkter", 3, 5),
    "fi": ("001_c70a4a670ec9fbcc.txt", "", "Kohokohdat", 3, 6),
    "ca": ("002_fa464077af1b31d7.txt", "Què és centrat en el client?", "Punts clau", 1, 0),
    "pl": ("003_042a2d8dbf7573e2.txt", "", "Przegląd najważniejszych wydarzeń", 3, 5),
    "it": ("004_cb56464f6fa33fa2.txt", "Incentrato sul cliente", "Mette in risalto", 3, 5),
}
LANGUAGES = tuple(SEEDS)


def _seed(language: str) -> str:
    return (shared("seeds") / SEEDS[language][0]).read_text(encoding="utf-8")


def _title(language: str) -> str:
    match = re.search(r"^title: (.*)$", _seed(language), re.MULTILINE)
    return match[1] if match else SEEDS[language][1]


def _project(folder: Path, more: str = "") -> Path:
    seeds = shared("seeds")
    corpus = folder / "corpus"
    shutil.copytree(seeds, corpus)
    manifest = MANIFEST.read_text(encoding="utf-8") + more
    write(corpus, {"glossterms.yaml": manifest})
    index = f"Start\n=====\n\n.. toctree::\n\n   concept\n\nSee :glossterm:`!{SLUG}`.\n"
    pages = {"index.rst": index, "concept.rst": f".. glossterm:: {SLUG}\n"}
    return write(folder / "source", pages)


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    source = _project(tmp_path_factory.mktemp("seeds"))
    config = {"glossterms_corpora": "../corpus", "glossterms_highlights_title": "article"}
    return {language: build(source, language=language, **config) for language in LANGUAGES}


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """With a `url`, and with articles of the slugs that the seeds link to."""
    more = "".join(f"  {slug}:\n    en: {slug}.md\n" for slug in LINKED)
    more += "url: https://example.org/{language}/{slug}\n"
    source = _project(tmp_path_factory.mktemp("linked"), more)
    write(source.parent / "corpus", {f"{slug}.md": f"# {slug}\n\nText.\n" for slug in LINKED})
    config = {"glossterms_corpora": "../corpus"}
    return {language: build(source, language=language, **config) for language in LANGUAGES}


def _plain(text: str) -> str:
    """A seed's text as it is to be read: no markup, white space collapsed."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = re.sub(r"^(# .*|>\s*)$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^(#+|-|–|>) ?", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return _spaces(text)


def _spaces(text: str) -> str:
    # Sphinx makes typographic apostrophes and quotes of plain ones.
    text = re.sub("[’‘]", "'", re.sub("[“”„]", '"', text))
    return re.sub(r"\s+(?=[,.])", "", " ".join(text.split()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_warning(builds: dict[str, Built], linked: dict[str, Built], language: str) -> None:
    assert builds[language].warnings == []
    assert linked[language].warnings == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_title(builds: dict[str, Built], language: str) -> None:
    built, title = builds[language], _title(language)
    assert SEEDS[language][1] in ("", title)
    assert built.titles["concept"] == title
    assert _spaces(text_of(next(page(built, "concept").iter("h1")))) == _spaces(title)
    assert f"See {title}." in _spaces(text_of(body_of(page(built, "index"))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_text_in_its_order(builds: dict[str, Built], language: str) -> None:
    text = _spaces(text_of(body_of(page(builds[language], "concept"))))
    expected = _plain(_seed(language))
    if language != "ca":  # there the title is the first line of the text
        expected = f"{_title(language)} {expected}"
    assert text == _spaces(expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page(builds: dict[str, Built], language: str) -> None:
    built = builds[language]
    assert "&amp;#39;" not in built.text("concept.html") + built.text("index.html")
    root = page(built, "concept")
    assert list(faults(root)) == []
    assert all(text_of(quote) for quote in root.iter("blockquote"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("own", [False, True])
def test_highlights(
    builds: dict[str, Built], linked: dict[str, Built], language: str, own: bool
) -> None:
    built = builds[language] if own else linked[language]
    [box] = with_class(page(built, "concept"), "glossterm-highlights")
    assert len(list(box.iter("li"))) == SEEDS[language][3]
    [title] = with_class(box, "admonition-title")
    if own:
        assert text_of(title) == SEEDS[language][2]
    assert [text_of(e) for e in box if e.tag not in ("p", "ul")] == []


def test_text_after_the_catalan_highlights(builds: dict[str, Built]) -> None:
    [box] = builds["ca"].doctrees["concept"].findall(nodes.admonition)
    after = list(box.parent[box.parent.index(box) + 1 :])
    assert [type(node) for node in after] == [nodes.paragraph]
    assert after[0].astext().startswith("Per descomptat, hi ha limitacions")


@pytest.mark.parametrize("language", LANGUAGES)
def test_links(builds: dict[str, Built], linked: dict[str, Built], language: str) -> None:
    # The seeds hold none of what they link to.
    assert with_class(page(builds[language], "concept"), "glossterm") == []
    links = with_class(page(linked[language], "concept"), "glossterm")
    assert len(links) == SEEDS[language][4]
    hrefs = [link.get("href", "") for link in links]
    assert {href.rsplit("/", 1)[1] for href in hrefs} == (set(LINKED) if links else set())
    assert {link.get("hreflang") for link in links} <= {"en"}
    assert not any(text_of(link).endswith((",", ".")) for link in links)


def test_joined_words(linked: dict[str, Built]) -> None:
    texts = [text_of(e) for e in with_class(page(linked["sv"], "concept"), "glossterm")]
    assert texts == ["kunden är", "idéer", "one-stop shopping", "kampanjer", "kundbas"]
