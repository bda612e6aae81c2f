"""Our own words: every catalog has all of them, with their placeholders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from sphinx_glossterms.concepts.languages import normalize_tag
from sphinx_glossterms.rendering import words

CATALOGS = sorted(words.LOCALE_DIR.glob("*/LC_MESSAGES/*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def test_there_are_catalogs() -> None:
    folders = {path.parts[-3] for path in CATALOGS}
    assert {"en", "sv", "fi", "ca", "pl", "it", "ar", "ja", "zh_CN"} <= folders


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_catalog_is_whole(path: Path) -> None:
    assert path.name == f"{words.DOMAIN}.po"
    with path.open("rb") as file:
        catalog = read_po(file)
    found = {message.id: message for message in catalog if message.id}
    assert set(found) == set(words.MESSAGES)
    for id, message in found.items():
        text = str(message.string)
        assert text.strip() == text != ""
        assert not message.fuzzy
        assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(str(id)))
        assert "%" not in PLACEHOLDER.sub("", text)


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_catalog_is_found_by_its_language(path: Path) -> None:
    language = normalize_tag(path.parts[-3])
    assert words.has_words(language)
    assert words.words_language(language) == language
    assert words.translate(words.HIGHLIGHTS, language)


@pytest.mark.parametrize(
    ("language", "like"),
    [("pt-BR", "pt"), ("sv-FI", "sv"), ("es-MX", "es"), ("zh-Hans", "zh-CN"), ("zh-TW", "zh-Hant")],
)
def test_parents_serve(language: str, like: str) -> None:
    assert words.translate(words.NOTICE, language) == words.translate(words.NOTICE, like)
    assert words.translate(words.NOTICE, language) != words.NOTICE


@pytest.mark.parametrize("language", ["et", "sr-Latn", "eo"])
def test_without_a_catalog_english_serves(language: str) -> None:
    assert not words.has_words(language)
    assert words.words_language(language) == "en"
    assert words.translate(words.HIGHLIGHTS, language) == "Highlights"


def test_chinese_scripts_are_two() -> None:
    assert words.translate(words.NOTICE, "zh-CN") != words.translate(words.NOTICE, "zh-TW")
