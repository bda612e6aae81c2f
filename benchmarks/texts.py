"""What a reader sees of a page."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

_UNSEEN = ("script", "style", "template")


class _Text(HTMLParser):
    """Collects what stands between the tags, but for what browsers don't show."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def text_of(page: Path) -> str:
    """The text of an HTML page, with a space for all white space."""
    parser = _Text()
    parser.feed(page.read_text(encoding="utf-8"))
    parser.close()
    return " ".join("".join(parser.parts).split())
