"""``:toctree:`` gives every listed concept a page of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from building import Built, article, build, write
from pages import body_of, headings, page, text_of, with_class

WORDS = {"salt": ("Salt", "Salt"), "rye": ("Rye", "Råg"), "oven": ("Oven", "Ugn")}
INDEX = """\
Start
=====

About :glossterm:`rye`.

.. toctree::

   words/index
   last
"""
LIST = "Words\n=====\n\n.. glossterm-list::\n   :toctree: .\n"


def _corpus(folder: Path) -> Path:
    files = {}
    for slug, titles in WORDS.items():
        for language, title in zip(("en", "sv"), titles, strict=True):
            text = f"Of {title}. See [salt](/salt).\n\n## Use\n\nMuch.\n\n## Care\n\nLittle."
            files[f"{language}/{slug}.md"] = article(title, text, description=f"What {title} is.")
    return write(folder / "corpus", files)


def _source(folder: Path, **pages: str) -> Path:
    _corpus(folder)
    files = {"index.rst": INDEX, "words/index.rst": LIST, "last.rst": "Last\n====\n\nText.\n"}
    return write(folder / "source", {**files, **pages})


def _build(source: Path, builder: str = "html", language: str = "en", **more: object) -> Built:
    return build(source, builder, language, glossterms_corpora="../corpus", **more)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = _build(_source(tmp_path_factory.mktemp("generated")), language="sv")
    assert built.warnings == []
    return built


def test_each_concept_has_a_page(built: Built) -> None:
    pages = sorted(path.name for path in (built.outdir / "words").glob("*.html"))
    assert pages == ["index.html", "oven.html", "rye.html", "salt.html"]
    assert headings(page(built, "words/rye")) == [
        (1, "Råg"), (2, "Use"), (2, "Care"), (2, "Sidor som hänvisar hit"),
    ]  # fmt: skip


def test_nothing_is_put_into_the_source_folder(tmp_path: Path) -> None:
    source = _source(tmp_path)
    before = sorted(source.rglob("*"))
    _build(source)
    assert sorted(set(source.rglob("*")) - {source / "conf.py"}) == before


def test_pictures_are_found(tmp_path: Path) -> None:
    """As from the source folder, which the page seems to lie in."""
    source = _source(tmp_path)
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    rye = article("Rye", "![An ear](../images/ear.svg)", description="What rye is.")
    write(tmp_path / "corpus", {"en/rye.md": rye, "images/ear.svg": picture})
    built = _build(source)
    assert built.warnings == []
    (image,) = body_of(page(built, "words/rye")).iter("img")
    assert image.get("src") == "../_images/ear.svg"
    assert (built.outdir / "_images" / "ear.svg").read_text(encoding="utf-8") == picture


def test_links_lead_to_the_page(built: Built) -> None:
    links = [a.get("href") for a in with_class(page(built, "index"), "glossterm")]
    assert links == ["words/rye.html#glossterm-rye"]
    listed = [a.get("href") for a in with_class(page(built, "words/index"), "glossterm")]
    assert listed == [
        "rye.html#glossterm-rye",
        "salt.html#glossterm-salt",
        "oven.html#glossterm-oven",
    ]


def test_prev_next_and_parents(built: Built) -> None:
    """In the order of the list, which is that of the language."""
    root = page(built, "words/salt")
    rel = {e.get("rel"): e.get("href") for e in root.iter("link")}
    assert (rel["prev"], rel["next"]) == ("rye.html", "oven.html")
    assert page(built, "words/oven").find(".//link[@rel='next']").get("href") == "../last.html"


def test_search_and_index_know_the_pages(built: Built) -> None:
    text = built.text("searchindex.js")
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    assert "words/rye" in index["docnames"]
    assert "råg" in index["titleterms"]
    links = {text_of(a): a.get("href") for a in page(built, "genindex").iter("a")}
    assert links["Råg"] == "words/rye.html#glossterm-rye"


@pytest.mark.parametrize("builder", ["latex", "epub", "text", "singlehtml", "dirhtml"])
def test_every_builder(tmp_path: Path, builder: str) -> None:
    more = {"epub_copyright": "x"} if builder == "epub" else {}
    built = _build(_source(tmp_path), builder, **more)
    assert built.warnings == []
    files = [
        path
        for path in built.outdir.rglob("*")
        if path.suffix in (".tex", ".xhtml", ".txt", ".html")
    ]
    assert sum("Of Oven." in path.read_text(encoding="utf-8") for path in files) == 1


def test_headings_in_latex_are_below_their_page(tmp_path: Path) -> None:
    """Words is a chapter, the concept a section, so what refers to it is a subsection."""
    built = _build(_source(tmp_path), "latex")
    text = next(built.outdir.glob("*.tex")).read_text(encoding="utf-8")
    assert r"\section{Rye}" in text
    assert r"\subsection*{Pages that refer to this}" in text


def test_headings_on_a_single_page_are_below_their_page(tmp_path: Path) -> None:
    built = _build(_source(tmp_path), "singlehtml")
    levels = {text: level for level, text in headings(page(built, "index"))}
    assert (levels["Words"], levels["Rye"]) == (2, 3)
    assert levels["Pages that refer to this"] == 4


def test_gettext_gets_nothing_of_them(tmp_path: Path) -> None:
    built = _build(_source(tmp_path), "gettext")
    assert built.warnings == []
    assert not any("Oven" in p.read_text(encoding="utf-8") for p in built.outdir.rglob("*.pot"))


def test_myst_alone(tmp_path: Path) -> None:
    """A project may read no reStructuredText at all."""
    _corpus(tmp_path)
    source = write(
        tmp_path / "source", {"index.md": "# Words\n\n```{glossterm-list}\n:toctree: words\n```\n"}
    )
    built = _build(source, source_suffix={".md": "markdown"}, exclude_patterns=["*.rst"])
    assert built.warnings == []
    assert "Of Oven." in built.text("words/oven.html")


def test_a_page_of_the_same_name_stays(tmp_path: Path) -> None:
    """Its name is the writer's; the concept's page gets another."""
    own = {"words/salt.rst": ":orphan:\n\nMy salt\n=======\n\nMine.\n"}
    source = _source(tmp_path, **own)
    for _ in range(2):
        built = _build(source)
        assert built.warnings == []
        assert "Mine." in built.text("words/salt.html")
        assert "Of Salt." in built.text("words/glossterm-salt.html")


def test_only_what_is_used(tmp_path: Path) -> None:
    source = _source(tmp_path, **{"words/index.rst": LIST + "   :used: closure\n"})
    built = _build(source)
    assert built.warnings == []
    names = sorted(path.stem for path in (built.outdir / "words").glob("*.html"))
    assert names == ["index", "rye", "salt"]


def test_the_same_in_parallel(tmp_path: Path) -> None:
    source = _source(tmp_path)
    one, two = (_build(source, parallel=jobs, out=f"-{jobs}") for jobs in (0, 2))
    for path in one.outdir.rglob("*.html"):
        assert path.read_bytes() == (two.outdir / path.relative_to(one.outdir)).read_bytes()
    assert one.text("searchindex.js") == two.text("searchindex.js")
    assert str(tmp_path) not in one.text("searchindex.js")


def test_warnings_of_the_page_come_once(tmp_path: Path) -> None:
    """The list's page is read twice."""
    faulty = LIST + "\n:glossterm:`nowhere`\n\nA long title\n----\n\n.. glossterm:: no\n"
    built = _build(_source(tmp_path, **{"words/index.rst": faulty}))
    for text in ("“nowhere”", "“no”", "Title underline too short"):
        assert sum(text in line for line in built.warnings) == 1, built.warnings


def test_pages_of_all_its_names_stay(tmp_path: Path) -> None:
    own = {f"words/{name}.rst": ":orphan:\n\nMine\n====\n" for name in ("salt", "glossterm-salt")}
    source = _source(tmp_path, **own)
    for _ in range(2):
        built = _build(source)
        assert built.warnings == []
        assert "Of Salt." in built.text("words/glossterm-salt.2.html")
        assert "Of Salt." not in built.text("words/glossterm-salt.html")


@pytest.mark.parametrize("age", [0, 10**9])
def test_a_later_page_takes_the_name(tmp_path: Path, age: int) -> None:
    """Also one that is older than the page that was made."""
    source = _source(tmp_path)
    _build(source)
    write(source, {"words/salt.rst": ":orphan:\n\nMy salt\n=======\n\nMine.\n"})
    time = (source / "words/salt.rst").stat().st_mtime - age
    os.utime(source / "words/salt.rst", (time, time))
    again = _build(source)
    assert again.warnings == []
    assert "Mine." in again.text("words/salt.html")
    assert "Of Salt." in again.text("words/glossterm-salt.html")
    (source / "words/salt.rst").unlink()
    last = _build(source)
    assert last.warnings == []
    assert "Of Salt." in last.text("words/salt.html")
    assert _read(_build(source)) == set()


# --- later builds --------------------------------------------------------------------------


def _read(built: Built) -> set[str]:
    """The pages that a build read."""
    found = re.findall(r"reading sources\.\.\. \[ *\d+%\] (\S+)", built.progress)
    return set(found)


def test_nothing_is_read_or_written_again(tmp_path: Path) -> None:
    source = _source(tmp_path)
    _build(source)
    again = _build(source)
    assert _read(again) == set()
    assert not re.search(r"writing output\.\.\. *\[", again.progress)


def test_an_article_changes(tmp_path: Path) -> None:
    source = _source(tmp_path)
    _build(source)
    write(tmp_path / "corpus", {"en/oven.md": article("Stove", "Anew.", description="Hot.")})
    again = _build(source)
    assert _read(again) == {"words/oven", "words/index"}
    assert "Anew." in again.text("words/oven.html")
    assert "Stove" in again.text("words/index.html")


def test_a_concept_comes_and_goes(tmp_path: Path) -> None:
    source = _source(tmp_path)
    _build(source)
    write(tmp_path / "corpus", {"en/malt.md": article("Malt", "Sweet.")})
    again = _build(source)
    assert again.warnings == []
    assert _read(again) == {"words/malt", "words/index"}
    assert "Sweet." in again.text("words/malt.html")
    (tmp_path / "corpus/en/malt.md").unlink()
    last = _build(source)
    assert last.warnings == []
    assert _read(last) == {"words/index"}
    assert "Malt" not in text_of(body_of(page(last, "words/index")))
    assert "malt" not in last.text("genindex.html")


def test_the_list_is_taken_away(tmp_path: Path) -> None:
    source = _source(tmp_path)
    _build(source)
    write(source, {"words/index.rst": "Words\n=====\n\nNone.\n"})
    again = _build(source)
    assert all("no place to link to" in line for line in again.warnings)
    assert len(again.warnings) == 1
    assert with_class(page(again, "index"), "glossterm") == []


def test_two_languages_share_the_source_folder(tmp_path: Path) -> None:
    source = _source(tmp_path)
    for _ in range(2):
        for language, title in (("en", "Rye"), ("sv", "Råg")):
            built = _build(source, language=language)
            assert built.warnings == []
            assert headings(page(built, "words/rye"))[0] == (1, title)


def test_two_languages_at_the_same_time(tmp_path: Path) -> None:
    source = _source(tmp_path)
    conf = "extensions = ['sphinx_glossterms']\nglossterms_corpora = '../corpus'\n"
    write(source, {"conf.py": conf + "html_theme = 'basic'\n"})
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W"]
    running = [
        subprocess.Popen(
            [*command, "-D", f"language={language}", str(source), str(tmp_path / language)]
        )
        for language in ("en", "sv", "fi")
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    for language, title in (("en", "Rye"), ("sv", "Råg"), ("fi", "Rye")):
        text = (tmp_path / language / "words/rye.html").read_text(encoding="utf-8")
        assert f"<title>{title} " in text


def test_sources_that_are_there_are_not_written_again(tmp_path: Path) -> None:
    source = _source(tmp_path)
    stores = [_build(source).outdir.parent for _ in range(2)]
    sources = sorted(stores[0].rglob("glossterms-pages/words/*.rst"))
    times = [path.stat().st_mtime_ns for path in sources]
    write(tmp_path / "corpus", {"en/oven.md": article("Stove", "Anew.")})
    _build(source)
    assert len(times) == 3
    assert [path.stat().st_mtime_ns for path in sources] == times


def test_the_search_knows_all_names_after_a_later_build(tmp_path: Path) -> None:
    """Sphinx forgets the entries of its search index then, but not the words of pages."""
    source = _source(tmp_path)
    more = {
        "term": "rye",
        "aliases": "[secale, black grain]",
        "abbreviation": "RG",
        "forms": "[ryes]",
    }
    write(tmp_path / "corpus", {"en/rye.md": article("Rye", "Text.", **more)})
    _build(source)
    write(source, {"last.rst": "Last\n====\n\nOther text.\n"})
    text = _build(source).text("searchindex.js")
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    number = index["docnames"].index("words/rye")
    for word in ("secal", "black", "grain", "rg", "rye"):  # stems
        found = index["terms"].get(word, []), index["titleterms"].get(word, [])
        assert any(number == n or (isinstance(n, list) and number in n) for n in found), word


@pytest.mark.parametrize("theme", ["alabaster", "furo", "pydata_sphinx_theme"])
def test_no_link_to_a_source_that_nobody_can_edit(tmp_path: Path, theme: str) -> None:
    pytest.importorskip(theme)
    options = {
        "html_theme": theme,
        "html_copy_source": True,
        "templates_path": [],  # themes add to it, and Sphinx's default is one list for all
        "html_theme_options": {
            "furo": {"source_repository": "https://x.example/", "source_branch": "main"},
            "pydata_sphinx_theme": {"use_edit_page_button": True},
        }.get(theme, {}),
        "html_context": {"github_user": "x", "github_repo": "x", "github_version": "x"},
    }
    built = build(_source(tmp_path), **{"glossterms_corpora": "../corpus", **options})
    assert "_sources/" in built.text("index.html") or "edit" in built.text("index.html")
    text = built.text("words/salt.html")
    assert "_sources/" not in text
    assert "x.example" not in text
    assert "github.com/x/x" not in text


def test_glob_finds_the_pages_in_each_build(tmp_path: Path) -> None:
    index = "Start\n=====\n\n.. toctree::\n   :glob:\n\n   words/*\n   last\n"
    source = _source(tmp_path, **{"index.rst": index})
    first = _build(source)
    (source / "index.rst").write_text(index + "\nMore.\n", encoding="utf-8")
    for built in (first, _build(source)):
        links = [a.get("href") for a in body_of(page(built, "index")).iter("a")]
        assert "words/rye.html" in links


# --- what once went wrong ------------------------------------------------------------------


def test_other_extensions_look_at_files(tmp_path: Path) -> None:
    """autosummary opens each known page before the pages are known anew."""
    source = _source(tmp_path)
    names = ["sphinx_glossterms", "myst_parser", "sphinx.ext.autosummary"]
    for _ in range(2):
        assert _build(source, extensions=names).warnings == []


def test_labels_of_sections(tmp_path: Path) -> None:
    source = _source(tmp_path, **{"last.rst": "Last\n====\n\n:ref:`words/rye:Care`\n"})
    names = ["sphinx_glossterms", "myst_parser", "sphinx.ext.autosectionlabel"]
    built = _build(source, extensions=names, autosectionlabel_prefix_document=True)
    assert built.warnings == []
    assert [a.get("href") for a in body_of(page(built, "last")).iter("a")][-1] == (
        "words/rye.html#glossterm_section-rye-2"
    )


def test_myst_where_nothing_is_to_be_filled_in(tmp_path: Path) -> None:
    """MyST gives ids to what looks like a heading of its own to it."""
    write(tmp_path / "corpus", {"en/malt.md": article("Malt", "Sweet.")})
    listed = "# Words\n\n```{glossterm-list}\n:toctree: words\n```\n"
    source = write(tmp_path / "source", {"index.md": listed})
    built = _build(source, source_suffix={".md": "markdown"}, exclude_patterns=["*.rst"])
    assert built.warnings == []
    ids = re.findall(r'id="([^"]*)"', built.text("words/malt.html"))
    assert "malt" not in ids


@pytest.mark.parametrize("jobs", [0, 2])
def test_lists_of_what_is_used_on_pages_with_lists(tmp_path: Path, jobs: int) -> None:
    """Such pages are read again together, and keep what they use meanwhile."""
    pages = {
        "index.rst": "Start\n=====\n\n.. toctree::\n\n   a\n   b\n",
        "a.rst": "A\n=\n\n.. glossterm-list::\n   :used:\n   :toctree: w\n",
        "b.rst": "B\n=\n\n:glossterm:`!salt`\n\n.. glossterm-list::\n   :style: index\n",
    }
    _corpus(tmp_path)
    built = _build(write(tmp_path / "source", pages), parallel=jobs)
    assert built.warnings == []
    assert [text_of(e).rstrip("¶ ") for e in page(built, "a").iter("dt")] == ["Salt"]


def test_the_output_lies_among_the_sources(tmp_path: Path) -> None:
    source = _source(tmp_path)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-D", "glossterms_corpora=../corpus"]
    conf = "extensions = ['sphinx_glossterms']\nhtml_theme = 'basic'\n"
    write(source, {"conf.py": conf})
    for text in (LIST, LIST, "Words\n=====\n\nNone.\n"):
        pages = {"words/index.rst": text, "index.rst": INDEX.replace("`rye`", "`!rye`")}
        write(source, pages)
        subprocess.run([*command, str(source), str(source / "out")], check=True)


@pytest.mark.parametrize("entry", ["words/rye\n   words/salt", "words/r*"])
def test_a_toctree_of_the_writers_may_hold_them(tmp_path: Path, entry: str) -> None:
    index = f"Start\n=====\n\n.. toctree::\n   :glob:\n\n   {entry}\n   last\n   words/index\n"
    source = _source(tmp_path, **{"index.rst": index})
    first = _build(source)
    write(source, {"index.rst": index + "\nMore.\n"})
    for built in (first, _build(source)):
        assert built.warnings == []
        links = [a.get("href") for a in body_of(page(built, "index")).iter("a")]
        assert "words/rye.html" in links
    write(source, {"index.rst": index.replace("last", "nowhere")})
    assert any("nonexisting document 'nowhere'" in line for line in _build(source).warnings)


def test_odd_suffixes(tmp_path: Path) -> None:
    _corpus(tmp_path)
    source = write(tmp_path / "source", {"index.rst.txt": f"Start\n=====\n\n{LIST}"})
    write(source, {"index.rst.txt": "Words\n=====\n\n.. glossterm-list::\n   :toctree: words\n"})
    built = _build(source, source_suffix={".rst.txt": "restructuredtext"})
    assert built.warnings == []
    assert (built.outdir / "words/rye.html").exists()


def test_no_markup_that_is_known(tmp_path: Path) -> None:
    _corpus(tmp_path)
    write(
        tmp_path / "source", {"index.own": "Words\n=====\n\n.. glossterm-list::\n   :toctree: w\n"}
    )
    write(
        tmp_path / "source",
        {
            "conf.py": "from sphinx.parsers import RSTParser\n"
            "class Own(RSTParser):\n    supported = ('own',)\n"
            "def setup(app):\n    app.add_source_parser(Own)\n"
            "extensions = ['sphinx_glossterms']\nhtml_theme = 'basic'\n"
            "source_suffix = {'.own': 'own'}\n"
        },
    )
    (warning,) = _build(tmp_path / "source").warnings
    assert "no pages are made: source_suffix has neither reStructuredText nor Markdown" in warning
    assert warning.endswith("[glossterms.page]")


HOSTILE = (
    "!bang",
    "<b>",
    "x<y>",
    ":show: title",
    "`tick`",
    "a b",
    "index",
    "50%",
    "c#",
    "who?",
    "客户",
)


def test_slugs_of_any_kind(tmp_path: Path) -> None:
    for slug in HOSTILE:
        write(tmp_path / "corpus", {f"en/{slug}.md": article("T", f"Text of {slug}")})
    listed = "Words\n=====\n\n.. glossterm-list::\n   :toctree: w\n"
    built = _build(write(tmp_path / "source", {"index.rst": listed}))
    assert built.warnings == []
    links = [a for a in with_class(page(built, "index"), "glossterm") if a.tag == "a"]
    assert len(links) == len(HOSTILE)
    for link in links:
        path = unquote(link.get("href", "").partition("#")[0])
        assert (built.outdir / path).exists()


def test_a_slug_and_a_folder_of_the_same_name(tmp_path: Path) -> None:
    files = {f"en/{slug}.md": article(slug, "Text.") for slug in ("a", "a.rst/b")}
    write(tmp_path / "corpus", files)
    listed = "Words\n=====\n\n.. glossterm-list::\n   :toctree: w\n"
    (warning,) = _build(write(tmp_path / "source", {"index.rst": listed})).warnings
    assert "the page “w/a.rst/b” can't be made" in warning
