"""Make the documentation's pictures from the example project.

``python tools/screenshots.py`` builds it in five themes and photographs it with Chromium.
It needs what ``pip install -e '.[dev]'`` installs, and Chromium.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "screenshots"
PICTURES = ROOT / "docs" / "_static"
TILES = [
    ("alabaster", "light"),
    ("sphinx_rtd_theme", "light"),
    ("furo", "light"),
    ("furo", "dark"),
    ("pydata_sphinx_theme", "dark"),
    ("sphinx_book_theme", "light"),
]
WIDTH, HEIGHT = 460, 200  # of a tile


def build(theme: str) -> None:
    """Build the example project; in a process of its own, as themes set defaults."""
    out = WORK / theme
    options = ["-q", "-D", f"html_theme={theme}", "-d", str(WORK / f"{theme}-doctrees")]
    project = [str(ROOT / "examples" / "project"), str(out)]
    subprocess.run([sys.executable, "-m", "sphinx", *options, *project], check=True)


@contextmanager
def window(browser: Browser, path: Path, **properties: Any) -> Iterator[Page]:
    context = browser.new_context(**properties)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


def show_preview(page: Page, concept: str, *, by_touch: bool = False) -> float:
    """Open the preview of a link; gives how far down the paragraph begins."""
    link = page.locator(f"p > a.glossterm[href*='glossterm-{concept}']").first
    if by_touch:
        link.tap()
    else:
        link.hover()
    page.locator(".glossterm-preview.is-open").wait_for()
    page.wait_for_timeout(300)
    return float(link.evaluate("e => e.parentElement.getBoundingClientRect().top"))


def tile(browser: Browser, theme: str, scheme: str) -> str:
    """A picture of a link with its preview; gives its name."""
    name = f"{theme}-{scheme}.png"
    size = {"width": WIDTH, "height": 700}
    with window(browser, WORK / theme / "index.html", viewport=size, color_scheme=scheme) as page:
        top = show_preview(page, "gluten")
        clip = {"x": 0, "y": top - 12, "width": WIDTH, "height": HEIGHT}
        page.screenshot(path=WORK / name, clip=clip)
    return name


def main() -> None:
    for theme in dict.fromkeys(theme for theme, _ in TILES):
        build(theme)
    course = WORK / "furo" / "index.html"
    executable = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable)
        with window(browser, course, viewport={"width": 720, "height": 700}) as page:
            show_preview(page, "gluten")
            clip = {"x": 0, "y": 60, "width": 720, "height": 280}
            page.screenshot(path=PICTURES / "preview.png", clip=clip)
        size = {"width": 360, "height": 640}
        with window(browser, course, viewport=size, has_touch=True, is_mobile=True) as page:
            show_preview(page, "gluten", by_touch=True)
            clip = {"x": 0, "y": 0, **size, "height": 440}
            page.screenshot(path=PICTURES / "preview-phone.png", clip=clip)
        images = "".join(f'<img src="{tile(browser, *shown)}">' for shown in TILES)
        style = f"display: grid; grid: auto / repeat(2, {WIDTH}px); gap: 8px; margin: 8px"
        grid = WORK / "grid.html"
        grid.write_text(f'<body style="{style}; background: #888">{images}', encoding="utf-8")
        size = {"width": 2 * WIDTH + 24, "height": 3 * HEIGHT + 32}
        with window(browser, grid, viewport=size) as page:
            page.screenshot(path=PICTURES / "themes.png")
        browser.close()


if __name__ == "__main__":
    main()
