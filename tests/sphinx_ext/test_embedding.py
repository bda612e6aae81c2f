"""An article on a page: sections or rubrics, wherever the directive stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from building import Built, article, build, write
from docutils import nodes
from host_pages import ORPHANS, host_project, pages_of
from pages import (
    body_of,
    classes,
    faults,
    faults_of_tree,
    headings,
    page,
    text_of,
    with_class,
)

OUTLINE = ("First part", "Deep part", "Second part")
LEVELS = (1, 2, 1)


@pytest.fixture(scope="module")
def in_rst(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(host_project(tmp_path_factory.mktemp("rst"), myst=False))


@pytest.fixture(scope="module")
def in_md(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(host_project(tmp_path_factory.mktemp("md"), myst=True))


NAMES = tuple(pages_of(False))


def test_no_warning(in_rst: Built, in_md: Built) -> None:
    assert in_rst.warnings == []
    assert in_md.warnings == []


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_sound(in_rst: Built, in_md: Built, name: str) -> None:
    for built in (in_rst, in_md):
        assert list(faults(page(built, name))) == []
        assert list(faults_of_tree(built.doctrees[name])) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_message_about_our_targets_is_kept(in_rst: Built, name: str) -> None:
    messages = [message.astext() for message in in_rst.doctrees[name].transform_messages]
    assert [message for message in messages if '"glossterm' in message] == []


def expected(name: str) -> list[tuple[int, str]]:
    """The headings of a page that an article is on, with nothing else in the article's part."""

    def rich(slug: str, level: int) -> list[tuple[int, str]]:
        title = (level, f"Rich {slug}")
        return [title, *((level + n, t) for n, t in zip(LEVELS, OUTLINE, strict=True))]

    hosts = [(n, f"Host {n}") for n in range(1, 6)]
    if name in ("top", *ORPHANS):
        return rich(name, 1)
    if name == "then-section":
        return [hosts[0], *rich(name, 2), (2, "Next")]
    if name in ("row-a", "row-d"):
        row = "abc" if name == "row-a" else "de"
        return [hosts[0], *(h for x in row for h in rich(f"row-{x}", 2))]
    if name == "row-f":
        return [*rich("row-f", 1), *rich("row-g", 1)]
    kind, _, depth = name.partition("-")
    if kind in ("under", "text"):
        return [*hosts[: int(depth)], *rich(name, int(depth) + 1)]
    return [(1, "Host"), *rich(name, 2)]


@pytest.mark.parametrize("name", NAMES)
def test_headings_have_the_right_level(in_rst: Built, in_md: Built, name: str) -> None:
    wanted = [(min(level, 6), text) for level, text in expected(name)]
    assert headings(page(in_rst, name)) == wanted
    assert headings(page(in_md, name)) == wanted


SECTIONS = (
    "top",
    "dressed",
    "untitled",
    "then-section",
    "row-a",
    "row-f",
    *(f"under-{n}" for n in range(1, 6)),
)


@pytest.mark.parametrize("name", NAMES)
def test_sections_where_only_sections_follow(in_rst: Built, name: str) -> None:
    document = in_rst.doctrees[name]
    articles = [n for n in document.findall(nodes.Element) if "glossterm-article" in n["classes"]]
    kind = nodes.section if name in SECTIONS else nodes.container
    assert all(isinstance(node, kind) for node in articles)
    host_sections = {"Host", "Next"}
    for section in document.findall(nodes.section):
        title = section[0].astext()
        assert name in SECTIONS or title.split()[0] in host_sections
    for container in document.findall(nodes.container):
        assert not list(container.findall(nodes.section))


@pytest.mark.parametrize("name", ["top", "dressed", "row-f"])
def test_title_of_a_page_that_is_an_article(in_rst: Built, in_md: Built, name: str) -> None:
    for built in (in_rst, in_md):
        assert built.titles[name] == f"Rich {name}"
        title = page(built, name).find(".//title")
        assert title is not None
        assert text_of(title).startswith(f"Rich {name}")
        links = [text_of(a) for a in body_of(page(built, "index")).iter("a")]
        assert (f"Rich {name}" in links) == (name not in ORPHANS)


def test_toctree_shows_the_sections_of_an_article(in_rst: Built) -> None:
    links = [text_of(a) for a in body_of(page(in_rst, "index")).iter("a")]
    start = links.index("Rich top")
    assert links[start : start + 4] == ["Rich top", *OUTLINE]


def test_hidden_toctree_after_an_article_makes_its_pages_children(in_rst: Built) -> None:
    toc = in_rst.tocs["dressed"]
    assert len(toc.children) == 1


@pytest.mark.parametrize("name", NAMES)
def test_what_an_article_holds_is_on_the_page(in_rst: Built, name: str) -> None:
    root = page(in_rst, name)
    found = with_class(root, "glossterm-article")[0]
    assert text_of(found.findall(".//pre")[0]) == "what is this"
    assert text_of(found.findall(".//pre")[1]) == '{"bad": json'
    assert [img.get("alt") for img in found.iter("img")] == ["A loaf", "A dot"]
    links = {text_of(a): a.get("href") for a in found.iter("a")}
    assert links["far"] == "https://example.com/x.png"
    assert links["badge"] == "https://example.com/ci"
    assert links["hydration"] == "hydration.html#glossterm-hydration"
    assert {links[text] for text in ("first", "above")} == {links["first"]}
    assert "gone" in text_of(found)
    ordered = found.find(".//ol[@start='3']")
    assert ordered is not None
    assert len(ordered.findall("li")) == 3
    assert text_of(found.findall(".//span[@class='strike']")[0]) == "struck"
    quote = found.find(".//blockquote")
    assert quote is not None
    assert "Heading in quote" in text_of(quote)
    is_in_cell = name == "cell"
    assert len(list(found.iter("table"))) == (0 if is_in_cell else 1)
    assert not is_in_cell or "rye" in [text_of(item) for item in found.iter("li")]
    highlights = with_class(found, "glossterm-highlights")
    assert len(highlights) == 1
    assert "Text after" not in text_of(highlights[0])
    assert "Text after the highlights." in text_of(found)


def test_article_links_lead_to_headings_anywhere_in_it(in_rst: Built) -> None:
    root = page(in_rst, "top")
    by_id = {e.get("id"): e for e in root.iter() if e.get("id")}
    links = {text_of(a): a.get("href", "")[1:] for a in body_of(root).iter("a")}
    assert by_id[links["second"]].tag == "section"
    assert text_of(by_id[links["second"]]).startswith("Second part")
    assert links["the quote"] in by_id


def test_no_name_of_an_article_reaches_the_host(in_rst: Built) -> None:
    for name in NAMES:
        for node in in_rst.doctrees[name].findall(nodes.Element):
            assert "First part" not in str(node["names"])


def test_article_nodes_name_the_article_in_messages(in_rst: Built) -> None:
    paragraph = next(
        p for p in in_rst.doctrees["item"].findall(nodes.paragraph) if "Lead with" in p.astext()
    )
    assert paragraph.source is not None
    assert paragraph.source.endswith("item.md")
    assert paragraph.line == 8


# --- targets --------------------------------------------------------------------------

TARGETS = {
    "index.rst": """\
Start
=====

:ref:`named-section`, :ref:`named-rubric`, :ref:`label-section`, :ref:`label-rubric`,
:ref:`glossterm-apple`, :ref:`text <named-body>`, :glossterm:`apple`, :glossterm:`pear`.

.. toctree::
   :glob:

   a*
   nested/index
""",
    "aa.rst": """\
Aa
==

.. glossterm:: apple
   :no-index:

.. _label-section:

.. glossterm:: pear
   :class: Mine other
   :name: named-section
""",
    "ab.rst": """\
Ab
==

.. glossterm:: apple
   :name: named-rubric

Text.

.. _label-rubric:

.. glossterm:: plum

.. glossterm:: plum

.. glossterm:: plum
   :show: body
   :name: named-body

More text.
""",
    "nested/index.rst": "Nested\n======\n\n.. toctree::\n   :glob:\n\n   *\n",
    "nested/b.rst": "B\n=\n\n.. glossterm:: apple\n\n:glossterm:`apple`\n",
    "before.rst": ":orphan:\n\n.. glossterm:: apple\n",
}


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("targets")
    fruit = {
        f"en/{name.lower()}.md": article(name, f"# {name}\n\n## Part\n\nText of {name}.")
        for name in ("Apple", "Pear", "Plum")
    }
    write(folder / "corpus", fruit)
    return build(write(folder / "source", TARGETS), glossterms_corpora="../corpus")


def test_duplicates_are_named(targets: Built) -> None:
    found = [line for line in targets.warnings if "[glossterms.duplicate]" in line]
    assert len(found) == len(targets.warnings) == 3
    for docname in ("nested/b", "before"):
        line = next(line for line in found if f"/{docname}.rst:" in line)
        assert "“ab”" in line
        assert f"“{docname}”" in line
    assert "/ab.rst:13" in next(line for line in found if "“plum”" in line)


def test_only_the_first_has_the_anchor(targets: Built) -> None:
    for docname in ("aa", "nested/b", "before"):
        assert 'id="glossterm-apple"' not in targets.text(f"{docname}.html")
    assert targets.text("ab.html").count('id="glossterm-apple"') == 1
    assert targets.text("ab.html").count('id="glossterm-plum"') == 1
    for docname in ("aa", "ab", "nested/b", "before"):
        assert list(faults(page(targets, docname))) == []


def test_links_lead_to_the_first(targets: Built) -> None:
    links = {text_of(a): a.get("href") for a in page(targets, "nested/b").iter("a")}
    assert links["Apple"] == "../ab.html#glossterm-apple"


def test_names_and_labels_are_reached_by_ref(targets: Built) -> None:
    first = next(p for p in body_of(page(targets, "index")).iter("p"))
    links = [(text_of(a), a.get("href")) for a in first.iter("a")]
    assert links[:6] == [
        ("Pear", "aa.html#named-section"),
        ("Apple", "ab.html#named-rubric"),
        ("Pear", "aa.html#label-section"),
        ("Plum", "ab.html#label-rubric"),
        ("Apple", "ab.html#glossterm-apple"),
        ("text", "ab.html#named-body"),
    ]
    for docname in ("aa", "ab"):
        known = {e.get("id") for e in page(targets, docname).iter()}
        used = [h.split("#")[1] for _, h in links if h and h.startswith(docname)]
        assert known >= set(used)


def test_classes(targets: Built) -> None:
    section = with_class(page(targets, "aa"), "mine")[0]
    assert section.tag == "section"
    assert classes(section) == ["glossterm-article", "mine", "other"]


# --- faults of a writer ---------------------------------------------------------------

FAULTS = {
    ".. glossterm:: bread\n   :shwo: body": "“:shwo:”; did you mean “:show:”?",
    ".. glossterm:: bread\n   :show: boddy": "“boddy” is none of .* did you mean “body”",
    ".. glossterm:: bread\n   :show:": ":show: ",
    ".. glossterm:: bread\n   :language: klingon!": ":language: “klingon!” is no language",
    ".. glossterm:: bread\n   :language: fi": "no article in fi; it has en, sv",
    ".. glossterm:: bread\n   :no-index: yes": ":no-index: takes no value",
    ".. glossterm:: bread\n   :class: ---": ":class: ",
    ".. glossterm:: !bread": "the role's form",
    ".. glossterm:: the bread <bread>": "the role's form",
    ".. glossterm:: bread\n   :show: body\n\n   content": "takes no content",
    ".. glossterm::": "names no concept",
}


def _myst(source: str) -> str:
    first, *options = source.splitlines()
    lines = "".join(f"{option.strip()}\n" for option in options)
    return f"```{{glossterm}}{first.removeprefix('.. glossterm::')}\n{lines}```\n"


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("wrong")
    write(
        folder / "corpus",
        {"en/bread.md": article("Bread", "Text."), "sv/bread.md": article("Bröd", "Text.")},
    )
    pages = {"index.rst": "Start\n=====\n\n.. toctree::\n   :glob:\n\n   *\n"}
    for number, source in enumerate(FAULTS):
        first, *rest = source.splitlines()
        if "no-index" not in source and "bread" in first:
            source = "\n".join([first, "   :no-index:", *rest])
        pages[f"r{number}.rst"] = f"R\n=\n\n{source}\n"
        pages[f"m{number}.md"] = f"# M\n\n{_myst(source)}"
    return build(write(folder / "source", pages), glossterms_corpora="../corpus")


@pytest.mark.parametrize(("number", "message"), list(enumerate(FAULTS.values())))
def test_wrong_option_is_told(wrong: Built, number: int, message: str) -> None:
    for name in (f"r{number}.rst", f"m{number}.md"):
        lines = [line for line in wrong.warnings if f"/{name}:" in line]
        assert len(lines) == 1, lines
        assert lines[0].endswith("[glossterms.option]")
        assert re.search(message, lines[0]), lines[0]


def test_role_in_place_of_a_slug(tmp_path: Path) -> None:
    write(tmp_path / "corpus", {"en/bread.md": article("Bread", "Text.")})
    source = "R\n=\n\n.. glossterm:: :glossterm:`bread`\n"
    built = build(write(tmp_path / "s", {"index.rst": source}), glossterms_corpora="../corpus")
    assert len(built.warnings) == 1
    assert "the role's form" in built.warnings[0]


def test_prolog_and_epilog_do_not_count(tmp_path: Path) -> None:
    """What conf.py adds to every page does not stop an article from being the page."""
    write(tmp_path / "corpus", {"en/bread.md": article("Bread", "## Part\n\nText.")})
    comment = "<!-- a comment -->\n\n"
    pages = {
        "index.rst": ".. glossterm:: bread\n\n.. toctree::\n   :hidden:\n\n   other\n",
        "other.md": f"{comment}```{{glossterm}} bread\n:no-index:\n```\n\n{comment}",
    }
    built = build(
        write(tmp_path / "s", pages),
        glossterms_corpora="../corpus",
        rst_prolog=".. |x| replace:: y\n\nBefore every page.\n",
        rst_epilog=".. |z| replace:: y\n\nAfter every page.\n",
    )
    assert built.warnings == []
    assert built.titles == {"index": "Bread", "other": "Bread"}
    root = body_of(page(built, "index"))
    assert [text_of(e) for e in root.iter("h1")] == ["Bread"]
    assert text_of(root) == "Before every page. Bread Part Text. After every page."
