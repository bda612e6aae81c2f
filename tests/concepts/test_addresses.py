"""Addresses that a corpus or a project may name."""

from __future__ import annotations

import pytest

from sphinx_glossterms.concepts.addresses import is_web_pattern


@pytest.mark.parametrize(
    ("text", "is_pattern"),
    [
        ("https://x.example/{language}/{slug}", True),
        ("HTTP://x.example", True),
        ("https://{language}.x.example/{slug}", True),
        ("/{slug}.html", True),
        ("/", True),
        ("", False),
        ("x/{slug}", False),
        ("//x.example/{slug}", False),
        ("/\\x.example/{slug}", False),
        ("\\/x.example", False),
        ("/\t/x.example/{slug}", False),
        ("/{slug}\n", False),
        ("https:/x.example", False),
        ("https:///x.example", False),
        (" https://x.example", False),
        ("mailto:a@x.example", False),
        ("java\tscript:alert(1)", False),
        ("javascript:alert(1)//https://x.example/{slug}", False),
    ],
)
def test_what_may_be_a_pattern_of_addresses(text: str, is_pattern: bool) -> None:
    assert is_web_pattern(text) is is_pattern
