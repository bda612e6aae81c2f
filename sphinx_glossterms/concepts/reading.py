"""Read an article from its file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from .article import Article, ReadingRules, read_metadata


def read_article(path: Path, slug: str, language: str, rules: ReadingRules) -> Article:
    """Read an article; one without a title takes that of its text, else its slug.

    Raises `UnreadableArticle`.
    """
    article = read_metadata(path, slug, language, rules)
    if article.title:
        return article
    # Late: what reads Markdown takes a while to load, and most articles have a title.
    from .body import title_of_text

    return replace(article, title=title_of_text(article, rules) or slug)
