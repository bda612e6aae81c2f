"""Placeholders become articles, after gettext's own transform has run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from ..concepts.article import Body
from ..concepts.links import ConceptLink
from ..concepts.sections import Section, find_section
from ..concepts.slugs import anchor
from ..rendering.articles import MAX_LEVEL, Ids, Request, render_article
from ..rendering.inline import Context
from .directive import article_placeholder
from .domain import Embed, concept_domain
from .library import Found, Library
from .messages import Subtype, warn
from .role import article_reference

_COMMENT = re.compile(r"\s*(<!--.*?-->\s*)*", re.DOTALL)
_ADDED = re.compile(r"<rst_(epi|pro)log(ue)?>$")
_LEADS_ELSEWHERE = frozenset({"refid", "refuri", "refname"})


class ExpandArticles(SphinxTransform):
    """Fill each placeholder with its article.

    Sphinx's Locale transform runs at 20: what comes later is neither extracted nor
    looked up by gettext. Collectors (images, toctree) run when reading has ended.
    """

    default_priority = 30

    def apply(self, **kwargs: object) -> None:
        placeholders = list(self.document.findall(article_placeholder))
        if not placeholders:
            return
        as_sections: dict[int, bool] = {}
        for placeholder in reversed(placeholders):
            as_sections[id(placeholder)] = _may_be_sections(placeholder, as_sections)
        for placeholder in placeholders:
            self._expand(placeholder, as_sections[id(placeholder)])

    def _expand(self, placeholder: article_placeholder, sections: bool) -> None:
        docname = self.env.current_document.docname
        library = concept_domain(self.env).library
        found = self._find(placeholder, library)
        if found is None:
            placeholder.parent.remove(placeholder)
            return
        if library.is_gettext:
            elements = _for_gettext(placeholder, found, sections)
        else:
            found, body, section = self._section(placeholder, found, library)
            request = _request(placeholder, found, section, library, sections)
            context = self._context(placeholder, found, docname)
            elements = render_article(
                found.article, body, request, context, Ids(claim=self._claim_id)
            )
        targets = [*_label_targets(placeholder), *self._anchor(placeholder, found, docname)]
        if elements:
            _insert_targets(targets, elements, placeholder["show"][0] == "title")
        else:
            elements = list(targets)
        _take_hidden_toctrees(placeholder, elements)
        parent, index = placeholder.parent, placeholder.parent.index(placeholder)
        parent[index : index + 1] = elements
        self._register_ids(elements)

    def _find(self, placeholder: article_placeholder, library: Library) -> Found | None:
        slug, language = placeholder["slug"], placeholder["language"]
        found = library.find(slug, language)
        if found is None and language and library.has(slug):
            have = ", ".join(library.languages_of(slug))
            message = f"“{slug}” has no article in {language}; it has {have}"
            warn(Subtype.OPTION, message, placeholder)
            found = library.find(slug)
        have = ", ".join(library.languages_outside(slug)) if found is None else ""
        if have:
            message = f"“{slug}” exists only in {have}, none of the languages of this build"
            warn(Subtype.UNKNOWN, message, placeholder)
        return found

    def _section(
        self, placeholder: article_placeholder, found: Found, library: Library
    ) -> tuple[Found, Body, Section | None]:
        """The section that a writer wants: of this article, else of a fallback's."""
        body = found.corpus.body(found.article)
        wanted = placeholder["section"]
        if not wanted:
            return found, body, None
        source = library.source_article(found)
        source_body = found.corpus.body(source) if source else None
        section = find_section(body, wanted, source_body)
        if section is not None:
            return found, body, section
        slug, language = placeholder["slug"], found.article.language
        others = [f for f in library.find_all(slug) if f.article.language != language]
        for other in others:
            other_body = other.corpus.body(other.article)
            section = find_section(other_body, wanted, source_body)
            if section is not None:
                shown = other.article.language
                warn(
                    Subtype.SECTION,
                    f"“{slug}” has no section “{wanted}” in {language}; shown in {shown}",
                    placeholder,
                )
                return other, other_body, section
        message = f"“{slug}” has no section “{wanted}” in {language}; the whole article is shown"
        warn(Subtype.SECTION, message, placeholder)
        return found, body, None

    def _context(self, placeholder: article_placeholder, found: Found, docname: str) -> Context:
        def concept_reference(link: ConceptLink, content: nodes.inline) -> nodes.Element:
            return article_reference(link.slug, content, docname)

        page_folder = self.env.doc2path(docname).parent

        def picture_uri(path: Path) -> str:
            return Path(os.path.relpath(path, page_folder)).as_posix()

        return Context(
            article=found.article,
            corpus=found.corpus,
            concept_reference=concept_reference,
            picture_uri=picture_uri,
            in_cell=any(isinstance(n, nodes.entry) for n in _ancestors(placeholder)),
        )

    def _anchor(
        self, placeholder: article_placeholder, found: Found, docname: str
    ) -> list[nodes.target]:
        """Make the article a target of links, if it is shown whole as the chain chose it."""
        show = placeholder["show"]
        slug = placeholder["slug"]
        if placeholder["no_index"] or placeholder["section"] or placeholder["language"]:
            return []
        if "title" not in show or "body" not in show:
            return []
        name = anchor(slug)
        line = placeholder.line or 0
        concept_domain(self.env).note_embed(docname, Embed(slug, name, found.article.title, line))
        embedded_before = name in self.document.ids
        return [] if embedded_before else [nodes.target(ids=[name])]

    def _claim_id(self, wanted: str) -> str:
        id, number = wanted, 1
        while id in self.document.ids:
            number += 1
            id = f"{wanted}-{number}"
        self.document.ids[id] = self.document  # replaced once the node is in its place
        return id

    def _register_ids(self, elements: list[nodes.Element]) -> None:
        for element in elements:
            for node in element.findall(nodes.Element):
                for id in node["ids"]:
                    self.document.ids[id] = node


# --- where the placeholder stands -----------------------------------------------------


def _ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _may_be_sections(placeholder: article_placeholder, decided: dict[int, bool]) -> bool:
    """Whether nothing but sections follows, in the document or a section of it."""
    if not all(isinstance(n, nodes.document | nodes.section) for n in _ancestors(placeholder)):
        return False
    if _level(placeholder) > MAX_LEVEL:
        return False
    siblings = placeholder.parent.children
    following = siblings[siblings.index(placeholder) + 1 :]
    return all(_is_section(node, decided) or _is_out_of_sight(node) for node in following)


def _is_section(node: nodes.Node, decided: dict[int, bool]) -> bool:
    if isinstance(node, article_placeholder):
        return decided[id(node)] and node["show"][0] == "title"
    return isinstance(node, nodes.section)


def _is_out_of_sight(node: nodes.Node) -> bool:
    """Comments, targets, index entries, metadata, hidden toctrees, the epilog."""
    if isinstance(
        node, nodes.Invisible | nodes.target | nodes.meta | addnodes.index | addnodes.highlightlang
    ):
        return True
    if isinstance(node, nodes.raw):  # what MyST makes of an HTML comment
        return bool(_COMMENT.fullmatch(node.astext()))
    toctrees = list(node.findall(addnodes.toctree))
    if toctrees and all(toctree.get("hidden") for toctree in toctrees):
        return True
    return bool(_ADDED.search(str(getattr(node, "source", ""))))


def _take_hidden_toctrees(placeholder: article_placeholder, elements: list[nodes.Element]) -> None:
    """Move the toctrees that follow into the section that is the page's title.

    A page's toctree stands below its title, else its pages are not the page's children.
    """
    parent = placeholder.parent
    section = elements[-1] if elements else None
    if not isinstance(parent, nodes.document) or not isinstance(section, nodes.section):
        return
    following = parent.children[parent.index(placeholder) + 1 :]
    if all(_is_out_of_sight(node) for node in following):
        for node in following:
            if next(node.findall(addnodes.toctree), None):
                parent.remove(node)
                section += node


def _level(placeholder: article_placeholder) -> int:
    return 1 + sum(isinstance(node, nodes.section) for node in _ancestors(placeholder))


# --- what it becomes ------------------------------------------------------------------


def _request(
    placeholder: article_placeholder,
    found: Found,
    section: Section | None,
    library: Library,
    sections: bool,
) -> Request:
    settings = library.settings
    return Request(
        show=placeholder["show"],
        section=section,
        language=library.language,
        is_fallback=found.is_fallback,
        is_marked=found.is_marked,
        notice=settings.fallback_notice,
        classes=tuple(placeholder["extra_classes"]),
        highlights_title=settings.highlights_title,
        highlights_class=settings.highlights_class,
        sections=sections,
        level=_level(placeholder),
    )


def _for_gettext(
    placeholder: article_placeholder, found: Found, sections: bool
) -> list[nodes.Element]:
    """No text of the article, but a title that nobody translates where a page needs one."""
    if not sections or placeholder["show"][0] != "title":
        return []
    title = nodes.title("", found.article.title, translatable=False)
    title.source, title.line = placeholder.source, placeholder.line
    section = nodes.section("", title, ids=[anchor(placeholder["slug"], "glossterm_section")])
    return [section]


def _label_targets(placeholder: article_placeholder) -> list[nodes.target]:
    """The targets that a writer put on the directive or right before it."""
    parent = placeholder.parent
    targets: list[nodes.target] = []
    for node in reversed(parent.children[: parent.index(placeholder)]):
        if not isinstance(node, nodes.target) or _LEADS_ELSEWHERE & {*node.attributes}:
            break
        targets.insert(0, node)
    for target in targets:
        parent.remove(target)
    if placeholder["ids"]:
        targets.append(nodes.target(ids=placeholder["ids"], names=placeholder["names"]))
    return targets


def _insert_targets(
    targets: list[nodes.target], elements: list[nodes.Element], has_title: bool
) -> None:
    """Put targets before what they lead to, where docutils moves their ids and names.

    That is the article's title where it is a rubric, so that ``:ref:`` finds the title.
    Sections, containers and rubrics make no label in LaTeX, targets do.
    """
    first = elements[0]
    rubric = first.first_child_matching_class(nodes.rubric)
    if has_title and isinstance(first, nodes.container) and rubric is not None:
        first[rubric:rubric] = targets
    else:
        elements[:0] = targets
