"""A second build: it reads and writes what a change touches, and gives what a clean one gives."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from building import Built, article, build, write
from docutils import nodes

CORPUS = {
    "glossterms.yaml": "url: https://example.org/{slug}\n",
    "en/a.md": article("Alpha", "Text with [b](/b).", term="alpha"),
    "en/b.md": article("Beta", "Text."),
    "en/c.md": article("Gamma", "Text.", aliases="[third]"),
    "en/d.md": article("Delta", "Text."),
    "sv/a.md": article("Alfa", "Svensk text.", term="alfa"),
    "sv/b.md": article("Beta på svenska", "Svensk text."),
}

_INDEX_ENTRIES = ("a", "home", "names", "heading", "plain")
PAGES = {
    "index.rst": "Start\n=====\n\n.. toctree::\n\n   a\n   home\n   names\n   heading\n   plain\n",
    "a.rst": ".. glossterm:: a\n",
    "home.rst": "Home\n====\n\nText.\n",
    "names.rst": "Names\n=====\n\n:glossterm:`a`, :glossterm:`b`, :glossterm:`third`, :glossterm:`d`\n",
    "heading.rst": ":glossterm:`a` in a heading\n===========================\n\nText.\n",
    "plain.rst": "Plain\n=====\n\nText.\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path / "corpus", CORPUS)
    return write(tmp_path / "source", PAGES)


def _build(project: Path, builder: str = "html", **options: object) -> Built:
    config = {"language": "sv", "glossterms_corpora": "../corpus", **options}
    return build(project, builder, **config)  # type: ignore[arg-type]


def _done(built: Built, what: str) -> set[str]:
    return set(re.findall(rf"{what}\.\.\. \[ *\d+%\] (\S+)", built.progress))


def _read(built: Built) -> set[str]:
    return _done(built, "reading sources")


def _written(built: Built) -> set[str]:
    return _done(built, "writing output")


def _files(built: Built) -> dict[str, bytes]:
    files = {
        path.relative_to(built.outdir).as_posix(): path.read_bytes()
        for path in built.outdir.rglob("*")
        if path.is_file() and path.name != ".buildinfo"
    }
    if "searchindex.js" in files:
        files["searchindex.js"] = _search_index(files["searchindex.js"])
    return files


def _search_index(content: bytes) -> bytes:
    """Without what Sphinx itself leaves behind, or loses, of pages that it doesn't write."""
    index = json.loads(content.removeprefix(b"Search.setIndex(").removesuffix(b")"))
    del index["indexentries"]
    for kind in ("terms", "titleterms"):
        index[kind] = {term: pages for term, pages in index[kind].items() if pages != []}
    return json.dumps(index).encode()


def _differing(one: Built, other: Built) -> set[str]:
    files, others = _files(one), _files(other)
    assert files.keys() == others.keys()
    return {name for name in files if files[name] != others[name]}


def _assert_same(one: Built, other: Built) -> None:
    assert _differing(one, other) == set()


def _differing_in_twin(folder: Path, first: Built, second: Built) -> set[str]:
    """What Sphinx itself leaves stale: files that differ in a project without the
    extension, whose pages have the same titles and texts and get the same change."""
    for number, built in enumerate((first, second)):
        pages = {f"{name}.rst": _plain(name, built) for name in built.doctrees}
        old = {name: (folder / name).read_text() for name in pages if (folder / name).exists()}
        write(folder, {name: text for name, text in pages.items() if old.get(name) != text})
        twin = build(folder, language="sv", extensions=[])
        clean = build(folder, language="sv", extensions=[], out=f"-clean{number}")
    return _differing(twin, clean)


def _plain(name: str, built: Built) -> str:
    tree = built.doctrees[name]
    text = " ".join(node.astext() for node in tree.findall(nodes.paragraph)).split()
    toctree = "".join(f"   {entry}\n" for entry in _INDEX_ENTRIES) if name == "index" else ""
    directive = f".. toctree::\n\n{toctree}" if toctree else ""
    return f"{built.titles[name]}\n{'=' * 60}\n\n{directive}\n{' '.join(text)}\n"


def _check_change(
    project: Path, change: Callable[[Path], object], **options: object
) -> tuple[Built, Built]:
    """Build, change, build again; the second build gives what a clean one gives."""
    first = _build(project, **options)
    change(project.parent / "corpus")
    second = _build(project, **options)
    clean = _build(project, out="-clean", **options)
    differing = _differing(second, clean)
    if differing:
        assert differing <= _differing_in_twin(project.parent / "twin", first, second)
    assert second.warnings == first.warnings == []
    return first, second


def _edit(name: str, text: str) -> Callable[[Path], object]:
    return lambda corpus: write(corpus, {name: text})


def test_nothing_changed(project: Path) -> None:
    first = _build(project)
    times = {path: path.stat().st_mtime_ns for path in first.outdir.rglob("*.html")}
    second = _build(project)
    assert "0 added, 0 changed, 0 removed" in second.progress
    assert _read(second) == _written(second) == set()
    special = {"genindex.html", "search.html"}
    for path, time in times.items():
        assert path.name in special or path.stat().st_mtime_ns == time


def test_a_title_is_edited(project: Path) -> None:
    _, second = _check_change(project, _edit("sv/b.md", article("Bokstaven", "Svensk text.")))
    assert _read(second) == {"names"}
    assert "Bokstaven" in second.text("names.html")


def test_a_body_is_edited(project: Path) -> None:
    _, second = _check_change(project, _edit("sv/a.md", CORPUS["sv/a.md"].replace("Svensk", "Ny")))
    assert _read(second) == {"a"}
    assert "Ny text" in second.text("a.html")


def test_a_body_that_no_page_shows_is_edited(project: Path) -> None:
    _, second = _check_change(project, _edit("sv/b.md", CORPUS["sv/b.md"] + "\n\nOch mera.\n"))
    assert _read(second) == _written(second) == set()


def test_what_a_preview_shows_is_edited(project: Path) -> None:
    """The first paragraph, where an article has no description."""
    _, second = _check_change(project, _edit("sv/b.md", CORPUS["sv/b.md"].replace("Svensk", "Ny")))
    assert _read(second) == set()
    assert _written(second) == {"index", "names"}


def test_an_older_file_takes_the_place(project: Path) -> None:
    def change(corpus: Path) -> None:
        path = corpus / "sv/a.md"
        old = path.stat().st_mtime_ns - 10**13
        path.write_text(article("Alef", "Annan text.", term="alef"), encoding="utf-8")
        os.utime(path, ns=(old, old))

    _, second = _check_change(project, change)
    assert _read(second) >= {"a", "names", "heading"}
    assert second.titles["heading"] == "Alef in a heading"


def test_touching_reads_nothing(project: Path) -> None:
    def change(corpus: Path) -> None:
        for path in corpus.rglob("*.md"):
            path.touch()

    _, second = _check_change(project, change)
    assert _read(second) == _written(second) == set()


def test_a_translation_comes_into_being(project: Path) -> None:
    first, second = _check_change(project, _edit("sv/c.md", article("Gamma på svenska", "x")))
    assert "glossterm-fallback" in first.text("names.html")
    assert "Gamma på svenska" in second.text("names.html")
    assert _read(second) == {"names"}


def test_a_translation_is_deleted(project: Path) -> None:
    _, second = _check_change(project, lambda corpus: (corpus / "sv/a.md").unlink())
    assert _read(second) == {"a", "heading", "names"}
    assert "Alpha" in second.text("a.html")
    assert second.titles["heading"] == "Alpha in a heading"


def test_an_article_is_deleted(project: Path) -> None:
    _build(project)
    (project.parent / "corpus/en/d.md").unlink()
    second = _build(project)
    clean = _build(project, out="-clean")
    _assert_same(second, clean)
    assert second.warnings == clean.warnings
    assert "“d”" in second.warnings[0]


def test_an_unknown_concept_comes_into_being(project: Path) -> None:
    write(project, {"plain.rst": "Plain\n=====\n\n:glossterm:`new`\n"})
    first = _build(project)
    assert "[glossterms.unknown]" in first.warnings[0]
    write(project.parent / "corpus", {"en/new.md": article("Newcomer", "x")})
    second = _build(project)
    assert second.warnings == []
    _assert_same(second, _build(project, out="-clean"))
    assert "Newcomer" in second.text("plain.html")


def test_a_concept_gets_a_page(project: Path) -> None:
    """Pages that link to it, those with an article that does included, are written."""

    def change(corpus: Path) -> None:
        write(project, {"home.rst": "Home\n====\n\n.. glossterm:: b\n"})

    write(project.parent / "corpus", {"sv/a.md": CORPUS["en/a.md"]})
    _, second = _check_change(project, change)
    assert _read(second) == {"home"}
    assert {"a", "names", "home"} <= _written(second)
    assert "plain" not in _written(second)
    for name in ("a.html", "names.html"):
        assert 'href="home.html#glossterm-b"' in second.text(name)


def test_a_concept_moves_to_another_page(project: Path) -> None:
    def change(corpus: Path) -> None:
        write(project, {"a.rst": "A\n=\n\nText.\n", "home.rst": "Home\n====\n\n.. glossterm:: a\n"})

    _, second = _check_change(project, change)
    assert {"a", "home", "names", "heading"} == _written(second) - {"index"}
    assert 'href="home.html#glossterm-a"' in second.text("names.html")


def test_the_page_of_a_concept_is_removed(project: Path) -> None:
    write(project, {"index.rst": PAGES["index.rst"].replace("   a\n", "")})
    write(project, {"a.rst": ":orphan:\n\n.. glossterm:: a\n"})
    _build(project)
    (project / "a.rst").unlink()
    second = _build(project)
    assert 'href="https://example.org/a"' in second.text("names.html")
    assert 'href="https://example.org/a"' in second.text("heading.html")


def test_a_page_that_wins_is_added(project: Path) -> None:
    """Of two pages with a concept the first in toctree order is the target."""
    write(project, {"plain.rst": "Plain\n=====\n\n.. glossterm:: a\n"})
    first = _build(project)
    assert "links lead to “a”" in first.warnings[0]
    write(project, {"index.rst": PAGES["index.rst"].replace("   a\n", "   plain\n   a\n", 1)})
    write(
        project,
        {"index.rst": (project / "index.rst").read_text().replace("heading\n   plain", "heading")},
    )
    second = _build(project)
    clean = _build(project, out="-clean")
    assert "links lead to “plain”" in second.warnings[0]
    _assert_same(second, clean)
    assert 'href="plain.html#glossterm-a"' in second.text("names.html")
    assert 'id="glossterm-a"' not in second.text("a.html")


def test_a_url_changes(project: Path) -> None:
    _, second = _check_change(
        project, _edit("glossterms.yaml", "url: https://other.example/{slug}\n")
    )
    assert 'href="https://other.example/b"' in second.text("names.html")
    assert "names" not in _read(second)


def test_an_alias_leads_elsewhere(project: Path) -> None:
    def change(corpus: Path) -> None:
        write(
            corpus,
            {"en/c.md": article("Gamma", "x"), "en/d.md": article("Delta", "x", aliases="[third]")},
        )

    _, second = _check_change(project, change)
    assert "Delta, Delta" in re.sub("<[^>]*>", "", second.text("names.html"))
    assert _read(second) == {"names"}


def test_two_builders_that_share_doctrees(project: Path) -> None:
    _build(project)
    _build(project, "text")
    write(project.parent / "corpus", {"sv/b.md": article("Bokstaven", "Svensk text.")})
    assert _read(_build(project)) == {"names"}
    text = _build(project, "text")
    assert _read(text) == set()
    assert "Bokstaven" in text.text("names.txt")
    assert _written(_build(project, "text")) == set()


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_parallel_is_serial(project: Path, builder: str) -> None:
    more = [f"p{number}" for number in range(12)]
    pages = {f"{name}.rst": f"{name}\n====\n\n:glossterm:`a` :glossterm:`third`\n" for name in more}
    index = PAGES["index.rst"] + "".join(f"   {name}\n" for name in more)
    write(project, {**pages, "index.rst": index})
    serial = _build(project, builder)
    parallel = _build(project, builder, out="-2", parallel=2)
    assert serial.warnings == parallel.warnings == []
    _assert_same(serial, parallel)
    write(project.parent / "corpus", {"sv/a.md": article("Alef", "Text.", term="alef")})
    write(project, {"home.rst": "Home\n====\n\n.. glossterm:: d\n"})
    _assert_same(_build(project, builder), _build(project, builder, out="-2", parallel=2))


def test_two_clean_builds_are_identical(project: Path) -> None:
    one = _build(project)
    shutil.copytree(one.outdir, project.parent / "kept")
    shutil.rmtree(one.outdir.parent)
    two = _build(project)
    for name in _files(two):
        assert (project.parent / "kept" / name).read_bytes() == (two.outdir / name).read_bytes()


def test_faults_are_told_in_every_build(project: Path) -> None:
    """Also where nothing changed, so that nobody looks into the corpora."""
    options = {"glossterms_corpora": ["../corpus", "../missing"]}
    first = _build(project, **options)
    second = _build(project, **options)
    assert first.warnings == second.warnings
    assert ["does not exist" in warning for warning in second.warnings] == [True]


def test_a_namespace_that_is_none_is_told_in_every_build(project: Path) -> None:
    options = {"glossterms_url": {"corpsu": "https://example.org/{slug}"}}
    for _ in range(2):
        assert _build(project, **options).warnings == [
            "WARNING: glossterms_url: there is no corpus 'corpsu'; there is 'corpus'"
            " [glossterms.config]"
        ]


def test_a_language_folder_comes_into_being(project: Path) -> None:
    options = {"glossterms_fallback": ["fi", "en"]}
    _, second = _check_change(project, _edit("fi/d.md", article("Suisto", "x")), **options)
    assert "Suisto" in second.text("names.html")
    assert _read(second) == {"names"}


def test_a_manifest_comes_into_being(project: Path) -> None:
    corpus = project.parent / "corpus"
    (corpus / "glossterms.yaml").rename(corpus / "later.yaml")
    pages = {"names.rst": "Names\n=====\n\n:glossterm:`!a`\n", "heading.rst": "H\n=\n"}
    write(project, pages)
    fields = "url: https://example.org/{slug}\nfields:\n  term: word\n"
    _, second = _check_change(project, _edit("glossterms.yaml", fields))
    assert "Alfa" in second.text("names.html")
    assert "alfa" not in second.text("names.html")


def test_an_article_s_fault_is_told_when_a_page_that_names_it_is_edited(project: Path) -> None:
    write(project.parent / "corpus", {"sv/d.md": "---\ntitle: [x\n---\n\n# Suisto\n"})
    first = _build(project)
    write(project, {"names.rst": PAGES["names.rst"] + "\nMore.\n"})
    second = _build(project)
    assert ["front matter can't be read" in warning for warning in first.warnings] == [True]
    assert second.warnings == first.warnings


def test_a_listed_file_that_is_missing_is_told_in_every_build(project: Path) -> None:
    listed = "articles:\n  d:\n    sv: sv/missing.md\n    en: en/d.md\n"
    write(project.parent / "corpus", {"glossterms.yaml": CORPUS["glossterms.yaml"] + listed})
    first, second = _build(project), _build(project)
    assert ["sv/missing.md" in warning for warning in first.warnings] == [True]
    assert second.warnings == first.warnings


def test_a_link_to_a_folder_of_articles_comes_to_life(project: Path) -> None:
    corpus = project.parent / "corpus"
    (corpus / "fi").symlink_to("generated/fi")
    options = {"glossterms_fallback": ["fi", "en"]}
    write(corpus, {"generated/readme.txt": "x"})
    _, second = _check_change(
        project, _edit("generated/fi/d.md", article("Suisto", "x")), **options
    )
    assert "Suisto" in second.text("names.html")


_BROKEN = "---\ntitle: [x\n---\n\n# Suisto\n"


def test_faults_of_what_a_removed_page_used_are_not_told(project: Path) -> None:
    write(project.parent / "corpus", {"sv/d.md": _BROKEN})
    write(project, {"names.rst": "Names\n=====\n", "plain.rst": "P\n=\n\n:glossterm:`d`\n"})
    first = _build(project)
    assert len(first.warnings) == 1
    (project / "plain.rst").unlink()
    write(project, {"index.rst": PAGES["index.rst"].replace("   plain\n", "")})
    assert _build(project).warnings == []


def test_faults_of_what_an_edited_page_used_are_not_told(project: Path) -> None:
    write(project.parent / "corpus", {"sv/d.md": _BROKEN})
    write(project, {"names.rst": "Names\n=====\n", "plain.rst": "P\n=\n\n:glossterm:`d`\n"})
    _build(project)
    write(project, {"plain.rst": "P\n=\n\nNothing.\n"})
    assert _build(project).warnings == []


def test_faults_of_what_an_edited_article_linked_to_are_not_told(project: Path) -> None:
    write(project.parent / "corpus", {"sv/b.md": _BROKEN, "sv/a.md": CORPUS["en/a.md"]})
    write(project, {"names.rst": "Names\n=====\n"})
    assert len(_build(project).warnings) == 1
    write(project.parent / "corpus", {"sv/a.md": article("Alfa", "No link.")})
    assert _build(project).warnings == []


_LOADED = """
import sys
from sphinx.cmd.build import build_main

status = build_main(["-q", "-W", *sys.argv[1:]])
print(status, [n for n in ("yaml", "markdown_it") if n in sys.modules])
print([n for n in sys.modules if n.startswith("sphinx_glossterms.concepts.corp")])
"""


def test_a_build_with_nothing_changed_loads_nothing_that_reads_corpora(tmp_path: Path) -> None:
    """Loading takes longer than all else that is ours in such a build."""
    conf = "extensions = ['sphinx_glossterms']\nglossterms_corpora = '../corpus'\n"
    index = "Start\n=====\n\n:glossterm:`a`\n\n.. glossterm:: a\n"
    source = write(tmp_path / "source", {"conf.py": conf, "index.rst": index})
    write(
        tmp_path / "corpus", {"en/a.md": article("Alpha", "Text. See [b](/b)."), "en/b.md": "# B"}
    )
    command = [sys.executable, "-c", _LOADED, source, tmp_path / "out"]
    runs = [subprocess.run(command, capture_output=True, text=True) for _ in range(2)]
    assert "sphinx_glossterms.concepts.corpus" in runs[0].stdout, runs[0].stderr
    assert runs[1].stdout == "0 []\n[]\n", runs[1].stderr
