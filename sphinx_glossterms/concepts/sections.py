"""The top-level sections of an article, by number, id or heading."""

from __future__ import annotations

from typing import NamedTuple

from .body import Body
from .highlights import heading_text
from .markdown import Block, heading_level
from .slugs import fold


class Section(NamedTuple):
    """A top-level section: its heading, and the blocks below it."""

    heading: Block
    blocks: tuple[Block, ...]

    @property
    def id(self) -> str:
        """The explicit id of the heading (``{#id}``), '' if it has none."""
        return str(self.heading[0].meta.get("id", ""))


def top_sections(body: Body) -> tuple[Section, ...]:
    """The sections of the highest level that the text has, highlights not counted."""
    skipped = range(body.highlights.heading, body.highlights.end) if body.highlights else range(0)
    kept = [block for index, block in enumerate(body.blocks) if index not in skipped]
    if [heading_level(block) for block in kept[:1]] == [1]:
        others = [heading_level(block) for block in kept[1:] if heading_level(block)]
        if others and 1 not in others:  # the title, in words of its own
            kept = kept[1:]
    top = min((heading_level(b) for b in kept if heading_level(b)), default=0)
    starts = [index for index, block in enumerate(kept) if top and heading_level(block) == top]
    ends = [*starts[1:], len(kept)]
    return tuple(
        Section(kept[start], tuple(kept[start + 1 : end]))
        for start, end in zip(starts, ends, strict=False)
    )


def find_section(body: Body, wanted: str, source: Body | None) -> Section | None:
    """The section that a writer means: its number from 1, its id, or its heading.

    A heading is the article's own or, mapped by number, that of the ``source``
    article where both have as many sections.
    """
    sections = top_sections(body)
    if wanted.isdecimal() and len(wanted) < 10:
        index = int(wanted) - 1
        return sections[index] if 0 <= index < len(sections) else None
    by_id = [section for section in sections if section.id == wanted.removeprefix("#")]
    if by_id and wanted.removeprefix("#"):
        return by_id[0]
    index = _index_of_heading(sections, wanted)
    if index < 0 and source is not None:
        of_source = top_sections(source)
        if len(of_source) == len(sections):
            index = _index_of_heading(of_source, wanted)
    return sections[index] if index >= 0 else None


def _index_of_heading(sections: tuple[Section, ...], wanted: str) -> int:
    texts = [fold(heading_text(section.heading)) for section in sections]
    return texts.index(fold(wanted)) if fold(wanted) in texts else -1
