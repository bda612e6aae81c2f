"""``:section:`` shows one section, whatever the language calls it."""

from __future__ import annotations

import pytest
from building import Built, article, build, write
from pages import body_of, faults, headings, page, text_of, with_class

EN = "Lead.\n\n## One\n\nFirst.\n\n### Deeper\n\nInside.\n\n## Two {#second}\n\nSecond.\n\n## Highlights\n\n- A.\n- B.\n\n## Three\n\nThird."
SV = "Ingress.\n\n## Ett\n\nFörst.\n\n### Djupare\n\nInuti.\n\n## Två\n\nAndra.\n\n## Höjdpunkter\n\n- A.\n- B.\n\n## Tre\n\nTredje."
CORPUS = {
    "en/bread.md": article("Bread", EN),
    "sv/bread.md": article("Bröd", SV),
    "en/short.md": article("Short", EN),
    "sv/short.md": article("Kort", "## Bara\n\nEn."),
    "en/only-en.md": article("Only", EN),
}
# page -> directive, headings of the Swedish page, a text that it shows
PAGES = {
    "number": (".. glossterm:: bread\n   :section: 2", [(1, "Två")], "Andra."),
    "deep": (".. glossterm:: bread\n   :section: 1", [(1, "Ett"), (2, "Djupare")], "Inuti."),
    "after-highlights": (".. glossterm:: bread\n   :section: 3", [(1, "Tre")], "Tredje."),
    "heading": (".. glossterm:: bread\n   :section: Två", [(1, "Två")], "Andra."),
    "source": (".. glossterm:: bread\n   :section: two", [(1, "Två")], "Andra."),
    "no-title": (".. glossterm:: bread\n   :section: 2\n   :show: body", [], "Andra."),
    "id": (".. glossterm:: bread\n   :section: second", [(1, "Two")], "Second."),
    "few": (".. glossterm:: short\n   :section: 2", [(1, "Two")], "Second."),
    "fallback": (".. glossterm:: only-en\n   :section: 2", [(1, "Two")], "Second."),
    "nowhere": (
        ".. glossterm:: short\n   :section: 9\n   :no-index:",
        [(1, "Kort"), (2, "Bara")],
        "En.",
    ),
}
MISSING = ("id", "few", "nowhere")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("sections")
    write(folder / "corpus", CORPUS)
    pages = {f"{name}.rst": f"{directive}\n" for name, (directive, _, _) in PAGES.items()}
    pages["index.rst"] = "Start\n=====\n\n.. toctree::\n   :glob:\n\n   *\n"
    pages["item.rst"] = "Item\n====\n\n- .. glossterm:: bread\n     :section: 1\n"
    return build(write(folder / "source", pages), language="sv", glossterms_corpora="../corpus")


@pytest.mark.parametrize("name", PAGES)
def test_the_section_is_shown(built: Built, name: str) -> None:
    _, wanted, text = PAGES[name]
    root = page(built, name)
    assert headings(root) == wanted
    shown = text_of(body_of(root))
    assert text in shown
    assert sum(other in shown for other in ("Först.", "Andra.", "Tredje.", "Second.", "En.")) == 1
    assert list(faults(root)) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_section_of_a_fallback_is_marked(built: Built, name: str) -> None:
    found = with_class(page(built, name), "glossterm-article")[0]
    is_fallback = name in ("id", "few", "fallback")
    assert ("glossterm-fallback" in found.get("class", "")) == is_fallback
    assert found.get("lang") == ("en" if is_fallback else None)
    assert len(with_class(found, "glossterm-notice")) == is_fallback


def test_a_missing_section_is_told(built: Built) -> None:
    warnings = [line for line in built.warnings if "[glossterms.section]" in line]
    for name in MISSING:
        assert sum(f"/{name}.rst:1:" in line for line in warnings) == 1
    assert len(warnings) == len(MISSING)
    assert "“second” in sv; shown in en" in next(w for w in warnings if "/id.rst" in w)


def test_a_section_is_no_target(built: Built) -> None:
    for name in PAGES:
        assert 'id="glossterm-bread"' not in built.text(f"{name}.html")


def test_section_in_a_list_has_rubrics(built: Built) -> None:
    assert headings(page(built, "item")) == [(1, "Item"), (2, "Ett"), (3, "Djupare")]
