"""The values in conf.py: each is declared here, once."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from typing import Any, Literal

from sphinx.config import Config

from ..concepts.addresses import is_relative, is_web_pattern
from ..concepts.findings import Rule
from ..concepts.languages import normalize_tag
from ..concepts.slugs import nearest
from .messages import Subtype, warn

PACKAGE = "package:"
"""What a location begins with that is no folder but the name of an installed corpus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A value in conf.py: what it may be, what a change of it makes Sphinx do again."""

    name: str
    default: Any
    types: tuple[type, ...]
    rebuild: Literal["env", "html", ""]
    help: str


OPTIONS = (
    Option(
        name="glossterms_corpora",
        default=[],
        types=(str, list, tuple, dict),
        rebuild="env",
        help="Where the corpora are: a location, a list of locations, or a dict from namespace to "
        "location. A location is a folder, relative to conf.py's folder, or ``package:NAME``, "
        "the corpus NAME of an installed package.",
    ),
    Option(
        name="glossterms_fallback",
        default=None,
        types=(list, tuple, dict, type(None)),
        rebuild="env",
        help="Languages to try when an article is missing in the build language and its parents: "
        'a list, or a dict from build language to list, with ``"*"`` for all others. Unset: the '
        "corpus's ``source_language``; ``[]``: none.",
    ),
    Option(
        name="glossterms_url",
        default="",
        types=(str, dict),
        rebuild="env",
        help="Where concepts live on the web: a pattern with ``{language}`` and ``{slug}``, or a "
        "dict from namespace to pattern. Overrides the corpus's ``url``.",
    ),
    Option(
        name="glossterms_highlights_title",
        default="locale",
        types=(str,),
        rebuild="env",
        help='The title of highlights: ``"locale"`` for our word in the article\'s language, '
        '``"article"`` for the heading that the article has.',
    ),
    Option(
        name="glossterms_highlights_class",
        default="tip",
        types=(str,),
        rebuild="env",
        help="The class of the highlights' admonition, which themes colour by.",
    ),
    Option(
        name="glossterms_fallback_notice",
        default=True,
        types=(bool,),
        rebuild="env",
        help="Whether an article in a fallback language opens with a line that says so.",
    ),
    Option(
        name="glossterms_language_url",
        default="",
        types=(str, dict),
        rebuild="html",
        help="Where the builds in other languages are: a pattern with ``{language}``, which "
        "stands for a tag such as ``pt-BR``, or a dict from language to address. An address, or "
        'relative to this build\'s start page: ``"../{language}/"``. Concepts link to their '
        "other languages there.",
    ),
    Option(
        name="glossterms_previews",
        default=True,
        types=(bool,),
        rebuild="html",
        help="Whether links to concepts show a preview, in HTML, when the pointer or the keyboard "
        "is on them.",
    ),
    Option(
        name="glossterms_json_ld",
        default=True,
        types=(bool,),
        rebuild="html",
        help="Whether the heads of HTML pages tell search engines which concepts they explain, "
        "as JSON-LD.",
    ),
    Option(
        name="glossterms_disabled_repairs",
        default=[],
        types=(list, tuple),
        rebuild="env",
        help="Names of the repairs that are not to be made.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What conf.py says, checked."""

    corpora: tuple[tuple[str, str], ...] = ()
    """Namespace ('' where conf.py gives none) and location, '' for a faulty one."""
    fallback: tuple[str, ...] | dict[str, tuple[str, ...]] | None = None
    url: str | dict[str, str] = ""
    highlights_title: str = "locale"
    highlights_class: str = "tip"
    fallback_notice: bool = True
    previews: bool = True
    disabled_repairs: tuple[str, ...] = ()
    # Not in the repr, by which pages are read again: these count when they are written.
    language_url: str | dict[str, str] = field(default="", repr=False)
    """A pattern, or by tag."""
    json_ld: bool = field(default=True, repr=False)

    def url_of(self, namespace: str) -> str:
        """The pattern that overrides a corpus's own ``url``, '' if none does."""
        return self.url if isinstance(self.url, str) else self.url.get(namespace, "")

    def language_url_of(self, tag: str) -> str:
        """Where the build in a language is, with a slash at its end; '' if that is not known."""
        known = self.language_url
        pattern = known.get(tag, "") if isinstance(known, dict) else known
        return pattern.replace("{language}", tag).rstrip("/") + "/" if pattern else ""

    @property
    def search_path(self) -> tuple[str, ...]:
        """Where Python looks for installed corpora; empty where conf.py names none."""
        if not any(location.startswith(PACKAGE) for _, location in self.corpora):
            return ()
        # Anything may have been put there; Python passes over what is no string.
        return tuple(os.path.abspath(str(folder)) for folder in sys.path)


def read_settings(config: Config) -> Settings:
    """Check the values of conf.py; a faulty one is warned of and its default used."""
    return Settings(
        corpora=_corpora(config.glossterms_corpora),
        fallback=_fallback(config.glossterms_fallback),
        url=_url(config.glossterms_url),
        highlights_title=_highlights_title(config.glossterms_highlights_title),
        highlights_class=_highlights_class(config.glossterms_highlights_class),
        fallback_notice=_is_on(config, "glossterms_fallback_notice"),
        previews=_is_on(config, "glossterms_previews"),
        disabled_repairs=_disabled_repairs(config.glossterms_disabled_repairs),
        language_url=_language_url(config.glossterms_language_url),
        json_ld=_is_on(config, "glossterms_json_ld"),
    )


def _fault(message: str) -> None:
    warn(Subtype.CONFIG, message)


def _corpora(value: object) -> tuple[tuple[str, str], ...]:
    if isinstance(value, Mapping):
        pairs = [(str(namespace), location) for namespace, location in value.items()]
    elif isinstance(value, Sequence) and not isinstance(value, str):
        pairs = [("", location) for location in value]
    else:
        pairs = [("", value)]
    return tuple((name, _location(value)) for name, value in pairs)


def _location(value: object) -> str:
    if str(value).strip() == PACKAGE:
        _fault(f"glossterms_corpora: {value!r} names no corpus; write '{PACKAGE}NAME'")
        return ""
    if isinstance(value, str | PathLike) and str(value):
        return str(value)
    _fault(f"glossterms_corpora: {value!r} is no folder; write the folder's name as a string")
    return ""


def _fallback(value: object) -> tuple[str, ...] | dict[str, tuple[str, ...]] | None:
    if value is None:
        return None
    if isinstance(value, Mapping):
        chains = {str(language): _languages(tags) for language, tags in value.items()}
        return {key: tags for key, tags in chains.items() if key == "*" or _languages([key])}
    return _languages(value)


def _languages(tags: object, name: str = "glossterms_fallback") -> tuple[str, ...]:
    if isinstance(tags, str) or not isinstance(tags, Sequence):
        _fault(f"{name}: {tags!r} is no list of languages; write ['{tags}']")
        return ()
    known = []
    for tag in tags:
        try:
            known.append(normalize_tag(str(tag)))
        except ValueError:
            _fault(f"{name}: {tag!r} is no language; use a tag such as 'pt-BR'")
    return tuple(known)


def _url(value: object) -> str | dict[str, str]:
    if isinstance(value, Mapping):
        return {str(name): str(pattern) for name, pattern in value.items() if _is_url(pattern)}
    return str(value) if _is_url(value) else ""


def _is_url(pattern: object) -> bool:
    name = "glossterms_url"
    if not _is_pattern(pattern, name, {"language", "slug"}):
        return False
    if pattern and "{slug}" not in str(pattern):
        _fault(f"{name}: {pattern!r} has no {{slug}}, so all concepts would be one page")
        return False
    if pattern and not is_web_pattern(str(pattern)):
        _fault(f"{name}: {pattern!r} is no web address; begin with https:// or /")
        return False
    return True


def _is_pattern(value: object, name: str, placeholders: set[str]) -> bool:
    """Whether a value is a text with these placeholders alone; told if not."""
    if not isinstance(value, str):
        _fault(f"{name}: {value!r} is no address pattern; write it as a string")
        return False
    unknown = set(re.findall(r"\{([^{}]*)\}", value)) - placeholders
    if unknown:
        known = " and ".join(f"{{{placeholder}}}" for placeholder in sorted(placeholders))
        what = f"{known} are known" if len(placeholders) > 1 else f"{known} is known"
        _fault(f"{name}: {value!r} has the placeholder {{{min(unknown)}}}; {what}")
    return not unknown


def _language_url(value: object) -> str | dict[str, str]:
    name = "glossterms_language_url"
    if isinstance(value, Mapping):
        urls = {str(tag): url for tag, url in value.items() if _languages([str(tag)], name)}
        return {normalize_tag(tag): str(url) for tag, url in urls.items() if _is_build_url(url)}
    if value is None or not _is_build_url(value):
        return ""
    if value and "{language}" not in str(value):
        _fault(f"{name}: {value!r} has no {{language}}; all builds would be one")
        return ""
    return str(value)


def _is_build_url(value: object) -> bool:
    """Whether a value is where builds are: below it are their pages. Told if not."""
    name = "glossterms_language_url"
    if not _is_pattern(value, name, {"language"}):
        return False
    url = str(value)
    is_address = (is_web_pattern(url) and not set("?#") & set(url)) or is_relative(url)
    if not is_address:
        _fault(f"{name}: {value!r} is no place of builds; begin with https://, / or ../")
    return is_address


def _highlights_title(value: object) -> str:
    if value in ("locale", "article"):
        return str(value)
    _fault(f"glossterms_highlights_title: {value!r} is neither 'locale' nor 'article'")
    return "locale"


def _highlights_class(value: object) -> str:
    if isinstance(value, str):
        return value
    _fault(f"glossterms_highlights_class: {value!r} is no class; write a string such as 'tip'")
    return "tip"


def _is_on(config: Config, name: str) -> bool:
    value = config[name]
    if not isinstance(value, bool):
        _fault(f"{name}: {value!r} is neither True nor False")
    return value is not False


def _disabled_repairs(value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        _fault(f"glossterms_disabled_repairs: {value!r} is no list of names; write ['{value}']")
        return ()
    names = [str(name) for name in value]
    known = [rule.label for rule in Rule if rule.is_repair]
    for name in sorted(set(names) - set(known)):
        near = nearest(name, known, 1)
        hint = f"; did you mean '{near[0]}'?" if near else f"; known are {', '.join(known)}"
        _fault(f"glossterms_disabled_repairs: there is no repair '{name}'{hint}")
    return tuple(sorted(set(names) & set(known)))
