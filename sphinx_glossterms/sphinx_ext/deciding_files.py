"""Which files decide what a page shows, so that a later build looks at these alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..concepts.file_states import FileState, file_state
from ..concepts.languages import parents
from .meanings import first_held

if TYPE_CHECKING:
    from .library import Library
    from .shelves import Shelf


def deciding_paths(
    library: Library, target: str, namespace: str = ""
) -> Iterator[tuple[str, bool]]:
    """The paths tried in turn for a target, as far as they can be told without a listing.

    With each, whether an article there is what is meant: one of a corpus before it
    decides which corpus a slug means, and whether it has its namespace before it.
    """
    meant, slug = library.meanings.searched(target)
    if namespace:
        meant, slug = {n: shelf for n, shelf in library.shelves.items() if n == namespace}, target
    held = first_held(meant, slug)
    if held is None:
        return
    for name, shelf in library.shelves.items():
        if name == held.namespace:
            yield from ((path, True) for path in _chain_candidates(shelf, slug))
            return
        others = shelf.corpus.all_candidates(slug)
        if others is None:
            return
        yield from ((path, False) for path in others)


def source_paths(library: Library, slug: str) -> Iterator[str]:
    """The paths tried in turn for a concept's article in the source language."""
    held = library.meanings.held(slug)
    if held is None:
        return
    corpus = held.shelf.corpus
    for language in parents(corpus.manifest.source_language):
        yield from corpus.candidates(held.slug, language) or ()


def is_listed(library: Library, slug: str) -> bool:
    """Whether a manifest lists the concept's files: one that is missing is told of."""
    held = library.meanings.held(slug)
    name = held.slug if held else slug
    return any(name in corpus.manifest.articles for corpus in library.corpora.values())


def state_of(library: Library, path: str) -> FileState | None:
    """The state in which a file was read in this build; else as it is now."""
    read = (shelf.corpus.read_states for shelf in library.shelves.values())
    return next((states[path] for states in read if path in states), file_state(path))


def was_told_of_source(library: Library, slug: str, *, is_read: bool) -> bool:
    """Whether there is a fault to tell of the concept's article in the source language.

    ``is_read`` says that it is read in any case; else it is only where it may tell of
    former slugs.
    """
    found = library.find(slug)
    if found is None:
        return False
    if is_read:
        library.source_article(found)
    found.corpus.former_slugs(found.article)
    languages = parents(found.corpus.manifest.source_language)
    return found.corpus.was_told_of(found.article.slug, languages)


def _chain_candidates(shelf: Shelf, slug: str) -> Iterator[str]:
    """The paths tried for a slug in a chain, up to the first that needs a listing."""
    for language in shelf.chain:
        paths = shelf.corpus.candidates(slug, language)
        if paths is None:
            return
        yield from paths
