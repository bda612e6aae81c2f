"""An article's pictures: shown where a builder can, text where it can't."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import Built, article, build, write
from host_pages import DOT, SVG
from pages import body_of, page, text_of

TEXT = """\
# Loaf

![A loaf](/images/loaf.svg) and ![a dot](/images/dot.png), ![web](/images/dot.webp),
![av](/images/dot.avif).

![Far away](https://example.invalid/x.png)

![](https://example.invalid/nameless.png)

[![Badge](https://example.invalid/b.svg)](https://example.com/ci)

[![Linked](/images/dot.png)](https://example.com/big)

![Gone](/images/gone.png)

![Out](/../outside.png) ![Link](/images/link.png) ![Text](/en/loaf.md)

![Data](data:image/png;base64,AAAA)

## ![Head](/images/dot.png) heading
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    files: dict[str, str | bytes] = {
        "outside.png": DOT,
        "corpus/en/loaf.md": article("Loaf", TEXT),
        "corpus/images/loaf.svg": SVG,
        "source/index.rst": "Start\n=====\n\n.. toctree::\n\n   deep/page\n",
        "source/deep/page.rst": ".. glossterm:: loaf\n",
    }
    for suffix in ("png", "webp", "avif"):
        files[f"corpus/images/dot.{suffix}"] = DOT
    write(folder, files)
    (folder / "corpus/images/link.png").symlink_to(folder / "outside.png")
    return folder / "source"


def _build(project: Path, builder: str) -> Built:
    return build(project, builder, out=f"-{builder}", glossterms_corpora="../corpus")


def test_html_shows_pictures_of_the_corpus_alone(project: Path) -> None:
    built = _build(project, "html")
    assert built.warnings == []
    body = body_of(page(built, "deep/page"))
    names = [img.get("src", "").rsplit("/", 1)[1] for img in body.iter("img")]
    assert names == ["loaf.svg", "dot.png", "dot.webp", "dot.avif", "dot.png", "dot.png"]
    copied = {path.name for path in (built.outdir / "_images").iterdir()}
    assert copied == {"loaf.svg", "dot.png", "dot.webp", "dot.avif"}
    assert [img.get("alt") for img in body.iter("img")][:2] == ["A loaf", "a dot"]
    links = {text_of(a): a.get("href") for a in body.iter("a")}
    assert links["Far away"] == "https://example.invalid/x.png"
    assert links["Badge"] == "https://example.com/ci"
    assert "Gone Out Link Text Data" in text_of(body)


@pytest.mark.parametrize("builder", ["latex", "epub", "texinfo", "text", "man", "xml"])
def test_builders_show_what_they_can_without_a_warning(project: Path, builder: str) -> None:
    built = _build(project, builder)
    assert built.warnings == []
    files = {path.name for path in built.outdir.rglob("*") if path.is_file()}
    assert not files & {"x.png", "b.svg", "nameless.png", "link.png", "outside.png", "gone.png"}


def test_latex_shows_the_text_of_other_formats(project: Path) -> None:
    built = _build(project, "latex")
    tex = next(built.outdir.glob("*.tex")).read_text("utf-8")
    assert "A loaf and" in tex
    assert tex.count("{dot}.png") == 3
    assert "\\sphinxhref{https://example.invalid/x.png}{Far away}" in tex
    files = {path.suffix for path in built.outdir.iterdir()}
    assert not files & {".svg", ".webp", ".avif"}


def test_pictures_that_are_not_shown_are_findings(project: Path) -> None:
    built = build(project, out="-v", verbosity=1, glossterms_corpora="../corpus")
    found = [line for line in built.progress.splitlines() if "[image-unusable]" in line]
    assert len(found) == 8
