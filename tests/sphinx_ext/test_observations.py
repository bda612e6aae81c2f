"""What pages saw of articles that are saved while a build goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import article, write

from sphinx_glossterms.sphinx_ext.config import Settings
from sphinx_glossterms.sphinx_ext.library import Library
from sphinx_glossterms.sphinx_ext.observations import Key, Observations, key_of

KEY = key_of("name", "a")


def _library(folder: Path) -> Library:
    settings = Settings(corpora=(("", "corpus"),))
    return Library(settings, "en", confdir=folder, store=folder)


@pytest.mark.parametrize("order", [1, -1])
def test_an_article_saved_between_two_processes(tmp_path: Path, order: int) -> None:
    """Pages of both are read again, whichever of them saw the article as it is now."""
    observations = []
    for title in ("Old", "New")[::order]:
        write(tmp_path, {"corpus/en/a.md": article(title, "Text.")})
        observations.append(Observations())
        observations[-1].look_again(_library(tmp_path))
        observations[-1].see(_library(tmp_path), KEY)
    main, other = observations
    main.merge(other)
    assert main.look_again(_library(tmp_path)).at({KEY}) == {KEY}
    assert main.look_again(_library(tmp_path)).at({KEY}) == set()


@pytest.mark.parametrize("order", [1, -1])
def test_a_text_saved_between_two_processes(tmp_path: Path, order: int) -> None:
    """One of them saw the text as it was, the other only the name, which is the same."""
    whole = key_of("article", "a")
    observations = []
    for text, key in (("Old.", whole), ("New.", KEY)):
        write(tmp_path, {"corpus/en/a.md": article("Title", text)})
        observations.append(Observations())
        observations[-1].look_again(_library(tmp_path))
        observations[-1].see(_library(tmp_path), key)
    main, other = observations[::order]
    main.merge(other)
    assert main.look_again(_library(tmp_path)).at({KEY, whole}) == {whole}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (KEY, key_of("article", "a")),
        (key_of("article", "a"), KEY),
        (key_of("article", "a", "en"), KEY),
        (key_of("section", "a"), KEY),
    ],
)
def test_an_article_saved_during_a_build(tmp_path: Path, first: Key, second: Key) -> None:
    """What is read once is what all pages show, though the file is another by then."""
    write(tmp_path, {"corpus/en/a.md": article("Old", "Text.")})
    library, observations = _library(tmp_path), Observations()
    observations.look_again(library)
    observations.see(library, first)
    write(tmp_path, {"corpus/en/a.md": article("New", "Text.")})
    observations.see(library, second)
    assert observations.look_again(_library(tmp_path)).at({first, second}) == {first, second}
