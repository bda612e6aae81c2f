"""Several corpora: which one a slug means, and how the others are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from building import Built, article, build, write
from pages import body_of, classes, page, text_of
from sphinx.util.inventory import InventoryFile

CORPORA = {"biz": "../biz", "tech": "../tech"}
INDEX = """\
Start
=====

.. toctree::

   one
   two
   more

First :glossterm:`customer`, :glossterm:`tech:customer`, :glossterm:`biz:customer`,
:glossterm:`tech:server`, :glossterm:`tech:klient`, :ref:`glossterm-tech..customer`,
:any:`tech:customer`.
"""


def _source(folder: Path, **pages: str) -> Path:
    write(
        folder,
        {
            "biz/en/customer.md": article("Buyer", "Text. See [it](/customer), [s](/server)."),
            "tech/en/customer.md": article("Client", "Text.\n\n## Highlights\n\n- One.\n- Two."),
            "tech/en/server.md": article(
                "Server", "See [the client](/customer).", aliases="[klient]"
            ),
        },
    )
    files = {
        "index.rst": INDEX,
        "one.rst": ".. glossterm:: biz:customer\n",
        "two.rst": ".. glossterm:: tech:customer\n",
        "more.rst": "More\n====\n\n.. glossterm:: server\n",
    }
    return write(folder / "source", {**files, **pages})


def _build(source: Path, **more: object) -> Built:
    return build(source, **{"glossterms_corpora": CORPORA, **more})


def _links(built: Built, docname: str) -> list[tuple[str, str]]:
    found = body_of(page(built, docname)).iter("a")
    return [(text_of(a), a.get("href", "")) for a in found if "reference" in classes(a)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return _build(_source(tmp_path_factory.mktemp("namespaces")))


def test_only_what_is_not_told_apart_is_told_of(built: Built) -> None:
    (warning,) = built.warnings
    assert "“customer” is in the corpus “biz”, which is meant, and in “tech” too" in warning
    assert warning.endswith("[glossterms.shadowed]")


def test_roles(built: Built) -> None:
    assert [link for link in _links(built, "index") if "#glossterm-" in link[1]] == [
        ("Buyer", "one.html#glossterm-customer"),
        ("Client", "two.html#glossterm-tech..customer"),
        ("Buyer", "one.html#glossterm-customer"),
        ("Server", "more.html#glossterm-server"),
        ("klient", "more.html#glossterm-server"),
        ("Client", "two.html#glossterm-tech..customer"),
        ("Client", "two.html#glossterm-tech..customer"),
    ]


def test_an_articles_links_mean_its_own_corpus(built: Built) -> None:
    assert ("the client", "two.html#glossterm-tech..customer") in _links(built, "more")


def test_else_the_first_that_has_it(built: Built) -> None:
    assert _links(built, "one") == [
        ("it", "#glossterm-customer"),
        ("s", "more.html#glossterm-server"),
    ]


def test_ids_are_different(built: Built) -> None:
    ids = re.findall(r'id="([^"]*)"', built.text("two.html"))
    assert {"glossterm-tech..customer", "glossterm_highlights-tech..customer"} <= {*ids}


def test_inventory(built: Built) -> None:
    data = (built.outdir / "objects.inv").read_bytes()
    concepts = InventoryFile.loads(data, uri="").data["glossterm:concept"]
    found = {name: (item.uri, item.display_name) for name, item in concepts.items()}
    assert found == {
        "customer": ("one.html#glossterm-customer", "Buyer"),
        "tech:customer": ("two.html#glossterm-tech..customer", "Client"),
        "server": ("more.html#glossterm-server", "Server"),
    }


def test_a_list_of_one_corpus(tmp_path: Path) -> None:
    pages = {"more.rst": "More\n====\n\n.. glossterm-list::\n   :corpus: tech\n   :toctree: t\n"}
    built = _build(_source(tmp_path, **pages), suppress_warnings=["glossterms.shadowed"])
    assert built.warnings == []
    terms = [text_of(e).rstrip("¶ ") for e in page(built, "more").iter("dt")]
    assert terms == ["Client", "Server"]
    assert (built.outdir / "t/server.html").exists()
    assert (built.outdir / "t/glossterm-tech..customer.html").exists()


def test_unknown(tmp_path: Path) -> None:
    hints = {
        "tech:servr": "no corpus has a concept “tech:servr”; did you mean “tech:server”?",
        "biz:server": "no corpus has a concept “biz:server”; did you mean “server”?",
        "tec:server": "there is no corpus “tec”; did you mean “tech:server”?",
        "Tech:server": "there is no corpus “Tech”; did you mean “tech:server”?",
        "a:b": "no corpus has a concept “a:b” [",
    }
    roles = "\n\n".join(f":glossterm:`{target}`" for target in hints)
    built = _build(_source(tmp_path, **{"index.rst": f"Start\n=====\n\n{roles}\n"}))
    messages = [line for line in built.warnings if "[glossterms.unknown]" in line]
    assert len(messages) == len(hints)
    for message, hint in zip(messages, hints.values(), strict=True):
        assert hint in message


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_slug_means_the_same_corpus_in_all_languages(tmp_path: Path, language: str) -> None:
    """Else page, anchor and links to the other languages would not fit together."""
    source = _source(tmp_path)
    write(tmp_path, {"tech/sv/customer.md": article("Klient", "Text."), "biz/sv/x.md": "# X"})
    built = _build(source, language=language)
    assert _links(built, "index")[-7:-4] == [
        ("Buyer", "one.html#glossterm-customer"),
        ("Klient" if language == "sv" else "Client", "two.html#glossterm-tech..customer"),
        ("Buyer", "one.html#glossterm-customer"),
    ]


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_name_means_the_same_concept_in_all_languages(tmp_path: Path, language: str) -> None:
    """A name of the source language, in any corpus, comes before one of the build's."""
    source = _source(tmp_path, **{"index.rst": INDEX.replace("tech:klient", "Aka")})
    write(
        tmp_path,
        {
            "biz/sv/customer.md": article("Köpare", "Text.", aliases="[Aka]"),
            "tech/en/server.md": article("Server", "Text.", aliases="[Aka]"),
            "tech/sv/server.md": article("Server", "Text."),
        },
    )
    built = _build(source, language=language)
    assert _links(built, "index")[-3][1] == "more.html#glossterm-server"


def test_the_first_corpus_gets_the_slug_in_another_language(tmp_path: Path) -> None:
    """A page that shows the concept of the second corpus is read again."""
    source = _source(tmp_path)
    _build(source)
    write(tmp_path, {"biz/sv/server.md": article("Servitör", "Text.")})
    again, clean = _build(source), _build(source, out="-clean")
    for name in ("index", "more", "one"):
        assert again.text(f"{name}.html") == clean.text(f"{name}.html")
    (message,) = (line for line in again.warnings if "[glossterms.unknown]" in line)
    assert "“server” exists only in sv" in message


def test_the_first_corpus_gets_the_slug_later(tmp_path: Path) -> None:
    """What was a slug alone now needs its namespace: anchors and links follow."""
    source = _source(tmp_path)
    _build(source)
    write(tmp_path, {"biz/en/server.md": article("Waiter", "Text.")})
    again, clean = _build(source), _build(source, out="-clean")
    assert ("Server", "more.html#glossterm-server") not in _links(again, "index")
    for name in ("index", "one", "two", "more"):
        assert again.text(f"{name}.html") == clean.text(f"{name}.html")
    assert [line for line in clean.warnings if line not in again.warnings] == []


# --- other projects ------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["words", "tech"])
def test_another_project_refers_to_them(tmp_path: Path, key: str) -> None:
    """Also where the inventory's key is the name of a corpus."""
    first = _build(_source(tmp_path), suppress_warnings=["glossterms.shadowed"])
    index = (
        "Start\n=====\n\n:glossterm:`tech:customer` :glossterm:`server` :any:`server`"
        f" :ref:`glossterm-tech..customer` :external+{key}:glossterm:concept:`tech:customer`\n"
    )
    source = write(tmp_path / "second", {"index.rst": index})
    config = {
        "extensions": ["sphinx_glossterms", "sphinx.ext.intersphinx"],
        "intersphinx_mapping": {key: ("https://words.example", str(first.outdir / "objects.inv"))},
        "glossterms_corpora": {},
    }
    built = build(source, **config)
    base = "https://words.example/"
    assert [href for _, href in _links(built, "index")] == [
        f"{base}two.html#glossterm-tech..customer",
        f"{base}more.html#glossterm-server",
        f"{base}more.html#glossterm-server",
        f"{base}two.html#glossterm-tech..customer",
        f"{base}two.html#glossterm-tech..customer",
    ]


def test_a_name_of_another_project_without_a_link(tmp_path: Path) -> None:
    first = _build(_source(tmp_path), suppress_warnings=["glossterms.shadowed"])
    index = (
        "Start\n=====\n\nThe :glossterm:`!server`, :glossterm:`!own <server>`, :glossterm:`!no`.\n"
    )
    source = write(tmp_path / "second", {"index.rst": index})
    config = {
        "extensions": ["sphinx.ext.intersphinx", "sphinx_glossterms"],
        "intersphinx_mapping": {"words": ("https://x.example", str(first.outdir / "objects.inv"))},
    }
    built = build(source, **config)
    assert _links(built, "index") == []
    assert "The Server, own, no." in text_of(body_of(page(built, "index")))
    (message,) = built.warnings
    assert "“no”; glossterms_corpora in conf.py names no corpus; no project of inters" in message


# --- renamed concepts ----------------------------------------------------------------------


def test_a_former_slug_keeps_working(tmp_path: Path) -> None:
    """In roles, directives, articles, old addresses, ``:ref:``, ``:any:``, other projects."""
    index = (
        "Start\n=====\n\n:glossterm:`host` :ref:`glossterm-host` :any:`host` :glossterm:`Host`\n\n"
        ".. toctree::\n\n   two\n   more\n"
    )
    pages = {"index.rst": index, "one.rst": ":orphan:\n\nOne\n===\n"}
    source = _source(tmp_path, **pages)
    write(
        tmp_path,
        {
            "tech/en/server.md": article("Server", "Text.", former_slugs="[host]"),
            "tech/sv/server.md": article("Värd", "Text."),
            "tech/en/customer.md": article("Client", "See [the host](/host)."),
        },
    )
    config = {"glossterms_corpora": "../tech", "verbosity": 1}
    pages = {
        "two.rst": ".. glossterm:: customer\n",
        "more.rst": "More\n====\n\n.. glossterm:: server\n",
    }
    write(source, pages)
    for language, name in (("en", "Server"), ("sv", "Värd")):
        built = build(source, language=language, **config)
        assert built.warnings == []
        links = [link for link in _links(built, "index") if "#glossterm-" in link[1]]
        assert links == [(name, "more.html#glossterm-server")] * 4
        assert ("the host", "more.html#glossterm-server") in _links(built, "two")
        assert 'id="glossterm-host"' in built.text("more.html")
        data = (built.outdir / "objects.inv").read_bytes()
        concepts = InventoryFile.loads(data, uri="").data["glossterm:concept"]
        assert concepts["host"].uri == "more.html#glossterm-server"
        told = [line for line in built.progress.splitlines() if "“host” is “server” now" in line]
        assert [line.split("/")[-1].split(":")[0] for line in told] == ["index.rst", "customer.md"]


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_former_slug_is_the_source_languages(tmp_path: Path, language: str) -> None:
    source = _source(tmp_path, **{"index.rst": INDEX.replace("tech:klient", "tech:host")})
    files = {
        "tech/en/server.md": article("Server", "Text.", former_slugs="[host]"),
        "tech/sv/server.md": article("Server", "Text."),
        "tech/sv/customer.md": article("Klient", "Text.", former_slugs="[host]"),
    }
    write(tmp_path, files)
    built = _build(source, language=language)
    assert _links(built, "index")[-3] == ("Server", "more.html#glossterm-server")


def test_a_rename_in_one_language_only(tmp_path: Path) -> None:
    """The old articles that were left are a concept that this build has not."""
    pages = {"index.rst": "Start\n=====\n\n:glossterm:`host`\n\n.. glossterm:: host\n"}
    source = _source(tmp_path, **pages)
    write(tmp_path, {"tech/en/server.md": article("Server", "Text.", former_slugs="[host]")})
    write(tmp_path, {"tech/sv/host.md": article("Värd", "Text.")})
    built = _build(source)
    told = "“host” exists only in sv; it is “server” now, so write that, and rename the articles"
    assert [told in line for line in built.warnings if "[glossterms.unknown]" in line] == [True] * 2


def test_a_rename_is_followed_by_a_later_build(tmp_path: Path) -> None:
    source = _source(tmp_path)
    config = {"glossterms_corpora": "../tech"}
    index = "Start\n=====\n\n.. toctree::\n\n   two\n   more\n"
    pages = {
        "two.rst": ".. glossterm:: customer\n",
        "more.rst": "More\n====\n\n.. glossterm:: server\n",
    }
    write(tmp_path, {"tech/en/customer.md": article("Client", "See [it](/server).")})
    write(source, {**pages, "index.rst": index, "one.rst": ":orphan:\n\nOne\n===\n"})
    assert _build(source, **config).warnings == []
    (tmp_path / "tech/en/server.md").unlink()
    write(tmp_path, {"tech/en/host.md": article("Host", "Text.", former_slugs="[server]")})
    again = _build(source, **config)
    assert again.warnings == []
    assert _links(again, "two") == [("it", "more.html#glossterm-host")]
