"""Previews, as readers meet them: by mouse, keyboard and touch, in small and large windows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from building import Built, article, build, write

pytestmark = pytest.mark.browser

LONG = "It rises slowly, and nobody hurries it. " * 12
INDEX = f"""\
Start
=====

Feed the :glossterm:`starter` and :glossterm:`again <starter>`, then look for :glossterm:`gluten`.

{"Much text. " * 60}

At the right end of a line that is as long as it can be, and longer, stands :glossterm:`gluten`.

{"Much text. " * 300}

At the end :glossterm:`long`.

{"Much text. " * 300}

.. toctree::

   starter
   others
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("previews")
    write(
        folder / "corpus",
        {
            "en/starter.md": article("Starter", "Text.", description="A culture of flour & water."),
            "sv/starter.md": article("Surdegsgrund", "Text.", description="En odling."),
            "ar/starter.md": article("البادئ", "نص.", description="مزرعة من الدقيق والماء."),
            "en/gluten.md": article("Gluten", "It *holds* the `dough` **firmly** together."),
            "en/long.md": article("Long", LONG),
        },
    )
    pages = {
        "index.rst": INDEX,
        "starter.rst": ".. glossterm:: starter\n",
        "others.rst": "Others\n======\n\n.. glossterm-list::\n",
        "plain.rst": ":orphan:\n\nPlain\n=====\n\nNo concept.\n",
    }
    return write(folder / "source", pages)


def _build(source: Path, language: str = "en", **config: object) -> Built:
    built = build(source, language=language, glossterms_corpora="../corpus", **config)
    assert built.warnings == []
    return built


@pytest.fixture(scope="module")
def built(source: Path) -> Built:
    return _build(source)


Opener = Callable[..., Any]


@pytest.fixture
def visit(browser: Any, built: Built) -> Iterator[Opener]:
    """Opens a page from its file, in a window with these properties, in each browser."""
    yield from _opener(browser, built)


@pytest.fixture
def visit_chromium(chromium: Any, built: Built) -> Iterator[Opener]:
    """The same, where only Chromium can be asked for what a test needs."""
    yield from _opener(chromium, built)


def _opener(browser: Any, built: Built) -> Iterator[Opener]:
    contexts = []

    def open_page(name: str = "index.html", *, of: Built = built, **window: object) -> Any:
        context = browser.new_context(**{"viewport": {"width": 900, "height": 600}, **window})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.goto((of.outdir / name).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def _link(page: Any, text: str = "Starter") -> Any:
    return page.locator("a.glossterm", has_text=text).first


def _shown(page: Any) -> Any:
    return page.locator(".glossterm-preview:visible")


def _waits_closed(page: Any) -> None:
    _shown(page).wait_for(state="detached")


def _is_inside(page: Any) -> bool:
    """Whether what is shown lies in the window, and leaves its link to be seen."""
    return bool(
        page.evaluate(
            """() => {
                const box = document.querySelector('.glossterm-preview.is-open')
                    .getBoundingClientRect();
                const width = document.documentElement.clientWidth;
                const height = document.documentElement.clientHeight;
                return box.width > 50 && box.height > 20 && box.left >= 0 && box.top >= 0
                    && box.right <= width && box.bottom <= height;
            }"""
        )
    )


def _hides_link(page: Any, link: Any) -> bool:
    box, at = _shown(page).bounding_box(), link.bounding_box()
    return bool(box["y"] < at["y"] + at["height"] and at["y"] < box["y"] + box["height"])


# --- mouse ---------------------------------------------------------------------------------


def test_the_pointer_shows_title_and_description(visit: Opener) -> None:
    page = visit()
    assert not _shown(page).count()
    _link(page).hover()
    _shown(page).wait_for()
    assert _shown(page).inner_text().split("\n") == ["Starter", "", "A culture of flour & water."]
    assert _is_inside(page)
    assert not _hides_link(page, _link(page))


def test_the_first_paragraph_keeps_its_emphasis_and_code(visit: Opener) -> None:
    page = visit()
    _link(page, "Gluten").hover()
    _shown(page).wait_for()
    text = _shown(page).locator("p").last.inner_html()
    assert text == "It <em>holds</em> the <code>dough</code> <strong>firmly</strong> together."


def test_it_stays_under_the_pointer_and_goes_with_it(visit: Opener) -> None:
    page = visit()
    _link(page).hover()
    _shown(page).wait_for()
    _shown(page).hover()
    page.wait_for_timeout(400)
    assert _shown(page).count() == 1
    page.mouse.move(5, 5)
    _waits_closed(page)


def test_a_pointer_that_passes_opens_nothing(visit: Opener) -> None:
    page = visit()
    _link(page).hover()
    page.mouse.move(5, 5)
    page.wait_for_timeout(400)
    assert not _shown(page).count()


def test_only_one_is_shown(visit: Opener) -> None:
    page = visit()
    _link(page).hover()
    _shown(page).wait_for()
    _link(page, "Gluten").hover()
    page.wait_for_timeout(400)
    assert _shown(page).inner_text().startswith("Gluten")


def test_who_comes_back_to_the_page_finds_it_closed(visit: Opener) -> None:
    page = visit()
    _link(page).hover()
    _shown(page).wait_for()
    # Playwright's browsers keep no pages to go back to, so the event is all there is to test.
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    _waits_closed(page)


def test_a_click_follows_the_link(visit: Opener) -> None:
    page = visit()
    _link(page).click()
    page.wait_for_url("**/starter.html#glossterm-starter")


# --- keyboard and screen readers -----------------------------------------------------------


def _tab_to(page: Any, text: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == text:
            return
    raise AssertionError(f"the keyboard never comes to {text}")


def test_the_keyboard_shows_and_dismisses_it(visit: Opener) -> None:
    page = visit()
    _tab_to(page, "Starter")
    _shown(page).wait_for()
    page.keyboard.press("Escape")
    _waits_closed(page)
    assert page.evaluate("document.activeElement.textContent") == "Starter"
    page.keyboard.press("Tab")
    _shown(page).wait_for()
    page.keyboard.press("Shift+Tab")
    page.wait_for_timeout(400)
    assert _shown(page).count() == 1


def test_escape_dismisses_what_the_pointer_shows(visit: Opener) -> None:
    page = visit()
    _link(page).hover()
    _shown(page).wait_for()
    page.keyboard.press("Escape")
    _waits_closed(page)
    page.wait_for_timeout(400)
    assert not _shown(page).count()


def test_a_link_outside_the_window_is_scrolled_to_and_shown(visit: Opener) -> None:
    page = visit()
    _link(page, "Gluten").focus()
    for _ in range(5):
        page.keyboard.press("Tab")
        if _link(page, "Long").evaluate("e => e === document.activeElement"):
            break
    _shown(page).wait_for()
    page.wait_for_timeout(500)  # for what scrolling may set off
    assert "Long" in _shown(page).inner_text()
    assert _is_inside(page)
    assert not _hides_link(page, _link(page, "Long"))


def test_enter_follows_the_link(visit: Opener) -> None:
    page = visit()
    _tab_to(page, "Starter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/starter.html#glossterm-starter")


def test_screen_readers_say_it(visit_chromium: Opener) -> None:
    """The browser's accessibility tree has the preview as the link's description."""
    page = visit_chromium()
    session = page.context.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    links = {
        node["name"]["value"]: node.get("description", {}).get("value")
        for node in tree
        if node.get("role", {}).get("value") == "link" and node.get("name")
    }
    assert links["again"] == "Starter A culture of flour & water."
    assert links["Gluten"] == "Gluten It holds the dough firmly together."
    roles = {node.get("role", {}).get("value") for node in tree if not node.get("ignored")}
    assert "tooltip" not in roles  # what is not shown is not there to be walked through


# --- touch ---------------------------------------------------------------------------------


def test_the_first_tap_shows_and_the_title_goes_on(visit_chromium: Opener) -> None:
    page = visit_chromium(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 640})
    _link(page).tap()
    _shown(page).wait_for()
    assert page.url.endswith("index.html")
    assert _is_inside(page)
    onward = _shown(page).get_by_role("link", name="Starter")
    box = onward.bounding_box()
    assert box["height"] >= 44
    onward.tap()
    page.wait_for_url("**/starter.html#glossterm-starter")


def test_a_second_tap_follows_the_link(visit_chromium: Opener) -> None:
    page = visit_chromium(has_touch=True)
    _link(page).tap()
    _shown(page).wait_for()
    _link(page).tap()
    page.wait_for_url("**/starter.html#glossterm-starter")


def test_a_tap_elsewhere_closes_it(visit_chromium: Opener) -> None:
    page = visit_chromium(has_touch=True)
    _link(page).tap()
    _shown(page).wait_for()
    page.locator("h1").tap()
    _waits_closed(page)


# --- windows -------------------------------------------------------------------------------

WINDOWS = ((320, 640), (320, 256), (1280, 720))


@pytest.mark.parametrize("knows_popovers", [True, False])
def test_it_stays_inside_the_window(visit: Opener, knows_popovers: bool) -> None:
    """400 % zoom of a window of 1280 × 1024 pixels is a window of 320 × 256."""
    page = visit()
    if not knows_popovers:
        page.add_init_script("delete HTMLElement.prototype.showPopover")
        page.reload()
    at_the_end = page.locator("a.glossterm", has_text="Gluten").last
    links = (_link(page), at_the_end, _link(page, "Long"))
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        for link in links:
            link.scroll_into_view_if_needed()
            link.hover()
            _shown(page).wait_for()
            assert _is_inside(page), (width, height)
            assert not _hides_link(page, link), (width, height)
            page.keyboard.press("Escape")


def _scroll_to(page: Any, link: Any, top: float) -> None:
    """Have a link at this distance from the top of the window."""
    link.evaluate("(e, top) => scrollBy(0, e.getBoundingClientRect().top - top)", top)
    page.wait_for_function("() => new Promise(requestAnimationFrame).then(() => true)")


def _is_whole(page: Any) -> bool:
    return bool(_shown(page).evaluate("e => e.scrollHeight <= e.clientHeight"))


@pytest.mark.parametrize("top", [0, 50, 200, 330, 450, 580])
def test_where_there_is_room_all_is_shown(visit: Opener, top: int) -> None:
    page = visit()
    link = _link(page, "Long")
    _scroll_to(page, link, top)
    box = link.bounding_box()  # Playwright's own way scrolls again in Firefox
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    _shown(page).wait_for()
    assert _is_inside(page)
    assert _is_whole(page)
    assert not _hides_link(page, link)
    assert (_shown(page).bounding_box()["y"] > top) == (top < 400)


def test_it_goes_with_its_link_to_the_side_with_more_room(visit: Opener) -> None:
    page = visit(viewport={"width": 640, "height": 300})
    link = _link(page, "Long")
    _scroll_to(page, link, 270)
    link.focus()
    _shown(page).wait_for()
    for top in (270, 200, 100, 10, 180):
        _scroll_to(page, link, top)
        assert _is_inside(page)
        assert not _hides_link(page, link)
        box = _shown(page).bounding_box()
        assert box["height"] > 120
        assert (box["y"] > top) == (top < 140)


def _is_beside(page: Any, link: Any) -> bool:
    box, at = _shown(page).bounding_box(), link.bounding_box()
    gaps = (box["y"] - at["y"] - at["height"], at["y"] - box["y"] - box["height"])
    return min(map(abs, gaps)) < 2


def test_it_goes_with_its_link_when_the_window_changes(visit: Opener) -> None:
    page = visit()
    link = page.locator("a.glossterm", has_text="Gluten").last
    link.focus()
    _shown(page).wait_for()
    before = link.bounding_box()["y"]
    page.set_viewport_size({"width": 600, "height": 600})
    page.wait_for_timeout(100)
    assert link.bounding_box()["y"] > before
    assert _is_beside(page, link)


def test_it_goes_with_a_link_in_what_scrolls_inside_the_page(visit: Opener) -> None:
    page = visit()
    page.add_style_tag(content="div.body { height: 500px; overflow: auto }")
    link = _link(page, "Long")
    link.focus()
    _shown(page).wait_for()
    for distance in (-40, 90):
        page.evaluate("d => document.querySelector('div.body').scrollBy(0, d)", distance)
        page.wait_for_timeout(100)
        assert _is_beside(page, link)


def test_right_to_left(visit: Opener, source: Path) -> None:
    page = visit(of=_build(source, "ar"))
    _link(page, "البادئ").hover()
    _shown(page).wait_for()
    assert _is_inside(page)
    assert _shown(page).evaluate("e => getComputedStyle(e).direction") == "rtl"
    page.keyboard.press("Escape")
    _link(page, "Gluten").hover()
    _shown(page).wait_for()
    assert _shown(page).evaluate("e => getComputedStyle(e).direction") == "ltr"
    language = _shown(page).locator("[lang=ar]")
    assert language.inner_text() == "الإنجليزية"
    assert language.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_a_fallback_names_its_language(visit: Opener, source: Path) -> None:
    page = visit(of=_build(source, "sv"))
    _link(page, "Gluten").hover()
    _shown(page).wait_for()
    assert _shown(page).get_attribute("lang") == "en"
    assert _shown(page).locator("[lang=sv]").inner_text() == "engelska"


def test_reduced_motion_and_forced_colours(visit: Opener) -> None:
    page = visit(reduced_motion="reduce", forced_colors="active")
    _link(page).hover()
    _shown(page).wait_for()
    style = "e => { const s = getComputedStyle(e); return [s.transitionDuration, s.animationName, s.borderTopStyle, s.borderTopColor, s.backgroundColor] }"
    duration, animation, border, colour, background = _shown(page).evaluate(style)
    assert (duration, animation, border) == ("0s", "none", "solid")
    assert colour != background


# --- without scripts, and under a strict policy --------------------------------------------


def test_without_scripts_a_link_is_a_link(visit: Opener) -> None:
    page = visit(java_script_enabled=False)
    assert not _shown(page).count()
    assert "A culture of flour" not in page.locator("body").inner_text()
    _link(page).click()
    page.wait_for_url("**/starter.html#glossterm-starter")


class _Strict(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
        self.send_header("Content-Security-Policy", policy)
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    def handler(*arguments: Any) -> _Strict:
        return _Strict(*arguments, directory=str(folder))

    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_strict_policy_is_kept(chromium: Any, built: Built) -> None:
    """No inline script or style, no other host: neither for the page nor when it is shown."""
    with _served(built.outdir) as address:
        context = chromium.new_context()
        page = context.new_page()
        faults: list[str] = []
        hosts: set[str] = set()
        page.on("console", lambda message: faults.append(message.text))
        page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        page.goto(f"{address}/plain.html")
        of_theme = {*faults}
        page.goto(f"{address}/index.html")
        _link(page).hover()
        _shown(page).wait_for()
        assert _is_inside(page)
        context.close()
    assert {*faults} == of_theme
    assert hosts == {address.removeprefix("http://")}


# --- only where it is wanted ---------------------------------------------------------------


def test_a_page_without_links_loads_nothing_of_ours(built: Built) -> None:
    assert "glossterm" not in built.text("plain.html")


def test_where_one_page_holds_all_each_link_has_one(source: Path) -> None:
    built = build(source, "singlehtml", glossterms_corpora="../corpus")
    text = built.text()
    links = re.findall(r'<a class="glossterm[^"]*" href="([^"]*)"', text)
    known = " ".join(re.findall(r'data-links="([^"]*)"', text)).split()
    assert len(links) >= 5
    assert {*links} <= {*known}


def test_each_concept_once(built: Built) -> None:
    text = built.text("index.html")
    assert text.count("A culture of flour &amp; water.") == 1
    assert text.count('<a class="glossterm reference internal"') >= 5


def test_an_article_without_text_has_none(tmp_path: Path) -> None:
    """It would say no more than the link."""
    articles = {
        "en/code.md": article("Code", "```\nnothing else\n```"),
        "en/salt.md": article("Salt", "Text."),
        "sv/kod.md": article("Kod", "```\ninget annat\n```"),
    }
    write(tmp_path / "corpus", articles)
    index = "Start\n=====\n\n:glossterm:`code` :glossterm:`salt` :glossterm:`kod`\n"
    listed = "All\n===\n\n.. glossterm-list::\n"
    source = write(tmp_path / "source", {"index.rst": index, "all.rst": f":orphan:\n\n{listed}"})
    built = _build(source, glossterms_fallback=["en", "sv"])
    titles = re.findall('preview-title">(.*?)<', built.text("index.html"))
    assert titles == ["Salt", "Kod"]


def test_they_can_be_switched_off(source: Path, visit: Opener) -> None:
    off = build(source, out="-off", glossterms_corpora="../corpus", glossterms_previews=False)
    assert "glossterms.js" not in off.text("index.html")
    assert "glossterm-preview" not in off.text("index.html")
