"""Our pages are valid HTML, as the Nu Html Checker sees them.

Themes have faults of their own, so each page is compared with its twin without the
extension, in `showcase.py`.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from building import PACKAGE
from programs import node_file, program

THEMES = ("basic", "furo")


def test_pages_have_no_more_errors_than_without_us(
    showcase_in: Callable[[str], Path],
) -> None:
    jar = node_file("vnu-jar/build/dist/vnu.jar")
    check = [program("java"), "-Xmx512m", "-jar", str(jar)]
    folders = [showcase_in(theme) for theme in THEMES]
    pages = [
        _as_shown(page)
        for folder in folders
        for page in sorted(folder.rglob("*.html"))
        if "_static" not in page.parts
    ]
    styles = PACKAGE / "static" / "glossterms.css"
    errors = _errors(check, [styles, *pages])
    assert errors[styles.as_uri()] == Counter()
    ours = [page for page in pages if "ours" in page.parts]
    assert len(ours) == 10 * len(THEMES)
    for page in ours:
        uri = page.as_uri()
        assert errors[uri] - errors[uri.replace("/ours/", "/plain/")] == Counter(), uri


def _errors(check: list[str], files: list[Path]) -> dict[str, Counter[str]]:
    """The errors of each file, by its address; one run for all, since Java starts slowly."""
    options = ["--format", "json", "--stdout", "--exit-zero-always", "--errors-only"]
    options.append("--also-check-css")
    done = subprocess.run(
        [*check, *options, *map(str, files)], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Counter[str]] = {path.as_uri(): Counter() for path in files}
    for message in json.loads(done.stdout)["messages"]:
        # The sidebar of the theme "basic" has an h4 on every page: after which heading of
        # ours it follows makes no other error of it.
        text = re.sub(r"“h\d” \(with .*", "", message["message"])
        found[message["url"].replace("file:/", "file:///", 1)][text] += 1
    return found


def _as_shown(page: Path) -> Path:
    """A page with its previews as our script puts them in: a template's content isn't checked."""
    text = page.read_text("utf-8")
    shown = page.with_suffix(".shown.html")
    shown.write_text(re.sub(r"</?template\b[^>]*>", "", text), encoding="utf-8")
    return shown
