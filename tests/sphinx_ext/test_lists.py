"""``.. glossterm-list::``: which concepts, in which order, how they look."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from building import Built, article, build, write
from pages import body_of, classes, page, text_of, with_class

SWEDISH = ["Zon", "Ål", "Ärta", "Öga", "Apa", "Örn", "Wok", "Éclair", "Vas"]
SORTED = ["Apa", "Éclair", "Vas", "Wok", "Zon", "Ål", "Ärta", "Öga", "Örn"]


def _corpus(folder: Path) -> Path:
    files = {
        f"sv/{title.lower()}.md": article(title, "Text.", description=f"Om {title.lower()}.")
        for title in SWEDISH
    }
    files["en/zon.md"] = article("Zone", "Text.", keywords="place, time")
    files["en/vas.md"] = article("Vase", "See [the eye](/öga).", keywords="[Thing, place]")
    files["sv/vas.md"] = article("Vas", "Se [ögat](/öga).", description="Om vas.")
    files["sv/öga.md"] = article("Öga", "Se [örnen](/örn) och [intet](/intet).")
    files["en/owl.md"] = article("Owl", "Only in English.", description="A bird.")
    return write(folder / "corpus", files)


def _built(folder: Path, pages: dict[str, str], builder: str = "html", **config: object) -> Built:
    _corpus(folder)
    source = write(folder / "source", pages)
    built = build(source, builder, "sv", glossterms_corpora="../corpus", **config)
    assert built.warnings == []
    return built


def _list(*options: str) -> str:
    return "\n".join([".. glossterm-list::", *(f"   {option}" for option in options)]) + "\n"


def _page(*options: str) -> dict[str, str]:
    return {"index.rst": f"Start\n=====\n\n{_list(*options)}"}


def _titles(built: Built) -> list[str]:
    terms = [text_of(e) for e in body_of(page(built, "index")).iter("dt")]
    return [term.rstrip("¶ ") for term in terms]


# --- which, in which order -----------------------------------------------------------------


def test_all_as_the_language_sorts(tmp_path: Path) -> None:
    built = _built(tmp_path, _page())
    assert _titles(built) == ["Apa", "Éclair", "Owl", *SORTED[2:]]


@pytest.mark.parametrize(
    ("option", "titles"),
    [
        (":keywords: place", ["Vas", "Zon"]),
        (":keywords: thing, time", ["Vas", "Zon"]),
        (":keywords: thing", ["Vas"]),
        (":used:", ["Vas", "Zon"]),
        (":used: closure", ["Vas", "Zon", "Öga", "Örn"]),
        (":corpus: corpus", ["Apa", "Éclair", "Owl", *SORTED[2:]]),
    ],
)
def test_filters(tmp_path: Path, option: str, titles: list[str]) -> None:
    """Keywords are those of the source language, so that all builds list the same."""
    pages = _page(option)
    pages["index.rst"] += "\n:glossterm:`!vas`\n\n.. toctree::\n\n   other\n"
    pages["other.rst"] = "Other\n=====\n\n.. glossterm:: zon\n   :no-index:\n"
    assert _titles(_built(tmp_path, pages)) == titles


def test_closure_is_the_same_in_all_languages(tmp_path: Path) -> None:
    """A translation that lacks a link, or has one more, has the same pages."""
    files = {
        "en/a.md": article("A", "See [b](/b)."),
        "sv/a.md": article("A", "Se [c](/c)."),
        **{f"{tag}/{slug}.md": article(slug, "Text.") for tag in ("en", "sv") for slug in "bc"},
    }
    write(tmp_path / "corpus", files)
    pages = _page(":used: closure", ":toctree: w")
    pages["index.rst"] += "\n:glossterm:`a`\n"
    source = write(tmp_path / "source", pages)
    for language in ("en", "sv"):
        built = build(source, language=language, glossterms_corpora="../corpus")
        assert sorted(p.name for p in (built.outdir / "w").iterdir()) == ["a.html", "b.html"]
    write(tmp_path / "corpus", {"en/a.md": article("A", "See [b](/b), [c](/c).")})
    again = build(source, language="sv", glossterms_corpora="../corpus")
    assert (again.outdir / "w/c.html").exists()


def test_closure_goes_through_what_the_language_lacks(tmp_path: Path) -> None:
    files = {"en/a.md": article("A", "See [b](/b)."), "en/b.md": "# B", "sv/b.md": "# Be"}
    write(tmp_path / "corpus", files)
    pages = _page(":used: closure")
    pages["index.rst"] += "\n:glossterm:`!a`\n"
    source = write(tmp_path / "source", pages)
    built = build(source, language="sv", glossterms_corpora="../corpus", glossterms_fallback=[])
    assert [text_of(e).rstrip("¶ ") for e in body_of(page(built, "index")).iter("dt")] == ["Be"]


def test_reading_decides_the_place(tmp_path: Path) -> None:
    """Han characters do not tell how a word sounds."""
    words = {"b": ("概念", "gainian"), "a": ("客户", "kehu"), "c": ("安全", "anquan")}
    files = {f"zh/{n}.md": article(t, "文", reading=r) for n, (t, r) in words.items()}
    write(tmp_path / "corpus", files)
    source = write(tmp_path / "source", _page(":style: index"))
    built = build(source, language="zh_CN", glossterms_corpora="../corpus")
    assert [text_of(e) for e in body_of(page(built, "index")).iter("li")] == [
        "安全",
        "概念",
        "客户",
    ]
    assert _letters(built) == ["A", "G", "K"]


@pytest.mark.parametrize(("language", "text"), [("sv", "Det finns inga"), ("fi", "Ei näytettäviä")])
def test_an_empty_list_says_so(tmp_path: Path, language: str, text: str) -> None:
    _corpus(tmp_path)
    source = write(tmp_path / "source", _page(":used:"))
    built = build(source, language=language, glossterms_corpora="../corpus")
    assert built.warnings == []
    assert text in text_of(body_of(page(built, "index")))


def test_a_corpus_without_an_article_is_told_of(tmp_path: Path) -> None:
    write(tmp_path / "corpus", {"texts/en/zon.md": "# Zone"})
    source = write(tmp_path / "source", _page())
    (warning,) = build(source, glossterms_corpora="../corpus").warnings
    assert "index.rst:4: WARNING: there is no article at all in " in warning
    assert warning.endswith("corpus (layout: {language}/{slug}.md) [glossterms.corpus]")


# --- how it looks --------------------------------------------------------------------------


def _letters(built: Built) -> list[str]:
    return text_of(with_class(page(built, "index"), "glossterm-letters")[0]).split()


def test_index_from_a_to_ö(tmp_path: Path) -> None:
    built = _built(tmp_path, _page(":style: index"))
    root = page(built, "index")
    assert _letters(built) == ["A", "E", "O", "V", "W", "Z", "Å", "Ä", "Ö"]
    links = [a.get("href", "")[1:] for a in with_class(root, "glossterm-letters")[0].iter("a")]
    headings = [e for e in body_of(root).iter("p") if "rubric" in classes(e)]
    ids = {i.get("id") for e in headings for i in e.iter()}
    assert set(links) <= ids | {e.get("id") for e in root.iter()}
    assert len(set(links)) == 9
    assert [text_of(e) for e in body_of(root).iter("li")] == ["Apa", "Éclair", "Owl", *SORTED[2:]]


def test_definitions(tmp_path: Path) -> None:
    built = _built(tmp_path, _page())
    root = page(built, "index")
    assert "glossary" in {name for e in root.iter("dl") for name in classes(e)}
    ids = {e.get("id") for e in root.iter("dt")}
    assert "glossterm-öga" in ids
    body = text_of(body_of(root))
    assert "Om ärta." in body
    assert "Se ögat" not in body


def test_without_a_description_the_first_paragraph_serves(tmp_path: Path) -> None:
    built = _built(tmp_path, _page(":style: table"))
    assert "Se örnen och intet." in text_of(body_of(page(built, "index")))


@pytest.mark.parametrize("style", ["definitions", "table"])
def test_a_first_paragraph_keeps_its_emphasis_and_code(tmp_path: Path, style: str) -> None:
    """Links in it are text. No quotes or dashes of code are made others."""
    text = "Use `dig --depth '5'` *and* **do _not_** [stop](/owl)."
    write(tmp_path / "corpus", {"en/spade.md": article("Spade", text)})
    description = ".. glossterm:: spade\n   :show: description\n"
    index = f"Start\n=====\n\n{_list(f':style: {style}')}\n{description}"
    source = write(tmp_path / "source", {"index.rst": index})
    built = build(source, language="en", glossterms_corpora="../corpus")
    assert built.warnings == []
    root = page(built, "index")
    shown = [e for e in body_of(root).iter("p") if "stop" in text_of(e)]
    assert [text_of(e) for e in shown] == ["Use dig --depth '5' and do not stop."] * 2
    for paragraph in shown:
        assert [text_of(e) for e in paragraph.iter("code")] == ["dig --depth '5'"]
        assert [text_of(e) for e in paragraph.iter("em")] == ["and", "not"]
        assert [text_of(e) for e in paragraph.iter("strong")] == ["do not"]


def test_nested_emphasis_is_nested_in_every_output(tmp_path: Path) -> None:
    write(tmp_path / "corpus", {"en/spade.md": article("Spade", "**Very _sharp_ and** long.")})
    source = write(tmp_path / "source", {"index.rst": f"Start\n=====\n\n{_list()}"})
    built = build(source, "text", language="en", glossterms_corpora="../corpus")
    assert "**Very *sharp* and** long." in built.text("index.txt")


@pytest.mark.parametrize("style", ["definitions", "table", "index"])
def test_a_label_before_a_list_leads_to_it(tmp_path: Path, style: str) -> None:
    pages = {
        "index.rst": f"Start\n=====\n\n.. _words:\n\n{_list(f':style: {style}', ':name: all')}",
        "other.rst": ":orphan:\n\nOther\n=====\n\n:ref:`one <words>` :ref:`two <all>`\n",
    }
    built = _built(tmp_path, pages)
    root = page(built, "index")
    for id in ("words", "all"):
        assert f"index.html#{id}" in built.text("other.html")
        (target,) = (e for e in root.iter() if e.get("id") == id)
        assert "Ärta" in text_of(target) or not text_of(target)


def test_a_writer_s_columns_are_kept(tmp_path: Path) -> None:
    columns = ".. tabularcolumns:: |l|p{5cm}|\n\n"
    built = _built(
        tmp_path, {"index.rst": f"Start\n=====\n\n{columns}{_list(':style: table')}"}, "latex"
    )
    assert "{|l|p{5cm}|}" in built.text("tests.tex")


_LOADING = """
import sys
from sphinx.cmd.build import build_main

print(build_main(["-q", "-W", *sys.argv[1:]]), "markdown_it" in sys.modules)
"""


def test_descriptions_are_shown_without_what_reads_markdown(tmp_path: Path) -> None:
    write(tmp_path / "corpus", {"en/owl.md": article("Owl", "Text.", description="A bird.")})
    conf = "extensions = ['sphinx_glossterms']\nglossterms_corpora = '../corpus'\n"
    source = write(
        tmp_path / "source", {"conf.py": conf, "index.rst": f"Start\n=====\n\n{_list()}"}
    )
    command = [sys.executable, "-c", _LOADING, source, tmp_path / "out"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.stdout == "0 False\n", run.stderr
    assert "A bird." in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_table_has_heads_in_the_readers_language(tmp_path: Path) -> None:
    root = page(_built(tmp_path, _page(":style: table")), "index")
    assert [text_of(e) for e in root.iter("th")] == ["Begrepp", "Beskrivning"]
    rows = [[text_of(cell) for cell in row.iter("td")] for row in root.iter("tr")]
    assert ["Ärta", "Om ärta."] in rows


@pytest.mark.parametrize("style", ["definitions", "table", "index"])
def test_a_fallback_is_marked(tmp_path: Path, style: str) -> None:
    root = page(_built(tmp_path, _page(f":style: {style}")), "index")
    marked = [e for e in with_class(root, "glossterm-fallback") if e.get("lang") == "en"]
    texts = [text_of(e) for e in marked]
    assert texts == (["Owl"] if style == "index" else ["Owl", "A bird."])
    assert all(e.get("dir") == "ltr" for e in marked)


def test_class_and_name(tmp_path: Path) -> None:
    built = _built(tmp_path, _page(":class: wide", ":name: all-words"))
    root = page(built, "index")
    assert with_class(root, "wide")
    assert any(e.get("id") == "all-words" for e in root.iter())


@pytest.mark.parametrize(
    "builder", ["text", "latex", "epub", "man", "texinfo", "xml", "singlehtml"]
)
@pytest.mark.parametrize("style", ["definitions", "table", "index"])
def test_every_builder(tmp_path: Path, builder: str, style: str) -> None:
    more = {"epub_copyright": "x", "version": "1"} if builder == "epub" else {}
    built = _built(tmp_path, _page(f":style: {style}"), builder, **more)
    texts = [
        path.read_text(encoding="utf-8")
        for path in built.outdir.rglob("*")
        if path.suffix in (".txt", ".tex", ".xhtml", ".1", ".texi", ".xml", ".html")
    ]
    assert any("Ärta" in text and "Éclair" in text for text in texts)


@pytest.mark.parametrize("builder", ["text", "man"])
def test_no_table_inside_a_table(tmp_path: Path, builder: str) -> None:
    table = (
        "Start\n=====\n\n.. list-table::\n\n   * - .. glossterm-list::\n          :style: table\n"
    )
    built = _built(tmp_path, {"index.rst": table}, builder)
    texts = [p.read_text(encoding="utf-8") for p in built.outdir.rglob("*.*") if p.is_file()]
    assert any("Ärta" in text for text in texts)


def test_gettext_gets_nothing_of_it(tmp_path: Path) -> None:
    built = _built(tmp_path, _page(), "gettext")
    text = "".join(p.read_text(encoding="utf-8") for p in built.outdir.rglob("*.pot"))
    assert "Start" in text
    assert "Apa" not in text


# --- links ---------------------------------------------------------------------------------


def test_links_lead_to_the_entry_where_there_is_no_page(tmp_path: Path) -> None:
    pages = _page()
    pages["index.rst"] += "\n.. toctree::\n\n   other\n"
    pages["other.rst"] = "Other\n=====\n\n:glossterm:`öga` and :ref:`glossterm-örn`\n"
    root = page(_built(tmp_path, pages), "other")
    hrefs = [e.get("href") for e in body_of(root).iter("a")]
    assert "index.html#glossterm-öga" in hrefs
    assert "index.html#glossterm-örn" in hrefs


def test_an_index_leads_to_the_entries_of_another_list(tmp_path: Path) -> None:
    pages = {
        "index.rst": "Start\n=====\n\n.. toctree::\n\n   az\n   words\n",
        "az.rst": "AZ\n==\n\n" + _list(":style: index") + "\n" + _list(":keywords: thing"),
        "words.rst": "Words\n=====\n\n" + _list(),
    }
    built = _built(tmp_path, pages)
    links = {text_of(a): a.get("href") for a in body_of(page(built, "az")).iter("a")}
    assert links["Apa"] == "words.html#glossterm-apa"
    assert links["Vas"] == "#glossterm-vas"
    assert len([a for a in body_of(page(built, "az")).iter("a") if text_of(a) == "Vas"]) == 1
    terms = body_of(page(built, "words")).iter("dt")
    assert {classes(a)[0] for dt in terms for a in dt.iter("a")} == {"headerlink"}


def test_an_embedded_article_is_a_better_target(tmp_path: Path) -> None:
    pages = _page()
    pages["index.rst"] += "\n:glossterm:`vas`\n\n.. toctree::\n\n   other\n"
    pages["other.rst"] = "Other\n=====\n\n.. glossterm:: vas\n"
    built = _built(tmp_path, pages)
    root = page(built, "index")
    hrefs = [e.get("href") for e in body_of(root).iter("a") if "glossterm" in classes(e)]
    assert hrefs == ["other.html#glossterm-vas"] * 2  # its title in the list, and the role
    assert not any(e.get("id") == "glossterm-vas" for e in root.iter())


def test_on_the_same_page_too(tmp_path: Path) -> None:
    pages = {"index.rst": f"Start\n=====\n\n{_list()}\n.. glossterm:: vas\n"}
    root = page(_built(tmp_path, pages), "index")
    targets = [e for e in root.iter() if e.get("id") == "glossterm-vas"]
    assert len(targets) == 1
    assert targets[0].tag != "dt"


def test_the_index_has_every_name(tmp_path: Path) -> None:
    source = article("Vas", "Text.", aliases="[kruka]", abbreviation="V.", forms="[vaser]")
    pages = _page()
    _corpus(tmp_path)
    write(tmp_path / "corpus", {"sv/vas.md": source})
    built = build(write(tmp_path / "source", pages), language="sv", glossterms_corpora="../corpus")
    links = {text_of(a): a.get("href") for a in page(built, "genindex").iter("a")}
    assert {links[n] for n in ("Vas", "kruka", "V.", "vaser")} == {"index.html#glossterm-vas"}
    entries = built.text("searchindex.js")
    assert all(f'"{name}"' in entries for name in ("kruka", "vaser"))


# --- later builds --------------------------------------------------------------------------


def test_names_that_differ_in_capitals_are_one_entry_of_the_index(tmp_path: Path) -> None:
    write(tmp_path / "corpus", {"en/chain.md": article("Chain", "T.", term="chain", aliases="row")})
    source = write(tmp_path / "source", _page())
    built = build(source, glossterms_corpora="../corpus")
    names = [
        text_of(a) for a in body_of(page(built, "genindex")).iter("a") if "#" in a.get("href", "")
    ]
    assert sorted(name for name in names if len(name) > 1) == ["Chain", "row"]


def test_an_address_that_comes_later_is_linked(tmp_path: Path) -> None:
    """Links from elsewhere lead to the entry; the entry's own leads to the address."""
    _built(tmp_path, _page(":keywords: thing"))
    write(tmp_path / "corpus", {"glossterms.yaml": "url: https://w.example/{slug}\n"})
    for out in ("", "-clean"):
        built = build(tmp_path / "source", language="sv", out=out, glossterms_corpora="../corpus")
        assert 'href="https://w.example/vas"' in built.text("index.html")


def test_warnings_of_an_article_on_the_page_come_once(tmp_path: Path) -> None:
    """The page is read twice."""
    pages = _page()
    pages["index.rst"] += (
        "\n.. glossterm:: vas\n   :section: 9\n\n.. glossterm:: vas\n   :language: fi\n"
    )
    _corpus(tmp_path)
    source = write(tmp_path / "source", pages)
    built = build(source, language="sv", glossterms_corpora="../corpus")
    assert len(built.warnings) == len(set(built.warnings)) == 2


def test_a_fault_of_the_source_article_is_told_in_each_build(tmp_path: Path) -> None:
    """Its keywords decide what is listed, whatever language is shown."""
    _corpus(tmp_path)
    write(tmp_path / "corpus", {"en/vas.md": "---\nkeywords: [thing\n---\n\nText.\n"})
    source = write(tmp_path / "source", _page(":keywords: place"))
    for _ in range(2):
        built = build(source, language="sv", glossterms_corpora="../corpus")
        assert len(built.warnings) == 1
        assert "vas.md" in built.warnings[0]


def test_what_it_does_not_hold_does_not_have_it_written(tmp_path: Path) -> None:
    """A concept that no language of the build has is looked at, and left out."""
    _corpus(tmp_path)
    write(tmp_path / "corpus", {"fi/pullo.md": article("Pullo", "Lasia.")})
    index = "Start\n=====\n\n.. toctree::\n\n   words\n   other\n"
    words = f"Words\n=====\n\n{_list(':used:')}"
    other = "Other\n=====\n\n:glossterm:`!vas`\n"
    source = write(
        tmp_path / "source", {"index.rst": index, "words.rst": words, "other.rst": other}
    )
    build(source, language="sv", glossterms_corpora="../corpus")
    write(source, {"other.rst": f"{other}\n:glossterm:`!pullo`\n"})
    again = build(source, language="sv", glossterms_corpora="../corpus")
    assert len(again.warnings) == 1
    written = set(re.findall(r"writing output\.\.\. \[ *\d+%\] (\S+)", again.progress))
    assert written == {"index", "other"}


# --- faults --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("directive", "message"),
    [
        (
            ".. glossterm-list:: vas",
            "the list takes no argument; the directive glossterm shows “vas”",
        ),
        (_list(":style: tabel"), ":style: “tabel” is no style; did you mean “table”?"),
        (_list(":corpus: korpus"), "there is no corpus “korpus”; did you mean “corpus”?"),
        (_list(":used: always"), ":used: takes no value or “closure”; “always” is ignored"),
        (
            _list(":show: title"),
            "there is no option “:show:”; it is one of the directive glossterm",
        ),
        (_list(":toctree: ."), ":toctree: the pages need a folder of their own; name one"),
        (_list(":toctree: ../../x"), ":toctree: “../../x” is no folder inside the source folder"),
        (".. glossterm:: vas\n   :style: table", "it is one of the directive glossterm-list"),
    ],
)
def test_faults(tmp_path: Path, directive: str, message: str) -> None:
    _corpus(tmp_path)
    source = write(tmp_path / "source", {"index.rst": f"Start\n=====\n\n{directive}\n"})
    built = build(source, language="sv", glossterms_corpora="../corpus")
    assert len(built.warnings) == 1
    assert message in built.warnings[0]
    assert "index.rst:4: WARNING: " in built.warnings[0]
    assert built.warnings[0].endswith("[glossterms.option]")


def test_what_articles_link_to_only_decides_what_is_listed(tmp_path: Path) -> None:
    """The page of a concept that the list leaves out has another title."""
    pages = {
        "index.rst": "Start\n=====\n\n.. toctree::\n\n   list\n   own\n\n:glossterm:`!vas`\n",
        "list.rst": "List\n====\n\n" + _list(":used: closure", ":keywords: thing"),
        "own.rst": ".. glossterm:: öga\n   :show: title body\n",
    }
    source = write(tmp_path / "source", pages)
    _corpus(tmp_path)
    built = build(source, language="sv", glossterms_corpora="../corpus")
    before = (built.outdir / "list.html").stat().st_mtime_ns
    write(tmp_path / "corpus", {"sv/öga.md": article("Ögat", "Se [örnen](/örn), [intet](/intet).")})
    again = build(source, language="sv", glossterms_corpora="../corpus")
    assert "Ögat" in again.text("own.html")
    assert (again.outdir / "list.html").stat().st_mtime_ns == before
