"""An EPUB that holds everything of ours is a valid one."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from building import article, build, write
from programs import check_epub

BREAD = """\
Lead with **bold**, [salt](/salt) and [a part](#part).

## Part {#part}

| Flour | Water |
|:------|------:|
| rye   | `80`  |

![Loaf](/dot.png) ![far](https://example.com/x.png) <script>alert("1 < 2 & 3")</script>

## Highlights

- The first point.
- The second point.
"""
INDEX = """\
Start
=====

About :glossterm:`bread`, :glossterm:`salt`, :glossterm:`gone <rye>` and :glossterm:`!salt`.

.. glossterm:: bread
   :show: title languages description body highlights keywords backlinks

.. list-table::

   * - .. glossterm:: bread
          :show: body
          :no-index:
     - :glossterm:`rye`

Lists
-----

.. glossterm-list::

.. glossterm-list::
   :style: table

.. glossterm-list::
   :style: index
   :toctree: pages
   :keywords: mineral

.. toctree::

   rye
"""
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def _book(folder: Path, language: str) -> Path:
    files = {
        "corpus/glossterms.yaml": "url: https://example.com/{language}/{slug}\n",
        "corpus/en/bread.md": article(
            "Bread", BREAD, description='A "loaf" & <more>.', keywords="food"
        ),
        "corpus/en/salt.md": article("Salt", "See [bread](/bread).", keywords="mineral"),
        "corpus/en/rye.md": article("Rye", "A *grain*."),
        "corpus/ar/salt.md": article("الملح", "انظر [الخبز](/bread)."),
        "corpus/sv/rye.md": article("Råg", "Ett sädesslag."),
        "source/index.rst": INDEX,
        "source/rye.rst": ".. glossterm:: rye\n",
    }
    source = write(folder, files) / "source"
    (folder / "corpus" / "dot.png").write_bytes(PICTURE)
    built = build(source, "epub", language, glossterms_corpora="../corpus")
    assert built.warnings == []
    (book,) = built.outdir.glob("*.epub")
    return book


@pytest.mark.parametrize("language", ["en", "ar"])
def test_epubcheck_finds_nothing_wrong(tmp_path: Path, language: str) -> None:
    """In Arabic with English articles, so with marks of language and direction."""
    book = _book(tmp_path, language)
    with zipfile.ZipFile(book) as files:
        page = files.read("index.xhtml").decode()
        assert "pages/salt.xhtml" in files.namelist()
    assert ('lang="en" dir="ltr"' in page) == (language == "ar")
    assert check_epub(book) == ""
