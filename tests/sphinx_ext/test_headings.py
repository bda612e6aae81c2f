"""Names in headings, and concepts as objects: toctree, search, index, inventory."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from building import Built, article, build, write
from pages import body_of, classes, page, text_of
from sphinx.util.inventory import InventoryFile

SLUGS = {
    "client-centric": "glossterm-client-centric",
    "Node.js": "glossterm-Node.2e.js",
    "客户": "glossterm-客户",
    "two words": "glossterm-two.20.words",
    "a/b": "glossterm-a.2f.b",
    "API": "glossterm-API",
}
LANGUAGES = {"en": "Client Centricity", "sv": "Kundcentrerad", "fi": "Asiakaskeskeisyys"}
TERMS = {"en": "client-centric", "sv": "kundcentrerad", "fi": "asiakaskeskeinen"}

INDEX = """\
Start
=====

.. toctree::

   heading
   myst
   concepts
   away/page
"""

HEADING = """\
:glossterm:`client-centric` work; :glossterm:`!API`
===================================================

Text.

Below :glossterm:`some; text <client-centric>`
----------------------------------------------

Text.
"""

MYST = "# {glossterm}`client-centric` in MyST\n\nText.\n\n## The *{glossterm}`Node.js`* part\n"


def _corpus(folder: Path) -> None:
    for language, title in LANGUAGES.items():
        files = {
            f"{language}/{slug}.md": article(f"{slug} ({language})", "Text.") for slug in SLUGS
        }
        files[f"{language}/client-centric.md"] = article(title, "Text.", term=TERMS[language])
        write(folder / "corpus", files)


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    folder = tmp_path_factory.mktemp("headings")
    _corpus(folder)
    directives = "\n".join(f".. glossterm:: {slug}" for slug in SLUGS)
    write(
        folder / "source",
        {
            "index.rst": INDEX,
            "heading.rst": HEADING,
            "myst.md": MYST,
            "concepts.rst": f"Concepts\n========\n\n{directives}\n",
            "away/page.rst": "Away\n====\n\nText.\n",
        },
    )
    return {
        language: build(folder / "source", language=language, glossterms_corpora="../corpus")
        for language in LANGUAGES
    }


def _capital(language: str) -> str:
    return TERMS[language].capitalize()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_warned(builds: dict[str, Built], language: str) -> None:
    assert builds[language].warnings == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_title_and_toctree(builds: dict[str, Built], language: str) -> None:
    built, name = builds[language], _capital(language)
    assert built.titles["heading"] == f"{name} work; API ({language})"
    assert built.titles["myst"] == f"{name} in MyST"
    assert f"<title>{name} work; API ({language})" in built.text("heading.html")
    entries = [text_of(e) for e in body_of(page(built, "index")).iter("li")]
    assert any(entry.startswith(f"{name} work; API ({language})") for entry in entries)
    assert "Below some; text" in entries
    assert f"The Node.js ({language}) part" in entries


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_index(builds: dict[str, Built], language: str) -> None:
    text = builds[language].text("searchindex.js")
    index = json.loads(re.fullmatch(r"Search\.setIndex\((.*)\)", text, re.DOTALL)[1])
    # Sphinx 8 leaves the markup of any role in the titles.
    titles = [re.sub(r"<[^>]*>", "", title) for title in index["titles"]]
    all_titles = [re.sub(r"<[^>]*>", "", title) for title in index["alltitles"]]
    assert f"{_capital(language)} work; API ({language})" in titles
    assert f"{_capital(language)} in MyST" in all_titles
    assert _capital(language).lower() in index["indexentries"]
    # The concepts themselves, by slug.
    assert any("client-centric" in str(entry) for entry in index["objects"].values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_general_index(builds: dict[str, Built], language: str) -> None:
    pages = {
        text_of(item).partition(", [")[0]: [
            link.get("href", "").split("#")[0] for link in item.iter("a")
        ]
        for item in page(builds[language], "genindex").iter("li")
    }
    assert pages[f"API ({language})"] == ["concepts.html", "heading.html"]
    assert pages["some, text"] == ["heading.html"]
    assert pages[f"Node.js ({language})"] == ["concepts.html", "myst.html"]
    assert "heading.html" in pages[_capital(language)]


def _inventory(built: Built) -> dict[str, tuple[str, str]]:
    data = (built.outdir / "objects.inv").read_bytes()
    inventory = InventoryFile.loads(data, uri="").data
    concepts = inventory["glossterm:concept"]
    return {name: (item.uri, item.display_name) for name, item in concepts.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_inventory(builds: dict[str, Built], language: str) -> None:
    titles = {slug: f"{slug} ({language})" for slug in SLUGS}
    titles["client-centric"] = LANGUAGES[language]
    assert _inventory(builds[language]) == {
        slug: (f"concepts.html#{anchor}", titles[slug]) for slug, anchor in SLUGS.items()
    }


def test_inventory_has_one_line_an_object(tmp_path: Path) -> None:
    nasty = "line one\\nline two\\u2028three\\u0085four"
    files = {"en/a.md": f'---\ntitle: "{nasty}"\n---\n\nText.\n'}
    write(tmp_path / "corpus", files)
    write(tmp_path / "source", {"index.rst": ".. glossterm:: a\n"})
    built = build(tmp_path / "source", glossterms_corpora="../corpus")
    data = InventoryFile.load(
        BytesIO((built.outdir / "objects.inv").read_bytes()), "", lambda *p: p[-1]
    )
    assert list(data["glossterm:concept"]) == ["a"]
    assert _inventory(built)["a"][1] == "line one line two three four"


REFERENCES = """\
Other
=====

{lines}
"""


def _other(folder: Path, inventory: Path, lines: str, **config: object) -> Built:
    write(folder, {"index.rst": REFERENCES.format(lines=lines)})
    return build(
        folder,
        extensions=["sphinx_glossterms", "sphinx.ext.intersphinx"],
        intersphinx_mapping={"x": ("https://x.example/", str(inventory))},
        intersphinx_disabled_reftypes=[],
        **config,
    )


def _hrefs(built: Built) -> list[tuple[str | None, str]]:
    links = body_of(page(built, "index")).iter("a")
    return [(e.get("href"), text_of(e)) for e in links if "headerlink" not in classes(e)]


def test_within_the_project(tmp_path: Path) -> None:
    _corpus(tmp_path)
    directives = "\n".join(f".. glossterm:: {slug}" for slug in SLUGS)
    lines = "\n\n".join(
        f":any:`{slug}` :ref:`{anchor}` :ref:`{anchor.lower()}` :ref:`own <{anchor}>`"
        for slug, anchor in SLUGS.items()
    )
    pages = {
        "index.rst": f"Start\n=====\n\n.. toctree::\n\n   concepts\n\n{lines}\n\n:any:`api`\n",
        "concepts.rst": f"Concepts\n========\n\n{directives}\n",
    }
    built = build(write(tmp_path / "source", pages), glossterms_corpora="../corpus")
    assert built.warnings == []
    found = [link for link in _hrefs(built) if "glossterm" in str(link[0])]
    expected = []
    for slug, anchor in SLUGS.items():
        href, title = f"concepts.html#{anchor}", f"{slug} (en)"
        title = LANGUAGES["en"] if slug == "client-centric" else title
        expected += [(href, title)] * 3 + [(href, "own")]
    assert [link for link in found if link in expected] == [
        *expected,
        ("concepts.html#glossterm-API", "API (en)"),
    ]


def test_from_another_project(builds: dict[str, Built], tmp_path: Path) -> None:
    lines = "\n\n".join(
        f":external+x:glossterm:concept:`{slug}` :external+x:ref:`{anchor.lower()}`"
        f" :any:`{slug}` :ref:`own <{anchor}>` :glossterm:`{slug}`"
        f" :external+x:glossterm:concept:`my <{slug}>`"
        for slug, anchor in SLUGS.items()
    )
    built = _other(tmp_path / "other", builds["sv"].outdir / "objects.inv", lines)
    assert built.warnings == []
    expected = []
    for slug, anchor in SLUGS.items():
        href = f"https://x.example/concepts.html#{anchor}"
        title = LANGUAGES["sv"] if slug == "client-centric" else f"{slug} (sv)"
        expected += [(href, text) for text in (title, title, title, "own", title, "my")]
    assert _hrefs(built) == expected


def test_from_another_project_with_a_corpus(builds: dict[str, Built], tmp_path: Path) -> None:
    write(tmp_path / "corpus", {"en/mine.md": article("Mine", "x")})
    lines = ":external+x:glossterm:concept:`API` :glossterm:`API` :glossterm:`!mine`"
    built = _other(
        tmp_path / "other",
        builds["fi"].outdir / "objects.inv",
        lines,
        glossterms_corpora="../corpus",
    )
    assert built.warnings == []
    assert [text for _, text in _hrefs(built)] == ["API (fi)", "API (fi)"]


def test_an_unknown_external_concept_is_told(builds: dict[str, Built], tmp_path: Path) -> None:
    lines = ":external+x:glossterm:concept:`nope`\n\n:glossterm:`nope`"
    built = _other(tmp_path / "other", builds["en"].outdir / "objects.inv", lines)
    assert len(built.warnings) == 2
    assert "external glossterm:concept reference target not found: nope" in built.warnings[0]
    assert "there is no concept “nope”" in built.warnings[1]
