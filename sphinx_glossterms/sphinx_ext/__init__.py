"""Second floor: the wiring with Sphinx."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.gettext import MessageCatalogBuilder

from .. import __version__
from . import (
    assets,
    generated_pages,
    latex,
    output,
    plain_outputs,
    previews,
    rebuild,
    related,
    structured_data,
)
from .config import OPTIONS, read_settings
from .directive import ConceptDirective, article_placeholder
from .domain import ConceptDomain, concept_domain
from .expansion import ExpandArticles
from .library import Library
from .list_directive import ConceptListDirective, list_placeholder
from .messages import tell_once
from .records import NAME, ROLE
from .role import ConceptRole
from .targets import name_of_other_project, tell_unknown
from .wording import WordNames

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


def _env_version(version: str) -> int:
    """A number for each release, so that Sphinx reads all pages again after an upgrade."""
    major, minor, patch = (int(part) for part in re.findall(r"\d+", version)[:3])
    return (major * 1000 + minor) * 1000 + patch


ENV_VERSION = _env_version(__version__)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything."""
    for option in OPTIONS:
        app.add_config_value(option.name, option.default, option.rebuild, option.types, option.help)
    app.add_domain(ConceptDomain)
    app.add_role(NAME, ConceptRole())
    app.add_role_to_domain(NAME, ROLE, ConceptRole())
    app.add_directive(NAME, ConceptDirective)
    app.add_directive(f"{NAME}-list", ConceptListDirective)
    app.add_node(article_placeholder)
    app.add_node(list_placeholder)
    output.add_nodes(app)
    latex.add_visitors(app)
    app.add_transform(ExpandArticles)
    app.add_transform(WordNames)
    app.add_post_transform(output.DropLosingAnchors)
    app.add_post_transform(output.ReplacePictures)
    app.connect("builder-inited", open_library)
    app.connect("builder-inited", assets.offer_assets)
    app.connect("builder-inited", latex.offer_package)
    # Last: others open, in the source folder, whatever documents are known here.
    app.connect("builder-inited", generated_pages.register_pages, priority=900)
    app.connect("env-get-outdated", generated_pages.give_up_names)
    app.connect("env-get-outdated", rebuild.outdated_pages)
    app.connect("env-before-read-docs", prepare_reading)
    app.connect("env-updated", generated_pages.read_the_rest, priority=100)
    app.connect("env-updated", rebuild.pages_to_write)
    app.connect("doctree-resolved", related.fill_related)
    app.connect("doctree-resolved", output.place_rubrics)
    app.connect("doctree-resolved", latex.mark_headings)
    app.connect("doctree-resolved", plain_outputs.simplify)
    app.connect("doctree-resolved", rebuild.note_written)
    app.connect("build-finished", rebuild.remember_written)
    # Before intersphinx, which would make a link.
    app.connect("missing-reference", name_of_other_project, priority=400)
    app.connect("warn-missing-reference", tell_unknown)
    app.connect("html-page-context", assets.add_styles)
    app.connect("html-page-context", structured_data.add_structured_data)
    app.connect("html-page-context", structured_data.add_description)
    app.connect("html-page-context", previews.add_previews)
    app.connect("html-page-context", related.add_alternates)
    # Before themes make links of where a page's source is.
    app.connect("html-page-context", generated_pages.hide_source, priority=400)
    return {
        "version": __version__,
        "env_version": ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def open_library(app: Sphinx) -> None:
    """Set up the library of this build."""
    tell_once(partial(generated_pages.is_premature, app))
    concept_domain(app.env).library = Library(
        read_settings(app.config),
        app.config.language,
        confdir=Path(app.confdir),
        store=Path(app.doctreedir),
        is_gettext=isinstance(app.builder, MessageCatalogBuilder),
        image_types=output.image_types(app.builder),
    )


def prepare_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Open the corpora and load what embeds, before Sphinx starts processes that would each."""
    generated_pages.put_off(env, docnames)
    if docnames and app.parallel > 1:
        concept_domain(env).library.open()
        from . import embedding  # noqa: F401
