"""Put an article in its placeholder's stead: choose it, render it, give it its anchor."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from ..concepts.body import Body
from ..concepts.links import ConceptLink
from ..concepts.runs import plain
from ..concepts.sections import Section, find_section, top_sections
from ..rendering.articles import render_article
from ..rendering.inline import Context
from ..rendering.nodes import backlinks, other_languages, silent_target
from ..rendering.requests import Request
from .directive import article_placeholder
from .domain import concept_domain
from .library import Found, Library
from .messages import Subtype, warn
from .observations import key_of
from .page_ids import PageIds
from .placement import ancestors, insert_targets, label_targets, level_of, take_hidden_toctrees
from .records import Embed, Rank, index_entries
from .references import concept_xref
from .targets import outside_message


class Embedder:
    """Embeds the articles of one document."""

    def __init__(self, ids: PageIds, env: BuildEnvironment) -> None:
        self._ids = ids
        self.env = env

    def embed(self, placeholder: article_placeholder, sections: bool) -> None:
        """Replace a placeholder; ``sections`` says whether headings may be sections."""
        docname = self.env.current_document.docname
        library = concept_domain(self.env).library
        found = self._find(placeholder, library)
        if found is None:
            placeholder.parent.remove(placeholder)
            return
        is_target = _is_target(placeholder, found, library)
        fragments: Mapping[str, str] = {}
        if library.is_gettext:
            elements = self._for_gettext(placeholder, found, library, sections)
        else:
            found, body, section = self._section(placeholder, found, library)
            request = _request(placeholder, found, section, library, sections)
            request = replace(request, is_target=is_target)
            context = self._context(placeholder, found, docname)
            elements, fragments = render_article(
                found.article, body, request, context, self._ids.claim
            )
        self._note_related(placeholder, elements, docname)
        targets = label_targets(placeholder)
        if is_target:
            targets += self._anchor(placeholder, found, docname, fragments, elements)
        if elements:
            insert_targets(targets, elements, placeholder["show"][0] == "title")
        else:
            elements = list(targets)
        take_hidden_toctrees(placeholder, elements)
        parent, index = placeholder.parent, placeholder.parent.index(placeholder)
        parent[index : index + 1] = elements
        self._ids.register(elements)

    def _note_related(
        self, placeholder: article_placeholder, elements: list[nodes.Element], docname: str
    ) -> None:
        """Note what is filled in when the page is written."""
        domain = concept_domain(self.env)
        for element in elements:
            for node in element.findall(backlinks):
                node["docname"] = docname
                domain.note_backlinks(docname, placeholder["slug"])
            for line in element.findall(other_languages):
                line["docname"] = docname
                domain.note_use(docname, key_of("languages", placeholder["slug"]))

    def _find(self, placeholder: article_placeholder, library: Library) -> Found | None:
        slug, language = placeholder["slug"], placeholder["language"]
        found = library.find(slug, language)
        if found is None and language and library.meanings.has(slug):
            have = ", ".join(library.meanings.languages_of(slug))
            message = f"“{slug}” has no article in {language}; it has {have}"
            warn(Subtype.OPTION, message, placeholder)
            return library.find(slug)
        outside = library.meanings.languages_outside(slug) if found is None else ()
        if outside:
            message = outside_message(slug, outside, library.meanings.renamed_to(slug))
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
            # Where there is one corpus a link can mean no other.
            namespace = found.namespace if domain.library.is_several else ""
            more = {"glossterm_fragment": link.fragment} if link.fragment else {}
            if namespace:
                more["glossterm_namespace"] = namespace
            return concept_xref(link.slug, content, docname, **more)

        # Where Sphinx looks from, also for a page whose file lies elsewhere.
        page_folder = (self.env.srcdir / self.env.doc2path(docname, base=False)).parent

        def picture_uri(path: Path) -> str:
            return Path(os.path.relpath(path, page_folder)).as_posix()

        def note_missing_picture(source: str) -> None:
            base = found.corpus.root if source.startswith("/") else Path(found.article.path).parent
            path = os.path.normpath(base / unquote(source).lstrip("/"))
            domain.note_use(docname, key_of("picture", path))

        def note_link(href: str) -> None:
            if domain.library.has_ambiguous_links(placeholder["slug"]):
                domain.note_use(docname, key_of("meaning", href, found.namespace))

        domain = concept_domain(self.env)
        return Context(
            article=found.article,
            corpus=found.corpus,
            concept_reference=concept_reference,
            picture_uri=picture_uri,
            note_missing_picture=note_missing_picture,
            note_link=note_link,
            in_cell=any(isinstance(n, nodes.entry) for n in ancestors(placeholder)),
        )

    def _anchor(
        self,
        placeholder: article_placeholder,
        found: Found,
        docname: str,
        fragments: Mapping[str, str],
        elements: list[nodes.Element],
    ) -> list[nodes.target]:
        """Make the article a target of links, unless it is one on this page before."""
        domain = concept_domain(self.env)
        slug, article = placeholder["slug"], found.article
        before = [embed for embed in domain.embeds.get(docname, ()) if embed.slug == slug]
        rank = Rank.FORCED if placeholder["language"] else Rank.EMBED
        embed = Embed(
            slug,
            before[0].anchor if before else self._ids.claim(domain.library.meanings.anchor(slug)),
            article.title,
            placeholder.line or 0,
            Rank.GENERATED if docname in domain.generated else rank,
            article.names,
            found.corpus.former_slugs(article),
            tuple(sorted(fragments.items())),
            article.language,
            plain(domain.library.description(found)),
        )
        domain.note_embed(docname, embed)
        if before:
            return []
        if elements and not domain.library.is_gettext:
            found_by = [addnodes.index(entries=index_entries(embed)), _search_words(embed)]
            # Inside the article, else LaTeX tells the page before it.
            start = 1 if isinstance(elements[0], nodes.section) else 0
            elements[0][start:start] = found_by
        return [silent_target(ids=[id]) for id in self._ids.anchors_of(embed)]

    def _for_gettext(
        self, placeholder: article_placeholder, found: Found, library: Library, sections: bool
    ) -> list[nodes.Element]:
        """No text of the article, but a title that nobody translates where a page needs one."""
        show = placeholder["show"]
        has_sections = "title" in show or ("body" in show and _has_headings(found))
        if not (sections and has_sections):
            return []
        title = nodes.title("", found.article.title, translatable=False)
        title.source, title.line = placeholder.source, placeholder.line
        name = library.meanings.anchor(placeholder["slug"], "glossterm_section")
        return [nodes.section("", title, ids=[self._ids.claim(name)])]


def _search_words(embed: Embed) -> nodes.meta:
    """What the search finds a page by: what the concept is called, and each word of it.

    Sphinx forgets the entries of its search index with every later build, but for pages
    that are written again; these words stay.
    """
    words = (word for name in embed.names for word in (name, *name.split()))
    content = ", ".join(dict.fromkeys(word.replace(",", " ") for word in words))
    return nodes.meta(name="keywords", content=content)


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
        namespace=library.meanings.namespace_of(placeholder["slug"]),
        is_fallback=found.is_fallback,
        is_marked=found.is_marked,
        notice=settings.fallback_notice,
        classes=tuple(placeholder["extra_classes"]),
        highlights_title=settings.highlights_title,
        highlights_class=settings.highlights_class,
        sections=sections,
        level=level_of(placeholder),
    )


def _has_headings(found: Found) -> bool:
    return bool(top_sections(found.corpus.body(found.article)))


def _is_target(placeholder: article_placeholder, found: Found, library: Library) -> bool:
    """Whether the article is shown whole, in the language that the chain chose."""
    if placeholder["no_index"] or placeholder["section"]:
        return False
    chosen = library.find(placeholder["slug"])
    is_chosen = chosen is not None and chosen.article.path == found.article.path
    return is_chosen and {"title", "body"} <= {*placeholder["show"]}
