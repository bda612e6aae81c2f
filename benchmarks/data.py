"""The projects and corpora that are measured, made of invented words, the same in each run."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

MADE = "1"
"""Raised when what a large corpus holds changes, so that one on disk is made anew."""

SITE = "https://example.org/{language}/{slug}/"
LANGUAGES = (
    *("en", "sv", "fi", "ca", "pl", "it", "de", "fr", "es", "pt"),
    *("nb", "da", "is", "tr", "nl", "cs", "hu", "ro", "el", "ja"),
)
CONF = """\
project = 'Benchmark'
copyright = '2026'
language = 'en'
extensions = {extensions}
html_theme = 'basic'
html_sidebars = {{'**': []}}
{more}
"""

Markup = Callable[["Concept"], str]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large everything is."""

    pages: int = 200
    references: int = 50
    concepts: int = 1000
    articles: int = 1000
    used: int = 20
    steps: tuple[int, ...] = (0, 25, 50, 100)
    """References a page, for the plot."""
    corpora: tuple[int, ...] = (1_000, 16_000, 286_720)
    """Files of the corpora that are compared with one of as many files as concepts are used."""


QUICK = Sizes(
    pages=12,
    references=10,
    concepts=60,
    articles=20,
    used=5,
    steps=(0, 10, 20),
    corpora=(200, 1_000),
)


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: what a glossary and a short article both say of it."""

    slug: str
    name: str
    definition: str


class Words:
    """Texts of one invented language, in which some words are frequent and most are rare."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)

    def words(self, count: int) -> list[str]:
        """Words of a text."""
        return self.random.choices(vocabulary(), cum_weights=_frequencies(), k=count)

    def sentence(self, count: int) -> str:
        """A sentence of so many words."""
        return " ".join(self.words(count)).capitalize() + "."

    def paragraph(self, words: int) -> str:
        """Sentences of about so many words altogether."""
        return " ".join(self.sentence(min(16, words - n)) for n in range(0, words, 16))


_SYLLABLES = [c + v for c in "bdfghjklmnprstv" for v in "aeiou"] + ["stra", "klen", "pru", "gri"]


@cache
def vocabulary() -> list[str]:
    """The words of the language, short ones first."""
    chance = random.Random("vocabulary")
    found: dict[str, None] = {}
    while len(found) < 20_000:
        syllables = chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4)))
        found["".join(syllables) + chance.choice(("", "", "n", "s", "t"))] = None
    return sorted(found, key=len)


@cache
def _frequencies() -> list[float]:
    return list(accumulate(1 / (rank + 5) for rank in range(len(vocabulary()))))


def concepts(count: int) -> list[Concept]:
    """The concepts of a corpus: names of two words, a definition of some 30."""
    words = Words("concepts")
    names: dict[str, None] = {}
    while len(names) < count:
        names[" ".join(words.random.sample(vocabulary()[200:], 2))] = None
    return [Concept(name.replace(" ", "-"), name, words.paragraph(30)) for name in names]


# --- projects ---


def write(path: Path, text: str) -> None:
    """Write a file, and its folder where that is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def project(folder: Path, extensions: tuple[str, ...] = (), more: str = "") -> Path:
    """An empty project."""
    if folder.exists():
        shutil.rmtree(folder)
    write(folder / "conf.py", CONF.format(extensions=list(extensions), more=more))
    return folder


def heading(text: str, line: str = "=") -> str:
    """A heading in reStructuredText."""
    return f"{text}\n{line * len(text)}\n\n"


def write_index(folder: Path, docnames: list[str]) -> None:
    """The root document, with all others in its toctree."""
    entries = "\n".join(f"   {name}" for name in docnames)
    write(
        folder / "index.rst",
        heading("Benchmark") + f".. toctree::\n   :maxdepth: 1\n\n{entries}\n",
    )


def write_pages(
    folder: Path, sizes: Sizes, all_concepts: list[Concept], markup: Markup, references: int
) -> list[str]:
    """Pages of one and the same text. The first so many names of each are references."""
    docnames = []
    for number in range(sizes.pages):
        words = Words(f"page {number}")
        chosen = words.random.choices(all_concepts, k=sizes.references)
        names = [markup(c) if n < references else c.name for n, c in enumerate(chosen)]
        docnames.append(f"page{number:03}")
        write(folder / f"{docnames[-1]}.rst", heading(f"Page {number}") + _text(words, names))
    return docnames


def _text(words: Words, names: list[str]) -> str:
    """Sections of paragraphs with the names strewn in, ten words apart."""
    parts = []
    for n in range(0, len(names), 5):
        if n % 20 == 0:
            parts.append(heading(words.sentence(3).rstrip("."), "-").rstrip("\n"))
        sentences = [
            f"{' '.join(words.words(5)).capitalize()} {name} {' '.join(words.words(4))}."
            for name in names[n : n + 5]
        ]
        parts.append("\n".join(sentences))
    return "\n\n".join(parts) + "\n"


def plain_name(concept: Concept) -> str:
    """No reference: the name alone."""
    return concept.name


def term(concept: Concept) -> str:
    """A reference to Sphinx's glossary."""
    return f":term:`{concept.name}`"


def glossterm(concept: Concept) -> str:
    """A reference of ours."""
    return f":glossterm:`{concept.slug}`"


def write_glossary(folder: Path, all_concepts: list[Concept], options: str = "") -> None:
    """Sphinx's glossary of all concepts."""
    entries = "".join(f"   {c.name}\n      {c.definition}\n\n" for c in all_concepts)
    write(folder / "glossary.rst", heading("Glossary") + f".. glossary::\n{options}\n{entries}")


def write_corpus(corpus: Path, all_concepts: list[Concept], url: str = "") -> None:
    """A corpus of short articles: the definitions."""
    write(corpus / "glossterms.yaml", f"url: {url}\n" if url else "name: benchmark\n")
    for concept in all_concepts:
        write(corpus / "en" / f"{concept.slug}.md", short_article(concept))


def short_article(concept: Concept, more: str = "") -> str:
    """An article that holds the definition and nothing else."""
    return f"---\ntitle: {concept.name}\n---\n\n{concept.definition}{more}\n"


def plain_pages(folder: Path, sizes: Sizes) -> Path:
    """The pages without references."""
    made = project(folder)
    write_index(made, write_pages(made, sizes, concepts(sizes.concepts), plain_name, 0))
    return made


def builtin_pages(
    folder: Path, sizes: Sizes, references: int, extensions: tuple[str, ...] = ()
) -> Path:
    """The pages with ``:term:`` and a glossary."""
    all_concepts = concepts(sizes.concepts)
    made = project(folder, extensions)
    write_glossary(made, all_concepts)
    pages = write_pages(made, sizes, all_concepts, term, references)
    write_index(made, [*pages, "glossary"])
    return made


def our_pages(
    folder: Path, sizes: Sizes, references: int, *, embedded: bool = False, previews: bool = True
) -> Path:
    """The pages with our role. It leads to the web, or to a page that embeds all articles."""
    all_concepts = concepts(sizes.concepts)
    more = f"glossterms_corpora = '_corpus/'\nglossterms_previews = {previews}\n{EXCLUDE}"
    made = project(folder, ("sphinx_glossterms",), more)
    write_corpus(made / "_corpus", all_concepts, "" if embedded else SITE)
    pages = write_pages(made, sizes, all_concepts, glossterm, references)
    if embedded:
        articles = "".join(f".. glossterm:: {c.slug}\n\n" for c in all_concepts)
        write(made / "glossary.rst", heading("Glossary") + articles)
        pages.append("glossary")
    write_index(made, pages)
    return made


EXCLUDE = "exclude_patterns = ['_corpus']"


def needs_pages(folder: Path, sizes: Sizes) -> Path:
    """The pages with sphinx-needs: a need for each concept, and its role ``:need:``."""
    all_concepts = concepts(sizes.concepts)
    ids = {c.slug: f"CONCEPT_{n:04}" for n, c in enumerate(all_concepts)}
    made = project(folder, ("sphinx_needs",), "needs_role_need_template = '{{ title }}'")
    needs = "".join(
        f".. spec:: {c.name}\n   :id: {ids[c.slug]}\n\n   {c.definition}\n\n" for c in all_concepts
    )
    write(made / "glossary.rst", heading("Glossary") + needs)
    pages = write_pages(
        made, sizes, all_concepts, lambda c: f":need:`{ids[c.slug]}`", sizes.references
    )
    write_index(made, [*pages, "glossary"])
    return made


def bibtex_pages(folder: Path, sizes: Sizes) -> Path:
    """The pages with sphinxcontrib-bibtex: an entry for each concept, and ``:cite:p:``."""
    all_concepts = concepts(sizes.concepts)
    made = project(folder, ("sphinxcontrib.bibtex",), "bibtex_bibfiles = ['concepts.bib']")
    entries = "".join(
        f"@misc{{{c.slug},\n  author = {{{c.name.title()}}},\n  title = {{{c.name}}},\n"
        f"  year = {{2026}},\n  note = {{{c.definition}}}\n}}\n"
        for c in all_concepts
    )
    write(made / "concepts.bib", entries)
    write(made / "glossary.rst", heading("Glossary") + ".. bibliography::\n   :all:\n")
    pages = write_pages(
        made, sizes, all_concepts, lambda c: f":cite:p:`{c.slug}`", sizes.references
    )
    write_index(made, [*pages, "glossary"])
    return made


# --- lists ---


def list_projects(folder: Path, sizes: Sizes) -> dict[str, Path]:
    """A page that lists no concepts; all, with Sphinx's glossary; all, with our directive."""
    all_concepts = concepts(sizes.concepts)
    plain = project(folder / "plain")
    builtin = project(folder / "builtin")
    more = "glossterms_corpora = '_corpus/'\n" + EXCLUDE
    ours = project(folder / "ours", ("sphinx_glossterms",), more)
    write(plain / "glossary.rst", heading("Glossary"))
    write_glossary(builtin, all_concepts, "   :sorted:\n")
    write(ours / "glossary.rst", heading("Glossary") + ".. glossterm-list::\n")
    write(ours / "_corpus" / "glossterms.yaml", "name: benchmark\n")
    for concept in all_concepts:
        write(ours / "_corpus" / "en" / f"{concept.slug}.md", described_article(concept))
    made = {"plain": plain, "builtin": builtin, "ours": ours}
    for path in made.values():
        write_index(path, ["glossary"])
    return made


def described_article(concept: Concept) -> str:
    """An article whose front matter holds the definition, above a text of its own."""
    text = Words(concept.slug).paragraph(60)
    front = f"title: {concept.name}\ndescription: {concept.definition}\n"
    return f"---\n{front}---\n\n{text}\n"


# --- articles of the seeds' size and shape ---


def long_article(number: int, all_concepts: list[Concept], link: Markup) -> str:
    """About 4 KB: four sections with links and a quote, and the highlights as a list."""
    words = Words(f"article {number}")
    concept = all_concepts[number]
    links = iter([f"[{c.name}]({link(c)})" for c in words.random.choices(all_concepts, k=7)])
    description = words.paragraph(32).replace("'", "&#39;")
    keywords = ",".join(words.words(2))
    sections = "".join(_section(words, links, n) for n in range(3))
    points = "\n\n".join(f"- {words.sentence(18)}" for _ in range(2))
    return (
        f"---\nkeywords: {keywords}\ntitle: {concept.name.capitalize()}\n"
        f"description: {description}\n---\n\n# {concept.name.capitalize()}\n\n{sections}"
        f"## Highlights\n\n{points}\n\n- {' '.join(words.words(6)).capitalize()} {next(links)}"
        f" {' '.join(words.words(8))}.\n"
    )


def _section(words: Words, links: Iterator[str], number: int) -> str:
    title = words.sentence(4).rstrip(".")
    linked = f"{words.sentence(30)} {' '.join(words.words(6)).capitalize()} {next(links)}"
    more = f" {' '.join(words.words(12))} {next(links)} {' '.join(words.words(10))}."
    quote = f"> {words.paragraph(34)}\n\n" if number == 2 else ""
    return (
        f"## {title}\n\n{linked}{more} {words.paragraph(30)}\n\n"
        f"{words.paragraph(80)}\n\n{quote}{words.paragraph(55)}\n\n"
    )


def article_projects(folder: Path, sizes: Sizes) -> dict[str, Path]:
    """A page for each article: with a title alone, as MyST pages, and with our directive."""
    all_concepts = concepts(sizes.articles)
    plain = project(folder / "plain")
    myst = project(folder / "myst", ("myst_parser",))
    ours = project(folder / "ours", ("sphinx_glossterms",), "glossterms_corpora = '_corpus/'")
    with (ours / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(EXCLUDE + "\n")
    write(ours / "_corpus" / "glossterms.yaml", "name: benchmark\n")
    for number, concept in enumerate(all_concepts):
        write(plain / f"{concept.slug}.rst", heading(concept.name.capitalize()))
        myst_text = long_article(number, all_concepts, lambda c: f"{c.slug}.md")
        write(myst / f"{concept.slug}.md", myst_text)
        our_text = long_article(number, all_concepts, lambda c: f"/{c.slug}")
        write(ours / "_corpus" / "en" / f"{concept.slug}.md", our_text)
        write(ours / f"{concept.slug}.rst", f".. glossterm:: {concept.slug}\n")
    made = {"plain": plain, "myst": myst, "ours": ours}
    for path in made.values():
        write_index(path, [c.slug for c in all_concepts])
    return made


# --- one article edited ---


def edit_projects(folder: Path, sizes: Sizes) -> dict[str, Path]:
    """The pages, plain and ours; the first of ours embeds an article that no other uses."""
    plain = plain_pages(folder / "plain", sizes)
    ours = our_pages(folder / "ours", sizes, sizes.references)
    with (ours / "page000.rst").open("a", encoding="utf-8") as page:
        page.write(f"\n.. glossterm:: {LONE.slug}\n")
    edit_article(ours, 0)
    return {"plain": plain, "ours": ours}


LONE = Concept("lone-concept", "lone concept", Words("lone").paragraph(30))


def edit_article(ours: Path, number: int) -> None:
    """Edit the article that one page uses."""
    text = short_article(LONE, f" Edition {number}.")
    write(ours / "_corpus" / "en" / f"{LONE.slug}.md", text)


def edit_page(plain: Path, number: int) -> None:
    """Edit one plain page in the same way."""
    page = plain / "page000.rst"
    text, _, _ = page.read_text(encoding="utf-8").partition("\nEdition ")
    write(page, f"{text}\nEdition {number}.\n")


# --- corpora of many sizes ---


def scale_project(folder: Path, sizes: Sizes, corpus: Path) -> Path:
    """A project that uses a few concepts: each page embeds one and refers to all."""
    used = concepts(sizes.used)
    made = project(folder, ("sphinx_glossterms",), f"glossterms_corpora = {str(corpus)!r}")
    pages = []
    for number, concept in enumerate(used):
        words = Words(f"scale {number}")
        pages.append(f"page{number:03}")
        text = heading(f"Page {number}") + _text(words, [glossterm(c) for c in used])
        write(made / f"{pages[-1]}.rst", f"{text}\n.. glossterm:: {concept.slug}\n")
    write_index(made, pages)
    return made


def scale_corpus(corpora: Path, sizes: Sizes, files: int) -> Path:
    """A corpus of so many small files in twenty languages, kept on disk when it is there.

    The smallest holds only what is used, in English; those articles are the same in all.
    """
    corpus = corpora / f"corpus-{files}"
    mark = corpora / f"corpus-{files}.made"
    if mark.exists() and mark.read_text(encoding="utf-8") == MADE:
        return corpus
    if corpus.exists():
        shutil.rmtree(corpus)
    languages = LANGUAGES[:1] if files == sizes.used else LANGUAGES
    write(corpus / "glossterms.yaml", "name: benchmark\n")
    for language in languages:
        _write_language(corpus / language, sizes, files // len(languages))
    write(mark, MADE)
    return corpus


def _write_language(folder: Path, sizes: Sizes, count: int) -> None:
    folder.mkdir(parents=True)
    used = concepts(sizes.used)
    words = Words(folder.name)
    for concept in used:
        write(folder / f"{concept.slug}.md", short_article(concept, _linked(used, concept)))
    for number in range(count - len(used)):
        text = f"---\ntitle: Concept {number}\n---\n\n{words.sentence(12)}\n"
        (folder / f"concept-{number:05}.md").write_text(text, encoding="utf-8")


def _linked(used: list[Concept], concept: Concept) -> str:
    following = used[(used.index(concept) + 1) % len(used)]
    return f" See [{following.name}](/{following.slug})."
