"""The directive for lists: leaves a placeholder, filled when all other pages are read."""

from __future__ import annotations

import posixpath
import re

from docutils import nodes
from docutils.nodes import Node

from ..concepts.slugs import is_safe, nearest
from ..rendering.requests import LIST_STYLES
from .domain import concept_domain
from .options import CheckedDirective, listed
from .records import ListSpec

USED = ("pages", "closure")


class list_placeholder(nodes.General, nodes.Element):
    """Stands for a list from the directive until `expansion` fills it."""


class ConceptListDirective(CheckedDirective):
    """``.. glossterm-list::`` lists concepts."""

    valued = ("style", "keywords", "corpus", "toctree", "class", "name")
    loose = ("used",)
    others = dict.fromkeys(
        ("show", "section", "language", "no-index"), "it is one of the directive glossterm"
    )

    def run(self) -> list[Node]:
        if self.arguments:
            target = " ".join(self.arguments[0].split())
            self.tell(f"the list takes no argument; the directive glossterm shows “{target}”")
        self.check_options()
        spec = ListSpec(
            style=self._style(),
            used=self._used(),
            keywords=self._several("keywords"),
            corpora=self._corpora(),
            toctree=self._folder(),
        )
        domain = concept_domain(self.env)
        domain.note_list(self.env.current_document.docname, spec)
        placeholder = list_placeholder("", spec=spec, extra_classes=self.classes())
        self.set_source_info(placeholder)
        self.add_name(placeholder)
        return [placeholder]

    def _style(self) -> str:
        style = self.text_of("style") or LIST_STYLES[0]
        if style in LIST_STYLES:
            return style
        near = nearest(style, LIST_STYLES, 1)
        hint = f"did you mean “{near[0]}”?" if near else f"there are {listed(LIST_STYLES)}"
        self.tell(f":style: “{style}” is no style; {hint}")
        return LIST_STYLES[0]

    def _used(self) -> str:
        if "used" not in self.options:
            return ""
        used = self.text_of("used") or USED[0]
        if used not in USED:
            self.tell(f":used: takes no value or “closure”; “{used}” is ignored")
        return used if used in USED else USED[0]

    def _several(self, name: str) -> tuple[str, ...]:
        parts = (" ".join(part.split()) for part in re.split(r"[,\n]", self.text_of(name)))
        return tuple(dict.fromkeys(part for part in parts if part))

    def _corpora(self) -> tuple[str, ...]:
        names = self._several("corpus")
        known = tuple(concept_domain(self.env).library.corpora) if names else ()
        for name in names:
            if name not in known:
                near = nearest(name, known, 1)
                hint = f"did you mean “{near[0]}”?" if near else f"there is {listed(known)}"
                self.tell(f":corpus: there is no corpus “{name}”; {hint}")
        return names

    def _folder(self) -> str:
        """The folder of the generated pages, from the source folder."""
        written = self.text_of("toctree")
        if not written:
            return ""
        base = "" if written.startswith("/") else posixpath.dirname(self._docname)
        folder = posixpath.normpath(posixpath.join(base, written.strip("/")))
        if folder == ".":
            self.tell(":toctree: the pages need a folder of their own; name one")
            return ""
        if not is_safe(folder):
            self.tell(f":toctree: “{written}” is no folder inside the source folder")
            return ""
        return folder

    @property
    def _docname(self) -> str:
        return self.env.current_document.docname
