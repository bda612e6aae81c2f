"""What a person may want to know of an article: rules, severities, findings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class Severity(StrEnum):
    """How much a finding matters to whoever keeps the article."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class Rule(Enum):
    """Every rule that a finding can name.

    The value is ``(name, severity, is_repair, help)``. A repair can be switched
    off by its name; ``help`` is the line that the reference page shows.
    """

    # Repairs: the text was mended, no word of it changed.
    HEADING_SPACE = (
        "heading-space",
        Severity.NOTE,
        True,
        "``##Heading`` without a space is read as a heading.",
    )
    HEADING_FULLWIDTH = (
        "heading-fullwidth",
        Severity.NOTE,
        True,
        "Full-width number signs (``＃＃ Heading``) are read as a heading.",
    )
    PLAIN_TEXT = (
        "plain-text",
        Severity.NOTE,
        True,
        "An article without any Markdown: each line is a block, a short line "
        "without an end mark is a heading.",
    )
    LIST_MARKER = (
        "list-marker",
        Severity.NOTE,
        True,
        "A bullet with a wrong marker (a dash, ``•``) rejoins its list.",
    )
    LIST_SPACE = (
        "list-space",
        Severity.NOTE,
        True,
        "A bullet without a space after its marker rejoins its list.",
    )
    LIST_LOST_MARKER = (
        "list-lost-marker",
        Severity.NOTE,
        True,
        "A bullet that lost its marker, between two others of the highlights, rejoins its list.",
    )
    LINK_JOIN = (
        "link-join",
        Severity.NOTE,
        True,
        "Neighbouring links with one target are one link.",
    )
    LINK_PUNCTUATION = (
        "link-punctuation",
        Severity.NOTE,
        True,
        "Punctuation that slipped into the end of a link, or doubled after it, "
        "stands after the link, once.",
    )
    LINK_SPACE = (
        "link-space",
        Severity.NOTE,
        True,
        "A link that a stray space broke (``[text] (/slug)``, ``[text](/a b)``) is a link.",
    )
    LINK_BRACKET = (
        "link-bracket",
        Severity.NOTE,
        True,
        "A link that a stray bracket broke (``[text]](/slug)``) is a link.",
    )
    EMPTY_QUOTE = (
        "empty-quote",
        Severity.NOTE,
        True,
        "A quote without any text is dropped.",
    )
    # Notes and warnings: shown, nothing changed.
    HIGHLIGHTS_STRUCTURE = (
        "highlights-structure",
        Severity.NOTE,
        False,
        "The highlights were found by their form, since their heading is not known.",
    )
    CONTROL_CHARACTER = (
        "control-character",
        Severity.NOTE,
        False,
        "Control characters, lone surrogates and noncharacters are left out.",
    )
    LINK_UNLINKED = (
        "link-unlinked",
        Severity.NOTE,
        False,
        "A link that has no place to lead to here is plain text.",
    )
    LINK_RENAMED = (
        "link-renamed",
        Severity.NOTE,
        False,
        "A link to a slug in another spelling, or one that the concept had before.",
    )
    IMAGE_UNUSABLE = (
        "image-unusable",
        Severity.NOTE,
        False,
        "An image that is not a picture file inside the corpus is not shown: "
        "a remote one becomes a link, any other its text.",
    )
    LINK_UNKNOWN = (
        "link-unknown",
        Severity.WARNING,
        False,
        "A link to a slug that exists in no language of the corpus.",
    )
    LANGUAGE_MISMATCH = (
        "language-mismatch",
        Severity.WARNING,
        False,
        "The front matter or the text speaks of another language than the file's place.",
    )
    SLUG_MISMATCH = (
        "slug-mismatch",
        Severity.WARNING,
        False,
        "The front matter names another slug than the file's place.",
    )
    FIELD_KIND = (
        "field-kind",
        Severity.WARNING,
        False,
        "A front matter field is of the wrong kind and is ignored.",
    )
    EMPTY = ("empty", Severity.WARNING, False, "The file holds neither a title nor a text.")
    FOLDER_UNKNOWN = (
        "folder-unknown",
        Severity.WARNING,
        False,
        "A folder holds articles where the layout has languages, but its name is no language.",
    )
    # Errors: something can't be read.
    ENCODING = ("encoding", Severity.ERROR, False, "The file is not UTF-8.")
    FILE_UNREADABLE = (
        "file-unreadable",
        Severity.ERROR,
        False,
        "The file can't be opened, or is missing where the manifest lists it.",
    )
    TOO_LARGE = (
        "too-large",
        Severity.ERROR,
        False,
        "The file, its nesting, its tokens or a table pass a bound; what lies beyond is "
        "shown as plain text or left out.",
    )
    FRONT_MATTER = (
        "front-matter",
        Severity.ERROR,
        False,
        "The front matter can't be read; the article is shown without it.",
    )

    def __init__(self, label: str, severity: Severity, is_repair: bool, help: str) -> None:
        self.label = label
        self.severity = severity
        self.is_repair = is_repair
        self.help = help


def renamed_message(slug: str, present: str) -> str:
    """What to tell of a slug that is not the present one."""
    return f"“{slug}” is “{present}” now; write that"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know of one article.

    ``path`` is the file as it was opened, ``line`` is 1-based (0: the whole file).
    """

    path: str
    line: int
    rule: Rule
    message: str

    @property
    def severity(self) -> Severity:
        """The severity of the finding's rule."""
        return self.rule.severity

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.severity}: {self.message} [{self.rule.label}]"
