"""Where the links of the shared corpora lead: ``tests/data/links-*.json`` against a recount."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cncf_links import CNCF, Corpus, as_json, links_of, meaning, table
from corpus_files import article, write
from shared_data import shared

DATA = Path(__file__).parent / "data"
LANGUAGES = frozenset({"en", "pt", "pt-br"})


@pytest.mark.parametrize("name", ["cncf", "investorswiki"])
def test_the_tables_are_what_the_corpora_hold(name: str) -> None:
    counts = table(shared("corpora") / name)
    kept = (DATA / f"links-{name}.json").read_text(encoding="utf-8")
    assert counts == json.loads(kept)
    assert as_json(counts) == kept


@pytest.mark.parametrize(
    ("href", "slug", "language", "form"),
    [
        ("/node/", "node", None, "/{slug}/"),
        ("/node", "node", None, "/{slug}"),
        ("/node/#why", "node", None, "/{slug}/"),
        ("/pt-br/node/", "node", "pt-br", "/{language}/{slug}/"),
        ("/pt/pt-node/", "pt-node", "pt", "/{language}/{slug}/"),
        ("/en//node/", "node", "en", "/{language}//{slug}/"),
        ("/en/node.md", "node", "en", "/{language}/{slug}.md"),
        ("../node/", "node", None, "../{slug}/"),
        ("en/node", "node", "en", "{language}/{slug}"),
        ("(/en/node/)", "node", "en", "(/{language}/{slug}/)"),
        ("%5Ben/node/", "node", "en", "[{language}/{slug}/"),
        ("/n%C3%B3/", "nó", None, "/{slug}/"),
        (
            "https://glossary.cncf.io/en/a/",
            "a",
            "en",
            "https://glossary.cncf.io/{language}/{slug}/",
        ),
        ("https://glossary.cncf.io/", None, None, "page of the site"),
        ("/en/", None, None, "page of the site"),
        ("/en/contribute/", None, None, "page of the site"),
        ("/blog/2020/node/", None, None, "other path"),
        ("https://example.org/en/node/", None, None, "elsewhere"),
        ("mailto:a@example.org", None, None, "elsewhere"),
        ("//example.org/node/", None, None, "elsewhere"),
        ("#why", None, None, "#{fragment}"),
    ],
)
def test_what_a_target_means(href: str, slug: str | None, language: str | None, form: str) -> None:
    assert meaning(href, CNCF, LANGUAGES) == (slug, language, form)


def test_links_are_found_in_order_with_their_lines() -> None:
    text = article(
        "T",
        "# [a](/a/)\n\nText\nand [b](/b/)  \n[c][c].\n\n- ![i](/i/) [](/empty/)\n- `[d](/d/)`\n\n"
        "| [e](/e/) |\n|---|\n| [f](/f/) |\n\nNote[^1]. <a href='/g/'>\n\n[^1]: word\n[c]: /c/",
    )
    found = [(link.slug, link.line) for link in links_of(text, CNCF, LANGUAGES)]
    assert found == [("a", 5), ("b", 8), ("c", 9), ("e", 14), ("f", 16), (None, 18)]


def test_neighbours_with_one_target_are_one() -> None:
    text = "[a](/a/) [b](/a/)[c](/a/)\n[d](/a/), [e](/a/) [f](/f/) *x* [g](/f/)\n"
    found = [(link.slug, link.spaced, link.touching) for link in links_of(text, CNCF, LANGUAGES)]
    assert found == [("a", 2, 1), ("a", 0, 0), ("f", 0, 0), ("f", 0, 0)]


def test_what_each_build_shows(tmp_path: Path) -> None:
    corpus = Corpus(
        write(
            tmp_path,
            {
                "content/en/a.md": article("A", "[b](/b/) [c](/C/) [d](/d/) [old](/old/) [](/a/)"),
                "content/en/contribute/_index.md": article("C", "[a](/a/)"),
                "content/en/_index.md": article("I", "[a](/a/)"),
                "content/it/b.md": article("B", "[a](/it/a/) [d](/d/)", former_slugs="old"),
                "content/de/c.md": article("C", "[a](/a/)\n[x](https://example.org/)"),
                "content/it/c.md": article("C", "[a](/a/) [a](/a/)"),
            },
        )
    )
    assert corpus.languages == ["de", "en", "it"]
    assert corpus.counts("en") == {
        "articles": {"own": 1, "fallback": 2, "fallback_beyond_source": 2},
        "links": {"own": 2, "fallback": 3, "fallback_beyond_source": 3, "dead": 2, "other": 1},
        "neighbours": {"spaced": 0, "touching": 0},
        "dead": {"d": ["en/a.md:5", "it/b.md:6"]},
    }
    italian = corpus.counts("it")
    assert italian["links"] == {
        "own": 3,
        "fallback": 2,
        "fallback_beyond_source": 0,
        "dead": 2,
        "other": 0,
    }
    assert italian["neighbours"] == {"spaced": 1, "touching": 0}
