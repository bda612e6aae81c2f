"""A project and its corpora as plain data, and the files that it becomes.

A change is made to the data; the files follow. What a change concerns is told from the
data as well: the pages that use what differs.
"""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

LANGUAGES = ("en", "sv", "nb")
BUILD_LANGUAGE = "sv"
HIGHLIGHTS = {"en": "Highlights", "sv": "Höjdpunkter", "nb": "Høydepunkter"}
UNKNOWN_HIGHLIGHTS = "Att minnas"
"""A heading of highlights that only a manifest can make known."""

OLD = 1_000_000_000
"""A time before all builds: 2001."""


# --- corpora ---------------------------------------------------------------------------


@dataclass
class Article:
    """What an article says. The text is numbered: a new number is a new text."""

    title: str
    term: str
    number: int = 0
    links: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    picture: str = ""
    heading: str = ""
    """The heading of the highlights, '' for none."""
    flaw: str = ""
    """'mend': something is to be repaired; 'broken': the front matter can't be read."""

    def names(self) -> tuple[str, ...]:
        """What the concept is called."""
        return (self.title, self.term, *self.aliases)

    def source(self) -> str:
        """The file."""
        lines = ["---", f"title: {self.title}", f"term: {self.term}"]
        lines += [f"description: {self.title}, briefly ({self.number})."]
        lines += [f"aliases: [{', '.join(self.aliases)}]"] if self.aliases else []
        lines += ["keywords: [unclosed"] if self.flaw == "broken" else []
        lines += ["---", "", f"Opening {self.number} of {self.title.lower()}.", ""]
        lines += [f"See [the {slug}](/{slug}) too." for slug in self.links]
        lines += ["", "##Grounds" if self.flaw == "mend" else "## Grounds", ""]
        lines += [f"Grounds{self.number} come first.", ""]
        if self.picture:
            lines += [f"![A picture]({self.picture})", ""]
        lines += ["## Uses", "", f"Uses{self.number} follow.", ""]
        if self.heading:
            lines += [f"## {self.heading}", "", f"- One point {self.number}.", "- Another point."]
        return "\n".join(lines) + "\n"


Key = tuple[str, str, str]  # corpus, language, slug


# --- pages -----------------------------------------------------------------------------


class Text(NamedTuple):
    """A paragraph of the page's own."""

    number: int

    def lines(self, markup: str) -> list[str]:
        return [f"Plain paragraph {self.number} of this page."]


class Ref(NamedTuple):
    """A role: ``form`` is plain, start, explicit or silent."""

    target: str
    form: str = "plain"

    def role(self, markup: str) -> str:
        """The role alone."""
        text = {"explicit": f"such a thing <{self.target}>", "silent": f"!{self.target}"}
        inside = text.get(self.form, self.target)
        return f"{{glossterm}}`{inside}`" if markup == "md" else f":glossterm:`{inside}`"

    def lines(self, markup: str) -> list[str]:
        role = self.role(markup)
        return [f"{role} opens this." if self.form == "start" else f"Here is {role} in a text."]


class Embed(NamedTuple):
    """A directive: ``place`` is plain, heading, list or table."""

    slug: str
    place: str = "plain"
    options: tuple[str, ...] = ()

    def lines(self, markup: str) -> list[str]:
        if markup == "md":
            directive = [f"```{{glossterm}} {self.slug}", *self.options, "```"]
        else:
            options = (f"   {option}" for option in self.options)
            directive = [f".. glossterm:: {self.slug}", *options]
        if self.place == "heading":
            name = f"About the {self.slug}"
            over = [f"## {name}"] if markup == "md" else [name, "=" * len(name)]
            return [*over, "", *directive]
        if self.place == "list":
            return _indented(directive, "* ")
        if self.place == "table" and markup == "rst":
            cells = [*_indented(["A cell"], "* - "), *_indented(directive, "  - ")]
            return [".. list-table::", "", *(f"   {line}" for line in cells)]
        return directive


def _indented(lines: list[str], first: str) -> list[str]:
    return [(first if not n else " " * len(first)) + line for n, line in enumerate(lines)]


Block = Text | Ref | Embed


@dataclass
class Page:
    """A page; without a title its blocks are all it has."""

    markup: str
    title: str | Ref
    blocks: list[Block]

    def source(self, children: list[str]) -> str:
        """The file."""
        title = self.title.role(self.markup) if isinstance(self.title, Ref) else self.title
        lines: list[str] = []
        if title:
            lines = [f"# {title}"] if self.markup == "md" else [title, "#" * 40]
        for block in self.blocks:
            lines += ["", *block.lines(self.markup)]
        if children:
            lines += ["", ".. toctree::", "", *(f"   /{child}" for child in children)]
        return "\n".join(lines) + "\n"


# --- all -------------------------------------------------------------------------------


@dataclass
class Project:
    """Everything that a build is made from."""

    articles: dict[Key, Article]
    pages: dict[str, Page]
    tree: dict[str, list[str]]
    """The toctree of each page that has one."""
    pictures: dict[str, int] = field(default_factory=dict)
    """The colour of each picture of the corpus ``concepts``."""
    manifest: dict[str, str] = field(default_factory=dict)
    """Of the corpus ``concepts``: values as YAML."""
    conf: dict[str, object] = field(default_factory=dict)
    env_version: int = 1
    counter: int = 0

    def number(self) -> int:
        """A number that was not yet."""
        self.counter += 1
        return self.counter

    def files(self) -> dict[str, bytes]:
        """Every file by its path."""
        texts = {"project/conf.py": _conf(self.conf)}
        if self.manifest:
            lines = [f"{key}: {value}\n" for key, value in self.manifest.items()]
            texts["concepts/glossterms.yaml"] = "".join(lines)
        for (corpus, language, slug), article in self.articles.items():
            texts[f"{corpus}/{language}/{slug}.md"] = article.source()
        for docname in self.pages:
            name, text = self.page_file(docname)
            texts[f"project/{name}"] = text
        files = {name: text.encode() for name, text in texts.items()}
        for name, colour in self.pictures.items():
            files[f"concepts/images/{name}"] = png(colour)
        return files

    def page_file(self, docname: str) -> tuple[str, str]:
        """A page's file and its text."""
        page = self.pages[docname]
        return f"{docname}.{page.markup}", page.source(self.tree.get(docname, []))

    # --- what uses what ---

    def slugs(self) -> set[str]:
        """The slugs that exist."""
        return {slug for _, _, slug in self.articles}

    def articles_of(self, slug: str) -> dict[Key, Article]:
        """The articles of a slug in all corpora and languages."""
        return {key: article for key, article in self.articles.items() if key[2] == slug}

    def uses(self, docname: str) -> set[str]:
        """The slugs that a page shows, names, or links to from an article that it shows."""
        page = self.pages[docname]
        refs = [page.title, *page.blocks]
        used = {slug for ref in refs if isinstance(ref, Ref) for slug in self.meant(ref.target)}
        for block in page.blocks:
            if isinstance(block, Embed):
                used |= (shown := self.meant(block.slug))
                articles = (a for slug in shown for a in self.articles_of(slug).values())
                used.update(slug for article in articles for slug in article.links)
        return used

    def shows(self, docname: str) -> set[str]:
        """The slugs whose articles a page embeds, as the fallback chain chooses them, or names."""
        page = self.pages[docname]
        embeds = [block for block in page.blocks if isinstance(block, Embed)]
        chosen = [b for b in embeds if not any(":language:" in option for option in b.options)]
        named = {block.target for block in (page.title, *page.blocks) if isinstance(block, Ref)}
        shown = {slug for block in chosen for slug in self.meant(block.slug)}
        return shown | (named & self.slugs())

    def meant(self, target: str) -> set[str]:
        """The slugs that a writer's target can mean: itself, else those that go by that name."""
        if target in self.slugs():
            return {target}
        return {target} | {
            slug
            for (_, _, slug), article in self.articles.items()
            if target.casefold() in map(str.casefold, article.names())
        }

    def order(self) -> list[str]:
        """Pages in toctree order, then by name."""
        return list(dict.fromkeys([*self._below("index"), *sorted(self.pages)]))

    def _below(self, docname: str) -> Iterator[str]:
        yield docname
        for child in self.tree.get(docname, []):
            yield from self._below(child)

    def embedders(self) -> dict[str, tuple[str, ...]]:
        """The pages that embed each slug, in toctree order."""
        found: dict[str, tuple[str, ...]] = {}
        for docname in self.order():
            for block in self.pages[docname].blocks:
                for slug in self.meant(block.slug) if isinstance(block, Embed) else ():
                    found[slug] = (*found.get(slug, ()), docname)
        return found

    def looks(self, slug: str) -> object:
        """All that a page which uses the slug can depend on."""
        articles = self.articles_of(slug)
        pictures = [self.pictures.get(Path(a.picture).name) for a in articles.values()]
        sources = {key: article.source() for key, article in articles.items()}
        return sources, pictures, self.embedders().get(slug)


def concerned(before: Project, after: Project) -> set[str]:
    """The pages that a change may make to be read again, and written."""
    if (before.manifest, before.conf, before.env_version) != (
        after.manifest,
        after.conf,
        after.env_version,
    ):
        return set(after.pages)
    slugs = {s for s in before.slugs() | after.slugs() if before.looks(s) != after.looks(s)}
    found = set()
    for docname in after.pages:
        is_same = docname in before.pages and before.page_file(docname) == after.page_file(docname)
        if not is_same or slugs & (after.uses(docname) | before.uses(docname)):
            found.add(docname)
    return found


def parents(project: Project, docnames: set[str]) -> set[str]:
    """The pages whose toctrees hold a page: Sphinx writes them with it."""
    return {parent for parent, children in project.tree.items() if docnames & set(children)}


# --- the disk --------------------------------------------------------------------------


def write(root: Path, before: dict[str, bytes], after: dict[str, bytes], *, old: bool) -> None:
    """Make the files what they are to be, and touch no other.

    ``old`` gives the changed files of the corpora a time long before. A page that is
    older than what was read of it Sphinx itself takes for unchanged.
    """
    for name in before.keys() - after.keys():
        (root / name).unlink()
    time.sleep(0.01)  # the clock that dates files ticks more slowly than the other
    for name in sorted(after):
        if before.get(name) == after[name]:
            continue
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(after[name])
        if old and not name.startswith("project/"):
            os.utime(path, (OLD, OLD))


def png(colour: int) -> bytes:
    """A picture of one grey pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes([0, colour % 256]))
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _conf(values: dict[str, object]) -> str:
    lines = "".join(f"{name} = {value!r}\n" for name, value in values.items())
    return COMMON_CONF + "extensions = ['sphinx_glossterms', 'myst_parser']\n" + lines


COMMON_CONF = f"""\
project = 'Tests'
copyright = '2026'
author = 'Writers'
version = release = '1'
today = 'today'
language = '{BUILD_LANGUAGE}'
nitpicky = True
html_theme = 'basic'
html_copy_source = False
"""


# --- where it begins -------------------------------------------------------------------

SLUGS = (
    "oven", "flour", "water", "salt", "yeast", "crust",
    "crumb", "dough", "steam", "stone", "rye", "malt",
)  # fmt: skip
SECOND = ("salt", "honey")
"""The slugs of the corpus ``more``: one that the first corpus has as well, one of its own."""


def new_article(slug: str, language: str, links: tuple[str, ...] = ()) -> Article:
    """An article as it is when it first appears."""
    mark = {"en": "", "sv": "-sv", "nb": "-nb"}[language]
    return Article(
        title=f"{slug.capitalize()}{mark}",
        term=f"{slug}{mark}",
        links=links,
        aliases=(f"{slug} thing",) if language == "en" else (),
        heading=HIGHLIGHTS[language],
    )


def first_project() -> Project:
    """The project before any change: 15 pages, 14 concepts, two corpora."""
    articles: dict[Key, Article] = {}
    for n, slug in enumerate(SLUGS):
        links = (SLUGS[(n + 1) % 12], SLUGS[(n + 5) % 12], *(("nowhere",) if n % 5 == 0 else ()))
        for language in LANGUAGES[: 3 - n % 3]:
            articles["concepts", language, slug] = new_article(slug, language, links)
    articles["concepts", "en", "flour"].picture = "../images/flour.png"
    articles["concepts", "sv", "oven"].picture = "../images/oven.png"
    articles["concepts", "sv", "oven"].heading = UNKNOWN_HIGHLIGHTS
    articles["concepts", "sv", "yeast"].flaw = "mend"
    articles["concepts", "en", "malt"].heading = ""
    for slug in SECOND:
        articles["more", "en", slug] = new_article(slug, "en", ("flour",))
    pages = {
        "index": Page("rst", "Start", [Text(0), Ref("flour")]),
        "whole": Page("rst", "", [Embed("oven")]),
        "whole-md": Page("md", "", [Embed("dough")]),
        "under": Page("rst", "Under", [Text(1), Embed("flour", "heading")]),
        "under-md": Page("md", "Under", [Text(2), Embed("water", "heading")]),
        "parts": Page("rst", "Parts", [Embed("rye", "plain", (":show: description",)), Text(3)]),
        "inside": Page("rst", "Inside", [Embed("salt", "list"), Embed("crust", "table"), Text(4)]),
        "section": Page("md", "Section", [Embed("oven", "plain", (":section: 2",)), Text(5)]),
        "twice": Page("rst", "Twice", [Text(6), Embed("dough", "heading")]),
        "names": Page("md", Ref("dough"), [Ref("oven", "start"), Ref("salt thing"), Ref("honey")]),
        "guide/index": Page("rst", "Guide", [Ref("stone", "explicit")]),
        "guide/a": Page("rst", Ref("yeast"), [Ref("oven"), Ref("crumb"), Ref("steam", "explicit")]),
        "guide/b": Page("md", "Use", [Ref("flour", "silent"), Ref("water"), Ref("rye", "start")]),
        "guide/c": Page("rst", "Quiet", [Embed("malt", "plain", (":no-index:",)), Ref("malt")]),
        "guide/d": Page("rst", "Alone", [Text(7)]),
    }
    tops = [name for name in pages if "/" not in name and name != "index"]
    guide = [name for name in pages if "/" in name and name != "guide/index"]
    return Project(
        articles=articles,
        pages=pages,
        tree={"index": [*tops, "guide/index"], "guide/index": guide},
        pictures={"oven.png": 1, "flour.png": 2},
        conf={"glossterms_corpora": ["../concepts", "../more"]},
        counter=100,
    )
