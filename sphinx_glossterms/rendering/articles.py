"""A whole article becomes docutils nodes: sections or rubrics, highlights, marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from docutils import nodes

from ..concepts.article import Article
from ..concepts.body import Body, first_paragraph
from ..concepts.languages import display_name, list_separator
from ..concepts.markdown import Block, heading_slug, inline_tokens, plain_text
from ..concepts.runs import described
from ..concepts.slugs import anchor
from . import words
from .blocks import block_nodes, id_key, place, without_stray_transitions, without_transitions
from .inline import Context
from .markup import render_runs
from .nodes import (
    backlinks,
    mark,
    marked_container,
    marked_section,
    other_languages,
    set_level,
    silent_target,
)
from .outline import Outline, title_content
from .requests import MAX_LEVEL, Request


def render_article(
    article: Article,
    body: Body,
    request: Request,
    context: Context,
    claim_id: Callable[[str], str],
) -> tuple[list[nodes.Element], Mapping[str, str]]:
    """The nodes that show an article; the first of them is what an anchor belongs to.

    With them, the ids on the page by the ids that its headings have in the article.
    ``claim_id`` takes an id that is wanted and gives one that is free on the page.
    """
    rendering = _Rendering(article, body, request, context, claim_id)
    return rendering.elements(), rendering.fragments


class _Rendering:
    """One article on its way to one place of a page."""

    def __init__(
        self,
        article: Article,
        body: Body,
        request: Request,
        context: Context,
        claim_id: Callable[[str], str],
    ) -> None:
        if not request.title_may_be_section:
            request = replace(request, sections=False)
        self._article = article
        self._request = request
        self._claim_id = claim_id
        if request.section is None:
            self._blocks, self._highlights = body.blocks, body.highlights
        else:
            self._blocks, self._highlights = request.section.blocks, None
        self._highlights_id = ""
        self._context = self._with_heading_ids(context)

    @property
    def fragments(self) -> Mapping[str, str]:
        """The ids on the page of the headings that are shown, by those of the article."""
        return self._context.fragments

    def elements(self) -> list[nodes.Element]:
        show = self._request.show
        if self._request.sections and "title" in show:
            before, after = show[: show.index("title")], show[show.index("title") + 1 :]
            lead = list(self._parts(before))
            section = self._title_section(list(self._parts(after)))
            return [self._container(lead), section] if lead else [section]
        parts = list(self._parts(show))
        if not parts:
            return []
        if self._request.sections and any(isinstance(part, nodes.section) for part in parts):
            return list(self._bare_sections(parts))
        shows_title = show[0] == "title"
        return [self._container([*parts[:shows_title], *self._notice(), *parts[shows_title:]])]

    # --- ids ---

    def _with_heading_ids(self, context: Context) -> Context:
        """Give each heading that is shown an id on the page."""
        fragments: dict[str, str] = {}
        heading_ids: dict[int, str] = {}
        for number, heading in enumerate(self._shown_headings(), 1):
            own = str(heading[0].meta.get("id", ""))
            if self._is_of_highlights(heading):
                own_page = "" if self._request.is_target else ".1"
                claimed = self._claim_id(self._anchor("glossterm_highlights") + own_page)
                self._highlights_id = claimed
            else:
                name = anchor(own, "") if own else f"-{number}"
                claimed = self._claim_id(f"{self._anchor('glossterm_section')}{name}")
            heading_ids[id_key(heading)] = claimed
            for fragment in (own, heading_slug(plain_text(inline_tokens(heading)))):
                if fragment:
                    fragments.setdefault(fragment, claimed)
        return replace(context, heading_ids=heading_ids, fragments=fragments)

    def _anchor(self, prefix: str) -> str:
        return anchor(self._article.slug, prefix, self._request.namespace)

    def _is_of_highlights(self, heading: Block) -> bool:
        if self._highlights is None:
            return False
        return heading[0] is self._blocks[self._highlights.heading][0]

    def _shown_headings(self) -> Iterator[Block]:
        """The tokens of each heading that goes on the page, those in lists and quotes too."""
        found = self._highlights
        for number, block in enumerate(self._blocks):
            of_highlights = found is not None and found.heading <= number < found.end
            if ("highlights" if of_highlights else "body") not in self._request.show:
                continue
            for index, token in enumerate(block):
                if token.type == "heading_open":
                    yield block[index : index + 3]

    # --- the parts that are shown ---

    def _parts(self, show: Sequence[str]) -> Iterator[nodes.Element]:
        index = 0
        while index < len(show):
            part = show[index]
            if part in ("body", "highlights"):
                # Next to each other they keep the article's own order.
                wanted = {part, *show[index + 1 : index + 2]} & {"body", "highlights"}
                yield from self._text(wanted)
                index += len(wanted)
                continue
            if part == "title":
                title = nodes.rubric("", "", *self._title_nodes())
                set_level(title, self._request.level)
                yield title
            elif part == "description":
                yield from self._description()
            elif part == "keywords":
                yield from self._keywords()
            elif part == "languages":
                yield other_languages("", **self._of_reader())
            elif part == "backlinks":
                yield backlinks("", **self._of_reader())
            index += 1

    def _of_reader(self) -> dict[str, object]:
        """What is to be known of the article where the reader's own words stand in it."""
        namespace, slug = self._request.namespace, self._article.slug
        return {
            # Not “slug”, by which MyST knows headings.
            "concept": f"{namespace}:{slug}" if namespace else slug,
            "language": self._article.language,
            "level": min(self._request.level + 1, MAX_LEVEL),
            "is_marked": self._request.is_marked,
        }

    def _description(self) -> Iterator[nodes.Element]:
        text = described(self._article.description, lambda: first_paragraph(self._blocks))
        if text:
            yield nodes.paragraph("", "", *render_runs(text), classes=["glossterm-description"])

    def _keywords(self) -> Iterator[nodes.Element]:
        article = self._article
        if article.keywords:
            message = words.translate(words.KEYWORDS, article.language)
            keywords = list_separator(article.language).join(article.keywords)
            text = message % {"keywords": keywords}
            yield nodes.paragraph("", text, classes=["glossterm-keywords"])

    def _text(self, wanted: set[str]) -> list[nodes.Element]:
        """The body, the highlights, or both where they stand in the article."""
        request, found = self._request, self._highlights
        first = min(request.show.index(part) for part in wanted)
        outline = Outline(
            self._context,
            sections=request.heads_are_sections,
            level=request.level + ("title" in request.show[:first]),
        )
        index = 0
        while index < len(self._blocks):
            if found is not None and index == found.heading:
                if "highlights" in wanted:
                    outline.add(*self._admonition(found.heading, found.end))
                index = found.end
                continue
            if "body" in wanted:
                outline.add_block(self._blocks[index])
            index += 1
        return outline.nodes()

    def _admonition(self, start: int, end: int) -> list[nodes.Element]:
        heading = self._blocks[start]
        title = nodes.title("", "", *self._highlights_title(heading))
        classes = ["glossterm-highlights", *self._request.highlights_class.split()]
        admonition = nodes.admonition("", title, classes=classes, ids=[self._highlights_id])
        for block in self._blocks[start + 1 : end]:
            admonition += block_nodes(block, self._context)
        without_transitions(admonition)
        place(admonition, heading[0], self._context)
        return [silent_target(refid=self._highlights_id), admonition]

    def _highlights_title(self, heading: Block) -> list[nodes.Node]:
        by_structure = self._highlights is not None and self._highlights.by_structure
        language = self._article.language
        if (
            self._request.highlights_title == "article"
            or by_structure
            or not words.has_words(language)
        ):
            return title_content(heading, self._context)
        return [nodes.Text(words.translate(words.HIGHLIGHTS, language))]

    # --- the whole ---

    def _title_nodes(self) -> list[nodes.Node]:
        if self._request.section is not None:
            return title_content(self._request.section.heading, self._context)
        return [nodes.Text(self._article.title)]

    def _title_section(self, parts: list[nodes.Element]) -> nodes.section:
        node_class = marked_section if self._request.is_marked else nodes.section
        # The raw source is what sphinx.ext.autosectionlabel makes labels of.
        content = self._title_nodes()
        title = nodes.title("".join(node.astext() for node in content), "", *content)
        title.source, title.line = self._article.path, 1
        parts = without_stray_transitions(_with_backlinks_inside(parts))
        section = node_class("", title, *self._notice(), *parts)
        section["ids"] = [self._claim_id(self._anchor("glossterm_section"))]
        self._dress(section)
        return section

    def _bare_sections(self, parts: list[nodes.Element]) -> Iterator[nodes.Element]:
        """Sections without a title above them: each carries the marks itself."""
        parts = _with_backlinks_inside(parts)
        sections = [part for part in parts if isinstance(part, nodes.section)]
        lead = [part for part in parts if not isinstance(part, nodes.section)]
        lead = [*self._notice(), *lead]
        if lead:
            yield self._container(lead)
        for section in sections:
            dressed = _marked_copy(section) if self._request.is_marked else section
            self._dress(dressed)
            yield dressed

    def _container(self, children: list[nodes.Element]) -> nodes.container:
        node_class = marked_container if self._request.is_marked else nodes.container
        container = node_class("", *children)
        self._dress(container)
        without_transitions(container)
        return container

    def _dress(self, node: nodes.Element) -> None:
        node["classes"] += ["glossterm-article"]
        if self._request.is_fallback:
            node["classes"] += ["glossterm-fallback"]
        node["classes"] += self._request.classes
        if self._request.is_marked:
            mark(node, self._article.language)
        node.source, node.line = self._article.path, 1

    def _notice(self) -> list[nodes.Element]:
        """The line, in the reader's language, that a fallback article opens with."""
        if not (self._request.is_fallback and self._request.notice):
            return []
        language = words.words_language(self._request.language)
        message = words.translate(words.NOTICE, language)
        text = message % {"language": display_name(self._article.language, language)}
        notice = marked_container("", nodes.paragraph("", text), classes=["glossterm-notice"])
        mark(notice, language)
        return [notice]


def _with_backlinks_inside(parts: list[nodes.Element]) -> list[nodes.Element]:
    """The parts, with what follows sections inside the last of them: nothing may follow one."""
    if len(parts) > 1 and isinstance(parts[-1], backlinks):
        section = parts[-2]
        if isinstance(section, nodes.section):
            while isinstance(section[-1], nodes.section):
                section = section[-1]
            section += parts.pop()
    return parts


def _marked_copy(section: nodes.section) -> nodes.section:
    marked = marked_section("", *section.children, **section.attributes)
    marked.source, marked.line = section.source, section.line
    return marked
