"""Language tags: spellings, parents, fallback, names."""

from __future__ import annotations

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from sphinx_glossterms.concepts.languages import (
    direction,
    display_name,
    fallback_chain,
    language_key,
    list_separator,
    normalize_tag,
    parents,
    same_language,
    spellings,
)

TAGS = ["sv", "pt-BR", "zh-Hans", "zh-TW", "zh-CN", "sr-Latn", "sr", "nb", "nn", "he", "es-419"]
TAGS += ["en-GB", "pa-Arab", "ca-valencia", "fil", "ur", "bn", "sr-Latn-RS", "fa-AF"]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("sv", "sv"),
        ("SV", "sv"),
        ("pt-br", "pt-BR"),
        ("pt_BR", "pt-BR"),
        ("sr@latin", "sr-Latn"),
        ("sr_RS@latin", "sr-Latn-RS"),
        ("sr-latn", "sr-Latn"),
        ("sh", "sr-Latn"),
        ("zh_Hans_CN", "zh-Hans-CN"),
        ("sv_SE.UTF-8", "sv-SE"),
        ("iw", "he"),
        ("no", "nb"),
        ("no_NO", "nb-NO"),
        ("es-419", "es-419"),
        ("en-UK", "en-GB"),
        ("ca@valencia", "ca-valencia"),
        ("Swedish", "sv"),
        ("swedish", "sv"),
        ("Chinese", "zh"),
        ("Norwegian", "nb"),
        ("norwegian_bokmal", "nb"),
        ("Brazilian Portuguese", "pt-BR"),
        ("brazilian_portuguese", "pt-BR"),
        ("Simplified-Chinese", "zh-Hans"),
        ("Chinese (Traditional)", "zh-Hant"),
        ("Portuguese_(Brazil)", "pt-BR"),
        ("Bengali", "bn"),
        ("Tok Pisin", "tpi"),
        ("ga", "ga"),
    ],
)
def test_usual_spellings_are_one(text: str, tag: str) -> None:
    assert normalize_tag(text) == tag


@pytest.mark.parametrize(
    "text",
    [
        "",
        "images",
        "docs",
        "src",
        "tmp",
        "def",
        "main",
        "dev",
        "_index.md",
        "und",
        "mul",
        "x",
        "en-docs",
        "en-images",
        "en-ZZ",
        "sv-",
        "../sv",
        "sv/fi",
        "sv\n/",
        "English (",
    ],
)
def test_what_is_no_language_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="is not a language") as caught:
        normalize_tag(text)
    assert repr(text.strip()) in str(caught.value)


@given(st.text(max_size=20))
def test_any_text_is_a_language_or_a_value_error(text: str) -> None:
    try:
        tag = normalize_tag(text)
    except ValueError:
        return
    assert normalize_tag(tag) == tag


@pytest.mark.parametrize(
    ("tag", "key"),
    [
        ("zh", ("zh", "Hans", "")),
        ("zh-CN", ("zh", "Hans", "CN")),
        ("zh-TW", ("zh", "Hant", "TW")),
        ("zh-HK", ("zh", "Hant", "HK")),
        ("sr", ("sr", "Cyrl", "")),
        ("sr-ME", ("sr", "Latn", "ME")),
        ("pa-PK", ("pa", "Arab", "PK")),
    ],
)
def test_key_names_the_script(tag: str, key: tuple[str, str, str]) -> None:
    assert language_key(tag) == key


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("zh-TW", "zh-Hant-TW", True),
        ("zh", "zh-Hans", True),
        ("no", "nb", True),
        ("sr@latin", "sr-Latn", True),
        ("zh", "zh-Hant", False),
        ("pt", "pt-BR", False),
        ("zh-TW", "zh-HK", False),
        ("ca", "ca-valencia", False),
    ],
)
def test_equal_keys_mean_the_same_language(a: str, b: str, equal: bool) -> None:
    assert (language_key(a) == language_key(b)) is equal


@pytest.mark.parametrize(
    "chain",
    [
        "sv",
        "pt",
        "zh",
        "zh-Hans",
        "sr-Latn",
        "es-MX es-419 es",
        "en-GB en-001 en",
        "nn nb",
        "nb-NO nb",
        "pt-PT pt",
        "pt-BR pt",
        "pt-AO pt-PT pt",
        "zh-CN zh-Hans",
        "zh-TW zh-Hant",
        "zh-MO zh-Hant-HK zh-Hant",
        "sr-Latn-RS sr-Latn",
        "sr-ME sr-Latn",
        "sr-RS sr-Cyrl",
        "sv-FI sv",
        "ca-valencia ca",
    ],
)
def test_parents(chain: str) -> None:
    tag = chain.split()[0]
    assert " ".join(parents(tag)) == chain


@pytest.mark.parametrize("tag", TAGS)
def test_parents_stay_in_their_script(tag: str) -> None:
    assert {language_key(parent)[1] for parent in parents(tag)} == {language_key(tag)[1]}


def test_same_language_ignores_the_region_only() -> None:
    assert same_language("pt-BR", "pt_PT")
    assert same_language("zh", "zh-CN")
    assert not same_language("zh-CN", "zh-TW")
    assert not same_language("nb", "nn")


@pytest.mark.parametrize("tag", ["ar", "he", "iw", "fa", "ur", "pa-Arab", "uz-Arab", "pa-PK", "dv"])
def test_right_to_left(tag: str) -> None:
    assert direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["sv", "pa", "uz", "zh", "hi", "sr"])
def test_left_to_right(tag: str) -> None:
    assert direction(tag) == "ltr"


@pytest.mark.parametrize("tag", ["ar", "ckb", "fa-AF", "he", "ks", "ps", "sd", "sv", "ug", "yi"])
def test_direction_agrees_with_cldr(tag: str) -> None:
    assert direction(tag) == Locale.parse(tag, sep="-").text_direction


@pytest.mark.parametrize(
    ("tag", "in_language", "name"),
    [
        ("sv", "fi", "ruotsi"),
        ("fi", "sv_FI", "finska"),
        ("pt-BR", "en", "Brazilian Portuguese"),
        ("zh-CN", "sv", "kinesiska (Kina)"),
        ("sr-Latn", "en", "Serbian (Latin)"),
        ("sv", "xx", "Swedish"),
        ("klingon?", "sv", "klingon?"),
    ],
)
def test_display_name(tag: str, in_language: str, name: str) -> None:
    assert display_name(tag, in_language) == name


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("sv", ["sv", "Swedish", "swedish"]),
        ("pt-BR", ["pt-BR", "pt_BR", "pt-br", "pt_br", "Brazilian Portuguese"]),
        ("sr-Latn", ["sr-Latn", "sr_Latn", "sr@latin"]),
        ("nb", ["nb", "no", "Norwegian", "norwegian"]),
        ("zh-Hans", ["zh-Hans", "zh", "Chinese", "Simplified Chinese"]),
        ("zh", ["zh", "zh-Hans", "Chinese", "Simplified Chinese"]),
        ("zh-Hant-TW", ["zh-Hant-TW", "zh-TW", "zh-tw", "zh_TW"]),
        ("zh-TW", ["zh-TW", "zh-Hant-TW"]),
        ("he", ["he", "iw", "Hebrew"]),
        ("bn", ["bn", "Bangla", "Bengali"]),
    ],
)
def test_spellings_to_look_for(tag: str, expected: list[str]) -> None:
    assert set(expected) <= set(spellings(tag))
    assert spellings(tag)[0] == tag


@pytest.mark.parametrize("tag", TAGS)
def test_every_spelling_means_the_tag(tag: str) -> None:
    assert {language_key(name) for name in spellings(tag)} == {language_key(tag)}
    assert len(set(spellings(tag))) == len(spellings(tag))


CORPUS = ["zh", "zh-cn", "zh-tw", "pt-br", "no", "sr-Latn", "es", "en"]


def first_held(chain: tuple[str, ...]) -> str | None:
    """The corpus folder that a build with this chain reads."""
    folders = {language_key(folder): folder for folder in CORPUS}
    return next((folders[key] for key in map(language_key, chain) if key in folders), None)


@pytest.mark.parametrize(
    ("build", "folder"),
    [
        ("zh_CN", "zh-cn"),
        ("zh_TW", "zh-tw"),
        ("zh_HK", "en"),
        ("pt", "en"),
        ("pt_BR", "pt-br"),
        ("pt_PT", "en"),
        ("nb", "no"),
        ("nn", "no"),
        ("sr@latin", "sr-Latn"),
        ("sr_RS", "en"),
        ("es_MX", "es"),
        ("en_GB", "en"),
        ("sv_FI", "en"),
    ],
)
def test_what_a_build_reads(build: str, folder: str) -> None:
    assert first_held(fallback_chain(build, None, "en")) == folder


def test_bare_chinese_serves_zh_cn_only() -> None:
    def serves(build: str) -> bool:
        return language_key("zh") in map(language_key, fallback_chain(build, [], "en"))

    assert serves("zh_CN")
    assert not serves("zh_TW")
    assert not serves("zh_HK")


@pytest.mark.parametrize(
    ("build", "setting", "chain"),
    [
        ("sv_FI", None, "sv-FI sv en"),
        ("en_GB", None, "en-GB en-001 en"),
        ("sv_FI", [], "sv-FI sv"),
        ("sv", ["nb", "da"], "sv nb da"),
        ("sv", ["no", "nb", "sv", "zh_TW"], "sv nb zh-TW"),
        ("sv", {"sv": ["fi"], "*": ["de"]}, "sv fi"),
        ("sv_FI", {"sv": ["fi"], "*": ["de"]}, "sv-FI sv fi"),
        ("sv_FI", {"sv": ["fi"], "sv-fi": ["da"]}, "sv-FI sv da"),
        ("nb", {"no": ["sv"]}, "nb sv"),
        ("fi", {"sv": ["fi"], "*": ["de"]}, "fi de"),
        ("fi", {"sv": ["fi"]}, "fi"),
        ("zh_TW", {"zh": ["en"]}, "zh-TW zh-Hant"),
    ],
)
def test_fallback_chain(build: str, setting: object, chain: str) -> None:
    assert " ".join(fallback_chain(build, setting, "en")) == chain  # type: ignore[arg-type]


def test_fallback_chain_refuses_what_is_no_language() -> None:
    with pytest.raises(ValueError, match="nowhere"):
        fallback_chain("sv", ["nowhere"], "en")


@pytest.mark.parametrize(
    ("tag", "separator"),
    [("sv", ", "), ("fi", ", "), ("de-CH", ", "), ("ja", "、"), ("zh-Hant-TW", "、"), ("xx", ", ")],
)
def test_list_separator(tag: str, separator: str) -> None:
    assert list_separator(tag) == separator


def test_every_locale_has_a_list_separator() -> None:
    """Babel's data for some styles of lists have gaps."""
    assert all(list_separator(name.replace("_", "-")) for name in locale_identifiers())
