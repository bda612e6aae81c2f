"""Previews: what a link to a concept shows before it is followed.

Each concept has one in a page, however many links lead there, in a ``template``, which
browsers neither show nor read out. The script `static/glossterms.js` shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import starmap
from typing import Any

from sphinx.application import Sphinx

from ..concepts.languages import direction, display_name
from .domain import concept_domain
from .library import Destination

SCRIPT = "glossterms.js"


def add_previews(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Put the previews of a page's links at its end, and load the script."""
    domain = concept_domain(app.env)
    if app.builder.name == "singlehtml":
        is_all = pagename == app.config.root_doc
        links = _on_one_page(domain.previews.values()) if is_all else {}
    else:
        links = domain.previews.pop(pagename, {})
    links = {address: links[address] for address in links if _says_more(links[address])}
    if links and domain.library.settings.previews and app.builder.name != "epub":
        context["body"] = f"{context.get('body', '')}{_template(links, domain.library.language)}"
        app.add_js_file(SCRIPT, loading_method="defer")


def _says_more(concept: Destination) -> bool:
    """Whether a preview says more than its link."""
    return bool(concept.excerpt) or concept.is_fallback


def _on_one_page(pages: Iterable[Mapping[str, Destination]]) -> dict[str, Destination]:
    """The links of all pages, as they are where one file holds all."""
    links = {address: links[address] for links in pages for address in links}
    # Some releases of Sphinx keep the page in the address, as in `#document-a#b`, some don't
    # (https://github.com/sphinx-doc/sphinx/issues/14221).
    return {f"#{a.rpartition('#')[2]}": links[a] for a in links if a.startswith("#")} | links


def _template(links: Mapping[str, Destination], language: str) -> str:
    addresses: dict[Destination, list[str]] = {}
    for address, destination in links.items():
        addresses.setdefault(destination, []).append(address)
    previews = (_preview(concept, addresses[concept], language) for concept in addresses)
    return f'<template class="glossterm-previews">\n{"".join(previews)}</template>\n'


def _preview(concept: Destination, addresses: Iterable[str], language: str) -> str:
    """``language`` is the reader's: it is the page's, whose direction only some themes set."""
    parts = [f'<p class="glossterm-preview-title">{escape(concept.title)}</p>']
    if concept.excerpt:
        parts.append(f"<p>{''.join(starmap(_run, concept.excerpt))}</p>")
    if concept.is_fallback:
        name = escape(display_name(concept.language, language))
        parts.append(f'<p class="glossterm-preview-language"{_marks(language)}>{name}</p>')
    is_marked = concept.is_fallback or direction(language) == "rtl"
    marks = _marks(concept.language) if is_marked else ""
    links = escape(" ".join(addresses))
    return f'<div class="glossterm-preview"{marks} data-links="{links}">{"".join(parts)}</div>\n'


def _run(text: str, elements: Sequence[str]) -> str:
    html = escape(text)
    for element in reversed(elements):
        html = f"<{element}>{html}</{element}>"
    return html


def _marks(language: str) -> str:
    return f' lang="{language}" dir="{direction(language)}"'
