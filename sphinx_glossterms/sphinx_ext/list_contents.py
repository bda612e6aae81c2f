"""Which concepts a list holds, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..concepts.collation import sort_key
from ..concepts.slugs import fold
from .domain import ConceptDomain
from .library import Entry
from .records import ListSpec


def concepts_of(domain: ConceptDomain, docname: str, spec: ListSpec) -> tuple[str, ...]:
    """The slugs of the concepts that a list on a page holds, as the build language sorts.

    All pages have to be read. A concept that no language of the build has is left out.
    """
    entries = [domain.use_entry(docname, slug) for slug in _candidates(domain, docname, spec)]
    shown = [entry for entry in entries if entry.language]
    language = domain.library.language
    return tuple(entry.slug for entry in sorted(shown, key=lambda e: _order(e, language)))


def _order(entry: Entry, language: str) -> tuple[object, str]:
    return sort_key(entry.sorted_as, language), entry.slug


def _candidates(domain: ConceptDomain, docname: str, spec: ListSpec) -> Iterator[str]:
    wanted = {fold(keyword) for keyword in spec.keywords}
    for slug in _of_corpora(domain, spec, _in_scope(domain, docname, spec)):
        keywords = domain.use_keywords(docname, slug) if wanted else ()
        if not wanted or wanted & set(map(fold, keywords)):
            yield slug


def _in_scope(domain: ConceptDomain, docname: str, spec: ListSpec) -> Iterable[str]:
    if not spec.used:
        return domain.use_all(docname)
    if spec.used == "closure":
        return _closure(domain, docname, domain.used)
    return sorted(domain.used)


def _closure(domain: ConceptDomain, docname: str, slugs: Iterable[str]) -> list[str]:
    """The concepts, those that their articles link to, and so on."""
    found: set[str] = set()
    ahead = set(slugs)
    while ahead:
        found |= ahead
        links = (domain.use_links(docname, slug) for slug in sorted(ahead))
        ahead = {slug for slugs in links for slug in slugs} - found
    return sorted(found)


def _of_corpora(domain: ConceptDomain, spec: ListSpec, slugs: Iterable[str]) -> Iterable[str]:
    if not spec.corpora:
        return slugs
    return (slug for slug in slugs if domain.library.meanings.corpus_of(slug) in spec.corpora)
