"""Accessibility and looks in five themes.

Themes have faults of their own. So each page is compared with its twin, the same text
without the extension, in `showcase.py`: what axe-core finds in ours may not be more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from programs import node_file

pytestmark = pytest.mark.browser

# By theme, the custom properties whose values previews take for background, text and border.
THEMES: dict[str, tuple[str, ...]] = {
    "alabaster": (),
    "furo": (
        "--color-background-primary",
        "--color-foreground-primary",
        "--color-foreground-border",
    ),
    "pydata_sphinx_theme": (
        "--pst-color-on-background",
        "--pst-color-text-base",
        "--pst-color-border",
    ),
    "sphinx_rtd_theme": (),
    "sphinx_book_theme": (
        "--pst-color-on-background",
        "--pst-color-text-base",
        "--pst-color-border",
    ),
}
PAGES = ("index", "others", "lists", "words/starter")

_AXE = """
    () => axe.run({
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        resultTypes: ["violations"],
    }).then(found => found.violations.map(fault => [fault.id, fault.nodes.map(n => n.html)]))
"""


@pytest.fixture(scope="module", params=THEMES)
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def shown(theme: str, showcase_in: Callable[[str], Path]) -> Path:
    return showcase_in(theme)


@contextmanager
def _window(chromium: Any, **properties: object) -> Iterator[Any]:
    context = chromium.new_context(**properties)
    try:
        yield context.new_page()
    finally:
        context.close()


def _schemes(theme: str) -> tuple[str, ...]:
    """The themes that have names for their colours are those that can be dark."""
    return ("light", "dark") if THEMES[theme] else ("light",)


def _open_preview(page: Any) -> None:
    """That of a name in another language, which has the most to show."""
    link = page.locator("a.glossterm", has=page.locator(".glossterm-fallback")).first
    link.evaluate("link => link.focus({focusVisible: true})")
    page.locator(".glossterm-preview.is-open .glossterm-preview-language").wait_for()


def _faults(page: Any) -> dict[str, list[str]]:
    """The elements in which axe-core finds a fault, by the rule that they break."""
    return dict(page.evaluate(_AXE))


def _more(faults: dict[str, list[str]], of_theme: dict[str, list[str]]) -> list[str]:
    counts = Counter({rule: len(elements) for rule, elements in of_theme.items()})
    return [
        f"{rule}: {set(elements) - set(of_theme.get(rule, ()))}"
        for rule, elements in faults.items()
        if len(elements) > counts[rule]
    ]


def test_axe_finds_no_more_than_without_us(theme: str, shown: Path, chromium: Any) -> None:
    axe = node_file("axe-core/axe.min.js").read_text("utf-8")
    # So high that nothing scrolls: a header that stays could cover half of a theme's button.
    size = {"width": 1280, "height": 2000}
    for scheme in _schemes(theme):
        with _window(chromium, color_scheme=scheme, viewport=size) as page:
            page.add_init_script(axe)
            for name in PAGES if scheme == "light" else ["others"]:
                page.goto((shown / "plain" / f"{name}.html").as_uri())
                of_theme = _faults(page)
                page.goto((shown / "ours" / f"{name}.html").as_uri())
                assert _more(_faults(page), of_theme) == [], (name, scheme)
                if name == "others":
                    _open_preview(page)
                    assert _more(_faults(page), of_theme) == [], (name, scheme, "preview open")


def test_a_phone_s_width_is_enough(theme: str, shown: Path, chromium: Any) -> None:
    """320 pixels, without scrolling sideways; and what is to be tapped is large enough."""
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with _window(chromium, viewport={"width": 320, "height": 640}) as page:
        for name in PAGES:
            page.goto((shown / "ours" / f"{name}.html").as_uri())
            if too_wide := page.evaluate(overflow):
                page.goto((shown / "plain" / f"{name}.html").as_uri())
                assert too_wide <= page.evaluate(overflow), name  # the theme's own
                page.go_back()
            for letter in page.locator(".glossterm-letters > a").all():
                box = letter.bounding_box()
                assert min(box["width"], box["height"]) >= 24


def test_a_table_of_concepts_stands_in_its_column(theme: str, shown: Path, chromium: Any) -> None:
    """Its texts are wrapped, so that nobody has to scroll it sideways."""
    with _window(chromium, viewport={"width": 1200, "height": 800}) as page:
        page.goto((shown / "ours" / "lists.html").as_uri())
        table = page.locator("table.glossterm-list")
        text = table.locator("td", has_text="the proteins of wheat")
        assert text.evaluate("e => getComputedStyle(e.firstElementChild).whiteSpace") == "normal"
        assert table.evaluate("e => e.offsetWidth <= e.parentElement.clientWidth")


def test_colours_are_the_theme_s_or_yours(theme: str, shown: Path, chromium: Any) -> None:
    for scheme in _schemes(theme):
        with _window(chromium, color_scheme=scheme) as page:
            page.goto((shown / "ours" / "index.html").as_uri())
            _open_preview(page)
            for name in THEMES[theme]:
                page.add_style_tag(content=f".probe {{ color: var({name}) }}")
                wanted = page.evaluate(
                    """() => {
                        const probe = document.createElement("p");
                        probe.className = "probe";
                        document.body.append(probe);
                        const { color } = getComputedStyle(probe);
                        probe.remove();
                        return color;
                    }"""
                )
                assert wanted in _colours(page), (scheme, name)
            page.add_style_tag(
                content=":root { --glossterms-border: #010203; --glossterms-background: #040506 }"
            )
            assert {"rgb(1, 2, 3)", "rgb(4, 5, 6)"} <= set(_colours(page))


def _colours(page: Any) -> list[str]:
    """The colours of the preview that is shown: its background, its text, its border."""
    return list(
        page.locator(".glossterm-preview.is-open").evaluate(
            "e => { const s = getComputedStyle(e); return [s.backgroundColor, s.color, s.borderTopColor] }"
        )
    )


def test_a_name_in_another_language_is_seen_without_colours(
    theme: str, shown: Path, chromium: Any
) -> None:
    decoration = "e => getComputedStyle(e).textDecorationStyle"
    with _window(chromium) as page:
        page.goto((shown / "ours" / "index.html").as_uri())
        foreign = page.locator("a.glossterm > .glossterm-fallback").first
        assert foreign.evaluate(decoration) == "dotted"


def test_lists_stay_inside_articles_that_run_the_other_way(
    theme: str, shown: Path, chromium: Any
) -> None:
    """Where there is no room beside a line, its bullet is outside."""
    with _window(chromium, viewport={"width": 1200, "height": 800}) as page:
        page.goto((shown / "ours" / "others.html").as_uri())
        for direction in ("ltr", "rtl"):
            page.evaluate("direction => { document.documentElement.dir = direction }", direction)
            rooms = page.locator(".glossterm-article li").evaluate_all(
                """items => items.map(item => {
                    const at = item.getBoundingClientRect();
                    const box = item.closest(".glossterm-article").getBoundingClientRect();
                    const { direction } = getComputedStyle(item);
                    return direction === "rtl" ? box.right - at.right : at.left - box.left;
                })"""
            )
            assert min(rooms) >= 16
