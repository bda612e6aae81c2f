"""Real browsers, for tests of what a reader meets; the tests skip where there are none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from programs import missing, program

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
FIREFOX = ("firefox-esr", "firefox")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    """What drives the browsers that are installed; it brings none of its own."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright: Any) -> Iterator[Any]:
    """A headless Chromium."""
    path = program(*CHROMIUM)
    with playwright.chromium.launch(executable_path=path, args=ARGUMENTS) as browser:
        yield browser


@pytest.fixture(scope="session")
def firefox(playwright: Any) -> Iterator[Any]:
    """A headless Firefox as it is shipped, by WebDriver BiDi. It knows no touch and no protocol
    of Chromium's."""
    path = program(*FIREFOX)
    # A channel of Playwright's that its documentation doesn't name yet.
    with playwright.firefox.launch(channel="moz-firefox", executable_path=path) as browser:
        yield browser


@pytest.fixture(
    scope="session", params=["chromium", pytest.param("firefox", marks=pytest.mark.long)]
)
def browser(request: pytest.FixtureRequest) -> Any:
    """Each browser in turn."""
    return request.getfixturevalue(request.param)
