"""Translators see the host's text and never an article's."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from building import BREAD, Built, article, build, write
from pages import body_of, page, text_of

PAGES = {
    "index.rst": """\
Start here
==========

About :glossterm:`bread` and :glossterm:`loaves <bread>`.

.. toctree::

   alone
   mixed
   myst
""",
    "alone.rst": ".. glossterm:: bread\n",
    "mixed.rst": """\
Mixed page
==========

Host before.

.. glossterm:: rye
   :name: the-rye

Host after.

- .. glossterm:: bread
     :no-index:
     :show: description body keywords

.. list-table::

   * - Host cell
     - .. glossterm:: bread
          :no-index:
""",
    "myst.md": "# Myst page\n\nHost in Myst, see {glossterm}`rye`.\n\n```{glossterm} bread\n:no-index:\n```\n",
}
TEXT = """\
# Bread

Lead of the article.

## A part

![Alt of it](/loaf.png)

| Head | Cell |
|------|------|
| Host before. | Host cell |

```python
print("code of it")
```

## Highlights

- A point.
"""
CORPUS = {
    "en/bread.md": article("Bread", TEXT, description="Says it.", keywords="key, word"),
    "en/rye.md": article("Rye", "# Rye\n\nHost after.\n\nStart here"),
    "sv/bread.md": article("Bröd", TEXT.replace("# Bread", "# Bröd"), description="Säger det."),
}


def messages(built: Built) -> set[str]:
    """Every message of every catalog."""
    found: set[str] = set()
    for path in built.outdir.rglob("*.pot"):
        with path.open("rb") as file:
            found.update(str(message.id) for message in read_po(file) if message.id)
    return found


HOST = {
    "Start here",
    "About :glossterm:`bread` and :glossterm:`loaves <bread>`.",
    "Mixed page",
    "Host before.",
    "Host after.",
    "Host cell",
    "Myst page",
    "Host in Myst, see {glossterm}`rye`.",
}


@pytest.mark.parametrize("targets", [[], ["literal-block", "image", "index", "raw"]])
def test_only_host_text_is_extracted(tmp_path: Path, targets: list[str]) -> None:
    write(tmp_path / "corpus", CORPUS)
    built = build(
        write(tmp_path / "source", PAGES),
        "gettext",
        glossterms_corpora="../corpus",
        gettext_additional_targets=targets,
        gettext_compact=False,
    )
    assert built.warnings == []
    assert messages(built) - {"Tests"} == HOST


def test_a_page_that_is_only_an_article_has_a_title(tmp_path: Path) -> None:
    write(tmp_path / "corpus", CORPUS)
    built = build(write(tmp_path / "source", PAGES), "gettext", glossterms_corpora="../corpus")
    assert built.titles["alone"] == "Bread"


def _catalog(pairs: dict[str, str]) -> str:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return header + "".join(f'msgid "{k}"\nmsgstr "{v}"\n\n' for k, v in pairs.items())


def test_article_text_is_never_translated(tmp_path: Path) -> None:
    write(tmp_path / "corpus", CORPUS)
    source = write(tmp_path / "source", PAGES)
    same = {
        "Host before.": "Värd före.",
        "Host after.": "Värd efter.",
        "Host cell": "Värdcell",
        "Start here": "Börja här",
        "Rye": "FEL",
        "Bread": "FEL",
        "Lead of the article.": "FEL",
        "A part": "FEL",
        "A point.": "FEL",
        "Highlights": "FEL",
        "About :glossterm:`bread` and :glossterm:`loaves <bread>`.": "Om :glossterm:`bread` och :glossterm:`limpor <bread>`.",
        "Host in Myst, see {glossterm}`rye`.": "Värd i Myst, se {glossterm}`rye`.",
    }
    files = {f"{name}.po": _catalog(same) for name in ("index", "alone", "mixed", "myst")}
    write(source / "locale" / "sv" / "LC_MESSAGES", files)
    built = build(
        source,
        language="sv",
        glossterms_corpora="../corpus",
        locale_dirs=["locale"],
        gettext_compact=False,
    )
    assert built.warnings == []
    text = {name: text_of(body_of(page(built, name))) for name in built.titles}
    assert not [name for name, shown in text.items() if "FEL" in shown]
    assert "Om Bröd och limpor." in text["index"]
    assert "Värd i Myst, se Rye." in text["myst"]
    assert text["alone"].startswith("Bröd Lead of the article.")
    mixed = text["mixed"]
    assert mixed.index("Värd före.") < mixed.index("Host after.") < mixed.index("Värd efter.")
    assert "Host after. Start here" in mixed


def test_progress_counts_host_text_alone(tmp_path: Path) -> None:
    write(tmp_path / "corpus", CORPUS)
    built = build(write(tmp_path / "source", PAGES), language="sv", glossterms_corpora="../corpus")
    assert built.doctrees["alone"]["translation_progress"]["total"] == 0


def test_example_corpus_gives_nothing_to_translate(tmp_path: Path) -> None:
    slugs = sorted(path.stem for path in (BREAD / "en").glob("*.md"))
    lines = "".join(f".. glossterm:: {slug}\n\n" for slug in slugs)
    built = build(
        write(tmp_path / "source", {"index.rst": f"Only this\n=========\n\n{lines}"}),
        "gettext",
        glossterms_corpora=str(BREAD),
    )
    assert messages(built) - {"Tests"} == {"Only this"}
