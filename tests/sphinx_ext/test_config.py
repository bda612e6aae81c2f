"""The values in conf.py: declared, checked, each fault told once."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import Built, article, build, write

from sphinx_glossterms.sphinx_ext.config import OPTIONS

CORPUS = {"en/a.md": article("Alpha", "Text.")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path / "corpus", CORPUS)
    return write(tmp_path / "source", {"index.rst": "S\n=\n\n:glossterm:`!a`\n"})


def _of_ours(built: Built) -> list[str]:
    return [line for line in built.warnings if "[glossterms." in line]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("corpora", 5, "5 is no folder; write the folder's name as a string"),
        ("corpora", ["../corpus", 5], "5 is no folder"),
        ("corpora", ["../corpus", ""], "'' is no folder"),
        ("corpora", {"x": "../corpus", "y": None}, "None is no folder"),
        ("fallback", "sv", "'sv' is no list of languages; write ['sv']"),
        ("fallback", 5, "5 is no list of languages"),
        ("fallback", ["klingonish"], "'klingonish' is no language; use a tag such as 'pt-BR'"),
        ("fallback", {"en": "sv"}, "'sv' is no list of languages; write ['sv']"),
        ("fallback", {"klingonish": ["sv"]}, "'klingonish' is no language"),
        ("url", 5, "5 is no address pattern; write it as a string"),
        ("url", "example.org/{slug}", "is no web address; begin with https:// or /"),
        ("url", "javascript:{slug}", "is no web address"),
        ("url", "https://x/{lang}/{slug}", "has the placeholder {lang}; {language} and {slug}"),
        ("url", {"corpus": 5}, "5 is no address pattern"),
        ("url", "https://x/", "has no {slug}"),
        ("url", {"corups": "https://x/{slug}"}, "there is no corpus 'corups'; there is 'corpus'"),
        ("language_url", "https://x.example/", "has no {language}; all builds would be one"),
        ("language_url", ["https://x/{language}/"], "is no address pattern; write it as a string"),
        ("language_url", "sv.example.org/{language}", "begin with https://, / or ../"),
        ("language_url", " ../{language}/", "begin with https://, / or ../"),
        ("language_url", "https://x/?l={language}", "begin with https://, / or ../"),
        ("language_url", "https://x/{lang}/", "has the placeholder {lang}; {language} is known"),
        ("language_url", "javascript:{language}", "begin with https://, / or ../"),
        ("language_url", "//x/{language}", "begin with https://, / or ../"),
        ("language_url", {"sv": 5}, "5 is no address pattern; write it as a string"),
        ("language_url", {"sv": "data:x"}, "begin with https://, / or ../"),
        ("language_url", {"swedlish": "../sv/"}, "'swedlish' is no language"),
        ("highlights_title", "own", "'own' is neither 'locale' nor 'article'"),
        ("highlights_title", 5, "5 is neither 'locale' nor 'article'"),
        ("highlights_class", 5, "5 is no class; write a string such as 'tip'"),
        ("fallback_notice", "no", "'no' is neither True nor False"),
        ("json_ld", "no", "'no' is neither True nor False"),
        ("previews", "no", "'no' is neither True nor False"),
        ("disabled_repairs", "link-join", "'link-join' is no list of names; write ['link-join']"),
        ("disabled_repairs", ["link-joins"], "no repair 'link-joins'; did you mean 'link-join'?"),
        ("disabled_repairs", ["xyz"], "there is no repair 'xyz'; known are heading-space,"),
        ("disabled_repairs", [5], "there is no repair '5'"),
    ],
)
def test_a_wrong_value(project: Path, name: str, value: object, message: str) -> None:
    values = {"glossterms_corpora": "../corpus", f"glossterms_{name}": value}
    lines = [f"{key} = {value!r}\n" for key, value in values.items()]
    write(project, {"conf.py": "".join(["extensions = ['sphinx_glossterms']\n", *lines])})
    built = build(project)
    [warning] = _of_ours(built)
    assert warning.startswith(f"WARNING: glossterms_{name}: ")
    assert message in warning
    assert warning.endswith("[glossterms.config]")
    # Sphinx tells of wrong types on its own.
    assert all("has type" in line for line in built.warnings if line != warning)
    if value != 5 or name != "corpora":
        assert "Alpha" in built.text()


@pytest.mark.parametrize(
    "config",
    [
        {"glossterms_corpora": "../corpus"},
        {"glossterms_corpora": ["../corpus"]},
        {"glossterms_corpora": ("../corpus",)},
        {"glossterms_corpora": {"mine": "../corpus"}},
        {"glossterms_fallback": []},
        {"glossterms_fallback": ("sv", "pt_BR")},
        {"glossterms_fallback": {"sr@latin": ["hr"], "*": []}},
        {"glossterms_url": ""},
        {"glossterms_url": "/{language}/{slug}"},
        {"glossterms_url": {"corpus": "https://x/{slug}"}},
        {"glossterms_highlights_title": "article"},
        {"glossterms_highlights_class": ""},
        {"glossterms_highlights_class": "hint big"},
        {"glossterms_fallback_notice": False},
        {"glossterms_disabled_repairs": ["link-join", "empty-quote"]},
    ],
)
def test_a_right_value(project: Path, config: dict[str, object]) -> None:
    built = build(project, "text", **{"glossterms_corpora": "../corpus", **config})
    assert built.warnings == []
    assert "Alpha" in built.text("index.txt")


def test_an_absolute_path(project: Path) -> None:
    built = build(project, glossterms_corpora=[project.parent / "corpus"])
    assert built.warnings == []
    assert "Alpha" in built.text()


def test_each_option_is_declared(project: Path) -> None:
    from io import StringIO

    from sphinx.testing.util import SphinxTestApp

    build(project)
    app = SphinxTestApp(srcdir=project, warning=StringIO(), status=StringIO())
    try:
        for option in OPTIONS:
            declared = app.config.values[option.name]
            assert declared.default == option.default
            of_output = option.name in (
                "glossterms_language_url",
                "glossterms_previews",
                "glossterms_json_ld",
            )
            assert declared.rebuild == option.rebuild == ("html" if of_output else "env")
            assert set(declared.valid_types) == set(option.types)
            assert option.help.endswith(".")
        ours = {name for name in app.config.values if name.startswith("glossterms_")}
        assert ours == {option.name for option in OPTIONS}
    finally:
        app.cleanup()


def test_without_any_option_the_extension_is_harmless(project: Path) -> None:
    write(project, {"index.rst": "S\n=\n\nText.\n"})
    assert build(project).warnings == []


def test_an_unknown_build_language(project: Path) -> None:
    built = build(project, language="xx", glossterms_corpora="../corpus")
    [warning] = _of_ours(built)
    assert "language: “xx” is no language that CLDR knows; read as “en”" in warning
    assert "Alpha" in built.text()


def test_a_changed_value_reads_all_again(project: Path) -> None:
    build(project, glossterms_corpora="../corpus")
    again = build(project, glossterms_corpora="../corpus")
    assert "0 added, 0 changed, 0 removed" in again.progress
    changed = build(project, glossterms_corpora="../corpus", glossterms_fallback=["sv"])
    assert "[config changed ('glossterms_fallback')] 1 added" in changed.progress
