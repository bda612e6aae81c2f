"""The style sheet and the script, on the pages that need them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from .domain import concept_domain

STATIC = Path(__file__).parent.parent / "static"
STYLES = "glossterms.css"


def offer_assets(app: Sphinx) -> None:
    """Let HTML builders copy our files to where they have theirs."""
    if app.builder.format == "html":
        # A new list: the old one may be Sphinx's default, which is one for all projects.
        # First, so that a project's own files of these names are the ones that are taken.
        app.config.html_static_path = [str(STATIC), *app.config.html_static_path]


def add_styles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Load the style sheet on a page that shows anything of ours."""
    if any(docname in concept_domain(app.env).uses for docname in pages_in(app, pagename)):
        app.add_css_file(STYLES)


def pages_in(app: Sphinx, pagename: str) -> list[str]:
    """The documents that a page of the output holds."""
    is_all = app.builder.name == "singlehtml" and pagename == app.config.root_doc
    return sorted(app.env.found_docs) if is_all else [pagename]
