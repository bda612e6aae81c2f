"""Programs that tests need and that pip doesn't bring; without them the tests skip."""

from __future__ import annotations

import os
import shutil
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
