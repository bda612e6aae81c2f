"""What a writer's word means: which concept, of which corpus, and how that is named."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from ..concepts.slugs import anchor

if TYPE_CHECKING:
    from .shelves import Shelf


class Held(NamedTuple):
    """A concept in the corpus that holds it."""

    namespace: str
    shelf: Shelf
    slug: str


class Meaning(NamedTuple):
    """What a target means: its slug, '' if none; several where that is unclear.

    Here and wherever pages are concerned a slug names one concept of all corpora: it has
    its namespace before it where the slug alone means another corpus's.
    """

    slug: str
    candidates: tuple[str, ...] = ()
    own_name: str = ""
    """It is no slug but this name in the build language: a text may show it as it is."""
    is_former: bool = False
    """It is a slug that the concept had before."""

    @property
    def shown_slug(self) -> str:
        """The slug of what is shown: of several, which is told, the first."""
        return self.slug or next(iter(self.candidates), "")


class Meanings:
    """What words mean in the corpora of a build.

    A slug means the first corpus that has it in any language, so that the builds of all
    languages mean the same.
    """

    def __init__(self, shelves: Mapping[str, Shelf]) -> None:
        self._shelves = shelves
        self._known: dict[str, Meaning] = {}
        self._held: dict[str, Held | None] = {}

    def of(self, target: str) -> Meaning:
        """The slug that a writer's target means: the slug itself, else by its names."""
        if target not in self._known:
            self._known[target] = self._find_meaning(target)
        return self._known[target]

    def _find_meaning(self, target: str) -> Meaning:
        slug = self.slug_of(target)
        if slug:
            return Meaning(slug)
        # Late: a build with nothing changed reads no article.
        from ..concepts.names import KINDS

        shelves, name = self.searched(target)
        for kind, (namespace, shelf) in product(KINDS, shelves.items()):
            found = shelf.names.find_by(kind, name)
            if found:
                slugs = tuple(self._slug_in(namespace, slug) for slug in found)
                if len(slugs) > 1:
                    return Meaning("", slugs)
                own_name = name if shelf.names.is_own(name, found[0]) else ""
                return Meaning(slugs[0], slugs, own_name, shelf.names.is_former(name, found[0]))
        return Meaning("")

    def searched(self, target: str) -> tuple[Mapping[str, Shelf], str]:
        """The corpora in which a target may be, and what it is called there."""
        for namespace, shelf in self._shelves.items():
            if target.startswith(f"{namespace}:"):
                return {namespace: shelf}, target.removeprefix(f"{namespace}:")
        return self._shelves, target

    def held(self, target: str) -> Held | None:
        """The concept that is named so, with or without its namespace."""
        if target not in self._held:
            self._held[target] = self._find_held(target)
        return self._held[target]

    def _find_held(self, target: str) -> Held | None:
        shelves, slug = self.searched(target)
        held = first_held(shelves, slug)
        return held or (first_held(self._shelves, target) if slug != target else None)

    def slug_of(self, target: str) -> str:
        """The slug of the concept that is named so, '' if there is none."""
        held = self.held(target)
        return self._slug_in(held.namespace, held.slug) if held else ""

    def _slug_in(self, namespace: str, slug: str) -> str:
        """The slug that names a corpus's concept among all corpora's."""
        first = self.held(slug) if len(self._shelves) > 1 else None
        is_other = first is not None and (first.namespace, first.slug) != (namespace, slug)
        return f"{namespace}:{slug}" if is_other else slug

    def namespaces_of(self, slug: str) -> tuple[str, ...]:
        """The corpora that have exactly this slug; the one that it means comes first."""
        shelves = self._shelves.items()
        having = [name for name, shelf in shelves if shelf.corpus.has(slug)]
        held = self.held(slug)
        shown = held.namespace if held and held.slug == slug else ""
        return tuple(sorted(having, key=lambda name: name != shown))

    def anchor(self, slug: str, prefix: str = "glossterm") -> str:
        """The anchor of a slug that may have its namespace before it."""
        namespace = self.namespace_of(slug)
        bare = slug.removeprefix(f"{namespace}:") if namespace else slug
        return anchor(bare, prefix, namespace)

    def namespace_of(self, slug: str) -> str:
        """The namespace that a slug has before it, '' if it needs none."""
        held = self.held(slug)
        return held.namespace if held and slug != held.slug else ""

    def has(self, slug: str) -> bool:
        """Whether any corpus has the slug, in any language."""
        return self.held(slug) is not None

    def languages_outside(self, slug: str) -> tuple[str, ...]:
        """The languages that a slug exists in, where none of them is of this build.

        Empty too where the build has an article that can't be read: that was told.
        """
        held = self.held(slug)
        if held is None or held.shelf.is_in_chain(held.slug):
            return ()
        return held.shelf.corpus.languages_of(held.slug)

    def renamed_to(self, slug: str) -> tuple[str, ...]:
        """The concepts that had a slug before, though there is an article that still has it."""
        held = self.held(slug)
        found = held.shelf.names.find_former(held.slug) if held else ()
        return tuple(self._slug_in(held.namespace, name) for name in found) if held else ()

    def nearest(self, target: str) -> tuple[str, ...]:
        """The slugs most like a target that means nothing, named as that is: by corpus or not."""
        shelves, name = self.searched(target)
        is_named = name != target
        slugs = [
            f"{namespace}:{slug}" if is_named else self._slug_in(namespace, slug)
            for namespace, shelf in shelves.items()
            for slug in shelf.names.nearest_slugs(name)
        ]
        return tuple(dict.fromkeys(slugs))[:3]

    def languages_of(self, slug: str) -> tuple[str, ...]:
        """The languages that have an article of the slug."""
        held = self.held(slug)
        return held.shelf.corpus.languages_of(held.slug) if held else ()

    def all_slugs(self) -> tuple[str, ...]:
        """The slugs of all concepts: this lists the corpora."""
        slugs = (
            self._slug_in(namespace, slug)
            for namespace, shelf in self._shelves.items()
            for slug in shelf.corpus.slugs
        )
        return tuple(dict.fromkeys(slugs))

    def corpus_of(self, slug: str) -> str:
        """The namespace of the corpus that has a slug, '' if none has."""
        held = self.held(slug)
        return held.namespace if held else ""

    def linked_slug(self, target: str, namespace: str) -> str:
        """The slug that a link means: its own corpus's, there maybe by another spelling or
        from before a change of name, else that of the first corpus that has it."""
        if len(self._shelves) == 1:
            namespace = next(iter(self._shelves))
        own = self._shelves.get(namespace)
        if own is None:
            return self.slug_of(target)
        if own.corpus.has(target):
            return self._slug_in(namespace, target)
        renamed = own.names.find_slug(target)
        return self._slug_in(namespace, renamed[0]) if renamed else self.slug_of(target)


def first_held(shelves: Mapping[str, Shelf], slug: str) -> Held | None:
    """The first corpus that has a slug in any language."""
    having = (Held(name, shelf, slug) for name, shelf in shelves.items() if shelf.corpus.has(slug))
    return next(having, None)
