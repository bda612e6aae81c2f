"""The index of names: what is found, what is read again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from corpus_files import article, write

from sphinx_glossterms.concepts import names
from sphinx_glossterms.concepts.corpus import Corpus
from sphinx_glossterms.concepts.manifest import load_manifest
from sphinx_glossterms.concepts.names import NameIndex

FILES = {
    "en/client-centric.md": article(
        "Client Centricity",
        "Text.",
        term="customer focus",
        aliases="[client first, Café]",
        abbreviation="CC",
        forms="[customer-focused]",
        former_slugs="[client-centricity]",
    ),
    "en/Node.js.md": article("Server Script", "Text."),
    "en/客户.md": "# Kunde\n\nText.\n",
    "sv/client-centric.md": article(
        "Kundcentrerad", "Text.", forms="[kundcentrerade]", former_slugs="[kundfokus]"
    ),
    "sv/Node.js.md": article("Client Centricity", "Text."),
    "sv/only.md": article("Bara svenska", "Text."),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "corpus", FILES)


def index(root: Path, language: str = "sv") -> NameIndex:
    return NameIndex(Corpus(root, load_manifest(root)), language, root.parent / "store")


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("client-centric", ("client-centric",)),
        ("CLIENT-Centric", ("client-centric",)),
        ("node.JS", ("Node.js",)),
        ("client-centricity", ("client-centric",)),
        ("kundfokus", ()),  # the source language's article says what the slug was
        # A title in the source language goes before one in the build language.
        ("client  CENTRICITY", ("client-centric",)),
        ("customer focus", ("client-centric",)),
        ("cafe\u0301", ("client-centric",)),
        ("cc", ("client-centric",)),
        ("Customer-Focused", ("client-centric",)),
        ("kunde", ("客户",)),
        ("kundcentrerade", ("client-centric",)),
        ("BARA svenska", ("only",)),
        ("nothing", ()),
        ("", ()),
    ],
)
def test_find(root: Path, name: str, slugs: tuple[str, ...]) -> None:
    assert index(root).find(name) == slugs


def test_another_build_language_has_other_names(root: Path) -> None:
    assert index(root, "fi").find("kundcentrerade") == ()


def test_a_regional_build_language_has_its_parents_names(root: Path) -> None:
    assert index(root, "sv-FI").find("kundcentrerade") == ("client-centric",)


def test_two_concepts_of_one_name_are_both_found(root: Path) -> None:
    write(root, {"en/z.md": article("Twin", "x"), "en/a.md": article("twin", "x")})
    assert index(root).find("TWIN") == ("a", "z")


def test_all_slugs(root: Path) -> None:
    assert set(index(root).names()) == {"client-centric", "Node.js", "客户", "only"}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    real = names.read_article

    def read(path: Path, *arguments: object) -> object:
        seen.append("/".join(path.parts[-2:]))
        return real(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(names, "read_article", read)
    return seen


def test_each_file_is_read_once_and_then_no_more(root: Path, reads: list[str]) -> None:
    index(root).find("nothing")
    assert sorted(reads) == sorted(FILES)
    reads.clear()
    index(root).find("kundcentrerade")
    assert reads == []


def test_one_language_is_read_once(root: Path, reads: list[str]) -> None:
    index(root, "en").find("nothing")
    assert len(reads) == len(set(reads)) == 3


def test_only_a_changed_file_is_read_again(root: Path, reads: list[str]) -> None:
    index(root).find("nothing")
    reads.clear()
    write(root, {"en/Node.js.md": article("Fresh", "Text."), "en/new.md": article("New", "x")})
    (root / "sv/only.md").unlink()
    names = index(root)
    assert names.find("fresh") == ("Node.js",)
    assert names.find("new") == ("new",)
    assert names.find("bara svenska") == names.find("server script") == ()
    assert sorted(reads) == ["en/Node.js.md", "en/new.md"]


def test_an_older_file_of_the_same_size_is_read(root: Path, reads: list[str]) -> None:
    index(root).find("nothing")
    path = root / "en/Node.js.md"
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("Script", "Scribe"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert index(root).find("server scribe") == ("Node.js",)
    os.utime(path, ns=(1, 1))
    assert index(root).find("server scribe") == ("Node.js",)


def test_a_changed_manifest_reads_all_again(root: Path) -> None:
    write(root, {"en/Node.js.md": article("T", "x", aka="[other name]")})
    assert index(root).find("other name") == ()
    write(root, {"glossterms.yaml": "fields:\n  aliases: aka\n"})
    assert index(root).find("other name") == ("Node.js",)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"made_for": 1, "files": 2}', "\x00"])
def test_a_broken_store_is_made_anew(root: Path, content: str) -> None:
    (root.parent / "store").write_text(content, encoding="utf-8")
    assert index(root).find("cc") == ("client-centric",)


def test_an_unreadable_article_has_no_names_but_its_slug(root: Path) -> None:
    write(root, {"en/bad.md": b"---\ntitle: \xff\n---\n"})
    assert index(root).find("BAD") == ("bad",)
    assert index(root).find("cc") == ("client-centric",)


def test_processes_of_one_build_share_it(root: Path, reads: list[str]) -> None:
    def of_build(build: str) -> NameIndex:
        return NameIndex(Corpus(root, load_manifest(root)), "sv", root.parent / "store", build)

    assert of_build("1").find("server script") == ("Node.js",)
    write(root, {"en/Node.js.md": article("Fresh", "Text.")})
    reads.clear()
    assert of_build("1").find("server script") == ("Node.js",)
    assert set(of_build("1").names()) == set(of_build("2").names())
    assert reads == ["en/Node.js.md"]
    assert of_build("2").find("fresh") == ("Node.js",)


def test_a_store_that_cannot_be_written_ends_no_build(root: Path) -> None:
    (root.parent / "store").mkdir()
    assert index(root).find("cc") == ("client-centric",)
    assert sorted(path.name for path in root.parent.iterdir()) == ["corpus", "store"]
    missing = NameIndex(Corpus(root, load_manifest(root)), "sv", root / "none" / "store")
    assert missing.find("cc") == ("client-centric",)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_folder_whose_name_is_no_unicode(root: Path, reads: list[str]) -> None:
    strange = root.rename(root.parent / os.fsdecode(b"corpus\xff"))
    for expected in (len(FILES), 0):
        assert index(strange).find("cc") == ("client-centric",)
        assert len(reads) == expected
        reads.clear()


def test_the_store_names_files_by_their_place_in_the_corpus(root: Path) -> None:
    index(root).find("nothing")
    stored = json.loads((root.parent / "store").read_text(encoding="ascii"))
    assert sorted(stored["files"]) == sorted(FILES)


@pytest.mark.parametrize(
    ("name", "slug", "is_own"),
    [
        ("KUNDCENTRERAD", "client-centric", True),
        ("kundcentrerade", "client-centric", True),
        ("Client Centricity", "client-centric", False),
        ("Client Centricity", "Node.js", True),
        ("client-centric", "client-centric", False),
        ("Kunde", "客户", False),
        ("x", "none", False),
    ],
)
def test_whether_a_name_is_the_build_language_s_own(
    root: Path, name: str, slug: str, is_own: bool
) -> None:
    assert index(root).is_own(name, slug) is is_own
    assert index(root, "sv-FI").is_own(name, slug) is is_own


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("client-centrik", ("client-centric", "Node.js")),
        ("kundcentrerat", ("client-centric",)),
        ("bara svensk", ("only",)),
        ("Nodejs", ("Node.js",)),
        ("zzzzzzzz", ()),
    ],
)
def test_the_nearest_by_any_name(root: Path, name: str, slugs: tuple[str, ...]) -> None:
    found = index(root).nearest_slugs(name)
    assert found[: len(slugs)] == slugs
    assert len(set(found)) == len(found)
    assert index(root).nearest_slugs(name, 1) == slugs[:1]
