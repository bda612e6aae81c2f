"""Find an article's key points: by the heading's spelling, or by the section's form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markdown_it.token import Token

from .characters import ENDS_SENTENCE
from .languages import language_key
from .markdown import (
    Block,
    heading_level,
    inline_children,
    is_list,
    list_items,
    plain_text,
)
from .slugs import fold

SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "ar": ("أبرز النقاط", "يسلط الضوء", "النقاط الرئيسية", "أهم النقاط"),
    "ca": ("Punts clau", "Aspectes destacats"),
    "da": ("Højdepunkter", "Hovedpunkter"),
    "de": ("Höhepunkte", "Das Wichtigste in Kürze", "Das Wichtigste", "Kernpunkte"),
    "en": ("Highlights", "Key points", "Key takeaways"),
    "es": ("Puntos clave", "Aspectos destacados", "Reflejos"),
    "fi": ("Kohokohdat", "Keskeiset kohdat", "Pääkohdat"),
    "fr": ("Points forts", "Points clés", "À retenir"),
    "hi": ("हाइलाइट्स", "मुख्य बिंदु"),
    "is": ("Hápunktar", "Helstu atriði"),
    "it": ("In evidenza", "Mette in risalto", "Punti salienti", "Punti chiave"),
    "ja": ("ハイライト", "要点", "重要なポイント"),
    "ko": ("하이라이트", "핵심 요점", "요점"),
    "ms": ("Sorotan",),
    "nb": ("Høydepunkter", "Hovedpunkter"),
    "nl": ("Hoogtepunten", "Belangrijkste punten"),
    "pl": ("Najważniejsze informacje", "Najważniejsze punkty", "Przegląd najważniejszych wydarzeń"),
    "pt": ("Destaques", "Pontos principais"),
    "ru": ("Основные моменты", "Ключевые моменты", "Особенности"),
    "sv": ("Höjdpunkter", "Huvudpunkter"),
    "tr": ("Öne Çıkanlar", "Önemli noktalar"),
    "zh-Hans": ("要点", "重点", "强调"),
    "zh-Hant": ("要點", "重點"),
}
"""Headings that mean the highlights; each counts in an article of any language, since
a folder can be mislabelled."""

_LISTS = ("bullet_list_open", "ordered_list_open")


@dataclass(frozen=True, slots=True)
class Highlights:
    """Where the highlights stand among an article's blocks: heading, and what follows."""

    heading: int
    end: int
    by_structure: bool = False


class Spellings:
    """The known headings of highlights, and the languages each is known for."""

    def __init__(self, extra: Mapping[str, Iterable[str]]) -> None:
        self._languages: dict[str, set[tuple[str, str]]] = {}
        for spellings in (SPELLINGS, extra):
            for language, headings in spellings.items():
                for heading in headings:
                    known = self._languages.setdefault(_folded(heading), set())
                    known.add(language_key(language)[:2])

    def knows(self, heading: str) -> bool:
        """Whether a heading of this text opens highlights."""
        return _folded(heading) in self._languages

    def other_languages(self, heading: str, language: str) -> tuple[str, ...]:
        """The languages a heading is known for, if the given one is not among them."""
        known = self._languages.get(_folded(heading), set())
        key = language_key(language)[:2]
        return () if key in known else tuple(sorted(code for code, _ in known))


def _folded(heading: str) -> str:
    return fold(heading).rstrip(":： ")


def find_by_spelling(blocks: list[Block], spellings: Spellings) -> int | None:
    """The index of the last heading that is a known spelling."""
    for index in range(len(blocks) - 1, -1, -1):
        if heading_level(blocks[index]) and spellings.knows(heading_text(blocks[index])):
            return index
    return None


def section_end(blocks: list[Block], heading: int) -> int:
    """The index after the last block of the section that a heading opens, with all below it."""
    level = heading_level(blocks[heading])
    for index in range(heading + 1, len(blocks)):
        if 0 < heading_level(blocks[index]) <= level:
            return index
    return len(blocks)


def highlights_at(blocks: list[Block], heading: int) -> Highlights | None:
    """The highlights that a known heading opens: up to its last list.

    What comes after that list stays outside; a section without a list is taken whole.
    """
    end = section_end(blocks, heading)
    lists = [n for n in range(heading + 1, end) if blocks[n][0].type in _LISTS]
    last = lists[-1] + 1 if lists else end
    return Highlights(heading, last) if last > heading + 1 else None


def find_by_structure(blocks: list[Block]) -> Highlights | None:
    """The last section, if it is nothing but a list of two or more sentences.

    Not the first section, and no item only a link: that is a list of references.
    """
    headings = [index for index, block in enumerate(blocks) if heading_level(block)]
    top = min((heading_level(blocks[index]) for index in headings), default=0)
    sections = [index for index in headings if heading_level(blocks[index]) > top or top > 1]
    if len(sections) < 2 or sections[-1] + 2 != len(blocks) or not is_list(blocks[-1]):
        return None
    items = list_items(blocks[-1])
    if len(items) < 2 or not all(_is_sentence(item) for item in items):
        return None
    return Highlights(sections[-1], len(blocks), by_structure=True)


def _is_sentence(item: list[Token]) -> bool:
    return (
        len(item) == 3
        and item[0].type == "paragraph_open"
        and ENDS_SENTENCE.search(plain_text(item)) is not None
        and not _is_only_link(inline_children(item))
    )


def _is_only_link(children: list[Token]) -> bool:
    outside = [child.content for child in _outside_links(children)]
    return not any(character.isalnum() for character in "".join(outside))


def _outside_links(children: list[Token]) -> Iterable[Token]:
    depth = 0
    for child in children:
        depth += (child.type == "link_open") - (child.type == "link_close")
        if depth == 0:
            yield child


def heading_text(block: Block) -> str:
    """The text of a heading block."""
    return plain_text(inline_children(block))
