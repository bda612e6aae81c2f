"""A whole article becomes docutils nodes: sections or rubrics, highlights, marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from babel.core import UnknownLocaleError
from babel.lists import format_list
from docutils import nodes

from ..concepts.article import Article, Body
from ..concepts.highlights import Highlights
from ..concepts.languages import display_name
from ..concepts.markdown import Block, heading_level, heading_slug, inline_tokens, plain_text
from ..concepts.sections import Section
from ..concepts.slugs import anchor
from . import words
from .blocks import (
    block_nodes,
    inline_of,
    place,
    without_stray_transitions,
    without_transitions,
)
from .inline import Context
from .nodes import mark, marked_container, marked_inline, marked_section

SHOW = ("title", "description", "body", "highlights", "keywords")
DEFAULT_SHOW = ("title", "body", "highlights")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How an article is to be shown on a page.

    ``language`` is the page's. ``sections`` says whether headings may be sections;
    ``level`` is the heading level (1 to 6) of the article's title.
    """

    show: tuple[str, ...] = DEFAULT_SHOW
    section: Section | None = None
    language: str
    is_fallback: bool = False
    is_marked: bool = False
    """The text is in another language than the page."""
    notice: bool = True
    classes: tuple[str, ...] = ()
    highlights_title: str = "locale"
    highlights_class: str = "tip"
    sections: bool = True
    level: int = 1


@dataclass(slots=True)
class Ids:
    """Makes ids that are unique on the page; ``claim`` takes a wanted one, gives a free one."""

    claim: Callable[[str], str]
    highlights: str = ""
    """The id of the highlights, where they are a target."""
    by_heading: dict[int, str] = field(default_factory=dict)


def render_article(
    article: Article, body: Body, request: Request, context: Context, ids: Ids
) -> list[nodes.Element]:
    """The nodes that show an article; the first of them is what an anchor belongs to."""
    if "title" in request.show[1:]:  # what stands before the title can't be in its section
        request = replace(request, sections=False)
    blocks, highlights = _wanted_blocks(body, request.section)
    context = replace(context, fragments=_claim_heading_ids(article, blocks, highlights, ids))
    parts = list(_parts(article, blocks, highlights, request, context, ids))
    if request.sections and "title" in request.show:
        return [_title_section(article, parts, request, context, ids)]
    if request.sections and any(isinstance(part, nodes.section) for part in parts):
        return list(_bare_sections(article, parts, request))
    container = _container(article, request)
    container += [*_notice(article, request), *parts]
    without_transitions(container)
    return [container]


# --- what is shown --------------------------------------------------------------------


def _wanted_blocks(
    body: Body, section: Section | None
) -> tuple[tuple[Block, ...], Highlights | None]:
    return (body.blocks, body.highlights) if section is None else (section.blocks, None)


def _parts(
    article: Article,
    blocks: Sequence[Block],
    highlights: Highlights | None,
    request: Request,
    context: Context,
    ids: Ids,
) -> Iterator[nodes.Element]:
    show = request.show
    index = 0
    while index < len(show):
        part = show[index]
        if part in ("body", "highlights"):
            # Next to each other they keep the article's own order.
            wanted = {part, *show[index + 1 : index + 2]} & {"body", "highlights"}
            yield from _content(article, blocks, highlights, wanted, request, context, ids)
            index += len(wanted)
            continue
        if part == "title" and not request.sections:
            title = nodes.rubric("", "", *_title_nodes(article, request, context))
            _set_level(title, request.level)
            yield title
        elif part == "description":
            yield from _description(article, blocks)
        elif part == "keywords":
            yield from _keywords(article)
        index += 1


def _description(article: Article, blocks: Sequence[Block]) -> Iterator[nodes.Element]:
    first = (plain_text(block) for block in blocks if block[0].type == "paragraph_open")
    text = article.description or next(first, "")
    if text:
        yield nodes.paragraph("", text, classes=["glossterm-description"])


def _keywords(article: Article) -> Iterator[nodes.Element]:
    if not article.keywords:
        return
    message = words.translate(words.KEYWORDS, article.language)
    text = message % {"keywords": _joined(article.keywords, article.language)}
    yield nodes.paragraph("", text, classes=["glossterm-keywords"])


def _joined(texts: Sequence[str], language: str) -> str:
    try:
        return format_list(texts, style="unit-short", locale=language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return ", ".join(texts)


# --- text and sections ----------------------------------------------------------------


def _content(
    article: Article,
    blocks: Sequence[Block],
    highlights: Highlights | None,
    wanted: set[str],
    request: Request,
    context: Context,
    ids: Ids,
) -> list[nodes.Element]:
    outline = _Outline(request, context, ids)
    index = 0
    while index < len(blocks):
        if highlights is not None and index == highlights.heading:
            if "highlights" in wanted:
                outline.add(*_highlights(article, blocks, highlights, request, context, ids))
            index = highlights.end
            continue
        if "body" in wanted:
            outline.add_block(blocks[index])
        index += 1
    return outline.nodes()


class _Outline:
    """Puts blocks under the sections that their headings open, or keeps them flat."""

    def __init__(self, request: Request, context: Context, ids: Ids) -> None:
        self._request = request
        self._context = context
        self._ids = ids
        self._top: list[nodes.Element] = []
        self._open: list[tuple[int, nodes.section | None]] = []

    def add_block(self, block: Block) -> None:
        if heading_level(block):
            self._add_heading(block)
        else:
            self.add(*block_nodes(block, self._context))

    def add(self, *elements: nodes.Element) -> None:
        section = self._open[-1][1] if self._open else None
        if section is None:
            self._top.extend(elements)
        else:
            section.extend(elements)

    def _add_heading(self, block: Block) -> None:
        level = heading_level(block)
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        node: nodes.Element
        id = self._ids.by_heading[id_key(block)]
        if self._request.sections:
            title = nodes.title("", "", *inline_of(block, self._context))
            place(title, block[0], self._context)
            node = nodes.section("", title, ids=[id])
        else:
            node = nodes.rubric("", "", *inline_of(block, self._context), ids=[id])
            depth = len(self._open) + ("title" in self._request.show)
            _set_level(node, self._request.level + depth)
            self.add(nodes.target("", "", refid=id))
        place(node, block[0], self._context)
        self.add(node)
        self._open.append((level, node if isinstance(node, nodes.section) else None))

    def nodes(self) -> list[nodes.Element]:
        for section in (n for top in self._top for n in top.findall(nodes.section)):
            section[:] = without_stray_transitions(list(section.children))
        return without_stray_transitions(self._top)


def id_key(block: Block) -> int:
    """A key for a heading block that holds for as long as the block does."""
    return id(block)


def _set_level(rubric: nodes.rubric | nodes.Element, level: int) -> None:
    rubric["heading-level"] = min(level, 6)


def _claim_heading_ids(
    article: Article, blocks: Sequence[Block], highlights: Highlights | None, ids: Ids
) -> Mapping[str, str]:
    """Give each heading an id on the page; tell which the article's own ids became."""
    fragments: dict[str, str] = {}
    for number, block in enumerate((b for b in blocks if heading_level(b)), 1):
        own = str(block[0].meta.get("id", ""))
        name = anchor(own, "") if own else f"-{number}"
        claimed = ids.claim(f"{anchor(article.slug, 'glossterm_section')}{name}")
        ids.by_heading[id_key(block)] = claimed
        for fragment in (own, heading_slug(plain_text(inline_tokens(block)))):
            if fragment:
                fragments.setdefault(fragment, claimed)
    if highlights is not None:
        block = blocks[highlights.heading]
        ids.highlights = ids.claim(anchor(article.slug, "glossterm_highlights"))
        claimed = ids.by_heading[id_key(block)]
        fragments = {f: ids.highlights if i == claimed else i for f, i in fragments.items()}
    return fragments


def _highlights(
    article: Article,
    blocks: Sequence[Block],
    highlights: Highlights,
    request: Request,
    context: Context,
    ids: Ids,
) -> list[nodes.Element]:
    heading = blocks[highlights.heading]
    own = request.highlights_title == "article" or highlights.by_structure
    if own or not words.has_words(article.language):
        title = nodes.title("", "", *inline_of(heading, context))
    else:
        title = nodes.title("", words.translate(words.HIGHLIGHTS, article.language))
    classes = ["glossterm-highlights", *request.highlights_class.split()]
    admonition = nodes.admonition("", title, classes=classes, ids=[ids.highlights])
    for block in blocks[highlights.heading + 1 : highlights.end]:
        admonition += block_nodes(block, context)
    without_transitions(admonition)
    place(admonition, heading[0], context)
    return [nodes.target("", "", refid=ids.highlights), admonition]


# --- the whole ------------------------------------------------------------------------


def _title_nodes(article: Article, request: Request, context: Context) -> list[nodes.Node]:
    if request.section is not None:
        return inline_of(request.section.heading, context)
    return [nodes.Text(article.title)]


def _title_section(
    article: Article,
    parts: list[nodes.Element],
    request: Request,
    context: Context,
    ids: Ids,
) -> nodes.section:
    node_class = marked_section if request.is_marked else nodes.section
    title = nodes.title("", "", *_title_nodes(article, request, context))
    title.source, title.line = article.path, 1
    section = node_class("", title, *_notice(article, request))
    section["ids"] = [ids.claim(anchor(article.slug, "glossterm_section"))]
    section += without_stray_transitions(parts)
    _dress(section, article, request)
    return section


def _bare_sections(
    article: Article, parts: list[nodes.Element], request: Request
) -> Iterator[nodes.Element]:
    """Sections without a title above them: each carries the marks itself."""
    lead = [part for part in parts if not isinstance(part, nodes.section)]
    lead = [*_notice(article, request), *lead]
    if lead:
        yield (container := _container(article, request))
        container += lead
        without_transitions(container)
    for part in parts:
        if isinstance(part, nodes.section):
            section = _marked_copy(part) if request.is_marked else part
            _dress(section, article, request)
            yield section


def _marked_copy(section: nodes.section) -> nodes.section:
    marked = marked_section("", *section.children, **section.attributes)
    marked.source, marked.line = section.source, section.line
    return marked


def _container(article: Article, request: Request) -> nodes.container:
    node_class = marked_container if request.is_marked else nodes.container
    container = node_class()
    _dress(container, article, request)
    return container


def _dress(node: nodes.Element, article: Article, request: Request) -> None:
    node["classes"] += ["glossterm-article"]
    if request.is_fallback:
        node["classes"] += ["glossterm-fallback"]
    node["classes"] += request.classes
    if request.is_marked:
        mark(node, article.language)
    node.source, node.line = article.path, 1


def _notice(article: Article, request: Request) -> list[nodes.Element]:
    """The line, in the reader's language, that a fallback article opens with."""
    if not (request.is_fallback and request.notice):
        return []
    language = words.words_language(request.language)
    message = words.translate(words.NOTICE, language)
    text = message % {"language": display_name(article.language, language)}
    notice = marked_container("", nodes.paragraph("", text), classes=["glossterm-notice"])
    mark(notice, language)
    return [notice]


def render_name(article: Article, text: str, *, is_fallback: bool, is_marked: bool) -> nodes.inline:
    """The inline node of a concept's name in a text, marked where it is foreign there."""
    node = (marked_inline if is_marked else nodes.inline)("", text)
    if is_fallback:
        node["classes"].append("glossterm-fallback")
    if is_marked:
        mark(node, article.language)
    return node
