"""Slugs: which are safe, how they compare, their anchors."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_glossterms.concepts.slugs import anchor, fold, is_safe, nearest


@pytest.mark.parametrize(
    "slug",
    [
        "client-centric",
        "node.js",
        "a_b",
        "API",
        "-dash",
        "401k",
        "two words",
        "a/b",
        "kundcentrerad",
        "客户",
        "ग्राहक",
        "a..b",
        "...",
        ".hidden",
        "ab:c d",
        "x" * 512,
        "á",
        "c++",
    ],
)
def test_real_slugs_are_safe(slug: str) -> None:
    assert is_safe(slug)


@pytest.mark.parametrize(
    "slug",
    [
        "",
        ".",
        "..",
        "../secret",
        "a/../b",
        "a/.",
        "/etc/passwd",
        "a/",
        "a//b",
        "a\\b",
        "\\\\host\\x",
        "C:",
        "c:/x",
        "a\nb",
        "a\x00b",
        "a\x7fb",
        "a\x85b",
        "a\u2028b",
        "\ud800",
        "a\ufffe",
        "x" * 513,
        "\t",
    ],
)
def test_what_leads_out_or_breaks_output_is_not(slug: str) -> None:
    assert not is_safe(slug)


def test_fold_makes_spellings_equal() -> None:
    assert fold("  Öl\u00a0 und\nGas ") == fold("o\u0308L UND gas")
    assert fold("Straße") == fold("STRASSE")
    assert fold("a") != fold("ä")


@given(st.text())
@example("\u0345\u0301")
@example("\u1e9e\u0345\u03b1\u0301")
@example("\u0344")
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_fold_is_idempotent_for_every_character() -> None:
    for code in range(0x110000):
        folded = fold(f"{chr(code)}\u0345")
        assert fold(folded) == folded, hex(code)
        assert unicodedata.is_normalized("NFC", folded), hex(code)


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("client-centric", "glossterm-client-centric"),
        ("node.js", "glossterm-node.2e.js"),
        ("a/b c", "glossterm-a.2f.b.20.c"),
        ("Å_9", "glossterm-Å_9"),
        ("客户", "glossterm-客户"),
        ("c++", "glossterm-c.2b..2b."),
        ("क्षेत्र", "glossterm-क.94d.ष.947.त.94d.र"),
        ("😀", "glossterm-.1f600."),
    ],
)
def test_anchor(slug: str, expected: str) -> None:
    assert anchor(slug) == expected
    assert anchor(slug, "glossterm_highlights") == expected.replace(
        "glossterm-", "glossterm_highlights-", 1
    )


def decode(text: str) -> str:
    return re.sub(r"\.([0-9a-f]+)\.", lambda match: chr(int(match[1], 16)), text)


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(".-_2ea/ "))))
def test_anchor_tells_the_slug_back(slug: str) -> None:
    assert decode(anchor(slug).removeprefix("glossterm-")) == slug
    assert not re.search(r"\s", anchor(slug))


def test_nearest_slugs() -> None:
    slugs = ["client-centric", "Client-Base", "customer", "node.js"]
    assert nearest("Client centric", slugs)[0] == "client-centric"
    assert nearest("CLIENT-BASE", slugs)[0] == "Client-Base"
    assert nearest("zzzz", slugs) == ()
    assert nearest("a", ["a", "A", "a "], limit=2) == ("a", "A")
    assert nearest("a", ["a"], limit=0) == ()
