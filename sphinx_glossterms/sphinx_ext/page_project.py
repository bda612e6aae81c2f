"""A project that has documents outside of its source folder as well."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.project import Project


class ProjectWithPages(Project):
    """A project with documents whose sources lie in a folder of their own, the *store*."""

    def __init__(
        self, srcdir: str | os.PathLike[str], source_suffix: Iterable[str], store: Path
    ) -> None:
        super().__init__(srcdir, source_suffix)
        self.pages: dict[str, Path] = {}
        """Where the source of each lies."""
        self._by_path: dict[Path, str] = {}
        self._store = store

    def __getstate__(self) -> dict[str, Any]:
        # Others look at the pickled names before `discover` says which of them are files.
        own = self.docnames - self.pages.keys()
        return {**self.__dict__, "docnames": own, "pages": {}, "_by_path": {}}

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        """Find the documents in the source folder, and add the others."""
        store = os.path.relpath(self._store, self.srcdir).replace(os.sep, "/")
        super().discover([*exclude_paths, f"{store}/**"], include_paths)
        self._add(self.pages)
        return self.docnames

    def set_pages(self, pages: Mapping[str, Path]) -> None:
        """Have these documents, and none of those before."""
        self.docnames -= self.pages.keys()
        self._add(pages)

    def _add(self, pages: Mapping[str, Path]) -> None:
        """Add documents; a file of the source folder with the same name counts more."""
        self.pages = {d: path for d, path in pages.items() if d not in self.docnames}
        self._by_path = {path: docname for docname, path in self.pages.items()}
        self.docnames |= self.pages.keys()

    def path2doc(self, filename: str | os.PathLike[str]) -> str | None:
        """The document that a file is."""
        return self._by_path.get(Path(filename)) or super().path2doc(filename)

    def doc2path(self, docname: str, absolute: bool) -> Any:
        """The file of a document; relative, as if it lay in the source folder."""
        path = super().doc2path(docname, absolute)
        if docname not in self.pages or not absolute:
            return path
        return type(path)(self.pages[docname])


def pages_of(app: Sphinx) -> Mapping[str, Path]:
    """The documents of the app's project that lie outside of its source folder."""
    return app.project.pages if isinstance(app.project, ProjectWithPages) else {}


def project_with_pages(app: Sphinx, store: Path) -> ProjectWithPages:
    """The app's project, as one that can have such documents."""
    if not isinstance(app.project, ProjectWithPages):
        project = ProjectWithPages(app.srcdir, app.config.source_suffix, store)
        project.restore(app.project)
        app.project = app.env.project = project
    return app.project
