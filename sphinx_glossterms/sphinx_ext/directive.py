"""The directive: leaves a placeholder, which a transform fills after gettext's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from docutils import nodes
from docutils.nodes import Node
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ..concepts.languages import normalize_tag
from ..concepts.slugs import nearest
from ..rendering.requests import DEFAULT_SHOW, SHOW
from .domain import concept_domain
from .messages import Subtype, warn
from .observations import key_of
from .targets import ambiguous_message, unknown_message

OPTIONS = ("show", "section", "language", "no-index", "class", "name")
_ROLE_FORM = re.compile(r"^(!|.*<[^<>]*>$|:[\w:+-]+:`)")


class article_placeholder(nodes.General, nodes.Element):
    """Stands for an article from the directive until `expansion` fills it."""


class _AnyOption(dict[str, Callable[[str], str]]):
    """Lets every option through, so that `ConceptDirective` can say what is wrong with it."""

    def __missing__(self, name: str) -> Callable[[str], str]:
        return directives.unchanged


class ConceptDirective(SphinxDirective):
    """``.. glossterm:: slug`` puts an article on the page."""

    # Looked for by `run`, which can say more than docutils.
    required_arguments = 0
    optional_arguments = 1
    has_content = True
    final_argument_whitespace = True
    option_spec = _AnyOption(dict.fromkeys(OPTIONS, directives.unchanged))

    def run(self) -> list[Node]:
        if not self.arguments:
            self._warn("the directive names no concept; write its slug on the directive's own line")
            return []
        self._check_options()
        target = " ".join(self.arguments[0].split())
        if _ROLE_FORM.match(target):
            self._warn(f"“{target}” is the role's form; the directive takes a slug alone")
            return []
        slug = self._slug(target)
        language = self._language()
        docname = self.env.current_document.docname
        domain = concept_domain(self.env)
        kind = "section" if "section" in self.options else "article"
        domain.note_use(docname, key_of(kind, target, language))
        if not slug:
            return []
        placeholder = article_placeholder(
            "",
            slug=slug,
            language=language,
            show=self._show(),
            section=self._text("section"),
            no_index="no-index" in self.options,
            extra_classes=self._classes(),
        )
        self.set_source_info(placeholder)
        self.add_name(placeholder)
        return [placeholder]

    def _check_options(self) -> None:
        if self.content:
            self._warn("the directive takes no content; what stands below it is left out")
        for name in self.options:
            if name not in OPTIONS:
                near = nearest(name, OPTIONS, 1)
                hint = f"did you mean “:{near[0]}:”?" if near else f"there are {_listed(OPTIONS)}"
                self._warn(f"there is no option “:{name}:”; {hint}")
        if self._text("no-index"):
            self._warn(f":no-index: takes no value, “{self._text('no-index')}” is ignored")
        for name in ("show", "section", "language", "class", "name"):
            if name in self.options and not self._text(name):
                self._warn(f":{name}: has no value; it is ignored")
                del self.options[name]

    def _text(self, name: str) -> str:
        """The value of an option, '' where it is missing or has none."""
        return " ".join(str(self.options.get(name) or "").split())

    def _classes(self) -> list[str]:
        try:
            return directives.class_option(self._text("class")) if self._text("class") else []
        except ValueError:
            self._warn(f":class: “{self._text('class')}” is no class name")
            return []

    def _slug(self, target: str) -> str:
        library = concept_domain(self.env).library
        meaning = library.meaning(target)
        if len(meaning.candidates) > 1:
            message = ambiguous_message(target, meaning.candidates)
            warn(Subtype.AMBIGUOUS, message, self.get_location())
        slug = meaning.shown_slug
        if not slug and library.is_complete:
            warn(
                Subtype.UNKNOWN,
                unknown_message(target, library),
                self.get_location(),
            )
        return slug

    def _language(self) -> str:
        text = self._text("language")
        try:
            return normalize_tag(text) if text else ""
        except ValueError:
            self._warn(f":language: “{text}” is no language; use a tag such as “pt-BR”")
            return ""

    def _show(self) -> tuple[str, ...]:
        text = self._text("show").strip(", ")
        if not text:
            return DEFAULT_SHOW
        parts = tuple(dict.fromkeys(re.split(r"[\s,]+", text)))
        unknown = [part for part in parts if part not in SHOW]
        for part in unknown:
            near = nearest(part, SHOW, 1)
            hint = f"; did you mean “{near[0]}”?" if near else ""
            self._warn(f":show: “{part}” is none of {_listed(SHOW)}{hint}")
        return tuple(part for part in parts if part in SHOW) or DEFAULT_SHOW

    def _warn(self, message: str) -> None:
        warn(Subtype.OPTION, message, self.get_location())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
