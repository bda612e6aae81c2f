"""The directive: leaves a placeholder, which a transform fills after gettext's."""

from __future__ import annotations

import re
from docutils import nodes
from docutils.nodes import Node
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ..concepts.languages import normalize_tag
from ..concepts.slugs import nearest
from ..rendering.articles import DEFAULT_SHOW, SHOW
from .domain import concept_domain
from .messages import Subtype, warn

_ROLE_FORM = re.compile(r"^(!|.*<[^<>]*>$|:[\w:+-]+:`)")


class article_placeholder(nodes.General, nodes.Element):
    """Stands for an article from the directive until `expansion` fills it."""


class ConceptDirective(SphinxDirective):
    """``.. glossterm:: slug`` puts an article on the page."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {  # noqa: RUF012
        "show": directives.unchanged_required,
        "section": directives.unchanged_required,
        "language": directives.unchanged_required,
        "no-index": directives.flag,
        "class": directives.class_option,
        "name": directives.unchanged,
    }

    def run(self) -> list[Node]:
        target = " ".join(self.arguments[0].split())
        if _ROLE_FORM.match(target):
            self._warn(f"“{target}” is the role's form; the directive takes a slug alone")
            return []
        slug = self._slug(target)
        language = self._language()
        docname = self.env.current_document.docname
        domain = concept_domain(self.env)
        domain.note_article(docname, target, language)
        if not slug:
            return []
        placeholder = article_placeholder(
            "",
            slug=slug,
            language=language,
            show=self._show(),
            section=self.options.get("section", ""),
            no_index="no-index" in self.options,
            extra_classes=self.options.get("class", []),
        )
        self.set_source_info(placeholder)
        self.add_name(placeholder)
        return [placeholder]

    def _slug(self, target: str) -> str:
        library = concept_domain(self.env).library
        meaning = library.meaning(target)
        if len(meaning.candidates) > 1:
            names = " and ".join(f"“{slug}”" for slug in meaning.candidates)
            message = f"“{target}” is a name of {names}; write the slug of the one you mean"
            warn(Subtype.AMBIGUOUS, message, self.get_location())
        slug = meaning.slug or next(iter(meaning.candidates), "")
        if not slug:
            warn(
                Subtype.UNKNOWN, unknown_message(target, library.nearest(target)), self.get_location()
            )
        return slug

    def _language(self) -> str:
        text = self.options.get("language", "")
        try:
            return normalize_tag(text) if text else ""
        except ValueError:
            self._warn(f":language: “{text}” is no language; use a tag such as “pt-BR”")
            return ""

    def _show(self) -> tuple[str, ...]:
        text: str | None = self.options.get("show")
        if text is None:
            return DEFAULT_SHOW
        parts = tuple(dict.fromkeys(re.split(r"[\s,]+", text.strip())))
        unknown = [part for part in parts if part not in SHOW]
        for part in unknown:
            near = nearest(part, SHOW, 1)
            hint = f"; did you mean “{near[0]}”?" if near else ""
            self._warn(f":show: “{part}” is none of {', '.join(SHOW)}{hint}")
        return tuple(part for part in parts if part in SHOW) or DEFAULT_SHOW

    def _warn(self, message: str) -> None:
        warn(Subtype.OPTION, message, self.get_location())


def unknown_message(target: str, near: tuple[str, ...]) -> str:
    """What to tell of a target that is nowhere."""
    names = " or ".join(f"“{slug}”" for slug in near)
    hint = f"; did you mean {names}?" if near else ""
    return f"no corpus has a concept “{target}”{hint}"
