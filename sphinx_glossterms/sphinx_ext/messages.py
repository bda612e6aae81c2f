"""Every warning of ours: a type, a subtype, one emitter."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from logging import WARNING, Filter, LogRecord, getLogger
from pathlib import Path

from docutils.nodes import Node
from docutils.utils import get_source_line
from sphinx.util import logging

from ..concepts.findings import Finding, Severity

TYPE = "glossterms"

_logger = logging.getLogger("sphinx_glossterms")


class Subtype(Enum):
    """The subtypes of our warnings; ``suppress_warnings`` takes ``glossterms.<value>``."""

    CONFIG = ("config", "A value in conf.py is not one that the extension can use.")
    CORPUS = ("corpus", "A corpus that conf.py names is not found, or two packages offer it.")
    MANIFEST = ("manifest", "A corpus's ``glossterms.yaml`` has a fault.")
    ARTICLE = ("article", "An article can't be read, or only in part.")
    UNKNOWN = ("unknown", "A role or directive names a concept that is nowhere.")
    AMBIGUOUS = ("ambiguous", "A role or directive names what several concepts are called.")
    SHADOWED = ("shadowed", "A role or directive names what several corpora have.")
    UNLINKED = ("unlinked", "A role names a concept that has no place to link to.")
    DUPLICATE = ("duplicate", "Two pages embed the same article; only one can be the target.")
    SECTION = ("section", "An article has no such section in this language.")
    PAGE = ("page", "A page that a list makes can't be made.")
    OPTION = ("option", "A directive's option or argument is not one that it takes.")

    def __init__(self, label: str, help: str) -> None:
        self.label = label
        self.help = help


def warn(
    subtype: Subtype, message: str, location: str | Node | tuple[str, int | None] | None = None
) -> None:
    """Print a warning; ``location`` is a node, ``(docname, line)`` or ``"path:line"``."""
    if isinstance(location, Node):  # as text, which tells two messages about it apart
        source, line = get_source_line(location)
        location = f"{source}:{line}" if source and line else location
    _logger.warning(message, type=TYPE, subtype=subtype.label, location=location)


def report(finding: Finding) -> None:
    """Show a finding: an error as a warning, the others with ``-v``."""
    if finding.severity is Severity.ERROR:
        place = file_place(finding.path, finding.line)
        warn(Subtype.ARTICLE, finding.message, place)
    else:
        path = _shown_path(finding.path)
        _logger.verbose("%s", Finding(path, finding.line, finding.rule, finding.message))


def file_place(path: str, line: int) -> str:
    """A location in a file that is no page; line 0 is the whole file.

    Sphinx takes a location without a colon for the name of a page.
    """
    return f"{_shown_path(path)}:{line or 1}"


class _Once(Filter):
    """Lets a message about a place pass once: each parallel reader gives it, and pages with
    lists are read twice. Lets none pass that is said too early."""

    def __init__(self, is_premature: Callable[[LogRecord], bool]) -> None:
        super().__init__()
        self._passed: set[tuple[str, str]] = set()
        self._is_premature = is_premature

    def filter(self, record: LogRecord) -> bool:
        if self._is_premature(record):
            return False
        location = getattr(record, "location", None) or ""
        if record.name != _logger.logger.name or not isinstance(location, str):
            return True
        key = (location, record.getMessage())
        is_news = key not in self._passed
        self._passed.add(key)
        return is_news


@contextmanager
def only_ours() -> Iterator[None]:
    """Where a page is read a second time in a build, tell only what is new: what is ours."""
    handlers = getLogger(logging.NAMESPACE).handlers

    def is_news(record: LogRecord) -> bool:
        return record.levelno < WARNING or record.name == _logger.logger.name

    for handler in handlers:
        handler.addFilter(is_news)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(is_news)


def tell_once(is_premature: Callable[[LogRecord], bool]) -> None:
    """Let Sphinx show each of our messages about a place once in this build."""
    for handler in getLogger(logging.NAMESPACE).handlers:
        # First, so that Sphinx doesn't count what is not shown.
        handler.filters.insert(0, _Once(is_premature))


def _shown_path(path: str) -> str:
    """The path from where the build was started, if it lies below; else as it is."""
    try:
        return str(Path(path).relative_to(os.getcwd()))
    except ValueError:
        return path
