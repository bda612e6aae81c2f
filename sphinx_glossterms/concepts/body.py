"""An article's text, read once: blocks, repairs, highlights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from markdown_it.token import Token

from .article import Article, ReadingRules
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
    inline_tokens,
    is_paragraph,
    line_of,
    parse,
    parse_plain,
    plain_text,
    text_token,
    with_lines,
)
from .plain_text import PlainText
from .repairs import (
    Repairs,
    repair_headings,
    repair_highlight_lists,
    repair_links,
    repair_lists,
    repair_quotes,
)
from .slugs import fold

MAX_TITLE = 120


def first_paragraph(blocks: Iterable[Block]) -> list[Token]:
    """The inline tokens of the first paragraph that has any text, none if there is none."""
    paragraphs = (inline_children(block) for block in blocks if is_paragraph(block))
    return next(filter(plain_text, paragraphs), [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An article's text, read: its blocks after a heading that repeats the title."""

    blocks: tuple[Block, ...]
    highlights: Highlights | None
    findings: tuple[Finding, ...]

    @property
    def opening(self) -> list[Token]:
        """The inline tokens of the first paragraph that has any text, none if there is none."""
        return first_paragraph(self.blocks)

    def link_targets(self) -> Iterator[tuple[str, int]]:
        """The target of each link, with its line."""
        for block in self.blocks:
            for token in inline_tokens(block):
                for child, line in with_lines(token):
                    if child.type == "link_open":
                        yield str(child.attrs["href"]), line


def _title_of(blocks: list[Block], spellings: Spellings) -> str:
    """The text of the first heading, else the first line.

    A heading of highlights is none of the article, unless it stands as its title: at
    the top and of the first level.
    """
    headings = (
        heading_text(block)
        for index, block in enumerate(blocks)
        if (level := heading_level(block))
        and ((index, level) == (0, 1) or not spellings.knows(heading_text(block)))
    )
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


def read_untitled(article: Article, rules: ReadingRules) -> tuple[Article, Body]:
    """Give an article whose front matter has no title that of its text, else its slug."""
    blocks, findings = _mended_blocks(article, rules)
    if not blocks:
        message = "the file holds neither a title nor a text"
        empty = Finding(article.path, 0, Rule.EMPTY, message)
        article = replace(article, findings=(*article.findings, empty))
    title = _title_of(blocks, rules.spellings) or article.slug
    article = replace(article, title=title)
    return article, _body_of(article, blocks, findings, rules)


def read_body(article: Article, rules: ReadingRules) -> Body:
    """Read an article's text: blocks, repairs, highlights."""
    return _body_of(article, *_mended_blocks(article, rules), rules)


def _body_of(
    article: Article, blocks: list[Block], findings: list[Finding], rules: ReadingRules
) -> Body:
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
        if may_be_plain and (plain := PlainText(article.text)).is_certain(blocks):
            blocks = plain.blocks(article.first_line)
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
