"""Highlights on a page: an admonition where they stand, titled as conf.py says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from building import Built, article, build, write
from docutils import nodes
from pages import body_of, classes, page, text_of, with_class


def _text(heading: str) -> str:
    return f"Lead.\n\n## Part\n\nText.\n\n## {heading}\n\n- One thing.\n- Another thing.\n\nAfter it.\n"


CORPUS = {
    "en/bread.md": article("Bread", _text("Key *points*")),
    "sv/bread.md": article("Bröd", _text("Huvudpunkter")),
    # Estonian: no catalog of ours.
    "et/bread.md": article("Leib", _text("Oluline")),
    "en/formed.md": article(
        "Formed", "Lead.\n\n## Part\n\nText.\n\n## Sum\n\n- One thing.\n- Two things.\n"
    ),
    "pt-BR/bread.md": article("Pão", _text("Destaques")),
    "en/node.js.md": article("Node.js", _text("Highlights")),
}
PAGES = {
    "index.rst": "Start\n=====\n\n.. toctree::\n\n   bread\n   formed\n   node\n",
    "bread.rst": ".. glossterm:: bread\n",
    "formed.rst": ".. glossterm:: formed\n",
    "node.rst": ".. glossterm:: node.js\n",
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("highlights")
    write(folder / "corpus", {**CORPUS, "glossterms.yaml": "highlights:\n  et: [Oluline]\n"})
    return write(folder / "source", PAGES)


def _build(source: Path, language: str = "en", **config: Any) -> Built:
    out = "-" + "-".join(config.values())
    return build(source, language=language, out=out, glossterms_corpora="../corpus", **config)


def _admonition(built: Built, name: str) -> Any:
    return with_class(page(built, name), "glossterm-highlights")[0]


def _title(built: Built, name: str = "bread") -> str:
    return text_of(with_class(_admonition(built, name), "admonition-title")[0])


@pytest.mark.parametrize(
    ("language", "setting", "title"),
    [
        ("en", "locale", "Highlights"),
        ("en", "article", "Key points"),
        ("sv", "locale", "Höjdpunkter"),
        ("sv", "article", "Huvudpunkter"),
        ("et", "locale", "Oluline"),
        ("pt_BR", "locale", "Destaques"),
    ],
)
def test_title(source: Path, language: str, setting: str, title: str) -> None:
    built = _build(source, language, glossterms_highlights_title=setting)
    assert _title(built) == title


def test_title_of_highlights_found_by_form(source: Path) -> None:
    assert _title(_build(source), "formed") == "Sum"


def test_they_are_an_admonition(source: Path) -> None:
    built = _build(source)
    admonition = _admonition(built, "bread")
    assert classes(admonition) == ["glossterm-highlights", "tip", "admonition"]
    assert admonition.get("id") == "glossterm_highlights-bread"
    assert [text_of(item) for item in admonition.iter("li")] == ["One thing.", "Another thing."]
    assert _admonition(built, "node").get("id") == "glossterm_highlights-node.2e.js"


def test_text_after_them_stays_outside(source: Path) -> None:
    body = body_of(page(_build(source), "bread"))
    assert "After it." not in text_of(with_class(body, "glossterm-highlights")[0])
    text = text_of(body)
    assert text.index("Another thing.") < text.index("After it.")


def test_class(source: Path) -> None:
    built = _build(source, glossterms_highlights_class="important mine")
    assert classes(_admonition(built, "bread")) == [
        "glossterm-highlights",
        "important",
        "mine",
        "admonition",
    ]


def test_their_anchor_is_a_target_in_latex(source: Path) -> None:
    tree = _build(source).doctrees["bread"]
    targets = [node.get("refid") for node in tree.findall(nodes.target)]
    assert "glossterm_highlights-bread" in targets
