"""What the documentation shows works: snippets, manifests, the quick start."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

pytest.importorskip("sphinx")

from building import BREAD, REPOSITORY, build

from sphinx_glossterms.concepts import load_manifest

DOCS = REPOSITORY / "docs"
SNIPPETS = sorted(page.parent for page in DOCS.glob("snippets/*/index.*"))
MANIFESTS = sorted(DOCS.glob("manifests/*.yaml"))


def copied(tmp_path: Path, snippet: Path) -> Path:
    return shutil.copytree(snippet, tmp_path / snippet.name)


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda path: path.name)
def test_each_snippet_builds_without_a_warning(tmp_path: Path, snippet: Path) -> None:
    built = build(copied(tmp_path, snippet), language="sv", glossterms_corpora=str(BREAD))
    assert built.warnings == []


@pytest.mark.parametrize(
    "name", [path.name for path in SNIPPETS if (path.parent / f"{path.name}-myst").exists()]
)
def test_a_snippet_says_the_same_in_rst_and_in_myst(tmp_path: Path, name: str) -> None:
    pages = []
    for folder in (name, f"{name}-myst"):
        source = copied(tmp_path, DOCS / "snippets" / folder)
        built = build(source, builder="text", language="sv", glossterms_corpora=str(BREAD))
        pages.append(built.text("index.txt"))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.stem)
def test_each_example_manifest_is_read(tmp_path: Path, manifest: Path) -> None:
    shutil.copy(manifest, tmp_path / "glossterms.yaml")
    assert load_manifest(tmp_path) != load_manifest(tmp_path / "nowhere")


def test_the_quick_start_gives_what_it_says(tmp_path: Path) -> None:
    source = copied(tmp_path, DOCS / "snippets" / "quick-start")
    corpus = str(DOCS / "articles" / "quick-start")
    english = build(source, language="en", glossterms_corpora=corpus)
    swedish = build(source, language="sv", glossterms_corpora=corpus)
    assert english.warnings == swedish.warnings == []
    assert "surdegsbröd" in swedish.text()
    assert "Den här artikeln finns inte på ditt språk" in swedish.text()
    assert "Den här artikeln" not in english.text()


def test_the_readme_shows_the_quick_start_s_page() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```rst\n(.*?)```", readme, re.DOTALL)
    page = (DOCS / "snippets" / "quick-start" / "index.rst").read_text(encoding="utf-8")
    assert shown
    assert shown[1].strip() == page.strip()
