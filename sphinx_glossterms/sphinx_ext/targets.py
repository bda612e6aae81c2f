"""What to tell of a target that does not mean one concept of this build."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment

from ..concepts.findings import Finding, Rule, renamed_message
from ..concepts.slugs import nearest
from .domain import concept_domain
from .library import Library
from .messages import Subtype, report, warn
from .records import NAME
from .references import is_of_article, is_unlinked


def unknown_message(target: str, library: Library) -> str:
    """What to tell of a target that is nowhere."""
    if not library.settings.corpora:
        return f"there is no concept “{target}”; glossterms_corpora in conf.py names no corpus"
    empty = library.empty_corpora()
    if empty:
        places = " and ".join(f"{root} (layout: {layout})" for root, layout in empty)
        return f"no corpus has a concept “{target}”; there is no article at all in {places}"
    namespace, _, slug = target.partition(":")
    if slug and namespace not in library.corpora:
        near = nearest(namespace, library.corpora, 1)
        if near:
            return f"there is no corpus “{namespace}”; did you mean “{near[0]}:{slug}”?"
    found = library.meanings.nearest(target) or tuple(
        filter(None, [library.meanings.slug_of(slug)])
    )
    names = " or ".join(f"“{name}”" for name in found)
    hint = f"; did you mean {names}?" if names else ""
    return f"no corpus has a concept “{target}”{hint}"


def ambiguous_message(target: str, slugs: Sequence[str]) -> str:
    """What to tell of a name that several concepts go by."""
    names = " and ".join(f"“{slug}”" for slug in slugs)
    return f"“{target}” is a name of {names}; write the slug of the one you mean"


def tell_former(target: str, slug: str, source: str, line: int) -> None:
    """Note that a writer's target is a slug that the concept had before: all works."""
    report(Finding(source, line, Rule.LINK_RENAMED, renamed_message(target, slug)))


def outside_message(slug: str, languages: Sequence[str], renamed: Sequence[str]) -> str:
    """What to tell of a concept that no language of the build has.

    ``renamed`` are the concepts that had the slug before.
    """
    if renamed:
        names = " or ".join(f"“{name}”" for name in renamed)
        return (
            f"“{slug}” exists only in {', '.join(languages)}; it is {names} now,"
            " so write that, and rename the articles that were left"
        )
    return (
        f"“{slug}” exists only in {', '.join(languages)}, which is not among the"
        " languages of this build; see glossterms_fallback"
    )


def tell_unknown(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Give our own message in place of Sphinx's; an article's dead link is a finding.

    This comes after intersphinx had its turn, so that another project's concepts count.
    """
    if node.get("refdomain") != NAME:
        return None
    library = concept_domain(app.env).library
    # Where a corpus could not be opened, that is the one message.
    if library.is_complete and not is_of_article(node):
        message = unknown_message(node["reftarget"], library)
        if getattr(app.config, "intersphinx_mapping", None):
            message += "; no project of intersphinx_mapping has it either"
        warn(Subtype.UNKNOWN, message, node)
    return True


def name_of_other_project(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> nodes.Node | None:
    """What another project calls a concept that a role is to show without a link."""
    if not is_unlinked(node) or "sphinx.ext.intersphinx" not in app.extensions:
        return None
    from sphinx.ext.intersphinx import missing_reference

    found = missing_reference(app, env, node, content)
    return found[0] if found else None
