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
        app.config.html_static_path = [*app.config.html_static_path, str(STATIC)]


def add_styles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Load the style sheet on a page that shows anything of ours."""
    if pagename in concept_domain(app.env).uses or app.builder.name == "singlehtml":
        app.add_css_file(STYLES)
