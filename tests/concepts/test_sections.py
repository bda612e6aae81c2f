"""The top-level sections of an article."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import outline, read

from sphinx_glossterms.concepts.sections import find_section, top_sections

ENGLISH = "# Customer\n\nIntro.\n\n## Types {#kinds}\n\nTwo.\n\n### Inner\n\nIn.\n\n## Use\n\nText.\n\n## Highlights\n\n- a"
SWEDISH = (
    "# Kund\n\nIntro.\n\n## Typer\n\nTvå.\n\n## Nytta\n\nText.\n\n## Höjdpunkter\n\n- a\n\nEfter."
)


def test_highlights_are_no_section(tmp_path: Path) -> None:
    sections = top_sections(read(tmp_path, ENGLISH).body)
    assert [outline(section.heading) for section in sections] == ["h2 Types", "h2 Use"]
    assert [outline(block) for block in sections[0].blocks] == [
        "paragraph Two.",
        "h3 Inner",
        "paragraph In.",
    ]
    assert sections[0].id == "kinds"
    assert sections[1].id == ""


def test_text_after_the_highlights_is_kept(tmp_path: Path) -> None:
    sections = top_sections(read(tmp_path, SWEDISH).body)
    assert [outline(block) for block in sections[-1].blocks] == [
        "paragraph Text.",
        "paragraph Efter.",
    ]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("1", "h2 Typer"),
        ("2", "h2 Nytta"),
        ("3", None),
        ("0", None),
        ("9" * 5000, None),
        ("nytta", "h2 Nytta"),
        ("Types", "h2 Typer"),
        ("USE", "h2 Nytta"),
        ("Inner", None),
        ("Nothing", None),
        ("#", None),
        ("", None),
    ],
)
def test_find_in_a_translation(tmp_path: Path, wanted: str, found: str | None) -> None:
    body = read(tmp_path, SWEDISH).body
    section = find_section(body, wanted, read(tmp_path, ENGLISH).body)
    assert (outline(section.heading) if section else None) == found


@pytest.mark.parametrize("wanted", ["kinds", "#kinds", "Types", "1"])
def test_find_by_id(tmp_path: Path, wanted: str) -> None:
    section = find_section(read(tmp_path, ENGLISH).body, wanted, None)
    assert section
    assert outline(section.heading) == "h2 Types"


def test_headings_are_not_mapped_where_the_numbers_differ(tmp_path: Path) -> None:
    body = read(tmp_path, "# Kund\n\n## Typer\n\nTvå.").body
    assert find_section(body, "Types", read(tmp_path, ENGLISH).body) is None


def test_a_title_in_other_words_is_no_section(tmp_path: Path) -> None:
    text = "---\ntitle: Customer\n---\n# All about customers\n\n## Types\n\nTwo.\n\n## Use\n\nText."
    assert len(top_sections(read(tmp_path, text).body)) == 2


@pytest.mark.parametrize("text", ["", "Text.", "# Customer\n\nText."])
def test_no_section(tmp_path: Path, text: str) -> None:
    body = read(tmp_path, text).body
    assert top_sections(body) == ()
    assert find_section(body, "1", body) is None


def test_only_headings_of_level_one(tmp_path: Path) -> None:
    text = "---\ntitle: T\n---\n# One\n\na\n\n# Two\n\n## Inner\n\nb"
    sections = top_sections(read(tmp_path, text).body)
    assert [outline(section.heading) for section in sections] == ["h1 One", "h1 Two"]
