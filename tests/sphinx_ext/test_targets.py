"""What a writer's target means: slugs at one look-up, names after a miss."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import Built, article, build, write
from docutils import nodes
from sphinx import addnodes

from sphinx_glossterms.concepts.names import NameIndex

CORPUS = {
    "en/client-centric.md": article(
        "Client Centricity",
        "Text.",
        term="customer focus",
        aliases="[client first]",
        abbreviation="CC",
        forms="[customer-focused]",
        former_slugs="[client-centricity]",
    ),
    "en/Node.js.md": article("Server Script", "Text."),
    "en/twin-a.md": article("Twin", "Text."),
    "en/twin-b.md": article("twin", "Text."),
    "sv/client-centric.md": article("Kundcentrerad", "Text.", forms="[kundcentrerade]"),
    "sv/café.md": article("Kafé", "Text."),
    "fi/foreign.md": article("Vieras", "Teksti."),
}


def _page(*targets: str) -> dict[str, str]:
    roles = "\n\n".join(f":glossterm:`{target}`" for target in targets)
    return {"index.rst": f"Start\n=====\n\n{roles}\n"}


def _links(built: Built, name: str = "index") -> list[str]:
    return [node["reftarget"] for node in built.doctrees[name].findall(addnodes.pending_xref)]


def _texts(built: Built, name: str = "index") -> list[str]:
    return [node.astext() for node in built.doctrees[name].findall(addnodes.pending_xref)]


def _of_ours(built: Built) -> list[str]:
    return [line for line in built.warnings if "[glossterms." in line]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path / "corpus", {**CORPUS, "glossterms.yaml": "url: https://example.org/{slug}\n"})
    return tmp_path / "source"


def test_every_name_leads_to_the_slug(project: Path) -> None:
    names = {
        "client-centric": "client-centric",
        "Client-Centric": "client-centric",
        "client-centricity": "client-centric",
        "client centricity": "client-centric",
        "Customer\nfocus": "client-centric",
        "Client first": "client-centric",
        "cc": "client-centric",
        "customer-focused": "client-centric",
        "kundcentrerade": "client-centric",
        "node.js": "Node.js",
        "cafe\u0301": "café",
        "own text <kafé>": "café",
    }
    built = build(write(project, _page(*names)), language="sv", glossterms_corpora="../corpus")
    assert built.warnings == []
    assert _links(built) == list(names.values())
    assert set(_texts(built)) == {
        "Kundcentrerad",
        "Kundcentrerade",  # a form of the build language, as it was written
        "Server Script",
        "Kafé",
        "own text",
    }


def test_exact_slugs_list_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = str(project.parent / "corpus")
    listed: list[str] = []
    reals = {name: getattr(os, name) for name in ("listdir", "scandir")}

    def spy(name: str):
        def call(path: str | os.PathLike[str] = ".") -> object:
            if str(path).startswith(corpus):
                listed.append(str(path))
            return reals[name](path)

        return call

    for name in reals:
        monkeypatch.setattr(os, name, spy(name))
    targets = ("client-centric", "Node.js", "twin-a", "twin-b", "café", "!twin-a", "x <twin-b>")
    built = build(write(project, _page(*targets)), language="sv", glossterms_corpora="../corpus")
    assert built.warnings == []
    # The languages of the corpus are its top folders; no folder of articles is listed.
    assert set(listed) <= {corpus}
    assert len(listed) <= 1
    assert not list(project.parent.rglob("glossterms-names-*"))


@pytest.fixture
def indexing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    real = NameIndex._read

    def read(index: NameIndex, *arguments: object) -> object:
        made.append(str(index._store))
        return real(index, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(NameIndex, "_read", read)
    return made


def test_the_index_is_made_once_and_kept(project: Path, indexing: list[str]) -> None:
    pages = {
        "index.rst": "Start\n=====\n\n.. toctree::\n\n   a\n   b\n\n:glossterm:`kafé`\n",
        "a.rst": "A\n=\n\n:glossterm:`cc` :glossterm:`Twin-A`\n",
        "b.rst": "B\n=\n\n:glossterm:`nowhere`\n",
    }
    write(project, pages)
    built = build(project, language="sv", glossterms_corpora="../corpus")
    assert len(indexing) == 1
    store = built.outdir.parent / "doctrees" / "glossterms-names-0"
    assert store.is_file()


@pytest.mark.parametrize("change", ["edit", "older", "add", "remove"])
def test_a_changed_corpus_is_noticed(project: Path, change: str) -> None:
    def of_build() -> list[str]:
        return _links(build(project, language="sv", glossterms_corpora="../corpus"))

    write(project, _page("kafé"))
    assert of_build() == ["café"]
    corpus = project.parent / "corpus"
    path = corpus / "sv/café.md"
    if change == "add":
        write(corpus, {"en/kafé.md": article("Exact", "Text.")})
    elif change == "remove":
        path.unlink()
    else:
        before = path.stat()
        path.write_text(article("Bistro", "Text."), encoding="utf-8")
        write(corpus, {"en/espresso.md": article("Kafé", "Text.")})
        if change == "older":
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns - 10**12))
    expected = {"edit": "espresso", "older": "espresso", "add": "kafé", "remove": "kafé"}
    assert of_build() == [expected[change]]


def test_two_matches_are_ambiguous(project: Path) -> None:
    write(project, _page("TWIN", "TWIN"))
    built = build(project, glossterms_corpora="../corpus")
    [warning] = built.warnings
    assert "index.rst:4: WARNING: “TWIN” is a name of “twin-a” and “twin-b”" in warning
    assert warning.endswith("[glossterms.ambiguous]")


def test_an_unknown_target_names_the_nearest(project: Path) -> None:
    pages = _page("client-centrc")
    pages["md.md"] = "---\norphan: true\n---\n# M\n\nSee {glossterm}`twin-c`.\n"
    built = build(write(project, pages), glossterms_corpora="../corpus")
    first, second = sorted(_of_ours(built))
    assert first.endswith(
        "index.rst:4: WARNING: no corpus has a concept “client-centrc”;"
        " did you mean “client-centric”? [glossterms.unknown]"
    )
    assert "md.md:6: WARNING: no corpus has a concept “twin-c”" in second
    assert "did you mean “twin-" in second
    assert len(built.warnings) == 2


def test_a_concept_outside_the_chain(project: Path) -> None:
    write(project, _page("foreign", "text <foreign>", "vieras"))
    built = build(project, glossterms_corpora="../corpus")
    told, unknown = built.warnings
    assert "index.rst:4: WARNING: “foreign” exists only in fi, which is not among" in told
    assert told.endswith("see glossterms_fallback [glossterms.unknown]")
    assert "index.rst:8: WARNING: no corpus has a concept “vieras”" in unknown
    assert "client" not in unknown
    assert [node.astext() for node in built.doctrees["index"].findall(nodes.paragraph)] == [
        "foreign",
        "text",
        "vieras",
    ]


# --- one fault, one message ---


def faults(folder: Path) -> Iterator[tuple[str, dict[str, str | bytes], str, str]]:
    """A corpus location, files of the corpus, and what is to be told, where."""
    yield "../nowhere", {}, "", "glossterms_corpora: “../nowhere” does not exist"
    yield (
        "../corpus",
        {"glossterms.yaml": "name: x\nlayot: y\n"},
        "glossterms.yaml:2",
        "'layot' is unknown: did you mean 'layout'? (until this is mended the corpus is not used) [glossterms.manifest]",
    )
    yield (
        "../corpus",
        {"en/client-centric.md": b"---\ntitle: x\n---\n\nbad \xff byte\n"},
        "client-centric.md:5",
        "not UTF-8",
    )
    yield (
        "../corpus",
        {"en/client-centric.md": "---\ntitle: [x\n---\n\nText.\n"},
        "client-centric.md:",
        "the front matter can't be read",
    )


@pytest.mark.parametrize("number", range(4))
def test_one_fault_is_one_message(project: Path, number: int) -> None:
    location, files, place, message = list(faults(project))[number]
    write(project.parent / "corpus", files)
    write(project.parent / "good", {"en/good.md": article("Good", "Fine.")})
    pages = {
        "index.rst": "S\n=\n\n.. toctree::\n\n   good\n   a\n\n:glossterm:`!client-centric`"
        " :glossterm:`good`\n",
        "good.rst": ".. glossterm:: good\n",
        "a.rst": "A\n=\n\n:glossterm:`!client-centric` :glossterm:`!client-centric`\n",
    }
    built = build(write(project, pages), glossterms_corpora=[location, "../good"])
    assert len(built.warnings) == 1, built.warnings
    assert message in built.warnings[0]
    assert place in built.warnings[0]
    assert "Good" in built.text()
    assert "Fine." in built.text("good.html")
    assert "Traceback" not in built.progress


def test_roles_without_their_corpus_are_not_unknown_as_well(project: Path) -> None:
    built = build(write(project, _page("client-centric")), glossterms_corpora="../nowhere")
    [warning] = built.warnings
    assert warning.endswith("[glossterms.corpus]")


def test_two_corpora_of_one_folder_name(project: Path) -> None:
    write(project.parent / "one/concepts", {"en/a.md": article("First", "x")})
    write(project.parent / "two/concepts", {"en/b.md": article("Second", "x")})
    write(project, _page("!a", "!b"))
    built = build(project, glossterms_corpora=["../one/concepts", "../two/concepts"])
    assert built.warnings == []
    assert "First" in built.text()
    assert "Second" in built.text()
