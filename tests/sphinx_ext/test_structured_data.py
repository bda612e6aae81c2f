"""What search engines are told of concepts, in the head of pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from building import Built, article, build, write
from pages import page

# https://schema.org/DefinedTerm and https://schema.org/DefinedTermSet, with what they inherit.
PROPERTIES = {
    "DefinedTerm": {"name", "alternateName", "description", "url", "termCode", "inDefinedTermSet"},
    "DefinedTermSet": {"name", "inLanguage"},
}
SALT = "A mineral, for taste: </script><!-- & more."


def _source(folder: Path) -> Path:
    files = {
        "en/salt.md": article(
            "Salt", "Text.", description=f"'{SALT}'", aliases="[salt, Sodium chloride]"
        ),
        "sv/salt.md": article("Salt", "Text.", description="Ett mineral."),
        "en/rye.md": article("Rye", "A *grain* of the north.\n\nMore."),
    }
    write(folder / "corpus", files)
    pages = {
        "index.rst": "Start\n=====\n\n.. toctree::\n\n   salt\n   words\n   again\n   none\n",
        "salt.rst": ".. glossterm:: salt\n",
        "words.rst": "Words\n=====\n\n.. glossterm-list::\n   :toctree: w\n",
        "again.rst": "Again\n=====\n\n.. glossterm:: salt\n   :no-index:\n",
        "none.rst": "None\n====\n\n:glossterm:`salt`\n",
    }
    return write(folder / "source", pages)


def _build(source: Path, language: str = "en", builder: str = "html", **config: object) -> Built:
    built = build(source, builder, language, glossterms_corpora="../corpus", **config)
    assert built.warnings == []
    return built


def _terms(built: Built, docname: str) -> list[dict[str, Any]]:
    scripts = [e for e in page(built, docname).iter("script") if "ld+json" in e.get("type", "")]
    if not scripts:
        return []
    (script,) = scripts
    data = json.loads("".join(script.itertext()))
    assert data["@context"] == "https://schema.org"
    return [_checked(term) for term in data["@graph"]]


def _checked(thing: dict[str, Any]) -> dict[str, Any]:
    """A thing that has only properties that its type has."""
    own = {key for key in thing if not key.startswith("@")}
    assert own <= PROPERTIES[thing["@type"]]
    for value in thing.values():
        if isinstance(value, dict):
            _checked(value)
    return thing


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return _build(_source(tmp_path_factory.mktemp("structured")))


def test_a_page_tells_of_the_concept_that_it_explains(built: Built) -> None:
    assert _terms(built, "salt") == [
        {
            "@type": "DefinedTerm",
            "@id": "#glossterm-salt",
            "name": "Salt",
            "termCode": "salt",
            "alternateName": ["Sodium chloride"],
            "description": SALT,
            "inDefinedTermSet": {"@type": "DefinedTermSet", "name": "Tests", "inLanguage": "en"},
        }
    ]


def test_only_where_links_lead(built: Built) -> None:
    """A concept is explained once, however many pages show it."""
    (rye,) = _terms(built, "w/rye")
    assert (rye["termCode"], rye["description"]) == ("rye", "A grain of the north.")
    for docname in ("index", "again", "none", "words", "w/salt", "genindex"):
        assert _terms(built, docname) == []


def test_in_the_build_language_and_a_fallback_in_its_own(tmp_path: Path) -> None:
    built = _build(_source(tmp_path), "sv")
    (salt,), (rye,) = _terms(built, "salt"), _terms(built, "w/rye")
    assert (salt["description"], salt["inDefinedTermSet"]["inLanguage"]) == ("Ett mineral.", "sv")
    assert (rye["name"], rye["inDefinedTermSet"]["inLanguage"]) == ("Rye", "en")


def test_addresses(tmp_path: Path) -> None:
    built = _build(_source(tmp_path), html_baseurl="https://docs.example.org/en/")
    (rye,) = _terms(built, "w/rye")
    assert rye["@id"] == rye["url"] == "https://docs.example.org/en/w/rye.html#glossterm-rye"


@pytest.mark.parametrize(
    ("language_url", "base"),
    [
        ("https://example.org/{language}", "https://example.org/sv/"),
        ({"en": "https://a.example", "sv": "https://b.example"}, "https://b.example/"),
        ("/{language}", "https://docs.example.org/sv/"),
        ("../{language}/", "https://docs.example.org/"),
        ({"en": "https://a.example"}, "https://docs.example.org/"),
    ],
)
def test_each_language_has_its_own_addresses(
    tmp_path: Path, language_url: object, base: str
) -> None:
    """Also where one ``html_baseurl`` is for the builds of all languages."""
    config = {"html_baseurl": "https://docs.example.org", "glossterms_language_url": language_url}
    (salt,) = _terms(_build(_source(tmp_path), "sv", **config), "salt")
    assert salt["url"] == f"{base}salt.html#glossterm-salt"


def test_all_on_one_page(tmp_path: Path) -> None:
    built = _build(_source(tmp_path), builder="singlehtml")
    assert sorted(term["termCode"] for term in _terms(built, "index")) == ["rye", "salt"]


def test_generated_pages_have_a_title_and_a_description(built: Built) -> None:
    root = page(built, "w/rye")
    assert next(root.iter("title")).text.startswith("Rye — ")
    (meta,) = (e for e in root.iter("meta") if e.get("name") == "description")
    assert meta.get("content") == "A grain of the north."


def test_a_long_description_is_cut_for_results_of_searches(tmp_path: Path) -> None:
    source = _source(tmp_path)
    text = "Many words are here. " * 50
    write(tmp_path / "corpus", {"en/rye.md": article("Rye", text)})
    root = page(_build(source), "w/rye")
    (meta,) = (e for e in root.iter("meta") if e.get("name") == "description")
    assert meta.get("content") == "Many words are here. " * 14 + "…"


def test_they_can_be_switched_off(tmp_path: Path) -> None:
    built = _build(_source(tmp_path), glossterms_json_ld=False)
    assert _terms(built, "salt") == []


def test_a_changed_description_is_told(tmp_path: Path) -> None:
    source = _source(tmp_path)
    _build(source)
    write(tmp_path, {"corpus/en/rye.md": article("Rye", "Another grain.")})
    (rye,) = _terms(_build(source), "w/rye")
    assert rye["description"] == "Another grain."
