"""The corpora that conf.py names, opened. Loaded only by builds that look into one."""

from __future__ import annotations

import os
import re
from collections.abc import Container
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from ..concepts.corpus import Corpus
from ..concepts.file_states import Files, file_state
from ..concepts.languages import fallback_chain
from ..concepts.manifest import FILENAME, ManifestError, load_manifest
from ..concepts.names import NameIndex
from .config import PACKAGE, Settings
from .installed import Place, find_place
from .messages import Subtype, file_place, report, warn


@dataclass(frozen=True, slots=True)
class Shelf:
    """A corpus, the chain of languages it is read in, its index of names."""

    corpus: Corpus
    chain: tuple[str, ...]
    names: NameIndex
    sources: Files
    """The states of what says where and how the corpus is, and which languages it has."""
    version: str = ""
    """That of the package that brings it, '' for a folder."""

    def is_in_chain(self, slug: str) -> bool:
        """Whether any language of the chain has the slug."""
        return self.corpus.is_in(slug, self.chain)


def open_shelves(
    settings: Settings, language: str, confdir: Path, store: Path, build: str
) -> dict[str, Shelf]:
    """Open the corpora for a build language; one that can't be opened is told of and left out.

    ``store`` is the folder, ``build`` the mark, for what their indexes of names keep.
    """
    shelves: dict[str, Shelf] = {}
    for namespace, location in settings.corpora:
        place = _place(location, settings, confdir) if location else None
        if place is None:
            continue
        root = place.root
        # Before anything is read, so that what is saved meanwhile counts as a change.
        sources = place.sources | _states(root, root / FILENAME)
        corpus = _open(root, location, settings)
        if corpus is not None:
            sources |= _states(root / (corpus.manifest.layout.language_directory() or ""))
            source = corpus.manifest.source_language
            languages = fallback_chain(language, settings.fallback, source)
            index = store / f"glossterms-names-{len(shelves)}"
            key = _free_key(namespace or place.name or corpus.manifest.name or root.name, shelves)
            names = NameIndex(corpus, language, index, build)
            corpus.know_by(names.find_slug)
            shelves[key] = Shelf(corpus, languages, names, sources, place.version)
    return shelves


def _place(location: str, settings: Settings, confdir: Path) -> Place | None:
    """Where a location of conf.py leads; None, and told, if it is of no installed corpus."""
    if location.startswith(PACKAGE):
        return find_place(location.removeprefix(PACKAGE).strip(), settings.search_path)
    root = Path(os.path.normpath(confdir / location))
    return Place(root, "", "", {})


def _states(*paths: Path) -> Files:
    return {str(path): file_state(str(path)) for path in paths}


def _open(root: Path, location: str, settings: Settings) -> Corpus | None:
    if not root.is_dir():
        what = "is no folder" if root.exists() else "does not exist"
        is_word = re.fullmatch(r"[\w-]+", location)
        hint = f"; an installed corpus is written “{PACKAGE}{location}”" if is_word else ""
        warn(Subtype.CORPUS, f"glossterms_corpora: “{location}” {what} ({root}){hint}")
        return None
    try:
        manifest = load_manifest(root)
    except ManifestError as error:
        for line, message in error.faults:
            told = f"{message} (until this is mended the corpus is not used)"
            warn(Subtype.MANIFEST, told, file_place(str(error.path), line))
        return None
    return Corpus(root, manifest, disabled_repairs=settings.disabled_repairs, report=report)


def _free_key(name: str, taken: Container[str]) -> str:
    """The name, with a number where another corpus of conf.py has the same."""
    numbered = (f"{name}-{number}" for number in count(2))
    return next(key for key in chain((name,), numbered) if key not in taken)
