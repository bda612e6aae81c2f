"""Language tags: one spelling for each, their parents, fallback and names.

Tags follow BCP 47 (RFC 5646). What CLDR knows (names, likely scripts, parent
locales, deprecated codes) is read through Babel, so nothing here is a list of
languages of our own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.localedata import exists as locale_exists

# Codes that CLDR names but that say "no one language" (RFC 5646, 4.1).
_NOT_A_LANGUAGE = frozenset({"mis", "mul", "root", "und", "zxx"})

# CLDR has moved from nb to no; most documentation tools still write nb.
_NORWEGIAN = {"no": "nb"}

# Modifiers of gettext locale names, and the scripts they stand for
# (gettext manual, "Locale Names").
_MODIFIERS = {
    "arabic": "Arab",
    "cyrillic": "Cyrl",
    "devanagari": "Deva",
    "hebrew": "Hebr",
    "latin": "Latn",
}

# English names in wide use that CLDR has replaced with others.
_OTHER_NAMES = {
    "bengali": "bn",
    "farsi": "fa",
    "mandarin": "zh",
    "norwegian": "nb",
    "oriya": "or",
}

# Scripts that run from right to left (Unicode, Bidi_Class R and AL).
_RTL_SCRIPTS = frozenset(
    {"Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}
)


class _Subtags(NamedTuple):
    """The parts of a canonical tag, an empty string where one is absent."""

    language: str
    script: str = ""
    region: str = ""
    variant: str = ""

    def __str__(self) -> str:
        return "-".join(filter(None, self))


@lru_cache(maxsize=1)
def _english() -> Locale:
    return Locale("en")


def _fold_name(text: str) -> str:
    """Fold a language's name for comparison: case, accents and the kind of space."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.split(r"[\s_\-'\u2019]+", plain)).strip()


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Map folded English names to CLDR codes with ``_``."""
    names = {
        _fold_name(name): code
        for code, name in _english().languages.items()
        if code not in _NOT_A_LANGUAGE
    }
    return names | _OTHER_NAMES


@lru_cache(maxsize=1)
def _place_names() -> dict[str, str]:
    """Map folded English names of scripts and regions to their codes."""
    english = _english()
    scripts = {_fold_name(name): code for code, name in english.scripts.items()}
    return scripts | {_fold_name(name): code for code, name in english.territories.items()}


def _from_name(text: str) -> _Subtags | None:
    """Read ``Swedish``, ``Brazilian Portuguese`` or ``Chinese (Simplified)``."""
    match = re.fullmatch(r"([^()]+?)[\s_]*\(([^()]+)\)", text)
    if match is None:
        code = _names().get(_fold_name(text))
    else:
        language = _names().get(_fold_name(match[1]))
        place = _place_names().get(_fold_name(match[2]))
        code = f"{language}_{place}" if language and place else None
    return _from_code(code) if code else None


def _language_subtags(code: str) -> list[str]:
    """Replace a deprecated language code; the replacement may bring a script along.

    Only two-letter codes: among CLDR's three-letter aliases are ``src`` and
    ``tmp``, which are names of folders far more often than of languages.
    """
    code = code.lower()
    if len(code) == 2:
        code = get_global("language_aliases").get(code, code)
    language, *rest = code.split("_")
    return [_NORWEGIAN.get(language, language), *rest]


def _region(subtag: str) -> str:
    """The region's present code, or an empty string if there is no such region."""
    region = subtag.upper()
    region = get_global("territory_aliases").get(region, [region])[0]
    known = re.fullmatch(r"[A-Z]{2}|[0-9]{3}", region) and region in _english().territories
    return region if known and region != "ZZ" else ""


def _is_language(code: str) -> bool:
    # Most codes have data of their own; the names of all are far more to load.
    return locale_exists(code) or code in _english().languages


def _from_code(text: str) -> _Subtags | None:
    """Read a tag or a locale name, in any case, with ``-``, ``_`` and ``@modifier``."""
    code, _, modifier = text.partition("@")
    code = re.sub(r"\.utf-?8$", "", code, flags=re.IGNORECASE)
    first, *rest = re.split(r"[-_]", code)
    if not re.fullmatch(r"[A-Za-z]{2,3}", first):
        return None
    language, *implied = _language_subtags(first)
    if language in _NOT_A_LANGUAGE or not _is_language(language):
        return None
    script = region = variant = ""
    if modifier.lower() in _MODIFIERS:
        script = _MODIFIERS[modifier.lower()]
    elif modifier:
        rest.append(modifier)
    if rest and rest[0].title() in _english().scripts:
        script = rest.pop(0).title()
    if rest and _region(rest[0]):
        region = _region(rest.pop(0))
    if rest and rest[0].upper() in _english().variants:
        variant = rest.pop(0).lower()
    if rest:
        return None
    return _Subtags(language, script or "".join(implied), region, variant)


@lru_cache(maxsize=4096)
def _subtags(text: str) -> _Subtags:
    text = text.strip()
    # Names first, but no short ones: "Ga" is a name, "ga" the code of another language.
    # A name such as "Tok Pisin" would otherwise be a code with a tail.
    readers = (_from_name, _from_code) if len(text) > 3 else (_from_code, _from_name)
    for read in readers:
        if found := read(text):
            return found
    raise ValueError(
        f"{text!r} is not a language: give a BCP 47 tag such as 'sv', 'pt-BR' or 'zh-Hans', "
        "or the language's English name"
    )


@lru_cache(maxsize=4096)
def normalize_tag(text: str) -> str:
    """Give the canonical BCP 47 tag of a language in any usual spelling.

    Takes tags and gettext locale names (``pt-br``, ``pt_BR``, ``sr@latin``),
    deprecated codes (``iw``) and English names (``Swedish``, ``Chinese
    (Simplified)``). ``no`` and ``nb`` are both ``nb``. Raises ``ValueError`` for
    what CLDR knows no language of.
    """
    return str(_subtags(text))


def _likely_script(language: str, region: str = "") -> str:
    """The script that CLDR's likely subtags give, or an empty string."""
    likely = get_global("likely_subtags")
    for name in filter(None, (region and f"{language}_{region}", language)):
        if name in likely:
            return str(likely[name].split("_")[1])
    return ""


@lru_cache(maxsize=4096)
def language_key(tag: str) -> tuple[str, str, str]:
    """Give ``(language, script, region)``, the script made explicit.

    Two tags mean the same if and only if their keys are equal: ``zh-TW`` and
    ``zh-Hant-TW`` do. The region is empty where the tag has none; a variant, where
    there is one (``ca-valencia``), is part of it. Raises ``ValueError`` as
    :func:`normalize_tag` does.
    """
    language, script, region, variant = _subtags(tag)
    script = script or _likely_script(language, region)
    return language, script, "-".join(filter(None, (region, variant)))


def _cldr_parent(subtags: _Subtags) -> str | None:
    """The parent that CLDR's parentLocales names outright."""
    language, script, region, _ = subtags
    implied = _likely_script(language, region)
    script = script or implied
    names = ["_".join(filter(None, (language, script, region)))]
    if script == implied:
        names.append("_".join(filter(None, (language, region))))
    exceptions = get_global("parent_exceptions")
    return next((exceptions[name] for name in names if name in exceptions), None)


def _parent(tag: str) -> str | None:
    """The next tag up, or None at the top: CLDR's own parent, else one subtag less."""
    subtags = _subtags(tag)
    language, _, region, variant = subtags
    if variant:
        return str(subtags._replace(variant=""))
    if named := _cldr_parent(subtags):
        # Older Babel data say "root" where a parent would be in another script.
        return normalize_tag(named) if named != "root" else None
    if not region:
        return None
    own = script(tag)
    explicit = own != _likely_script(language) or locale_exists(f"{language}_{own}")
    return str(_Subtags(language, own if explicit else ""))


@lru_cache(maxsize=4096)
def parents(tag: str) -> tuple[str, ...]:
    """Give the tag itself, then its parents by CLDR, nearest first.

    A parent is never in another script and never more specific than CLDR's
    parentLocales says (UTS 35, "Parent Locales"): ``es-MX`` has ``es-419`` and
    ``es``, ``zh-TW`` has ``zh-Hant`` and not ``zh``, ``pt`` has none. Raises
    ``ValueError`` as :func:`normalize_tag` does.
    """
    chain = {language_key(tag): normalize_tag(tag)}
    parent = _parent(tag)
    while parent and script(parent) == script(tag) and language_key(parent) not in chain:
        chain[language_key(parent)] = parent
        parent = _parent(parent)
    return tuple(chain.values())


def same_language(a: str, b: str) -> bool:
    """Tell whether text in one language needs no language mark on a page in the other."""
    return language_key(a)[:2] == language_key(b)[:2]


def script(tag: str) -> str:
    """Give the script in which the language is written: ``Latn``; '' where it isn't known."""
    return language_key(tag)[1]


def direction(tag: str) -> Literal["ltr", "rtl"]:
    """Tell which way the language is written, by its script."""
    return "rtl" if script(tag) in _RTL_SCRIPTS else "ltr"


@lru_cache(maxsize=256)
def _locale(tag: str) -> Locale | None:
    """Babel's data for the language or the nearest parent that has any."""
    try:
        names = parents(tag)
    except ValueError:
        return None
    for name in names:
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _name_in(subtags: _Subtags, locale: Locale) -> str:
    """The longest name that the locale has, what it leaves out in parentheses."""
    language, script, region, _ = subtags
    tries = (
        ("_".join(filter(None, (language, script, region))), "", ""),
        ("_".join(filter(None, (language, script))), "", region),
        ("_".join(filter(None, (language, region))), script, ""),
        (language, script, region),
    )
    for code, other_script, other_region in tries:
        if name := locale.languages.get(code):
            rest = (locale.scripts.get(other_script), locale.territories.get(other_region))
            details = ", ".join(filter(None, rest))
            return f"{name} ({details})" if details else str(name)
    return ""


@lru_cache(maxsize=1024)
def display_name(tag: str, in_language: str) -> str:
    """Give a language's name in another language: ``('sv', 'fi')`` gives ``ruotsi``.

    Where CLDR has no such name, the English one; else the tag. Never raises.
    """
    try:
        subtags = _subtags(tag)
    except ValueError:
        return tag
    for locale in (_locale(in_language), _english()):
        if locale and (name := _name_in(subtags, locale)):
            return name
    return str(subtags)


@lru_cache(maxsize=64)
def list_separator(tag: str) -> str:
    """Give what a language puts between the items of a list: ``, `` or ``、``.

    CLDR's standard pattern for the middle of a list; those of its ``unit`` styles have
    gaps in Babel. English's where CLDR has none.
    """
    locale = _locale(tag) or _english()
    pattern: str = locale.list_patterns["standard"]["middle"]
    return pattern.replace("{0}", "").replace("{1}", "")


@lru_cache(maxsize=64)
def _old_codes(language: str, script: str) -> tuple[str, ...]:
    """Two-letter codes that also mean the language (``iw``; ``no`` for ``nb``)."""
    aliases: Mapping[str, str] = get_global("language_aliases")
    wanted = (language, f"{language}_{script}")
    codes = [old for old, new in aliases.items() if len(old) == 2 and new in wanted]
    return (*(old for old, new in _NORWEGIAN.items() if new == language), *codes)


def _equal_tags(tag: str) -> tuple[str, ...]:
    """Other ways to say the same: without or with the script, with deprecated codes."""
    subtags = _subtags(tag)
    language, script, _ = key = language_key(tag)
    forms = [subtags, subtags._replace(script="")]
    if locale_exists(f"{language}_{script}"):
        forms.append(subtags._replace(script=script))
    forms += [
        subtags._replace(
            language=code, script="" if _means(code, (language, script, "")) else script
        )
        for code in _old_codes(language, script)
    ]
    return _unique(str(form) for form in forms if _means(str(form), key))


def _modifier_form(tag: str) -> str:
    """The gettext name with a modifier for the script, such as ``sr@latin``, or ''."""
    language, script, region, _ = _subtags(tag)
    modifier = next((name for name, code in _MODIFIERS.items() if code == script), None)
    return "_".join(filter(None, (language, region))) + f"@{modifier}" if modifier else ""


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def _code_spellings(tag: str) -> Iterator[str]:
    for code in (tag, tag.lower()):
        yield from (code, code.replace("-", "_"))


def _name_spellings(tag: str) -> Iterator[str]:
    """The English names of the tag and its equals, CLDR's and others in use."""
    names = [_name_in(_subtags(form), _english()) for form in _equal_tags(tag)]
    names += [name.title() for name, code in _OTHER_NAMES.items() if code == tag]
    for name in names:
        yield from (name, name.lower(), name.replace(" ", "_"), name.lower().replace(" ", "_"))


@lru_cache(maxsize=256)
def spellings(tag: str) -> tuple[str, ...]:
    """Give the names that a corpus may have for a language, most usual first.

    They serve to find a folder that can't be listed. Every one of them gives the
    tag, or one equal to it, when it is normalized. Raises ``ValueError`` as
    :func:`normalize_tag` does.
    """
    tag, key = normalize_tag(tag), language_key(tag)
    forms = _equal_tags(tag)
    codes = [spelling for form in forms for spelling in _code_spellings(form)]
    modifiers = [_modifier_form(form) for form in forms]
    names = _unique([*codes, *modifiers, *_name_spellings(tag)])
    return tuple(name for name in names if _means(name, key))


def _means(spelling: str, key: tuple[str, str, str]) -> bool:
    try:
        return language_key(spelling) == key
    except ValueError:
        return False


def _from_mapping(build: str, setting: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The entry for the build language, its nearest parent with one, or ``"*"``."""
    by_key = {language_key(tag): chain for tag, chain in setting.items() if tag != "*"}
    for tag in parents(build):
        if language_key(tag) in by_key:
            return by_key[language_key(tag)]
    return setting.get("*", ())


def fallback_chain(
    build: str,
    setting: Sequence[str] | Mapping[str, Sequence[str]] | None,
    source: str,
) -> tuple[str, ...]:
    """Give the languages to try for a build, in order, each once.

    The build language and its own parents always come first. Then, with no
    ``setting``, the corpus's ``source`` language; a list as it is; of a mapping the
    entry of the build language, of its nearest parent, or of ``"*"``. A setting is
    the whole chain: nothing is added to what it lists. Raises ``ValueError`` for
    what is no language.
    """
    if setting is None:
        others: Sequence[str] = (source,)
    elif isinstance(setting, Mapping):
        others = _from_mapping(build, setting)
    else:
        others = setting
    chain: dict[tuple[str, str, str], str] = {}
    for tag in (*parents(build), *others):
        chain.setdefault(language_key(tag), normalize_tag(tag))
    return tuple(chain.values())
