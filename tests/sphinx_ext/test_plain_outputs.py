"""Plain text, man pages and Texinfo: they read well without what they can't show."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import Built, article, build, write

INDEX = """\
Start
=====

About :glossterm:`salt`, and the :ref:`lists <lists>`.

.. glossterm:: salt
   :show: title description keywords languages backlinks

.. glossterm:: rye
   :show: description

.. _lists:

Lists
-----

.. glossterm-list::
   :style: index

.. toctree::

   other
"""


def _built(folder: Path, builder: str) -> str:
    files = {
        "corpus/en/salt.md": article(
            "Salt", "See [rye](/rye).", description="White.", keywords="[a, b]"
        ),
        "corpus/sv/salt.md": article("Salt", "Text."),
        "corpus/en/rye.md": article("Rye", "Text.", description="Grey."),
        "source/index.rst": INDEX,
        "source/other.rst": "Other\n=====\n\nMuch :glossterm:`salt` and :glossterm:`rye`.\n\n.. glossterm-list::\n",
    }
    source = write(folder, files) / "source"
    built: Built = build(source, builder, glossterms_corpora="../corpus")
    assert built.warnings == []
    (name,) = [p.name for p in built.outdir.iterdir() if p.stem in ("index", "tests")]
    return built.text(name)


@pytest.mark.parametrize("builder", ["text", "man", "texinfo"])
def test_no_line_of_letters_where_nothing_can_be_clicked(tmp_path: Path, builder: str) -> None:
    text = _built(tmp_path, builder)
    assert "R S" not in text.replace("\n", " ")
    assert "note R" not in text
    lines = [line.strip("-[] @subheading") for line in text.splitlines()]
    assert {"R", "S"} <= set(lines)


def test_html_has_the_letters(tmp_path: Path) -> None:
    assert "glossterm-letters" in _built(tmp_path, "html")


def test_a_man_page_has_no_addresses_inside_the_page(tmp_path: Path) -> None:
    text = _built(tmp_path, "man")
    assert "About salt, and the" in text.replace("Salt", "salt")
    assert "glossterm-" not in text
    # Other is where both are used: in the list of pages there is its name alone.
    assert "\nOther\n" in text


def test_a_man_page_has_space_between_the_parts(tmp_path: Path) -> None:
    lines = _built(tmp_path, "man").splitlines()
    for text in ("White.", "Keywords: a, b", "In other languages: svenska", "Grey."):
        assert lines[lines.index(text) - 1] == ".sp", text
