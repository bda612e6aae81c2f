"""Run the tests on the oldest and the newest dependencies, on every interpreter there is.

``make test-all`` calls this. It needs only the standard library. Each leg has its own virtual
environment under ``.venvs/``. The "oldest" leg takes the pins of ``tests/oldest.txt`` and runs on
Python 3.11 alone, the oldest Python that is supported; the "newest" leg takes whatever pip finds.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "tests" / "oldest.txt"
OLDEST_PYTHON = (3, 11)
DEFAULT_PYTHONS = ["python3.11", "python3.12", "python3.13", "python3.14"]


def interpreter(name: str) -> tuple[str, tuple[int, int]] | None:
    """The real path and version of an interpreter, or None if it doesn't start.

    A pyenv shim may be on PATH without a version behind it; asking pyenv for all of its versions
    makes each shim find its own. (The shim that started this program has set one version.)
    """
    env = dict(os.environ)
    if shutil.which("pyenv"):
        listed = subprocess.run(["pyenv", "versions", "--bare"], capture_output=True, text=True)
        env["PYENV_VERSION"] = ":".join(listed.stdout.split())
    code = "import sys, venv, ensurepip; print(sys.executable, *sys.version_info[:2], sep='\\n')"
    for environment in (os.environ, env):
        try:
            done = subprocess.run(
                [name, "-c", code], capture_output=True, text=True, env=environment, timeout=60
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        if done.returncode == 0:
            executable, major, minor = done.stdout.splitlines()
            return executable, (int(major), int(minor))
    return None


def lower_bounds() -> dict[str, str]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        wanted = tomllib.load(file)["project"]["dependencies"]
    return dict(re.split(r"\s*>=\s*", line, maxsplit=1) for line in wanted)


def pins() -> dict[str, str]:
    lines = (line.partition("#")[0].strip() for line in PINS.read_text("utf-8").splitlines())
    return dict(line.split("==", 1) for line in lines if line)


def run_leg(executable: str, version: tuple[int, int], leg: str, pytest_args: list[str]) -> str:
    """Run one leg and return its line of the summary, which starts with "ok" or "FAILED"."""
    name = f"py{version[0]}.{version[1]}-{leg}"
    print(f"\n== {name}", flush=True)
    folder = ROOT / ".venvs" / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(python), "-m", "pip", "install", "--quiet"]
    how = ["-c", str(PINS)] if leg == "oldest" else ["--upgrade", "--upgrade-strategy", "eager"]
    extras = "test" if leg == "oldest" else "test,themes"
    steps = [
        [executable, "-m", "venv", "--clear", str(folder)],
        [*pip, "--upgrade", "pip"],
        [*pip, *how, "-e", f"{ROOT}[{extras}]"],
        [*pip[:-2], "check"],
        [str(python), "-m", "pytest", "-q", *pytest_args],
    ]
    failed = next((step for step in steps if subprocess.run(step, cwd=ROOT).returncode), None)
    show = (
        "import importlib.metadata as m;"
        "print(', '.join(f'{n} {m.version(n)}' for n in ('Sphinx', 'docutils', 'myst-parser')))"
    )
    seen = subprocess.run([str(python), "-c", show], capture_output=True, text=True)
    versions = seen.stdout.strip() or "nothing installed"
    return f"{'FAILED' if failed else 'ok':6}  {name:14}  {versions}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--legs", nargs="+", choices=["oldest", "newest"])
    parser.add_argument("--pythons", nargs="+", default=DEFAULT_PYTHONS)
    parser.add_argument("pytest_args", nargs="*", help="arguments for pytest, after --")
    args = parser.parse_args()
    legs = args.legs or ["oldest", "newest"]

    if lower_bounds() != pins():
        print("tests/oldest.txt and the lower bounds in pyproject.toml differ:", file=sys.stderr)
        print(f"  {pins()}\n  {lower_bounds()}", file=sys.stderr)
        return 1

    found = {name: interpreter(name) for name in args.pythons}
    print("found:    ", " ".join(name for name, got in found.items() if got) or "none")
    print("not found:", " ".join(name for name, got in found.items() if not got) or "none")

    summary = [
        run_leg(executable, version, leg, args.pytest_args)
        for executable, version in filter(None, found.values())
        for leg in legs
        if leg == "newest" or version == OLDEST_PYTHON
    ]
    print("\n== Summary", *summary, sep="\n")
    if not summary:
        print("no leg could run", file=sys.stderr)
        return 1
    return int(any(line.startswith("FAILED") for line in summary))


if __name__ == "__main__":
    sys.exit(main())
