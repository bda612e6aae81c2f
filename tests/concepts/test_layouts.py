"""Layouts and exclude patterns."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_glossterms.concepts.layouts import Layout, compile_globs


@pytest.mark.parametrize(
    ("pattern", "folder", "slug", "path"),
    [
        ("{language}/{slug}.md", "sv", "client-centric", "sv/client-centric.md"),
        ("{language}/{slug}.md", "pt-br", "a/b.c", "pt-br/a/b.c.md"),
        ("Texts/{language}/{slug}.md", "Swedish", "x", "Texts/Swedish/x.md"),
        (
            "files/{language}/glossary/{slug}/index.md",
            "sv",
            "a/index",
            "files/sv/glossary/a/index/index.md",
        ),
        ("{slug}.{language}.md", "zh-Hans", "node.js", "node.js.zh-Hans.md"),
        ("{slug}/{language}.md", "sv", "a/b", "a/b/sv.md"),
        ("{slug}.md", "", "a/b", "a/b.md"),
        ("{language}/{slug}.md", "sv", "x" * 512, f"sv/{'x' * 512}.md"),
        ("{language}.md", "sv", "", "sv.md"),
        ("{language}_{slug}.md", "sv", "a_b", "sv_a_b.md"),
        ("(a+b)/{language}/{slug}.md", "sv", "x", "(a+b)/sv/x.md"),
        ("article.md", "", "", "article.md"),
    ],
)
def test_path_and_match_are_inverse(pattern: str, folder: str, slug: str, path: str) -> None:
    layout = Layout.parse(pattern)
    assert layout.path(folder, slug) == path
    assert layout.match(path) == (folder, slug)
    assert layout.has_language is ("{language}" in pattern)
    assert layout.has_slug is ("{slug}" in pattern)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("{language}/{slug}.md", "README.md"),
        ("{language}/{slug}.md", "sv/x.txt"),
        ("{language}/{slug}.md", "sv/.md"),
        ("{language}/{slug}.md", "sv/x.md.bak"),
        ("{language}/{slug}.md", "sv/x.md\n"),
        ("{language}/{slug}.md", "sv//x.md"),
        ("{language}/{slug}.md", "../x.md"),
        ("{language}/{slug}.md", "sv/../x.md"),
        ("{language}/{slug}.md", "/sv/x.md"),
        ("{slug}.{language}.md", "x.md"),
        ("{slug}/{language}.md", "sv.md"),
        ("Texts/{language}/{slug}.md", "texts/sv/x.md"),
    ],
)
def test_other_files_are_no_articles(pattern: str, path: str) -> None:
    assert Layout.parse(pattern).match(path) is None


NAME = st.text(alphabet="abÅ-_. ", min_size=1, max_size=6).filter(lambda s: s not in (".", ".."))
PATTERNS = ["{language}/{slug}.md", "{slug}/{language}.md", "a/{language}/b/{slug}/index.md"]


@given(st.sampled_from(PATTERNS), NAME, st.lists(NAME, min_size=1, max_size=3).map("/".join))
def test_any_article_is_found_again(pattern: str, folder: str, slug: str) -> None:
    layout = Layout.parse(pattern)
    assert layout.match(layout.path(folder, slug)) == (folder, slug)


@given(
    st.sampled_from([*PATTERNS, "{slug}.{language}.md", "{language}-{slug}"]), st.text("ab.-/md")
)
def test_whatever_matches_has_that_path(pattern: str, path: str) -> None:
    layout = Layout.parse(pattern)
    if found := layout.match(path):
        assert layout.path(*found) == path


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("", "not a path"),
        ("/{language}/{slug}.md", "relative"),
        ("../{language}/{slug}.md", "relative"),
        ("{language}\\{slug}.md", "relative"),
        ("C:/{slug}.md", "relative"),
        ("{lang}/{slug}.md", r"\{lang\} is unknown"),
        ("{language}/{}.md", r"\{\} is unknown"),
        ("{language}/{slug}/{slug}.md", "only once"),
        ("{language}{slug}.md", "between"),
        ("{language}/{slug.md", "not closed"),
        ("language}/{slug}.md", "not closed"),
    ],
)
def test_faulty_patterns_say_why(pattern: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Layout.parse(pattern)


@pytest.mark.parametrize(
    ("pattern", "directory"),
    [
        ("{language}/{slug}.md", ""),
        ("Texts/{language}/{slug}.md", "Texts"),
        ("files/a/{language}/glossary/{slug}/index.md", "files/a"),
        ("{slug}.{language}.md", None),
        ("{slug}/{language}/x.md", None),
        ("x-{language}/{slug}.md", None),
        ("{slug}.md", None),
        ("{language}.md", None),
        ("{language}/article.md", ""),
    ],
)
def test_where_the_languages_are_listed(pattern: str, directory: str | None) -> None:
    assert Layout.parse(pattern).language_directory() == directory


def test_layouts_are_values() -> None:
    layout = Layout.parse("{language}/{slug}.md")
    assert layout == Layout.parse("{language}/{slug}.md") != Layout.parse("{slug}.md")
    assert hash(layout) == hash(Layout.parse("{language}/{slug}.md"))
    assert pickle.loads(pickle.dumps(layout)) == layout


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("_index.md", "en/_index.md", True),
        ("_index.md", "en/x_index.md", False),
        ("contribute", "en/contribute/how/to.md", True),
        ("contribute/", "en/contribute/x.md", True),
        ("contribute", "en/contributes/x.md", False),
        ("_*", "en/_TEMPLATE.md", True),
        ("?n", "en/a.md", True),
        ("*.md", "en/a.md", True),
        ("en/a.md", "en/a.md", True),
        ("en/a.md", "x/en/a.md", False),
        ("/en", "en/a.md", True),
        ("/en", "x/en/a.md", False),
        ("en/drafts", "en/drafts/deep/a.md", True),
        ("*/drafts", "en/drafts/a.md", True),
        ("*/drafts", "en/x/drafts/a.md", False),
        ("**/drafts", "en/x/drafts/a.md", True),
        ("**/drafts", "drafts/a.md", True),
        ("en/**/a.md", "en/a.md", True),
        ("en/**/a.md", "en/x/y/a.md", True),
        ("en/**/a.md", "sv/x/a.md", False),
        ("drafts/**", "drafts/x/a.md", True),
        ("en/*", "en/a.md", True),
        ("en*a.md", "en/a.md", False),
        ("a.b", "axb", False),
        ("A.md", "a.md", False),
        ("", "a.md", False),
        ("/", "a.md", False),
        ("**", "en/a.md", True),
    ],
)
def test_exclude_patterns(pattern: str, path: str, matches: bool) -> None:
    assert compile_globs([pattern])(path) is matches


def test_any_of_several_patterns_excludes() -> None:
    excluded = compile_globs(["_*", "en/drafts"])
    assert excluded("sv/_index.md")
    assert excluded("en/drafts/a.md")
    assert not excluded("en/a.md")
    assert not compile_globs([])("en/a.md")


def test_a_hostile_pattern_takes_no_time() -> None:
    path = "/".join(["a" * 200] * 10)
    assert not compile_globs(["*a" * 60 + "b"])(path)
    assert not compile_globs(["**/a*/" * 60 + "b"])(path)
