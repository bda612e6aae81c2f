"""Every message: its text, its type and subtype, where it points."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import Built, article, build, write

from sphinx_glossterms.sphinx_ext.messages import Subtype

CORPUS = {
    "en/a.md": article("Alpha", "Lead.\n\n## One\n\nText.\n\n## Two\n\nText."),
    "en/b.md": article("Beta", "Text."),
    "en/c.md": article("alpha", "Text.").replace("alpha", "beta"),
    "en/bad.md": "---\ntitle: Bad\ndescription: [\n---\n\nText.\n",
    "en/mended.md": article("Mended", "[one](/a) [two](/a)\n\n[x](/gone)\n"),
}

PAGES = {
    "index.rst": """\
Start
=====

.. toctree::

   a
   b
   other

:glossterm:`BETA`

:glossterm:`nowhere`

:glossterm:`mended`

:glossterm:`!bad`

:glossterm:`a :show: title`
""",
    "a.rst": ".. glossterm:: a\n",
    "b.rst": "B\n=\n\nText.\n\n.. glossterm:: a\n\n.. glossterm:: mended\n   :no-index:\n",
    "other.rst": """\
Other
=====

.. glossterm:: text <a>

.. glossterm:: !b

.. glossterm:: nowhere

.. glossterm:: a
   :section: 7

.. glossterm:: b
   :show: titel
   :no-index:
""",
}

# The page or article and the line, and the message.
EXPECTED = {
    Subtype.CONFIG: [("", "glossterms_highlights_title: 'x' is neither 'locale' nor 'article'")],
    Subtype.ARTICLE: [("corpus/en/bad.md:4: ", "front matter")],
    Subtype.AMBIGUOUS: [
        ("index.rst:10: ", "“BETA” is a name of “b” and “c”; write the slug of the one you mean")
    ],
    Subtype.UNKNOWN: [
        ("index.rst:12: ", "no corpus has a concept “nowhere”"),
        ("other.rst:8: ", "no corpus has a concept “nowhere”"),
    ],
    Subtype.UNLINKED: [
        ("index.rst:10: ", "“b” has no place to link to: embed it on a page or list it"),
        ("index.rst:14: ", "“mended” has no place to link to"),
    ],
    Subtype.DUPLICATE: [
        (
            "b.rst:6: ",
            "“a” is embedded on the pages “a” (line 1) and “b”; links lead to “a”. Add :no-index:",
        )
    ],
    Subtype.SECTION: [("other.rst:10: ", "“a” has no section “7” in en")],
    Subtype.OPTION: [
        ("index.rst:18: ", "“a :show: title” has options, which only the directive"),
        ("other.rst:4: ", "“text <a>” is the role's form; the directive takes a slug alone"),
        ("other.rst:6: ", "“!b” is the role's form; the directive takes a slug alone"),
        ("other.rst:13: ", ":show: “titel” is none of title, description, body, highlights"),
    ],
}
OF_THE_CORPUS = {
    Subtype.CORPUS: [("", "glossterms_corpora: “../nowhere” does not exist")],
    Subtype.MANIFEST: [
        ("glossterms.yaml:1: ", "'nam' is unknown: did you mean 'name'?"),
        ("glossterms.yaml:2: ", "'Klingonish' is not a language"),
    ],
}
OF_SEVERAL = {
    Subtype.SHADOWED: [
        (
            "index.rst: ",
            "“a” is in the corpus “own”, which is meant, and in “other” too;"
            " write “own:a” or “other:a” to say which is meant",
        )
    ],
    Subtype.PAGE: [("index.rst: ", "xxx” gets no page: its name is too long for a file")],
}
ALL = {**EXPECTED, **OF_THE_CORPUS, **OF_SEVERAL}


def _project(folder: Path) -> Path:
    write(folder / "corpus", CORPUS)
    return write(folder / "source", PAGES)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Built:
    source = _project(tmp_path_factory.mktemp("messages"))
    return build(source, glossterms_corpora="../corpus", glossterms_highlights_title="x")


@pytest.fixture(scope="module")
def faulty_corpora(tmp_path_factory: pytest.TempPathFactory) -> Built:
    source = _project(tmp_path_factory.mktemp("corpora"))
    write(source.parent / "odd", {"glossterms.yaml": "nam: x\nsource_language: Klingonish\n"})
    return build(source, glossterms_corpora=["../nowhere", "../odd"])


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("several")
    for corpus in ("own", "other"):
        write(folder / corpus, {f"en/{slug}.md": article(slug, "Text.") for slug in "ab"})
    write(folder / "own", {f"en/{'x' * 245}.md": article("Long", "Text.")})
    pages = "Start\n=====\n\n:glossterm:`a`, :glossterm:`own:b`, :glossterm:`other:b`\n\n"
    source = write(
        folder / "source", {"index.rst": f"{pages}.. glossterm-list::\n   :toctree: c\n"}
    )
    return build(source, glossterms_corpora={"own": "../own", "other": "../other"})


def test_every_subtype_is_tested() -> None:
    assert set(ALL) == set(Subtype)


@pytest.mark.parametrize("subtype", Subtype, ids=lambda subtype: subtype.label)
def test_message(faulty: Built, faulty_corpora: Built, several: Built, subtype: Subtype) -> None:
    built = faulty if subtype in EXPECTED else faulty_corpora
    built = several if subtype in OF_SEVERAL else built
    label = f" [glossterms.{subtype.label}]"
    found = sorted(line.removesuffix(label) for line in built.warnings if line.endswith(label))
    expected = ALL[subtype]
    assert len(found) == len(expected), found
    for line, (place, message) in zip(found, sorted(expected), strict=True):
        assert f"{place}WARNING: {message}" in line or (place in line and message in line)
        assert f"{place}WARNING: " in line


def test_nothing_else_is_warned(faulty: Built) -> None:
    assert [line for line in faulty.warnings if "[glossterms." not in line] == []


def test_the_build_goes_on(faulty: Built) -> None:
    assert faulty.status == 0
    assert "Alpha" in faulty.text("a.html")
    assert "Mended" in faulty.text("b.html")


@pytest.mark.parametrize("half", [0, 1])
def test_suppressing(tmp_path: Path, half: int) -> None:
    quiet = list(EXPECTED)[half::2]
    built = build(
        _project(tmp_path),
        glossterms_corpora="../corpus",
        glossterms_highlights_title="x",
        suppress_warnings=[f"glossterms.{subtype.label}" for subtype in quiet],
    )
    heard = {line.rpartition("[glossterms.")[2].rstrip("]") for line in built.warnings}
    assert heard == {subtype.label for subtype in EXPECTED if subtype not in quiet}


def test_suppressing_all(tmp_path: Path) -> None:
    built = build(
        _project(tmp_path),
        glossterms_corpora=["../corpus", "../no"],
        suppress_warnings=["glossterms"],
    )
    assert built.warnings == []


def test_findings_are_shown_with_v(tmp_path: Path) -> None:
    source = _project(tmp_path)
    loud = build(source, glossterms_corpora="../corpus", verbosity=1, fresh=True)
    lines = [line for line in loud.progress.splitlines() if "mended.md:" in line]
    assert any("mended.md:5: note: " in line and "[link-join]" in line for line in lines)
    assert any("mended.md:7: warning: no language has" in line for line in lines)
    silent = build(source, glossterms_corpora="../corpus", fresh=True)
    assert "mended.md" not in silent.progress + "\n".join(silent.warnings)


def test_a_finding_is_told_once_a_build(tmp_path: Path) -> None:
    """However many pages and processes use the article."""
    write(tmp_path / "corpus", CORPUS)
    names = [f"page{number}" for number in range(12)]
    pages = {f"{name}.rst": f"{name}\n======\n\n:glossterm:`!bad`\n" for name in names}
    pages["index.rst"] = "S\n=\n\n.. toctree::\n   :glob:\n\n   *\n"
    write(tmp_path / "source", pages)
    for parallel in (1, 2):
        built = build(
            tmp_path / "source", glossterms_corpora="../corpus", parallel=parallel, fresh=True
        )
        assert len(built.warnings) == 1, built.warnings


def test_paths_are_shown_from_where_the_build_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "source", {"index.rst": "S\n=\n\n:glossterm:`!bad`\n"})
    write(tmp_path / "corpus", CORPUS)
    [warning] = build(tmp_path / "source", glossterms_corpora="../corpus").warnings
    assert warning.startswith("corpus/en/bad.md:4: WARNING: ")
