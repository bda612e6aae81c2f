"""What search engines are told of the concepts that a page explains.

As schema.org has it: a ``DefinedTerm`` in a ``DefinedTermSet`` for each language, in
JSON-LD (https://schema.org/DefinedTerm). A term has no ``inLanguage`` there, a set has.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any
from urllib.parse import urljoin

from sphinx.application import Sphinx

from ..concepts.addresses import is_web_pattern
from ..concepts.excerpts import excerpt
from ..concepts.runs import plain, unmarked
from .assets import pages_in
from .domain import concept_domain
from .library import Library
from .records import Embed


def add_structured_data(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Put the concepts that links to them find on a page into its head."""
    domain = concept_domain(app.env)
    if app.builder.name == "epub" or not domain.library.settings.json_ld:
        return
    terms = [
        _term(app, pagename, embed)
        for docname in pages_in(app, pagename)
        for embed in domain.embeds.get(docname, ())
        if domain.is_target(docname, embed.slug)
    ]
    if terms:
        data = {"@context": "https://schema.org", "@graph": terms}
        # No text can end the script, nor open a comment in it.
        text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
        _add_to_head(context, f'<script type="application/ld+json">{text}</script>')


def add_description(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Say in the head of a generated page what it is about."""
    domain = concept_domain(app.env)
    slug = domain.generated.get(pagename, "")
    for embed in domain.embeds.get(pagename, ()) if slug else ():
        if embed.slug == slug and embed.description:
            text = escape(plain(excerpt(unmarked(embed.description))))
            _add_to_head(context, f'<meta name="description" content="{text}" />')
            return


def _term(app: Sphinx, pagename: str, embed: Embed) -> dict[str, object]:
    page = _address(app, pagename)
    term: dict[str, object] = {"@type": "DefinedTerm", "@id": f"{page}#{embed.anchor}"}
    if page:
        term["url"] = f"{page}#{embed.anchor}"
    term |= {"name": embed.title, "termCode": embed.slug}
    others = [name for name in embed.names if name.lower() != embed.title.lower()]
    if others:
        term["alternateName"] = others
    if embed.description:
        term["description"] = embed.description
    words = {"@type": "DefinedTermSet", "name": app.config.project, "inLanguage": embed.language}
    term["inDefinedTermSet"] = words
    return term


def _address(app: Sphinx, pagename: str) -> str:
    """Where a page is on the web, '' if conf.py doesn't say.

    One ``html_baseurl`` may serve the builds of several languages, a language's own address
    not. That is of pages, though, and not of a single one.
    """
    base = str(app.config.html_baseurl)
    if app.builder.name == "singlehtml":  # Sphinx's own names a part of the one page
        page = pagename + (app.config.html_file_suffix or ".html")
    else:
        page = app.builder.get_target_uri(pagename)
        base = _of_language(concept_domain(app.env).library, base) or base
    return f"{base.rstrip('/')}/{page}" if base else ""


def _of_language(library: Library, base: str) -> str:
    """Where the build language's own pages are, '' if that is not known as a whole address."""
    own = library.settings.language_url_of(library.language)
    address = urljoin(base, own) if is_web_pattern(own) else ""
    return address if address.lower().startswith("http") else ""


def _add_to_head(context: dict[str, Any], line: str) -> None:
    context["metatags"] = f"{context.get('metatags', '')}{line}\n"
