"""An article in another language than its page says so, to readers and to machines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from building import Built, article, build, write
from pages import body_of, classes, page, parse, text_of, with_class

CORPUS = {
    "en/bread.md": article("Bread", 'Some "quoted" text, it\'s.\n\n## Part\n\nMore "text".'),
    "ar/khubz.md": article("خبز", 'نص "مقتبس".\n\n## جزء\n\nنص.'),
    "hi/roti.md": article("रोटी", 'पाठ "उद्धरण"।'),
    "sv/brod.md": article("Bröd", 'Text "citat".'),
}
_OF_DOCUTILS = re.compile(r"rST localisation for language|Language \"[^\"]*\" not supported")
SLUGS = ("bread", "khubz", "roti", "brod")
PAGES = {
    "index.rst": 'Start\n=====\n\nHost "quotes".\n\n.. toctree::\n   :glob:\n\n   *\n',
    **{f"{slug}.rst": f".. glossterm:: {slug}\n" for slug in SLUGS},
    **{
        f"in-{slug}.rst": f"In\n==\n\n.. glossterm:: {slug}\n   :no-index:\n\nText.\n"
        for slug in SLUGS
    },
    "parts.rst": "Parts\n=====\n\n.. glossterm:: khubz\n   :show: body\n",
    "forced.rst": "Forced\n======\n\n.. glossterm:: brod\n   :language: sv\n",
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fallback")
    write(folder / "corpus", CORPUS)
    return write(folder / "source", PAGES)


def _build(source: Path, language: str, builder: str = "html", **config: Any) -> Built:
    return build(
        source,
        builder,
        language,
        out=f"-{builder}{len(config)}",
        glossterms_corpora="../corpus",
        glossterms_fallback=["en", "ar", "hi", "sv"],
        **config,
    )


@pytest.mark.parametrize("language", ["en", "sv", "ar", "hi", "zh_CN", "sr@latin"])
def test_no_warning_whatever_the_languages(source: Path, language: str) -> None:
    warnings = _build(source, language).warnings
    # docutils has no directives' names in every language, which it tells of once a build.
    assert [line for line in warnings if not _OF_DOCUTILS.search(line)] == []


def _articles(built: Built, name: str) -> list[Any]:
    return with_class(page(built, name), "glossterm-article")


@pytest.mark.parametrize("page_name", ["khubz", "in-khubz"])
def test_a_right_to_left_article(source: Path, page_name: str) -> None:
    found = _articles(_build(source, "en"), page_name)
    assert [(e.get("lang"), e.get("dir")) for e in found] == [("ar", "rtl")]
    assert "glossterm-fallback" in found[0].get("class")


def test_sections_without_a_title_are_each_marked(source: Path) -> None:
    found = _articles(_build(source, "en"), "parts")
    assert [(e.tag, e.get("lang"), e.get("dir")) for e in found] == [
        ("div", "ar", "rtl"),
        ("section", "ar", "rtl"),
    ]


def test_an_article_in_the_language_of_the_page_is_not_marked(source: Path) -> None:
    for name in ("bread", "in-bread"):
        (found,) = _articles(_build(source, "en"), name)
        assert found.get("lang") is None
        assert found.get("dir") is None
        assert "glossterm-fallback" not in classes(found)


def test_a_language_of_the_writers_choice_is_no_fallback(source: Path) -> None:
    (found,) = _articles(_build(source, "en"), "forced")
    assert (found.get("lang"), found.get("dir")) == ("sv", "ltr")
    assert found.get("class") == "glossterm-article"
    assert with_class(found, "glossterm-notice") == []


@pytest.mark.parametrize(
    ("language", "notice"),
    [
        ("en", "This article is not available in your language. It is shown in: Arabic."),
        ("sv", "arabiska"),
        ("sr@latin", "Arabic"),
    ],
)
def test_notice_speaks_the_readers_language(source: Path, language: str, notice: str) -> None:
    (found,) = _articles(_build(source, language), "khubz")
    shown = with_class(found, "glossterm-notice")[0]
    assert notice in text_of(shown)
    has_catalog = language != "sr@latin"
    assert shown.get("lang") == (language if has_catalog else "en")
    assert shown.get("dir") == "ltr"
    assert text_of(found).split(text_of(shown))[0].strip() == "خبز"


def test_no_notice(source: Path) -> None:
    built = _build(source, "en", glossterms_fallback_notice=False)
    assert not [name for name in built.titles if with_class(page(built, name), "glossterm-notice")]


def test_smart_quotes_leave_foreign_text_alone(source: Path) -> None:
    built = _build(source, "sv")
    assert "Host ”quotes”." in text_of(body_of(page(built, "index")))
    assert "Text ”citat”." in text_of(body_of(page(built, "brod")))
    for name in ("bread", "in-bread"):
        assert 'Some "quoted" text, it\'s.' in text_of(body_of(page(built, name)))
    assert 'نص "مقتبس".' in text_of(body_of(page(built, "khubz")))


def test_epub_carries_the_language(source: Path) -> None:
    built = _build(source, "en", "epub")
    root = parse(built.text("khubz.xhtml"))
    (found,) = with_class(root, "glossterm-article")
    assert (found.get("lang"), found.get("dir")) == ("ar", "rtl")
