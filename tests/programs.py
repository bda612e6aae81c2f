"""Programs that tests need and that pip doesn't bring; without them the tests skip."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest
from building import REPOSITORY

NODE_MODULES = REPOSITORY / "node_modules"


def missing(what: str) -> NoReturn:
    """Skip for want of a tool; where all are to be there, fail."""
    message = f"{what} is not installed, so what it is needed for is not tested"
    if os.environ.get("GLOSSTERMS_REQUIRE_TOOLS"):
        pytest.fail(message)
    pytest.skip(message)


def program(*names: str) -> str:
    """The path of the first of these programs that there is."""
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        missing(names[0])
    return path


def node_file(name: str) -> Path:
    """A file that `make tools` installs."""
    path = NODE_MODULES / name
    if not path.exists():
        missing(f"{name.partition('/')[0]} (`make tools`)")
    return path


def check_epub(book: Path) -> str:
    """What epubcheck says of a book; '' if it finds nothing wrong."""
    path = Path(program("epubcheck")).resolve()
    # Debian's program is the jar itself, which not every machine can start; PyPI's is a script.
    is_jar = path.read_bytes()[:2] == b"PK"
    command = [program("java"), "-jar", str(path)] if is_jar else [str(path)]
    run = subprocess.run([*command, str(book)], capture_output=True, text=True, check=False)
    return "" if run.returncode == 0 else run.stdout + run.stderr


def make_pdf(folder: Path) -> Path:
    """Make a PDF of what the LaTeX builder wrote, with the Makefile that it writes too."""
    for name in ("latexmk", "xelatex", "xindy", "pdftotext"):
        program(name)
    environment = {**os.environ, "LATEXMKOPTS": "-silent -interaction=nonstopmode"}
    run = subprocess.run(
        ["make", "-s"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    (pdf,) = folder.glob("*.pdf")
    return pdf
