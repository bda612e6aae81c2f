"""The directive: leaves a placeholder, which a transform fills after gettext's."""

from __future__ import annotations

import re

from docutils import nodes
from docutils.nodes import Node

from ..concepts.languages import normalize_tag
from ..concepts.slugs import nearest
from ..rendering.requests import DEFAULT_SHOW, SHOW
from .domain import concept_domain
from .messages import Subtype, warn
from .observations import key_of
from .options import CheckedDirective, listed
from .targets import ambiguous_message, tell_former, unknown_message

_ROLE_FORM = re.compile(r"^(!|.*<[^<>]*>$|:[\w:+-]+:`)")


class article_placeholder(nodes.General, nodes.Element):
    """Stands for an article from the directive until `expansion` fills it."""


class ConceptDirective(CheckedDirective):
    """``.. glossterm:: slug`` puts an article on the page."""

    flags = ("no-index",)
    valued = ("show", "section", "language", "class", "name")
    others = dict.fromkeys(
        ("style", "used", "keywords", "corpus", "toctree"),
        "it is one of the directive glossterm-list",
    )

    def run(self) -> list[Node]:
        docname = self.env.current_document.docname
        domain = concept_domain(self.env)
        own_slug = domain.generated.get(docname, "")
        if not (self.arguments or own_slug):
            self.tell("the directive names no concept; write its slug on the directive's own line")
            return []
        self.check_options()
        target = own_slug or " ".join(self.arguments[0].split())
        if _ROLE_FORM.match(target) and not own_slug:
            self.tell(f"“{target}” is the role's form; the directive takes a slug alone")
            return []
        slug = self._slug(target)
        language = self._language()
        kind = "section" if "section" in self.options else "article"
        domain.note_use(docname, key_of(kind, target, language))
        if not slug:
            return []
        placeholder = article_placeholder(
            "",
            slug=slug,
            language=language,
            show=self._show(),
            section=self.text_of("section"),
            no_index="no-index" in self.options,
            extra_classes=self.classes(),
        )
        self.set_source_info(placeholder)
        self.add_name(placeholder)
        return [placeholder]

    def _slug(self, target: str) -> str:
        library = concept_domain(self.env).library
        meaning = library.meanings.of(target)
        if len(meaning.candidates) > 1:
            message = ambiguous_message(target, meaning.candidates)
            warn(Subtype.AMBIGUOUS, message, self.get_location())
        slug = meaning.shown_slug
        if meaning.is_former:
            tell_former(target, slug, *self.get_source_info())
        if not slug and library.is_complete:
            warn(
                Subtype.UNKNOWN,
                unknown_message(target, library),
                self.get_location(),
            )
        return slug

    def _language(self) -> str:
        text = self.text_of("language")
        try:
            return normalize_tag(text) if text else ""
        except ValueError:
            self.tell(f":language: “{text}” is no language; use a tag such as “pt-BR”")
            return ""

    def _show(self) -> tuple[str, ...]:
        text = self.text_of("show").strip(", ")
        if not text:
            return DEFAULT_SHOW
        parts = tuple(dict.fromkeys(re.split(r"[\s,]+", text)))
        unknown = [part for part in parts if part not in SHOW]
        for part in unknown:
            near = nearest(part, SHOW, 1)
            hint = f"; did you mean “{near[0]}”?" if near else ""
            self.tell(f":show: “{part}” is none of {listed(SHOW)}{hint}")
        return tuple(part for part in parts if part in SHOW) or DEFAULT_SHOW
