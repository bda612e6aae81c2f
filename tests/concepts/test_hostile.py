"""Hostile articles: one clear finding at most, no exception, no text lost."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import REPAIRS, Reading, read

from sphinx_glossterms.concepts.article import UnreadableArticle

_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


def _fm(matter: str) -> str:
    return f"---\n{matter}\n---\n\nThe words are kept."


# name -> (text, rule of the one error or None)
HOSTILE: dict[str, tuple[str, str | None]] = {
    "yaml-bomb": (_fm(_BOMB), "front-matter"),
    "yaml-bomb-title": (_fm(f"{_BOMB}title: *i"), "front-matter"),
    "yaml-python-tag": (_fm("title: !!python/object/apply:os.system ['true']"), "front-matter"),
    "yaml-deep": (_fm("title: " + "[" * 20_000), "front-matter"),
    "yaml-deep-closed": (_fm("title: " + "[" * 500 + "]" * 500), "front-matter"),
    "yaml-selfref": (_fm("title: &a [*a]"), "front-matter"),
    "yaml-bigint": (_fm("title: 0x" + "f" * 5000), None),
    "yaml-sexagesimal": (_fm("title: 9999999:99:99"), None),
    "yaml-date": (_fm("title: 9999-99-99"), None),
    "yaml-merge": (_fm("a: &a {b: c}\ntitle: {<<: *a}"), "front-matter"),
    "yaml-title-list": (_fm("title: [a, b]"), None),
    "yaml-title-null": (_fm("title: null"), None),
    "yaml-title-no": (_fm("title: NO"), None),
    "yaml-dup-keys": (_fm("title: A\ntitle: B"), None),
    "yaml-scalar": (_fm("just text: [x"), "front-matter"),
    "yaml-tab": (_fm("title: A\n\tb: c"), "front-matter"),
    "yaml-colon": (_fm("title: a: b"), "front-matter"),
    "yaml-many": (_fm("\n".join(f"k{n}: v" for n in range(20_000))), "front-matter"),
    "yaml-surrogate": (_fm('title: "a\\ud800b"'), "front-matter"),
    "yaml-nul": (_fm("title: a\x00b"), None),
    "yaml-newline": (_fm('title: "a\\nevil std:label 1 x -"'), None),
    "fm-unclosed": ("---\ntitle: A\n\nThe words are kept.", "front-matter"),
    "fm-dash4": ("----\ntitle: A\n----\n\nThe words are kept.", None),
    "fm-alone": ("---\ntitle: A\n---", None),
    "nul": ("The\x00 words\x01 are\x1b kept.", None),
    "c1": ("The\x85words\x9f are kept.", None),
    "noncharacter": ("The words\ufffe\uffff\ufdd0\U0001fffe are kept.", None),
    "bidi": ("\u202eThe words\u2066 are\u200b kept.", None),
    "zalgo": ("The words" + "\u0300" * 5000 + " are kept.", None),
    "deep-quote": (">" * 5000 + " The words are kept.", "too-large"),
    "deep-list": ("- " * 800 + "The words are kept.", "too-large"),
    "deep-list-lines": ("\n".join(" " * 2 * n + f"- w{n}" for n in range(400)), "too-large"),
    "deep-emph": ("*a " * 2000 + "The words", None),
    "deep-emph-closed": ("*a " * 500 + "The words" + "*" * 500, "too-large"),
    "deep-bracket": ("[" * 2000 + "The words", None),
    "deep-bracket-closed": ("[" * 300 + "The words" + "](/x)" * 300, None),
    "deep-image": ("![" * 300 + "The words" + "](/x)" * 300, "too-large"),
    "deep-image-open": ("![" * 1000 + "The words", None),
    "bracket-flood": ("![" * 250_000 + "The words", "too-large"),
    "emphasis-flood": ("*a " * 150_000 + "The words", "too-large"),
    "backticks": (" ".join("`" * n for n in range(1, 400)), None),
    "many-refdefs": ("".join(f"[r{n}]: /x{n}\n" for n in range(3000)) + "\nThe words", None),
    "lt-flood": ("<" * 50_000, "too-large"),
    "lt-a-flood": ("<a " * 10_000, None),
    "amp-flood": ("&" * 50_000, "too-large"),
    "underscores": ("_a" * 10_000, None),
    "tildes": ("~~a " * 3000, None),
    "huge-para": ("word " * 60_000, None),
    "huge-line-commas": (f"[a{',' * 100_000}b](/x) c", None),
    "huge-line-spaces": (f"# a{' ' * 100_000}b {{#id", None),
    "huge-broken-link": ("[a] (/b" + " " * 100_000 + "c", None),
    "huge-open-link": ("[" + "a" * 200_000, None),
    "many-paras": ("a\n\n" * 100_000, "too-large"),
    "many-headings": ("# a\n" * 100_000, "too-large"),
    "many-hash": ("##a\n" * 3000, None),
    "many-bullets": ("• a\n" * 3000, None),
    "many-plain": ("Part\n" + "A word is said.\nPart\n" * 3_000 + "The words are kept.", None),
    "many-doubled": ("[a](/x),. " * 3_900 + "\n\nThe words are kept.", None),
    "many-moved": ("[a,](/x) " * 3_900 + "\n\nThe words are kept.", None),
    "many-highlights": ("# t\n\n## Highlights\n\n" + "- a\n\nb\n\n" * 1000, None),
    "many-joins": ("[a](/x) " * 2500, None),
    "wide-table": ("|" + "a|" * 5000 + "\n|" + "-|" * 5000 + "\n", "too-large"),
    "table-autocomplete": ("|" * 129 + "\n" + "|-" * 128 + "|\n" + "|\n" * 64, "too-large"),
    "title-newline": ("# The&NewLine;words&#10;are\u2028kept", None),
    "title-long": ("# " + "word " * 5000, None),
    "html": ("<script>alert(1)</script>\n\n<img src=x onerror=y> The words", None),
    "code-lang": ("```{include} /etc/passwd\nThe words\n```", None),
    "rst": (".. include:: /etc/passwd\n\n:glossterm:`a` |b| ``c``", None),
    "headings-in-quote": ("> # A\n> ## B\n\nThe words", None),
    "bad-url": ("[a](https://[b) ![c](//d) <https://[e>", None),
}


def _check(reading: Reading, text: str, rule: str | None) -> None:
    errors = [f for f in reading.findings if f.severity == "error"]
    assert [f.rule.label for f in errors] == ([rule] if rule else [])
    for finding in reading.findings:
        assert finding.path == reading.article.path
        assert 0 <= finding.line <= text.count("\n") + 1
        assert "\n" not in str(finding)
        assert len(finding.message) < 400
    assert reading.article.title == " ".join(reading.article.title.split()) != ""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(tmp_path: Path, name: str) -> None:
    text, rule = HOSTILE[name]
    reading = read(tmp_path, text)
    _check(reading, text, rule)
    shown = f"{reading.article.title} {reading.text}"
    if text.endswith("The words are kept."):
        assert shown.endswith("The words are kept.")
    if not text.startswith("---"):
        assert _words(text) <= set(re.findall(r"\w+", shown)) | {"x", "id", "b", "e", "d"}


def _words(text: str) -> set[str]:
    """The words that a reader should see, whatever else an article holds."""
    text = re.sub(r"[^\S\n]", " ", re.sub(r"[\x00-\x08\x7f-\x84\x86-\x9f]", "", text))
    text = re.sub(r"\]\([^)\s]*\)|^\[\w+\]:.*$|^```.*$|&#?\w+;", " ", text, flags=re.MULTILINE)
    return set(re.findall(r"\w+", text))


_SOUP = st.lists(
    st.sampled_from(
        ["#", "##", "＃", ">", "-", "–", "•", "*", "_", "`", "```", "~~", "[", "]", "(", ")", "](", "] (",
         "](/x)", "![", "|", "|-|", "\n", "\n\n", " ", "    ", "---", "title: ", "a", "客", "5", ",", ".",
         ",.", "&#12;", "&NewLine;", "\\", "<", "{#id}", "Highlights", "\x00", "\x85", "\u2028", "\r", "\ufeff",
         "/x", "https://x", "\ufffc", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@given(_SOUP | st.text(max_size=200))
@settings(max_examples=120, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        data.decode()
    except UnicodeDecodeError:
        return
    with TemporaryDirectory() as folder:
        reading = read(Path(folder), data)
        off = read(Path(folder), data, disabled=REPAIRS)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(0 <= f.line <= lines for f in (*reading.findings, *off.findings))
    assert len([f for f in reading.findings if f.severity == "error"]) <= 1
    assert off.repairs == []
    assert not re.search(r"[\n\r\x0b\x0c\x85\u2028\u2029\x00]", reading.article.title)
    assert reading.article.title


@given(st.binary(max_size=200))
@settings(max_examples=80, deadline=None)
def test_any_bytes_can_be_read_or_refused(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder)
        try:
            found = read(path, data).findings
        except UnreadableArticle as error:
            found = [error.finding]
    assert len([f for f in found if f.severity == "error"]) <= 1


def _work(folder: Path, text: str) -> int:
    """How many lines of Python are run to read a text: the same on every machine."""
    lines = 0

    def count(frame: FrameType, event: str, argument: object) -> Callable[..., object]:
        nonlocal lines
        lines += event == "line"
        return count

    read(folder, text)  # what is made once is made now
    before = sys.gettrace()
    sys.settrace(count)
    try:
        read(folder, text)
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("Part\n", "A word is said.\nPart\n"),
        ("# T\n\n", "[a](/x), b [c](/y),. d\n"),
        ("# T\n\n## Highlights\n\n", "- a\n\nb\n\n"),
    ],
)
def test_four_times_the_text_takes_about_four_times_the_work(
    tmp_path: Path, head: str, line: str
) -> None:
    few, many = (head + line * count + "The end is here." for count in (100, 400))
    assert _work(tmp_path, many) < 5 * _work(tmp_path, few)
