"""The files of a corpus: what lies outside its folder is never given."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from .layouts import compile_globs

_NO_CONCEPTS = frozenset({".git", ".hg", ".svn"})


class Tree:
    """A folder; paths in it are relative, with ``/`` between their parts."""

    def __init__(self, root: Path, exclude: Iterable[str]) -> None:
        self.root = root
        self._real_root = os.path.realpath(root)
        self._matches_exclude = compile_globs(exclude)
        self._listings: dict[str, list[str]] = {}

    def is_excluded(self, relative: str) -> bool:
        """Whether no article is read from this path."""
        return self._matches_exclude(posixpath.normpath(relative))

    def article_file(self, relative: str) -> Path | None:
        """The file that may hold an article, if it is in the corpus and not excluded."""
        path = self.file(relative)
        return None if path is None or self.is_excluded(relative) else path

    def file(self, relative: str) -> Path | None:
        """The file, if it is a regular one and really lies in the corpus."""
        path = os.path.join(self._real_root, relative)
        try:
            if not stat.S_ISREG(os.stat(path).st_mode):
                return None
            real = os.path.realpath(path)
        except (OSError, ValueError):  # missing, a loop of links, a NUL in the name
            return None
        inside = real.startswith(self._real_root.rstrip(os.sep) + os.sep)
        return self.root / relative if inside else None

    def is_folder(self, relative: str) -> bool:
        """Whether there is a folder at this path."""
        return os.path.isdir(self.root / relative)

    def names_in(self, folder: str) -> list[str]:
        """The sorted names in a folder of the corpus, listed once."""
        if folder not in self._listings:
            self._listings[folder] = _directory_names(self.root / folder)
        return self._listings[folder]

    def folders_in(self, folder: str) -> list[str]:
        """The sorted names of the folders in a folder of the corpus, and of links: what
        they lead to may come into being later."""
        entries = _entries(self.root / folder)
        return [entry.name for entry in entries if entry.is_symlink() or _is_folder(entry)]

    def walk(self) -> Iterator[str]:
        """The paths of all files. A link to a folder is followed, but not a second one
        below it, so that no two links make a loop."""
        folders = [("", False)]
        while folders:
            folder, in_link = folders.pop()
            for entry in _entries(self.root / folder):
                relative = f"{folder}/{entry.name}" if folder else entry.name
                is_link = entry.is_symlink()
                if self.is_excluded(relative):
                    continue
                if not _is_folder(entry):
                    if bool(self.file(relative)) if is_link else entry.is_file():
                        yield relative
                elif entry.name in _NO_CONCEPTS:
                    continue
                elif not is_link or (not in_link and self._leads_aside(entry.path)):
                    folders.append((relative, in_link or is_link))

    def _leads_aside(self, link: str) -> bool:
        """Whether a link to a folder leads to one in the corpus that doesn't hold the link."""
        try:
            real = os.path.realpath(link)
            parent = os.path.realpath(os.path.dirname(link))
        except OSError:
            return False
        root = self._real_root.rstrip(os.sep) + os.sep
        return real.startswith(root) and not f"{parent}{os.sep}".startswith(real + os.sep)


def _directory_names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What a folder holds, by name; nothing where it can't be listed."""
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links
        return False
