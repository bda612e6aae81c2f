"""What an article tells of the whole project: the pages that use it, its other languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import Built, article, build, write
from pages import body_of, classes, page, text_of, with_class

INDEX = """\
Start
=====

About :glossterm:`salt`.

.. toctree::

   shown
   other
   silent
   words
"""


def _source(folder: Path, **pages: str) -> Path:
    for language, title in {"en": "Salt", "sv": "Salt", "pt-br": "Sal"}.items():
        write(folder / "corpus", {f"{language}/salt.md": article(title, "Text.\n\n## Use\n\nIt.")})
    write(folder / "corpus", {"en/rye.md": article("Rye", "See [salt](/salt).")})
    files = {
        "index.rst": INDEX,
        "shown.rst": ".. glossterm:: salt\n   :show: title languages body backlinks\n",
        "other.rst": "Other\n=====\n\n:glossterm:`!salt` and :glossterm:`salt`\n",
        "silent.rst": "Silent\n======\n\nNothing.\n\n.. glossterm:: rye\n",
        "words.rst": "Words\n=====\n\n.. glossterm-list::\n   :toctree: w\n",
    }
    return write(folder / "source", {**files, **pages})


def _build(source: Path, language: str = "en", builder: str = "html", **more: object) -> Built:
    built = build(source, builder, language, glossterms_corpora="../corpus", **more)
    assert built.warnings == []
    return built


def _backlinks(built: Built, docname: str) -> list[tuple[str, str]]:
    boxes = with_class(page(built, docname), "glossterm-backlinks")
    return [(text_of(a), a.get("href", "")) for box in boxes for a in box.iter("a")]


# --- pages that use it ---------------------------------------------------------------------


def test_pages_that_use_it_in_toctree_order(tmp_path: Path) -> None:
    """Not the page itself, nor articles that link there, nor lists and their pages."""
    built = _build(_source(tmp_path))
    assert _backlinks(built, "shown") == [("Start", "index.html"), ("Other", "other.html")]


def test_none_says_nothing(tmp_path: Path) -> None:
    built = _build(_source(tmp_path, **{"silent.rst": "Silent\n======\n\nNothing.\n"}))
    assert _backlinks(built, "w/rye") == []
    assert "Pages that refer" not in built.text("w/rye.html")


def test_a_page_that_begins_to_use_it(tmp_path: Path) -> None:
    source = _source(tmp_path)
    _build(source)
    write(source, {"silent.rst": "Silent again\n============\n\n:glossterm:`salt`\n"})
    titles = [title for title, _ in _backlinks(_build(source), "shown")]
    assert titles == ["Start", "Other", "Silent again"]
    write(source, {"silent.rst": "Renamed\n=======\n\n:glossterm:`salt`\n"})
    titles = [title for title, _ in _backlinks(_build(source), "shown")]
    assert titles == ["Start", "Other", "Renamed"]


@pytest.mark.parametrize("builder", ["latex", "text", "epub", "xml", "man", "texinfo"])
def test_every_builder(tmp_path: Path, builder: str) -> None:
    more = {"epub_copyright": "x", "version": "1"} if builder == "epub" else {}
    _build(_source(tmp_path), builder=builder, **more)


# --- other languages -----------------------------------------------------------------------


def _languages(built: Built, docname: str) -> list[tuple[str, str | None, str | None]]:
    line = with_class(page(built, docname), "glossterm-languages")[0]
    names = [e for e in line.iter("span") if e.get("lang")]
    links = {text_of(a): a.get("href") for a in line.iter("a")}
    return [(text_of(e), e.get("lang"), links.get(text_of(e))) for e in names]


def test_names_alone_where_it_is_not_known_where_they_are(tmp_path: Path) -> None:
    built = _build(_source(tmp_path))
    assert _languages(built, "shown") == [
        ("português (Brasil)", "pt-BR", None),
        ("svenska", "sv", None),
    ]


@pytest.mark.parametrize(
    ("pattern", "sv"),
    [
        ("https://example.org/{language}/", "https://example.org/sv/"),
        ("https://example.org/{language}", "https://example.org/sv/"),
        ("/{language}/docs/", "/sv/docs/"),
        ("../{language}/", "../sv/"),
        ("./{language}", "./sv/"),
        ("{language}/docs", "sv/docs/"),
    ],
)
def test_links(tmp_path: Path, pattern: str, sv: str) -> None:
    built = _build(_source(tmp_path), glossterms_language_url=pattern)
    assert ("svenska", "sv", f"{sv}shown.html#glossterm-salt") in _languages(built, "shown")
    line = with_class(page(built, "shown"), "glossterm-languages")[0]
    assert [a.get("hreflang") for a in line.iter("a")] == ["pt-BR", "sv"]


@pytest.mark.parametrize(("builder", "up"), [("html", "../"), ("dirhtml", "../../")])
def test_relative_links_are_relative_to_the_start_page(
    tmp_path: Path, builder: str, up: str
) -> None:
    source = _source(tmp_path, **{"shown.rst": "Shown\n=====\n"})
    built = _build(source, builder=builder, glossterms_language_url="../{language}/")
    name = "w/salt" if builder == "html" else "w/salt/index"
    target = "w/salt.html" if builder == "html" else "w/salt/"
    assert ("svenska", "sv", f"{up}../sv/{target}") in _languages(built, name)


def test_the_head_of_generated_pages(tmp_path: Path) -> None:
    source = _source(tmp_path, **{"shown.rst": "Shown\n=====\n"})
    built = _build(source, glossterms_language_url="https://example.org/{language}/")
    links = [e for e in page(built, "w/salt").iter("link") if e.get("rel") == "alternate"]
    found = {e.get("hreflang"): e.get("href") for e in links}
    assert found == {tag: f"https://example.org/{tag}/w/salt.html" for tag in ("en", "pt-BR", "sv")}
    assert not any(e.get("rel") == "alternate" for e in page(built, "index").iter("link"))


def test_a_generated_page_names_itself_where_another_page_shows_the_concept(
    tmp_path: Path,
) -> None:
    built = _build(_source(tmp_path), glossterms_language_url="https://example.org/{language}/")
    links = [e for e in page(built, "w/salt").iter("link") if e.get("rel") == "alternate"]
    assert "https://example.org/sv/w/salt.html" in [e.get("href") for e in links]
    assert ("svenska", "sv", "https://example.org/sv/w/salt.html") in _languages(built, "w/salt")


def test_an_article_in_another_language_says_it_in_the_readers(tmp_path: Path) -> None:
    source = _source(tmp_path)
    built = _build(source, "fi")
    root = page(built, "shown")
    section = next(e for e in body_of(root).iter("section") if "glossterm-fallback" in classes(e))
    assert section.get("lang") == "en"
    line = with_class(root, "glossterm-languages")[0]
    assert text_of(line).startswith("Muilla kielillä: ")
    own = [e for e in section.iter("div") if e.get("lang") == "fi"]
    assert any(line in list(e.iter()) for e in own)


def test_the_place_in_the_other_builds_changes(tmp_path: Path) -> None:
    """A page that is not the target says where the target is."""
    pages = {
        "index.rst": "Start\n=====\n\n.. toctree::\n\n   shown\n   other\n   silent\n",
        "shown.rst": ".. glossterm:: salt\n   :show: title languages body\n   :no-index:\n",
        "other.rst": "Other\n=====\n\n.. glossterm:: salt\n",
        "words.rst": ":orphan:\n\nWords\n=====\n",
    }
    source = _source(tmp_path, **pages)
    url = "../{language}/"
    _build(source, glossterms_language_url=url)
    write(source, {"other.rst": "Other\n=====\n", "silent.rst": "S\n=\n\n.. glossterm:: salt\n"})
    again = _build(source, glossterms_language_url=url)
    assert ("svenska", "sv", "../sv/silent.html#glossterm-salt") in _languages(again, "shown")


def test_a_new_translation_is_seen(tmp_path: Path) -> None:
    source = _source(tmp_path)
    _build(source)
    write(tmp_path / "corpus", {"de/salt.md": article("Salz", "Text.")})
    assert "Deutsch" in [name for name, _, _ in _languages(_build(source), "shown")]


def test_only_the_builds_that_there_are(tmp_path: Path) -> None:
    urls = {"sv": "https://sv.example.org", "de": "https://de.example.org"}
    built = _build(_source(tmp_path), glossterms_language_url=urls)
    assert _languages(built, "shown") == [
        ("português (Brasil)", "pt-BR", None),
        ("svenska", "sv", "https://sv.example.org/shown.html#glossterm-salt"),
    ]


@pytest.mark.parametrize("builder", ["epub", "singlehtml"])
def test_no_links_where_pages_have_other_names(tmp_path: Path, builder: str) -> None:
    more = {"epub_copyright": "x", "version": "1"} if builder == "epub" else {}
    url = "https://example.org/{language}/"
    built = _build(_source(tmp_path), builder=builder, glossterms_language_url=url, **more)
    files = [p for p in built.outdir.rglob("*") if p.suffix in (".xhtml", ".html")]
    assert not any("example.org" in p.read_text(encoding="utf-8") for p in files)
