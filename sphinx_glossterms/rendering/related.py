"""What the reader is told beside an article: its other languages, the pages that use it."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from ..concepts.languages import display_name, list_separator
from . import words
from .lists import own_words
from .nodes import concept_reference, mark, marked_container, render_name, set_level


def render_languages(
    languages: Sequence[tuple[str, str]], language: str, *, is_marked: bool
) -> list[nodes.Element]:
    """A line with the names of languages, each a link where its address is not ''.

    ``language`` is the reader's; ``is_marked`` says that the text around is in another.
    """
    if not languages:
        return []
    message = words.translate(words.LANGUAGES, words.words_language(language))
    before, _, after = message.partition("%(languages)s")
    paragraph = nodes.paragraph("", before, classes=["glossterm-languages"])
    for number, (tag, url) in enumerate(languages):
        if number:
            paragraph += nodes.Text(list_separator(words.words_language(language)))
        name = render_name(tag, display_name(tag, tag), is_fallback=False, is_marked=True)
        link = concept_reference("", "", name, refuri=url, internal=False, hreflang=tag)
        paragraph += link if url else name
    paragraph += nodes.Text(after)
    return [_in_readers_language([paragraph], language, is_marked=is_marked)]


def render_backlinks(
    links: Sequence[nodes.Element], language: str, level: int, *, is_marked: bool
) -> list[nodes.Element]:
    """A list of links to pages, under a heading of its own; nothing where there are none."""
    if not links:
        return []
    head = nodes.rubric("", "", own_words(words.BACKLINKS, language))
    set_level(head, level)
    items = [nodes.list_item("", nodes.paragraph("", "", link)) for link in links]
    parts = [head, nodes.bullet_list("", *items, bullet="-")]
    container = _in_readers_language(parts, language, is_marked=is_marked)
    container["classes"].append("glossterm-backlinks")
    return [container]


def _in_readers_language(
    parts: Sequence[nodes.Element], language: str, *, is_marked: bool
) -> nodes.container:
    spoken = words.words_language(language)
    container = (marked_container if is_marked else nodes.container)("", *parts)
    if is_marked:
        mark(container, spoken)
    return container
