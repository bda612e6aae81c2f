"""Builds of one process, and what they read, wrote and warned of."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from jinja2 import Environment
from sphinx.testing.util import SphinxTestApp

from differential import twin
from sphinx_glossterms import sphinx_ext

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_NO_PAGES = {"genindex", "search"}  # HTML writes these each time
_SUFFIXES = {"html": ".html", "text": ".txt", "xml": ".xml"}


@dataclass
class Build:
    """One run of a builder."""

    builder: str
    outdir: Path
    read: set[str]
    updated: set[str]
    """Pages read, and those that `env-updated` gave."""
    written: set[str]
    """Pages whose file was written; none for LaTeX, which always writes its one file."""
    warnings: Counter[str]
    trees: dict[str, nodes.document]


def build(
    source: Path,
    builder: str,
    folder: Path,
    *,
    jobs: int = 1,
    env_version: int = 1,
    with_trees: bool = False,
) -> Build:
    """Build with doctrees and output in ``folder``, which other builders may share."""
    before = _dates(folder / builder, builder)
    read: set[str] = set()
    updated: set[str] = set()
    warning = StringIO()
    trees: dict[str, nodes.document] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sphinx_ext, "ENV_VERSION", env_version)
        patch.setattr(twin, "ENV_VERSION", env_version)
        patch.setattr(Environment, "compile", _compile)
        app = SphinxTestApp(
            builder, srcdir=source, builddir=folder, parallel=jobs, warning=warning, verbosity=0
        )
        try:
            app.connect("env-before-read-docs", lambda app, env, docnames: read.update(docnames))
            read_pages = app.builder.read

            def read_and_note() -> list[str]:
                docnames = read_pages()
                updated.update(docnames)
                return docnames

            patch.setattr(app.builder, "read", read_and_note)
            app.build()
            if with_trees:
                trees = {name: app.env.get_doctree(name) for name in sorted(app.env.all_docs)}
        finally:
            app.cleanup()
    after = _dates(folder / builder, builder)
    written = {name for name, date in after.items() if before.get(name) != date} - _NO_PAGES
    lines = [line for line in _ANSI.sub("", warning.getvalue()).splitlines() if line.strip()]
    return Build(builder, folder / builder, read, updated, written, Counter(lines), trees)


_compile_anew = Environment.compile


def _compile(environment: Environment, *args: Any, **options: Any) -> Any:
    """Compile a template once for all builds: a third of the time of a small one."""
    key = (args, tuple(options.items()))
    if key not in _templates:
        _templates[key] = _compile_anew(environment, *args, **options)
    return _templates[key]


_templates: dict[Any, Any] = {}


def _dates(outdir: Path, builder: str) -> dict[str, int]:
    suffix = _SUFFIXES.get(builder)
    if suffix is None:
        return {}
    files = {p: p.relative_to(outdir).as_posix() for p in outdir.rglob(f"*{suffix}")}
    return {name.removesuffix(suffix): p.stat().st_mtime_ns for p, name in files.items()}
