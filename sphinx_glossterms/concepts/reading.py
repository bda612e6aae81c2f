"""Read an article from its file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .article import Article, ReadingRules, read_metadata

if TYPE_CHECKING:
    from .body import Body


def read_article(path: Path, slug: str, language: str, rules: ReadingRules) -> Article:
    """Read an article; one without a title takes that of its text, else its slug.

    Raises `UnreadableArticle`.
    """
    return read_with_body(path, slug, language, rules)[0]


def read_with_body(
    path: Path, slug: str, language: str, rules: ReadingRules
) -> tuple[Article, Body | None]:
    """Read an article, and its text too where its title had to be looked for in it.

    Raises `UnreadableArticle`.
    """
    article = read_metadata(path, slug, language, rules)
    if article.title:
        return article, None
    # Late: what reads Markdown takes a while to load, and most articles have a title.
    from .body import read_untitled

    return read_untitled(article, rules)
