"""What two output folders differ in, and whether Sphinx by itself leaves the same."""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from differential.running import Build

_IGNORED = (".buildinfo", ".doctrees")
_NOT_IN_TWIN = re.compile(r' (?:lang|dir|hreflang)="[^"]*"|\.(?:rst|md|tree)(?=\')')


@dataclass
class Difference:
    """The lines of one file that only the incremental build, or only the clean one, has."""

    stale: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    is_leftover: bool = False
    """The clean build has no such file."""

    def beyond(self, twin: Difference) -> Difference:
        """What is left of it without the twin's lines."""
        if self.is_leftover and twin.is_leftover:
            return Difference()
        return Difference(_without(self.stale, twin.stale), _without(self.missing, twin.missing))

    def __bool__(self) -> bool:
        return bool(self.stale or self.missing)

    def lines(self) -> list[str]:
        """To be shown: ``-`` is what should not be there, ``+`` what should."""
        stale = [f"- {line}" for line in self.stale.elements()]
        return stale + [f"+ {line}" for line in self.missing.elements()]


def _without(lines: Counter[str], others: Counter[str]) -> Counter[str]:
    """Lines but for the twin's; it has no language marks, its pages have another suffix."""
    ahead = Counter(_NOT_IN_TWIN.sub("", line) for line in others.elements())
    left: Counter[str] = Counter()
    for line in lines.elements():
        text = _NOT_IN_TWIN.sub("", line)
        if ahead[text]:
            ahead[text] -= 1
        else:
            left[line] += 1
    return left


def differences(incremental: Path, clean: Path) -> dict[str, Difference]:
    """The files that are not the same in both folders."""
    mine, theirs = _files(incremental), _files(clean)
    found = {}
    for name in sorted(mine.keys() | theirs.keys()):
        first = _content(mine[name], incremental) if name in mine else None
        second = _content(theirs[name], clean) if name in theirs else None
        if first != second:
            stale, missing = _lines(name, first), _lines(name, second)
            found[name] = Difference(stale - missing, missing - stale, second is None)
            if not found[name]:  # the same lines in another order
                found[name] = Difference(Counter([f"order of {name}"]))
    return found


def _is_empty(line: str) -> bool:
    """Whether a line is a term of the search that no page has any more.

    Sphinx keeps these, as the twin shows; but the twin lacks the few words that our pages get
    when they are written, of other languages and of pages that refer to them.
    """
    return line.startswith(("terms ", "titleterms ")) and line.endswith(": no page")


def _content(path: Path, outdir: Path) -> bytes:
    """A file's bytes. XML names the source of each page: a generated one lies by the output."""
    content = path.read_bytes()
    return content.replace(bytes(outdir.parent), b"") if path.suffix == ".xml" else content


def beyond_sphinx(
    ours: dict[str, Difference], twin: dict[str, Difference]
) -> dict[str, Difference]:
    """What differs in ours and not in the twin, line by line.

    What Sphinx leaves stale needs no list here: each line of it stands in the twin, too.
    Seen are the titles of prev and next in neighbours that were not written, and those of
    pages two toctrees down; ``indexentries`` of the search index of pages not read, and
    its empty terms; the whole entry of a page that another builder read with an extension of
    a new version; files of removed pages and pictures that no page shows any more;
    pictures that were replaced by an older file, or while another builder read the page.
    """
    left = {name: diff.beyond(twin.get(name, Difference())) for name, diff in ours.items()}
    for diff in left.values():
        diff.stale = Counter({line: n for line, n in diff.stale.items() if not _is_empty(line)})
    return {name: diff for name, diff in left.items() if diff}


def pages_of(build: Build) -> dict[tuple[str, str], bytes]:
    """What a builder gave for each page that has a file of its own, by builder and page."""
    suffix = {"html": ".html", "text": ".txt", "xml": ".xml"}.get(build.builder, "")
    files = {docname: build.outdir / f"{docname}{suffix}" for docname in build.known.trees}
    return {
        (build.builder, docname): path.read_bytes()
        for docname, path in files.items()
        if suffix and path.is_file()
    }


def shown(found: dict[str, Difference], most: int = 20) -> str:
    """The first lines of what differs."""
    lines = [line for name, diff in found.items() for line in (f"=== {name}", *diff.lines())]
    return "\n".join(line[:300] for line in lines[:most])


def _files(folder: Path) -> dict[str, Path]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: path for name, path in names.items() if not name.startswith(_IGNORED)}


def _lines(name: str, content: bytes | None) -> Counter[str]:
    """A file's lines; those of the files for machines tell where a value stands."""
    if content is None:
        return Counter()
    if name == "objects.inv":
        head = content.split(b"\n", 4)
        return Counter([*map(str, head[:4]), *zlib.decompress(head[4]).decode().splitlines()])
    if name == "searchindex.js":
        text = content.decode()
        return Counter(_search_entries(json.loads(text[text.index("(") + 1 : text.rindex(")")])))
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return Counter([repr(content)])
    if name.endswith(".xml"):  # where a whole toctree stands on one line
        text = text.replace("><", ">\n<")
    return Counter(text.splitlines())


def _search_entries(index: dict[str, Any]) -> Iterator[str]:
    """The search index with pages by their names, one entry a line.

    The numbers of its pages all shift where one is missing.
    """
    pages = index["docnames"]
    for values in zip(pages, index["filenames"], index["titles"], strict=True):
        yield f"page: {values}"
    for kind in ("terms", "titleterms"):
        for word, places in index[kind].items():
            numbers = [places] if isinstance(places, int) else places
            yield from (f"{kind} {word}: {pages[number]}" for number in numbers)
            if not numbers:
                yield f"{kind} {word}: no page"
    for kind in ("alltitles", "indexentries", "objects"):
        for name, entries in index[kind].items():
            yield from (f"{kind} {name}: {pages[entry[0]]} {entry[1:]}" for entry in entries)
    for key in index.keys() - _BY_PAGE:
        yield f"{key}: {json.dumps(index[key], sort_keys=True)}"


_BY_PAGE = {
    *("docnames", "filenames", "titles"),
    *("terms", "titleterms", "alltitles", "indexentries", "objects"),
}
