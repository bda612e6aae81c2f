"""Highlights: found by heading or by structure, and where they end."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import read

from sphinx_glossterms.concepts.highlights import SPELLINGS, Spellings

FM = "---\ntitle: T\n---\n"
LIST = "- It is one thing.\n- It is another."
ITEMS = "- It is one thing. | It is another."


@pytest.mark.parametrize("language", SPELLINGS)
def test_every_known_heading(tmp_path: Path, language: str) -> None:
    for heading in SPELLINGS[language]:
        text = f"{FM}## A\n\nText.\n\n## {heading}\n\n- a\n"
        reading = read(tmp_path, text, language=language)
        assert reading.highlights == [f"h2 {heading}", "- a"]
        assert reading.findings == []


@pytest.mark.parametrize(
    "heading", ["highlights", "HIGHLIGHTS:", " Key  takeaways ", "**Highlights**", "要点："]
)
def test_spelling_is_compared_folded(tmp_path: Path, heading: str) -> None:
    reading = read(tmp_path, f"{FM}Text.\n\n### {heading}\n\n- a")
    assert reading.highlights[1:] == ["- a"]


def test_the_corpus_adds_spellings(tmp_path: Path) -> None:
    text = f"{FM}Text.\n\n## In a nutshell\n\n- a"
    assert read(tmp_path, text).highlights == []
    extra = {"en": ("In a Nutshell",)}
    assert read(tmp_path, text, extra=extra).highlights == ["h2 In a nutshell", "- a"]


def test_the_last_of_two_headings_counts(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{FM}## Highlights\n\n- a\n\n## B\n\nText.\n\n## Key points\n\n- b")
    assert reading.highlights == ["h2 Key points", "- b"]


@pytest.mark.parametrize(
    ("section", "highlights", "after"),
    [
        ("- a\n\nText.", ["- a"], ["paragraph Text."]),
        ("- a\n- b\n\nText.\n\n## B\n\nMore.", ["- a | b"], ["paragraph Text.", "h2 B", "paragraph More."]),
        ("Intro:\n\n- a\n\nText.", ["paragraph Intro:", "- a"], ["paragraph Text."]),
        ("Only text.\n\nMore.", ["paragraph Only text.", "paragraph More."], []),
        ("1. a\n2. b\n\nText.", ["ordered_list a b"], ["paragraph Text."]),
        ("- a\n\n### B\n\n- c", ["- a", "h3 B", "- c"], []),
        ("### B\n\n- a\n\nText.\n\n### C\n\nMore.", ["h3 B", "- a"], ["paragraph Text.", "h3 C", "paragraph More."]),
        ("- a.\n\n### B\n\nIntro\n\n- c.\n\nLost\n\n- d.", ["- a.", "h3 B", "paragraph Intro", "- c. | Lost | d."], []),
        ("### B\n\nText.\n\n## C\n\n- c", ["h3 B", "paragraph Text."], ["h2 C", "- c"]),
        ("# B\n\n- a", [], []),
    ],
)  # fmt: skip
def test_text_after_the_list_is_outside(
    tmp_path: Path, section: str, highlights: list[str], after: list[str]
) -> None:
    reading = read(tmp_path, f"{FM}Text.\n\n## Highlights\n\n{section}")
    assert reading.highlights[1:] == highlights
    if not highlights:
        return
    assert reading.body.highlights
    assert reading.outline[reading.body.highlights.end :] == after


def test_a_heading_alone_is_a_heading(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{FM}Text.\n\n## Highlights\n\n## B\n\nMore.")
    assert reading.highlights == []
    assert reading.outline == ["paragraph Text.", "h2 Highlights", "h2 B", "paragraph More."]


def test_an_article_named_highlights_has_none(tmp_path: Path) -> None:
    reading = read(tmp_path, "# Highlights\n\nThey are what matters.\n\n- a\n- b")
    assert reading.article.title == "Highlights"
    assert reading.highlights == []


def test_found_by_structure_with_a_note(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{FM}## A\n\nText.\n\n## In a nutshell\n\n{LIST}")
    assert reading.highlights == ["h2 In a nutshell", ITEMS]
    assert reading.body.highlights
    assert reading.body.highlights.by_structure
    (finding,) = reading.findings
    assert (finding.rule.label, finding.line) == ("highlights-structure", 8)
    assert "“In a nutshell”" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        f"## A\n\n{LIST}",  # the first section
        f"# T\n\nText.\n\n{LIST}",
        f"# Another title\n\nText.\n\n## A\n\n{LIST}",
        f"## A\n\nText.\n\n## B\n\nIntro.\n\n{LIST}",
        f"## A\n\nText.\n\n## B\n\n{LIST}\n\nText.",
        "## A\n\nText.\n\n## B\n\n- It is one thing.",
        "## A\n\nText.\n\n## B\n\n- It is one thing.\n- another",
        "## A\n\nText.\n\n## See also\n\n- [One.](/one)\n- [Two.](/two).",
        "## A\n\nText.\n\n## B\n\n1. Do this.\n2. Do that.",
        "## A\n\nText.\n\n## B\n\n- It is one thing.\n  - It is inside.\n- It is another.",
        LIST,
    ],
)
def test_not_found_by_structure(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path, FM + text)
    assert reading.body.highlights is None
    assert "highlights-structure" not in [f.rule.label for f in reading.findings]


@pytest.mark.parametrize(
    ("language", "heading", "expected"),
    [
        ("nl", "Højdepunkter", ["“Højdepunkter” is Danish, but the file stands for Dutch"]),
        ("sv", "Hovedpunkter", ["“Hovedpunkter” is Danish, Norwegian Bokmål, but the file stands for Swedish"]),
        ("da", "Højdepunkter", []),
        ("no", "Høydepunkter", []),
        ("zh", "要点", []),
        ("zh-TW", "要點", []),
        ("sv", "Highlights", []),
    ],
)  # fmt: skip
def test_a_mislabelled_language_is_a_warning(
    tmp_path: Path, language: str, heading: str, expected: list[str]
) -> None:
    reading = read(tmp_path, f"{FM}Text.\n\n## {heading}\n\n- a", language=language)
    assert [f.message for f in reading.findings] == expected
    assert [(f.severity, f.line) for f in reading.findings] == [("warning", 6)] * len(expected)


def test_an_unknown_heading_is_of_no_language() -> None:
    assert Spellings({}).other_languages("Something", "sv") == ()
