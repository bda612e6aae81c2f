"""What the reader is told beside an article: its other languages, the pages that use it."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from ..concepts.languages import display_name, list_separator, script
from . import words
from .lists import own_words
from .nodes import concept_reference, mark, marked_container, render_name, set_level


def render_languages(
    languages: Sequence[tuple[str, str]],
    language: str,
    *,
    is_marked: bool,
    any_script: bool = True,
) -> list[nodes.Element]:
    """A line with the names of languages, each a link where its address is not ''.

    ``language`` is the reader's; ``is_marked`` says that the text around is in another.
    Each name is in its own language; without ``any_script`` only where that is written
    as the reader's is, and in the reader's elsewhere.
    """
    if not languages:
        return []
    spoken = words.words_language(language)
    message = words.translate(words.LANGUAGES, spoken)
    before, _, after = message.partition("%(languages)s")
    paragraph = nodes.paragraph("", before, classes=["glossterm-languages"])
    for number, (tag, url) in enumerate(languages):
        if number:
            paragraph += nodes.Text(list_separator(spoken))
        own = tag if any_script or script(tag) == script(spoken) else spoken
        name = render_name(own, display_name(tag, own), is_fallback=False, is_marked=own == tag)
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
