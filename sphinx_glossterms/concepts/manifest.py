"""The manifest: ``glossterms.yaml`` in a corpus's root says how the corpus is made."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

import yaml

from .addresses import is_web_pattern
from .characters import FORBIDDEN_IN_LINE
from .front_matter import FIELDS, StrictYamlError, compose_yaml, is_null, kind, line_of
from .languages import normalize_tag
from .layouts import Layout
from .slugs import is_safe, nearest

FILENAME = "glossterms.yaml"

_MAX_BYTES = 1024 * 1024
# As many as a file of that size can hold in ``articles``.
_MAX_EVENTS = 400_000

_DEFAULT_LAYOUT = Layout.parse("{language}/{slug}.md")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# What YAML takes for a mapping, or in a list for a mistake: `layout: {language}/{slug}.md`.
_UNQUOTED = re.compile(
    r"^[ \t]*(?:-[ \t]+|[\w-]+[ \t]*:[ \t]+)(?:\{|\[[^\n\"'\]]*\{)(?:language|slug)\}",
    re.MULTILINE,
)
_NEEDS_QUOTES = "put the value in quotes: it holds a “{” where YAML begins a mapping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a corpus says of itself; the defaults are those of a corpus without a manifest.

    ``language_tags`` maps folder names, ``highlights`` and the inner mappings of
    ``articles`` are keyed by normalized tags, ``fields`` by our names.
    """

    name: str = ""
    layout: Layout = _DEFAULT_LAYOUT
    language_tags: Mapping[str, str] = field(default_factory=dict)
    source_language: str = "en"
    exclude: tuple[str, ...] = ()
    fields: Mapping[str, str | None] = field(default_factory=dict)
    slug_links: tuple[str, ...] = ("/{slug}",)
    highlights: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    url: str = ""
    site: str = ""
    articles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def tag_of(self, folder: str) -> str:
        """The language tag of a folder's name, '' if it is none."""
        declared = self.language_tags.get(folder)
        if declared:
            return declared
        try:
            return normalize_tag(folder)
        except ValueError:
            return ""


class ManifestError(Exception):
    """All faults of one manifest: ``path``, and ``faults`` as (line, message).

    A line is 1-based, 0 where the fault is the whole file's.
    """

    def __init__(self, path: Path, faults: tuple[tuple[int, str], ...]) -> None:
        super().__init__(path, faults)
        self.path = path
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(
            f"{self.path}:{line}: {message}" if line else f"{self.path}: {message}"
            for line, message in self.faults
        )


class _Faults:
    """Collects faults, so that one run tells all of them."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def add(self, node: yaml.Node, message: str) -> None:
        self.found.append((line_of(node) + 1, message))

    def unknown(self, node: yaml.Node, what: str, name: str, known: Iterable[str]) -> None:
        known = tuple(known)
        close = nearest(name, known, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}"
        self.add(node, f"{what} {name!r} is unknown: {hint}")

    def text(self, node: yaml.Node, what: str) -> str | None:
        """The node's text, '' for null; None, with a fault, if it isn't plain text."""
        if isinstance(node, yaml.MappingNode) and node.flow_style:
            self.add(node, f"{what}: {_NEEDS_QUOTES}")
        elif not isinstance(node, yaml.ScalarNode):
            self.add(node, f"{what} is {kind(node)}: write one text")
        elif FORBIDDEN_IN_LINE.search(node.value):
            self.add(node, f"{what} holds a line end or a control character: remove it")
        else:
            return "" if is_null(node) else node.value
        return None

    def texts(self, node: yaml.Node, what: str) -> list[tuple[yaml.Node, str]]:
        """The texts, each with its node, of a list or of one text alone."""
        if is_null(node):
            return []
        if isinstance(node, yaml.MappingNode):
            self.add(node, f"{what} is a mapping: write a list")
            return []
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        texts = [(item, self.text(item, f"an entry of {what}")) for item in items]
        for item, text in texts:
            if text == "":
                self.add(item, f"an entry of {what} is empty: remove it")
        return [(item, text) for item, text in texts if text]

    def items(self, node: yaml.Node, what: str) -> list[tuple[str, yaml.Node, yaml.Node]]:
        """Key, key's node and value's node of a mapping; each key once."""
        if is_null(node):
            return []
        if not isinstance(node, yaml.MappingNode):
            self.add(node, f"{what} is {kind(node)}: write 'key: value' lines")
            return []
        items: dict[str, tuple[str, yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            name = self.text(key, f"a key of {what}")
            if name in items:
                self.add(key, f"{name!r} stands more than once in {what}: keep one")
            elif name is not None:
                items[name] = (name, key, value)
        return list(items.values())

    def tag(self, node: yaml.Node, text: str) -> str | None:
        try:
            return normalize_tag(text)
        except ValueError as error:
            self.add(node, str(error))
        return None

    def placeholders(self, node: yaml.Node, what: str, pattern: str) -> None:
        for name in _PLACEHOLDER.findall(pattern):
            if name not in ("language", "slug"):
                self.add(node, f"{what}: {{{name}}} is unknown; use {{language}} and {{slug}}")


def _name(node: yaml.Node, faults: _Faults) -> str | None:
    return faults.text(node, "name")


def _layout(node: yaml.Node, faults: _Faults) -> Layout | None:
    pattern = faults.text(node, "layout")
    try:
        return Layout.parse(pattern) if pattern else None
    except ValueError as error:
        faults.add(node, f"layout {error}")
    return None


def _language_tags(node: yaml.Node, faults: _Faults) -> dict[str, str]:
    tags = {}
    for folder, _, value in faults.items(node, "language_tags"):
        text = faults.text(value, f"the language of {folder!r}")
        if text is not None and (tag := faults.tag(value, text)):
            tags[folder] = tag
    return tags


def _source_language(node: yaml.Node, faults: _Faults) -> str | None:
    text = faults.text(node, "source_language")
    return faults.tag(node, text) if text else None


def _exclude(node: yaml.Node, faults: _Faults) -> tuple[str, ...]:
    return tuple(text for _, text in faults.texts(node, "exclude"))


def _fields(node: yaml.Node, faults: _Faults) -> dict[str, str | None]:
    fields = {}
    for ours, key, value in faults.items(node, "fields"):
        theirs = faults.text(value, f"the field for {ours!r}")
        if ours not in FIELDS:
            faults.unknown(key, "field", ours, FIELDS)
        elif theirs is not None:
            fields[ours] = theirs.strip() or None
    return fields


def _slug_links(node: yaml.Node, faults: _Faults) -> tuple[str, ...] | None:
    patterns = []
    for item, pattern in faults.texts(node, "slug_links"):
        faults.placeholders(item, "slug_links", pattern)
        if pattern.count("{slug}") != 1:
            faults.add(item, f"slug_links: {pattern!r} needs {{slug}}, once")
        patterns.append(pattern)
    return None if is_null(node) else tuple(patterns)


def _highlights(node: yaml.Node, faults: _Faults) -> dict[str, tuple[str, ...]]:
    highlights: dict[str, tuple[str, ...]] = {}
    for language, key, value in faults.items(node, "highlights"):
        headings = tuple(text for _, text in faults.texts(value, f"highlights of {language!r}"))
        if tag := faults.tag(key, language):
            highlights[tag] = highlights.get(tag, ()) + headings
    return highlights


def _web(node: yaml.Node, faults: _Faults, what: str) -> str | None:
    """An address, or a pattern of one, that is safe in a link."""
    text = (faults.text(node, what) or "").strip()
    if not text:
        return None
    faults.placeholders(node, what, text)
    if not is_web_pattern(text):
        faults.add(node, f"{what}: {text!r} must begin with https://, http:// or one /")
    return text


def _url(node: yaml.Node, faults: _Faults) -> str | None:
    text = _web(node, faults, "url")
    if text and "{slug}" not in text:
        faults.add(node, f"url: {text!r} needs {{slug}}, which stands for the concept")
    return text


def _site(node: yaml.Node, faults: _Faults) -> str | None:
    return _web(node, faults, "site")


def _article_files(slug: str, node: yaml.Node, faults: _Faults) -> dict[str, str]:
    files: dict[str, str] = {}
    for language, key, value in faults.items(node, f"articles of {slug!r}"):
        tag = faults.tag(key, language)
        file = faults.text(value, f"the file of {slug!r} in {language!r}")
        if file is not None and not is_safe(file):
            faults.add(
                value,
                f"{file!r} is not a file inside the corpus: write a relative path "
                "with '/' between folders and without '..'",
            )
        elif tag in files:
            faults.add(key, f"{slug!r} has two files for {tag}: keep one")
        elif tag and file:
            files[tag] = file
    return files


def _articles(node: yaml.Node, faults: _Faults) -> dict[str, dict[str, str]]:
    articles = {}
    for slug, key, value in faults.items(node, "articles"):
        if is_safe(slug):
            articles[slug] = _article_files(slug, value, faults)
        else:
            faults.add(
                key, f"{slug!r} can't be a slug: it must not be empty, absolute or hold '..'"
            )
    return articles


# A reader gives None for "keep the default".
_READERS: dict[str, Callable[[yaml.Node, _Faults], Any]] = {
    "name": _name,
    "layout": _layout,
    "language_tags": _language_tags,
    "source_language": _source_language,
    "exclude": _exclude,
    "fields": _fields,
    "slug_links": _slug_links,
    "highlights": _highlights,
    "url": _url,
    "site": _site,
    "articles": _articles,
}


def _read_file(root: Path, path: Path) -> str | None:
    """The manifest's text, None if there is no manifest; raises ``ValueError`` or ``OSError``."""
    try:
        status = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise
        if path.name == FILENAME and path.with_suffix(".yml").exists():
            raise ValueError("there is a glossterms.yml; rename it to glossterms.yaml") from None
        return None
    # A pipe would hang, a link out would read what the corpus doesn't hold.
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("it is not a regular file")
    if not path.resolve().is_relative_to(root.resolve()):
        raise ValueError("it is a link to a file outside the corpus")
    if status.st_size > _MAX_BYTES:
        raise ValueError(f"it is larger than {_MAX_BYTES // 1024} KiB")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not UTF-8 (byte {error.start}); save it as UTF-8") from None


def _yaml_fault(text: str, error: StrictYamlError) -> tuple[int, str]:
    unquoted = _UNQUOTED.search(text)
    if unquoted is None:
        return error.line + 1, f"this is no readable YAML: {error.message}"
    line = text.count("\n", 0, unquoted.end()) + 1
    return line, f"this is no readable YAML: {_NEEDS_QUOTES}"


def _read_root(text: str, faults: _Faults) -> dict[str, Any]:
    try:
        root = compose_yaml(text, _MAX_EVENTS)
    except StrictYamlError as error:
        faults.found.append(_yaml_fault(text, error))
        return {}
    values = {}
    for name, key, value in faults.items(root, "the manifest") if root else ():
        if name in _READERS:
            values[name] = _READERS[name](value, faults)
        else:
            faults.unknown(key, "key", name, _READERS)
    return {name: value for name, value in values.items() if value is not None}


def load_manifest(root: Path, filename: str = FILENAME) -> Manifest:
    """Read the manifest in a corpus's root; without one, give the defaults.

    Raises :class:`ManifestError` with all faults of the file, and nothing else.
    """
    path = root / filename
    try:
        text = _read_file(root, path)
    except (OSError, RuntimeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise ManifestError(path, ((0, f"the manifest can't be read: {reason}"),)) from None
    faults = _Faults()
    values = _read_root(text, faults) if text is not None else {}
    if faults.found:
        raise ManifestError(path, tuple(sorted(faults.found, key=itemgetter(0))))
    return Manifest(**values)
