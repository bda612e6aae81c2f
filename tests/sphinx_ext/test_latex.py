"""LaTeX and the PDF that it makes: languages, letters, pages, an article that can be read."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from building import BREAD, REPOSITORY, article, build, write
from programs import make_pdf

INDEX = """\
Start
=====

About :glossterm:`salt` and :glossterm:`rye`.

.. glossterm:: salt
   :show: title body languages

.. glossterm:: rye

List
----

.. glossterm-list::
   :style: index
"""


def _tex(folder: Path, language: str = "en", **config: object) -> str:
    files = {
        "corpus/en/salt.md": article("Salt", "Text."),
        "corpus/sv/salt.md": article("Salt", "Text."),
        "corpus/ja/salt.md": article("塩", "文。"),
        "corpus/he/rye.md": article("שיפון", "לחם.\n\n## שני\n\nעוד."),
        "source/index.rst": INDEX,
    }
    source = write(folder, files) / "source"
    built = build(
        source,
        "latex",
        language,
        glossterms_corpora="../corpus",
        glossterms_fallback=["en", "he"],
        **config,
    )
    assert built.warnings == []
    assert (built.outdir / "glossterms.sty").exists()
    return built.text("tests.tex")


def test_an_article_in_another_language_is_told_from_the_document(tmp_path: Path) -> None:
    tex = _tex(tmp_path, "fi")
    assert r"\usepackage{glossterms}" in tex
    inside = re.findall(r"begin\{glosstermsblock\}\{english\}\{ltr\}\{Latn\}.*?Text\.", tex, re.S)
    assert len(inside) == 1
    assert r"\glosstermsinline{english}{ltr}{Latn}{" in tex
    assert tex.count(r"\begin{glosstermsblock}") == tex.count(r"\end{glosstermsblock}")


def test_headings_in_another_script_are_marked_too(tmp_path: Path) -> None:
    """They stand in the table of contents as well, which no block around them reaches."""
    tex = _tex(tmp_path)
    heading = re.search(r"chapter\{\\glosstermsinline\{hebrew\}\{rtl\}\{Hebr\}\{שיפון\}", tex)
    assert heading
    assert r"\chapter{\glosstermsinline{english}" not in tex


def test_names_of_languages_in_letters_that_the_document_has(tmp_path: Path) -> None:
    tex = _tex(tmp_path)
    assert "日本語" not in tex
    assert re.search(r"In other languages: Japanese, \S*svenska", tex)


def test_page_numbers_of_names_but_not_of_letters(tmp_path: Path) -> None:
    tex = _tex(tmp_path, latex_show_pagerefs=True)
    about = next(line for line in tex.splitlines() if line.startswith("About"))
    assert about.count(r"\autopageref*") == 2
    letters = next(line for line in tex.splitlines() if "glossterm_letter-S}]" in line)
    assert "autopageref" not in letters


# --- PDF ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example project, with a list of each style."""
    folder = tmp_path_factory.mktemp("pdf")
    shutil.copytree(BREAD, folder / "bread")
    ignored = shutil.ignore_patterns("_build", "*.mo")
    project = shutil.copytree(
        REPOSITORY / "examples" / "project", folder / "project", ignore=ignored
    )
    lists = "\n".join(
        f"{style}\n{'-' * len(style)}\n\n.. glossterm-list::\n   :style: {style}\n"
        for style in ("definitions", "table", "index")
    )
    index = project / "index.rst"
    index.write_text(f"{index.read_text(encoding='utf-8')}\n\n{lists}", encoding="utf-8")
    return project


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_pdf(course: Path, language: str) -> None:
    """In Finnish, with an article that is in English, and its name in the lists."""
    built = build(course, "latex", language, out="-pdf", latex_engine="xelatex")
    pdf = make_pdf(built.outdir)
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout.decode()
    assert "A skin that dries too early holds the loaf down like a lid." in " ".join(text.split())
    log = pdf.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert "Missing character" not in log
    assert not re.findall(r"(?:Reference|Hyper reference) .*undefined", log)


def _places(pdf: Path) -> list[tuple[str, float, float]]:
    """Each word of a PDF with its place: from the top, from the left."""
    boxes = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True)
    found = re.findall(r'xMin="(.*?)" yMin="(.*?)" .*?>(.*?)</word>', boxes.stdout.decode())
    return [(word.strip("."), float(top), float(left)) for left, top, word in found]


@pytest.mark.long
def test_words_from_right_to_left(tmp_path: Path) -> None:
    """Of an article, of what runs from right to left inside it, of names and lists."""
    # Each word is the same in both directions: pdftotext turns some round and some not.
    files = {
        "corpus/he/rye.md": article("אאא בבב", "גגג דדד.\n\n> ההה [ווו זזז](/salt)\n\n- חחח טטט"),
        "corpus/he/salt.md": article("יייי לללל", "ממממ ננננ."),
        "source/index.rst": """\
Start
=====

.. glossterm:: rye

One :glossterm:`salt` two.

.. glossterm-list::
   :style: definitions
""",
    }
    source = write(tmp_path, files) / "source"
    options = {"glossterms_corpora": "../corpus", "glossterms_fallback": ["he"]}
    # Sphinx writes the general index, and its entries hold nothing but text.
    no_index = {"printindex": ""}
    built = build(source, "latex", latex_engine="xelatex", latex_elements=no_index, **options)
    assert built.warnings == []
    places = _places(make_pdf(built.outdir))
    for pair in ("אאא בבב", "גגג דדד", "ההה ווו", "ווו זזז", "חחח טטט", "יייי לללל", "ממממ ננננ"):
        first, second = pair.split()
        after = [
            left < other_left
            for word, top, other_left in places
            for other, other_top, left in places
            if (word, other) == (first, second) and abs(top - other_top) < 2
        ]
        assert after
        assert all(after), pair


@pytest.mark.long
def test_long_texts_leave_names_their_room(tmp_path: Path) -> None:
    """And each stands on the first line of its text."""
    text = "A text of a good many words. " * 20
    files = {
        "corpus/en/a.md": article("Administration", text),
        "corpus/en/b.md": article("Bread", text),
        "source/index.rst": "Start\n=====\n\n.. glossterm-list::\n   :style: table\n",
    }
    built = build(write(tmp_path, files) / "source", "latex", glossterms_corpora="../corpus")
    places = _places(make_pdf(built.outdir))
    for name in ("Administration", "Bread"):
        top, left = next((top, left) for word, top, left in places if word == name)
        beside = [at for word, other, at in places if word == "A" and abs(other - top) < 2]
        assert beside
        assert beside[0] > left + 60
