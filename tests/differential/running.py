"""Builds of one process, and what they read, wrote and warned of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from jinja2 import Environment
from sphinx.environment import BuildEnvironment
from sphinx.testing.util import SphinxTestApp

from differential import twin
from sphinx_glossterms import sphinx_ext
from sphinx_glossterms.sphinx_ext.domain import concept_domain

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
    known: Known


@dataclass
class Known:
    """What the environment holds after a build."""

    trees: dict[str, nodes.document] = field(default_factory=dict)
    labels: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """The labels of the `std` domain that concepts have."""
    listings: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    generated: dict[str, str] = field(default_factory=dict)


def build(
    source: Path,
    builder: str,
    folder: Path,
    *,
    jobs: int = 1,
    env_version: int = 1,
    is_to_know: bool = False,
) -> Build:
    """Build with doctrees and output in ``folder``, which other builders may share."""
    before = _dates(folder / builder, builder)
    read: set[str] = set()
    updated: set[str] = set()
    warning = StringIO()
    known = Known()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sphinx_ext, "ENV_VERSION", env_version)
        patch.setattr(twin, "ENV_VERSION", env_version)
        patch.setattr(Environment, "compile", _compile)
        app = SphinxTestApp(
            builder, srcdir=source, builddir=folder, parallel=jobs, warning=warning, verbosity=0
        )
        try:
            # The two ways to read; no event tells of the second pass, which reads lists.
            for name in ("_read_serial", "_read_parallel"):
                patch.setattr(app.builder, name, _noting(getattr(app.builder, name), read))
            read_pages = app.builder.read

            def read_and_note() -> list[str]:
                docnames = read_pages()
                updated.update(docnames)
                return docnames

            patch.setattr(app.builder, "read", read_and_note)
            app.build()
            if is_to_know:
                known = _known(app.env)
        finally:
            app.cleanup()
    after = _dates(folder / builder, builder)
    written = {name for name, date in after.items() if before.get(name) != date} - _NO_PAGES
    lines = [line for line in _ANSI.sub("", warning.getvalue()).splitlines() if line.strip()]
    # The sources of generated pages lie with the doctrees.
    warnings = Counter(line.replace(str(folder), "") for line in lines)
    return Build(builder, folder / builder, read, updated, written, warnings, known)


def _noting(read_pages: Callable[..., None], read: set[str]) -> Callable[..., None]:
    """A way to read that notes what it reads."""

    def read_and_note(docnames: list[str], *args: Any, **options: Any) -> None:
        read.update(docnames)
        read_pages(docnames, *args, **options)

    return read_and_note


def _known(env: BuildEnvironment) -> Known:
    domain = concept_domain(env)
    return Known(
        trees={name: env.get_doctree(name) for name in sorted(env.all_docs)},
        labels=dict(domain.data["labels"]),
        listings=dict(domain.listings),
        generated=dict(domain.generated),
    )


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
