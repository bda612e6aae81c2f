"""Which language's article a build shows, and how one of another language is marked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from building import Built, article, build, write
from pages import body_of, classes, page, text_of, with_class

from sphinx_glossterms.concepts.languages import normalize_tag

FOLDERS = ("zh", "zh-cn", "zh-tw", "pt-br", "no", "sr-Latn", "es", "en", "ar")

# A slug for each set of folders: `all` is in every one of them.
SLUGS = {
    "all": FOLDERS,
    "zh-only": ("zh", "en"),
    "tw-only": ("zh-tw", "en"),
    "br-only": ("pt-br", "en"),
    "es-no": ("es", "no"),
    "ar-only": ("ar",),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fallback")
    files = {
        f"{language}/{slug}.md": article(f"{slug} in {language}", "Text.")
        for slug, languages in SLUGS.items()
        for language in languages
    }
    write(folder / "corpus", files)
    roles = "\n\n".join(f"See :glossterm:`!{slug}`." for slug in SLUGS)
    own = "See :glossterm:`!own text <all>`."
    write(folder / "source", {"index.rst": f"S\n=\n\n{roles}\n\n{own}\n"})
    return folder / "source"


def _build(project: Path, language: str, fallback: object = None) -> Built:
    config = {} if fallback is None else {"glossterms_fallback": fallback}
    return build(project, language=language, glossterms_corpora="../corpus", fresh=True, **config)


def _shown(built: Built) -> dict[str, str]:
    """The folder whose title is shown for each slug; ``*`` after it marks a fallback."""
    shown = {}
    for paragraph in body_of(page(built, "index")).iter("p"):
        text = text_of(paragraph).removeprefix("See ").removesuffix(".")
        slug, _, folder = text.partition(" in ")
        marks = with_class(paragraph, "glossterm-fallback")
        if folder:
            shown[slug] = folder + "*" * len(marks)
            assert all(mark.get("lang") == normalize_tag(folder) for mark in marks)
            assert all(mark.get("dir") in ("ltr", "rtl") for mark in marks)
    return shown


# The build language; the folders for all, zh-only, tw-only, br-only, es-no, ar-only.
UNSET = {
    "zh_CN": ("zh-cn", "zh", "en*", "en*", "", ""),
    "zh_TW": ("zh-tw", "en*", "zh-tw", "en*", "", ""),
    "zh_HK": ("en*", "en*", "en*", "en*", "", ""),
    "pt": ("en*", "en*", "en*", "en*", "", ""),
    "pt_BR": ("pt-br", "en*", "en*", "pt-br", "", ""),
    "pt_PT": ("en*", "en*", "en*", "en*", "", ""),
    "nb": ("no", "en*", "en*", "en*", "no", ""),
    "nn": ("no*", "en*", "en*", "en*", "no*", ""),
    "sr@latin": ("sr-Latn", "en*", "en*", "en*", "", ""),
    "sr_RS": ("en*", "en*", "en*", "en*", "", ""),
    "es_MX": ("es", "en*", "en*", "en*", "es", ""),
    "en_GB": ("en", "en", "en", "en", "", ""),
    "sv_FI": ("en*", "en*", "en*", "en*", "", ""),
}


@pytest.mark.parametrize("language", UNSET)
def test_unset(project: Path, language: str) -> None:
    built = _build(project, language)
    expected = dict(zip(SLUGS, UNSET[language], strict=True))
    assert _shown(built) == {slug: folder for slug, folder in expected.items() if folder}
    assert "sr@latin" not in re.sub("<html[^>]*>", "", built.text())
    assert not re.search(r'lang="[^"]*[_@]', re.sub("<html[^>]*>", "", built.text()))
    outside = [line for line in built.warnings if "[glossterms.unknown]" in line]
    assert len(outside) == sum(not folder for folder in UNSET[language])


@pytest.mark.parametrize(
    ("language", "fallback", "expected"),
    [
        ("sv", [], {}),
        ("sv", ["ar"], {"all": "ar*", "ar-only": "ar*"}),
        ("es_MX", [], {"all": "es", "es-no": "es"}),
        (
            "zh_TW",
            ["zh", "pt_BR"],
            {"all": "zh-tw", "zh-only": "zh*", "tw-only": "zh-tw", "br-only": "pt-br*"},
        ),
        ("pt", {"pt": ["pt-br"], "*": ["en"]}, {"all": "pt-br*", "br-only": "pt-br*"}),
        ("pt_PT", {"pt": ["pt_BR"], "*": ["en"]}, {"all": "pt-br*", "br-only": "pt-br*"}),
        ("sv", {"pt": ["pt-br"], "*": ["no"]}, {"all": "no*", "es-no": "no*"}),
        ("sv", {"pt": ["pt-br"]}, {}),
        ("sv", {"sv": []}, {}),
    ],
)
def test_set(project: Path, language: str, fallback: object, expected: dict[str, str]) -> None:
    assert _shown(_build(project, language, fallback)) == expected


def test_an_explicit_text_is_marked_by_its_class_alone(project: Path) -> None:
    [*_, own] = body_of(page(_build(project, "sv"), "index")).iter("p")
    [mark] = with_class(own, "glossterm-fallback")
    assert (mark.text, mark.get("lang"), mark.get("dir")) == ("own text", None, None)
    [*_, own] = body_of(page(_build(project, "nb"), "index")).iter("p")
    assert with_class(own, "glossterm-fallback") == []


def test_right_to_left(project: Path) -> None:
    built = _build(project, "sv", ["ar"])
    marks = with_class(page(built, "index"), "glossterm-fallback")
    titles = [mark for mark in marks if mark.get("lang")]
    assert {(m.get("lang"), m.get("dir")) for m in titles} == {("ar", "rtl")}
    assert all("glossterm-fallback" in classes(m) for m in titles)


def test_the_source_language_of_the_corpus(tmp_path: Path) -> None:
    files = {
        "glossterms.yaml": "source_language: fi\n",
        "fi/a.md": article("Suomeksi", "x"),
        "en/a.md": article("English", "x"),
    }
    write(tmp_path / "corpus", files)
    write(tmp_path / "source", {"index.rst": "S\n=\n\n:glossterm:`!a`\n"})
    built = build(tmp_path / "source", language="sv", glossterms_corpora="../corpus")
    assert "Suomeksi" in built.text()
    assert built.warnings == []


def test_an_unreadable_article_falls_back(tmp_path: Path) -> None:
    files = {"sv/a.md": b"\xff", "en/a.md": article("English", "x")}
    write(tmp_path / "corpus", files)
    write(tmp_path / "source", {"index.rst": "S\n=\n\n:glossterm:`!a`\n"})
    built = build(tmp_path / "source", language="sv", glossterms_corpora="../corpus")
    assert "English" in built.text()
    [warning] = built.warnings
    assert "sv/a.md:1: WARNING: not UTF-8" in warning


def test_a_forced_language_that_is_missing_is_told_once(tmp_path: Path) -> None:
    """Not a second time as what the fallback lacks too: the writer asked for a language."""
    write(tmp_path / "corpus", {"en/salt.md": article("Salt", "Text.")})
    page = "Start\n=====\n\n.. glossterm:: salt\n   :language: fi\n"
    write(tmp_path / "source", {"index.rst": page})
    options = {"glossterms_corpora": "../corpus", "glossterms_fallback": []}
    (warning,) = build(tmp_path / "source", language="sv", **options).warnings
    assert "“salt” has no article in fi; it has en" in warning
