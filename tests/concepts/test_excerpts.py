"""A paragraph with its emphasis and code, and its beginning: never cut inside a word, where
words can be told."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_glossterms.concepts.excerpts import excerpt
from sphinx_glossterms.concepts.markdown import inline_children, is_paragraph, parse, plain_text
from sphinx_glossterms.concepts.runs import plain, runs, unmarked


def beginning(text: str, length: int) -> str:
    return plain(excerpt(unmarked(text), length))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Short.", "Short."),
        ("One two. Three four five six.", "One two. …"),
        ("Is it 3.5 or less than that?", "Is it 3.5 or…"),
        ("A. Bcd efg hij klm nop", "A. Bcd efg…"),
        ("Abcdefghijklmnopqrstuvw", "Abcdefghijklm…"),
        ("Abc def ghi jk lmnop", "Abc def ghi…"),
        ("Abc def ghi j lmnop", "Abc def ghi j…"),
        ("概念就是这个。然后还有更多的文字", "概念就是这个。…"),
        ("概念就是。然后还有更多的文字在这里", "概念就是。然后还有更多的文…"),
        ("ما هو؟ لا أحد يعرف ذلك أبدا", "ما هو؟ لا أحد…"),
        ("", ""),
    ],
)
def test_a_text_ends_after_a_sentence_or_a_word(text: str, expected: str) -> None:
    assert beginning(text, 14) == expected
    assert len(beginning(text, 14)) <= 14


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He keeps flour, e.g. Rye flour.", "He keeps flour, e.g.…"),
        ("Man nimmt Mehl, z. B. Roggen, und", "Man nimmt Mehl, z.…"),
        ("Ask for a Dr. Smith when there.", "Ask for a Dr. Smith…"),
        ("Keep it cool approx. one day.", "Keep it cool approx.…"),
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str, expected: str) -> None:
    assert beginning(text, 21) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “it is alive.” And went away.", "He said “it is alive.” …"),
        ("It rises (so they say.) And falls.", "It rises (so they say.) …"),
        ("Er sagte: „Sie lebt noch.“ Und schlief.", "Er sagte: „Sie lebt noch.“ …"),
        ("« Il est vivant. » Puis il partit.", "« Il est vivant. » …"),
        (
            "彼は言った「それは生きている。」そして家に帰ってからまた寝た。",
            "彼は言った「それは生きている。」…",
        ),
    ],
)
def test_what_closes_stays_with_its_sentence(text: str, expected: str) -> None:
    assert beginning(text, 29) == expected


def test_no_character_is_torn() -> None:
    thai = "ก็ดีที่นี่ที่นี่ที่นี่ที่นี่"
    family = "👩‍👩‍👧" * 5
    for text in (thai, family):
        for length in range(4, len(text)):
            cut = beginning(text, length).removesuffix("…")
            rest = text[len(cut) :]
            assert not cut.endswith("\u200d")
            assert rest[0] not in "\u200d\u0e47\u0e35\u0e48"


def marked(text: str, length: int = 300) -> str:
    parts = []
    for part, elements in excerpt(runs(inline_children(parse(text)[0])), length):
        opening = "".join(f"<{name}>" for name in elements)
        closing = "".join(f"</{name}>" for name in reversed(elements))
        parts.append(opening + part + closing)
    return "".join(parts)


def test_emphasis_and_code_stay_links_and_pictures_are_text() -> None:
    text = "A *net*, **very _strong_ ~~weak~~**, of\n`a  b` and [links](/to) ![dough](a.png)."
    expected = (
        "A <em>net</em>, <strong>very </strong><strong><em>strong</em></strong>"
        "<strong> </strong><strong><s>weak</s></strong>, of <code>a b</code> and links dough."
    )
    assert marked(text) == expected


@given(st.text(alphabet="ab *_`~![](/)\\\n\u00a0&#32;", max_size=40))
@example("![](x.png)\nText after a *picture*.")
@example("`a` *b*&#32;&#32; c &#32;*&#32;d* **e&nbsp;** ![](x.png)")
def test_what_is_said_is_what_the_paragraph_says(text: str) -> None:
    for block in parse(text):
        if is_paragraph(block):
            assert plain(runs(inline_children(block))) == plain_text(block)


def test_what_is_cut_keeps_its_markup() -> None:
    assert marked("One **two three** four", 9) == "One <strong>two</strong>…"
    assert marked("*One two three four five*", 9) == "<em>One two</em>…"
