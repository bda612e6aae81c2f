"""A corpus on disk: which file a slug is, in every layout, and what is never read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_glossterms.concepts import body
from sphinx_glossterms.concepts.corpus import MAX_BODIES, Corpus
from sphinx_glossterms.concepts.findings import Finding
from sphinx_glossterms.concepts.layouts import Layout
from sphinx_glossterms.concepts.links import ConceptLink, LocalLink
from sphinx_glossterms.concepts.manifest import Manifest
from sphinx_glossterms.concepts.markdown import Block

Files = dict[str, str]


class World:
    """A corpus made of files, and what it reported."""

    def __init__(self, root: Path, files: Files, layout: str = "", **manifest: object) -> None:
        self.root = root
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if layout:
            manifest["layout"] = Layout.parse(layout)
        self.findings: list[Finding] = []
        self.corpus = Corpus(root, Manifest(**manifest), report=self.findings.append)  # type: ignore[arg-type]

    def file(self, slug: str, language: str) -> str | None:
        """The file of a concept, relative to the corpus."""
        place = self.corpus.locate(slug, language)
        return place.path.relative_to(self.root).as_posix() if place else None

    @property
    def found(self) -> list[tuple[str, str, int]]:
        """(file, rule, line) of each finding."""
        return [(os.path.relpath(f.path, self.root), f.rule.label, f.line) for f in self.findings]


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., World]:
    root = tmp_path / "corpus"
    root.mkdir()
    return lambda files, layout="", **manifest: World(root, files, layout, **manifest)


LAYOUTS = [
    ("{language}/{slug}.md", "sv/{}.md", "pt-br/{}.md"),
    ("Texts/{language}/{slug}.md", "Texts/Swedish/{}.md", "Texts/Brazilian Portuguese/{}.md"),
    ("files/{language}/glossary/{slug}/index.md", "files/sv/glossary/{}/index.md", "files/pt_BR/glossary/{}/index.md"),
    ("{slug}.{language}.md", "{}.sv.md", "{}.pt-BR.md"),
    ("{slug}/{language}.md", "{}/sv.md", "{}/pt-br.md"),
    ("wiki/{slug}/{language}/index.md", "wiki/{}/sv/index.md", "wiki/{}/pt-BR/index.md"),
    ("{language}_{slug}.md", "sv_{}.md", "pt-BR_{}.md"),
]  # fmt: skip


@pytest.mark.parametrize(("layout", "swedish", "brazilian"), LAYOUTS)
@pytest.mark.parametrize(
    "slug", ["client-centric", "a/b", "node.js", "客户", "A_b c", "-x", ".net"]
)
def test_layouts(
    make: Callable[..., World], layout: str, swedish: str, brazilian: str, slug: str
) -> None:
    world = make({swedish.format(slug): "# S", brazilian.format(slug): "# P"}, layout)
    corpus = world.corpus
    if "Brazilian" not in brazilian:
        assert world.file(slug, "pt_BR") == brazilian.format(slug)
        assert corpus.languages_of(slug) == ("pt-BR", "sv")
        assert corpus.slugs == {slug: ("pt-BR", "sv")}
    assert world.file(slug, "sv") == swedish.format(slug)
    assert world.file(slug, "pt") is None
    assert world.file(slug, "en") is None
    assert "sv" in corpus.languages_of(slug)
    assert corpus.has(slug)
    assert not corpus.has("b")
    assert world.file("b", "sv") is None
    article = corpus.article(slug, ["en", "sv"])
    assert article
    assert (article.title, article.slug, article.language) == ("S", slug, "sv")


def test_a_file_is_found_without_a_listing(
    make: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        f"Texts/{folder}/{n}.md": "[a](/7)" for folder in ("Swedish", "Finnish") for n in range(9)
    }
    world = make({**files, "Texts/README.md": ""}, "Texts/{language}/{slug}.md")
    listed: list[str] = []
    for name in ("listdir", "scandir", "walk"):
        real = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda path, real=real: listed.append(str(path)) or real(path)
        )
    article = world.corpus.article("3", ["da", "fi", "en"])
    assert article
    assert world.corpus.body(article).blocks
    assert world.corpus.languages_of("3") == ("fi", "sv")
    assert not world.corpus.has("nothing")
    assert listed == [str(world.root / "Texts")]


@pytest.mark.parametrize("layout", ["{slug}.{language}.md", "{slug}/{language}.md"])
def test_without_folders_of_languages_nothing_is_listed_for_an_article(
    make: Callable[..., World], monkeypatch: pytest.MonkeyPatch, layout: str
) -> None:
    path = Layout.parse(layout).path("sv", "a")
    world = make({path: "# A"}, layout)
    for name in ("listdir", "scandir", "walk"):
        monkeypatch.setattr(os, name, lambda path: pytest.fail(f"listed {path}"))
    assert world.corpus.article("a", ["en", "sv"])


def test_language_tags_name_folders(make: Callable[..., World]) -> None:
    files = {"simplified/a.md": "# A", "sv/a.md": "# S", "misc/a.md": "# M"}
    world = make(files, language_tags={"simplified": "zh-Hans", "sv": "nb"})
    assert world.file("a", "zh") == "simplified/a.md"
    assert world.file("a", "zh_TW") is None
    assert world.file("a", "no") == "sv/a.md"
    assert world.file("a", "sv") is None
    assert world.corpus.slugs == {"a": ("nb", "zh-Hans")}
    flat = make({"a.cn.md": "# A"}, "{slug}.{language}.md", language_tags={"cn": "zh-Hans"})
    assert flat.file("a", "zh") == "a.cn.md"
    assert flat.corpus.languages_of("a") == ("zh-Hans",)


def test_the_repository_s_own_folder_is_not_listed(make: Callable[..., World]) -> None:
    world = make({".git/objects/a.md": "# A", "sv/a.md": "# A"})
    assert world.corpus.slugs == {"a": ("sv",)}


def test_exclude(make: Callable[..., World]) -> None:
    files = {f"sv/{name}.md": "# A" for name in ("a", "_index", "drafts/b", "c")}
    world = make(files, exclude=("_*.md", "drafts", "sv/c.md"))
    assert world.corpus.slugs == {"a": ("sv",)}
    assert [world.file(slug, "sv") for slug in ("a", "_index", "drafts/b", "c")] == [
        "sv/a.md",
        None,
        None,
        None,
    ]


def test_listed_articles(make: Callable[..., World]) -> None:
    files = {"000.txt": "# Kund", "sub/001.txt": "# Asiakas", "sv/other.md": "# O"}
    articles = {
        "customer": {"sv": "000.txt", "fi": "sub/001.txt", "pl": "none.txt"},
        "gone": {"sv": "x"},
    }
    world = make(files, articles=articles)
    assert world.file("customer", "sv_SE") is None
    assert world.file("customer", "sv") == "000.txt"
    assert world.file("customer", "fi") == "sub/001.txt"
    assert world.file("customer", "pl") is None
    assert world.corpus.languages_of("customer") == ("fi", "sv")
    assert world.corpus.has("customer")
    assert not world.corpus.has("gone")
    assert world.corpus.slugs == {"customer": ("fi", "sv"), "other": ("sv",)}


def test_layout_without_language(make: Callable[..., World]) -> None:
    files = {
        "a.md": "---\nlanguage: sv\n---\n# A",
        "b/c.md": "# C",
        "d.md": "---\nlanguage: blah blah\n---\n# D",
        "README.txt": "",
    }
    world = make(files, "{slug}.md", source_language="fi")
    assert world.file("a", "sv") == "a.md"
    assert world.file("a", "fi") is None
    assert world.file("b/c", "fi") == "b/c.md"
    assert world.corpus.languages_of("a") == ("sv",)
    assert world.corpus.slugs == {"a": ("sv",), "b/c": ("fi",), "d": ("fi",)}
    assert world.findings == []
    article = world.corpus.article("d", ["fi"])
    assert article
    assert article.language == "fi"
    assert world.found == [("d.md", "language-mismatch", 1)]


def test_layout_without_slug(make: Callable[..., World]) -> None:
    files = {
        "sv/article.md": "---\nslug: customer\n---\n# Kund",
        "fi/article.md": "---\nslug: customer\n---\n# Asiakas",
        "pl/article.md": "# Klient",
        "it/article.md": "---\nslug: ../x\n---\n# Cliente",
        "ca/article.md": "---\nslug: other\n---\n# Altre",
    }
    world = make(files, "{language}/article.md")
    assert world.corpus.slugs == {"customer": ("fi", "sv"), "other": ("ca",)}
    assert world.file("customer", "sv") == "sv/article.md"
    assert world.file("other", "sv") is None
    article = world.corpus.article("customer", ["en", "fi"])
    assert article
    assert (article.slug, article.title) == ("customer", "Asiakas")
    assert sorted(world.found) == [
        ("it/article.md", "slug-mismatch", 1),
        ("pl/article.md", "slug-mismatch", 1),
    ]


def test_layout_with_neither(make: Callable[..., World]) -> None:
    world = make({"one.md": "---\nslug: a\nlanguage: sv\n---\n# A"}, "one.md")
    assert world.corpus.slugs == {"a": ("sv",)}
    assert world.file("a", "sv") == "one.md"
    assert not world.corpus.has("one")


@pytest.mark.parametrize("layout", ["{slug}.md", "{language}.md"])
def test_an_unreadable_file_where_the_front_matter_tells(
    make: Callable[..., World], layout: str
) -> None:
    world = make({}, layout)
    (world.root / "sv.md").write_bytes(b"\xff")
    assert world.corpus.article("sv", ["en"]) is None
    assert world.found == [("sv.md", "encoding", 1)]


def test_another_slug_or_language_in_the_front_matter_is_a_finding(
    make: Callable[..., World],
) -> None:
    files = {
        "sv/a.md": "---\nslug: b\nlanguage: fi\n---\n# A",
        "pt-br/a.md": "---\nslug: a\nlanguage: pt_BR\n---\n# A",
    }
    world = make(files)
    article = world.corpus.article("a", ["sv"])
    assert article
    assert (article.slug, article.language) == ("a", "sv")
    assert world.found == [("sv/a.md", "slug-mismatch", 1), ("sv/a.md", "language-mismatch", 1)]
    assert all(f.severity == "warning" for f in world.findings)
    assert world.corpus.article("a", ["pt-BR"])
    assert len(world.findings) == 2


def test_the_next_of_the_chain_serves_for_an_unreadable_one(make: Callable[..., World]) -> None:
    world = make({"en/a.md": "# A"})
    (world.root / "sv").mkdir()
    (world.root / "sv/a.md").write_bytes("# Å".encode("latin-1"))
    for _ in range(2):
        article = world.corpus.article("a", ["sv", "en"])
        assert article
        assert article.language == "en"
    assert world.found == [("sv/a.md", "encoding", 1)]
    assert world.corpus.article("a", ["sv"]) is None


def test_a_finding_is_reported_once(make: Callable[..., World]) -> None:
    world = make({"en/a.md": "---\ntitle: T\n---\nA [b](/c) [b](/c)\nand [d](/e)."})
    article = world.corpus.article("a", ["en"])
    assert article
    for _ in range(2):
        world.corpus.body(article)
    assert world.found == [
        ("en/a.md", "link-join", 4),
        ("en/a.md", "link-unknown", 4),
        ("en/a.md", "link-unknown", 5),
    ]


# --- what is never read ---


@pytest.mark.parametrize(
    "slug", ["../secret", "a/../../secret", "/etc/hostname", "", ".", "..", "a//b", "x\x00", "a\\b", "a" * 600]
)  # fmt: skip
def test_no_slug_leads_out(make: Callable[..., World], slug: str) -> None:
    world = make({"sv/a.md": "# A"})
    (world.root.parent / "secret.md").write_text("# S")
    assert world.file(slug, "sv") is None
    assert not world.corpus.has(slug)
    assert world.corpus.languages_of(slug) == ()
    flat = make({}, "{slug}.{language}.md")
    assert flat.file(slug, "sv") is None
    assert not flat.corpus.has(slug)


def test_links_and_special_files(make: Callable[..., World]) -> None:
    world = make({"sv/a.md": "# A"})
    sv, outside = world.root / "sv", world.root.parent / "outside"
    outside.mkdir()
    (outside / "s.md").write_text("# S")
    (sv / "inside.md").symlink_to("a.md")
    (sv / "out.md").symlink_to(outside / "s.md")
    (sv / "dir").symlink_to(outside)
    (sv / "loop.md").symlink_to("loop.md")
    (sv / "dangling.md").symlink_to("none.md")
    (sv / "device.md").symlink_to("/dev/zero")
    (sv / "folder.md").mkdir()
    (sv / "round").symlink_to(world.root)
    os.mkfifo(sv / "pipe.md")
    (world.root / "nb").symlink_to("sv")
    assert world.file("inside", "sv") == "sv/inside.md"
    for slug in ("out", "dir/s", "loop", "dangling", "device", "folder", "pipe"):
        assert world.file(slug, "sv") is None
        assert world.corpus.article(slug, ["sv"]) is None
    assert world.file("a", "nb") == "nb/a.md"
    assert world.corpus.slugs == {"a": ("nb", "sv"), "inside": ("nb", "sv")}
    assert world.findings == []


def test_a_corpus_in_a_linked_folder(make: Callable[..., World]) -> None:
    world = make({"sv/a.md": "# A"})
    link = world.root.parent / "link"
    link.symlink_to(world.root)
    assert Corpus(link, Manifest()).article("a", ["sv"])


def test_a_listed_file_stays_inside(make: Callable[..., World]) -> None:
    world = make({}, articles={"a": {"sv": "a.md"}})
    (world.root / "a.md").symlink_to("/etc/hostname")
    assert world.corpus.article("a", ["sv"]) is None


def test_deep_folders(make: Callable[..., World]) -> None:
    slug = "/".join("d" * 200)
    world = make({f"sv/{slug}.md": "# A"})
    assert list(world.corpus.slugs) == [slug]


def test_no_corpus(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "none", Manifest())
    assert corpus.article("a", ["en"]) is None
    assert corpus.slugs == {}
    assert not corpus.has("a")


# --- links, addresses, pictures ---


def test_what_a_link_means_depends_on_what_exists(make: Callable[..., World]) -> None:
    world = make({"en/a.md": "", "en/fr/b.md": ""}, slug_links=("/{language}/{slug}/", "/{slug}/"))
    assert world.corpus.link("/en/a/") == ConceptLink("a", "en")
    assert world.corpus.link("/fr/b/") == ConceptLink("fr/b")
    assert world.corpus.link("/fr/none/") == ConceptLink("none", "fr")
    assert world.corpus.link("x.html") == LocalLink("x.html")


@pytest.mark.parametrize(
    ("folder", "address"),
    [("Swedish", "https://x.example/sv/a"), ("sv", "https://x.example/sv/a"), ("sv_SE", "https://x.example/sv_SE/a")],
)  # fmt: skip
def test_addresses(make: Callable[..., World], folder: str, address: str) -> None:
    world = make({f"{folder}/a.md": ""}, url="https://x.example/{language}/{slug}")
    (language,) = world.corpus.languages_of("a")
    assert world.corpus.url("a", language) == address
    assert world.corpus.url("a", "fi") == ""
    assert world.corpus.url("a", language, "/{slug}.html") == "/a.html"


def test_the_rest_of_the_site(make: Callable[..., World]) -> None:
    assert (
        make({}, site="https://x.example/").corpus.site_url(LocalLink("/y"))
        == "https://x.example/y"
    )
    assert make({}).corpus.site_url(LocalLink("/y")) == ""
    assert make({}, site="https://x.example").corpus.site_url(LocalLink("y")) == ""


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("pic.png", "sv/pic.png"),
        ("../img/my%20pic.PNG", "img/my pic.PNG"),
        ("/img/my%20pic.PNG", "img/my pic.PNG"),
        ("./pic.png", "sv/pic.png"),
        ("none.png", None),
        ("a.md", None),
        ("../../secret.png", None),
        ("/../secret.png", None),
        ("%2e%2e/%2e%2e/secret.png", None),
        ("out.png", None),
        ("pic.png%00", None),
        ("//x.example/pic.png", None),
        ("https://x.example/pic.png", None),
        ("data:image/png;base64,x", None),
    ],
)
def test_pictures(make: Callable[..., World], source: str, found: str | None) -> None:
    world = make({"sv/a.md": "# A", "sv/pic.png": "", "img/my pic.PNG": ""})
    secret = world.root.parent / "secret.png"
    secret.touch()
    (world.root / "sv/out.png").symlink_to(secret)
    article = world.corpus.article("a", ["sv"])
    assert article
    assert world.corpus.picture(article, source) == (world.root / found if found else None)


def test_what_names_no_concept_is_elsewhere_on_the_site(make: Callable[..., World]) -> None:
    files = {"en/a.md": "# A\n\n[b](/unwritten)", "en/node.js.md": "# Node\n"}
    patterns = ("/{slug}", "/{language}/{slug}", "{slug}.html")
    world = make(files, site="https://x.example", slug_links=patterns)
    corpus = world.corpus
    assert corpus.link("/guide/start.pdf") == LocalLink("/guide/start.pdf")
    assert corpus.link("/unwritten#a") == LocalLink("/unwritten#a")
    assert corpus.site_url(LocalLink("/unwritten#a")) == "https://x.example/unwritten#a"
    assert corpus.link("/node.js") == ConceptLink("node.js")
    assert corpus.link("/en/a") == ConceptLink("a", "en")
    assert corpus.link("unwritten.html") == ConceptLink("unwritten")
    article = corpus.article("a", ["en"])
    assert article
    assert corpus.body(article)
    assert world.findings == []
    assert make(files).corpus.link("/start.pdf") == ConceptLink("start.pdf")


def test_a_dead_link_is_told_without_what_becomes_of_it(make: Callable[..., World]) -> None:
    world = make({"en/a.md": "# A\n\n[b](/b)"})
    article = world.corpus.article("a", ["en"])
    assert article
    world.corpus.body(article)
    assert [f.message for f in world.findings] == ["no language has a concept “b”"]


def test_excluded_folders_may_hold_pictures(make: Callable[..., World]) -> None:
    world = make({"sv/a.md": "# A", "img/p.png": "", "img/b.md": "# B"}, exclude=("img", "*.png"))
    article = world.corpus.article("a", ["sv"])
    assert article
    assert world.corpus.picture(article, "/img/p.png") == world.root / "img/p.png"


def test_a_listed_file_that_is_missing_is_an_error(make: Callable[..., World]) -> None:
    articles = {"a": {"sv": "a.txt", "fi": "none.txt"}, "b": {"sv": "x/../../b.txt"}}
    world = make({"a.txt": "# A"}, articles=articles, exclude=("out",))
    assert world.corpus.article("a", ["sv"])
    assert world.findings == []
    for _ in range(2):
        assert world.corpus.article("a", ["fi"]) is None
    assert world.found == [("glossterms.yaml", "file-unreadable", 0)]
    assert "“none.txt”, listed for “a” in fi" in world.findings[0].message
    assert world.corpus.article("a", ["pl"]) is None
    assert len(world.findings) == 1


def test_an_empty_article_is_a_warning(make: Callable[..., World]) -> None:
    world = make({"en/a.md": " \n", "en/b.md": "---\ntitle: B\n---\n", "en/c.md": "```\nc\n```"})
    for slug in "abc":
        assert world.corpus.article(slug, ["en"])
    assert world.found == [("en/a.md", "empty", 0)]
    assert world.findings[0].severity == "warning"


@pytest.mark.parametrize(
    ("layout", "files", "unknown"),
    [
        ("{language}/{slug}.md", ["Elvish/a.md", "img/a.png", "docs/x/a.md", "a.md"], ["Elvish"]),
        ("{language}/{slug}.md", ["sv/a.md", ".github/a.md", "skip/a.md", "x/_i.md"], []),
        ("Texts/{language}/{slug}.md", ["Texts/Elvish/a.md", "other/a.md"], ["Texts/Elvish"]),
        ("{language}/c/{slug}/index.md", ["Elvish/c/a/index.md", "x/a.md", "y/c/a.md"], ["Elvish"]),
        ("{language}/t-{slug}.md", ["Elvish/t-a.md", "x/a.md", "y/t-.md"], ["Elvish"]),
        ("{language}/article.md", ["Elvish/article.md", "x/a.md", ".x/article.md"], ["Elvish"]),
        ("{language}/{slug}.md", ["mine/a.md"], []),
    ],
)  # fmt: skip
def test_a_folder_that_is_no_language_is_told_once(
    make: Callable[..., World], layout: str, files: list[str], unknown: list[str]
) -> None:
    texts = dict.fromkeys(files, "---\nslug: a\n---\n# A")
    world = make(texts, layout, exclude=("skip", "_*"), language_tags={"mine": "sv"})
    assert ("Elvish",) not in world.corpus.folders.values()
    assert world.corpus.locate("zzz", "fi") is None
    assert world.found == [(folder, "folder-unknown", 0) for folder in unknown]
    assert all(finding.severity == "warning" for finding in world.findings)


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    seen: list[int] = []
    real = body.parse

    def parse(text: str, first_line: int = 1) -> list[Block]:
        seen.append(first_line)
        return real(text, first_line)

    monkeypatch.setattr(body, "parse", parse)
    return seen


@pytest.mark.parametrize("text", ["---\ntitle: A\n---\n[x](/y)", "# A\n\n[x](/y)"])
def test_an_article_is_parsed_once(
    make: Callable[..., World], parses: list[int], text: str
) -> None:
    world = make({"en/a.md": text})
    article = world.corpus.article("a", ["en"])
    assert article
    first = world.corpus.body(article)
    assert world.corpus.body(article) is first
    assert len(parses) == 1
    assert len(world.findings) == 1


def test_only_the_last_bodies_are_kept(make: Callable[..., World], parses: list[int]) -> None:
    names = [f"a{number}" for number in range(MAX_BODIES + 1)]
    corpus = make({f"en/{name}.md": f"---\ntitle: {name}\n---\nx" for name in names}).corpus
    articles = [corpus.article(name, ["en"]) for name in names]
    for number in (*range(MAX_BODIES), 0, MAX_BODIES, 0, 1):
        article = articles[number]
        assert article
        corpus.body(article)
    assert len(parses) == MAX_BODIES + 2
