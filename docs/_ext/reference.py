"""Directives that make the reference pages from the code, so that the two can't differ.

``glossterms-options``
    every configuration value, from ``sphinx_ext.config.OPTIONS`` (on rST pages only)
``glossterms-warnings``
    every warning subtype, from ``sphinx_ext.messages.Subtype``
``glossterms-highlights``
    every heading that opens highlights, from ``concepts.highlights.SPELLINGS``
``glossterms-rules``
    every rule of a finding, from ``concepts.findings.Rule``; ``:kind:`` is ``repairs`` or
    ``others``
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from types import UnionType
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from sphinx_glossterms.concepts.findings import Rule
from sphinx_glossterms.concepts.highlights import SPELLINGS
from sphinx_glossterms.concepts.languages import display_name
from sphinx_glossterms.rendering.nodes import render_name
from sphinx_glossterms.sphinx_ext.config import OPTIONS
from sphinx_glossterms.sphinx_ext.messages import Subtype

_CODE = re.compile(r"``(.+?)``")

_REBUILD = {
    "env": "",  # said once on the page
    "html": "After a change, all HTML pages are written again; none is read again.",
    "": "After a change, no page is built again.",
}


def inline(text: str) -> Iterator[nodes.Node]:
    """Text in which double backticks mean code."""
    for index, piece in enumerate(_CODE.split(text)):
        if index % 2:
            yield nodes.literal(piece, piece)
        elif piece:
            yield nodes.Text(piece)


def paragraph(text: str) -> nodes.paragraph:
    return nodes.paragraph("", "", *inline(text))


def table(head: Sequence[str], rows: Iterable[Sequence[nodes.Element]]) -> nodes.table:
    """A table of paragraphs."""
    group = nodes.tgroup("", cols=len(head))
    group += [nodes.colspec(colwidth=100 // len(head)) for _ in head]
    cells = [nodes.entry("", paragraph(text)) for text in head]
    group += nodes.thead("", nodes.row("", *cells))
    group += nodes.tbody(
        "", *(nodes.row("", *(nodes.entry("", cell) for cell in row)) for row in rows)
    )
    return nodes.table("", group, classes=["colwidths-auto"])


def type_names(types: Any) -> str:
    """The names of the types that a value may have, ``str or list``."""
    if isinstance(types, UnionType):
        types = types.__args__
    if not isinstance(types, list | tuple | set | frozenset):
        types = [types]
    names = [getattr(one, "__name__", str(one)) for one in types]
    return " or ".join("None" if name == "NoneType" else name for name in names)


class OptionsDirective(SphinxDirective):
    """All configuration values, each as a ``confval``."""

    def run(self) -> list[nodes.Node]:
        return self.parse_text_to_nodes("\n".join(self._lines()))

    def _lines(self) -> Iterator[str]:
        for option in OPTIONS:
            default = "unset" if option.default is None else f"``{option.default!r}``"
            yield f".. confval:: {option.name}"
            yield f"   :type: ``{type_names(option.types)}``"
            yield f"   :default: {default}"
            yield ""
            for line in option.help.splitlines():
                yield f"   {line}".rstrip()
            yield ""
            if _REBUILD[option.rebuild]:
                yield f"   {_REBUILD[option.rebuild]}"
                yield ""


class WarningsDirective(SphinxDirective):
    """All warnings; each must have a section on the page ``reference/warnings``."""

    def run(self) -> list[nodes.Node]:
        return [table(("Warning", "Meaning"), map(self._row, Subtype))]

    def _row(self, subtype: Any) -> Sequence[nodes.Element]:
        name = nodes.literal("", f"glossterms.{subtype.label}")
        link = pending_xref(
            "",
            name,
            refdomain="std",
            reftype="ref",
            reftarget=f"warning-{subtype.label}",
            refexplicit=True,
            refwarn=True,
            refdoc=self.env.docname,
        )
        return nodes.paragraph("", "", link), paragraph(subtype.help)


class HighlightsDirective(SphinxDirective):
    """The headings that open highlights, by language."""

    def run(self) -> list[nodes.Node]:
        languages = {display_name(tag, "en"): tag for tag in SPELLINGS}
        return [table(("Language", "Headings"), map(self._row, sorted(languages.items())))]

    def _row(self, language: tuple[str, str]) -> Sequence[nodes.Element]:
        name, tag = language
        headings = nodes.paragraph()
        for heading in SPELLINGS[tag]:
            headings += nodes.Text(", " if len(headings) else "")
            headings += render_name(tag, heading, is_fallback=False, is_marked=tag != "en")
        return paragraph(name), headings


class RulesDirective(SphinxDirective):
    """The rules of findings, all or one kind of them."""

    option_spec: ClassVar = {
        "kind": lambda argument: directives.choice(argument, ("repairs", "others"))
    }

    def run(self) -> list[nodes.Node]:
        kind = self.options.get("kind")
        rules = [rule for rule in Rule if kind is None or rule.is_repair == (kind == "repairs")]
        head = ("Rule", "Severity", "What it is")
        if kind == "repairs":
            rows = [(paragraph(f"``{rule.label}``"), paragraph(rule.help)) for rule in rules]
            return [table((head[0], "What is mended"), rows)]
        return [
            table(
                head,
                [
                    (
                        paragraph(f"``{rule.label}``"),
                        paragraph(str(rule.severity)),
                        paragraph(rule.help),
                    )
                    for rule in rules
                ],
            )
        ]


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("glossterms-options", OptionsDirective)
    app.add_directive("glossterms-warnings", WarningsDirective)
    app.add_directive("glossterms-highlights", HighlightsDirective)
    app.add_directive("glossterms-rules", RulesDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
