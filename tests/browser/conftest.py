"""What all tests in a browser share."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
import showcase
from browsers import browser, chromium, firefox, playwright
from programs import missing

__all__ = ["browser", "chromium", "firefox", "playwright"]


@pytest.fixture(scope="session")
def showcase_in(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Builds the showcase and its twin in a theme; gives the folder that has both.

    Once for all processes that run tests: the first builds, the others wait for it.
    """
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent

    @cache
    def build(theme: str) -> Path:
        if theme != "basic" and not find_spec(theme):
            missing(f"The theme {theme}")
        folder = base / f"showcase-{theme}"
        done = folder / "done"
        try:
            folder.mkdir()
        except FileExistsError:
            deadline = time.monotonic() + 120
            while not done.exists() and time.monotonic() < deadline:
                time.sleep(0.1)
        else:
            command = [sys.executable, showcase.__file__, str(folder), theme, "en"]
            run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
            done.write_text("" if run.returncode == 0 else run.stderr or "failed", "utf-8")
        assert done.read_text("utf-8") == ""
        return folder / "out"

    return build
