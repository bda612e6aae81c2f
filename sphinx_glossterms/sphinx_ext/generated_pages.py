"""Pages that no writer wrote: one for each concept of a list with ``:toctree:``.

Their sources lie with the doctrees, so that nothing is put into the source folder, which
the builds of several languages may share. Which pages there are is known when all others
are read; they are read, and the lists filled, in a second pass.

All that is private to Sphinx and that this needs is here: the builder's two ways to read.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from itertools import count
from logging import LogRecord
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .domain import ConceptDomain, concept_domain
from .list_contents import concepts_of
from .messages import Subtype, only_ours, warn
from .page_project import pages_of, project_with_pages

_MAX_BYTES = 240
"""The longest name of a file, less what Sphinx puts behind it."""

_QUOTED = re.compile(r"'([^']*)'")

# The directive knows which concept a generated page is of: a slug can hold anything,
# also what would be markup here.
_SHOW = "title, languages, body, highlights, backlinks"
_SOURCES = {
    "restructuredtext": f".. glossterm::\n   :show: {_SHOW}\n",
    "markdown": f"```{{glossterm}}\n:show: {_SHOW}\n```\n",
}


# --- before pages are read -----------------------------------------------------------------


def register_pages(app: Sphinx) -> None:
    """Let the project know the pages that the last build made, before it looks for files."""
    generated = concept_domain(app.env).generated
    paths = {docname: _path(app, docname) for docname in generated if _kind(app)}
    if paths:
        there = {docname: path for docname, path in paths.items() if path.exists()}
        project_with_pages(app, _store(app)).set_pages(there)


def give_up_names(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """Forget the pages whose names writers have given to pages of their own.

    Gives these, which have to be read, however old their files are.
    """
    domain = concept_domain(env)
    gone = domain.generated.keys() - pages_of(app).keys()
    domain.data["generated"] = {d: slug for d, slug in domain.generated.items() if d not in gone}
    return gone & env.found_docs


def put_off(env: BuildEnvironment, docnames: list[str]) -> None:
    """Leave generated pages for the second pass, where it is known which are still wanted."""
    domain = concept_domain(env)
    domain.put_off = {*docnames} & domain.generated.keys()
    docnames[:] = [docname for docname in docnames if docname not in domain.generated]
    domain.being_read = {*docnames}


# --- which pages ---------------------------------------------------------------------------


def page_names(env: BuildEnvironment, folder: str, slugs: Iterable[str]) -> dict[str, str]:
    """The names of the documents for concepts, by slug; none where it would be too long.

    A document of the source folder keeps its name: the concept's gets its anchor's, if need
    be with a number.
    """
    domain = concept_domain(env)
    own = env.found_docs - domain.generated.keys()
    names = {}
    for slug in slugs:
        tried = (posixpath.join(folder, name) for name in _likely_names(domain, slug))
        names[slug] = next(name for name in tried if name not in own)
    return {slug: name for slug, name in names.items() if not _is_too_long(name)}


def _likely_names(domain: ConceptDomain, slug: str) -> Iterable[str]:
    anchor = domain.library.meanings.anchor(slug)
    if not domain.library.meanings.namespace_of(slug):
        yield slug
    yield anchor
    yield from (f"{anchor}.{number}" for number in count(2))


def _is_too_long(docname: str) -> bool:
    return any(len(part.encode("utf-8", "replace")) > _MAX_BYTES for part in docname.split("/"))


def _wanted_pages(
    app: Sphinx, domain: ConceptDomain, listings: Mapping[str, tuple[tuple[str, ...], ...]]
) -> dict[str, dict[str, str]]:
    """The pages that the lists of each document want, each with its slug."""
    wanted: dict[str, dict[str, str]] = {}
    for docname, listing in listings.items():
        for spec, slugs in zip(domain.lists[docname], listing, strict=True):
            if not spec.toctree or domain.library.is_gettext:
                continue
            if not _kind(app):
                message = (
                    "no pages are made: source_suffix has neither reStructuredText nor Markdown"
                )
                warn(Subtype.PAGE, message, (docname, None))
                continue
            names = page_names(app.env, spec.toctree, slugs)
            for slug in slugs:
                if slug not in names:
                    message = f"“{slug}” gets no page: its name is too long for a file"
                    warn(Subtype.PAGE, message, (docname, None))
            pages = {name: slug for slug, name in names.items()}
            wanted.setdefault(docname, {}).update(pages)
    return wanted


# --- their sources -------------------------------------------------------------------------


def _store(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "glossterms-pages"


def _kind(app: Sphinx) -> tuple[str, str] | None:
    """The suffix and the markup of the sources: one that the project reads."""
    kinds = app.config.source_suffix.items()
    known = ((suffix, kind) for wanted in _SOURCES for suffix, kind in kinds if kind == wanted)
    return next(known, None)


def _path(app: Sphinx, docname: str) -> Path:
    suffix, _ = _kind(app) or ("", "")
    return _store(app) / f"{docname}{suffix}"


def _write(app: Sphinx, docname: str) -> bool:
    """Write a page's source unless it is there; whether it is there now."""
    path = _path(app, docname)
    _, kind = _kind(app) or ("", "")
    try:
        if not path.exists() or path.read_text(encoding="utf-8") != _SOURCES[kind]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_SOURCES[kind], encoding="utf-8")
    except OSError as error:
        warn(Subtype.PAGE, f"the page “{docname}” can't be made: {error.strerror} ({path})")
        return False
    return True


def hide_source(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Have no theme link to the source of a generated page: nobody can edit it."""
    if pagename in concept_domain(app.env).generated:
        context.update(sourcename="", has_source=False, show_source=False, page_source_suffix="")
        # sphinx-rtd-theme's own
        context.update(display_github=False, display_gitlab=False, display_bitbucket=False)


# --- the second pass -----------------------------------------------------------------------


def read_the_rest(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Fill the lists and read the generated pages, when all other pages are read.

    Before Sphinx numbers sections and figures, which it does in the same event. Gives
    the pages that were read.
    """
    domain = concept_domain(env)
    if not (domain.lists or domain.generated):
        return []
    domain.begin_second_pass()
    listings = {
        docname: tuple(concepts_of(domain, docname, spec) for spec in domain.lists[docname])
        for docname in sorted(domain.lists)
    }
    before = dict(domain.generated)
    wanted = _wanted_pages(app, domain, listings)
    again = _lists_to_read(domain, listings, wanted)
    outdated = _renew_pages(app, env, domain, wanted)
    domain.data["listings"] = listings
    if domain.generated != before:  # what `:glob:` finds, and what a toctree names
        again |= (env.glob_toctrees | env.reread_always) & env.found_docs
    _read(app, sorted(again), domain)
    _read(app, sorted(outdated - again), domain)
    return sorted(again | outdated)


def _lists_to_read(
    domain: ConceptDomain,
    listings: Mapping[str, tuple[tuple[str, ...], ...]],
    wanted: Mapping[str, Mapping[str, str]],
) -> set[str]:
    """The documents whose lists are empty as yet, or hold something else than they did.

    A list may hold the same, and a page's name be another, since a writer's page has it.
    """
    return {
        docname
        for docname, listing in listings.items()
        if docname in domain.being_read
        or domain.listings.get(docname) != listing
        or not wanted.get(docname, {}).keys() <= domain.generated.keys()
    }


def _renew_pages(
    app: Sphinx, env: BuildEnvironment, domain: ConceptDomain, wanted: Mapping[str, dict[str, str]]
) -> set[str]:
    """Make the pages that the lists want, and forget others; gives those to read."""
    before = domain.generated
    pages = {name: slug for found in wanted.values() for name, slug in found.items()}
    pages = {name: slug for name, slug in pages.items() if _write(app, name)}
    for docname in sorted(before.keys() - pages.keys()):
        _path(app, docname).unlink(missing_ok=True)
        if docname in env.all_docs:
            app.emit("env-purge-doc", env, docname)
            env.clear_doc(docname)
    if pages or before:
        paths = {docname: _path(app, docname) for docname in pages}
        project_with_pages(app, _store(app)).set_pages(paths)
    domain.set_generated(pages)
    others = {name for name, slug in pages.items() if before.get(name) != slug}
    unread = {docname for docname in pages if docname not in env.all_docs}
    return others | unread | (domain.put_off & pages.keys())


def _read(app: Sphinx, docnames: list[str], domain: ConceptDomain) -> None:
    """Read documents as the builder does; those that were read before tell nothing twice."""
    twice = [docname for docname in docnames if docname in domain.being_read]
    with only_ours():
        _read_by_builder(app, twice)
    _read_by_builder(app, [docname for docname in docnames if docname not in domain.being_read])


def _read_by_builder(app: Sphinx, docnames: list[str]) -> None:
    if app.parallel > 1 and len(docnames) > 1 and app.is_parallel_allowed("read"):
        app.builder._read_parallel(docnames, nproc=app.parallel)
    elif docnames:
        app.builder._read_serial(docnames)


def is_premature(app: Sphinx, record: LogRecord) -> bool:
    """Whether Sphinx misses, in a toctree, pages that were made when it had read that."""
    kind = getattr(record, "subtype", "")
    named = _QUOTED.search(record.getMessage()) if kind in ("not_readable", "empty_glob") else None
    if named is None:
        return False
    generated = (f"/{docname}" for docname in concept_domain(app.env).generated)
    if kind == "not_readable":
        return f"/{named[1]}" in generated
    pattern = "*/" + named[1].lstrip("/")
    return any(fnmatchcase(docname, pattern) for docname in generated)
