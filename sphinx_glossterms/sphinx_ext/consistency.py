"""What to tell of all pages together, once they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .messages import Subtype, warn
from .observations import OF_PAGES
from .records import Rank

if TYPE_CHECKING:
    from .domain import ConceptDomain


def tell_shadowed(domain: ConceptDomain) -> None:
    """Tell, once of each, of slugs that several corpora have and no namespace tells apart."""
    if len(domain.library.settings.corpora) < 2:
        return
    first: dict[str, str] = {}
    for docname in domain.in_order(domain.uses):
        for kind, target, _ in domain.uses[docname]:
            if kind in OF_PAGES and docname not in domain.generated:
                first.setdefault(target, docname)
    for slug in sorted(first):
        namespaces = domain.library.meanings.namespaces_of(slug)
        if len(namespaces) > 1:
            shown, *others = namespaces
            also = " and ".join(f"“{name}”" for name in others)
            message = (
                f"“{slug}” is in the corpus “{shown}”, which is meant, and in {also} too;"
                f" write “{shown}:{slug}” or “{others[0]}:{slug}” to say which is meant"
            )
            warn(Subtype.SHADOWED, message, (first[slug], None))


def tell_duplicates(domain: ConceptDomain) -> None:
    """Tell of articles that are embedded as a whole in two places."""
    for slug, (first, *others) in domain.places().items():
        for other in others:
            if other.embed.rank != Rank.EMBED:
                continue
            line = f"line {first.embed.line}"
            if other.docname == first.docname:
                where = f"twice on the page “{first.docname}”, first in {line}"
            else:
                where = f"on the pages “{first.docname}” ({line}) and “{other.docname}”"
            message = (
                f"“{slug}” is embedded {where}; links lead to “{first.docname}”."
                " Add :no-index: here"
            )
            warn(Subtype.DUPLICATE, message, (other.docname, other.embed.line))
