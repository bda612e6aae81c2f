"""Hostile articles: nothing they ask for happens, and the rest of the build goes on."""

from __future__ import annotations

import http.server
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from building import Built, article, build, write
from pages import body_of, faults, page, text_of
from sphinx.util.inventory import InventoryFile

SECRET = "TOP-SECRET-WORDS"
TAGS = {
    "a", "aside", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "div",
    "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "line", "ol", "p",
    "pre", "section", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "id", "class", "href", "src", "alt", "title", "lang", "dir", "start", "hreflang", "role",
    "aria-level",
}  # fmt: skip
SCHEMES = {"", "http", "https", "mailto"}


def bodies(port: int) -> dict[str, str]:
    """Hostile texts by name; the server at ``port`` must never be asked for anything."""
    web = f"http://127.0.0.1:{port}"
    return {
        "script": "<script>alert(1)</script>\n\ntext <img src=x onerror=alert(1)> <svg onload=a()>",
        "html": '<iframe src="x"></iframe>\n\n<style>*{}</style>\n<base href="//evil">\n<form><input>',
        "meta": '<meta http-equiv="refresh" content="0">\n\n</div></main></body>',
        "comment": "<!-- --><b onmouseover=alert(1)>x</b>",
        "schemes": "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](&#106;avascript:alert(1)) "
        "[d](vbscript:x) [e](data:text/html,x) [f](file:///etc/passwd) <javascript:alert(1)> "
        "[g](java\tscript:x) [h][r] [i](ftp://x/y) [j](tel:1) [k](//evil.example/y) "
        "[l](/\\evil) [m](\\\\evil)\n\n[r]: javascript:alert(1)",
        "slugs": "[a](/../secret) [b](/..%2fsecret) [c](/x?y=1#z) [d](/.) [e](/%00) [f](/a%0ab)",
        "title": '[a](https://example.com "x\\" onmouseover=\\"alert(1)") ![b](/p.png "y")',
        "images": f"![a](/../../../etc/hostname) ![b](conf.py) ![c](../../source/conf.py) "
        f"![d]({web}/pixel.png) ![e](javascript:x) ![f](data:image/svg+xml,x) ![](/etc/passwd) "
        f"![g](/link.png) ![h](/dir/secret.png) ![i](/fifo.png)",
        "files": "[a](conf.py) [b](../conf.py) [c](/etc/passwd) {download}`conf.py`",
        "directives": f"```{{include}} ../../secret.txt\n```\n\n```{{raw}} html\n:url: {web}/raw\n```\n\n"
        f"```{{csv-table}}\n:url: {web}/csv\n```\n\n```{{toctree}}\nindex\n```\n\n"
        "```{glossterm} directives\n```\n\n```{eval-rst}\n.. raw:: html\n\n   <script>1</script>\n```",
        "roles": "{glossterm}`roles` :ref:`x` |version| {{ env }} {default-role}`raw`\n\n.. include:: /etc/passwd",
        "math": "$\\input{/etc/passwd}$\n\n$$x$$\n\n\\input{/etc/passwd} %_#&~^{}",
        "code": '```"><script>alert(1)</script>\nx\n```\n\n```{=html}\n<script>\n```\n\n```json\n{bad\n```',
        "headings": "# \n\n##### Deep\n\n# Same\n\n# Same\n\n## <b>Tag</b>\n\n> # In quote\n\n---",
        "ids": '## A {#"><script>}\n\n## B {#index}\n\n## C {#glossterm-ids}\n\n[x](#index)',
        "control": "a\x00b\x07c\x0bd￾e &#0; &#xD800; &#12; &NewLine; f",
        "bidi": "a\u202eb\u2066c ​zero Z̸̨a̴l̷g̶o",
        "deep-quote": ">" * 500 + " deep",
        "deep-list": "\n".join("  " * n + "- x" for n in range(300)),
        "deep-emphasis": "*_" * 200 + "x" + "_*" * 200,
        "deep-brackets": "[" * 3000 + "x" + "](/a)" * 3000,
        "deep-images": "![" * 200 + "x" + "](/a)" * 200,
        "table-bomb": "|a" * 256 + "|\n" + "|-" * 256 + "|\n" + "|\n" * 256,
        "paragraphs": "x\n\n" * 12_000,
        "flood": "`" * 5000 + "\n\n" + "<" * 5000 + "\n\n" + "&" * 5000 + "\n\n" + "_" * 5000,
        "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &quot;&apos;",
        "empty": "",
        "rules": "---\n\n---\n\n***",
        "nested-links": f"[![x]({web}/a.png)](https://example.com) [a [b](/x)](/y)",
        "empty-links": "[](https://example.com) [](/x) ![](/p.png)",
    }


def matters() -> dict[str, str | bytes]:
    """Hostile files by name."""
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{c}: &{c} [{','.join(f'*{p}' for _ in range(9))}]\n"
        for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return {
        "yaml-bomb": f"---\n{bomb}title: *i\n---\nText.",
        "yaml-deep": f"---\ntitle: {'[' * 20_000}\n---\nText.",
        "yaml-tag": "---\ntitle: !!python/object/apply:os.system ['touch /tmp/pwned']\n---\nText.",
        "yaml-number": "---\ntitle: 9999-99-99\ndescription: 0x\n---\nText.",
        "yaml-list": "---\n- a\n- b\n---\nText.",
        "yaml-html": '---\ntitle: "<script>alert(1)</script>"\n---\nText.',
        "yaml-newline": '---\ntitle: "One\\nevil std:label 1 index.html#x Evil"\n---\nText.',
        "yaml-surrogate": '---\ntitle: "a\\ud800b"\n---\nText.',
        "yaml-merge": "---\ntitle: t\nmyst:\n  enable_extensions: [substitution]\nhtml_meta: {x: y}\n---\n{{ 7*7 }}",
        "unclosed": "---\ntitle: x\n\nText.",
        "latin": b"---\ntitle: \xe5\n---\n\nText \xff.",
        "utf16": "Text".encode("utf-16"),
        "huge": "x " * 400_000,
        "long-title": f"---\ntitle: {'x' * 50_000}\n---\nText.",
        "only-matter": "---\ntitle: x\n---",
        "blank": " \n\n",
    }


UNREADABLE = ("latin", "utf16", "huge", "fifo")
TOLD = (
    *UNREADABLE,
    "yaml-bomb",
    "yaml-deep",
    "yaml-tag",
    "deep-quote",
    "deep-list",
    "deep-images",
    "table-bomb",
    "paragraphs",
    "unclosed",
)


class Hostile(NamedTuple):
    """The project, its HTML build, and what the server was asked for."""

    source: Path
    built: Built
    asked: list[str]


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[int, list[str]]]:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running.server_port, asked
        running.shutdown()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, server: tuple[int, list[str]]) -> Hostile:
    port, asked = server
    folder = tmp_path_factory.mktemp("hostile")
    texts = {name: article(f"Title {name}", text) for name, text in bodies(port).items()}
    files: dict[str, str | bytes] = {
        f"corpus/en/{name}.md": source.encode("utf-8", "surrogatepass")
        if isinstance(source, str)
        else source
        for name, source in {**texts, **matters()}.items()
    }
    files["corpus/en/good.md"] = article("Good", "Good text.")
    files["secret.txt"] = SECRET
    files["outside/secret.png"] = SECRET
    names = [*texts, *matters(), "good"]
    for name in names:
        files[f"source/p-{name}.rst"] = f".. glossterm:: {name}\n"
        files[f"source/r-{name}.rst"] = (
            f"R\n=\n\n.. glossterm:: {name}\n   :no-index:\n\nHost goes on.\n"
        )
    files["source/index.rst"] = "Start\n=====\n\n.. toctree::\n   :glob:\n\n   *\n\n" + "".join(
        f":glossterm:`!{name}`\n" for name in names if name not in UNREADABLE
    )
    write(folder, files)
    (folder / "corpus/link.png").symlink_to(folder / "outside/secret.png")
    (folder / "corpus/dir").symlink_to(folder / "outside")
    os.mkfifo(folder / "corpus/fifo.png")
    source = folder / "source"
    return Hostile(source, build(source, glossterms_corpora="../corpus"), asked)


NAMES = (*bodies(0), *matters())


def test_the_rest_of_the_build_goes_on(hostile: Hostile) -> None:
    assert "Good text." in hostile.built.text("p-good.html")
    for name in NAMES:
        assert "Host goes on." in hostile.built.text(f"r-{name}.html")


def test_only_findings_are_told(hostile: Hostile) -> None:
    unexpected = [
        line
        for line in hostile.built.warnings
        if not line.endswith("[glossterms.article]")
        and not (any(f"p-{name}" in line or f"“{name}”" in line for name in UNREADABLE))
    ]
    assert unexpected == []
    assert not [line for line in hostile.built.warnings if "Traceback" in line]


@pytest.mark.parametrize("name", [name for name in TOLD if name != "fifo"])
def test_each_fault_is_one_finding_with_its_file(hostile: Hostile, name: str) -> None:
    found = [
        w for w in hostile.built.warnings if f"/{name}.md" in w and "[glossterms.article]" in w
    ]
    assert len(found) == 1


@pytest.mark.parametrize("name", NAMES)
def test_pages_hold_allowed_markup_alone(hostile: Hostile, name: str) -> None:
    for kind in "pr":
        root = page(hostile.built, f"{kind}-{name}")
        for element in body_of(root).iter():
            assert element.tag in TAGS
            assert set(element.keys()) <= ATTRIBUTES | {"style", "rel"}
            for attribute in ("href", "src"):
                url = element.get(attribute, "")
                assert urlsplit(url).scheme in SCHEMES
                assert not url.startswith(("//", "/", "\\"))
                assert "evil" not in url
            for value in element.attrib.values():
                assert "\x00" not in value
        text = text_of(body_of(root))
        assert SECRET not in text
        assert "root:" not in text
        found = [fault for fault in faults(root) if not fault.startswith("h2 “x” after h0")]
        assert found == [] or name in UNREADABLE


def test_no_file_from_outside_is_copied(hostile: Hostile) -> None:
    outdir = hostile.built.outdir
    for folder in ("_images", "_downloads"):
        assert not [path for path in (outdir / folder).rglob("*") if path.is_file()]
    for path in outdir.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".js", ".txt"):
            assert SECRET not in path.read_text("utf-8")


def test_the_inventory_holds_no_forged_line(hostile: Hostile) -> None:
    data = (hostile.built.outdir / "objects.inv").read_bytes()
    inventory = InventoryFile.loads(data, uri="")
    labels = [name for kind, names in inventory.data.items() for name in names if "evil" in name]
    assert labels == []


def test_no_network_in_html(hostile: Hostile) -> None:
    assert hostile.asked == []
    assert "/pixel.png" in hostile.built.text("p-images.html")


FETCHING = ("images", "files", "directives", "roles", "math", "nested-links", "script", "meta")


@pytest.mark.parametrize("builder", ["latex", "epub", "text", "xml"])
def test_no_network_in_other_builders(
    hostile: Hostile, tmp_path: Path, server: tuple[int, list[str]], builder: str
) -> None:
    port, asked = server
    texts = {f"corpus/en/{n}.md": article(n, bodies(port)[n]) for n in FETCHING}
    index = "Start\n=====\n\n" + "".join(f".. glossterm:: {name}\n\n" for name in FETCHING)
    write(tmp_path, {**texts, "source/index.rst": index})
    built = build(tmp_path / "source", builder, glossterms_corpora="../corpus")
    assert asked == []
    assert not [line for line in built.warnings if "fetch" in line or "Traceback" in line]
    if builder == "latex":
        tex = next(built.outdir.glob("*.tex")).read_text("utf-8")
        assert "\\input{/etc" not in tex
