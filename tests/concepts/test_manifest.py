"""The manifest: what it says, and all its faults in one report."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_glossterms.concepts.layouts import Layout
from sphinx_glossterms.concepts.manifest import Manifest, ManifestError, load_manifest


def load(folder: Path, text: str | bytes) -> Manifest:
    data = text.encode() if isinstance(text, str) else text
    (folder / "glossterms.yaml").write_bytes(data)
    return load_manifest(folder)


def faults(folder: Path, text: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(ManifestError) as caught:
        load(folder, text)
    assert caught.value.path == folder / "glossterms.yaml"
    return list(caught.value.faults)


def test_no_manifest_gives_the_defaults(tmp_path: Path) -> None:
    manifest = load_manifest(tmp_path)
    assert manifest == Manifest()
    assert manifest.layout.pattern == "{language}/{slug}.md"
    assert manifest.source_language == "en"
    assert manifest.slug_links == ("/{slug}",)


@pytest.mark.parametrize(
    "text", ["", "# nothing yet\n", "---\n", "~\n", "layout:\nslug_links: ~\n"]
)
def test_an_empty_manifest_gives_the_defaults(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text) == Manifest()


FULL = """\
name: Concepts
layout: Texts/{language}/{slug}.md
language_tags: {Kiswahili: sw, simplified: zh_hans}
source_language: sv_se
exclude: [_index.md, contribute]
fields: {aliases: aka, status: null, term: ''}
slug_links: ['/{slug}', '/{language}/{slug}/', '#{slug}', '../{slug}']
highlights:
  no: [Høydepunkter, Kort sagt]
  Swedish: I korthet
url: https://example.org/{language}/{slug}
site: https://example.org
articles:
  client-centric:
    sv: a/000.txt
    pt_br: 001.txt
"""


def test_every_key_is_read(tmp_path: Path) -> None:
    assert load(tmp_path, FULL) == Manifest(
        name="Concepts",
        layout=Layout.parse("Texts/{language}/{slug}.md"),
        language_tags={"Kiswahili": "sw", "simplified": "zh-Hans"},
        source_language="sv-SE",
        exclude=("_index.md", "contribute"),
        fields={"aliases": "aka", "status": None, "term": None},
        slug_links=("/{slug}", "/{language}/{slug}/", "#{slug}", "../{slug}"),
        highlights={"nb": ("Høydepunkter", "Kort sagt"), "sv": ("I korthet",)},
        url="https://example.org/{language}/{slug}",
        site="https://example.org",
        articles={"client-centric": {"sv": "a/000.txt", "pt-BR": "001.txt"}},
    )


def test_a_bom_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode()
    assert load(tmp_path, text) == load(tmp_path, FULL)


def test_norwegian_is_not_false(tmp_path: Path) -> None:
    assert load(tmp_path, "source_language: no\n").source_language == "nb"


def test_another_file_name(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("name: x\n")
    assert load_manifest(tmp_path, "other.yaml").name == "x"


def test_a_manifest_can_be_pickled(tmp_path: Path) -> None:
    manifest = load(tmp_path, FULL)
    assert pickle.loads(pickle.dumps(manifest)) == manifest


def test_all_faults_come_in_one_report(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        "layuot: x\n"
        "layout: '{lang}/{slug}.md'\n"
        "source_language: elvish\n"
        "fields:\n"
        "  titel: name\n"
        "name: [a]\n"
        "articles:\n"
        "  ../x: {sv: a.md}\n"
        "  y:\n"
        "    sv: ../../etc/passwd\n"
        "    zz: a.md\n",
    )
    assert [line for line, _ in found] == [1, 2, 3, 5, 6, 8, 10, 11]
    messages = [message for _, message in found]
    assert "did you mean 'layout'?" in messages[0]
    assert "{lang} is unknown" in messages[1]
    assert "'elvish' is not a language" in messages[2]
    assert "did you mean 'title'?" in messages[3]
    assert "name is a list" in messages[4]
    assert "can't be a slug" in messages[5]
    assert "not a file inside the corpus" in messages[6]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("name: x\nname: y\n", 2, "more than once"),
        ("- a\n", 1, "the manifest is a list"),
        ("just text\n", 1, "the manifest is text"),
        ("name: 'open\n", 2, "readable YAML"),
        ("name: x\n\tlayout: y\n", 2, "readable YAML"),
        ("name: &a x\nurl: *a\n", 1, "anchor"),
        ("name: !!python/object:os.system x\n", 1, "tag"),
        ("name: " + "[" * 20000, 1, "nested too deeply"),
        ('name: "a\\nb"\n', 1, "line end"),
        ("exclude: {a: b}\n", 1, "write a list"),
        ("exclude: [a, '']\n", 1, "empty"),
        ("slug_links: [/concepts]\n", 1, "needs {slug}"),
        ("slug_links: ['/{land}/{slug}']\n", 1, "{land} is unknown"),
        ("url: javascript:alert(1)//{slug}\n", 1, "must begin with https://"),
        ("url: ' javascript:alert(1)//{slug}'\n", 1, "must begin with https://"),
        ("url: //evil.example/{slug}\n", 1, "must begin with https://"),
        ("url: example.org/{slug}\n", 1, "must begin with https://"),
        ("site: ' data:text/html,x'\n", 1, "must begin with https://"),
        ("site: /\\evil.example\n", 1, "must begin with https://"),
        ("url: https://example.org/{language}/\n", 1, "needs {slug}"),
        ("name: x\nlayout: {language}/{slug}.md\n", 2, "put the value in quotes"),
        ("name: x\nlayout: {language}\n", 2, "put the value in quotes"),
        ("slug_links: [/{slug}, /{language}/{slug}]\n", 1, "put the value in quotes"),
        ("slug_links:\n- {slug}/x\n", 2, "put the value in quotes"),
        ("name: a: b\n", 1, "put the value in quotes: it holds “: ”"),
        ("url: https://example.org/{slg}\n", 1, "{slg} is unknown"),
        ("articles:\n  x: {no: a.md, nb: b.md}\n", 2, "two files"),
        ("articles:\n  x: {no: C:/a.md}\n", 2, "not a file inside"),
        ("articles:\n  x: {no: }\n", 2, "not a file inside"),
        ("language_tags: {a: }\n", 1, "not a language"),
        ("1: x\n", 1, "'1' is unknown"),
        ("[a]: x\n", 1, "a key of the manifest is a list"),
    ],
)
def test_each_fault_says_what_and_where(tmp_path: Path, text: str, line: int, words: str) -> None:
    found = faults(tmp_path, text)
    assert found[0][0] == line
    assert words in found[0][1]
    assert f"glossterms.yaml:{line}: " in str(
        ManifestError(tmp_path / "glossterms.yaml", (*found,))
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"name: \xff\n", "UTF-8"),
        ("name: x".encode("utf-16"), "UTF-8"),
        (b"#" * (1024 * 1024 + 1), "larger than 1024 KiB"),
    ],
)
def test_unreadable_files_are_one_fault(tmp_path: Path, data: bytes, words: str) -> None:
    ((line, message),) = faults(tmp_path, data)
    assert line == 0
    assert words in message


def test_a_nul_byte_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, b"name: a\0b\n")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
def test_what_is_no_file_in_the_corpus_is_not_opened(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("name: secret\n")
    makers: list[Callable[[Path], None]] = [
        Path.mkdir,
        os.mkfifo,
        lambda path: path.symlink_to(outside),
        lambda path: path.symlink_to("nowhere"),
        lambda path: path.symlink_to(path.name),
    ]
    for number, make in enumerate(makers):
        root = tmp_path / str(number)
        root.mkdir()
        make(root / "glossterms.yaml")
        with pytest.raises(ManifestError, match="can't be read"):
            load_manifest(root)


def test_white_space_around_an_address_is_left_out(tmp_path: Path) -> None:
    text = "url: '  https://x.example/{slug} '\nsite: ' /docs '\n"
    manifest = load(tmp_path, text)
    assert (manifest.url, manifest.site) == ("https://x.example/{slug}", "/docs")


def test_another_ending_is_told(tmp_path: Path) -> None:
    (tmp_path / "glossterms.yml").write_text("name: x\n")
    with pytest.raises(ManifestError, match=r"rename it to glossterms\.yaml") as caught:
        load_manifest(tmp_path)
    assert caught.value.faults[0][0] == 0
    assert load(tmp_path, "name: y\n").name == "y"
