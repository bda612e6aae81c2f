"""What a page's output depends on, as a text that differs where its output does."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING, Any, cast

from .library import Destination, Entry
from .observations import Key, Value, digest
from .records import Rank
from .references import LINKS

if TYPE_CHECKING:
    from .domain import ConceptDomain

_OF_CHOICE = frozenset({"all", "keywords", "links", "linked"})
"""The kinds that only decide what a list holds."""


def states_of_pages(domain: ConceptDomain, used: Set[Key]) -> dict[str, str]:
    """For each page that uses concepts, a text that differs when its output differs.

    ``used`` are the keys that any page uses.
    """
    places = {key: _place(domain, key) for key in used if key[0] in LINKS}
    places |= {key: _others(domain, key) for key in used if key[0] == "languages"}
    users = _shown_users(domain)
    return {
        docname: digest(_state(domain, docname, places), *users.get(docname, ()))
        for docname in {*domain.uses, *domain.embeds}
    }


def _place(domain: ConceptDomain, key: Key) -> str:
    """Where a link leads, and what is shown of that before."""
    value = Destination._make(cast("Any", domain.observations.value(key)))
    page = domain.pages.get(value.slug)
    if page is None or (key[0] == "listed" and page.embed.rank == Rank.ENTRY):
        return repr(value)
    embed = page.embed
    place = page.docname, embed.anchor, embed.title, embed.rank, embed.fragments
    return repr((place, value._replace(slug="", url="")))


def _others(domain: ConceptDomain, key: Key) -> str:
    """Which other languages there are, and where their builds show the concept: as this one."""
    page = domain.pages.get(key[1])
    place = (page.docname, page.embed.anchor) if page else ()
    return repr((domain.observations.value(key), place))


def _shown_users(domain: ConceptDomain) -> dict[str, list[str]]:
    """What the documents that show backlinks show: pages and their titles."""
    users = domain.users() if domain.backlinks else {}
    titles = domain.env.titles
    return {
        docname: [
            f"{user} {titles[user].astext() if user in titles else ''}"
            for slug in slugs
            for user in users.get(slug, ())
        ]
        for docname, slugs in domain.backlinks.items()
    }


def _state(domain: ConceptDomain, docname: str, places: Mapping[Key, str]) -> str:
    value = domain.observations.value
    uses = sorted(key for key in domain.uses.get(docname, ()) if _is_shown(key, value(key)))
    seen = [places[key] if key in places else repr(value(key)) for key in uses]
    wins = [str(domain.is_target(docname, e.slug)) for e in domain.embeds.get(docname, ())]
    return digest(*map(repr, uses), *seen, *wins)


def _is_shown(key: Key, value: Value) -> bool:
    """Whether the output of a page may show a use: where a list only looked whether it holds
    a concept, the page is read again when it does."""
    is_left_out = key[0] == "entry" and not Entry._make(cast("Any", value)).language
    return key[0] not in _OF_CHOICE and not is_left_out
