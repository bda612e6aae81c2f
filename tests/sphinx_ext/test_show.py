"""``:show:`` chooses parts and their order."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from building import Built, article, build, write
from pages import body_of, faults, faults_of_tree, headings, page, text_of, with_class

TEXT = """\
# Bread

Lead, see [points](#highlights) and [one](#one).

## One

First.

## Highlights

- Point, see [one](#one).

Tail.
"""
MARKS = {
    "title": ["Bread"],
    "description": ["What it is."],
    "body": ["Lead,", "First.", "Tail."],
    "highlights": ["Point,"],
    "keywords": ["Keywords: flour, water"],
}
SHOWS = [
    *(" ".join(parts) for n in (1, 2) for parts in permutations(MARKS, n)),
    *(" ".join(parts) for parts in permutations(("title", "body", "highlights", "keywords"), 3)),
    "keywords highlights body description title",
]


def order(show: str) -> list[str]:
    """The marks in the order in which a reader should see them."""
    parts = show.split()
    seen: list[str] = []
    index = 0
    while index < len(parts):
        pair = set(parts[index : index + 2])
        if pair == {"body", "highlights"}:
            seen += ["Lead,", "First.", "Point,", "Tail."]
            index += 2
        else:
            seen += MARKS[parts[index]]
            index += 1
    return seen


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("show")
    source = article("Bread", TEXT, description="What it is.", keywords="flour, water")
    write(folder / "corpus", {"en/bread.md": source})
    pages = {"index.rst": "Start\n=====\n\n.. toctree::\n   :glob:\n\n   s*\n   r*\n   commas\n"}
    for number, show in enumerate(SHOWS):
        directive = f".. glossterm:: bread\n   :no-index:\n   :show: {show}\n"
        pages[f"s{number}.rst"] = f"Host\n====\n\n{directive}"
        pages[f"r{number}.rst"] = f"Host\n====\n\n{directive}\nText after.\n"
        pages[f"d{number}.rst"] = f":orphan:\n\n{directive}"
    pages["commas.rst"] = (
        "Host\n====\n\n.. glossterm:: bread\n   :no-index:\n   :show: title,keywords\n"
    )
    return build(write(folder / "source", pages), glossterms_corpora="../corpus")


def test_no_warning(built: Built) -> None:
    assert built.warnings == []


@pytest.mark.parametrize("number", range(len(SHOWS)))
def test_parts_in_order(built: Built, number: int) -> None:
    wanted = order(SHOWS[number])
    for kind in "srd":
        root = page(built, f"{kind}{number}")
        text = text_of(body_of(root)).replace("Highlights", "")
        marks = sorted((m for ms in MARKS.values() for m in ms if m in text), key=text.index)
        assert marks == wanted
        assert list(faults_of_tree(built.doctrees[f"{kind}{number}"])) == []
        found = list(faults(root))
        assert found == [] or (kind == "d" and all("after h0" in fault for fault in found))


def test_commas_part_as_well(built: Built) -> None:
    assert headings(page(built, "commas")) == [(1, "Host"), (2, "Bread")]
    assert "Keywords: flour, water" in text_of(body_of(page(built, "commas")))


def test_parts_have_their_classes(built: Built) -> None:
    root = page(built, f"s{SHOWS.index('description keywords')}")
    assert text_of(with_class(root, "glossterm-description")[0]) == "What it is."
    assert text_of(with_class(root, "glossterm-keywords")[0]) == "Keywords: flour, water"


@pytest.mark.parametrize("language", ["sv", "fi", "pl", "it", "ca", "ar", "ja"])
def test_three_keywords_in_any_language(tmp_path: Path, language: str) -> None:
    source = article("Bread", "Text.", keywords="flour, water, salt")
    write(tmp_path / "corpus", {f"{language}/bread.md": source})
    page_source = ".. glossterm:: bread\n   :show: title keywords\n"
    source_folder = write(tmp_path / "source", {"index.rst": page_source})
    built = build(source_folder, language=language, glossterms_corpora="../corpus")
    assert built.warnings == []
    line = text_of(with_class(page(built, "index"), "glossterm-keywords")[0])
    assert all(word in line for word in ("flour", "water", "salt"))
