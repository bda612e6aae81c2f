"""What pages saw, where no build can be made to show it: processes that saw different things."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import article, write

from sphinx_glossterms.sphinx_ext.config import Settings
from sphinx_glossterms.sphinx_ext.library import Library
from sphinx_glossterms.sphinx_ext.observations import Observations, key_of

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
    assert main.look_again(_library(tmp_path)) == {KEY}
    assert main.look_again(_library(tmp_path)) == set()


def test_an_article_saved_during_a_build(tmp_path: Path) -> None:
    write(tmp_path, {"corpus/en/a.md": article("Old", "Text.")})
    library, observations = _library(tmp_path), Observations()
    observations.look_again(library)
    whole = key_of("article", "a")
    observations.see(library, KEY)
    write(tmp_path, {"corpus/en/a.md": article("New", "Text.")})
    observations.see(library, whole)
    assert observations.look_again(_library(tmp_path)) == {KEY, whole}


def test_a_corpus_is_opened_only_to_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"corpus/en/a.md": article("Title", "Text.")})
    observations = Observations()
    observations.look_again(_library(tmp_path))
    observations.see(_library(tmp_path), KEY)

    def refuse(*args: object) -> None:
        raise AssertionError("a corpus was opened")

    monkeypatch.setattr("sphinx_glossterms.sphinx_ext.shelves.open_shelves", refuse)
    assert observations.look_again(_library(tmp_path)) == set()
