"""Own nodes: stock docutils nodes that also carry a language.

Subclasses of stock nodes, so that every writer treats them as such; only HTML and LaTeX
write what they add. They are used only where there is something to add.
"""

from __future__ import annotations

from docutils import nodes

from ..concepts.languages import direction
from .requests import MAX_LEVEL


class marked_section(nodes.section):
    """A section in another language than its page: ``lang`` and ``dir``."""


class marked_container(nodes.container):
    """A container in another language than its page: ``lang`` and ``dir``."""


class marked_inline(nodes.inline):
    """Inline text in another language than its page: ``lang`` and ``dir``."""


class concept_reference(nodes.reference):
    """A link to a page in another language: ``hreflang``."""


class letter_reference(nodes.reference):
    """A link from the line of letters of a list to what begins with one."""


class other_languages(nodes.General, nodes.Element):
    """Stands for the line of links to a concept's other languages, until pages are written."""


class backlinks(nodes.General, nodes.Element):
    """Stands for the list of pages that use a concept, until pages are written."""


MARKED = (marked_section, marked_container, marked_inline)


def silent_target(**attributes: object) -> nodes.target:
    """A target of ours, of which docutils doesn't note that nothing on the page refers to it.

    The message, which nobody sees, would be kept in the doctree with each article.
    """
    target = nodes.target("", "", **attributes)
    target.referenced = True
    return target


def mark(node: nodes.Element, language: str) -> None:
    """Say in which language a node's text is, and keep the page's quotes out of it."""
    node["lang"] = language
    node["dir"] = direction(language)
    node["support_smartquotes"] = False


def set_level(rubric: nodes.Element, level: int) -> None:
    """Give a rubric a heading's level on its page; Sphinx writes ``heading-level``."""
    rubric["page-level"] = rubric["heading-level"] = min(level, MAX_LEVEL)


def render_name(language: str, text: str, *, is_fallback: bool, is_marked: bool) -> nodes.inline:
    """The inline node of a concept's name in a language, marked where it is foreign there."""
    node = (marked_inline if is_marked else nodes.inline)("", text)
    if is_fallback:
        node["classes"].append("glossterm-fallback")
    if is_marked:
        mark(node, language)
    return node
