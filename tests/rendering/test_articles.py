"""An article's Markdown as docutils nodes, without Sphinx."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes
from rendered import Bench, outline

TITLE = "---\ntitle: X\n---\n\n"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("articles"))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a\\\nb", "line_block(line line)"),
        ("a\nb", "paragraph"),
        ("> a\n>\n> ---\n>\n> b", "block_quote(paragraph paragraph)"),
        ("- a\n\n  ---\n\n  b", "bullet_list(list_item(paragraph paragraph))"),
        ("---\n\na\n\n---\n\nb\n\n---", "paragraph transition paragraph"),
        ("a\n\n---\n\n***\n\nb", "paragraph transition paragraph"),
        (
            "## H\n\n---\n\na\n\n---\n\n## I\n\nb",
            "section(title paragraph) section(title paragraph)",
        ),
        ("## \n\na", "paragraph"),
        ("### H\n\na\n\n## I\n\nb", "section(title paragraph) section(title paragraph)"),
        ("## H\n\n#### I\n\n### J\n\na", "section(title section(title) section(title paragraph))"),
        ("[](https://example.com) a", "paragraph"),
        ("[![a](https://e.com/a.png)](https://e.com)", "paragraph<reference>"),
        ("<b>a</b>", "paragraph"),
    ],
)
def test_kinds(bench: Bench, text: str, kinds: str) -> None:
    assert outline(bench.render(TITLE + text)) == f"section(title {kinds})"


def test_a_picture_in_a_link_makes_one_link(bench: Bench) -> None:
    (section,) = bench.render(TITLE + "[![a](https://e.com/a.png)](https://e.com)")
    (reference,) = section.findall(nodes.reference)
    assert reference["refuri"] == "https://e.com"
    assert reference.astext() == "a"


def test_a_title_holds_no_line_end(bench: Bench) -> None:
    (section,) = bench.render(TITLE + "one\n*two\nthree*\n===\n\nText.")
    title = next(t for t in section.findall(nodes.title) if "one" in t.astext())
    assert title.astext() == "one two three"


def test_deep_headings_are_rubrics(bench: Bench) -> None:
    text = "\n\n".join(f"{'#' * n} H{n}\n\nT{n}." for n in range(2, 7))
    (section,) = bench.render(TITLE + text, level=4)
    levels = [r["heading-level"] for r in section.findall(nodes.rubric)]
    assert levels == [6, 6, 6]
    assert len(list(section.findall(nodes.section))) == 3
    shown = section.astext()
    assert [shown.index(f"T{n}.") for n in range(2, 7)] == sorted(
        shown.index(f"T{n}.") for n in range(2, 7)
    )


@pytest.mark.parametrize("show", [("title", "body"), ("title", "highlights"), ("body",)])
def test_no_link_to_a_heading_that_is_not_shown(bench: Bench, show: tuple[str, ...]) -> None:
    text = (
        "See [points](#highlights), [a](#a).\n\n## A\n\nT.\n\n## Highlights\n\n- See [a](#a).\n- B."
    )
    elements = bench.render(TITLE + text, show=show)
    ids = {id for e in elements for n in e.findall(nodes.Element) for id in n["ids"]}
    used = {n["refid"] for e in elements for n in e.findall(nodes.reference)}
    assert used <= ids


def test_nodes_hold_no_document(bench: Bench) -> None:
    for element in bench.render(
        (Path(__file__).parents[2] / "examples/bread/en/gluten.md").read_text("utf-8")
    ):
        assert all(node.document is None for node in element.findall())
