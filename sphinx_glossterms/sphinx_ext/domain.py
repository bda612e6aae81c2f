"""The domain: which page shows which concept, and where a reference leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, cast
from urllib.parse import quote

from docutils import nodes
from docutils.nodes import Element
from docutils.utils import get_source_line
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment

from ..concepts.findings import Finding, Rule
from ..concepts.slugs import anchor, fold
from .consistency import tell_duplicates, tell_shadowed
from .library import Destination, Entry, Library, Name
from .messages import Subtype, report, warn
from .observations import OF_PAGES, Key, Observations, Value, key_of
from .page_states import states_of_pages
from .records import NAME, ROLE, Embed, ListSpec, Page, Rank, index_entries
from .references import (
    LINKS,
    is_entry,
    is_of_article,
    is_of_list,
    link_key,
    page_reference,
    web_reference,
)

_BY_DOCUMENT = ("embeds", "uses", "lists", "backlinks")


class ConceptDomain(Domain):
    """Concepts, named by slug.

    ``library`` is set for each build and never pickled. The data is kept by document;
    the page that a slug leads to is derived from it, so that no order of reading and
    no removal can leave a wrong one.
    """

    name = NAME
    label = "Concept"
    object_types = {ROLE: ObjType("concept", ROLE)}  # noqa: RUF012
    data_version = 6
    initial_data = {  # noqa: RUF012
        "embeds": {},  # docname -> tuple[Embed, ...]
        "uses": {},  # docname -> list[Key], each once
        "lists": {},  # docname -> tuple[ListSpec, ...]
        "backlinks": {},  # docname -> tuple of slugs whose uses the page shows
        "listings": {},  # docname -> what its lists hold: a tuple of slugs for each
        "generated": {},  # docname -> slug: the pages that lists make
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
        self.previews: dict[str, dict[str, Destination]] = {}
        """By page that is being written: what its links lead to, by address."""
        self.is_all_read = False
        """Whether every page that a writer wrote has been read in this build."""
        self.used: frozenset[str] = frozenset()
        """The slugs of the concepts that pages name or show, once all are read."""
        self.being_read: set[str] = set()
        """The pages that this build reads, but for generated ones."""
        self.put_off: set[str] = set()
        """The generated pages that this build has to read again."""
        self._users: dict[str, list[str]] | None = None

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
    def lists(self) -> dict[str, tuple[ListSpec, ...]]:
        """The lists of each document."""
        return cast("dict[str, tuple[ListSpec, ...]]", self.data["lists"])

    @property
    def backlinks(self) -> dict[str, tuple[str, ...]]:
        """The slugs of which each document shows the pages that use them."""
        return cast("dict[str, tuple[str, ...]]", self.data["backlinks"])

    @property
    def listings(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """What each document's lists hold."""
        return cast("dict[str, tuple[tuple[str, ...], ...]]", self.data["listings"])

    @property
    def generated(self) -> dict[str, str]:
        """The slug of each generated page."""
        return cast("dict[str, str]", self.data["generated"])

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
        for kind in {*_BY_DOCUMENT} - {"uses"}:
            for docname in docnames & otherdata[kind].keys():
                self.data[kind][docname] = otherdata[kind][docname]
        self._changed()

    def _changed(self) -> None:
        self._pages = self._users = None
        self._is_dirty = True

    def begin_second_pass(self) -> None:
        """All pages that writers wrote are read: fix what they use, for lists of that.

        The pages that are read again lose their uses before they are.
        """
        self.is_all_read = True
        self.used = frozenset(slug for slug, _ in self._uses_of_pages())

    def set_generated(self, pages: dict[str, str]) -> None:
        """Say which pages lists have made, each with its slug."""
        self.data["generated"] = pages
        self._changed()

    def note_use(self, docname: str, key: Key) -> Value:
        """Note that a document uses something; gives what that stands for."""
        uses = self.uses.setdefault(docname, [])
        if docname not in self._noted:
            self._noted[docname] = {*uses}
        noted = self._noted[docname]
        if key not in noted:
            noted.add(key)
            uses.append(self.observations.one(key))
            self._users = None
            self._is_dirty = True
        return self.observations.see(self.library, key)

    def use_name(self, docname: str, target: str) -> Name:
        """Note that a document shows a concept's name; gives the name."""
        return Name._make(cast("Any", self.note_use(docname, key_of("name", target))))

    def use_entry(self, docname: str, slug: str) -> Entry:
        """Note that a document lists a concept; gives what is shown of it."""
        return Entry._make(cast("Any", self.note_use(docname, key_of("entry", slug))))

    def use_keywords(self, docname: str, slug: str) -> tuple[str, ...]:
        """Note that a document lists a concept by its keywords; gives these."""
        return cast("tuple[str, ...]", self.note_use(docname, key_of("keywords", slug)))

    def use_links(self, docname: str, slug: str) -> tuple[str, ...]:
        """Note that a document lists what a concept's article links to; gives the slugs."""
        targets = cast("tuple[str, ...]", self.note_use(docname, key_of("links", slug)))
        namespace = self.library.meanings.corpus_of(slug) if self.library.is_several else ""
        keys = [key_of("linked", target, namespace) for target in targets]
        slugs = [str(self.note_use(docname, key)[0]) for key in keys]
        return tuple(slug for slug in slugs if slug)

    def use_all(self, docname: str) -> tuple[str, ...]:
        """Note that a document depends on which concepts there are; gives their slugs."""
        self.note_use(docname, key_of("all", ""))
        return self.library.meanings.all_slugs()

    def note_list(self, docname: str, spec: ListSpec) -> None:
        """Note a list on a document, to be filled when all others are read."""
        self.lists[docname] = (*self.lists.get(docname, ()), spec)

    def note_backlinks(self, docname: str, slug: str) -> None:
        """Note that a document shows which pages use a concept."""
        self.backlinks[docname] = (*self.backlinks.get(docname, ()), slug)
        self._is_dirty = True

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
        changed = look.at({key for keys in staying.values() for key in keys if key[0] not in LINKS})
        outdated = {docname for docname, keys in staying.items() if not changed.isdisjoint(keys)}
        for docname in outdated:
            del staying[docname]
        moved = look.at({key for keys in staying.values() for key in keys if key[0] in LINKS})
        look.forget_others()
        self._is_dirty = self._is_dirty or bool(changed or moved)
        return outdated

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Note where the references of a document lead."""
        for node in document.findall(pending_xref):
            if node.get("refdomain") == NAME:
                self.note_use(docname, link_key(node))
        self._noted.pop(docname, None)

    # --- derived: which page a slug leads to ---

    @property
    def pages(self) -> Mapping[str, Page]:
        """The page of each slug that has one."""
        if self._pages is None:
            self._pages = {slug: places[0] for slug, places in self.places().items()}
        return self._pages

    def places(self) -> dict[str, list[Page]]:
        """All pages of each slug: in toctree order, then by docname."""
        found: dict[str, list[Page]] = {}
        for docname in self.in_order(self.embeds):
            for embed in self.embeds[docname]:
                found.setdefault(embed.slug, []).append(Page(docname, embed))
        for pages in found.values():
            pages.sort(key=lambda page: page.embed.rank)
        return found

    def in_order(self, docnames: Iterable[str]) -> list[str]:
        """Documents in toctree order, then by name."""
        order = {docname: n for n, docname in enumerate(_toctree_order(self.env))}
        return sorted(docnames, key=lambda docname: (order.get(docname, len(order)), docname))

    def _uses_of_pages(self) -> Iterator[tuple[str, str]]:
        """Slug and document of each such use."""
        value = self.observations.value
        for docname, keys in self.uses.items():
            if docname not in self.generated:
                for key in keys:
                    if key[0] in OF_PAGES and value(key)[0]:
                        yield str(value(key)[0]), docname

    def users(self) -> Mapping[str, list[str]]:
        """The documents that name or show each concept, in toctree order."""
        if self._users is None:
            uses = {*self._uses_of_pages()}
            self._users = {}
            order = {docname: n for n, docname in enumerate(self.in_order({d for _, d in uses}))}
            for slug, docname in sorted(uses, key=lambda use: order[use[1]]):
                self._users.setdefault(slug, []).append(docname)
        return self._users

    def is_target(self, docname: str, slug: str) -> bool:
        """Whether links to the slug lead to this page."""
        page = self.pages.get(slug)
        return page is not None and page.docname == docname

    def check_consistency(self) -> None:
        tell_shadowed(self)
        tell_duplicates(self)

    def update_labels(self) -> None:
        """Let ``:ref:`` reach concepts by their anchor's name, from any project."""
        standard = self.env.domains.standard_domain
        for label, place in self.data["labels"].items():
            if standard.labels.get(label) == place:  # else a page has one of this name
                del standard.labels[label]
                standard.anonlabels.pop(label, None)
        self.data["labels"] = {}
        # Of two slugs that differ in case alone, the one in lower case comes first.
        for name, page in sorted(self._names(), reverse=True):
            label = (page.embed.anchor if name == page.embed.slug else anchor(name)).lower()
            if label not in standard.labels:
                place = (page.docname, page.embed.anchor, page.embed.title)
                standard.labels[label] = self.data["labels"][label] = place
                standard.anonlabels[label] = place[:2]

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for name, (docname, embed) in sorted(self._names()):
            # A former slug is for other projects, not for the search.
            yield name, embed.title, ROLE, docname, embed.anchor, 1 if name == embed.slug else -1

    def _names(self) -> Iterator[tuple[str, Page]]:
        """Each slug that has a page, and each that such a concept had before."""
        yield from self.pages.items()
        former: dict[str, Page] = {}
        for _, page in sorted(self.pages.items()):
            for slug in page.embed.former:
                former.setdefault(slug, page)
        yield from ((slug, page) for slug, page in former.items() if slug not in self.pages)

    def update_index(self) -> None:
        """Let the index lead to a concept's own page, where several show it."""
        entries = self.env.domains.index_domain.entries
        for docname, embeds in self.embeds.items():
            anchors = {embed.anchor for embed in embeds}
            kept = [entry for entry in entries.get(docname, []) if entry[2] not in anchors]
            winners = [embed for embed in embeds if self.is_target(docname, embed.slug)]
            entries[docname] = [*kept, *(entry for e in winners for entry in index_entries(e))]

    def page_states(self) -> Mapping[str, str]:
        """What the output of each page that uses concepts depends on."""
        if self._is_dirty:
            used = set().union(*self.uses.values())
            self.observations.keep(used)
            self.data["states"] = states_of_pages(self, used)
            self._is_dirty = False
        return cast("dict[str, str]", self.data["states"])

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
        destination = self._destination(link_key(node))
        link = self._link(builder, fromdocname, destination, node, contnode)
        if link is not None:
            if builder.format == "html" and not is_entry(node):
                address = link["refuri"] if "refuri" in link else f"#{link['refid']}"
                self.previews.setdefault(fromdocname, {})[address] = destination
            return link
        if not destination.slug:
            return None
        if not is_of_list(node):
            self._tell_unlinked(destination.slug, node)
        # Not None: the concept is known, nobody else is to look for it.
        return cast("nodes.reference", contnode)

    def _link(
        self,
        builder: Builder,
        fromdocname: str,
        destination: Destination,
        node: pending_xref,
        content: Element,
    ) -> nodes.reference | None:
        fragment = node.get("glossterm_fragment", "")
        page = self.pages.get(destination.slug)
        if page is not None and not (is_entry(node) and page.embed.rank == Rank.ENTRY):
            title = node.get("reftitle", "")
            return page_reference(builder, fromdocname, page, content, title, fragment)
        if not destination.url:
            return None
        url = destination.url + (f"#{quote(fragment)}" if fragment else "")
        return web_reference(url, destination.language, self.library.language, content)

    def _destination(self, key: Key) -> Destination:
        return Destination._make(cast("Any", self.observations.see(self.library, key)))

    def _tell_unlinked(self, slug: str, node: pending_xref) -> None:
        if is_of_article(node):
            path, line = get_source_line(node)
            message = f"“{slug}” has no page here and no address; its link is text"
            report(Finding(path or "", line or 0, Rule.LINK_UNLINKED, message))
            return
        message = (
            f"“{slug}” has no place to link to: embed it on a page or list it, give its"
            " corpus a `url`, or write “!” before it"
        )
        # Of a concept outside the chain the role has told already. Lists, which may have it,
        # are not filled for gettext.
        is_due = not self.library.is_gettext and self.library.find(slug)
        if is_due and self.is_news(node["refdoc"], message):
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
        named = dict(self._names())
        names = [target] if target in named else [n for n in named if fold(n) == fold(target)]
        pages = {named[name].embed.slug: named[name] for name in names}.values()
        found = [self._any_reference(builder, fromdocname, page, node, contnode) for page in pages]
        return [(f"{NAME}:{ROLE}", reference) for reference in found]

    def _any_reference(
        self, builder: Builder, fromdocname: str, page: Page, node: pending_xref, content: Element
    ) -> nodes.reference:
        if not node["refexplicit"]:
            content = nodes.inline("", page.embed.title)
        return page_reference(builder, fromdocname, page, content)


def concept_domain(env: BuildEnvironment) -> ConceptDomain:
    """Our domain of an environment."""
    return cast("ConceptDomain", env.domains[NAME])


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
