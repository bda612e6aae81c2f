"""How an article is to be shown on a page. Light: directives need it at start-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..concepts.sections import Section

SHOW = ("title", "description", "body", "highlights", "keywords", "languages", "backlinks")
LIST_STYLES = ("definitions", "table", "index")
MAX_LEVEL = 6
"""The deepest section: HTML has no h7, and Sphinx's text writer no underline for it."""
DEFAULT_SHOW = ("title", "body", "highlights")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How an article is to be shown on a page.

    ``language`` is the page's. ``sections`` says whether headings may be sections;
    ``level`` is the heading level (1 to 6) of the article's title.
    """

    show: tuple[str, ...] = DEFAULT_SHOW
    section: Section | None = None
    language: str
    namespace: str = ""
    """Of a concept whose slug alone means another corpus's."""
    is_target: bool = False
    """Links to the concept lead here, so that its anchors are those that all know."""
    is_fallback: bool = False
    is_marked: bool = False
    """The text is in another language than the page."""
    notice: bool = True
    classes: tuple[str, ...] = ()
    highlights_title: str = "locale"
    highlights_class: str = "tip"
    sections: bool = True
    level: int = 1

    @property
    def title_may_be_section(self) -> bool:
        """Whether no text stands before the title, which can't be in its section."""
        before = self.show[: self.show.index("title")] if "title" in self.show else ()
        return not {"body", "highlights"} & {*before}

    @property
    def heads_are_sections(self) -> bool:
        """Whether the text's headings open sections: not where other parts follow them."""
        if not self.sections or "body" not in self.show:
            return False
        after = {*self.show[self.show.index("body") + 1 :]}
        return after <= {"highlights"} or (
            after <= {"highlights", "backlinks"} and self.show[-1] == "backlinks"
        )
