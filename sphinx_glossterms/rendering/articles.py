"""A whole article becomes docutils nodes: sections or rubrics, highlights, marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

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
    id_key,
    inline_of,
    is_blank,
    place,
    without_stray_transitions,
    without_transitions,
)
from .inline import Context, without_parent
from .nodes import mark, marked_container, marked_inline, marked_section

SHOW = ("title", "description", "body", "highlights", "keywords")
MAX_LEVEL = 6
"""The deepest section: HTML has no h7, and Sphinx's text writer no underline for it."""
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

    @property
    def heads_are_sections(self) -> bool:
        """Whether the text's headings open sections: not where other parts follow them."""
        if not self.sections or "body" not in self.show:
            return False
        return {*self.show[self.show.index("body") + 1 :]} <= {"highlights"}


@dataclass(slots=True)
class Ids:
    """Makes ids that are unique on the page; ``claim`` takes a wanted one, gives a free one."""

    claim: Callable[[str], str]
    highlights: str = ""
    """The id of the highlights, where they are shown."""


def render_article(
    article: Article, body: Body, request: Request, context: Context, ids: Ids
) -> list[nodes.Element]:
    """The nodes that show an article; the first of them is what an anchor belongs to."""
    if "title" in request.show[1:]:  # what stands before the title can't be in its section
        request = replace(request, sections=False)
    blocks, highlights = _wanted_blocks(body, request.section)
    context = _claim_heading_ids(blocks, highlights, request, context, ids)
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
    first = min(request.show.index(part) for part in wanted)
    outline = _Outline(
        context,
        sections=request.heads_are_sections,
        level=request.level + ("title" in request.show[:first]),
    )
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

    def __init__(self, context: Context, *, sections: bool, level: int) -> None:
        self._context = context
        self._sections = sections
        self._level = level
        self._top: list[nodes.Element] = []
        self._open: list[tuple[int, nodes.section | None]] = []

    def add_block(self, block: Block) -> None:
        if heading_level(block):
            self._add_heading(block)
        else:
            self.add(*block_nodes(block, self._context))

    def add(self, *elements: nodes.Element) -> None:
        sections = [section for _, section in self._open if section is not None]
        if sections:
            sections[-1].extend(elements)
        else:
            self._top.extend(elements)

    def _add_heading(self, block: Block) -> None:
        content = _title_content(block, self._context)
        if is_blank(content):
            return
        level = heading_level(block)
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        node: nodes.Element
        id = self._context.heading_ids[id_key(block)]
        own_level = self._level + len(self._open)
        if self._sections and own_level <= MAX_LEVEL:
            title = nodes.title("", "", *content)
            place(title, block[0], self._context)
            node = nodes.section("", title, ids=[id])
        else:
            node = nodes.rubric("", "", *content, ids=[id])
            _set_level(node, own_level)
            self.add(nodes.target("", "", refid=id))
        place(node, block[0], self._context)
        self.add(node)
        self._open.append((level, node if isinstance(node, nodes.section) else None))

    def nodes(self) -> list[nodes.Element]:
        """The blocks added, without the transitions that have no place."""
        for section in (n for top in self._top for n in top.findall(nodes.section)):
            section[:] = without_stray_transitions(section.children)
        return without_stray_transitions(self._top)


def _set_level(rubric: nodes.rubric | nodes.Element, level: int) -> None:
    rubric["heading-level"] = min(level, MAX_LEVEL)


def _claim_heading_ids(
    blocks: Sequence[Block],
    highlights: Highlights | None,
    request: Request,
    context: Context,
    ids: Ids,
) -> Context:
    """Give each heading that is shown an id on the page."""
    slug = context.article.slug
    fragments: dict[str, str] = {}
    heading_ids: dict[int, str] = {}
    for number, heading in enumerate(_shown_headings(blocks, highlights, request), 1):
        own = str(heading[0].meta.get("id", ""))
        if highlights is not None and heading[0] is blocks[highlights.heading][0]:
            claimed = ids.highlights = ids.claim(anchor(slug, "glossterm_highlights"))
        else:
            name = anchor(own, "") if own else f"-{number}"
            claimed = ids.claim(f"{anchor(slug, 'glossterm_section')}{name}")
        heading_ids[id_key(heading)] = claimed
        for fragment in (own, heading_slug(plain_text(inline_tokens(heading)))):
            if fragment:
                fragments.setdefault(fragment, claimed)
    return replace(context, heading_ids=heading_ids, fragments=fragments)


def _shown_headings(
    blocks: Sequence[Block], highlights: Highlights | None, request: Request
) -> Iterator[Block]:
    """The tokens of each heading that goes on the page, those in lists and quotes too."""
    for number, block in enumerate(blocks):
        of_highlights = highlights is not None and highlights.heading <= number < highlights.end
        if ("highlights" if of_highlights else "body") not in request.show:
            continue
        for index, token in enumerate(block):
            if token.type == "heading_open":
                yield block[index : index + 3]


def _title_content(block: Block, context: Context) -> list[nodes.Node]:
    """The text of a heading, on one line: titles go where no line end may."""
    content = inline_of(block, context)
    top = nodes.inline("", "", *content)
    for text in list(top.findall(nodes.Text)):
        if "\n" in text:
            text.parent.replace(text, nodes.Text(" ".join(text.split("\n"))))
    return list(without_parent(top))


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
        title = nodes.title("", "", *_title_content(heading, context))
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
        return _title_content(request.section.heading, context)
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
