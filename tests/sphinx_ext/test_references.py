"""Where a link goes: the page, the web, nowhere; and who is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import Built, article, build, write
from docutils import nodes
from pages import body_of, classes, page, text_of

LINKS = "See [here](/here), [web](/web), [nowhere](/nowhere) and\n[far](/far).\n"

CORPUS = {
    "en/here.md": article("Here", LINKS),
    "en/web.md": article("Web", "Text."),
    "sv/web.md": article("Nät", "Text."),
    "en/far place.md": article("Far place", "Text."),
    "en/far.md": article("Far", "Text."),
}

PAGES = {
    "index.rst": "S\n=\n\n.. toctree::\n\n   here\n   two\n\n"
    ":glossterm:`here` :glossterm:`web` :glossterm:`Web`\n\n"
    ":glossterm:`web` :glossterm:`again <web>` :glossterm:`!web` :glossterm:`far place`\n",
    "two.rst": "Two\n===\n\n:glossterm:`web`\n",
    "here.rst": ".. glossterm:: here\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path / "corpus", CORPUS)
    return write(tmp_path / "source", PAGES)


def _links(built: Built, name: str = "index") -> list[tuple[str | None, str, str | None]]:
    found = (e for e in body_of(page(built, name)).iter("a") if "glossterm" in classes(e))
    return [(e.get("href"), text_of(e), e.get("hreflang")) for e in found]


def test_none(project: Path) -> None:
    built = build(project, glossterms_corpora="../corpus", verbosity=1)
    assert _links(built) == [("here.html#glossterm-here", "Here", None)]
    told = [line for line in built.warnings if "[glossterms.unlinked]" in line]
    assert len(told) == len(built.warnings) == 3, built.warnings
    far, web, other_page = sorted(told)
    assert "index.rst:11: WARNING: “far place” has no place" in far
    assert "index.rst:9: WARNING: “web” has no place to link to: embed it on a page" in web
    assert "two.rst:4: WARNING: “web” has no place" in other_page
    # The article's own links: text, and a note with its place.
    assert _links(built, "here") == [("#glossterm-here", "here", None)]
    assert "See here, web, nowhere and far." in text_of(body_of(page(built, "here")))
    notes = [line for line in built.progress.splitlines() if "[link-" in line]
    unlinked = [n for n in notes if "[link-unlinked]" in n]
    assert any("en/here.md:5: note: “web” has no page here" in n for n in unlinked), notes
    assert any("“far” has no page here" in n for n in unlinked)
    [unknown] = [n for n in notes if "[link-unknown]" in n]
    assert "en/here.md:5: warning: no language has a concept “nowhere”" in unknown


def test_findings_are_silent_without_v(project: Path) -> None:
    built = build(project, glossterms_corpora="../corpus")
    assert "[link-" not in built.progress + "".join(built.warnings)


WEB = "https://example.org/{language}/{slug}/"


@pytest.mark.parametrize(
    ("manifest", "config", "address"),
    [
        (WEB, {}, "https://example.org/en/web/"),
        ("https://example.org/a/{slug}", {"glossterms_url": WEB}, "https://example.org/en/web/"),
        ("", {"glossterms_url": "/terms/{slug}"}, "/terms/web"),
        ("", {"glossterms_url": {"corpus": WEB}}, "https://example.org/en/web/"),
        (WEB, {"glossterms_url": ""}, "https://example.org/en/web/"),
    ],
)
def test_web(project: Path, manifest: str, config: dict[str, object], address: str) -> None:
    if manifest:
        write(project.parent / "corpus", {"glossterms.yaml": f"url: {manifest}\n"})
    built = build(project, glossterms_corpora="../corpus", **config)
    assert built.warnings == []
    far = address.replace("/web", "/far%20place")
    assert _links(built) == [
        ("here.html#glossterm-here", "Here", None),
        (address, "Web", None),
        (address, "Web", None),
        (address, "Web", None),
        (address, "again", None),
        (far, "Far place", None),
    ]
    assert [text for _, text, _ in _links(built, "here")] == ["here", "web", "far"]


def test_web_by_namespace(project: Path) -> None:
    write(project.parent / "other", {"en/other.md": article("Other", "x")})
    write(project, {"two.rst": "Two\n===\n\n:glossterm:`web` :glossterm:`other`\n"})
    corpora = {"first": "../corpus", "second": "../other"}
    urls = {"first": "https://a.example/{slug}", "second": "https://b.example/{slug}"}
    built = build(project, glossterms_corpora=corpora, glossterms_url=urls)
    assert [href for href, _, _ in _links(built, "two")] == [
        "https://a.example/web",
        "https://b.example/other",
    ]


def test_language_of_the_address(tmp_path: Path) -> None:
    """The folder's name where it is a tag, else the tag; hreflang where it is foreign."""
    files = {
        "pt-br/a.md": article("A", "x"),
        "Swedish/b.md": article("B", "x"),
        "zh_Hans/c.md": article("C", "x"),
        "en/d.md": article("D", "x"),
        "glossterms.yaml": f"url: {WEB}\n",
    }
    write(tmp_path / "corpus", files)
    roles = " ".join(f":glossterm:`{slug}`" for slug in "abcd")
    write(tmp_path / "source", {"index.rst": f"S\n=\n\n{roles}\n"})
    built = build(
        tmp_path / "source",
        glossterms_corpora="../corpus",
        glossterms_fallback=["pt-BR", "sv", "zh"],
    )
    assert [(href, hreflang) for href, _, hreflang in _links(built)] == [
        ("https://example.org/pt-br/a/", "pt-BR"),
        ("https://example.org/sv/b/", "sv"),
        ("https://example.org/zh_Hans/c/", "zh-Hans"),
        ("https://example.org/en/d/", None),
    ]


@pytest.mark.parametrize(
    "builder",
    ["dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml", "json",
     "pseudoxml", "gettext"],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:'sphinxcontrib.serializinghtml")
def test_every_builder_writes_foreign_links(tmp_path: Path, builder: str) -> None:
    write(
        tmp_path / "corpus",
        {"ar/a.md": article("مقالة", "نص."), "glossterms.yaml": f"url: {WEB}\n"},
    )
    write(tmp_path / "source", {"index.rst": "S\n=\n\nSee :glossterm:`a`.\n"})
    built = build(
        tmp_path / "source",
        builder,
        glossterms_corpora="../corpus",
        glossterms_fallback=["ar"],
        epub_copyright="x",
    )
    assert built.warnings == []
    if builder in ("dirhtml", "singlehtml"):
        assert 'hreflang="ar"' in built.text()


def test_a_concept_link_stays_in_its_paragraph(project: Path) -> None:
    built = build(project, "pseudoxml", glossterms_corpora="../corpus")
    for reference in built.doctrees["index"].findall(nodes.reference):
        assert isinstance(reference.parent, nodes.TextElement)
