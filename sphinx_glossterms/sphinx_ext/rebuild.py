"""Which pages a build has to read or write again."""

from __future__ import annotations

import json
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .domain import concept_domain
from .observations import digest


def outdated_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """Pages whose articles, or the names that they show, are not what was read.

    Compares content: a checkout can make a file older. An article that came into
    being, and with it one that a page shows no fallback for any more, counts as well.
    """
    return concept_domain(env).look_again(added | changed | removed)


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Pages that were not read again, but whose links lead elsewhere than when written.

    What was written is remembered for each builder, so that one of several builders
    that share doctrees finds out what another has read. The labels are derived anew
    first.
    """
    domain = concept_domain(env)
    domain.update_labels()
    domain.update_index()
    written = _Written(app).load()
    states = _states(env)
    changed = {docname for docname in states if written.get(docname) != states[docname]}
    renamed = {d for d in changed if _title(written.get(d, "")) != _title(states[d])}
    return sorted(changed | _toctree_ancestors(env, renamed))


def _states(env: BuildEnvironment) -> dict[str, str]:
    """What each page's output depends on; when it was read stands for all of its own text.

    Last its title, on which the toctrees above it depend.
    """
    states = concept_domain(env).page_states()
    titles = {docname: env.titles[docname].astext() for docname in states if docname in env.titles}
    return {
        docname: f"{state} {env.all_docs[docname]} {titles.get(docname, '')}"
        for docname, state in states.items()
    }


def _title(state: str) -> str:
    return state.split(" ", 2)[-1]


def _toctree_ancestors(env: BuildEnvironment, docnames: set[str]) -> set[str]:
    """The pages whose toctrees show these; Sphinx itself goes up by one level alone."""
    found: set[str] = set()
    ahead = set(docnames)
    while ahead:
        parents = set().union(*(env.files_to_rebuild.get(docname, ()) for docname in ahead))
        ahead = (parents & env.found_docs) - found
        found |= ahead
    return found


def note_written(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Note that a page is being written."""
    concept_domain(app.env).being_written.add(docname)


def remember_written(app: Sphinx, exception: Exception | None) -> None:
    """Remember what the pages that were written depended on, if all went well.

    A build of some pages alone, or one that was broken off, leaves the others as they were.
    """
    domain = concept_domain(app.env)
    if exception is None and domain.being_written:
        states = _states(app.env)
        record = _Written(app)
        written = {d: state for d, state in record.load().items() if d in states}
        written |= {docname: states.get(docname, "") for docname in domain.being_written}
        record.save(written)


class _Written:
    """The record of what one builder wrote to one folder: a state by page."""

    def __init__(self, app: Sphinx) -> None:
        output = digest(app.builder.name, str(app.outdir))
        self._path = Path(app.doctreedir) / f"glossterms-written-{output}.json"

    def load(self) -> dict[str, str]:
        try:
            written = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return written if isinstance(written, dict) else {}

    def save(self, written: dict[str, str]) -> None:
        self._path.write_text(json.dumps(written), encoding="utf-8")
