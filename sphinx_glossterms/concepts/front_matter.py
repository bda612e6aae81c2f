"""Front matter: found at the top of an article, read strictly, cleaned.

YAML is read twice: once as events, to refuse what no front matter needs (aliases,
anchors, tags, deep nesting), then as nodes, whose scalars all stay strings. Nothing
is ever constructed, so no value can be a bomb, a date or a Python object.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from .characters import FORBIDDEN
from .findings import Finding, Rule

# The C loader is ten times as fast and reads the same; not every wheel has it.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# PyYAML also raises ValueError for characters it can't encode, RecursionError for depth.
_YAML_ERRORS = (yaml.YAMLError, ValueError, RecursionError)

_MAX_DEPTH = 20
_MAX_EVENTS = 10_000

_OPENING = re.compile(r"(?:[ \t]*\n)*+---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)

# A key of up to three words of any script, quoted or not, or a whole mapping in braces.
_WORD = r"""[^\s:,;!?"'`*|<>#&@(){}\[\]]+"""
_KEY = re.compile(
    rf"""[ ]*(?:(?!-[ ]){_WORD}(?:[ ]{_WORD}){{0,2}}[ ]*:(?:\s|\Z)|"[^"]*"[ ]*:|'[^']*'[ ]*:|\{{)"""
)

# What may start a line of YAML after a blank one: a key, an item, a comment, a
# continuation, the end of a bracket. Anything else is an article's text.
_YAML_LINE = re.compile(r"\s|[-#\]}]|['\"]|[^:]+:(?:\s|\Z)")

_SEPARATORS = re.compile(r"[,\u060c\u3001\uff0c]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_STATUSES = ("preferred", "admitted", "deprecated")

_TEXT_FIELDS = (
    "title",
    "term",
    "description",
    "reading",
    "abbreviation",
    "status",
    "slug",
    "language",
    "source_digest",
)
_LIST_FIELDS = ("keywords", "aliases", "forms", "former_slugs")

#: Every field of the front matter, by our names.
FIELDS = (*_TEXT_FIELDS, *_LIST_FIELDS)


class StrictYamlError(Exception):
    """YAML that can't be read or that holds what is refused.

    ``line`` counts from 0 in the text that was given.
    """

    def __init__(self, line: int, message: str) -> None:
        super().__init__(line, message)
        self.line = line
        self.message = message

    def __str__(self) -> str:
        return self.message


def line_of(part: yaml.Event | yaml.Node) -> int:
    """Give the line, from 0, at which a part of the YAML starts."""
    return part.start_mark.line if part.start_mark else 0


def _check_event(event: yaml.Event) -> None:
    """Raise :class:`StrictYamlError` for an alias, an anchor or a tag."""
    kind = None
    if isinstance(event, yaml.AliasEvent):
        kind = "an alias (*name)"
    elif getattr(event, "anchor", None):
        kind = "an anchor (&name)"
    elif getattr(event, "tag", None):
        kind = "a tag (!name)"
    if kind:
        raise StrictYamlError(line_of(event), f"{kind} is not allowed; quote the text")


def _check_events(text: str, max_events: int) -> None:
    """Raise :class:`StrictYamlError` for what no front matter needs."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        _check_event(event)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH or count > max_events:
            raise StrictYamlError(line_of(event), "it is nested too deeply or too long")


def _explain(error: Exception) -> StrictYamlError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    parts = (getattr(error, "context", None), getattr(error, "problem", None))
    message = ", ".join(filter(None, parts)) or str(error) or type(error).__name__
    if "mapping values are not allowed" in message:
        message = "put the value in quotes: it holds “: ”"
    return StrictYamlError(mark.line if mark else 0, " ".join(message.split()))


def compose_yaml(text: str, max_events: int = _MAX_EVENTS) -> yaml.Node | None:
    """Read YAML to nodes; every scalar's ``value`` is a string. None if there is nothing.

    Raises only :class:`StrictYamlError`: for faulty YAML, aliases, anchors, tags,
    nesting deeper than 20 and more than ``max_events`` events.
    """
    try:
        _check_events(text, max_events)
        node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    except _YAML_ERRORS as error:
        raise _explain(error) from None
    return node


def is_null(node: yaml.Node) -> bool:
    """Tell whether a node is an unquoted ``null``, ``~`` or nothing at all."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULLS


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """An article's text, cut at its front matter.

    ``matter`` is None where there is no front matter, or none that ends
    (``unclosed``). ``offset`` is the number of lines before the body, ``first_line``
    the 1-based line at which the matter starts.
    """

    matter: str | None
    body: str
    offset: int
    first_line: int = 0
    unclosed: bool = False


def _starts_with_key(text: str) -> bool:
    """Tell whether the first line that says anything looks like a ``key:``."""
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            return _KEY.match(line) is not None
    return False


def _holds_prose(matter: str) -> bool:
    """Tell whether a blank line is followed by what can't be YAML."""
    after_blank = False
    for line in matter.split("\n"):
        if after_blank and line.strip() and not _YAML_LINE.match(line):
            return True
        after_blank = not line.strip()
    return False


def split(text: str) -> Split:
    """Cut an article's text into front matter and body; no text is ever lost.

    ``text`` has no BOM, and ``\\n`` at its line ends. Front matter opens with ``---``
    as the first line that is not blank and ends with ``---`` or ``...``. A thematic
    break before prose opens none. Where the end is missing, the body is all that
    follows the opening line.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return Split(matter=None, body=text, offset=0)
    start = opening.end()
    first_line = text.count("\n", 0, start) + 1
    closing = _CLOSING.search(text, start)
    matter = text[start : closing.start()] if closing else text[start:]
    is_empty = closing is not None and not matter.strip()
    if not is_empty and not _starts_with_key(matter):
        return Split(matter=None, body=text, offset=0)
    if closing is None or _holds_prose(matter):
        return Split(
            matter=None,
            body=text[start:],
            offset=first_line - 1,
            first_line=first_line,
            unclosed=True,
        )
    end = closing.end()
    lines = text.count("\n", 0, end) + (not text[:end].endswith("\n"))
    return Split(matter=matter, body=text[end:], offset=lines, first_line=first_line)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What an article's front matter says; an empty value where it says nothing.

    ``language`` and ``slug`` are as written, neither normalized nor checked.
    """

    title: str = ""
    term: str = ""
    description: str = ""
    reading: str = ""
    abbreviation: str = ""
    status: str = ""
    slug: str = ""
    language: str = ""
    source_digest: str = ""
    keywords: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    former_slugs: tuple[str, ...] = ()


def clean(text: str) -> str:
    """Decode HTML entities, drop what no output can carry, make all white space one space."""
    return " ".join(FORBIDDEN.sub(" ", html.unescape(text)).split())


class _FieldKindError(ValueError):
    """A field that is of the wrong kind; says which kind it should be."""


def kind(node: yaml.Node) -> str:
    """Name a node's kind for a message."""
    if isinstance(node, yaml.ScalarNode):
        return "text"
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"


def _read_text(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _FieldKindError(f"is {kind(node)}, not text")
    return "" if is_null(node) else clean(node.value)


def _read_list(node: yaml.Node) -> tuple[str, ...]:
    """Read a list, or one string whose parts are joined by commas of any script."""
    if isinstance(node, yaml.SequenceNode):
        texts = [_read_text(item) for item in node.value]
    else:
        texts = [part.strip() for part in _SEPARATORS.split(_read_text(node))]
    return tuple(dict.fromkeys(filter(None, texts)))


def _read_status(node: yaml.Node) -> str:
    status = _read_text(node).lower()
    if status and status not in _STATUSES:
        raise _FieldKindError(f"is {status!r}, not one of {', '.join(_STATUSES)}")
    return status


_READERS: dict[str, Callable[[yaml.Node], str | tuple[str, ...]]] = {
    **dict.fromkeys(_TEXT_FIELDS, _read_text),
    **dict.fromkeys(_LIST_FIELDS, _read_list),
    "status": _read_status,
}


def _our_names(fields: Mapping[str, str | None]) -> dict[str, str]:
    """Map the corpus's own keys, case-folded, to our names."""
    theirs = {field: fields.get(field, field) for field in FIELDS}
    return {key.casefold(): field for field, key in theirs.items() if key}


def _known_items(
    root: yaml.MappingNode, names: Mapping[str, str]
) -> Iterator[tuple[str, str, yaml.Node, int]]:
    """Give field, key as written, value and line (from 0) of every key that means something."""
    for key, value in root.value:
        if isinstance(key, yaml.ScalarNode) and key.value.strip().casefold() in names:
            field = names[key.value.strip().casefold()]
            yield field, key.value.strip(), value, line_of(key)


def _compose_mapping(matter: str) -> yaml.MappingNode | None:
    root = compose_yaml(matter)
    if root is None or is_null(root):
        return None
    if not isinstance(root, yaml.MappingNode):
        raise StrictYamlError(line_of(root), f"it is {kind(root)}, not 'key: value' lines")
    return root


def _read_fields(
    root: yaml.MappingNode, path: str, first_line: int, names: Mapping[str, str]
) -> tuple[FrontMatter, list[Finding]]:
    values: dict[str, Any] = {}
    findings = []
    for field, key, node, line in _known_items(root, names):
        problem = ""
        if field in values:
            problem = "stands more than once; the first counts"
        else:
            try:
                values[field] = _READERS[field](node)
            except _FieldKindError as error:
                problem = f"{error}; it is ignored"
        if problem:
            message = f"{key!r} {problem}"
            findings.append(Finding(path, first_line + line, Rule.FIELD_KIND, message))
    return FrontMatter(**values), findings


def read(
    matter: str, *, path: str, first_line: int, fields: Mapping[str, str | None]
) -> tuple[FrontMatter, tuple[Finding, ...]]:
    """Read front matter; gives its fields and what is to be said of it. Never raises.

    ``first_line`` is the matter's first line in the file, 1-based. ``fields`` maps our
    names to the corpus's own where they differ, to None where it has no such field.
    Keys are matched whatever their case; unknown ones are none of our business. What
    can't be read gives an empty :class:`FrontMatter` and one error.
    """
    try:
        root = _compose_mapping(matter)
    except StrictYamlError as error:
        message = (
            f"the front matter can't be read: {error.message};"
            " the article is shown without its front matter"
        )
        finding = Finding(path, first_line + error.line, Rule.FRONT_MATTER, message)
        return FrontMatter(), (finding,)
    if root is None:
        return FrontMatter(), ()
    result, findings = _read_fields(root, path, first_line, _our_names(fields))
    return result, tuple(findings)
