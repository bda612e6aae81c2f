"""What the domain keeps of pages: plain data, which is pickled."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from ..rendering.requests import LIST_STYLES

NAME = "glossterm"
ROLE = "concept"


class Rank(IntEnum):
    """How good a target an embedded article is: links lead to the first."""

    EMBED = 0
    FORCED = 1
    """In this language because the directive says so."""
    GENERATED = 2
    """On a page that a list made."""
    ENTRY = 3
    """In a list."""


class Embed(NamedTuple):
    """An article on a page that links may lead to. Plain data: it is pickled."""

    slug: str
    anchor: str
    title: str
    line: int
    rank: int = Rank.EMBED
    names: tuple[str, ...] = ()
    """What the concept is called: entries of the index."""
    former: tuple[str, ...] = ()
    """The slugs that it had before."""
    fragments: tuple[tuple[str, str], ...] = ()
    """The ids on the page of the article's headings, by the ids that links to them have."""
    language: str = ""
    """The article's."""
    description: str = ""

    def anchor_of(self, fragment: str) -> str:
        """Where on the page a link with a fragment leads."""
        return dict(self.fragments).get(fragment, self.anchor)


class Page(NamedTuple):
    """The page and the anchor that a slug's links lead to."""

    docname: str
    embed: Embed


class ListSpec(NamedTuple):
    """What a list is to hold, and how it is to look. Plain data: it is pickled."""

    style: str = LIST_STYLES[0]
    used: str = ""
    """'': all concepts; 'pages': those that pages use; 'closure': also those that the
    articles of these link to, and so on."""
    keywords: tuple[str, ...] = ()
    corpora: tuple[str, ...] = ()
    toctree: str = ""
    """The folder of the generated pages, from the source folder; '' for none."""


def index_entries(embed: Embed) -> list[tuple[str, str, str, str, None]]:
    """What the index has of a concept: each of its names, those that differ in capitals once."""
    names: dict[str, str] = {}
    for name in embed.names:
        names.setdefault(name.lower(), name.replace(";", ","))
    return [("single", name, embed.anchor, "", None) for name in names.values()]
