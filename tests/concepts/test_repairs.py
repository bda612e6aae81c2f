"""Each repair: where it acts, where it must not, and that it loses nothing."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import REPAIRS, Reading, read

FM = "---\ntitle: T\n---\n"
KEY = f"{FM}Text.\n\n## Highlights\n\n"

# (rule, text, lines of the findings, outline of the article)
MENDED = [
    ("heading-space", f"{FM}##Part\n\nText.", [4], ["h2 Part", "paragraph Text."]),
    ("heading-space", f"{FM}Text.\n###Part\nMore.", [5], ["paragraph Text.", "h3 Part", "paragraph More."]),
    ("heading-space", f"{FM}##**Bold** part", [4], ["h2 Bold part"]),
    ("heading-space", f"{FM}##[Link](/x)", [4], ["h2 Link"]),
    ("heading-space", f"{FM}##ハイライト\n\n- 一つ。\n- 二つ。", [4], ["h2 ハイライト", "- 一つ。 | 二つ。"]),
    ("heading-fullwidth", f"{FM}Text.\n\n＃＃ 强调", [6], ["paragraph Text.", "h2 强调"]),
    ("heading-fullwidth", f"{FM}＃＃＃强调", [4], ["h3 强调"]),
    ("heading-fullwidth", f"{FM}＃　概要", [4], ["h1 概要"]),
    ("list-marker", f"{FM}• One.\n\n• Two.", [4, 6], ["- One. | Two."]),
    ("list-marker", f"{FM}• One.\n• Two.", [4, 5], ["- One. | Two."]),
    ("list-marker", f"{FM}- One.\n\n• **Two.**", [6], ["- One. | Two."]),
    ("list-marker", f"{FM}- One.\n\n– Two.\n\n- Three.", [6], ["- One. | Two. | Three."]),
    ("list-marker", f"{KEY}- One.\n\n– Two.", [10], ["paragraph Text.", "h2 Highlights", "- One. | Two."]),
    ("list-marker", f"{KEY}- One.\n– Two.", [9], ["paragraph Text.", "h2 Highlights", "- One. | Two."]),
    ("list-marker", f"{KEY}– One.\n\n— Two.", [8, 10], ["paragraph Text.", "h2 Highlights", "- One. | Two."]),
    ("list-marker", f"{KEY}- One.\n\n– [Two](/x) is.", [10], ["paragraph Text.", "h2 Highlights", "- One. | Two is."]),
    ("list-space", f"{FM}- One.\n\n-Two.", [6], ["- One. | Two."]),
    ("list-space", f"{FM}- One.\n-Two.\n-Three.", [5, 6], ["- One. | Two. | Three."]),
    ("list-space", f"{FM}- One.\n\n-**Two.**", [6], ["- One. | Two."]),
    ("list-space", f"{KEY}-一つ。\n\n-二つ。", [8, 10], ["paragraph Text.", "h2 Highlights", "- 一つ。 | 二つ。"]),
    ("list-lost-marker", f"{KEY}- One.\n\nTwo\nlines.\n\n- Three.", [10], ["paragraph Text.", "h2 Highlights", "- One. | Two lines. | Three."]),
    ("list-lost-marker", f"{KEY}- One.\n\n[Two](/x) is.\n\n- Three.", [10], ["paragraph Text.", "h2 Highlights", "- One. | Two is. | Three."]),
    ("link-join", f"{FM}A [b](/x) [c](/x).", [4], ["paragraph A b c."]),
    ("link-punctuation", f"{FM}A [b,](/x) c.", [4], ["paragraph A b, c."]),
    ("link-punctuation", f"{FM}A [b,](/x)c.", [4], ["paragraph A b, c."]),
    ("link-punctuation", f"{FM}A [b, ](/x)*c*.", [4], ["paragraph A b, c."]),
    ("link-punctuation", f"{FM}A [b,](/x), c.", [4], ["paragraph A b, c."]),
    ("link-punctuation", f"{FM}A [b](/x),. c", [4], ["paragraph A b, c"]),
    ("link-punctuation", f"{FM}A [b](/x),. [c](/y)", [4], ["paragraph A b, c"]),
    ("link-punctuation", f"{FM}A [b](/x),.", [4], ["paragraph A b."]),
    ("link-punctuation", f"{FM}A [b](/x) [.](/x) C", [4], ["paragraph A b. C"]),
    ("link-punctuation", f"{FM}A [顧客、](/x)は", [4], ["paragraph A 顧客、は"]),
    ("link-space", f"{FM}A [b] (/x).", [4], ["paragraph A b."]),
    ("link-space", f"{FM}A [b] (/ x /).", [4], ["paragraph A b."]),
    ("link-space", f"{FM}A\nlong [b](/x y).", [5], ["paragraph A long b."]),
    ("link-space", f"{FM}A [b] (https://example.org/x).", [4], ["paragraph A b."]),
    ("link-bracket", f"{FM}A\n[b]](/x) [c]](https://example.org/).", [5, 5], ["paragraph A b c."]),
    ("link-bracket", f"{FM}A [[b](/x)] [c]](/y).", [4], ["paragraph A [b] c."]),
    ("empty-quote", f"{FM}> A.\n\n>\n\nB.", [6], ["blockquote A.", "paragraph B."]),
    ("empty-quote", f"{FM}> > \n>\n> A.", [4], ["blockquote A."]),
    ("empty-quote", f"{FM}> > \n>\n> A.\n>\n> >\n>\n> B.", [4, 8], ["blockquote A. B."]),
    ("empty-quote", f"{FM}- A.\n\n  > > >\n\n  B.\n\n  >\n", [6, 10], ["- A. B."]),
    ("plain-text", "Part\nA sentence here.\nMore of it.", [1], ["paragraph A sentence here.", "paragraph More of it."]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "lines", "outline"), MENDED)
def test_mended(tmp_path: Path, rule: str, text: str, lines: list[int], outline: list[str]) -> None:
    reading = read(tmp_path, text)
    assert reading.outline == outline
    assert reading.repairs == [(rule, line) for line in lines]


@pytest.mark.parametrize(("rule", "text", "lines", "outline"), MENDED)
def test_switched_off(
    tmp_path: Path, rule: str, text: str, lines: list[int], outline: list[str]
) -> None:
    reading = read(tmp_path, text, disabled=frozenset({rule}))
    assert rule not in [name for name, _ in reading.repairs]
    others = read(tmp_path, text, disabled=REPAIRS - {rule})
    assert others.repairs == [(rule, line) for line in lines]
    nothing = read(tmp_path, text, disabled=REPAIRS)
    assert nothing.repairs == []
    assert _shape(nothing) != _shape(others)


def _shape(reading: Reading) -> list[str]:
    inline = [t for block in reading.body.blocks for token in block for t in token.children or ()]
    return [t.type + t.content for t in (*chain(*reading.body.blocks), *inline)]


def test_every_repair_is_tested() -> None:
    assert {rule for rule, *_ in MENDED} == REPAIRS


KEPT = [
    # headings
    "#hashtag is in use.",
    "\\##Part",
    "&#35;#Part",
    "`##Part`",
    "```\n##Part\n＃＃ Part\n```",
    "    ##Part",
    "####",
    "##==##",
    "a ##Part",
    "＃東京 が好き",
    "＃ 1 of all",
    "> ##Part",
    # lists
    "-5 degrees\n\n- is cold.",
    "- It was cold.\n\n-5 degrees.",
    "– Hello, she said.\n\n– Hello, he said.",
    "– Hello, she said.\n– Hello, he said.",
    "- One.\n\n– Hello, she said.",
    "-Hej, sa hon.\n\n-Hej, sa han.",
    "- Use the option\n  -verbose to see more.",
    "The option\n-verbose shows more.",
    "- One.\n\nText between.\n\n- Two.",
    "●●●○○ of five stars",
    "•",
    "```\n- One.\n-Two.\n• Three.\n```",
    "- One.\n\n      -Two.\n      • Three.",
    "1. One.\n\n– Two.",
    "\\• One.",
    "\\- One.\n\n- Two.",
    "2 – 1 = 1\n\n- is right.",
    # links
    "\\[see [b]](/x)",
    "[see [b]](/ x /)",
    "[see [b](/x) [c]](/y)",
    "[1]](/x)",
    "`[b]](/x)`",
    "[b]]",
    "[Inc.](/x) is [e.g.](/y) one.",
    "Is it [one?](/x) Or [two!](/y)",
    "A [b](/x), [c](/x).",
    "A [b](/x) [c](/y).",
    "A [b](/x) and [c](/x).",
    "A [b](/x)  \n[c](/x).",
    "A [b](/x)... and [c](/y), c.",
    "Apple [Inc](/x)., of course",
    "A [b](/x),. 顧客",
    "A note [1] (/x).",
    "A note [see] (or not).",
    "A note [see] (/or/ maybe not).",
    "`[b] (/x)` and `[b](/x y)` and `[b](/x) [c](/x)` and `[b,](/x)`",
    "```\n[b] (/x) [b](/x) [c](/x) [b,](/x)\n```",
    "\\[b] (/x)",
    "[b] (javascript:alert)",
    "[b](javascript:alert (1))",
    "[,](/x) is a comma",
    "[`a,`](/x) b",
    # quotes
    "> `>`",
    "> ![](/x.png)",
    "```\n>\n\n>\n```",
]


@pytest.mark.parametrize("text", KEPT)
def test_left_alone(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path, FM + text)
    assert reading.repairs == []
    off = read(tmp_path, FM + text, disabled=REPAIRS)
    assert (reading.outline, reading.links) == (off.outline, off.links)


@pytest.mark.parametrize(
    "text",
    [
        "- One.\n\nTwo of them:\n\n- Three.",  # a lead-in
        "- One.\n\nTwo.",  # text after the highlights
        "Two.\n\n- One.",
        "- One.\n\n```\nTwo.\n```\n\n- Three.",
        "- One goes\n  – as it were – on.\n- Two.",  # a dash in a wrapped sentence
    ],
)
def test_left_alone_in_highlights(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path, KEY + text)
    assert reading.repairs == []


def test_joined_links_show_what_parted_them(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{FM}A [b](/x) [*c*](/x)[d](/x) [e](/y).")
    assert reading.links == [("b cd", "/x"), ("e", "/y")]


def test_a_wrapped_pair_is_found_on_its_line(tmp_path: Path) -> None:
    text = f"{FM}One\ntwo [b](/x)\n[c](/x) and\n[d,](/y) and [e] (/z)."
    reading = read(tmp_path, text)
    assert reading.repairs == [("link-space", 7), ("link-join", 6), ("link-punctuation", 7)]
    assert reading.links == [("b c", "/x"), ("d", "/y"), ("e", "/z")]


def test_links_in_tables_lists_and_quotes_are_mended(tmp_path: Path) -> None:
    text = f"{FM}- [a,](/x) b\n\n> [a,](/x) b\n\n| h |\n|---|\n| [a,](/x) b |\n"
    reading = read(tmp_path, text)
    assert reading.repairs == [("link-punctuation", line) for line in (4, 6, 10)]
    assert [text for text, _ in reading.links] == ["a", "a", "a"]


def test_a_mended_target_is_a_target(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{FM}A [b](/a slug), [c] (/ ключ /).")
    assert [target for _, target in reading.links] == [
        "/a%20slug",
        "/%D0%BA%D0%BB%D1%8E%D1%87/",
    ]


def test_a_message_names_the_link(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{FM}A long paragraph that holds a [link,](/x) at last.")
    (finding,) = reading.findings
    assert finding.message == "“,” stands after the link “link”"


def test_an_unusual_item_keeps_its_parts(tmp_path: Path) -> None:
    text = f"{KEY}- One.\n\n  More of one.\n  - Inner.\n\n– Two.\n"
    reading = read(tmp_path, text)
    assert reading.highlights == ["h2 Highlights", "- One. More of one. Inner. | Two."]


# --- for all texts ---

_WORDS = st.sampled_from(["kund", "Über", "客户", "x1", "e.g.", "Inc.", "5", "– och", "a_b"])
_PIECES = st.one_of(
    _WORDS,
    st.builds("[{}{}](/{})".format, _WORDS, st.sampled_from(["", ",", ".", ", "]), st.sampled_from("xy")),
    st.builds("**{}**".format, _WORDS),
    st.builds("`{}`".format, st.sampled_from(["##a", "[b](/x) [c](/x)", "-a", "> ", "• b"])),
    st.sampled_from([",", ",.", ";", "\\##", "!", "\n"]),
)  # fmt: skip
_STARTS = st.sampled_from(
    ["", "- ", "– ", "-", "•", "• ", "## ", "##", "＃＃ ", "> ", ">", "1. ", "    ", "## Highlights\n\n"]
)  # fmt: skip
_BLOCKS = st.builds(
    lambda start, parts: start + " ".join(parts), _STARTS, st.lists(_PIECES, max_size=6)
)
_ARTICLES = st.lists(_BLOCKS, min_size=1, max_size=10).flatmap(
    lambda blocks: st.sampled_from(["\n\n", "\n"]).map(lambda gap: gap.join(blocks))
)


@given(_ARTICLES)
@settings(max_examples=150, deadline=None)
def test_no_repair_changes_a_word(text: str) -> None:
    with TemporaryDirectory() as folder:
        mended = read(Path(folder), FM + text)
        off = read(Path(folder), FM + text, disabled=REPAIRS)
    assert off.repairs == []
    assert mended.words == off.words
    assert _code(mended) == _code(off)
    last = FM.count("\n") + text.count("\n") + 1
    assert all(4 <= line <= last for _, line in mended.repairs)


def _code(reading: Reading) -> list[str]:
    tokens = [token for block in reading.body.blocks for token in block]
    inline = [child for token in tokens for child in token.children or ()]
    return [
        t.content for t in (*tokens, *inline) if t.type in ("code_inline", "code_block", "fence")
    ]


@given(_ARTICLES)
@settings(max_examples=60, deadline=None)
def test_a_mended_article_is_read_the_same_twice(text: str) -> None:
    with TemporaryDirectory() as folder:
        first, again = (read(Path(folder), FM + text) for _ in range(2))
    assert (first.outline, first.links, first.repairs) == (
        again.outline,
        again.links,
        again.repairs,
    )
