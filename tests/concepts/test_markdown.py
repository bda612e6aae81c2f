"""Markdown to blocks: lines, heading ids, bounds, text."""

from __future__ import annotations

import pytest
from markdown_it.token import Token

from sphinx_glossterms.concepts.markdown import (
    MAX_CELLS,
    MAX_DEPTH,
    MAX_PLAIN_BLOCKS,
    MAX_TOKENS,
    TooLarge,
    heading_level,
    heading_slug,
    inline_tokens,
    line_of,
    list_items,
    parse,
    parse_plain,
    plain_text,
    with_lines,
)


def test_blocks_are_the_top_level_pieces() -> None:
    blocks = parse("# A\nText\n\n- b\n  - c\n\n> d\n\n```\ne\n```\n---\n\n| f |\n|---|\n| g |")
    assert [block[0].type.removesuffix("_open") for block in blocks] == [
        "heading", "paragraph", "bullet_list", "blockquote", "fence", "hr", "table",
    ]  # fmt: skip
    assert [line_of(block) for block in blocks] == [1, 2, 4, 7, 9, 12, 14]


def test_lines_count_from_the_file() -> None:
    blocks = parse("# A\n\nText", first_line=6)
    assert [line_of(block) for block in blocks] == [6, 8]


def test_children_know_their_lines() -> None:
    (block,) = parse("a\n*b\nc*  \nd", first_line=3)
    (inline,) = inline_tokens(block)
    assert [(c.content, line) for c, line in with_lines(inline) if c.type == "text"] == [
        ("a", 3), ("b", 4), ("c", 5), ("d", 6),
    ]  # fmt: skip


def test_children_without_a_line() -> None:
    inline = Token("inline", "", 0, children=[Token("softbreak", "br", 0), Token("text", "", 0)])
    assert [line for _, line in with_lines(inline)] == [0, 0]


@pytest.mark.parametrize(
    ("text", "level", "heading", "id"),
    [
        ("# A {#the-id}", 1, "A", "the-id"),
        ("## A *b* {#ключ}", 2, "A b", "ключ"),
        ("## `a`{#my_id_2}  ", 2, "a", "my_id_2"),
        ("A {#id}\n---", 2, "A", "id"),
        ("### {#only}", 3, "", "only"),
        ("## A {#id} ##", 2, "A", "id"),
        ("## A \\{#id}", 2, "A {#id}", None),
        ("## A `{#id}`", 2, "A {#id}", None),
        ("## A {#id} b", 2, "A {#id} b", None),
        ("## A {#a b}", 2, "A {#a b}", None),
        ("## A {.note}", 2, "A {.note}", None),
    ],
)
def test_heading_ids(text: str, level: int, heading: str, id: str | None) -> None:
    (block,) = parse(text)
    assert heading_level(block) == level
    assert plain_text(block) == heading
    assert block[0].meta.get("id") == id


def test_a_heading_inside_a_quote_has_an_id_too() -> None:
    (block,) = parse("> # A {#id}")
    assert plain_text(block) == "A"
    assert block[1].meta == {"id": "id"}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a *b* **c** ~~d~~ `e` [f](/x) ![g](/y) \\* &amp; <https://x.example>",
         "a b c d e f g * & https://x.example"),
        ("a\nb  \nc\\\nd", "a b c d"),
        ("- a\n- b\n\n  c", "a b c"),
        ("| a | b |\n|---|---|\n| c | d |", "a b c d"),
        ("<b onclick='x'>a</b>", "<b onclick='x'>a</b>"),
        ("# a&NewLine;b&#10;c&#12;d&#x2028;e", "a b c d e"),
    ],
)  # fmt: skip
def test_plain_text(text: str, seen: str) -> None:
    (block,) = parse(text)
    assert plain_text(block) == seen


def test_no_entity_brings_a_line_end() -> None:
    text = 'a&#12;b&NewLine;c [d](/x "e&#12;f") ![g&#12;h](/y)\n\n```py&#12;&NewLine;\n```'
    tokens = [t for block in parse(text) for t in block]
    children = [c for t in tokens for c in t.children or ()]
    inner = [c for child in children for c in child.children or ()]
    texts = [str(v) for c in (*children, *inner) for v in (c.content, *c.attrs.values())]
    texts += [t.info for t in tokens]
    assert not [text for text in texts if set(text) & set("\n\x0c")]


@pytest.mark.parametrize(
    "text",
    [
        ">" * (MAX_DEPTH + 1) + " a",
        ">" * 500 + " a",
        "- " * 300 + "a",
        "*a " * 100 + "b" + "*" * 100,
        "**a " * 60 + "b" + "**" * 60,
        "![" * 60 + "a" + "](b)" * 60,
        "![" * 2000 + "a" + "](b)" * 2000,
        "a\n\n" * (MAX_TOKENS // 3 + 1),
        "`a` " * MAX_TOKENS,
        "[" * 5000,
        "![" + "`a` " * MAX_TOKENS + "](b)",
        "|" * 66 + "\n" + "|-" * 65 + "|\n" + "|\n" * 70,
    ],
)
def test_what_passes_a_bound_is_refused(text: str) -> None:
    with pytest.raises(TooLarge):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        ">" * (MAX_DEPTH - 1) + " a",
        "- " * (MAX_DEPTH // 2 - 1) + "a",
        "*" * 38 + "a" + "*" * 38,
        "[" * 2000,
        "| a " * 64 + "|\n" + "|-" * 64 + "|\n" + ("| b " * 64 + "|\n") * (MAX_CELLS // 64 - 1),
    ],
)
def test_what_is_within_the_bounds_is_kept(text: str) -> None:
    assert "".join(plain_text(block) for block in parse(text)).strip(" *[ab") == ""


def test_text_without_markup() -> None:
    blocks = parse_plain("# a\n*b*\n\n\n<c> &amp;\n", first_line=4)
    assert [(line_of(block), plain_text(block)) for block in blocks] == [
        (4, "# a *b*"),
        (8, "<c> &amp;"),
    ]


def test_text_without_markup_makes_a_bounded_number_of_blocks() -> None:
    text = "".join(f"w{n}\n\n" for n in range(50_000))
    blocks = parse_plain(text)
    assert len(blocks) == MAX_PLAIN_BLOCKS + 1
    assert " ".join(map(plain_text, blocks)).split() == text.split()
    assert sum(len(block[1].children or ()) for block in blocks) == len(blocks)


def test_list_items_of_nested_lists() -> None:
    (block,) = parse("- a\n  - b\n- c")
    assert [plain_text(item) for item in list_items(block)] == ["a b", "c"]


@pytest.mark.parametrize(
    ("text", "slug"),
    [("What is it?", "what-is-it"), (" Über a_b - c ", "über-a_b---c"), ("客户 是", "客户-是")],
)
def test_heading_slugs(text: str, slug: str) -> None:
    assert heading_slug(text) == slug
