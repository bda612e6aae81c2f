"""The benchmark's scripts: that they run, and write what the documentation shows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from building import REPOSITORY


@pytest.mark.long
def test_a_quick_run(tmp_path: Path) -> None:
    """Of two scenes that need neither other extensions nor what draws the plot."""
    script = REPOSITORY / "benchmarks" / "run.py"
    folders = ["--work", tmp_path / "work", "--out", tmp_path]
    arguments = ["--quick", *folders, "--scenes", "edit", "lists"]
    run = subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    table = (tmp_path / "results.md").read_text(encoding="utf-8")
    (edited,) = results["edit"]["rows"]
    _, *listed = results["lists"]["rows"]  # the first is of differences: none in small builds
    assert len(listed) == 2
    for row in (edited, *listed):
        assert row["minimum"] <= row["median"] <= row["maximum"]
        assert f"| {row['what']} | {row['ratio']} |" in table
        assert f" {row['median']:.2f} |" in table
