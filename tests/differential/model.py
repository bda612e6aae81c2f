"""A project and its corpora as plain data, and the files that it becomes.

A change is made to the data; the files follow. What a change concerns is told from the
data as well: the pages that use what differs.
"""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

LANGUAGES = ("en", "sv", "nb")
BUILD_LANGUAGE = "sv"
HIGHLIGHTS = {"en": "Highlights", "sv": "Höjdpunkter", "nb": "Høydepunkter"}
UNKNOWN_HIGHLIGHTS = "Att minnas"
"""A heading of highlights that only a manifest can make known."""

LANGUAGE_URL = "glossterms_language_url"
"""Of conf.py's values the one for which only HTML is written again, and nothing read."""

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
    former: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    reading: str = ""
    heading_id: str = ""
    """The id of one of its headings, '' for none of its own."""

    def names(self) -> tuple[str, ...]:
        """What the concept is called, or was."""
        return (self.title, self.term, *self.aliases, *self.former)

    def linked(self) -> list[str]:
        """The slugs that it links to; a link may have a fragment, too."""
        return [link.partition("#")[0] for link in self.links]

    def source(self) -> str:
        """The file."""
        lines = ["---", f"title: {self.title}", f"term: {self.term}"]
        lines += [f"description: {self.title}, briefly ({self.number})."]
        lists = {"aliases": self.aliases, "former_slugs": self.former, "keywords": self.keywords}
        lines += [f"{key}: [{', '.join(texts)}]" for key, texts in lists.items() if texts]
        lines += [f"reading: {self.reading}"] if self.reading else []
        lines += ["status: [unclosed"] if self.flaw == "broken" else []
        lines += ["---", "", f"Opening {self.number} of {self.title.lower()}.", ""]
        lines += [f"See [the {slug}](/{slug}) too." for slug in self.links]
        lines += ["Or [below](#uses)."]
        lines += ["", "##Grounds" if self.flaw == "mend" else "## Grounds", ""]
        lines += [f"Grounds{self.number} come first.", ""]
        if self.picture:
            lines += [f"![A picture]({self.picture})", ""]
        own = f" {{#{self.heading_id}}}" if self.heading_id else ""
        lines += [f"## Uses{own}", "", f"Uses{self.number} follow.", ""]
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


class Label(NamedTuple):
    """Sphinx's own role, to the label that a concept has."""

    label: str

    def lines(self, markup: str) -> list[str]:
        role = f"{{ref}}`{self.label}`" if markup == "md" else f":ref:`{self.label}`"
        return [f"Labelled {role} is here."]


class Listing(NamedTuple):
    """A list; ``used`` is '', pages or closure, ``folder`` that of the pages that it makes."""

    style: str = "definitions"
    used: str = ""
    keyword: str = ""
    corpus: str = ""
    folder: str = ""

    def lines(self, markup: str) -> list[str]:
        options = [f":style: {self.style}"]
        options += [f":used: {'' if self.used == 'pages' else self.used}".rstrip()] * bool(
            self.used
        )
        folder = f"/{self.folder}" if self.folder else ""
        values = {"keywords": self.keyword, "corpus": self.corpus, "toctree": folder}
        options += [f":{name}: {value}" for name, value in values.items() if value]
        if markup == "md":
            return ["```{glossterm-list}", *options, "```"]
        return [".. glossterm-list::", *(f"   {option}" for option in options)]


def _indented(lines: list[str], first: str) -> list[str]:
    return [(first if not n else " " * len(first)) + line for n, line in enumerate(lines)]


Block = Text | Ref | Embed | Label | Listing


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
    listings: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """What the lists of each page hold, as a clean build says. Which concepts a list holds is
    the subject of tests of its own; here it says whom a change concerns."""
    generated: dict[str, str] = field(default_factory=dict)
    """The slug of each page that a list makes, as a clean build says."""

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

    def documents(self) -> set[str]:
        """All pages, those that lists make as well."""
        return self.pages.keys() | self.generated.keys()

    def blocks(self, docname: str) -> list[Block]:
        """What is on a page; on one that a list makes, the article."""
        if docname in self.pages:
            return self.pages[docname].blocks
        slug = self.generated.get(docname)
        return [Embed(slug, options=(":show: title languages body backlinks",))] if slug else []

    def refs(self, docname: str) -> list[Ref]:
        """The roles of a page, in its title, too."""
        title = [self.pages[docname].title] if docname in self.pages else []
        return [ref for ref in (*title, *self.blocks(docname)) if isinstance(ref, Ref)]

    def embeds(self, docname: str) -> list[Embed]:
        """The directives of a page."""
        return [block for block in self.blocks(docname) if isinstance(block, Embed)]

    def listed(self, docname: str) -> set[str]:
        """The slugs in the lists of a page."""
        return {bare(slug) for listing in self.listings.get(docname, ()) for slug in listing}

    def uses(self, docname: str) -> set[str]:
        """The slugs that a page shows, names, or links to from an article that it shows."""
        used = {slug for ref in self.refs(docname) for slug in self.meant(ref.target)}
        for block in self.embeds(docname):
            used |= (shown := self.meant(block.slug))
            articles = (a for slug in shown for a in self.articles_of(slug).values())
            linked = (slug for article in articles for slug in article.linked())
            used.update(slug for target in linked for slug in self.meant(target))
        return used | self.listed(docname)

    def shows(self, docname: str) -> set[str]:
        """The slugs whose articles a page embeds, as the fallback chain chooses them, or names."""
        embeds = self.embeds(docname)
        chosen = [b for b in embeds if not any(":language:" in option for option in b.options)]
        named = {bare(ref.target) for ref in self.refs(docname)}
        shown = {slug for block in chosen for slug in self.meant(block.slug)}
        return shown | (named & self.slugs())

    def meant(self, target: str) -> set[str]:
        """The slugs that a target can mean: itself, else those that go by that name.

        Two corpora's concepts with one slug are one here: what concerns the one is taken to
        concern the other.
        """
        target = bare(target)
        if target in self.slugs():
            return {target}
        return {target} | {
            slug
            for (_, _, slug), article in self.articles.items()
            if target.casefold() in map(str.casefold, (slug, *article.names()))
        }

    def children(self, docname: str) -> list[str]:
        """The pages in the toctrees of a page."""
        blocks = self.pages[docname].blocks if docname in self.pages else []
        folders = {block.folder for block in blocks if isinstance(block, Listing)} - {""}
        made = [page for page in sorted(self.generated) if page.partition("/")[0] in folders]
        return [*made, *self.tree.get(docname, [])]

    def order(self) -> list[str]:
        """Pages in toctree order, then by name."""
        return list(dict.fromkeys([*self._below("index"), *sorted(self.documents())]))

    def _below(self, docname: str) -> Iterator[str]:
        yield docname
        for child in self.children(docname):
            yield from self._below(child)

    def embedders(self) -> dict[str, tuple[str, ...]]:
        """The pages that embed each slug, and those that list it, in toctree order."""
        return self._by_slug(
            lambda docname: [
                *(slug for block in self.embeds(docname) for slug in self.meant(block.slug)),
                *sorted(self.listed(docname)),
            ]
        )

    def users(self) -> dict[str, tuple[str, ...]]:
        """The writers' pages that name or embed each slug, in toctree order, with their titles."""
        targets = self._by_slug(
            lambda docname: [
                slug
                for target in self._targets(docname)
                for slug in self.meant(target)
                if docname in self.pages
            ]
        )
        return {
            slug: tuple(f"{docname} {self._title(docname)}" for docname in docnames)
            for slug, docnames in targets.items()
        }

    def _targets(self, docname: str) -> list[str]:
        targets = [ref.target for ref in self.refs(docname)]
        return [*targets, *(embed.slug for embed in self.embeds(docname))]

    def _by_slug(self, slugs: Callable[[str], list[str]]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for docname in self.order():
            for slug in slugs(docname):
                found[slug] = (*found.get(slug, ()), docname)
        return found

    def _title(self, docname: str) -> str:
        """All that a page's title depends on."""
        title = self.pages[docname].title
        if title and isinstance(title, str):
            return title
        shown = title.target if isinstance(title, Ref) else next(iter(self._targets(docname)), "")
        slugs = sorted(self.meant(shown))
        sources = [a.source() for slug in slugs for a in self.articles_of(slug).values()]
        return f"{title} {sources}"

    def looks(self) -> dict[str, object]:
        """All that a page which uses a slug can depend on, for each."""
        embedders = self.embedders()
        looks: dict[str, object] = {}
        for slug in self.slugs() | embedders.keys():
            articles = self.articles_of(slug)
            pictures = [self.pictures.get(Path(a.picture).name) for a in articles.values()]
            sources = {key: article.source() for key, article in articles.items()}
            looks[slug] = sources, pictures, embedders.get(slug)
        return looks

    def list_looks(self, docname: str) -> object:
        """All that the lists of a page depend on, but for what they show of each concept."""
        found: list[object] = []
        for block in self.blocks(docname):
            if not isinstance(block, Listing):
                continue
            links = {key: (a.links, a.flaw) for key, a in self.articles.items()}
            keywords = {key: (a.keywords, a.flaw) for key, a in self.articles.items()}
            found += [
                self.users().keys() if block.used else {(c, slug) for c, _, slug in self.articles},
                links if block.used == "closure" else None,
                keywords if block.keyword else None,
            ]
        return found, self.listings.get(docname)

    def settings(self) -> object:
        """What makes all pages be read when it changes."""
        conf = {name: value for name, value in self.conf.items() if name != LANGUAGE_URL}
        return self.manifest, conf, self.env_version


def bare(slug: str) -> str:
    """A slug without the namespace before it."""
    return slug.rpartition(":")[2]


def concerned(before: Project, after: Project) -> set[str]:
    """The pages that a change may make to be read again, and written."""
    if before.settings() != after.settings():
        return after.documents()
    old, new = before.looks(), after.looks()
    slugs = {slug for slug in old.keys() | new.keys() if old.get(slug) != new.get(slug)}
    old_users, new_users = before.users(), after.users()
    users = old_users.keys() | new_users.keys()
    mentioned = {slug for slug in users if old_users.get(slug) != new_users.get(slug)}
    return {
        docname
        for docname in after.documents()
        if not _is_same_page(before, after, docname)
        or slugs & (after.uses(docname) | before.uses(docname))
        or mentioned & _backlinked(after, docname)
        or before.list_looks(docname) != after.list_looks(docname)
    }


def _is_same_page(before: Project, after: Project, docname: str) -> bool:
    if docname in before.pages and docname in after.pages:
        return before.page_file(docname) == after.page_file(docname)
    return docname in before.generated and before.generated[docname] == after.generated.get(docname)


def _backlinked(project: Project, docname: str) -> set[str]:
    """The slugs of which a page shows who uses them."""
    return {
        slug
        for embed in project.embeds(docname)
        for slug in project.meant(embed.slug)
        if any("backlinks" in option for option in embed.options)
    }


def parents(project: Project, docnames: set[str]) -> set[str]:
    """The pages whose toctrees hold a page: Sphinx writes them with it."""
    documents = project.documents()
    return {parent for parent in documents if docnames & set(project.children(parent))}


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


RELATED = ":show: title languages body backlinks"


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
    """The project before any change: 20 pages, 4 made by lists, 14 concepts, two corpora."""
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
    articles["concepts", "en", "stone"].heading_id = "own"
    articles["concepts", "en", "steam"].links = ("stone#own", "flour#grounds", "oven#nowhere")
    articles["concepts", "en", "rye"].former = ("secale",)
    articles["concepts", "en", "rye"].links = ("bread", "secale")
    for slug in ("rye", "steam"):
        articles["concepts", "en", slug].keywords = ("warm", "grain")
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
        "guide/d": Page("rst", "Alone", [Text(7), Ref("more:salt"), Label("glossterm-secale")]),
        "guide/e": Page("rst", "Related", [Embed("stone", "heading", (RELATED,)), Ref("secale")]),
        "all": Page("rst", "All", [Listing()]),
        "table": Page("md", "Table", [Text(8), Listing("table", "closure")]),
        "letters": Page("rst", "Letters", [Listing("index", "pages")]),
        "made": Page("md", "Made", [Listing("index", keyword="warm", folder="words"), Text(9)]),
        "guide/more": Page("rst", "More", [Listing("table", corpus="more", folder="others")]),
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
