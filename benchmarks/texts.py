"""What a reader sees of a page."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path


class _Text(HTMLParser):
    """Collects what stands between the tags."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def text_of(page: Path) -> str:
    """The text of an HTML page, with a space for all white space."""
    parser = _Text()
    parser.feed(page.read_text(encoding="utf-8"))
    parser.close()
    return " ".join("".join(parser.parts).split())
