"""One rich article in every place where a page can hold it, in rST and in MyST."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

from building import article, write

RICH = """\
# {title}

Lead with **bold**, ~~struck~~ and [hydration](/hydration); see [first](#first)
and [second](#second-part).

---

## First part {{#first}}

| Flour | Water |
|:------|------:|
| rye   | `80`  |

```nolexer
what is this
```

```json
{{"bad": json
```

---

### Deep *part*

![A loaf](/images/loaf.svg) ![A dot](/images/dot.png) ![far](https://example.com/x.png)
![gone](/images/gone.png) [![badge](https://example.com/b.svg)](https://example.com/ci)

> A quote\\
> of two lines
>
> ## Heading in quote {{#in-quote}}
>
> ---
>
> after

See [the quote](#in-quote).

## Second part

3. three
4. four
   - nested

     # Heading in item

     ---
   - more
5. five

***

## Highlights

- First point.
- Second point, see [above](#first).

Text after the highlights.

---
"""

ORPHANS = ("dressed", "untitled", "untitled-text", "text-after-top")
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8v8z"/></svg>'

UNDERLINES = '=-~^"'


def under(depth: int, inside: str, myst: bool) -> str:
    """Host text below ``depth`` nested headings."""
    if myst:
        heads = (f"{'#' * n} Host {n}\n" for n in range(1, depth + 1))
    else:
        heads = (f"Host {n}\n{UNDERLINES[n - 1] * 8}\n" for n in range(1, depth + 1))
    return "\n".join((*heads, inside))


def rst(slug: str, **options: str) -> str:
    lines = "".join(f"   :{k.replace('_', '-')}: {v}".rstrip() + "\n" for k, v in options.items())
    return f".. glossterm:: {slug}\n{lines}"


def md(slug: str, **options: str) -> str:
    lines = "".join(f":{k.replace('_', '-')}: {v}".rstrip() + "\n" for k, v in options.items())
    return f"```{{glossterm}} {slug}\n{lines}```\n"


def _in_rst(kind: str, inside: str) -> str:
    body = indent(inside, "   ")
    return {
        "item": f"Host\n====\n\n- x\n\n{indent(inside, '  ')}\n",
        "note": f"Host\n====\n\n.. note::\n\n{body}\n",
        "only": f"Host\n====\n\n.. only:: html or not html\n\n{body}\n",
        "cell": "Host\n====\n\n.. list-table::\n\n   * - one\n     - "
        + indent(inside, "       ").strip()
        + "\n",
    }[kind]


def _in_md(kind: str, inside: str) -> str:
    return {
        "item": f"# Host\n\n- x\n\n{indent(inside, '  ')}\n",
        "note": f"# Host\n\n````{{note}}\n{inside}````\n",
        "only": f"# Host\n\n````{{only}} html or not html\n{inside}````\n",
        "cell": "# Host\n\n````{list-table}\n* - one\n  - "
        + indent(inside, "    ").strip()
        + "\n````\n",
    }[kind]


def pages_of(myst: bool) -> dict[str, str]:
    """Every host page: its name is the slug of the article that it embeds."""
    directive = md if myst else rst
    inside = _in_md if myst else _in_rst
    section = "## Next\n\nText.\n" if myst else "Next\n----\n\nText.\n"
    comment = "% nothing\n" if myst else ".. nothing\n"
    label = "(a-label)=\n" if myst else ".. _a-label:\n"
    index = "```{index} bread\n```\n" if myst else ".. index:: bread\n"
    toctree = (
        "```{toctree}\n:hidden:\n\nplain\n```\n"
        if myst
        else ".. toctree::\n   :hidden:\n\n   plain\n"
    )
    front = "---\norphan: true\n---\n" if myst else ":orphan:\n"
    found = {
        "top": directive("top"),
        "dressed": "\n".join(
            [front, comment, label, index, directive("dressed"), comment, index, toctree]
        ),
        "untitled": front + "\nText first.\n\n" + directive("untitled"),
        "untitled-text": front + "\nText first.\n\n" + directive("untitled-text") + "\nAfter.\n",
        "text-after-top": front + "\n" + directive("text-after-top") + "\nText after.\n",
        "then-section": under(
            1, directive("then-section") + "\n" + label.replace("a-", "b-") + "\n" + section, myst
        ),
        "row-a": under(1, "\n".join(directive(f"row-{x}") for x in "abc"), myst),
        "row-d": under(1, "\n".join(directive(f"row-{x}") for x in "de") + "\nText.\n", myst),
        "row-f": "\n".join(directive(f"row-{x}") for x in "fg"),
    }
    for depth in range(1, 6):
        found[f"under-{depth}"] = under(depth, directive(f"under-{depth}"), myst)
        text = directive(f"text-{depth}") + "\nText after.\n"
        found[f"text-{depth}"] = under(depth, text, myst)
    for kind in ("item", "note", "only", "cell"):
        found[kind] = inside(kind, directive(kind))
    return found


def corpus(folder: Path) -> None:
    names = {*pages_of(False), *(f"row-{x}" for x in "abcdefg")}
    files: dict[str, str | bytes] = {
        f"en/{name}.md": article(f"Rich {name}", RICH.format(title=f"Rich {name}"), term=name)
        for name in names
    }
    files["en/hydration.md"] = article("Hydration", "Water.", description="How wet.")
    files["images/loaf.svg"] = SVG
    files["images/dot.png"] = DOT
    write(folder, files)


def host_project(folder: Path, *, myst: bool, only: tuple[str, ...] = ()) -> Path:
    """Write the project and, beside it, its corpus; gives the project's folder.

    ``only`` names the pages to write, of `pages_of`; all if empty.
    """
    chosen = {n: text for n, text in pages_of(myst).items() if n in only or not only}
    suffix = "md" if myst else "rst"
    names = "\n".join(name for name in chosen if name not in ORPHANS)
    index = (
        f"# Start\n\n```{{toctree}}\n{names}\nhydration\n```\n"
        if myst
        else "Start\n=====\n\n.. toctree::\n\n" + indent(names + "\nhydration", "   ") + "\n"
    )
    pages = {f"{name}.{suffix}": text for name, text in chosen.items()}
    pages[f"index.{suffix}"] = index
    pages[f"hydration.{suffix}"] = (md if myst else rst)("hydration")
    pages[f"plain.{suffix}"] = "# Plain\n" if myst else "Plain\n=====\n"
    corpus(folder / "corpus")
    conf = "extensions = ['sphinx_glossterms', 'myst_parser']\nglossterms_corpora = '../corpus'\n"
    more = "project = 'Hosts'\ncopyright = '2026'\nversion = '1'\nhtml_theme = 'basic'\n"
    return write(folder / "source", {**pages, "conf.py": conf + more})
