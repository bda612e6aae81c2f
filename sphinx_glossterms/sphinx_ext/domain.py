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
from ..concepts.slugs import fold
from ..rendering.nodes import concept_reference
from .library import Address, Library, Name
from .messages import Subtype, report, warn
from .observations import Key, Observations, Value, digest, key_of

NAME = "glossterm"
ROLE = "concept"

_BY_DOCUMENT = ("embeds", "uses")


class Embed(NamedTuple):
    """An article on a page that links may lead to. Plain data: it is pickled."""

    slug: str
    anchor: str
    title: str
    line: int
    is_forced: bool = False
    """Shown in this language because the directive says so: a target if there is no other."""


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
    data_version = 3
    initial_data = {  # noqa: RUF012
        "embeds": {},  # docname -> tuple[Embed, ...]
        "uses": {},  # docname -> list[Key], each once
        "observations": Observations(),  # of the keys in uses
        "states": {},  # docname -> what its output depends on
        "labels": {},  # our labels in the std domain
    }

    library: Library

    def setup(self) -> None:
        super().setup()
        self._pages: dict[str, Page] | None = None
        self._noted: dict[str, set[Key]] = {}  # the uses of documents being read, to look up
        self._is_dirty = False
        self.being_written: set[str] = set()
        self._told: set[tuple[str, str]] = set()

    # --- data, by document ---

    @property
    def embeds(self) -> dict[str, tuple[Embed, ...]]:
        """The embedded articles of each document that may be targets."""
        return cast("dict[str, tuple[Embed, ...]]", self.data["embeds"])

    @property
    def uses(self) -> dict[str, list[Key]]:
        """What each document uses of the corpora."""
        return cast("dict[str, list[Key]]", self.data["uses"])

    @property
    def observations(self) -> Observations:
        """What was seen of what any document uses."""
        return cast("Observations", self.data["observations"])

    def clear_doc(self, docname: str) -> None:
        for kind in _BY_DOCUMENT:
            self.data[kind].pop(docname, None)
        self._noted.pop(docname, None)
        self._changed()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        one = self.observations.one
        self.observations.merge(otherdata["observations"])
        for docname in docnames & otherdata["uses"].keys():
            self.uses[docname] = [one(key) for key in otherdata["uses"][docname]]
        for docname in docnames & otherdata["embeds"].keys():
            self.embeds[docname] = otherdata["embeds"][docname]
        self._changed()

    def _changed(self) -> None:
        self._pages = None
        self._is_dirty = True

    def note_use(self, docname: str, key: Key) -> Value:
        """Note that a document uses something; gives what that stands for."""
        uses = self.uses.setdefault(docname, [])
        noted = self._noted.setdefault(docname, {*uses})
        if key not in noted:
            noted.add(key)
            uses.append(self.observations.one(key))
            self._is_dirty = True
        return self.observations.see(self.library, key)

    def use_name(self, docname: str, target: str) -> Name:
        """Note that a document shows a concept's name; gives the name."""
        return Name._make(cast("Any", self.note_use(docname, key_of("name", target))))

    def note_embed(self, docname: str, embed: Embed) -> None:
        """Note an embedded article that links may lead to."""
        self.embeds[docname] = (*self.embeds.get(docname, ()), embed)
        self._changed()

    def look_again(self, going: Set[str]) -> set[str]:
        """Look at what documents use, but for those that are read again or gone anyway.

        Gives the documents that have to be read again too. Where a link leads is settled
        when a document is written; links of documents that are read are found again.
        What nobody may use any more is not looked at, since looking tells of faults.
        """
        look = self.observations.look_again(self.library)
        staying = {docname: keys for docname, keys in self.uses.items() if docname not in going}
        changed = look.at({key for keys in staying.values() for key in keys if key[0] != "link"})
        outdated = {docname for docname, keys in staying.items() if not changed.isdisjoint(keys)}
        for docname in outdated:
            del staying[docname]
        moved = look.at({key for keys in staying.values() for key in keys if key[0] == "link"})
        look.forget_others()
        self._is_dirty = self._is_dirty or bool(changed or moved)
        return outdated

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Note where the references of a document lead."""
        for node in document.findall(pending_xref):
            if node.get("refdomain") == NAME:
                self.note_use(docname, key_of("link", node["reftarget"]))
        self._noted.pop(docname, None)

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
        for pages in found.values():
            pages.sort(key=lambda page: page.embed.is_forced)
        return found

    def is_target(self, docname: str, slug: str) -> bool:
        """Whether links to the slug lead to this page."""
        page = self.pages.get(slug)
        return page is not None and page.docname == docname

    def check_consistency(self) -> None:
        for slug, (first, *others) in self._places().items():
            for other in others:
                if other.embed.is_forced:
                    continue
                line = f"line {first.embed.line}"
                if other.docname == first.docname:
                    where = f"twice on the page “{first.docname}”, first in {line}"
                else:
                    where = f"on the pages “{first.docname}” ({line}) and “{other.docname}”"
                message = (
                    f"“{slug}” is embedded {where}; links lead to “{first.docname}”."
                    " Add :no-index: here"
                )
                warn(Subtype.DUPLICATE, message, (other.docname, other.embed.line))

    def update_labels(self) -> None:
        """Let ``:ref:`` reach concepts by their anchor's name, from any project."""
        standard = self.env.domains.standard_domain
        for label, place in self.data["labels"].items():
            if standard.labels.get(label) == place:  # else a page has one of this name
                del standard.labels[label]
                standard.anonlabels.pop(label, None)
        self.data["labels"] = {}
        # Of two slugs that differ in case alone, the one in lower case comes first.
        for _, page in sorted(self.pages.items(), reverse=True):
            label = page.embed.anchor.lower()
            if label not in standard.labels:
                place = (page.docname, page.embed.anchor, page.embed.title)
                standard.labels[label] = self.data["labels"][label] = place
                standard.anonlabels[label] = place[:2]

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for slug in sorted(self.pages):
            docname, embed = self.pages[slug]
            yield slug, embed.title, ROLE, docname, embed.anchor, 1

    # --- derived: what a page's output depends on ---

    def page_states(self) -> Mapping[str, str]:
        """For each page that uses concepts, a text that differs when its output differs."""
        if self._is_dirty:
            used = set().union(*self.uses.values())
            self.observations.keep(used)
            places = {key: self._place(key) for key in used if key[0] == "link"}
            docnames = {*self.uses, *self.embeds}
            self.data["states"] = {docname: self._state(docname, places) for docname in docnames}
            self._is_dirty = False
        return cast("dict[str, str]", self.data["states"])

    def _place(self, key: Key) -> str:
        """Where a link leads."""
        page = self.pages.get(key[1])
        if page is None:
            return repr(self.observations.value(key))
        return "\0".join((page.docname, page.embed.anchor, page.embed.title))

    def _state(self, docname: str, places: Mapping[Key, str]) -> str:
        uses = sorted(self.uses.get(docname, ()))
        value = self.observations.value
        seen = [places[key] if key in places else repr(value(key)) for key in uses]
        wins = [str(self.is_target(docname, e.slug)) for e in self.embeds.get(docname, ())]
        return digest(*map(repr, uses), *seen, *wins)

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
            return _page_reference(builder, fromdocname, page, contnode, node.get("reftitle", ""))
        url, language = self._address(target)
        if url:
            return _web_reference(url, language, self.library.language, contnode)
        if not self.library.has(target):
            return None
        self._tell_unlinked(target, node)
        # Not None: the concept is known, nobody else is to look for it.
        return cast("nodes.reference", contnode)

    def _address(self, slug: str) -> Address:
        value = self.observations.see(self.library, key_of("link", slug))
        return Address._make(cast("Any", value))

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
        exact = [target] if target in self.pages else []
        slugs = exact or [slug for slug in self.pages if fold(slug) == fold(target)]
        found = [self._any_reference(builder, fromdocname, slug, node, contnode) for slug in slugs]
        return [(f"{NAME}:{ROLE}", reference) for reference in found]

    def _any_reference(
        self, builder: Builder, fromdocname: str, slug: str, node: pending_xref, content: Element
    ) -> nodes.reference:
        page = self.pages[slug]
        if not node["refexplicit"]:
            content = nodes.inline("", page.embed.title)
        return _page_reference(builder, fromdocname, page, content)


def concept_domain(env: BuildEnvironment) -> ConceptDomain:
    """Our domain of an environment."""
    return cast("ConceptDomain", env.domains[NAME])


def is_of_article(node: pending_xref) -> bool:
    """Whether a reference stands in an article, so that no writer wrote it."""
    return bool(node.get("glossterm_article"))


def _page_reference(
    builder: Builder, fromdocname: str, page: Page, content: Element, title: str = ""
) -> nodes.reference:
    embed = page.embed
    title = title or _hover(embed.title, content)
    node = make_refnode(builder, fromdocname, page.docname, embed.anchor, content, title or None)
    node["classes"].append("glossterm")
    return node


def _hover(title: str, content: Element) -> str:
    return title if content.astext() != title else ""


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
