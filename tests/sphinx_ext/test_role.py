"""The role's text and link, in reStructuredText and in MyST."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import Built, article, build, write
from pages import classes, page, text_of

from sphinx_glossterms.sphinx_ext.wording import capitalise

CORPUS = {
    "en/client.md": article("Client Centricity", "Text.", term="client-centric"),
    "en/ebpf.md": article("eBPF in Depth", "Text.", term="eBPF"),
    "en/bare.md": article("Bare Metal", "Text."),
}

RST = """\
{role}`client` opens, and {role}`client` does not.

First, {role}`bare`. Then {role}`the approach <client>`, {role}`!client`
and {role}`!no link <client>`.

{role}`own text <client>`

{role}`!client` opens, unlinked.

{role}`ebpf` opens.

(“{role}`client`”, they say.)

"""

RST_BLOCKS = """\
Blocks
======

- {role}`client` in a list

  #. {role}`client` in a nested list

.. list-table::

   * - {role}`client`
     - a {role}`client`

{role}`client`
    a {role}`client` in a definition

.. rubric:: {role}`client` in a rubric

.. note:: {role}`client` in a note

:field: {role}`client` in a field

*See* {role}`client`

.. |sub| replace:: {role}`client`

{role}`client` heading
----------------------------------------

A {role}`client` heading
----------------------------------------
"""

MD_BLOCKS = """\
# Blocks

- {role}`client` in a list

  1. {role}`client` in a nested list

| head           | head             |
|----------------|------------------|
| {role}`client` | a {role}`client` |

*{role}`client`* in emphasis

Not *{role}`client`* here, **nor {role}`client`**

> {role}`client` in a quote

## {role}`client` heading

## *{role}`client` in emphasis* heading

## A {role}`client` heading
"""

ROLES = {
    "rst": ":glossterm:",
    "rst_domain": ":glossterm:concept:",
    "md": "{glossterm}",
    "md_domain": "{glossterm:concept}",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("role")
    pages = {
        "index.rst": "Start\n=====\n\n.. toctree::\n   :glob:\n\n   *\n",
        "client.rst": ".. glossterm:: client\n",
        "ebpf.rst": ".. glossterm:: ebpf\n",
        "bare.rst": ".. glossterm:: bare\n",
    }
    for name, role in ROLES.items():
        host = name.split("_")[0]
        head = "# Host\n\n" if host == "md" else "Host\n====\n\n"
        blocks = MD_BLOCKS if host == "md" else RST_BLOCKS
        pages[f"text-{name}.{host}"] = head + RST.replace("{role}", role)
        pages[f"blocks-{name}.{host}"] = blocks.replace("{role}", role)
    write(folder / "corpus", CORPUS)
    return build(write(folder / "source", pages), glossterms_corpora="../corpus")


def _texts(built: Built, name: str, *tags: str) -> list[str]:
    body = next(e for e in page(built, name).iter("div") if "body" in classes(e))
    return [text_of(e) for e in body.iter() if e.tag in tags]


def test_nothing_is_warned(built: Built) -> None:
    assert built.warnings == []


@pytest.mark.parametrize("name", ROLES)
def test_text(built: Built, name: str) -> None:
    assert _texts(built, f"text-{name}", "p") == [
        "Client-centric opens, and client-centric does not.",
        "First, Bare Metal. Then the approach, client-centric and no link.",
        "own text",
        "Client-centric opens, unlinked.",
        "eBPF opens.",
        "(“Client-centric”, they say.)",
    ]


@pytest.mark.parametrize("name", ROLES)
def test_links(built: Built, name: str) -> None:
    links = [
        (e.get("href"), text_of(e), e.get("title"))
        for e in page(built, f"text-{name}").iter("a")
        if "glossterm" in classes(e)
    ]
    client = "client.html#glossterm-client"
    title = "Client Centricity"
    assert links == [
        (client, "Client-centric", title),
        (client, "client-centric", title),
        ("bare.html#glossterm-bare", "Bare Metal", None),
        (client, "the approach", title),
        (client, "own text", title),
        ("ebpf.html#glossterm-ebpf", "eBPF", "eBPF in Depth"),
        (client, "Client-centric", title),
    ]


@pytest.mark.parametrize("name", ["rst", "rst_domain"])
def test_capitals_in_rst(built: Built, name: str) -> None:
    texts = _texts(built, f"blocks-{name}", "p", "dt", "h2")
    assert [text for text in texts if "lient" in text] == [
        "Client-centric in a list",
        "Client-centric in a nested list",
        "Client-centric",
        "a client-centric",
        "Client-centric",
        "a client-centric in a definition",
        "Client-centric in a rubric",
        "Client-centric in a note",
        "Client-centric in a field",
        "See client-centric",
        "Client-centric heading",
        "A client-centric heading",
    ]


@pytest.mark.parametrize("name", ["md", "md_domain"])
def test_capitals_in_myst(built: Built, name: str) -> None:
    texts = _texts(built, f"blocks-{name}", "p", "h2")
    assert [text for text in texts if "lient" in text] == [
        "Client-centric in a list",
        "Client-centric in a nested list",
        "Client-centric",
        "a client-centric",
        "Client-centric in emphasis",
        "Not client-centric here, nor client-centric",
        "Client-centric in a quote",
        "Client-centric heading",
        "Client-centric in emphasis heading",
        "A client-centric heading",
    ]


def test_nothing_of_ours_is_left_in_the_doctree(built: Built) -> None:
    for tree in built.doctrees.values():
        assert "glossterm_opening" not in tree.pformat()


@pytest.mark.parametrize(
    ("term", "language", "capitalised"),
    [
        ("client-centric", "en", "Client-centric"),
        ("eBPF", "en", "eBPF"),
        ("iPhone case", "en", "iPhone case"),
        ("e-mail in the EU", "en", "E-mail in the EU"),
        ("istemci", "tr", "İstemci"),
        ("ırmak", "tr", "Irmak"),
        ("internet", "az", "İnternet"),
        ("ijs", "nl", "IJs"),
        ("ijs", "nl-BE", "IJs"),
        ("ijs", "en", "Ijs"),
        ("ĳs", "nl", "Ĳs"),
        ("ßart", "de", "Ssart"),
        ("älg", "sv", "Älg"),
        ("a\u0308lg", "sv", "A\u0308lg"),
        ("džep", "hr", "Džep"),
        ("კლიენტი", "ka", "კლიენტი"),
        ("客户", "zh", "客户"),
        ("ग्राहक", "hi", "ग्राहक"),
        ("401k", "en", "401k"),
        ("", "en", ""),
    ],
)
def test_capitalise(term: str, language: str, capitalised: str) -> None:
    assert capitalise(term, language) == capitalised


def test_turkish_name_on_a_turkish_page(tmp_path: Path) -> None:
    write(tmp_path / "corpus", {"tr/client.md": article("X", "Metin.", term="istemci")})
    write(tmp_path / "source", {"index.rst": "T\n=\n\n:glossterm:`!client`\n"})
    built = build(tmp_path / "source", "text", "tr", glossterms_corpora="../corpus")
    assert built.text("index.txt").endswith("İstemci\n")
    # docutils has no Turkish words; it says so of every project.
    assert [line for line in built.warnings if "[docutils]" not in line] == []
