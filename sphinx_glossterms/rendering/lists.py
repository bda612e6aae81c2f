"""Lists of concepts: definitions, a table, or an index from A to Z."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from docutils import nodes

from ..concepts.languages import same_language, script
from ..concepts.runs import Runs
from ..concepts.slugs import anchor
from . import words
from .markup import render_runs
from .nodes import letter_reference, render_name, set_level, silent_target


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """A concept in a list.

    ``title`` is its name, linked; ``ids`` are its anchors, ``before`` goes right before it.
    """

    title: nodes.Element
    ids: Sequence[str] = ()
    before: Sequence[nodes.Element] = ()
    description: Runs = ()
    letter: str = ""
    language: str
    is_fallback: bool = False
    is_marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """How a list is to be shown on a page; ``level`` is that of a heading in its stead."""

    style: str
    language: str
    level: int = 1
    classes: tuple[str, ...] = ()


def render_list(
    entries: Sequence[ListEntry], request: ListRequest, claim_id: Callable[[str], str]
) -> list[nodes.Element]:
    """The nodes that show a list.

    ``claim_id`` takes an id that is wanted and gives one that is free on the page.
    """
    if not entries:
        return [nodes.paragraph("", "", own_words(words.LIST_EMPTY, request.language))]
    if request.style == "index":
        return [_dressed(nodes.container("", *_index(entries, request, claim_id)), request)]
    render = _table if request.style == "table" else _definitions
    return [_dressed(render(entries, request), request)]


def own_words(message: str, language: str) -> nodes.inline:
    """One of our messages for the reader, marked where we can't say it in their language."""
    spoken = words.words_language(language)
    is_marked = not same_language(spoken, language)
    return render_name(
        spoken, words.translate(message, spoken), is_fallback=False, is_marked=is_marked
    )


def _dressed(node: nodes.Element, request: ListRequest) -> nodes.Element:
    node["classes"] += ["glossterm-list", *request.classes]
    return node


def _definitions(entries: Iterable[ListEntry], request: ListRequest) -> nodes.Element:
    return nodes.definition_list("", *map(_definition, entries), classes=["glossary"])


def _definition(entry: ListEntry) -> nodes.Element:
    term = nodes.term("", "", *entry.before, entry.title, ids=[*entry.ids])
    return nodes.definition_list_item("", term, nodes.definition("", *_description(entry)))


def _description(entry: ListEntry) -> list[nodes.Element]:
    if not entry.description:
        return []
    if not entry.is_marked:
        return [nodes.paragraph("", "", *render_runs(entry.description))]
    # The paragraph is the page's: text that runs the other way still begins below its title.
    text = render_name(entry.language, "", is_fallback=entry.is_fallback, is_marked=True)
    text += render_runs(entry.description)
    return [nodes.paragraph("", "", text)]


def _table(entries: Sequence[ListEntry], request: ListRequest) -> nodes.Element:
    heads = [own_words(word, request.language) for word in (words.CONCEPT, words.DESCRIPTION)]
    head = nodes.row("", *(nodes.entry("", nodes.paragraph("", "", text)) for text in heads))
    rows = [
        nodes.row("", nodes.entry("", _name(entry)), nodes.entry("", *_description(entry)))
        for entry in entries
    ]
    columns = [nodes.colspec(colwidth=width) for width in (30, 70)]
    group = nodes.tgroup("", *columns, nodes.thead("", head), nodes.tbody("", *rows), cols=2)
    return nodes.table("", group)


def _name(entry: ListEntry) -> nodes.Element:
    """A name in a table. All is in the paragraph: what is before one moves it down in LaTeX."""
    targets = (silent_target(ids=[id]) for id in entry.ids)
    return nodes.paragraph("", "", *entry.before, *targets, entry.title)


def _index(
    entries: Sequence[ListEntry], request: ListRequest, claim_id: Callable[[str], str]
) -> list[nodes.Element]:
    groups = [(letter, list(group)) for letter, group in groupby(entries, lambda e: e.letter)]
    ids = [claim_id(anchor(letter, "glossterm_letter")) for letter, _ in groups]
    jumps = nodes.paragraph("", classes=["glossterm-letters"])
    parts: list[nodes.Element] = [jumps]
    for (letter, group), id in zip(groups, ids, strict=True):
        if len(jumps):
            jumps += nodes.Text(" ")
        foreign = script(group[0].language) != script(request.language)
        jump, name = (
            render_name(group[0].language, letter, is_fallback=False, is_marked=foreign)
            for _ in range(2)
        )
        jumps += letter_reference("", "", jump, refid=id, internal=True)
        head = nodes.rubric("", "", name, ids=[id])
        set_level(head, request.level)
        items = [nodes.list_item("", nodes.paragraph("", "", e.title)) for e in group]
        parts += [silent_target(refid=id), head, nodes.bullet_list("", *items, bullet="-")]
    return parts
