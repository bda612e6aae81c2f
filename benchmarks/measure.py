"""Run a command and tell what the whole process tree cost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


class BuildFailed(Exception):
    """A build that was to be measured did not succeed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost, with all processes that it started."""

    cpu: float
    """Seconds, user and system."""
    wall: float
    memory: int
    """The largest resident set of any of its processes, in KiB."""
    doctrees: int = 0
    """Bytes of the doctrees of all pages but the root document."""
    pages: int = 0
    """Bytes of all HTML pages."""


def sphinx_command(source: Path, out: Path, *, jobs: int = 1, strict: bool = False) -> list[str]:
    """The command line of an HTML build."""
    options = ["-n", "-W", "--keep-going"] if strict else []
    paths = ["-d", str(out / "doctrees"), str(source), str(out / "html")]
    return ["-m", "sphinx", "-b", "html", "-q", "-j", str(jobs), *options, *paths]


def run(arguments: list[str], log: Path) -> Cost:
    """Run Python with these arguments. This process must stay small while it measures:
    what a child inherits before its exec counts into its largest resident set."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments], stdout=output, stderr=output, env=_environment(log.parent)
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BuildFailed(f"{' '.join(arguments)}\n{log.read_text('utf-8', 'replace')}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss)


def _environment(folder: Path) -> dict[str, str]:
    """Variables of a measured process. Compiled modules are kept, as an installation does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    cache = str(folder.parent / "pycache")
    return {**kept, "PYTHONPYCACHEPREFIX": cache, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}


def doctree_bytes(out: Path) -> int:
    """The size of the doctrees of all pages but the root document."""
    files = (out / "doctrees").rglob("*.doctree")
    return sum(file.stat().st_size for file in files if file.name != "index.doctree")


def page_bytes(out: Path) -> int:
    """The size of all HTML pages."""
    return sum(file.stat().st_size for file in (out / "html").rglob("*.html"))
