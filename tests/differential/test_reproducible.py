"""Two clean builds are the same, with one process or several; cost follows use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from differential.compare import differences, shown
from differential.model import (
    Block,
    Embed,
    Page,
    Project,
    Ref,
    Text,
    first_project,
    new_article,
    write,
)
from differential.running import build

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")

BUILDERS = ("html", "latex", "text", "xml")

# Builds a project and tells the calls that touch a folder: they can be counted only for a
# whole process, since an audit hook stays.
_COUNTING = """
import json, sys
from sphinx.application import Sphinx

source, output, builder, watched = sys.argv[1:]
calls = {"open": 0, "list": 0}
kinds = {"open": "open", "os.listdir": "list", "os.scandir": "list"}

def count(event, args):
    if event in kinds and str(args[0]).startswith(watched):
        calls[kinds[event]] += 1

sys.addaudithook(count)
with open(output + ".warnings", "w") as warnings:
    app = Sphinx(source, source, output, output + ".doctrees", builder, status=None, warning=warnings)
    read = []
    app.connect("env-before-read-docs", lambda app, env, docnames: read.extend(docnames))
    app.build()
print(json.dumps({**calls, "read": sorted(read)}))
"""


def build_apart(root: Path, builder: str, seed: str = "0") -> dict[str, object]:
    """Build in a process of its own, into a folder for each builder."""
    arguments = (root / "project", root / builder, builder, root / "concepts")
    result = subprocess.run(
        [sys.executable, "-c", _COUNTING, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert result.returncode == 0, result.stderr
    counted: dict[str, object] = json.loads(result.stdout)
    return counted


def warnings_of(root: Path, builder: str) -> Counter[str]:
    """The warnings of `build_apart`, without the folder."""
    text = (root / f"{builder}.warnings").read_text(encoding="utf-8")
    return Counter(text.replace(str(root), "").splitlines())


def busy_project() -> Project:
    """The first project with faults, links to the web and pages for many processes."""
    project = first_project()
    project.articles["concepts", "sv", "crumb"].flaw = "broken"
    project.articles["concepts", "en", "steam"].aliases = ("salt thing", "warm thing")
    for n in range(20):
        slug = sorted(project.slugs())[n % 13]
        refs = [Ref(target) for target in ("crumb", "warm thing", "nowhere", "malt")]
        blocks: list[Block] = [*refs, Text(n), Embed(slug)]
        project.pages[f"more/p{n}"] = Page(("rst", "md")[n % 2], f"More {n}", blocks)
        project.tree["index"].append(f"more/p{n}")
    return project


# --- the same everywhere -----------------------------------------------------------------


def test_two_clean_builds_are_identical(tmp_path: Path) -> None:
    """In another folder, with another hash order, files made in another order."""
    files = busy_project().files()
    one, two = tmp_path / "one", tmp_path / "two" / "deeper"
    write(one, {}, files, old=True)
    for name in sorted(files, reverse=True):
        write(two, {}, {name: files[name]}, old=False)
    for builder in BUILDERS:
        build_apart(one, builder, "1")
        build_apart(two, builder, "2")
        if builder == "xml":  # docutils names the file that a document comes from
            for root in (one, two):
                for path in (root / builder).rglob("*.xml"):
                    text = path.read_text(encoding="utf-8")
                    path.write_text(text.replace(f'source="{root}/', 'source="'), encoding="utf-8")
        found = differences(one / builder, two / builder)
        assert not found, shown(found)
        assert warnings_of(one, builder) == warnings_of(two, builder)


@pytest.mark.parametrize("jobs", [2, 4])
def test_parallel_builds_are_as_serial_ones(tmp_path: Path, jobs: int) -> None:
    write(tmp_path, {}, busy_project().files(), old=False)
    for builder in ("html", "text"):
        serial = build(tmp_path / "project", builder, tmp_path / "serial" / builder)
        parallel = build(tmp_path / "project", builder, tmp_path / "many" / builder, jobs=jobs)
        found = differences(serial.outdir, parallel.outdir)
        assert not found, shown(found)
        assert serial.warnings == parallel.warnings
        assert serial.read == parallel.read


# --- cost follows use ----------------------------------------------------------------------


def test_nothing_changed_reads_and_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path, {}, busy_project().files(), old=False)
    for builder in ("html", "text", "xml"):
        build(tmp_path / "project", builder, tmp_path / "build")
    for builder in ("html", "text", "xml"):
        again = build(tmp_path / "project", builder, tmp_path / "build")
        assert not again.read
        assert not again.written


def _large(root: Path, concepts: int) -> None:
    """A project that uses 20 concepts of a corpus that holds more."""
    used = [f"used{n}" for n in range(20)]
    pages = {slug: Page("rst", "A page", [Ref(slug), Text(0), Embed(slug)]) for slug in used}
    pages["index"] = Page("rst", "Start", [Ref(slug) for slug in used])
    slugs = [*used, *(f"other{n}" for n in range(concepts - 20))]
    articles = {
        ("concepts", language, slug): new_article(slug, language, (used[0],))
        for slug in slugs
        for language in ("en", "sv", "nb")
    }
    project = Project(articles, pages, {"index": sorted(pages.keys() - {"index"})})
    project.conf["glossterms_corpora"] = ["../concepts"]
    project.conf["glossterms_disabled_repairs"] = ["list-space", "link-join", "empty-quote"]
    write(root, {}, project.files(), old=False)


def test_cost_follows_use(tmp_path: Path) -> None:
    """Files opened and folders listed are as many with 3,000 files as with 60."""
    counts = []
    for concepts in (20, 1000):
        root = tmp_path / str(concepts)
        _large(root, concepts)
        counts.append((build_apart(root, "text"), build_apart(root, "text")))
    (small, small_again), (large, large_again) = counts
    assert large == small
    assert large_again == small_again == {"open": 0, "list": 0, "read": []}
    assert small["read"]
    assert int(str(small["open"])) <= 2 * 20 + 1  # each article, its source article, the manifest
