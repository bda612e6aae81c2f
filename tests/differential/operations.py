"""The changes: each takes a project and chance, changes the project, tells what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from .model import (
    LANGUAGE_URL,
    LANGUAGES,
    RELATED,
    Block,
    Embed,
    Key,
    Label,
    Listing,
    Page,
    Project,
    Ref,
    Text,
    bare,
    new_article,
)

Operation = Callable[[Project, Random], str]
"""Gives '' where there is nothing to change."""

_FIXED = ("index", "guide/index")


def _article(project: Project, random: Random) -> Key:
    """An article, more often one that a page of the project may show."""
    return random.choice(sorted(project.articles))


def _page(project: Project, random: Random) -> str:
    return random.choice(sorted(set(project.pages) - set(_FIXED)))


def _slug(project: Project, random: Random) -> str:
    return random.choice(sorted(project.slugs()))


def _told(key: Key) -> str:
    return "/".join(key)


# --- articles --------------------------------------------------------------------------


def edit_article(project: Project, random: Random) -> str:
    """A new text."""
    key = _article(project, random)
    project.articles[key].number = project.number()
    return f"edit {_told(key)}"


def rename_title(project: Project, random: Random) -> str:
    """A new title; the term stays."""
    key = _article(project, random)
    project.articles[key].title = f"{key[2].capitalize()} title {project.number()}"
    return f"title of {_told(key)}"


def rename_term(project: Project, random: Random) -> str:
    """A new term; the title stays."""
    key = _article(project, random)
    project.articles[key].term = f"{key[2]} term {project.number()}"
    return f"term of {_told(key)}"


def delete_article(project: Project, random: Random) -> str:
    """One article less."""
    if len(project.articles) < 20:
        return ""
    key = _article(project, random)
    del project.articles[key]
    return f"delete {_told(key)}"


def delete_concept(project: Project, random: Random) -> str:
    """All articles of a concept."""
    if len(project.slugs()) < 9:
        return ""
    slug = _slug(project, random)
    for key in project.articles_of(slug):
        del project.articles[key]
    return f"delete all of {slug}"


def translate(project: Project, random: Random) -> str:
    """A concept gets an article in a language that it lacked, or comes back."""
    known = sorted(project.slugs() | {ref for p in project.pages for ref in project.uses(p)})
    slug = random.choice([slug for slug in known if " " not in slug])
    corpus = random.choice(("concepts", "concepts", "concepts", "more"))
    missing = [lang for lang in LANGUAGES if (corpus, lang, slug) not in project.articles]
    if not missing:
        return ""
    language = random.choice(missing)
    project.articles[corpus, language, slug] = new_article(slug, language, ("flour",))
    return f"translate {slug} into {language} in {corpus}"


def rename_concept(project: Project, random: Random) -> str:
    """A concept gets another slug; the pages keep the old one."""
    return _rename(project, _slug(project, random), lambda: False)


def rename_and_tell(project: Project, random: Random) -> str:
    """A concept gets another slug, and its articles, or some, tell the former one."""
    return _rename(project, _slug(project, random), lambda: random.random() < 0.7)


def _rename(project: Project, slug: str, tells: Callable[[], bool]) -> str:
    new = f"{slug.split('-')[0]}-{project.number()}"
    telling = []
    for corpus, language, _ in project.articles_of(slug):
        article = project.articles.pop((corpus, language, slug))
        if tells():
            article.former = (slug, *article.former)[:2]
            telling.append(f"{corpus}/{language}")
        project.articles[corpus, language, new] = article
    return f"rename {slug} to {new}" + f", told by {' '.join(telling)}" * bool(telling)


def tell_former(project: Project, random: Random) -> str:
    """An article forgets what the concept was called, or claims another's slug."""
    key = _article(project, random)
    choices = [(), ("secale",), (_slug(project, random),)]
    project.articles[key].former = random.choice(choices)
    return f"former slugs of {_told(key)}: {project.articles[key].former}"


def file_under(project: Project, random: Random) -> str:
    """Other keywords."""
    key = _article(project, random)
    choices = [(), ("warm",), ("Warm", "cold"), ("grain",)]
    project.articles[key].keywords = random.choice(choices)
    return f"keywords of {_told(key)}: {project.articles[key].keywords}"


def sort_as(project: Project, random: Random) -> str:
    """Another place in lists."""
    key = _article(project, random)
    project.articles[key].reading = random.choice(("", "Aa", "Zz", "Ä"))
    return f"reading of {_told(key)}: {project.articles[key].reading}"


def name_heading(project: Project, random: Random) -> str:
    """A heading gets an id of its own, another one, or none."""
    key = _article(project, random)
    project.articles[key].heading_id = random.choice(("", "own", "grounds", "a.b"))
    return f"heading of {_told(key)}: {project.articles[key].heading_id}"


def link(project: Project, random: Random) -> str:
    """Another set of links."""
    key = _article(project, random)
    slugs = [*sorted(project.slugs()), "nowhere", "secale"]
    chosen = random.sample(slugs, random.randint(0, 3))
    fragments = ("", "", "#uses", "#own", "#nowhere")
    project.articles[key].links = tuple(slug + random.choice(fragments) for slug in chosen)
    return f"links of {_told(key)}: {' '.join(project.articles[key].links)}"


def name(project: Project, random: Random) -> str:
    """Another alias, perhaps one that a second concept has too."""
    key = _article(project, random)
    aliases = [(), (f"{key[2]} thing",), (f"{_slug(project, random)} thing", "salt thing")]
    project.articles[key].aliases = random.choice(aliases)
    return f"aliases of {_told(key)}: {project.articles[key].aliases}"


def break_article(project: Project, random: Random) -> str:
    """An article that can't be read, that needs a repair, or that is well again."""
    key = _article(project, random)
    project.articles[key].flaw = random.choice(("", "mend", "broken"))
    return f"{_told(key)} is {project.articles[key].flaw or 'sound'}"


def replace_picture(project: Project, random: Random) -> str:
    """Other bytes in the same file."""
    picture = random.choice(sorted(project.pictures))
    project.pictures[picture] = project.number()
    return f"replace {picture}"


def show_picture(project: Project, random: Random) -> str:
    """A picture in an article, one that does not exist, or none."""
    key = _article(project, random)
    names = ("", "../images/oven.png", "../images/flour.png", "../images/none.png")
    project.articles[key].picture = random.choice(names)
    return f"picture of {_told(key)}: {project.articles[key].picture}"


# --- manifest and conf.py --------------------------------------------------------------


def change_manifest(project: Project, random: Random) -> str:
    """One key of glossterms.yaml set or removed."""
    values = {
        "url": "https://concepts.example/{language}/{slug}",
        "source_language": "nb",
        "exclude": f"[sv/{random.choice(sorted(project.slugs()))}.md]",
        "highlights": "{sv: [Att minnas]}",
    }
    return _toggle(project.manifest, values, random)


def change_conf(project: Project, random: Random) -> str:
    """One value of conf.py set or removed."""
    values = {
        "glossterms_fallback": random.choice([["nb", "en"], [], {"*": ["nb"]}]),
        "glossterms_highlights_title": "article",
        "glossterms_disabled_repairs": ["heading-space"],
        "glossterms_fallback_notice": False,
        "glossterms_url": random.choice(
            ["https://else.example/{slug}", {"more": "https://more.example/{slug}"}]
        ),
        LANGUAGE_URL: random.choice(["../{language}", "https://docs.example/{language}/"]),
    }
    return _toggle(project.conf, values, random)


def change_corpora(project: Project, random: Random) -> str:
    """Another list of corpora."""
    lists: list[object] = [["../concepts", "../more"], ["../more", "../concepts"], ["../concepts"]]
    lists += [
        {"concepts": "../concepts", "more": "../more"},
        {"more": "../more", "c": "../concepts"},
    ]
    project.conf["glossterms_corpora"] = random.choice(lists)
    return f"corpora: {project.conf['glossterms_corpora']}"


def _toggle(now: dict[str, Any], values: Mapping[str, object], random: Random) -> str:
    key = random.choice(sorted(values))
    if key in now:
        del now[key]
        return f"{key} removed"
    now[key] = values[key]
    return f"{key}: {now[key]}"


def upgrade(project: Project, random: Random) -> str:
    """A version of the extension that keeps other data."""
    project.env_version += 1
    return f"the extension's env_version is {project.env_version}"


# --- pages -----------------------------------------------------------------------------


def edit_page(project: Project, random: Random) -> str:
    """Other plain text."""
    docname = _page(project, random)
    blocks = project.pages[docname].blocks
    texts = [n for n, block in enumerate(blocks) if isinstance(block, Text)]
    if texts:
        blocks[texts[0]] = Text(project.number())
    elif project.pages[docname].title:
        blocks.append(Text(project.number()))
    return f"edit page {docname}"


def _new_block(project: Project, random: Random) -> Block:
    if random.random() < 0.25:
        return _new_listing(project, random)
    slugs = [_slug(project, random), _slug(project, random)]
    slugs += [f"more:{_slug(project, random)}", "nowhere", "oven thing", "secale", "more:salt"]
    slug = random.choice(slugs)
    if random.random() < 0.1:
        return Label(f"glossterm-{bare(slug)}")
    if random.random() < 0.5 or " " in slug:
        return Ref(slug, random.choice(("plain", "start", "explicit", "silent")))
    options = random.choice(
        [
            *[(), (), (), (RELATED,), (RELATED,)],
            *[(":no-index:",), (":show: description",), (":section: 1",), (":language: en",)],
        ]
    )
    return Embed(slug, random.choice(("plain", "heading", "heading", "list", "table")), options)


def _new_listing(project: Project, random: Random) -> Listing:
    """Any list; only a few make pages, since these take long."""
    listing = Listing(
        style=random.choice(("definitions", "table", "index")),
        used=random.choice(("", "", "pages", "closure")),
        keyword=random.choice(("", "", "warm", "cold, grain")),
        corpus=random.choice(("", "", "", "more", "concepts")),
    )
    if random.random() < 0.3 and (listing.keyword or listing.corpus == "more"):
        return listing._replace(folder=f"f{project.number()}")
    return listing


def change_listing(project: Project, random: Random) -> str:
    """A page's list becomes another."""
    having = [
        (docname, n)
        for docname in sorted(project.pages)
        for n, block in enumerate(project.pages[docname].blocks)
        if isinstance(block, Listing)
    ]
    if not having:
        return ""
    docname, n = random.choice(having)
    blocks = project.pages[docname].blocks
    blocks[n] = _new_listing(project, random)
    return f"on {docname}: {blocks[n]}"


def take_name(project: Project, random: Random) -> str:
    """A writer's page takes the name of one that a list makes, or gives it back."""
    taken = [
        name for name in sorted(project.pages) if name.partition("/")[0] in ("words", "others")
    ]
    if taken:
        _remove(project, random.choice(taken))
        return f"give back {taken}"
    if not project.generated:
        return ""
    name = random.choice(sorted(project.generated))
    project.pages[name] = Page("rst", "My own", [Text(project.number())])
    project.tree["index"].append(name)
    return f"take the name {name}"


def add_block(project: Project, random: Random) -> str:
    """A role or directive more."""
    docname = random.choice(sorted(project.pages))
    block = _new_block(project, random)
    page = project.pages[docname]
    if not page.title:
        page.title = f"Title {project.number()}"
    page.blocks.insert(random.randint(0, len(page.blocks)), block)
    return f"add to {docname}: {block}"


def drop_block(project: Project, random: Random) -> str:
    """A role or directive less."""
    docname = _page(project, random)
    page = project.pages[docname]
    if len(page.blocks) < 2:
        return ""
    block = page.blocks.pop(random.randrange(len(page.blocks)))
    return f"drop from {docname}: {block}"


def retitle_page(project: Project, random: Random) -> str:
    """Another title: plain, or a concept's name."""
    docname = random.choice(sorted(project.pages))
    title: str | Ref = f"Heading {project.number()}"
    if random.random() < 0.6:
        title = Ref(_slug(project, random))
    project.pages[docname].title = title
    return f"title of {docname}: {title}"


def add_page(project: Project, random: Random) -> str:
    """A page more, in one of the toctrees or in none."""
    parent = random.choice([*project.tree, *project.tree, ""])
    docname = f"{'guide/' if 'guide' in parent else ''}n{project.number()}"
    title = random.choice(["", f"New {docname}"])
    block = _new_block(project, random) if title else Embed(_slug(project, random))
    project.pages[docname] = Page(random.choice(("rst", "md")), title, [block])
    if parent:
        children = project.tree[parent]
        children.insert(random.randint(0, len(children)), docname)
    return f"add page {docname} to {parent or 'no toctree'}: {block}"


def remove_page(project: Project, random: Random) -> str:
    """A page less."""
    if len(project.pages) < 13:
        return ""
    docname = _page(project, random)
    _remove(project, docname)
    return f"remove page {docname}"


def _remove(project: Project, docname: str) -> None:
    del project.pages[docname]
    for children in project.tree.values():
        if docname in children:
            children.remove(docname)


def rename_page(project: Project, random: Random) -> str:
    """The same page under another name."""
    docname = _page(project, random)
    new = f"{docname.split('-')[0]}-{project.number()}"
    project.pages[new] = project.pages.pop(docname)
    for children in project.tree.values():
        children[:] = [new if child == docname else child for child in children]
    return f"rename page {docname} to {new}"


def move_page(project: Project, random: Random) -> str:
    """The same pages in another order."""
    parent = random.choice(sorted(project.tree))
    children = project.tree[parent]
    random.shuffle(children)
    return f"reorder {parent}"


def remove_winner(project: Project, random: Random) -> str:
    """Of two pages that embed a concept the first goes."""
    both = [d for d in project.embedders().values() if len(set(d)) > 1 and d[0] not in _FIXED]
    both = [d for d in both if d[0] in project.pages]
    if not both or len(project.pages) < 13:
        return ""
    docname = random.choice(both)[0]
    _remove(project, docname)
    return f"remove page {docname}, the first of two"


def embed_again(project: Project, random: Random) -> str:
    """A second page embeds what one embeds."""
    slugs = sorted(project.embedders())
    docname = _page(project, random)
    slug = random.choice(slugs)
    page = project.pages[docname]
    if not page.title:
        return ""
    page.blocks.append(Embed(slug, "heading"))
    return f"embed {slug} on {docname} too"


def change_nothing(project: Project, random: Random) -> str:
    """No change at all."""
    return "nothing"


OPERATIONS: dict[Operation, int] = {
    edit_article: 4,
    rename_title: 4,
    rename_term: 4,
    delete_article: 2,
    delete_concept: 1,
    translate: 5,
    rename_concept: 1,
    rename_and_tell: 2,
    tell_former: 1,
    file_under: 3,
    sort_as: 1,
    name_heading: 1,
    link: 3,
    name: 2,
    break_article: 2,
    replace_picture: 2,
    show_picture: 2,
    change_manifest: 3,
    change_conf: 2,
    change_corpora: 1,
    upgrade: 1,
    edit_page: 2,
    add_block: 3,
    change_listing: 2,
    take_name: 1,
    drop_block: 2,
    retitle_page: 2,
    add_page: 2,
    remove_page: 1,
    rename_page: 1,
    move_page: 1,
    remove_winner: 1,
    embed_again: 2,
    change_nothing: 2,
}
"""How often each comes."""


def change(project: Project, random: Random) -> str:
    """Make one change that is possible; tell what it was."""
    while True:
        operation = random.choices([*OPERATIONS], [*OPERATIONS.values()])[0]
        told = operation(project, random)
        if told:
            return told
