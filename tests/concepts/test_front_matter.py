"""Front matter: where it starts and ends, what it says, how it fails."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_glossterms.concepts.findings import Finding, Rule, Severity
from sphinx_glossterms.concepts.front_matter import FrontMatter, Split, read, split


def read_matter(matter: str, **fields: str | None) -> tuple[FrontMatter, tuple[Finding, ...]]:
    return read(matter, path="sv/x.md", first_line=2, fields=fields)


def values(matter: str, **fields: str | None) -> FrontMatter:
    result, findings = read_matter(matter, **fields)
    assert not findings
    return result


@pytest.mark.parametrize(
    ("text", "matter", "body", "offset", "first_line"),
    [
        ("---\ntitle: a\n---\nBody\n", "title: a\n", "Body\n", 3, 2),
        ("\n  \n---\ntitle: a\n---\nBody", "title: a\n", "Body", 5, 4),
        ("---  \ntitle: a\n---\t \nBody", "title: a\n", "Body", 3, 2),
        ("---\ntitle: a\n...\nBody", "title: a\n", "Body", 3, 2),
        ("---\ntitle: a\n---", "title: a\n", "", 3, 2),
        ("---\ntitle: a\n---\n", "title: a\n", "", 3, 2),
        ("---\n---\nBody", "", "Body", 2, 2),
        ("---\n title: a\n---\nBody", " title: a\n", "Body", 3, 2),
        ("---\n# a comment\n\ntitle: a\n---\nBody", "# a comment\n\ntitle: a\n", "Body", 5, 2),
        ("---\ntitle: a\n---\nBody\n---\n", "title: a\n", "Body\n---\n", 3, 2),
        ("---\ntitle: a --- b\n---\nBody", "title: a --- b\n", "Body", 3, 2),
        ("---\nशीर्षक: a\n---\nBody", "शीर्षक: a\n", "Body", 3, 2),
        ("---\nlast seen at: a\n---\nBody", "last seen at: a\n", "Body", 3, 2),
        ("---\n{title: a}\n---\nBody", "{title: a}\n", "Body", 3, 2),
    ],
)
def test_front_matter_is_found(
    text: str, matter: str, body: str, offset: int, first_line: int
) -> None:
    assert split(text) == Split(matter=matter, body=body, offset=offset, first_line=first_line)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Body",
        "# Heading\n\n---\ntitle: a\n---\n",
        "----\ntitle: a\n----\n",
        "--\ntitle: a\n--\n",
        " ---\ntitle: a\n ---\n",
        "---\nA thematic break before prose.\n",
        "---\nProse between two breaks.\n---\nMore.\n",
        "---\nWhat we have to say is this: prose.\n---\nMore.\n",
        "---\n# Heading\n\nProse.\n",
        "---\n\n- item\n",
        "---\n- item: x\n---\n",
        "---\n**Note:** prose.\n---\n",
        "---",
        "---\n",
    ],
)
def test_what_is_no_front_matter_stays_text(text: str) -> None:
    assert split(text) == Split(matter=None, body=text, offset=0)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: a\n\n# Heading\n\nProse.\n",
        "---\ntitle: a\nkeywords: b",
        "---\ntitle: a\n----\nProse.\n",
        "---\ntitle: a\n\n# Heading\n\nProse.\n\n---\n\nMore after a thematic break.\n",
    ],
)
def test_front_matter_without_end_loses_no_text(text: str) -> None:
    result = split(text)
    assert result.unclosed
    assert result.matter is None
    assert "---\n" + result.body == text
    assert (result.offset, result.first_line) == (1, 2)


@given(st.text(alphabet="-.:a#\n \t{'"))
def test_no_text_is_lost_and_lines_count(text: str) -> None:
    result = split(text)
    assert text.endswith(result.body)
    if result.matter is not None:
        assert result.matter in text
    if result.body:
        assert text.split("\n")[result.offset :] == result.body.split("\n")


def test_many_blank_lines_take_no_time() -> None:
    assert split("\n" * 300_000 + "x").matter is None


def test_all_fields() -> None:
    assert values(
        "title: Kundcentrerad\n"
        "term: kundcentrerad\n"
        "description: Kunden först.\n"
        "keywords: [a, 'b, c', a]\n"
        "aliases:\n- d\n- e\n"
        "abbreviation: KC\n"
        "forms: kunders\n"
        "status: Admitted\n"
        "former_slugs: [old]\n"
        "slug: client-centric\n"
        "language: no\n"
        "source_digest: '0123'\n"
        "unknown: [{deep: er}]\n"
    ) == FrontMatter(
        title="Kundcentrerad",
        term="kundcentrerad",
        description="Kunden först.",
        keywords=("a", "b, c"),
        aliases=("d", "e"),
        abbreviation="KC",
        forms=("kunders",),
        status="admitted",
        former_slugs=("old",),
        slug="client-centric",
        language="no",
        source_digest="0123",
    )


@pytest.mark.parametrize(
    "keywords",
    [
        "a b,c",
        "a b, c ,, ",
        "[a b, c]",
        "a b،c",
        "a b、c",
        "a b，c",
        "[a b, '', ~, c]",
        "- a b\n- c",
    ],
)
def test_keywords_as_list_or_one_string(keywords: str) -> None:
    separator = "\n" if keywords.startswith("-") else " "
    assert values(f"keywords:{separator}{keywords}\n").keywords == ("a b", "c")


@pytest.mark.parametrize(
    ("scalar", "title"),
    [
        ("NO", "NO"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("12:30:45", "12:30:45"),
        ("9999-99-99", "9999-99-99"),
        ("true", "true"),
        ("'null'", "null"),
        ("null", ""),
        ("~", ""),
        ("", ""),
        ("''", ""),
        ("L&#39;azienda &amp; co", "L'azienda & co"),
        ("'a&#10;b'", "a b"),
        ("'a&#xD800;b&#0;'", "a\ufffdb\ufffd"),
        ("|\n  a\n  b\n", "a b"),
        (">-\n  a\n  b\n", "a b"),
        ('"a\\nb\\tc\\0d\\u2028e"', "a b c d e"),
        ('"a\\ufffeb"', "a b"),
        ("  spaced \u00a0 out ", "spaced out"),
    ],
)
def test_every_scalar_is_clean_text(scalar: str, title: str) -> None:
    assert values(f"title: {scalar}\n").title == title


def test_keys_in_any_case_and_indented_matter() -> None:
    assert values(" Title: a\n KEYWORDS: b\n") == FrontMatter(title="a", keywords=("b",))


def test_a_corpus_has_its_own_keys() -> None:
    matter = "aka: [b]\naliases: [c]\nstatus: Completed\nTitle: x\n"
    result = values(matter, aliases="AKA", status=None)
    assert result == FrontMatter(title="x", aliases=("b",))


@pytest.mark.parametrize("matter", ["", "\n", "# nothing\n", "~\n", "other: x\n"])
def test_nothing_to_say(matter: str) -> None:
    assert values(matter) == FrontMatter()


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("title: [a, b]", "'title' is a list, not text"),
        ("title: {a: b}", "'title' is a mapping, not text"),
        ("keywords: {a: b}", "'keywords' is a mapping"),
        ("keywords: [a, [b]]", "'keywords' is a list"),
        ("status: Completed", "not one of preferred, admitted, deprecated"),
        ("Term: again", "'Term' stands more than once"),
    ],
)
def test_a_field_of_the_wrong_kind_is_ignored(field: str, words: str) -> None:
    result, (finding,) = read_matter(f"term: t\n{field}\n")
    assert result == FrontMatter(term="t")
    assert (finding.path, finding.line, finding.rule) == ("sv/x.md", 3, Rule.FIELD_KIND)
    assert words in finding.message


@pytest.mark.parametrize(
    ("matter", "line"),
    [
        ("title: 'open\n", 3),
        ("title: a: b\n", 2),
        ("term: t\n\ttitle: a\n", 3),
        ("term: t\ntitle: &a x\n", 3),
        ("term: t\ntitle: *a\n", 3),
        ("title: !!python/object/apply:os.system [x]\n", 2),
        ("title: !x y\n", 2),
        ("<<: {a: b}\nb: &x [1]\n", 3),
        ("- a\n- b\n", 2),
        ("just text\n", 2),
        ("a: " + "[" * 20_000, 2),
        ("a: " + "{b: " * 20_000, 2),
        ("a:\n" + "- b\n" * 20_000, None),
        ("a: x\n--- \nb: y\n", None),
        ("%YAML 9.9\n---\na: b\n", None),
        ('title: "\\ud800"\n', None),
        ("title: @x\n", 2),
    ],
)
def test_what_cannot_be_read_is_one_error_with_its_line(matter: str, line: int | None) -> None:
    result, (finding,) = read_matter(matter)
    assert result == FrontMatter()
    assert finding.rule is Rule.FRONT_MATTER
    assert finding.severity is Severity.ERROR
    assert finding.line >= 2
    assert "\n" not in finding.message
    if line is not None:
        assert finding.line == line


def test_a_colon_in_a_value_needs_quotes() -> None:
    _, (finding,) = read_matter("title: a: b\n")
    assert finding.message == (
        "the front matter can't be read: put the value in quotes: it holds “: ”;"
        " the article is shown without its front matter"
    )


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("title: \n-[]{}'\"&*!|>#,"))))
def test_no_input_raises(matter: str) -> None:
    read_matter(matter)


@given(st.text(alphabet=st.characters()))
def test_values_hold_one_clean_line(text: str) -> None:
    quoted = text.replace("'", "''")
    result, _ = read_matter(f"title: '{quoted}'\nkeywords: ['{quoted}']\n")
    for value in (result.title, *result.keywords):
        assert value == " ".join(value.split())
        assert not {unicodedata.category(char) for char in value} & {"Cc", "Cs", "Zl", "Zp"}
