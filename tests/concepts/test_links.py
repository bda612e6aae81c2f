"""What a link target in an article means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_glossterms.concepts.links import (
    ConceptLink,
    ExternalLink,
    FragmentLink,
    Link,
    LocalLink,
    UnusableLink,
    classify,
)

CNCF = ("/{language}/{slug}/", "/{slug}/")


@pytest.mark.parametrize(
    ("href", "patterns", "meanings"),
    [
        ("/customer", ("/{slug}",), [ConceptLink("customer")]),
        ("/customer/", ("/{slug}",), [ConceptLink("customer")]),
        ("/customer#types", ("/{slug}",), [ConceptLink("customer", fragment="types")]),
        ("/customer?x=1#typ%20es", ("/{slug}",), [ConceptLink("customer", fragment="typ es")]),
        ("/a%20b/%E5%AE%A2", ("/{slug}",), [ConceptLink("a b/客")]),
        ("/node.js", ("/{slug}",), [ConceptLink("node.js")]),
        ("/fr/scalability/", CNCF, [ConceptLink("scalability", "fr"), ConceptLink("fr/scalability")]),
        ("/scalability/", CNCF, [ConceptLink("scalability")]),
        ("#customer", ("#{slug}",), [ConceptLink("customer")]),
        ("../customer", ("../{slug}",), [ConceptLink("customer")]),
        ("../sv/customer.md", ("../{language}/{slug}.md",), [ConceptLink("customer", "sv")]),
        ("customer", ("{slug}",), [ConceptLink("customer")]),
        ("https://x.example/wiki/customer", ("https://x.example/wiki/{slug}",), [ConceptLink("customer")]),
        ("/customer", ("/wiki/{slug}",), [LocalLink("/customer")]),
        ("/", ("/{slug}",), [LocalLink("/")]),
        ("", ("/{slug}",), [LocalLink("")]),
        ("#types", ("/{slug}",), [FragmentLink("types")]),
        ("#t%C3%A4t", ("/{slug}",), [FragmentLink("tät")]),
        ("customer", ("/{slug}",), [LocalLink("customer")]),
        ("/../etc/passwd", ("/{slug}",), [LocalLink("/../etc/passwd")]),
        ("/%2e%2e/%2e%2e/etc", ("/{slug}",), [LocalLink("/%2e%2e/%2e%2e/etc")]),
        ("/%00", ("/{slug}",), [LocalLink("/%00")]),
        ("/a%0Ab", ("/{slug}",), [LocalLink("/a%0Ab")]),
        ("https://x.example/a", ("/{slug}",), [ExternalLink("https://x.example/a")]),
        ("HTTP://x.example", ("/{slug}",), [ExternalLink("HTTP://x.example")]),
        ("mailto:a@x.example", ("/{slug}",), [ExternalLink("mailto:a@x.example")]),
        ("javascript:alert(1)", ("/{slug}",), [UnusableLink("javascript:alert(1)")]),
        ("data:text/html,x", ("/{slug}",), [UnusableLink("data:text/html,x")]),
        ("file:///etc/passwd", ("/{slug}",), [UnusableLink("file:///etc/passwd")]),
        ("//evil.example/x", ("/wiki/{slug}",), [UnusableLink("//evil.example/x")]),
        ("//evil.example/x", ("/{slug}",), [UnusableLink("//evil.example/x")]),
        ("https://[x", ("/{slug}",), [UnusableLink("https://[x")]),
    ],
)  # fmt: skip
def test_meanings(href: str, patterns: tuple[str, ...], meanings: list[Link]) -> None:
    assert list(classify(href, patterns)) == meanings


@given(st.text(), st.sampled_from([("/{slug}",), CNCF, ("#{slug}", "../{slug}"), ()]))
def test_every_target_means_something(href: str, patterns: tuple[str, ...]) -> None:
    meanings = classify(href, patterns)
    assert meanings
    assert all(".." not in m.slug.split("/") for m in meanings if isinstance(m, ConceptLink))
