"""Read an article given as text: what a reader sees, and what is found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sphinx_glossterms.concepts.article import Article, ReadingRules
from sphinx_glossterms.concepts.body import Body, read_body
from sphinx_glossterms.concepts.findings import Finding, Rule
from sphinx_glossterms.concepts.markdown import (
    Block,
    heading_level,
    inline_tokens,
    is_list,
    list_items,
    plain_text,
)
from sphinx_glossterms.concepts.reading import read_article

REPAIRS = frozenset(rule.label for rule in Rule if rule.is_repair)


@dataclass
class Reading:
    """An article, read as a corpus reads it."""

    article: Article
    body: Body

    @property
    def findings(self) -> list[Finding]:
        """Everything found."""
        return [*self.article.findings, *self.body.findings]

    @property
    def repairs(self) -> list[tuple[str, int]]:
        """(rule, line) of each repair."""
        return [(f.rule.label, f.line) for f in self.findings if f.rule.is_repair]

    @property
    def outline(self) -> list[str]:
        """A line for each block: what it is, and its text."""
        return [outline(block) for block in self.body.blocks]

    @property
    def links(self) -> list[tuple[str, str]]:
        """(text, target) of each link."""
        return links(self.body.blocks)

    @property
    def text(self) -> str:
        """All that a reader sees."""
        return "\n".join(plain_text(block) for block in self.body.blocks)

    @property
    def words(self) -> list[str]:
        """The words of the text, in order."""
        return re.findall(r"\w+", self.text)

    @property
    def highlights(self) -> list[str]:
        """The lines of `outline` that are the highlights, heading first."""
        found = self.body.highlights
        return self.outline[found.heading : found.end] if found else []


def outline(block: Block) -> str:
    """What a block is, and its text."""
    if heading_level(block):
        return f"h{heading_level(block)} {plain_text(block)}"
    if is_list(block):
        return "- " + " | ".join(plain_text(item) for item in list_items(block))
    return f"{block[0].type.removesuffix('_open')} {plain_text(block)}".strip()


def links(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    """(text, target) of each link in the blocks."""
    found: list[tuple[str, str]] = []
    for block in blocks:
        for token in inline_tokens(block):
            children = token.children or []
            for index, child in enumerate(children):
                if child.type == "link_open":
                    end = next(
                        n for n in range(index, len(children)) if children[n].type == "link_close"
                    )
                    found.append((plain_text(children[index:end]), str(child.attrs["href"])))
    return found


def read(
    folder: Path,
    text: str | bytes,
    *,
    language: str = "en",
    disabled: frozenset[str] = frozenset(),
    extra: dict[str, tuple[str, ...]] | None = None,
) -> Reading:
    """Write the text to a file and read it. Raises `UnreadableArticle`."""
    path = folder / "article.md"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    rules = ReadingRules(disabled_repairs=disabled, highlights=extra or {})
    article = read_article(path, "a-slug", language, rules)
    return Reading(article, read_body(article, rules))
