"""Sorting as a language sorts, and the headings of an A-Z index.

The rules are those of CLDR 48's standard collations, its root order and its tailorings,
in a short notation of our own. Texts compare by their letters first, then by accents,
then by case, and last as they are, so that no two are equal. White space comes before
punctuation, then symbols, digits and letters, and counts inside a text (CLDR's
"non-ignorable"): ``co op``, ``co-op``, ``coop``. The language's own script comes before
the others, which have the root order.

Where this is not CLDR's order:

- Quotation marks, and what stands before the first letter or digit, are passed over,
  since a reader looks for ``“Foo”`` next to ``Foo``, and for ``.NET`` under N.
- Han characters go by code point, and so do, within their script, letters that are in no
  alphabet below, and Indic signs. In Thai, punctuation counts as it does elsewhere.
- ``ı`` is a kind of ``i``, except where it is a letter; Arabic hamza and alef are kinds
  of one letter in every language.

What is not read letter by letter, Japanese or Chinese above all, sorts as it is read if
callers give both functions its reading (kana, pinyin) in place of the text.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from .languages import language_key, parents

SortKey = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], str]

# Scripts in CLDR's root order, with the word that begins the names of their letters.
_SCRIPTS = {
    "Latn": "LATIN",
    "Grek": "GREEK",
    "Copt": "COPTIC",
    "Cyrl": "CYRILLIC",
    "Glag": "GLAGOLITIC",
    "Geor": "GEORGIAN",
    "Armn": "ARMENIAN",
    "Hebr": "HEBREW",
    "Arab": "ARABIC",
    "Syrc": "SYRIAC",
    "Thaa": "THAANA",
    "Nkoo": "NKO",
    "Tfng": "TIFINAGH",
    "Ethi": "ETHIOPIC",
    "Deva": "DEVANAGARI",
    "Beng": "BENGALI",
    "Guru": "GURMUKHI",
    "Gujr": "GUJARATI",
    "Orya": "ORIYA",
    "Taml": "TAMIL",
    "Telu": "TELUGU",
    "Knda": "KANNADA",
    "Mlym": "MALAYALAM",
    "Sinh": "SINHALA",
    "Thai": "THAI",
    "Laoo": "LAO",
    "Tibt": "TIBETAN",
    "Mymr": "MYANMAR",
    "Khmr": "KHMER",
    "Mong": "MONGOLIAN",
    "Cher": "CHEROKEE",
    "Hang": "HANGUL",
    "Kana": "HIRAGANA",
    "Bopo": "BOPOMOFO",
    "Yiii": "YI",
    "Zzzz": "",  # all others
    "Hani": "CJK",
}
_SEVERAL_SCRIPTS = {
    "Jpan": ("Latn", "Kana", "Hani"),
    "Kore": ("Hang", "Hani"),
    "Hans": ("Hani",),
    "Hant": ("Hani", "Bopo"),
}

# Alphabets whose order is not that of the code points. ƿ ends the Latin one.
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyzƿ"
    "аәӕбвгғдђҙеєжҗзѕиійјкқҡҝлљмнңҥњоөпрсҫтћуүұфхҳһцчҷҹџшщъыьѣэюяҩѳѵ"
    "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقكگلمنںهھہويے"
)

# Rules are chains: after the letter before "<" comes the next letter; what follows
# "<<" is a kind of the letter before it, later only where all else is equal. More
# than one letter can count as one, and one as several. A capital that is not the usual
# one follows "/".
_ROOT = """
    ae<<æ b<ɓ d<<đ<<ð<ɖ<ɗ e<ǝ<ə<ɛ f<ƒ g<ɣ h<<ħ i<<ı/ı l<<l·<<ł n<ɲ<ŋ o<<ø<ɔ oe<<œ
    q<ĸ ss<<ß/ẞ t<ŧ u<ʉ v<ʋ y<ƴ z<ʒ<þ г<<ґ
    ا<<ء<<أ<<ؤ<<إ<<ئ<<ٱ اا<<آ ت<<ة ك<<ک ي<<ى<<ی
"""
_NORDIC = "th<<þ y<<ü<<ű"
_SERBO_CROATIAN = "c<č<ć d<dž<đ l<lj n<nj s<š z<ž"
_SORBIAN = "c<č<ć e<ě h<ch k<ł s<š z<ž<ź"
_HUNGARIAN = """
    c<cs d<dz<dzs g<gy l<ly n<ny o<ö<<ő s<sz t<ty u<ü<<ű z<zs
    cscs<<ccs dzdz<<ddz dzsdzs<<ddzs gygy<<ggy lyly<<lly nyny<<nny szsz<<ssz tyty<<tty zszs<<zzs
"""
_RULES = {
    "az": "c<ç e<ə g<ğ h<x<ı/I<i/İ k<q o<ö s<ş u<ü z<w",
    "be": "е<ё у<ў",
    "bs": _SERBO_CROATIAN,
    "cs": "c<č h<ch r<ř s<š z<ž",
    "cy": "c<ch d<dd f<ff g<ng l<ll p<ph r<rh t<th",
    "da": f"{_NORDIC} ƿ<æ<<ä<ø<<ö<<ő<å<<aa",
    "dsb": f"{_SORBIAN} n<ń r<ŕ s<š<ś",
    "eo": "c<ĉ g<ĝ h<ĥ j<ĵ s<ŝ u<ŭ",
    "es": "n<ñ",
    "et": "s<š<z<ž w<õ<ä<ö<ü",
    "fa": "ق<ک<<ك ن<و<ه<ی<<ى<<ي",
    "fi": "g<<ǥ n<<ŋ t<<ŧ y<<ü z<<ʒ ƿ<å<ä<<æ<ö<<ø",
    "fil": "n<ñ<ng",
    "fo": f"{_NORDIC} ƿ<æ<<ä<<ę<ø<<ö<<ő<<œ<å<<aa",
    "gl": "n<ñ",
    "hr": _SERBO_CROATIAN,
    "hsb": f"{_SORBIAN} r<ř",
    "hu": _HUNGARIAN,
    "is": "a<á d<<đ<ð e<é i<í o<ó u<ú y<ý ƿ<æ<<ä<ö<<ø<å",
    "kk": "е<ё ұ<ү ы<і",
    "ku": "c<ç e<ê<<é i<î<<í s<ş u<û<<ú<<ù",
    "ky": "е<ё",
    "lt": "a<<ą c<č e<<ę<<ė i<<į<<y s<š u<<ų<<ū z<ž",
    "lv": "c<č g<ģ i<y k<ķ l<ļ n<ņ r<ŗ s<š z<ž",
    "mk": "ђ<ѓ ћ<ќ",
    "mt": "b<ċ f<ġ g<għ h<ħ y<ż",
    "nb": f"{_NORDIC} ƿ<æ<<ä<<ę<ø<<ö<<ő<<œ<å<<aa",
    "nn": f"{_NORDIC} ƿ<æ<<ä<<ę<ø<<ö<<ő<<œ<å<<aa",
    "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż",
    "ro": "a<ă<â i<î s<ș<<ş t<ț<<ţ",
    "se": """a<á c<č<ʒ<ǯ d<đ<<ð g<ǧ<ǥ k<ǩ n<ŋ<<ń<<ñ s<š t<ŧ<<þ y<<ü<<ű
        ƿ<ž<ø<<œ<æ<å<<ȧ<ä<<ã<ö<<ő<<õ<<ô<<ǫ""",
    "sk": "a<ä c<č h<ch o<ô r<ř s<š z<ž",
    "sl": "c<č<ć d<đ s<š z<ž",
    "sq": "c<ç d<dh e<ë g<gj l<ll n<nj r<rr s<sh t<th x<xh z<zh",
    "sr-Latn": _SERBO_CROATIAN,
    "sv": f"{_NORDIC} ƿ<å<ä<<æ<<ę<ö<<ø<<ő<<œ<<ô",
    "tk": "c<ç e<ä j<ž n<ň o<ö s<ş u<ü y<ý",
    "tr": "c<ç g<ğ h<ı/I<i/İ o<ö s<ş u<ü",
    "uk": "г<ґ і<ї",
    "vi": "a<ă<â d<đ e<ê o<ô<ơ u<ư \u0300<<\u0309<<\u0303<<\u0301<<\u0323",
}
_CAPITALS_FIRST = frozenset({"da", "mt"})
_ACCENTS_FROM_THE_END = frozenset({"fr-CA"})

# Common accents and punctuation in the root order, before all others.
_ACCENTS = "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304"
_PUNCTUATION = "_-‐–—,;:!¡?¿.·'‘’‚()[]{}§¶@*/\\&#%"

# Combining classes of accents and points. Vowel signs have others, and are letters.
_ACCENT_CLASSES = frozenset({*range(1, 9), *range(10, 37), 107, 122, *range(200, 241)})
_THAI_SIGNS = "\u0e47\u0e4c\u0e4d\u0e4e"

# What is passed over: controls, joiners, directions, tatweel, and quotation marks.
_PASSED_OVER = re.compile(
    '["“”„‟«»‹›\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u0640\u180b-\u180f\u200b-\u200f'
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_JAMO = re.compile("[\u1100-\u11ff]{2,}")
_LONG_KANA = re.compile("([ぁ-ヺ])([\u3099\u309a]?)(ー+)")
_VOWEL_FIRST = re.compile("([เ-ไ])([ก-ฮ])|([ເ-ໄ])([ກ-ຮ])")
_ACCENT_RUN = re.compile("[\u0300-\u036f]{2,}")

# Weights of letters are ranks and values: the rank of a kind or a script, its letter.
_VALUES = 1 << 21
_SPACE, _PUNCT, _SYMBOL, _CURRENCY, _DIGIT, _FIRST_SCRIPT = range(6)

_KANA_ROWS = "あかさたなはまやらわ"
_HANGUL_INITIALS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
_HAN = {"Hans": "汉字", "Kore": "한자"}


class _Element(NamedTuple):
    """What one letter or accent adds to each level of a key."""

    letters: tuple[int, ...] = ()
    accents: tuple[int, ...] = ()
    cases: tuple[int, ...] = ()


def _levels(elements: Iterable[_Element]) -> _Element:
    return _Element(*(tuple(chain.from_iterable(level)) for level in zip(*elements, strict=True)))


def _script(char: str) -> str:
    name = unicodedata.name(char, "").replace("IDEOGRAPHIC", "CJK")
    word = name.partition(" ")[0].replace("KATAKANA", "HIRAGANA")
    return word if word in _SCRIPTS.values() else ""


def _base(char: str) -> tuple[str, int]:
    """Fold a letter's forms: capital, final, and of kana the small and the katakana."""
    upper = char.upper()
    base = upper.lower() if len(upper) == 1 and len(upper.lower()) == 1 else char
    name = unicodedata.name(base, "")
    plain = name.replace("KATAKANA", "HIRAGANA").replace("FINAL ", "")
    small = plain.startswith("HIRAGANA LETTER SMALL")
    with contextlib.suppress(KeyError):
        base = unicodedata.lookup(plain.replace("SMALL ", "") if small else plain)
    if small:
        return base, -1
    return base, int(char != char.lower() or " FINAL " in name)


def _place(char: str) -> tuple[str | int, int]:
    """A character's place in the root order: its script, or a rank below; its value."""
    category = unicodedata.category(char)
    if category[0] == "N":
        number = unicodedata.numeric(char, 0)
        return _DIGIT, int(number) if 0 <= number < 10 else ord(char)
    if char.isspace():
        return _SPACE, 0
    if category[0] == "P":
        place = _PUNCTUATION.find(char)
        return _PUNCT, place if place >= 0 else ord(char)
    script = _script(char)
    if category[0] in "SC" or (category == "Lm" and not script):
        return _CURRENCY if category == "Sc" else _SYMBOL, ord(char)
    if "\u1100" <= char <= "\u1112":  # a Hangul initial alone: as its first syllable
        return script, 0xAC00 + 588 * (ord(char) - 0x1100)
    return script, ord(char)


def _accent(char: str) -> int:
    """An accent's weight, with room for kinds of it; 0 if the character is none."""
    if unicodedata.combining(char) not in _ACCENT_CLASSES and char not in _THAI_SIGNS:
        return 0 if unicodedata.category(char) != "Me" else 32 * ord(char)
    place = _ACCENTS.find(char)
    return 32 * (place + 1 if place >= 0 else ord(char))


def _decompose(text: str) -> str:
    """Take a text apart into letters and accents, in the order in which they count."""
    text = _PASSED_OVER.sub("", unicodedata.normalize("NFKD", text))
    if max(text, default="") < "\u0e00":
        return text
    text = _JAMO.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    text = text.replace("\u0e4d\u0e32", "\u0e33").replace("\u0ecd\u0eb2", "\u0eb3")
    text = _VOWEL_FIRST.sub(r"\2\1\4\3", text)
    return _LONG_KANA.sub(_lengthen, text)


def _lengthen(match: re.Match[str]) -> str:
    """Write out a long vowel: カー as カァ, which sorts as カア does."""
    vowel = "AIUEO".find(unicodedata.name(match[1])[-1])
    return match[1] + match[2] + ("ァィゥェォ"[vowel] if vowel >= 0 else "ー") * len(match[3])


class _Alphabet:
    """Letters in their order, and the kinds of letters, as rules put them."""

    def __init__(self, *rules: str) -> None:
        self.letters = list(map(_decompose, _ALPHABETS))
        self.kinds: dict[str, tuple[str, int]] = {}
        self._capitals: dict[str, str] = {}
        for rule in " ".join(rules).split():
            self._apply(_decompose(rule))

    def _apply(self, rule: str) -> None:
        letter, *rest = re.split("(<<?)", rule)
        number = 0
        for relation, item in zip(rest[::2], rest[1::2], strict=True):
            new = self._take(item)
            if relation == "<":
                self.letters.insert(self.letters.index(letter) + 1, new)
                letter, number = new, 0
            else:
                number += 1
                self.kinds[new] = letter, number

    def _take(self, item: str) -> str:
        """Take a letter from where it was, if anywhere, and note its capital."""
        letter, _, capital = item.partition("/")
        if capital:
            self._capitals[letter] = capital
        self.kinds.pop(letter, None)
        if letter in self.letters:
            self.letters.remove(letter)
        return letter

    def forms(self, letter: str) -> tuple[str, ...]:
        """Give a letter's spellings in the order of case: ``ch``, ``Ch``, ``CH``."""
        capitals = (letter.capitalize(), letter.upper())
        if letter in self._capitals:
            capitals = (self._capitals[letter],) * 2
        return tuple(dict.fromkeys((letter, *capitals)))


class _Order(dict[str, _Element]):
    """A language's order: what letters of its own, and all characters, add to a key."""

    def __init__(self, rules: str, scripts: tuple[str, ...]) -> None:
        super().__init__()
        leading = [_SCRIPTS[code] for code in scripts if code in _SCRIPTS]
        self._scripts = list(dict.fromkeys([*leading, *_SCRIPTS.values()]))
        self._letters: dict[int, str] = {}
        alphabet = _Alphabet(_ROOT, rules)
        for place, letter in enumerate(alphabet.letters):
            forms = alphabet.forms(letter)
            weight = self._weight(_script(letter[0]), place)
            self._letters[weight] = unicodedata.normalize("NFC", forms[:2][-1])
            self._add(forms, (weight,), (0,))
        self._compile()
        for kind, (base, number) in alphabet.kinds.items():
            letters, accents, _ = _levels(self.elements(base))
            self._add(alphabet.forms(kind), letters, (*accents[:-1], accents[-1] + number))
        self._compile()

    def __missing__(self, char: str) -> _Element:
        base, case = _base(char)
        if accent := _accent(char):
            self[char] = _Element(accents=(accent,))
        elif base != char:
            letters, accents, _ = self[base]
            self[char] = _Element(letters, accents, (case,) * len(letters))
        else:
            self[char] = _Element((self._weight(*_place(char)),), (0,), (0,))
        return self[char]

    def _weight(self, place: str | int, value: int) -> int:
        rank = _FIRST_SCRIPT + self._scripts.index(place) if isinstance(place, str) else place
        return rank * _VALUES + value

    def _add(
        self, forms: tuple[str, ...], letters: tuple[int, ...], accents: tuple[int, ...]
    ) -> None:
        for case, form in enumerate(forms):
            self[form] = _Element(letters, accents, (case,) * len(letters))

    def _compile(self) -> None:
        several = sorted((key for key in self if len(key) > 1), key=len, reverse=True)
        alone = "[^{}]".format(re.escape("".join({key[0] for key in several})))
        self._pattern = re.compile("|".join([alone, *map(re.escape, several), "."]), re.DOTALL)
        self._firm = {key[1] for key in several if len(key) == 2 and _accent(key[1])}

    def elements(self, text: str) -> list[_Element]:
        """Read a text as letters and accents, from its first letter or digit on."""
        text = _decompose(text)
        if not text.isascii():
            # An accent that makes a letter comes before one that only marks it: ậ is â first.
            text = _ACCENT_RUN.sub(
                lambda run: "".join(sorted(run[0], key=lambda char: char not in self._firm)), text
            )
        found = [self[part] for part in self._pattern.findall(text)]
        first = _DIGIT * _VALUES
        starts = (at for at, (letters, _, _) in enumerate(found) if letters and letters[0] >= first)
        return found[next(starts, 0) :]

    def heading(self, weight: int) -> str:
        """Give the heading over all that begins with the letter of this weight."""
        rank, value = divmod(weight, _VALUES)
        if rank < _FIRST_SCRIPT:
            return "0–9" if rank == _DIGIT else "#"
        script = self._scripts[rank - _FIRST_SCRIPT]
        if script == "HANGUL" and 0xAC00 <= value <= 0xD7A3:
            return _HANGUL_INITIALS[(value - 0xAC00) // 588]
        if script == "HIRAGANA":
            return _KANA_ROWS[bisect_right(_KANA_ROWS[1:], chr(value))]
        if script == "CJK":
            return script
        return self._letters.get(weight) or chr(value).capitalize()


@lru_cache(maxsize=128)
def _tags(language: str) -> tuple[tuple[str, ...], str]:
    """The language's tag and its parents, and its script; for no language, nothing."""
    try:
        return parents(language), language_key(language)[1]
    except ValueError:
        return (), ""


@lru_cache(maxsize=128)
def _order(language: str) -> _Order:
    tags, script = _tags(language)
    rules = next((_RULES[tag] for tag in tags if tag in _RULES), "")
    return _Order(rules, _SEVERAL_SCRIPTS.get(script, (script,)))


def sort_key(text: str, language: str) -> SortKey:
    """Give what to sort a text by in a list in the language, a canonical BCP 47 tag.

    Where neither the language nor a parent has rules of its own, or where the tag means
    no language, the order is the root's. Compare only keys of one language. Never raises.
    """
    tags, _ = _tags(language)
    letters, accents, cases = _levels(_order(language).elements(text))
    if not _ACCENTS_FROM_THE_END.isdisjoint(tags):
        accents = accents[::-1]
    if not _CAPITALS_FIRST.isdisjoint(tags):
        cases = tuple(-case for case in cases)
    return letters, accents, cases, text


def first_letter(text: str, language: str) -> str:
    """Give the heading that an A-Z index in the language files a text under.

    Texts sorted by :func:`sort_key` come heading by heading. A heading is a letter of
    the language (``Å``, ``Ch``), for kana a row (``か``), for Hangul the plain initial
    (``ㄱ``); ``0–9`` for all digits, ``漢字`` or its like for all Han characters, and
    ``#`` for what has neither letter nor digit. Never raises.
    """
    order = _order(language)
    letters = _levels(order.elements(text)).letters
    heading = order.heading(letters[0]) if letters else "#"
    return _HAN.get(_tags(language)[1], "漢字") if heading == "CJK" else heading
