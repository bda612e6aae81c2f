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
    library = domain.library
    names = {target for targets in domain.names.values() for target in targets}
    articles = {key for keys in domain.articles.values() for key in keys}
    name_now = {target: library.name_fingerprint(target) for target in names}
    article_now = {key: library.article_fingerprint(*key) for key in articles}
    outdated = {
        docname
        for docname, targets in domain.names.items()
        if any(name_now[target] != seen for target, seen in targets.items())
    }
    return outdated | {
        docname
        for docname, keys in domain.articles.items()
        if any(article_now[key] != seen for key, seen in keys.items())
    }


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
