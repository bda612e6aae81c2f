"""Pages that no writer wrote: one for each concept of a list with ``:toctree:``.

Their sources lie with the doctrees, so that nothing is put into the source folder, which
the builds of several languages may share. Which pages there are is known when all others
are read; they are read, and the lists filled, in a second pass.

All that is private to Sphinx and that this needs is here: the builder's two ways to read.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Mapping
from itertools import chain, count
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.project import Project

from .domain import ConceptDomain, concept_domain
from .listing import concepts_of
from .messages import Subtype, only_ours, warn

_SHOW = "title, languages, body, highlights, backlinks"
_MAX_BYTES = 240
"""The longest name of a file, less what Sphinx puts behind it."""
_SOURCES = {
    "restructuredtext": ".. glossterm:: {slug}\n   :show: {show}\n",
    "markdown": "```{{glossterm}} {slug}\n:show: {show}\n```\n",
}


class ProjectWithPages(Project):
    """A project that has documents outside of its source folder as well."""

    pages: Mapping[str, Path]
    """Where the source of each lies."""

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        """Find the documents in the source folder, and add the others."""
        super().discover(exclude_paths, include_paths)
        self.add_pages(self.pages)
        return self.docnames

    def add_pages(self, pages: Mapping[str, Path]) -> None:
        """Add documents; a file of the source folder with the same name counts more."""
        self.pages = {d: path for d, path in pages.items() if d not in self.docnames}
        self.docnames |= self.pages.keys()

    def drop_pages(self) -> None:
        """Take all of them away."""
        self.docnames -= self.pages.keys()
        self.pages = {}

    def path2doc(self, filename: str | os.PathLike[str]) -> str | None:
        """The document that a file is."""
        by_path = {path: docname for docname, path in self.pages.items()}
        return by_path.get(Path(filename)) or super().path2doc(filename)

    def doc2path(self, docname: str, absolute: bool) -> Any:
        """The file of a document; relative, as if it lay in the source folder."""
        path = super().doc2path(docname, absolute)
        if docname not in self.pages or not absolute:
            return path
        return type(path)(self.pages[docname])


def register_pages(app: Sphinx) -> None:
    """Let the project know the pages that the last build made, before it looks for files."""
    generated = concept_domain(app.env).generated
    if generated:
        paths = {docname: _path(app, docname) for docname in generated}
        _project(app).pages = {docname: path for docname, path in paths.items() if path.exists()}


def _project(app: Sphinx) -> ProjectWithPages:
    """The app's project, as one that can have such pages."""
    if not isinstance(app.project, ProjectWithPages):
        project = ProjectWithPages(app.srcdir, app.config.source_suffix)
        project.restore(app.project)
        project.pages = {}
        app.project = app.env.project = project
    return app.project


def give_up_names(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """Forget the pages whose names writers have given to pages of their own.

    Gives these, which have to be read, however old their files are.
    """
    domain = concept_domain(env)
    pages = app.project.pages if isinstance(app.project, ProjectWithPages) else {}
    gone = domain.generated.keys() - pages.keys()
    domain.data["generated"] = {d: slug for d, slug in domain.generated.items() if d not in gone}
    return gone & env.found_docs


def put_off(env: BuildEnvironment, docnames: list[str]) -> None:
    """Leave generated pages for the second pass, where it is known which are still wanted."""
    domain = concept_domain(env)
    generated = domain.generated
    domain.put_off = {*docnames} & generated.keys()
    docnames[:] = [docname for docname in docnames if docname not in generated]
    domain.being_read = {*docnames}


def page_names(env: BuildEnvironment, folder: str, slugs: Iterable[str]) -> dict[str, str]:
    """The names of the documents for concepts, by slug; none where it would be too long.

    A document of the source folder keeps its name: the concept's gets its anchor's, if need
    be with a number.
    """
    generated = concept_domain(env).generated
    own = env.found_docs - generated.keys()
    library = concept_domain(env).library
    names = {}
    for slug in slugs:
        anchor = library.anchor(slug)
        bare = () if library.namespace_of(slug) else (slug,)
        numbered = (f"{anchor}.{number}" for number in count(2))
        tried = (posixpath.join(folder, name) for name in chain(bare, (anchor,), numbered))
        names[slug] = next(name for name in tried if name not in own)
    return {slug: name for slug, name in names.items() if not _is_too_long(name)}


def _is_too_long(docname: str) -> bool:
    return any(len(part.encode("utf-8", "replace")) > _MAX_BYTES for part in docname.split("/"))


def read_the_rest(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Fill the lists and read the generated pages, when all other pages are read.

    Before Sphinx numbers sections and figures, which it does in the same event. Gives
    the pages that were read.
    """
    domain = concept_domain(env)
    domain.is_all_read = True
    if not (domain.lists or domain.generated):
        return []
    listings = {
        docname: tuple(concepts_of(domain, docname, spec) for spec in domain.lists[docname])
        for docname in sorted(domain.lists)
    }
    again = {
        docname
        for docname, listing in listings.items()
        if docname in domain.being_read or domain.listings.get(docname) != listing
    }
    before = dict(domain.generated)
    wanted = _wanted_pages(env, domain, listings)
    # The listing may be the same, and a page's name another, since a writer's page has it.
    again |= {docname for docname, pages in wanted.items() if not pages.keys() <= before.keys()}
    outdated = _renew_pages(app, env, domain, dict(chain(*(p.items() for p in wanted.values()))))
    domain.data["listings"] = listings
    if domain.generated != before:  # what `:glob:` finds
        again |= env.glob_toctrees & env.found_docs
    _read(app, sorted(again), domain)
    _read(app, sorted(outdated - again), domain)
    return sorted(again | outdated)


def _wanted_pages(
    env: BuildEnvironment,
    domain: ConceptDomain,
    listings: Mapping[str, tuple[tuple[str, ...], ...]],
) -> dict[str, dict[str, str]]:
    """The pages that the lists of each document want, each with its slug."""
    if domain.library.is_gettext:
        return {}
    wanted: dict[str, dict[str, str]] = {}
    for docname, listing in listings.items():
        for spec, slugs in zip(domain.lists[docname], listing, strict=True):
            names = page_names(env, spec.toctree, slugs) if spec.toctree else {}
            wanted.setdefault(docname, {}).update((name, slug) for slug, name in names.items())
            for slug in slugs if spec.toctree else ():
                if slug not in names:
                    message = f"“{slug}” gets no page: its name is too long for a file"
                    warn(Subtype.PAGE, message, (docname, None))
    return wanted


def _renew_pages(
    app: Sphinx, env: BuildEnvironment, domain: ConceptDomain, wanted: dict[str, str]
) -> set[str]:
    """Make the pages that the lists want, and forget others; gives those to read."""
    gone = {docname for docname in domain.generated if docname not in wanted}
    for docname in sorted(gone & env.all_docs.keys()):
        app.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)
    rewritten = {docname for docname, slug in wanted.items() if _write(app, docname, slug)}
    domain.data["generated"] = wanted
    domain.forget_pages()
    if wanted or gone:
        project = _project(app)
        project.drop_pages()
        project.add_pages({docname: _path(app, docname) for docname in wanted})
    unread = {docname for docname in wanted if docname not in env.all_docs}
    return rewritten | unread | (domain.put_off & wanted.keys())


def _write(app: Sphinx, docname: str, slug: str) -> bool:
    """Write a page's source unless it is there; tells whether it was not."""
    path = _path(app, docname)
    kind = app.config.source_suffix[path.suffix]
    source = _SOURCES[kind].format(slug=slug, show=_SHOW)
    if path.exists() and path.read_text(encoding="utf-8") == source:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return True


def _path(app: Sphinx, docname: str) -> Path:
    suffixes = app.config.source_suffix
    suffix = next(s for kind in _SOURCES for s, k in suffixes.items() if k == kind)
    return Path(app.doctreedir) / "glossterms-pages" / f"{docname}{suffix}"


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
