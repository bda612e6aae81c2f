"""What only the whole project knows of a concept: the pages that use it, its languages.

Filled in when pages are written: then all are read, and it is known where the builder
puts them.
"""

from __future__ import annotations

import html
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.errors import NoUri
from sphinx.util.nodes import make_refnode

from ..concepts.addresses import is_web_pattern
from ..concepts.languages import language_key
from ..rendering.nodes import backlinks, other_languages
from .domain import concept_domain
from .observations import key_of


def fill_related(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Fill in the links of `other_languages` and `backlinks`."""
    found: list[nodes.Element] = [*doctree.findall(backlinks)]
    found += doctree.findall(other_languages)
    if not found:
        return
    from ..rendering.related import render_backlinks, render_languages

    language = concept_domain(app.env).library.language
    for node in found:
        is_marked: bool = node["is_marked"]
        if isinstance(node, backlinks):
            links = _users(app.builder, docname, node)
            filled = render_backlinks(links, language, node["level"], is_marked=is_marked)
        else:
            languages = _languages(app.builder, node["docname"], node["concept"])
            here = language_key(node["language"])
            others = [(tag, url) for tag, url in languages if language_key(tag) != here]
            # TeX has letters of other scripts only where the project gives it a font.
            any_script = app.builder.format != "latex"
            filled = render_languages(others, language, is_marked=is_marked, any_script=any_script)
        index = node.parent.index(node)
        node.parent[index : index + 1] = filled


def _users(builder: Builder, docname: str, node: backlinks) -> list[nodes.Element]:
    """Links, from a document, to the pages that use a concept."""
    users = concept_domain(builder.env).users().get(node["concept"], ())
    return [_page(builder, docname, user) for user in users if user != node["docname"]]


def _page(builder: Builder, here: str, docname: str) -> nodes.Element:
    title = builder.env.titles.get(docname)
    content = nodes.inline("", title.astext() if title else docname)
    try:
        return make_refnode(builder, here, docname, "", content)
    except NoUri:  # not part of this manual
        return content


def _languages(builder: Builder, docname: str, slug: str) -> list[tuple[str, str]]:
    """The languages that have an article of a concept, and where those builds show it."""
    domain = concept_domain(builder.env)
    languages = domain.observations.see(domain.library, key_of("languages", slug))
    target = _target(builder, docname, slug)
    bases = ((str(tag), _base(builder, docname, str(tag))) for tag in languages)
    return [(tag, base + target if base and target else "") for tag, base in bases]


def _target(builder: Builder, docname: str, slug: str) -> str:
    """Where other builds show what a page says of a concept, from their start pages.

    A generated page is itself there, wherever else they show the concept. EPUB and a
    single HTML page have other names for pages than those builds: ''.
    """
    domain = concept_domain(builder.env)
    if builder.format != "html" or builder.name in ("epub", "singlehtml"):
        return ""
    if domain.generated.get(docname) == slug:
        return builder.get_target_uri(docname)
    page = domain.pages.get(slug)
    if page is None:
        return ""
    fragment = "" if page.docname in domain.generated else f"#{page.embed.anchor}"
    return builder.get_target_uri(page.docname) + fragment


def _base(builder: Builder, docname: str, tag: str) -> str:
    """Where the build of a language is, seen from a page; '' if that is not known."""
    base = concept_domain(builder.env).library.settings.language_url_of(tag)
    if not base or is_web_pattern(base):
        return base
    return "../" * builder.get_target_uri(docname).count("/") + base


def add_alternates(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Tell search engines, in the head of a generated page, of its other languages."""
    domain = concept_domain(app.env)
    slug = domain.generated.get(pagename, "")
    if not slug:
        return
    links = "".join(
        f'<link rel="alternate" hreflang="{tag}" href="{html.escape(url)}" />\n'
        for tag, url in _languages(app.builder, pagename, slug)
        if url
    )
    context["metatags"] = cast("str", context.get("metatags", "")) + links
