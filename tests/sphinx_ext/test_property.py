"""Every word of an article reaches its page, once, in order; nothing else is added."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
from building import BREAD
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rendered import Bench, outline, shown_words

from sphinx_glossterms.concepts.corpus import Corpus
from sphinx_glossterms.concepts.manifest import load_manifest

LETTERS = "abcdefgåäößøłęжыщאבגحمنクラ漢字한글éÉİ"
TITLE = "Zeugma title"


class Piece(NamedTuple):
    """A piece of Markdown and the words that a reader sees of it."""

    source: str
    words: tuple[str, ...]


words = st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=1, max_size=3).map(tuple)
slugs = st.sampled_from(["/rye", "/x", "/no-such"])


def _piece(pattern: str, *parts: tuple[str, ...]) -> Piece:
    source = pattern.format(*(" ".join(part) for part in parts))
    return Piece(source, tuple(word for part in parts for word in part))


_INLINE = (
    "{0}",
    "*{0}*",
    "**{0}**",
    "***{0} {1}***",
    "`{0}`",
    "~~{0}~~",
    "[{0}](/rye)",
    "[*{0}* {1}](/no-such)",
    "[{0}](https://example.com/path)",
    '[{0}](https://example.com/path "{1}")',
    '[{0}](/rye "{1}")',
    "[{0}](/elsewhere/deep/page.html)",
    "[{0}](#nowhere)",
    "[{0}](file.txt)",
    "![{0}](/images/none.png)",
    "![{0}](https://example.com/far.png)",
    "[![{0}](https://example.com/badge.svg)](https://example.com/ci)",
    "[{0}][known]",
    # Irregular, as machine translation leaves it.
    "[{0}](/rye) [{1}](/rye)",
    "[{0}](/rye) [{1}](/x)",
    "[{0},](/rye) {1}",
    "[{0}](/rye),, {1}",
    "[{0}] (/rye)",
    "[{0}](/ rye)",
    "{0} \\* {1} &amp; {2}",
    "{0}\\\n{1}",
    "{0}  \n{1}",
    "{0}\n{1}",
    "{0} **{1}",
    "<{0}>",
    "{0} [{1}",
    "{0} `{1}",
)
_BLOCKS = (
    "{0}",
    "# {0}",
    "## {0}",
    "### {0} ###",
    "###### {0}",
    "## {0} {{#an-id}}",
    "##{0}",
    "＃＃ {0}",
    "## ",
    "{0}\n===",
    "{0}\n---",
    "- {0}\n- {1}\n  - {2}",
    "- {0}\n\n  {1}\n- {2}",
    "- {0}\n• {1}\n- {2}",
    "- {0}\n\n– {1}\n\n- {2}",
    "- {0}\n\n{1}\n\n- {2}",
    "-{0}\n-{1}",
    "* {0}\n  > {1}\n  ## {2}",
    "3. {0}\n4. {1}\n   ---\n   {2}",
    "- \n- {0}",
    "> {0}\n>\n> # {1}\n> ---\n> {2}",
    ">",
    "> {0}\n\n>",
    "| {0} | {1} |\n|:--|--:|\n| {2} |",
    "| {0} |\n|---|",
    "---",
    "***",
    "[unused]: https://example.com/unused",
    ".. {0}:: {1}",
)
_CODE = (
    "```python\n{0}\n\n{1}\n```",
    "~~~\n{0}\n~~~",
    "    {0}\n    {1}",
    "{{{0}}}`{1}`",
    "- {0}\n\n      {1}",
)
_HIGHLIGHTS = "## Key points\n\n- {0}.\n\n- {1}.\n"


def _filled(patterns: tuple[str, ...], part: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    def fill(pattern: str) -> st.SearchStrategy[Piece]:
        count = len(set(re.findall(r"\{(\d)\}", pattern)))
        return st.tuples(*[part] * count).map(
            lambda parts: Piece(
                pattern.format(*(p.source for p in parts)),
                tuple(word for p in parts for word in p.words),
            )
        )

    return st.sampled_from(patterns).flatmap(fill)


plain = words.map(lambda w: Piece(" ".join(w), w))
inline = _filled(_INLINE, plain)
one_line = inline.filter(lambda piece: "\n" not in piece.source and "`" not in piece.source)
blocks = _filled(_BLOCKS, one_line | plain) | _filled(_CODE, plain) | inline


@st.composite
def articles(draw: Callable[..., object]) -> Piece:
    """The source of an article, and its words as a reader should see them."""
    before = draw(st.lists(blocks, max_size=6))
    after = draw(st.lists(blocks, max_size=4))
    repeats_title = draw(st.booleans())
    highlights = draw(st.none() | _filled((_HIGHLIGHTS,), plain))
    pieces: list[Piece] = [*before]  # type: ignore[misc]
    if repeats_title:
        pieces.insert(0, Piece(f"# {TITLE}", ()))
    if highlights is not None:
        shown = ("Highlights", *highlights.words)  # type: ignore[attr-defined]
        pieces.append(Piece(highlights.source, shown))  # type: ignore[attr-defined]
    pieces += after  # type: ignore[arg-type]
    pieces.append(Piece("[known]: https://example.com/known", ()))
    source = "\n\n".join(piece.source for piece in pieces)
    matter = f"---\ntitle: {TITLE}\n---\n\n"
    return Piece(matter + source, (*TITLE.split(), *(w for p in pieces for w in p.words)))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("property"))


_SETTINGS = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def _check(bench: Bench, article: Piece) -> None:
    for request in (
        {"sections": True},
        {"sections": False, "level": 2},
        {"sections": False, "level": 2, "in_cell": True},
    ):
        assert shown_words(bench.render(article.source, **request)) == list(article.words)


@settings(_SETTINGS, max_examples=100)
@given(article=articles())
def test_no_word_is_lost_or_added(bench: Bench, article: Piece) -> None:
    _check(bench, article)


@pytest.mark.long
@settings(_SETTINGS, max_examples=2000)
@given(article=articles())
def test_no_word_is_lost_or_added_long(bench: Bench, article: Piece) -> None:
    _check(bench, article)


# --- any characters -------------------------------------------------------------------

_REFERENCE = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_INLINE_TAGS = {"em", "strong", "a", "code", "s", "img"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text += "" if tag in _INLINE_TAGS else " "
        self.text += next((value or "" for name, value in attrs if name == "alt"), "")

    def handle_endtag(self, tag: str) -> None:
        self.text += "" if tag in _INLINE_TAGS else " "

    def handle_data(self, data: str) -> None:
        self.text += data


def _reference_words(source: str) -> list[str]:
    parser = _Words()
    parser.feed(_REFERENCE.render(source))
    parser.close()
    return re.findall(r"\w+", parser.text)


soup = st.text("ab c1\n\n#*-`>|~[]!.:=＃•–+\\&;", max_size=80)


def _check_soup(bench: Bench, text: str) -> None:
    source = f"---\ntitle: {TITLE}\n---\n\n{text}\n"
    for sections in (True, False):
        shown = shown_words(bench.render(source, sections=sections))
        assert shown == [*TITLE.split(), *_reference_words(text)]


@settings(_SETTINGS, max_examples=100)
@given(text=soup)
def test_soup(bench: Bench, text: str) -> None:
    _check_soup(bench, text)


@pytest.mark.long
@settings(_SETTINGS, max_examples=2000)
@given(text=soup)
def test_soup_long(bench: Bench, text: str) -> None:
    _check_soup(bench, text)


# --- a fallback adds its notice and no more -------------------------------------------


def test_notice_is_all_that_a_fallback_adds(bench: Bench) -> None:
    source = f"---\ntitle: {TITLE}\n---\n\nLead.\n\n## Part\n\nText.\n"
    without = shown_words(bench.render(source))
    shown = shown_words(bench.render(source, is_fallback=True, is_marked=True, language="sv"))
    start = shown.index("title") + 1
    end = shown.index("Lead")
    assert "engelska" in shown[start:end]
    assert shown[:start] + shown[end:] == without


# --- the bread corpus -----------------------------------------------------------------

BREAD_KINDS = {
    "sourdough": (
        "section(title paragraph "
        "section(title paragraph<reference> paragraph<reference>) "
        "section(title paragraph<reference> paragraph<reference> target "
        "admonition(title bullet_list(item item item))))"
    ),
    "scoring": (
        "section(title paragraph "
        "section(title paragraph<reference> paragraph<reference>) "
        "section(title paragraph block_quote(paragraph) paragraph target "
        "admonition(title bullet_list(item item item))))"
    ),
}


@pytest.mark.parametrize("slug", BREAD_KINDS)
def test_kinds_of_nodes(bench: Bench, slug: str) -> None:
    source = (BREAD / "en" / f"{slug}.md").read_text("utf-8")
    assert outline(bench.render(source)) == BREAD_KINDS[slug]


def _bread() -> list[Path]:
    return sorted(BREAD.glob("*/*.md"))


@pytest.mark.parametrize("path", _bread(), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_bread_words(tmp_path: Path, path: Path) -> None:
    source = path.read_text("utf-8")
    corpus = Corpus(BREAD, load_manifest(BREAD))
    article = corpus.article(path.stem, (path.parent.name,))
    assert article is not None
    body = corpus.body(article)
    bench = Bench(tmp_path, path.parent.name)
    shown = shown_words(bench.render(source, highlights_title="article"))
    wanted = _reference_words(article.text)
    title = re.findall(r"\w+", article.title)
    if wanted[: len(title)] != title:
        wanted = [*title, *wanted]
    assert body.highlights is not None
    assert shown == wanted
