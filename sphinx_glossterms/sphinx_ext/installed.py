"""Corpora that installed packages bring: which there are, and where they lie.

A package offers a corpus with an entry point: its name is the corpus's, its value the
package whose folder is the corpus. Nothing of the package is run: a corpus is data.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..concepts.file_states import NO_STATE, Files, file_state
from ..concepts.slugs import nearest
from .config import PACKAGE
from .messages import Subtype, warn

if TYPE_CHECKING:
    from importlib.metadata import Distribution

GROUP = "sphinx_glossterms.corpora"


class Place(NamedTuple):
    """Where a corpus that conf.py names lies."""

    root: Path
    name: str
    """What conf.py calls it, '' if that is a folder."""
    version: str
    """That of the distribution that brings it, '' for a folder."""
    sources: Files
    """The states of what says where it lies."""


class Offer(NamedTuple):
    """An entry point of our group, and the distribution that has it."""

    name: str
    value: str
    distribution: Distribution
    project: str
    version: str

    def __str__(self) -> str:
        return f"{self.project} {self.version}".strip() or "a package without a name"


def find_place(name: str, search_path: Iterable[str]) -> Place | None:
    """Where the installed corpus of this name lies; None, and told, where there is none.

    ``search_path`` holds the folders in which Python looks for packages.
    """
    # Before anything is looked up, so that what is installed meanwhile counts as a change.
    sources = _states(search_path)
    # A process may build more than once, and a package be installed between two builds.
    importlib.invalidate_caches()
    chosen = _choose(name)
    root = _root(chosen[0]) if chosen else None
    if root is None:
        return None
    if len(chosen) > 1:
        sources[PACKAGE + name] = NO_STATE
    sources |= _states(_metadata_files(chosen[0].distribution))
    return Place(root, name, chosen[0].version, sources)


def _tell(name: str, message: str) -> None:
    warn(Subtype.CORPUS, f"glossterms_corpora: “{PACKAGE}{name}”: {message}")


def _states(paths: Iterable[str]) -> Files:
    return {path: file_state(path) for path in paths}


def _metadata_files(distribution: Distribution) -> Iterator[str]:
    """The files that say a distribution's version and entry points, where it has files.

    An installer makes their folder anew, which the folder above shows; other tools write
    into them.
    """
    folder = getattr(distribution, "_path", None)
    for name in ("METADATA", "PKG-INFO", "entry_points.txt") if folder else ():
        yield os.path.join(str(folder), name)


# --- what is offered ---


def _choose(name: str) -> list[Offer]:
    """The offers of a corpus, the one to use first; told unless there is exactly one."""
    try:
        offers = _offers()
    except Exception as error:  # any package's metadata may be broken, in any way
        _tell(name, f"Python can't say what is installed ({type(error).__name__}: {error})")
        return []
    chosen = [offer for offer in offers if offer.name == name]
    if not chosen:
        _tell(name, _unknown(name, offers))
    elif len(chosen) > 1:
        several = ", ".join(map(str, chosen))
        _tell(name, f"several packages offer it ({several}); that of {chosen[0]} is used")
    return chosen


def _offers() -> list[Offer]:
    """The corpora that distributions offer, in the order of the distributions' names."""
    from importlib.metadata import entry_points

    offers = [
        Offer(entry.name, entry.value, found, _field(found, "Name"), _field(found, "Version"))
        for entry in entry_points(group=GROUP)
        if (found := entry.dist)
    ]
    return sorted(offers, key=lambda offer: (offer.project.lower(), offer.name))


def _field(distribution: Distribution, name: str) -> str:
    """A field of a distribution's metadata, '' where it has none."""
    try:
        return str((distribution.metadata.get_all(name) or [""])[0])
    except Exception:  # without the file, releases of Python raise different errors
        return ""


def _unknown(name: str, offers: Sequence[Offer]) -> str:
    """What to say where no distribution offers a corpus of the name."""
    # Who has installed a package may take its name for the corpus's.
    words = {word: offer.name for offer in offers for word in (offer.project, offer.value)}
    words |= {offer.name: offer.name for offer in offers}
    near = nearest(name, words, 1)
    names = ", ".join(f"“{name}”" for name in sorted({offer.name for offer in offers}))
    hint = f"did you mean “{PACKAGE}{words[near[0]]}”?" if near else f"there is {names or 'none'}"
    return (
        f"no installed package offers a corpus of this name; {hint}"
        " (add its package with pip install, in the environment of Sphinx)"
    )


# --- where it lies ---


def _root(offer: Offer) -> Path | None:
    """The folder that an offer's value means; None, and told, if there is none."""
    if not all(part.isidentifier() for part in offer.value.split(".")):
        _tell(offer.name, f"{offer} says that it is “{offer.value}”, which is no package's name")
        return None
    folders = list(_folders(offer))
    root = next((folder for folder in folders if folder.is_dir()), None)
    if root is None:
        _tell(offer.name, _missing(offer, folders))
    return root


def _missing(offer: Offer, folders: Sequence[Path]) -> str:
    said = f"{offer} says that it is the package “{offer.value}”"
    if any(above.is_file() for folder in folders for above in folder.parents):
        return (
            f"{said}, which lies in a zip file; articles are read from folders alone, so unpack it"
        )
    return f"{said}, and there is no such folder; install it again, or tell those who make it"


def _folders(offer: Offer) -> Iterator[Path]:
    """The folders that may be meant, the likeliest first.

    First those that Python knows, which finds what is installed to be edited. Of several
    folders with one name (a package needs no `__init__.py`), the distribution's own.
    """
    top, *below = offer.value.split(".")
    known = [Path(folder, *below) for folder in _package_folders(top)]
    own = _own_folder(offer)
    yield from sorted(known, key=lambda folder: folder != own)
    if own:
        yield own


def _own_folder(offer: Offer) -> Path | None:
    """Where a distribution has the package, unless it is installed to be edited."""
    try:
        return Path(str(offer.distribution.locate_file(offer.value.replace(".", "/"))))
    except Exception:  # a distribution of someone else's making
        return None


def _package_folders(name: str) -> list[str]:
    """The folders of a package that lies in no other; found without importing it."""
    try:
        spec = importlib.util.find_spec(name)
    except Exception:  # a finder of someone else's making, or a module that lacks a spec
        return []
    return list(spec.submodule_search_locations or ()) if spec else []
