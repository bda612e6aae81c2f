"""The words of ours that readers see, in any language that we have a catalog for.

Sphinx's own catalogs know only the build language, and no ``pt-BR`` or ``zh-Hans``;
words that describe an article are to be in the article's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from ..concepts.languages import language_key, normalize_tag, parents, same_language

LOCALE_DIR = Path(__file__).parent.parent / "locale"
DOMAIN = "glossterms"

HIGHLIGHTS = "Highlights"
KEYWORDS = "Keywords: %(keywords)s"
NOTICE = "This article is not available in your language. It is shown in: %(language)s."
LIST_EMPTY = "There are no concepts to list."
CONCEPT = "Concept"
DESCRIPTION = "Description"
BACKLINKS = "Pages that refer to this"
LANGUAGES = "In other languages: %(languages)s"
MESSAGES = (
    *(HIGHLIGHTS, KEYWORDS, NOTICE, LIST_EMPTY, CONCEPT, DESCRIPTION, BACKLINKS, LANGUAGES),
)


def has_words(language: str) -> bool:
    """Whether there is a catalog that serves this language."""
    return _catalog_language(language) is not None


def words_language(language: str) -> str:
    """The language in which `translate` answers: the given one or, lacking it, English."""
    return language if has_words(language) else "en"


def translate(message: str, language: str) -> str:
    """A message in a language, in English where there is no catalog for that."""
    found = _catalog_language(language)
    return _catalog(found).get(message, message) if found else message


@lru_cache(maxsize=64)
def _catalog_language(language: str) -> str | None:
    """The catalog's folder for a language: its own, a parent's, or of the same script."""
    known = _folders()
    for parent in parents(language):
        if language_key(parent) in known:
            return known[language_key(parent)]
    for folder in known.values():
        if same_language(normalize_tag(folder), language):
            return folder
    return None


@lru_cache(maxsize=1)
def _folders() -> Mapping[tuple[str, str, str], str]:
    names = sorted(entry.name for entry in LOCALE_DIR.iterdir() if entry.is_dir())
    return {language_key(normalize_tag(name)): name for name in names}


@lru_cache(maxsize=64)
def _catalog(folder: str) -> Mapping[str, str]:
    path = LOCALE_DIR / folder / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as file:
        catalog = read_po(file)
    return {
        message.id: message.string
        for message in catalog
        if isinstance(message.id, str) and message.id and isinstance(message.string, str)
    }
