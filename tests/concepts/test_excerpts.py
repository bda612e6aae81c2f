"""The beginning of a text: never cut inside a word, where words can be told."""

from __future__ import annotations

import pytest

from sphinx_glossterms.concepts.excerpts import excerpt


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("Short.", "Short."),
        ("One two. Three four five six.", "One two."),
        ("Is it 3.5 or less than that?", "Is it 3.5 or…"),
        ("A. Bcd efg hij klm nop", "A. Bcd efg…"),
        ("Abcdefghijklmnopqrstuvw", "Abcdefghijklm…"),
        ("概念就是这个。然后还有更多的文字", "概念就是这个。"),
        ("概念就是。然后还有更多的文字在这里", "概念就是。然后还有更多的文…"),
        ("ما هو؟ لا أحد يعرف ذلك أبدا", "ما هو؟ لا أحد…"),
        ("", ""),
    ],
)
def test_excerpt(text: str, beginning: str) -> None:
    assert excerpt(text, 14) == beginning
    assert len(excerpt(text, 14)) <= 14
