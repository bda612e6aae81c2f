"""Where a placeholder stands on its page, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes

from ..rendering.requests import MAX_LEVEL
from .directive import article_placeholder

_COMMENT = re.compile(r"\s*(<!--.*?-->\s*)*", re.DOTALL)
_ADDED = re.compile(r"<rst_(epi|pro)log(ue)?>$")
_LEADS_ELSEWHERE = frozenset({"refid", "refuri", "refname"})


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    """The elements around a node, from its parent outwards."""
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def may_be_sections(placeholder: article_placeholder, decided: dict[int, bool]) -> bool:
    """Whether nothing but sections follows, in the document or a section of it."""
    if not all(isinstance(n, nodes.document | nodes.section) for n in ancestors(placeholder)):
        return False
    if level_of(placeholder) > MAX_LEVEL:
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


def take_hidden_toctrees(placeholder: article_placeholder, elements: list[nodes.Element]) -> None:
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


def level_of(placeholder: nodes.Element) -> int:
    """The level of a heading that stands in the placeholder's stead."""
    return 1 + sum(isinstance(node, nodes.section) for node in ancestors(placeholder))


def label_targets(placeholder: nodes.Element) -> list[nodes.target]:
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


def insert_targets(
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
