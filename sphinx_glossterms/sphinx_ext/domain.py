"""The domain: which page shows which concept, and where a reference leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, NamedTuple, cast

from docutils import nodes
from docutils.nodes import Element
from docutils.utils import get_source_line
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from ..concepts.findings import Finding, Rule
from ..concepts.languages import same_language
from ..concepts.slugs import anchor, fold
from ..rendering.nodes import concept_reference
from .library import Library, digest
from .messages import Subtype, report, warn

NAME = "glossterm"
ROLE = "concept"

_BY_DOCUMENT = ("embeds", "names", "articles", "links")


class Embed(NamedTuple):
    """An article on a page that links may lead to. Plain data: it is pickled."""

    slug: str
    anchor: str
    title: str
    line: int


class Page(NamedTuple):
    """The page and the anchor that a slug's links lead to."""

    docname: str
    embed: Embed


class ConceptDomain(Domain):
    """Concepts, named by slug.

    ``library`` is set for each build and never pickled. The data is kept by document;
    the page that a slug leads to is derived from it, so that no order of reading and
    no removal can leave a wrong one.
    """

    name = NAME
    label = "Concept"
    object_types = {ROLE: ObjType("concept", ROLE)}  # noqa: RUF012
    data_version = 1
    initial_data = {  # noqa: RUF012
        "embeds": {},  # docname -> tuple[Embed, ...]
        "names": {},  # docname -> {target: fingerprint}
        "articles": {},  # docname -> {(target, language): fingerprint}
        "links": {},  # docname -> {slug}, those of articles included
        "written": {},  # builder and its folder -> {docname: state}
        "labels": (),  # our labels in the std domain
    }

    library: Library

    def setup(self) -> None:
        super().setup()
        self._pages: dict[str, Page] | None = None
        self._told: set[tuple[str, str]] = set()

    # --- data, by document ---

    @property
    def embeds(self) -> dict[str, tuple[Embed, ...]]:
        """The embedded articles of each document that may be targets."""
        return cast("dict[str, tuple[Embed, ...]]", self.data["embeds"])

    @property
    def names(self) -> dict[str, dict[str, str]]:
        """What each document refers to: fingerprints by target."""
        return cast("dict[str, dict[str, str]]", self.data["names"])

    @property
    def articles(self) -> dict[str, dict[tuple[str, str], str]]:
        """What each document embeds: fingerprints by target and language."""
        return cast("dict[str, dict[tuple[str, str], str]]", self.data["articles"])

    @property
    def links(self) -> dict[str, Set[str]]:
        """The slugs that each document's references lead to."""
        return cast("dict[str, Set[str]]", self.data["links"])

    def clear_doc(self, docname: str) -> None:
        for kind in _BY_DOCUMENT:
            self.data[kind].pop(docname, None)
        self._pages = None

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        for kind in _BY_DOCUMENT:
            for docname, value in otherdata[kind].items():
                if docname in docnames:
                    self.data[kind][docname] = value
        self._pages = None

    def note_name(self, docname: str, target: str) -> None:
        """Note that a document shows the name of a concept."""
        self.names.setdefault(docname, {})[target] = self.library.name_fingerprint(target)

    def note_article(self, docname: str, target: str, language: str) -> None:
        """Note that a document shows an article."""
        fingerprint = self.library.article_fingerprint(target, language)
        self.articles.setdefault(docname, {})[target, language] = fingerprint

    def note_links(self, docname: str, slugs: Set[str]) -> None:
        """Note where the references of a document lead."""
        if slugs:
            self.links[docname] = slugs

    def note_embed(self, docname: str, embed: Embed) -> None:
        """Note an embedded article that links may lead to."""
        self.embeds[docname] = (*self.embeds.get(docname, ()), embed)
        self._pages = None

    # --- derived: which page a slug leads to ---

    @property
    def pages(self) -> Mapping[str, Page]:
        """The page of each slug that has one."""
        if self._pages is None:
            self._pages = {slug: places[0] for slug, places in self._places().items()}
        return self._pages

    def _places(self) -> dict[str, list[Page]]:
        """All pages of each slug: in toctree order, then by docname."""
        order = {docname: n for n, docname in enumerate(_toctree_order(self.env))}
        found: dict[str, list[Page]] = {}
        for docname in sorted(self.embeds, key=lambda d: (order.get(d, len(order)), d)):
            for embed in self.embeds[docname]:
                found.setdefault(embed.slug, []).append(Page(docname, embed))
        return found

    def is_target(self, docname: str, slug: str) -> bool:
        """Whether links to the slug lead to this page."""
        page = self.pages.get(slug)
        return page is not None and page.docname == docname

    def check_consistency(self) -> None:
        for slug, (first, *others) in self._places().items():
            for other in others:
                message = (
                    f"“{slug}” is embedded on the pages “{first.docname}” and “{other.docname}”;"
                    f" links lead to “{first.docname}”. Add :no-index: to the other"
                )
                warn(Subtype.DUPLICATE, message, (other.docname, other.embed.line))

    def update_labels(self) -> None:
        """Let ``:ref:`` reach concepts by their anchor's name, from any project."""
        standard = self.env.domains.standard_domain
        for label in self.data["labels"]:
            standard.labels.pop(label, None)
            standard.anonlabels.pop(label, None)
        for page in self.pages.values():
            label = page.embed.anchor.lower()
            standard.labels[label] = (page.docname, page.embed.anchor, page.embed.title)
            standard.anonlabels[label] = (page.docname, page.embed.anchor)
        self.data["labels"] = tuple(page.embed.anchor.lower() for page in self.pages.values())

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for slug in sorted(self.pages):
            docname, embed = self.pages[slug]
            yield slug, embed.title, ROLE, docname, embed.anchor, 1

    # --- derived: what a page's output depends on ---

    def page_states(self) -> dict[str, str]:
        """For each page that uses concepts, a text that differs when its output differs."""
        places = {slug: self._place(slug) for slugs in self.links.values() for slug in slugs}
        docnames = {docname for kind in _BY_DOCUMENT for docname in self.data[kind]}
        return {docname: self._state(docname, places) for docname in docnames}

    def _place(self, slug: str) -> tuple[str, ...]:
        page = self.pages.get(slug)
        if page is not None:
            return page.docname, page.embed.anchor, page.embed.title
        return self.library.url(slug)

    def _state(self, docname: str, places: Mapping[str, tuple[str, ...]]) -> str:
        parts = (
            sorted(self.names.get(docname, {}).items()),
            sorted(self.articles.get(docname, {}).items()),
            [(slug, places[slug]) for slug in sorted(self.links.get(docname, ()))],
            [self.is_target(docname, embed.slug) for embed in self.embeds.get(docname, ())],
        )
        return digest(*map(repr, parts))

    # --- references ---

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        page = self.pages.get(target)
        if page is not None:
            return _page_reference(builder, fromdocname, page, contnode)
        if not self.library.has(target):
            return None
        url, language = self.library.url(target)
        if url:
            return _web_reference(url, language, self.library.language, contnode)
        self._tell_unlinked(target, node)
        # Not None: the concept is known, nobody else is to look for it.
        return cast("nodes.reference", contnode)

    def _tell_unlinked(self, slug: str, node: pending_xref) -> None:
        if is_of_article(node):
            path, line = get_source_line(node)
            message = f"“{slug}” has no page here and no address; its link is text"
            report(Finding(path or "", line or 0, Rule.LINK_UNLINKED, message))
            return
        message = (
            f"“{slug}” has no place to link to: embed it on a page, give its corpus"
            " a `url`, or write “!” before it"
        )
        # Of a concept outside the chain the role has told already.
        if self.library.find(slug) and self.is_news(node["refdoc"], message):
            warn(Subtype.UNLINKED, message, node)

    def is_news(self, docname: str, message: str) -> bool:
        """Whether a message about a document was not given yet in this build."""
        is_news = (docname, message) not in self._told
        self._told.add((docname, message))
        return is_news

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        slugs = [slug for slug in self.pages if fold(slug) == fold(target)]
        if not slugs:
            return []
        page = self.pages[slugs[0]]
        if not node["refexplicit"]:
            contnode = nodes.inline("", page.embed.title)
        return [(f"{NAME}:{ROLE}", _page_reference(builder, fromdocname, page, contnode))]


def concept_domain(env: BuildEnvironment) -> ConceptDomain:
    """Our domain of an environment."""
    return cast("ConceptDomain", env.domains[NAME])


def is_of_article(node: pending_xref) -> bool:
    """Whether a reference stands in an article, so that no writer wrote it."""
    return bool(node.get("glossterm_article"))


def anchor_of(slug: str) -> str:
    """The anchor of a concept: the same in every language."""
    return anchor(slug)


def _page_reference(
    builder: Builder, fromdocname: str, page: Page, content: Element
) -> nodes.reference:
    embed = page.embed
    node = make_refnode(
        builder, fromdocname, page.docname, embed.anchor, content, _hover(embed.title, content)
    )
    node["classes"].append("glossterm")
    return node


def _hover(title: str, content: Element) -> str | None:
    return title if content.astext() != title else None


def _web_reference(
    url: str, language: str, page_language: str, content: Element
) -> nodes.reference:
    foreign = not same_language(language, page_language)
    node_class = concept_reference if foreign else nodes.reference
    node = node_class("", "", content, refuri=url, internal=False, classes=["glossterm"])
    if foreign:
        node["hreflang"] = language
    return node


def _toctree_order(env: BuildEnvironment) -> Iterable[str]:
    """Documents as a reader goes through them, from the root document."""
    seen: dict[str, None] = {}
    ahead = [env.config.root_doc]
    while ahead:
        docname = ahead.pop()
        if docname not in seen:
            seen[docname] = None
            ahead.extend(reversed(env.toctree_includes.get(docname, [])))
    return seen
