"""Build small Sphinx projects in tests, and look at what a user would see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from corpus_files import article, write
from docutils import nodes
from sphinx.testing.util import SphinxTestApp

import sphinx_glossterms

__all__ = ["BREAD", "PACKAGE", "REPOSITORY", "Built", "article", "build", "write"]

REPOSITORY = Path(__file__).parent.parent
BREAD = REPOSITORY / "examples" / "bread"
PACKAGE = Path(sphinx_glossterms.__file__).parent

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Built:
    """What a build gave."""

    outdir: Path
    warnings: list[str]
    """The warnings, one a line, paths as printed, no colours."""
    status: int
    doctrees: dict[str, nodes.document]
    """As read: before references are resolved."""
    titles: dict[str, str]
    tocs: dict[str, nodes.Element]
    """The table of contents of each page."""
    progress: str
    """What Sphinx printed as it went; with `verbosity` of 1 or more our findings too."""

    def text(self, name: str = "index.html") -> str:
        """A file of the output."""
        return (self.outdir / name).read_text(encoding="utf-8")


def build(
    source: Path,
    builder: str = "html",
    language: str = "en",
    *,
    out: str = "",
    parallel: int = 0,
    fresh: bool = False,
    verbosity: int = 0,
    **config: Any,
) -> Built:
    """Build a project, each language and ``out`` in a folder of its own beside it.

    A missing ``conf.py`` is made.

    ``config`` overrides conf.py. The extension is loaded unless conf.py names extensions.
    """
    conf = source / "conf.py"
    if not conf.exists():
        conf.write_text(
            "extensions = ['sphinx_glossterms', 'myst_parser']\n"
            "project = 'Tests'\ncopyright = '2026'\nversion = release = '1'\n"
            "html_theme = 'basic'\nhtml_copy_source = False\n",
            encoding="utf-8",
        )
    folder = f"{language}-gettext" if builder == "gettext" else language
    warning, status = StringIO(), StringIO()
    app = SphinxTestApp(
        builder,
        srcdir=source,
        builddir=source.parent / f"{source.name}-build" / f"{folder}{out}",
        freshenv=fresh,
        confoverrides={"language": language, "nitpicky": True, **config},
        status=status,
        warning=warning,
        parallel=parallel,
        verbosity=verbosity,
    )
    try:
        app.build()
        env = app.env
        trees = {name: env.get_doctree(name) for name in sorted(env.all_docs)}
        titles = {name: env.titles[name].astext() for name in env.all_docs if name in env.titles}
        tocs = {name: toc.deepcopy() for name, toc in env.tocs.items()}
        code = app.statuscode
    finally:
        app.cleanup()
    lines = _ANSI.sub("", warning.getvalue()).splitlines()
    return Built(
        outdir=Path(app.outdir),
        warnings=[line for line in lines if line.strip()],
        status=code,
        doctrees=trees,
        titles=titles,
        tocs=tocs,
        progress=_ANSI.sub("", status.getvalue()),
    )
