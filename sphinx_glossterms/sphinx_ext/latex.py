"""What LaTeX needs: to know where text is in another language than the document."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from ..concepts.languages import script
from ..rendering.nodes import (
    letter_reference,
    mark,
    marked_container,
    marked_inline,
    marked_section,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.latex import LaTeXTranslator

PACKAGE = Path(__file__).parent.parent / "latex" / "glossterms.sty"
_Visitor = Callable[["LaTeXTranslator", nodes.Element], None]


def add_visitors(app: Sphinx) -> None:
    """Tell how our nodes are written, and have the commands for that in each document."""
    app.add_latex_package(PACKAGE.stem)
    app.add_node(marked_inline, override=True, latex=(_visit_inline, _depart_inline))
    app.add_node(letter_reference, override=True, latex=(_visit_letter, _depart_letter))
    for node_class in (marked_container, marked_section):
        app.add_node(node_class, override=True, latex=_block_visitors(node_class))


def offer_package(app: Sphinx) -> None:
    """Have the commands copied beside the document."""
    if app.builder.format == "latex":
        # A new list: the old one may be Sphinx's default, which is one for all projects.
        app.config.latex_additional_files = [*app.config.latex_additional_files, str(PACKAGE)]


def mark_headings(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark headings in another script: they stand in the table of contents too."""
    if app.builder.format != "latex":
        return
    own = script(app.config.language)
    for node_class in (marked_container, marked_section):
        for block in doctree.findall(node_class):
            if script(block["lang"]) != own:
                _mark_headings(block, block["lang"])


def _mark_headings(node: nodes.Element, language: str) -> None:
    for child in node.children:
        if isinstance(child, nodes.title | nodes.rubric):
            marked = marked_inline("", "", *child.children)
            mark(marked, language)
            child.children = []
            child.append(marked)
        elif isinstance(child, nodes.Element) and "lang" not in child:
            _mark_headings(child, language)


@cache
def _patterns(tag: str) -> str:
    """The name that TeX has for a language's hyphenation patterns, or ''."""
    from docutils.writers.latex2e import Babel

    return str(Babel("en").language_name(tag))


def _arguments(node: nodes.Element) -> str:
    language = node["lang"]
    return f"{{{_patterns(language)}}}{{{node['dir']}}}{{{script(language)}}}"


def _visit_inline(translator: LaTeXTranslator, node: nodes.Element) -> None:
    translator.body.append(rf"\glosstermsinline{_arguments(node)}{{")
    translator.visit_inline(node)


def _depart_inline(translator: LaTeXTranslator, node: nodes.Element) -> None:
    translator.depart_inline(node)
    translator.body.append("}")


def _block_visitors(node_class: type[nodes.Element]) -> tuple[_Visitor, _Visitor]:
    base = node_class.__mro__[1].__name__

    def visit(translator: LaTeXTranslator, node: nodes.Element) -> None:
        translator.body.append(f"\n\n\\begin{{glosstermsblock}}{_arguments(node)}\n")
        getattr(translator, f"visit_{base}")(node)

    def depart(translator: LaTeXTranslator, node: nodes.Element) -> None:
        getattr(translator, f"depart_{base}")(node)
        translator.body.append("\n\\end{glosstermsblock}\n\n")

    return visit, depart


def _visit_letter(translator: LaTeXTranslator, node: nodes.Element) -> None:
    """Write a letter's link without its page: a line of letters can't be read with them."""
    translator.visit_reference(node)
    translator.context[-1] = translator.context[-1].partition(" (")[0]


def _depart_letter(translator: LaTeXTranslator, node: nodes.Element) -> None:
    translator.depart_reference(node)
