"""What the documentation shows works: snippets, manifests, the quick start."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("sphinx")

from building import BREAD, REPOSITORY, build

from sphinx_glossterms.concepts.manifest import load_manifest

DOCS = REPOSITORY / "docs"
SNIPPETS = sorted(page.parent for page in DOCS.glob("snippets/*/index.*"))
MANIFESTS = sorted(DOCS.glob("manifests/*.yaml"))
SHOWN = sorted([*DOCS.glob("snippets/*/index.*"), *DOCS.glob("articles/*/*/*.md"), *MANIFESTS])

# The README, and the pages of the documentation that are written in Markdown.
PAGES = [
    REPOSITORY / "README.md",
    *(
        page
        for page in sorted(DOCS.rglob("*.md"))
        if page.relative_to(DOCS).parts[0] not in ("articles", "snippets")
    ),
]

_COPY = re.compile(
    r"^<!-- file: (?P<path>\S+) -->\n(?P<fence>`{3,})\w+\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_MARK = "<!-- file: "


def copies(page: Path) -> Iterator[tuple[Path, str]]:
    """The files that a page shows, each with the text that it shows."""
    for copy in _COPY.finditer(page.read_text(encoding="utf-8")):
        yield (page.parent / copy["path"]).resolve(), copy["text"]


def copied(tmp_path: Path, snippet: Path) -> Path:
    return shutil.copytree(snippet, tmp_path / snippet.name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_shows_files_as_they_are(page: Path) -> None:
    for path, shown in copies(page):
        assert shown.strip() == path.read_text(encoding="utf-8").strip(), path.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_mark_of_a_copy_stands_above_a_code_block(page: Path) -> None:
    assert len(list(copies(page))) == page.read_text(encoding="utf-8").count(f"\n{_MARK}")


def test_complete_input_can_be_read_where_nothing_is_built() -> None:
    texts = {page: page.read_text(encoding="utf-8") for page in PAGES}
    assert [page for page, text in texts.items() if "{literalinclude}" in text] == []
    shown = {path for page in texts for path, _ in copies(page)}
    assert [path for path in SHOWN if path not in shown] == []


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


def test_the_quick_start_s_configuration_is_enough(tmp_path: Path) -> None:
    text = (DOCS / "quick-start.md").read_text(encoding="utf-8")
    shown = re.search(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert shown
    source = copied(tmp_path, DOCS / "snippets" / "quick-start")
    (source / "conf.py").write_text(shown[1], encoding="utf-8")
    shutil.copytree(DOCS / "articles" / "quick-start", tmp_path / "concepts")
    built = build(source)
    assert built.warnings == []
    assert 'href="#glossterm-sourdough"' in built.text()


def test_the_readme_shows_the_quick_start_s_page() -> None:
    page = DOCS / "snippets" / "quick-start" / "index.rst"
    assert page in dict(copies(REPOSITORY / "README.md"))


def test_every_kind_of_warning_is_described() -> None:
    from sphinx_glossterms.sphinx_ext.messages import Subtype

    text = (DOCS / "reference" / "warnings.md").read_text(encoding="utf-8")
    for subtype in Subtype:
        assert f"(warning-{subtype.label})=\n## glossterms.{subtype.label}\n" in text
