"""The ids on a page that is being read. Light: lists need them, and read no Markdown."""

from __future__ import annotations

from docutils import nodes

from ..concepts.slugs import anchor
from .records import Embed


class PageIds:
    """The ids of one document."""

    def __init__(self, document: nodes.document) -> None:
        self._document = document

    def claim(self, wanted: str) -> str:
        """An id that is free on the page: the one that is wanted, else with a number."""
        id, number = wanted, 1
        while id in self._document.ids:
            number += 1
            id = f"{wanted}.{number}"  # no slug's own anchor ends so
        self._document.ids[id] = self._document  # replaced once the node is in its place
        return id

    def anchors_of(self, embed: Embed) -> list[str]:
        """The anchors of an embedded article: its own, those of its former slugs."""
        former = map(anchor, embed.former)
        return [embed.anchor, *(id for id in former if id not in self._document.ids)]

    def register(self, elements: list[nodes.Element]) -> None:
        """Let the document know its elements' ids."""
        for element in elements:
            for node in element.findall(nodes.Element):
                for id in node["ids"]:
                    self._document.ids[id] = node
