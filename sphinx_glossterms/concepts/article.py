"""One concept in one language: its front matter, and its text read to blocks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from . import front_matter
from .findings import Finding, Rule
from .highlights import (
    Highlights,
    Spellings,
    find_by_spelling,
    find_by_structure,
    heading_text,
    highlights_at,
    section_end,
)
from .languages import display_name
from .markdown import (
    BREAKS,
    Block,
    TooLarge,
    heading_level,
    inline_children,
    is_paragraph,
    line_of,
    parse,
    parse_plain,
    plain_text,
    text_token,
)
from .plain_text import looks_plain, read_plain
from .repairs import (
    Repairs,
    repair_headings,
    repair_highlight_lists,
    repair_links,
    repair_lists,
    repair_quotes,
)
from .slugs import fold

MAX_BYTES = 512 * 1024
MAX_TITLE = 120

# XML 1.0 allows not all of these, and EPUB, XML and LaTeX builds fail on them.
_NONCHARACTERS = "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
# What most articles hold, and nothing else: many times as fast as to search for the rest.
_CLEAN = re.compile("[\n\t -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]*+")
# Line ends to str.splitlines(), by which Sphinx reads objects.inv; none to Markdown.
_LINE_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef"
    rf"{_NONCHARACTERS}]"
)


class UnreadableArticle(Exception):
    """Nothing of a file can be shown; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What a corpus and a project say about reading an article."""

    fields: Mapping[str, str | None] = field(default_factory=dict)
    spellings: Spellings = field(default_factory=lambda: Spellings({}))
    disabled_repairs: frozenset[str] = frozenset()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An article's text, read: its blocks after a heading that repeats the title."""

    blocks: tuple[Block, ...]
    highlights: Highlights | None
    findings: tuple[Finding, ...]

    @property
    def summary(self) -> str:
        """The text of the first paragraph that has any, '' if there is none."""
        return next(filter(None, (plain_text(b) for b in self.blocks if is_paragraph(b))), "")


def read_article(path: Path, slug: str, language: str, rules: ReadingRules) -> Article:
    """Read an article's front matter. Raises `UnreadableArticle`."""
    data = _read_bytes(path)
    text, findings = _clean(_decode(data, path), path)
    split = front_matter.split(text)
    matter, found = front_matter.read(
        split.matter or "", path=str(path), first_line=split.first_line, fields=rules.fields
    )
    if split.unclosed:
        message = "the front matter has no closing “---” line; it is shown as text"
        found = (*found, Finding(str(path), split.first_line - 1, Rule.FRONT_MATTER, message))
    article = Article(
        slug=slug,
        language=language,
        path=str(path),
        title=matter.title or slug,
        term=matter.term,
        description=matter.description,
        keywords=matter.keywords,
        aliases=matter.aliases,
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
    return article if matter.title else _with_title_of_text(article, rules)


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
    match = None if _CLEAN.fullmatch(text) else _FORBIDDEN.search(text)
    if not match:
        return text, ()
    line = text.count("\n", 0, match.start()) + 1
    message = f"left out control characters, the first is U+{ord(match[0]):04X}"
    cleaned = _FORBIDDEN.sub("", _LINE_ENDS.sub(" ", text))
    return cleaned, (Finding(str(path), line, Rule.CONTROL_CHARACTER, message),)


def _with_title_of_text(article: Article, rules: ReadingRules) -> Article:
    blocks, _ = _mended_blocks(article, rules)
    title = _title_of(blocks) or article.slug
    return replace(article, title=title)


def _title_of(blocks: list[Block]) -> str:
    """The text of the first heading, else the first line."""
    headings = (heading_text(block) for block in blocks if heading_level(block))
    lines = (_shortened(_first_line(block)) for block in blocks if is_paragraph(block))
    return next(filter(None, chain(headings, lines)), "")


def _first_line(block: Block) -> str:
    children = inline_children(block)
    if len(children) == 1:  # what was not parsed keeps its line ends
        return plain_text([text_token(children[0].content.partition("\n")[0])])
    breaks = (n for n, child in enumerate(children) if child.type in BREAKS)
    return plain_text(children[: next(breaks, len(children))])


def _shortened(text: str) -> str:
    if len(text) <= MAX_TITLE:
        return text
    cut = text[:MAX_TITLE].rsplit(" ", 1)[0]
    return f"{cut}…"


def read_body(article: Article, rules: ReadingRules) -> Body:
    """Read an article's text: blocks, repairs, highlights."""
    blocks, findings = _mended_blocks(article, rules)
    if any(finding.rule is Rule.TOO_LARGE for finding in findings):
        return Body(blocks=tuple(blocks), highlights=None, findings=tuple(findings))
    if blocks and heading_level(blocks[0]) and _same(heading_text(blocks[0]), article.title):
        blocks = blocks[1:]
    repairs = Repairs(rules.disabled_repairs)
    index = find_by_spelling(blocks, rules.spellings)
    if index is None:
        blocks = repair_lists(blocks, repairs)
        highlights = find_by_structure(blocks)
    else:
        blocks, highlights = _mend_highlights(blocks, index, repairs)
    blocks = repair_links(blocks, repairs)
    findings += [Finding(article.path, *made) for made in repairs.made]
    if highlights:
        findings += _highlights_findings(article, blocks, highlights, rules.spellings)
    return Body(blocks=tuple(blocks), highlights=highlights, findings=tuple(findings))


def _mended_blocks(article: Article, rules: ReadingRules) -> tuple[list[Block], list[Finding]]:
    """An article's blocks after the repairs that find its headings."""
    repairs = Repairs(rules.disabled_repairs)
    try:
        blocks = parse(article.text, article.first_line)
        may_be_plain = not article.has_front_matter and repairs.on(Rule.PLAIN_TEXT)
        if may_be_plain and looks_plain(article.text, blocks):
            blocks = read_plain(article.text, article.first_line)
            repairs.note(line_of(blocks[0]), Rule.PLAIN_TEXT, "read as plain text")
    except TooLarge as error:
        message = f"{error}; the article is shown as plain text"
        found = Finding(article.path, article.first_line, Rule.TOO_LARGE, message)
        return parse_plain(article.text, article.first_line), [found]
    blocks = repair_headings(repair_quotes(blocks, repairs), repairs)
    return blocks, [Finding(article.path, *made) for made in repairs.made]


def _same(heading: str, title: str) -> bool:
    return fold(heading) == fold(title)


def _mend_highlights(
    blocks: list[Block], index: int, repairs: Repairs
) -> tuple[list[Block], Highlights | None]:
    end = section_end(blocks, index)
    before = repair_lists(blocks[:index], repairs)
    section = repair_highlight_lists(blocks[index + 1 : end], repairs)
    after = repair_lists(blocks[end:], repairs)
    mended = [*before, blocks[index], *section, *after]
    return mended, highlights_at(mended, len(before))


def _highlights_findings(
    article: Article, blocks: list[Block], highlights: Highlights, spellings: Spellings
) -> list[Finding]:
    block = blocks[highlights.heading]
    text = heading_text(block)
    if highlights.by_structure:
        message = (
            f"“{text}” was taken for the highlights; if it is, add this heading to"
            " `highlights` in glossterms.yaml"
        )
        return [Finding(article.path, line_of(block), Rule.HIGHLIGHTS_STRUCTURE, message)]
    others = spellings.other_languages(text, article.language)
    if not others or "en" in others:
        return []
    names = ", ".join(display_name(code, "en") for code in others)
    expected = display_name(article.language, "en")
    message = f"“{text}” is {names}, but the file stands for {expected}"
    return [Finding(article.path, line_of(block), Rule.LANGUAGE_MISMATCH, message)]
