"""Links in articles, as sites write them: they stay in the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import Built, article, build, write
from pages import body_of, classes, page, text_of

HUGO = """\
slug_links: ["/{slug}/", "/{language}/{slug}/", "../{slug}/", "https://words.example/{language}/{slug}/"]
site: https://words.example
"""
LINKS = {
    "/salt/": "salt.html#glossterm-salt",
    "/salt": "salt.html#glossterm-salt",
    "/en/salt/": "salt.html#glossterm-salt",
    "/fi/salt/": "salt.html#glossterm-salt",
    "../salt/": "salt.html#glossterm-salt",
    "https://words.example/en/salt/": "salt.html#glossterm-salt",
    "/SALT/": "salt.html#glossterm-salt",
    "/EN/Salt/": "salt.html#glossterm-salt",
    "/s%61lt/": "salt.html#glossterm-salt",
    "/r%C3%A5g/": "r%C3%A5g.html#glossterm-råg",
    "/RÅG/": "r%C3%A5g.html#glossterm-råg",
    "/salt/#use": "salt.html#glossterm_section-salt-use",
    "/en/salt/#use": "salt.html#glossterm_section-salt-use",
    "/salt/#by-the-sea": "salt.html#glossterm_section-salt-2",
    "/salt/#nowhere": "salt.html#glossterm-salt",
    "/nacl/": "salt.html#glossterm-salt",
    "/en/NaCl/#use": "salt.html#glossterm_section-salt-use",
    "/about/": "https://words.example/about/",
    "/sv/": "https://words.example/sv/",
    "../about/": "",
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("links")
    text = "\n\n".join(f"A [link {n}](<{href}>)." for n, href in enumerate(LINKS))
    salt = "Lead.\n\n## Use {#use}\n\nMuch.\n\n## By the sea\n\nWet."
    write(
        folder / "corpus",
        {
            "glossterms.yaml": HUGO,
            "en/bread.md": article("Bread", text),
            "sv/bread.md": article("Bröd", text),
            "en/salt.md": article("Salt", salt, former_slugs="[nacl]"),
            "sv/salt.md": article("Salt", salt),
            "fi/salt.md": article("Suola", salt),
            "sv/råg.md": article("Råg", "Text."),
        },
    )
    pages = {f"{slug}.rst": f".. glossterm:: {slug}\n" for slug in ("bread", "salt", "råg")}
    index = "Start\n=====\n\n.. toctree::\n\n   bread\n   salt\n   råg\n"
    return write(folder / "source", {**pages, "index.rst": index})


@pytest.fixture(scope="module")
def built(source: Path) -> Built:
    return build(source, language="sv", glossterms_corpora="../corpus", verbosity=1)


def test_nobody_is_warned(built: Built) -> None:
    assert built.warnings == []


@pytest.mark.parametrize(("number", "target"), [*enumerate(LINKS.values())], ids=list(LINKS))
def test_link(built: Built, number: int, target: str) -> None:
    links = {
        text_of(a): a.get("href", "")
        for a in body_of(page(built, "bread")).iter("a")
        if "reference" in classes(a)
    }
    assert links.get(f"link {number}", "") == target


def test_headings_that_links_lead_to_are_there(built: Built) -> None:
    ids = {e.get("id") for e in page(built, "salt").iter()}
    wanted = {href.partition("#")[2] for href in LINKS.values() if href.startswith("salt")}
    assert wanted <= ids


def test_other_spellings_and_former_slugs_are_told_of(built: Built) -> None:
    for slug in ("SALT", "Salt", "nacl", "NaCl"):
        assert f"“{slug}” is “salt” now; write that" in built.progress


def test_a_heading_that_goes_takes_its_links_along(tmp_path: Path) -> None:
    """They lead to the article itself then, on a page that is not read again."""
    write(
        tmp_path / "corpus",
        {
            "en/a.md": article("A", "[use](/b#use)"),
            "en/b.md": article("B", "Lead.\n\n## Use {#use}\n\nText."),
        },
    )
    index = "Start\n=====\n\n.. toctree::\n\n   a\n   b\n"
    pages = {"index.rst": index, "a.rst": ".. glossterm:: a\n", "b.rst": ".. glossterm:: b\n"}
    source = write(tmp_path / "source", pages)
    first = build(source, glossterms_corpora="../corpus")
    assert 'href="b.html#glossterm_section-b-use"' in first.text("a.html")
    write(tmp_path / "corpus", {"en/b.md": article("B", "Lead.")})
    again = build(source, glossterms_corpora="../corpus")
    assert 'href="b.html#glossterm-b"' in again.text("a.html")
