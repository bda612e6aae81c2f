"""Put a list in its placeholder's stead."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from ..concepts.collation import first_letter
from ..concepts.runs import plain
from ..rendering.lists import ListEntry, ListRequest, render_list
from ..rendering.nodes import render_name
from .domain import concept_domain
from .generated_pages import page_names
from .library import Entry
from .list_contents import concepts_of
from .list_directive import list_placeholder
from .messages import Subtype, warn
from .page_ids import PageIds
from .placement import ancestors, label_targets, level_of
from .records import Embed, ListSpec, Rank, index_entries
from .references import concept_xref

COLUMNS = r"\X{3}{10}\X{7}{10}"
"""Of a table in LaTeX, where a writer's ``tabularcolumns`` says nothing else: long texts would
leave the names no room."""


class ListFiller:
    """Fills the lists of one document."""

    def __init__(self, ids: PageIds, env: BuildEnvironment) -> None:
        self._ids = ids
        self._env = env
        self._domain = concept_domain(env)
        self._docname = env.current_document.docname
        self._targets = {embed.slug for embed in self._domain.embeds.get(self._docname, ())}

    def fill(self, placeholder: list_placeholder) -> None:
        """Replace a placeholder; until all pages are read, and for gettext, by nothing."""
        is_filled = self._domain.is_all_read and not self._domain.library.is_gettext
        elements = _dressed(self._elements(placeholder) if is_filled else [], placeholder)
        parent = placeholder.parent
        index = parent.index(placeholder)
        parent[index : index + 1] = elements
        self._ids.register(elements)

    def _elements(self, placeholder: list_placeholder) -> list[nodes.Element]:
        spec: ListSpec = placeholder["spec"]
        slugs = concepts_of(self._domain, self._docname, spec)
        if not slugs:
            self._tell_empty(placeholder)
        elements = self._list(placeholder, spec, slugs)
        if spec.toctree and slugs:
            pages = page_names(self._env, spec.toctree, slugs)
            elements.append(self._toctree([*pages.values()]))
        return elements

    def _tell_empty(self, placeholder: list_placeholder) -> None:
        """Tell of corpora without any article: a list of nothing is likely their fault."""
        for root, layout in self._domain.library.empty_corpora():
            message = f"there is no article at all in {root} (layout: {layout})"
            warn(Subtype.CORPUS, message, placeholder)

    def _list(
        self, placeholder: list_placeholder, spec: ListSpec, slugs: tuple[str, ...]
    ) -> list[nodes.Element]:
        language = self._domain.library.language
        in_cell = any(isinstance(node, nodes.entry) for node in ancestors(placeholder))
        request = ListRequest(
            # Writers of text and man pages fail on a table inside a table.
            style="definitions" if in_cell and spec.style == "table" else spec.style,
            language=language,
            level=level_of(placeholder),
            classes=tuple(placeholder["extra_classes"]),
        )
        entries = [self._entry(slug, spec, placeholder.line or 0) for slug in slugs]
        return render_list(entries, request, self._ids.claim)

    def _entry(self, slug: str, spec: ListSpec, line: int) -> ListEntry:
        entry = self._domain.use_entry(self._docname, slug)
        name = render_name(
            entry.language, entry.title, is_fallback=entry.is_fallback, is_marked=entry.is_marked
        )
        embed = self._target(entry, line) if spec.style != "index" else None
        return ListEntry(
            title=concept_xref(slug, name, self._docname, glossterm_list=spec.style),
            ids=self._ids.anchors_of(embed) if embed else (),
            before=[addnodes.index(entries=index_entries(embed))] if embed else (),
            description=entry.description,
            letter=first_letter(entry.sorted_as, self._domain.library.language),
            language=entry.language,
            is_fallback=entry.is_fallback,
            is_marked=entry.is_marked,
        )

    def _target(self, entry: Entry, line: int) -> Embed | None:
        """Make an entry a target of links, unless its concept is one on this page before."""
        if entry.slug in self._targets:
            return None
        self._targets.add(entry.slug)
        embed = Embed(
            entry.slug,
            self._ids.claim(self._domain.library.meanings.anchor(entry.slug)),
            entry.title,
            line,
            Rank.ENTRY,
            entry.names,
            entry.former,
            language=entry.language,
            description=plain(entry.description),
        )
        self._domain.note_embed(self._docname, embed)
        return embed

    def _toctree(self, docnames: list[str]) -> nodes.compound:
        """The pages of what is listed; hidden, since the list itself leads there."""
        toctree = addnodes.toctree(
            "",
            parent=self._docname,
            entries=[(None, docname) for docname in docnames],
            includefiles=docnames,
            maxdepth=-1,
            caption=None,
            glob=False,
            hidden=True,
            includehidden=False,
            numbered=0,
            titlesonly=False,
        )
        return nodes.compound("", toctree, classes=["toctree-wrapper"])


def _dressed(elements: list[nodes.Element], placeholder: list_placeholder) -> list[nodes.Element]:
    """A list with its labels, and with what themes and LaTeX want around it."""
    is_table = any(isinstance(element, nodes.table) for element in elements)
    elements = [*label_targets(placeholder), *elements]
    if placeholder["spec"].style == "definitions":
        # Themes give its terms permalinks and colours.
        return [addnodes.glossary("", *elements, sorted=False)] if elements else []
    if is_table and not isinstance(placeholder.previous_sibling(), addnodes.tabular_col_spec):
        return [addnodes.tabular_col_spec(spec=COLUMNS), *elements]
    return elements
