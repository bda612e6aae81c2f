"""One concept in one language, as far as its front matter tells."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from . import front_matter
from .characters import FORBIDDEN
from .findings import Finding, Rule

if TYPE_CHECKING:
    from .highlights import Spellings

MAX_BYTES = 512 * 1024

# What most articles hold, and nothing else: many times as fast as to search for the rest.
_CLEAN = re.compile("[\n\t -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]*+")
# Line ends to str.splitlines(), by which Sphinx reads objects.inv; none to Markdown.
_LINE_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


class UnreadableArticle(Exception):
    """Nothing of a file can be shown; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


@dataclass(frozen=True)
class ReadingRules:
    """What a corpus and a project say about reading an article.

    ``highlights`` are headings of highlights, by language, besides those that are
    known for everyone.
    """

    fields: Mapping[str, str | None] = field(default_factory=dict)
    highlights: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disabled_repairs: frozenset[str] = frozenset()

    @cached_property
    def spellings(self) -> Spellings:
        """All headings that open highlights."""
        from .highlights import Spellings

        return Spellings(self.highlights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A concept in one language, as far as its front matter tells.

    ``text`` is what follows the front matter, from line ``first_line`` of the file;
    ``digest`` is of the whole file. ``title`` is never empty.
    """

    slug: str
    language: str
    path: str
    title: str
    term: str = ""
    description: str = ""
    reading: str = ""
    """The title as it is sorted, where its script does not tell (kana, pinyin)."""
    keywords: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    abbreviation: str = ""
    forms: tuple[str, ...] = ()
    status: str = ""
    former_slugs: tuple[str, ...] = ()
    source_digest: str = ""
    own_slug: str = ""
    """What the front matter itself says the slug is."""
    own_language: str = ""
    text: str
    first_line: int
    has_front_matter: bool
    digest: str
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """The name that stands for the concept in a text: its term, else its title."""
        return self.term or self.title

    @property
    def names(self) -> tuple[str, ...]:
        """All that the concept is called in this language, the title first."""
        names = (self.title, self.term, self.abbreviation, *self.aliases, *self.forms)
        return tuple(dict.fromkeys(name for name in names if name))


def read_metadata(path: Path, slug: str, language: str, rules: ReadingRules) -> Article:
    """Read an article as far as its front matter tells; its title is '' if that has none.

    Raises `UnreadableArticle`.
    """
    data = _read_bytes(path)
    text, findings = _clean(_decode(data, path), path)
    split = front_matter.split(text)
    matter, found = front_matter.read(
        split.matter or "", path=str(path), first_line=split.first_line, fields=rules.fields
    )
    if split.unclosed:
        message = "the front matter has no closing “---” line; it is shown as text"
        found = (*found, Finding(str(path), split.first_line - 1, Rule.FRONT_MATTER, message))
    return Article(
        slug=slug,
        language=language,
        path=str(path),
        title=matter.title,
        term=matter.term,
        description=matter.description,
        keywords=matter.keywords,
        aliases=matter.aliases,
        reading=matter.reading,
        abbreviation=matter.abbreviation,
        forms=matter.forms,
        status=matter.status,
        former_slugs=matter.former_slugs,
        source_digest=matter.source_digest,
        own_slug=matter.slug,
        own_language=matter.language,
        text=split.body,
        first_line=split.offset + 1,
        has_front_matter=split.matter is not None,
        digest=hashlib.sha256(data).hexdigest(),
        findings=(*findings, *found),
    )


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"the file can't be opened: {error.strerror}"
        raise UnreadableArticle(Finding(str(path), 0, Rule.FILE_UNREADABLE, message)) from error
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024} KiB; split the article"
        raise UnreadableArticle(Finding(str(path), 0, Rule.TOO_LARGE, message))
    return data


def _decode(data: bytes, path: Path) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8 (byte {error.start + 1} of the file); save the file as UTF-8"
        raise UnreadableArticle(Finding(str(path), line, Rule.ENCODING, message)) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _clean(text: str, path: Path) -> tuple[str, tuple[Finding, ...]]:
    match = None if _CLEAN.fullmatch(text) else FORBIDDEN.search(text)
    if not match:
        return text, ()
    line = text.count("\n", 0, match.start()) + 1
    message = f"left out control characters, the first is U+{ord(match[0]):04X}"
    cleaned = FORBIDDEN.sub("", _LINE_ENDS.sub(" ", text))
    return cleaned, (Finding(str(path), line, Rule.CONTROL_CHARACTER, message),)
