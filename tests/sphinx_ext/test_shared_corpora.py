"""Whole corpora that nobody on this project wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import Built, build, write
from pages import page, with_class
from shared_data import shared

INVESTORS = """\
name: Investors
layout: Texts/{language}/{slug}.md
"""

CNCF = """\
name: Cloud native
layout: content/{language}/{slug}.md
exclude: [_index.md, _TEMPLATE.md, search.md, contribute, contributor-ladder, style-guide]
slug_links: ["/{slug}/", "/{language}/{slug}/"]
site: https://glossary.cncf.io
"""


def _corpus(folder: Path, name: str, manifest: str) -> Path:
    """The corpus with a manifest beside it; files are linked, the manifest must be inside."""
    import shutil

    corpus = folder / "corpus"
    shutil.copytree(shared("corpora") / name, corpus)
    write(corpus, {"glossterms.yaml": manifest})
    return corpus


def _of_ours(built: Built) -> list[str]:
    return [line for line in built.warnings if "[docutils]" not in line]


LANGUAGES = (
    "ar", "da", "de", "en", "es", "fi", "fr", "hi", "is", "it", "ja", "ko", "nb", "pl", "pt",
    "ru", "sv", "tr", "zh_CN",
)  # fmt: skip


@pytest.fixture(scope="module")
def investors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("investors")
    corpus = _corpus(folder, "investorswiki", INVESTORS)
    names = sorted(path.name for path in (corpus / "Texts").iterdir())
    entries = "".join(f".. glossterm:: client-centric\n   :language: {name}\n\n" for name in names)
    write(
        folder / "source",
        {
            "index.rst": "Start\n=====\n\n.. toctree::\n\n   concept\n   all\n",
            "concept.rst": ".. glossterm:: client-centric\n",
            "all.rst": f"All\n===\n\n{entries}",
        },
    )
    return folder / "source"


def test_every_language_of_investors(investors: Path) -> None:
    """All articles on one page of one build."""
    built = build(investors, glossterms_corpora="../corpus")
    assert built.warnings == []
    names = sorted(path.name for path in (investors.parent / "corpus" / "Texts").iterdir())
    articles = with_class(page(built, "all"), "glossterm-article")
    assert len(articles) == len(names) == 17
    for name, article in zip(names, articles, strict=True):
        assert with_class(article, "glossterm-highlights"), name


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_build_of_investors(investors: Path, language: str) -> None:
    built = build(investors, language=language, glossterms_corpora="../corpus")
    assert _of_ours(built) == []
    assert with_class(page(built, "concept"), "glossterm-highlights")


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "zh_TW", "pt_BR"])
def test_cncf(tmp_path: Path, language: str) -> None:
    corpus = _corpus(tmp_path, "cncf", CNCF)
    excluded = {"_index", "_TEMPLATE", "search"}
    slugs = sorted({p.stem for p in (corpus / "content/en").glob("*.md")} - excluded)
    pages = {f"{slug}.rst": f".. glossterm:: {slug}\n" for slug in slugs}
    roles = "\n\n".join(f"About :glossterm:`{slug}`" for slug in slugs)
    entries = "".join(f"   {slug}\n" for slug in slugs)
    pages["index.rst"] = f"Start\n=====\n\n.. toctree::\n\n{entries}\n{roles}\n"
    built = build(
        write(tmp_path / "source", pages), language=language, glossterms_corpora="../corpus"
    )
    assert built.warnings == []
    assert len(slugs) > 80
    for slug in slugs:
        assert f"glossterm-{slug}" in built.text(f"{slug}.html"), slug
    assert len(with_class(page(built, "index"), "glossterm")) == len(slugs)
