"""Every builder finishes without a warning, and what it writes can be read."""

from __future__ import annotations

import http.server
import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import BREAD, REPOSITORY, Built, article, build, write
from host_pages import host_project

BUILDERS = (
    "html",
    "dirhtml",
    "singlehtml",
    "epub",
    "latex",
    "text",
    "man",
    "texinfo",
    "xml",
    "pseudoxml",
    "json",
    "gettext",
)
PLACES = ("top", "dressed", "row-d", "under-5", "text-1", "text-5", "item", "note", "cell")
LANGUAGES = (
    "en",
    "sv",
    pytest.param("fi", marks=pytest.mark.long),
    pytest.param("ca", marks=pytest.mark.long),
    pytest.param("pl", marks=pytest.mark.long),
    pytest.param("it", marks=pytest.mark.long),
)


def example(folder: Path) -> Path:
    """A copy of the example project, its corpus beside it."""
    shutil.copytree(BREAD, folder / "bread")
    ignored = shutil.ignore_patterns("_build", "*.mo")
    shutil.copytree(REPOSITORY / "examples" / "project", folder / "project", ignore=ignored)
    return folder / "project"


@pytest.fixture(scope="module")
def example_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example(tmp_path_factory.mktemp("example"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("builder", BUILDERS)
def test_example_project(example_project: Path, builder: str, language: str) -> None:
    built = build(example_project, builder, language, out=f"-{builder}")
    assert built.warnings == []
    assert built.status == 0


@pytest.fixture(scope="module")
def rich_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return host_project(tmp_path_factory.mktemp("rich"), myst=False, only=PLACES)


@pytest.mark.parametrize("builder", BUILDERS)
def test_rich_article_in_every_place(rich_project: Path, builder: str) -> None:
    built = build(rich_project, builder, out=f"-{builder}", suppress_warnings=["epub.unknown"])
    assert built.warnings == []


@pytest.mark.parametrize("theme", ["manual", "howto"])
def test_latex_of_deep_headings(rich_project: Path, theme: str) -> None:
    documents = [("index", "x.tex", "X", "Y", theme)]
    built = build(rich_project, "latex", out=f"-{theme}", latex_documents=documents)
    assert built.warnings == []
    tex = built.text("x.tex")
    labels = set(re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", tex))
    used = set(re.findall(r"\\hyperref\[\\detokenize\{([^}]*)\}\]", tex))
    assert used
    assert used <= labels


# --- text and man ---------------------------------------------------------------------


def _flat(text: str) -> str:
    return " ".join(text.split())


def _positions(text: str, parts: list[str]) -> list[int]:
    flat = _flat(text)
    return [flat.index(part) for part in parts]


GLUTEN = BREAD / "en" / "gluten.md"


def _plain_words(source: str) -> list[str]:
    """The first words of each block of a simple article."""
    text = source.split("---\n", 2)[2]
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("*", "").replace("`", "")
    blocks = [re.sub(r"^(#+|-|\d+\.|>|\|) *", "", b) for b in text.strip().split("\n\n")]
    return [" ".join(b.split()[:4]) for b in blocks if b.strip() and "|" not in b and "!" not in b]


@pytest.mark.parametrize(("builder", "name"), [("text", "concepts/gluten.txt"), ("man", "")])
def test_articles_can_be_read_as_plain_text(example_project: Path, builder: str, name: str) -> None:
    built = build(example_project, builder, out=f"-{builder}")
    text = built.text(name or next(built.outdir.glob("*.[0-9]")).name)
    if builder == "man":
        text = re.sub(r"(?m)^\.\S* ?", "", text).replace("\\(aq", "'").replace("\\-", "-")
        text = re.sub(r" ?(\\%)?<[^>]*>(\\&)?", "", text)  # how man shows any link
        text = re.sub(r"\\f[A-Z]|\\%", "", text).replace("\\'", "'").replace('"', "")
    flat = _flat(text).upper()
    words = [part.upper() for part in _plain_words(GLUTEN.read_text("utf-8"))]
    assert len(words) > 5
    at = -1
    for part in words:
        at = flat.find(part, at + 1)
        assert at >= 0, part


# --- pages by themselves --------------------------------------------------------------


def test_json_and_singlehtml_hold_the_article(example_project: Path) -> None:
    built = build(example_project, "json", "sv", out="-json")
    page = json.loads(built.text("concepts/gluten.fjson"))
    assert page["title"] == "Gluten"
    assert "glossterm-highlights" in page["body"]
    single = build(example_project, "singlehtml", "sv", out="-singlehtml")
    assert single.text().count('id="glossterm-gluten"') == 1


# --- linkcheck ------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            found = self.path in ("/en/rye", "/there")
            self.send_response(200 if found else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_HEAD

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def _linkcheck(folder: Path, server: str, target: str) -> Built:
    files = {
        "corpus/en/bread.md": article("Bread", f"[rye](/rye), [web]({server}/{target})."),
        "corpus/en/rye.md": article("Rye", "Text."),
        "source/index.rst": "Start\n=====\n\n:glossterm:`rye`\n\n.. glossterm:: bread\n",
    }
    return build(
        write(folder, files) / "source",
        "linkcheck",
        glossterms_corpora="../corpus",
        glossterms_url=server + "/{language}/{slug}",
        linkcheck_timeout=10,
    )


def test_linkcheck(tmp_path: Path, server: str) -> None:
    built = _linkcheck(tmp_path, server, "there")
    assert built.warnings == []
    checked = [json.loads(line) for line in built.text("output.json").splitlines()]
    assert {c["uri"]: c["status"] for c in checked} == {
        f"{server}/en/rye": "working",
        f"{server}/there": "working",
    }


def test_linkcheck_finds_a_broken_link_of_an_article(tmp_path: Path, server: str) -> None:
    built = _linkcheck(tmp_path, server, "gone")
    broken = [line for line in built.text("output.txt").splitlines() if "[broken]" in line]
    assert len(broken) == 1
    assert f"{server}/gone" in broken[0]
