"""Roles in translated strings (PO files)."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest
import sphinx
from building import Built, article, build, write
from pages import body_of, classes, page, text_of

CORPUS = {
    "glossterms.yaml": "url: https://example.org/{language}/{slug}\n",
    "en/client.md": article("Client Centricity", "Text.", term="client-centric"),
    "en/dough.md": article("Dough", "Text.", term="dough"),
    "sv/client.md": article(
        "Kundcentrerad", "Text.", term="kundcentrering", forms="[kundcentreringens]"
    ),
    "sv/dough.md": article("Degen", "Text.", term="deg"),
}

# Sphinx 8 counts the references of a translation, Sphinx 9 compares their targets.
COMPARES_TARGETS = sphinx.version_info >= (9, 0)

# Name: source, translation, text of the page, Sphinx's own warning expected.
CASES = {
    "kept": (
        "Being {r}`client` one helps.",
        "Att vara {r}`client` ett hjälper.",
        "Att vara kundcentrering ett hjälper.",
        False,
    ),
    "own text in the translation": (
        "Being {r}`client` two helps.",
        "Att {r}`kundcentreringens väg <client>` två hjälper.",
        "Att kundcentreringens väg två hjälper.",
        False,
    ),
    "own text in the source": (
        "Being {r}`very client <client>` three helps.",
        "Att vara {r}`client` tre hjälper.",
        "Att vara kundcentrering tre hjälper.",
        False,
    ),
    "own text on both sides": (
        "Being {r}`very client <client>` four helps.",
        "Att vara {r}`mycket kund <client>` fyra hjälper.",
        "Att vara mycket kund fyra hjälper.",
        False,
    ),
    "title as target": (
        "Being {r}`client` five helps.",
        "Att vara {r}`kundcentrerad` fem hjälper.",
        "Att vara kundcentrerad fem hjälper.",
        False,
    ),
    "term as target": (
        "Being {r}`client` six helps.",
        "Att vara {r}`Kundcentrering` sex hjälper.",
        "Att vara kundcentrering sex hjälper.",
        False,
    ),
    "form as target, with a text": (
        "Being {r}`client` seven helps.",
        "Att vara {r}`centrerad <kundcentreringens>` sju hjälper.",
        "Att vara centrerad sju hjälper.",
        False,
    ),
    "source name as target": (
        "Being {r}`client centricity` eight helps.",
        "Att vara {r}`client` åtta hjälper.",
        "Att vara kundcentrering åtta hjälper.",
        False,
    ),
    "reordered": (
        "First {r}`client`, then {r}`dough`.",
        "{r}`dough` före {r}`client`.",
        "Deg före kundcentrering.",
        False,
    ),
    "moved to the start": (
        "The {r}`client` nine.",
        "{r}`client` nio.",
        "Kundcentrering nio.",
        False,
    ),
    "unlinked": ("Ten {r}`!client`.", "Tio {r}`!client`.", "Tio kundcentrering.", False),
    "unlinked, dropped": ("Eleven {r}`!client`.", "Elva.", "Elva.", False),
    "dropped": ("Twelve {r}`client`.", "Tolv.", "Tolv.", True),
    "duplicated": (
        "Thirteen {r}`client`.",
        "Tretton {r}`client`, {r}`client`.",
        "Tretton kundcentrering, kundcentrering.",
        True,
    ),
    "another": ("Fourteen {r}`client`.", "Fjorton {r}`dough`.", "Fjorton deg.", COMPARES_TARGETS),
}

HEADING = ("Why {r}`client` matters", "{r}`client`: varför")


@pytest.fixture(scope="module", params=["rst", "md"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("translations")
    role = ":glossterm:" if request.param == "rst" else "{glossterm}"
    pairs = [(source, other) for source, other, _, _ in CASES.values()]
    write(folder / "corpus", CORPUS)
    texts = [source.replace("{r}", role) for source, _ in pairs]
    heading = HEADING[0].replace("{r}", role)
    top = f"{heading}\n{'=' * 60}\n" if request.param == "rst" else f"# {heading}\n"
    write(folder / "source", {f"index.{request.param}": "\n\n".join([top, *texts]) + "\n"})
    _write_po(folder / "source", [HEADING, *pairs], role)
    return build(
        folder / "source",
        language="sv",
        glossterms_corpora="../corpus",
        locale_dirs=["locale"],
        gettext_compact=False,
    )


def _write_po(source: Path, pairs: list[tuple[str, str]], role: str) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    entries = [
        "\n".join(
            f"{key} {json.dumps(text.replace('{r}', role), ensure_ascii=False)}"
            for key, text in zip(("msgid", "msgstr"), pair, strict=True)
        )
        for pair in pairs
    ]
    write(source, {"locale/sv/LC_MESSAGES/index.po": "\n\n".join([head, *entries]) + "\n"})


def test_text_of_the_page(built: Built) -> None:
    texts = [text_of(e) for e in body_of(page(built, "index")).iter("p")]
    assert texts == [text for _, _, text, _ in CASES.values()]


def test_only_sphinx_own_warnings(built: Built) -> None:
    expected = [source for source, _, _, warned in CASES.values() if warned]
    assert len(built.warnings) == len(expected), built.warnings
    assert all(line.endswith("[i18n.inconsistent_references]") for line in built.warnings)


def test_heading(built: Built) -> None:
    assert built.titles["index"] == "Kundcentrering: varför"
    assert "<title>Kundcentrering: varför" in built.text()
    assert ">Kundcentrering</a>" in built.text("genindex.html")


def test_links(built: Built) -> None:
    links = {e.get("href") for e in page(built, "index").iter("a") if "glossterm" in classes(e)}
    assert links == {"https://example.org/sv/client", "https://example.org/sv/dough"}


def test_a_faulty_target_is_told_once(tmp_path: Path) -> None:
    """Sphinx runs the roles of source and translation more than once."""
    write(
        tmp_path / "corpus",
        {**CORPUS, "en/a.md": article("Twin", "x"), "en/b.md": article("twin", "x")},
    )
    write(tmp_path / "source", {"index.rst": "S\n=\n\nSee :glossterm:`TWIN` here.\n"})
    _write_po(
        tmp_path / "source",
        [("See {r}`TWIN` here.", "Se {r}`TWIN` och {r}`!TWIN` här.")],
        ":glossterm:",
    )
    built = build(
        tmp_path / "source",
        language="sv",
        glossterms_corpora="../corpus",
        locale_dirs=["locale"],
        gettext_compact=False,
    )
    [warning] = built.warnings
    assert "index.rst:4: WARNING: “TWIN” is a name of “a” and “b”" in warning


def test_gettext_gives_the_writers_words_only(tmp_path: Path) -> None:
    write(tmp_path / "corpus", CORPUS)
    source = dedent("""\
        About :glossterm:`client`
        =========================

        :glossterm:`client` opens, :glossterm:`own <dough>`.

        .. glossterm:: dough
        """)
    built = build(
        write(tmp_path / "source", {"index.rst": source}),
        "gettext",
        glossterms_corpora="../corpus",
        gettext_additional_targets=["index"],
        gettext_compact=False,
    )
    assert built.warnings == []
    messages = [x for x in built.text("index.pot").splitlines() if x.startswith("msgid")]
    assert messages == [
        'msgid ""',
        'msgid "About :glossterm:`client`"',
        'msgid ":glossterm:`client` opens, :glossterm:`own <dough>`."',
    ]
