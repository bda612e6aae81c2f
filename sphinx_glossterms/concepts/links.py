"""What the target of a link in an article means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from .slugs import is_safe

_EXTERNAL_SCHEMES = frozenset({"http", "https", "mailto"})
_FRAGMENT_OR_QUERY = re.compile(r"[?#]")


@dataclass(frozen=True, slots=True)
class ConceptLink:
    """A link to a concept. ``language`` is a folder's name, '' if the link names none."""

    slug: str
    language: str = ""
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class ExternalLink:
    """A link to the web or a mail address."""

    url: str


@dataclass(frozen=True, slots=True)
class FragmentLink:
    """A link to an id of the same article."""

    fragment: str


@dataclass(frozen=True, slots=True)
class LocalLink:
    """A link to something else of the site that the article comes from."""

    path: str


@dataclass(frozen=True, slots=True)
class UnusableLink:
    """A link that is never followed: an unknown scheme, another host without one."""

    url: str


Link = ConceptLink | ExternalLink | FragmentLink | LocalLink | UnusableLink


def classify(href: str, patterns: Sequence[str]) -> tuple[Link, ...]:
    """What a link target can mean, most likely first; there is at least one.

    ``patterns`` are the corpus's ``slug_links``. Several concept links are possible
    where one pattern's ``{slug}`` spans what is another's ``{language}/{slug}``: the
    caller takes the first that exists.
    """
    concepts = tuple(_concepts(href, tuple(patterns)))
    return concepts or (_other(href),)


def _concepts(href: str, patterns: tuple[str, ...]) -> list[ConceptLink]:
    found: list[ConceptLink] = []
    for expression in map(_compile, patterns):
        # A fragment belongs to the pattern where the pattern has one (`#{slug}`).
        for path, fragment in ((href, ""), _cut_fragment(href)):
            match = expression.fullmatch(unquote(path).rstrip("/") or "/")
            if not match:
                continue
            link = ConceptLink(
                slug=match["slug"],
                language=match.groupdict().get("language") or "",
                fragment=fragment,
            )
            if is_safe(link.slug) and not _FRAGMENT_OR_QUERY.search(link.slug):
                found.append(link)
                break
    return found


def _cut_fragment(href: str) -> tuple[str, str]:
    path, _, fragment = href.partition("#")
    return path.partition("?")[0], unquote(fragment)


@lru_cache(maxsize=64)
def _compile(pattern: str) -> re.Pattern[str]:
    expression = re.escape(pattern.rstrip("/"))
    expression = expression.replace(r"\{slug\}", "(?P<slug>.+)")
    expression = expression.replace(r"\{language\}", "(?P<language>[^/]+)")
    return re.compile(expression)


def _other(href: str) -> Link:
    if href.startswith("#"):
        return FragmentLink(unquote(href[1:]))
    try:
        parts = urlsplit(href)
    except ValueError:  # e.g. an unclosed IPv6 address
        return UnusableLink(href)
    if parts.scheme:
        return ExternalLink(href) if parts.scheme in _EXTERNAL_SCHEMES else UnusableLink(href)
    if parts.netloc or href.startswith(("//", "/\\", "\\")):
        return UnusableLink(href)
    return LocalLink(href)
