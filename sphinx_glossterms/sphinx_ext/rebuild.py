"""Which pages a build has to read or write again."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .domain import concept_domain


def outdated_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """Pages whose articles, or the names that they show, are not what was read.

    Compares content: a checkout can make a file older. An article that came into
    being, and with it one that a page shows no fallback for any more, counts as well.
    """
    domain = concept_domain(env)
    different = domain.look_again()
    # Where a link leads is settled when a page is written.
    shown = {key for key in different if key.kind != "link"}
    return {docname for docname, keys in domain.uses.items() if not shown.isdisjoint(keys)}


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Pages that were not read again, but whose links lead elsewhere than when written.

    What was written is remembered for each builder, so that one of several builders
    that share doctrees finds out what another has read. Sphinx keeps the environment
    if this gives any page. The labels are derived anew first.
    """
    domain = concept_domain(env)
    domain.update_labels()
    states = domain.page_states()
    builder = f"{app.builder.name} {app.outdir}"
    written = domain.data["written"].get(builder, {})
    domain.data["written"][builder] = states
    return sorted(docname for docname in states if written.get(docname) != states[docname])
