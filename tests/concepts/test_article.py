"""Reading one article: its front matter, its title, its description, its blocks."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from reading import read

from sphinx_glossterms.concepts.article import MAX_BYTES, ReadingRules, UnreadableArticle
from sphinx_glossterms.concepts.reading import read_article
from sphinx_glossterms.concepts.runs import plain, runs

FULL = """\
---
title: Customer
term: customer
description: Who buys &amp; pays.
keywords: business, trade
aliases: [client, buyer]
abbreviation: C
forms:
  - customers
status: preferred
former_slugs: [consumer]
source_digest: 0123
slug: own
language: sv
---

# Customer

They *buy*.
"""


def test_every_field(tmp_path: Path) -> None:
    article = read(tmp_path, FULL).article
    assert article.title == "Customer"
    assert article.name == article.term == "customer"
    assert article.description == "Who buys & pays."
    assert article.keywords == ("business", "trade")
    assert article.aliases == ("client", "buyer")
    assert article.abbreviation == "C"
    assert article.forms == ("customers",)
    assert article.status == "preferred"
    assert article.former_slugs == ("consumer",)
    assert article.source_digest == "0123"
    assert (article.slug, article.own_slug) == ("a-slug", "own")
    assert (article.language, article.own_language) == ("en", "sv")
    assert article.digest == hashlib.sha256(FULL.encode()).hexdigest()
    assert article.findings == ()


def test_the_heading_that_repeats_the_title_goes(tmp_path: Path) -> None:
    reading = read(tmp_path, FULL)
    assert reading.outline == ["paragraph They buy."]
    assert plain(runs(reading.body.opening)) == "They buy."
    assert reading.body.blocks[0][0].map == [19, 20]


@pytest.mark.parametrize(
    ("text", "title", "outline"),
    [
        ("---\ntitle: Cos&#39;è\n---\n# Cos'è\n\na", "Cos'è", ["paragraph a"]),
        ("---\ntitle: A  B\n---\n# a b\n\nc", "A B", ["paragraph c"]),
        ("---\ntitle: A\n---\n## A\n\nc", "A", ["paragraph c"]),
        ("---\ntitle: A\n---\n# B\n\nc", "A", ["h1 B", "paragraph c"]),
        ("---\ntitle: A\n---\nc\n\n# A", "A", ["paragraph c", "h1 A"]),
        ("# A *b*\n\nc", "A b", ["paragraph c"]),
        ("## A {#id}\n\nc", "A", ["paragraph c"]),
        ("a\n\n## B\n\nc", "B", ["paragraph a", "h2 B", "paragraph c"]),
        ("#\n\n# B\n\nc", "B", ["h1 ", "h1 B", "paragraph c"]),
        ("First line\nof a text.\n\nMore.", "First line", ["paragraph First line of a text.", "paragraph More."]),
        ("A [link](/x) *b*\nc", "A link b", ["paragraph A link b c"]),
        ("`a`\nb", "a", ["paragraph a b"]),
        ("---\ntitle:\n---\n# A", "A", []),
        ("First.\n\n## Highlights\n\n- a", "First.", ["paragraph First.", "h2 Highlights", "- a"]),
        ("## Key points\n\n- a\n\n## B\n\nc", "B", ["h2 Key points", "- a", "h2 B", "paragraph c"]),
        ("# Highlights\n\nc\n\n## B", "Highlights", ["paragraph c", "h2 B"]),
        ("---\nother: x\n---\n", "a-slug", []),
        ("", "a-slug", []),
        ("  \n\n", "a-slug", []),
        ("```\ncode\n```", "a-slug", ["fence"]),
        ("# A&NewLine;B&#x2028;C", "A B C", []),
        ("##見出し\n\n文。", "見出し", ["paragraph 文。"]),
    ],
)  # fmt: skip
def test_title_and_what_is_left(tmp_path: Path, text: str, title: str, outline: list[str]) -> None:
    reading = read(tmp_path, text)
    assert reading.article.title == title
    assert [line.removesuffix(" code") for line in reading.outline] == outline


def test_a_first_line_is_shortened(tmp_path: Path) -> None:
    title = read(tmp_path, "word " * 100).article.title
    assert len(title) <= 121
    assert title.endswith("word…")


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("# A\n\n![](/x.png)\n\nThe *text*\nof it.\n\nMore.", "The text of it."),
        ("# A\n\n> Quote.\n\n- Item.\n", ""),
        ("Only a line", "Only a line"),
        ("", ""),
    ],
)
def test_the_description_is_the_first_paragraph(tmp_path: Path, text: str, summary: str) -> None:
    reading = read(tmp_path, text)
    assert reading.article.description == ""
    assert plain(runs(reading.body.opening)) == summary


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_line_ends_and_bom(tmp_path: Path, end: str, bom: str) -> None:
    text = bom + "---\ntitle: T\n---\n\nA [b](/x) [c](/x).\n".replace("\n", end)
    reading = read(tmp_path, text)
    assert reading.article.title == "T"
    assert reading.outline == ["paragraph A b c."]
    assert reading.repairs == [("link-join", 5)]


def test_control_characters_are_left_out_with_a_note(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "---\ntitle: A\x07B\n---\n\nC\x00D\x7fE\ufffeF\u2028G\x0bH\x85I\U0002ffff."
    )
    assert reading.article.title == "AB"
    assert reading.outline == ["paragraph CDEF G H I."]
    (finding,) = reading.findings
    assert (finding.rule.label, finding.severity, finding.line) == ("control-character", "note", 2)


@pytest.mark.parametrize(
    ("data", "line", "rule"),
    [
        ("# A\n\nBjörk".encode("latin-1"), 3, "encoding"),
        ("# A".encode("utf-16"), 1, "encoding"),
        (b"# A\n\xed\xa0\x80", 2, "encoding"),
        (b"a" * (MAX_BYTES + 1), 0, "too-large"),
    ],
)
def test_unreadable(tmp_path: Path, data: bytes, line: int, rule: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        read(tmp_path, data)
    finding = caught.value.finding
    assert (finding.rule.label, finding.line, finding.severity) == (rule, line, "error")
    assert finding.path == str(tmp_path / "article.md")
    assert str(caught.value).startswith(finding.path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        read_article(tmp_path / "none.md", "none", "en", ReadingRules())
    assert caught.value.finding.rule.label == "file-unreadable"


@pytest.mark.parametrize(
    ("text", "line", "left"),
    [
        ("---\ntitle: [\n---\n\nText.", 3, ["paragraph Text."]),
        ("---\ntitle: A\n\nText.", 1, ["paragraph title: A", "paragraph Text."]),
        ("---\n- a\n- b: c\n---\n\nText.", None, None),
    ],
)
def test_faulty_front_matter_is_one_error(
    tmp_path: Path, text: str, line: int | None, left: list[str] | None
) -> None:
    reading = read(tmp_path, text)
    errors = [f for f in reading.findings if f.severity == "error"]
    if line is not None:
        assert [(f.rule.label, f.line) for f in errors] == [("front-matter", line)]
        assert reading.outline == left
        assert "shown" in errors[0].message
    assert reading.outline[-1] == "paragraph Text."


def test_what_is_too_large_is_shown_as_text(tmp_path: Path) -> None:
    reading = read(tmp_path, "---\ntitle: T\n---\n# A\n\n- [b] (/x)\n\n" + ">" * 100 + " c")
    assert reading.outline == ["paragraph # A", "paragraph - [b] (/x)", f"paragraph {'>' * 100} c"]
    assert [(f.rule.label, f.line) for f in reading.findings] == [("too-large", 4)]


def test_an_untitled_article_that_is_too_large(tmp_path: Path) -> None:
    reading = read(tmp_path, "First\nline\n\n" + ">" * 100 + " c")
    assert reading.article.title == "First"
    assert [f.rule.label for f in reading.findings] == ["too-large"]
