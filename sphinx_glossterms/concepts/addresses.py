"""Addresses on the web that a corpus or a project names."""

from __future__ import annotations

import re

from .characters import FORBIDDEN_IN_LINE

# A browser leaves tabs and line ends out and reads `\` as `/`: `/\t/x` is another host.
_WEB_PATTERN = re.compile(r"(?:https?://[^/\\?#]|/(?![/\\])).*", re.IGNORECASE)

# Without a dot in the first folder, which would be a host whose `https://` was forgotten.
_RELATIVE = re.compile(r"|(?:\.{1,2}|[^\s.:/\\?#]+)(?:/[^?#\\]*)?")


def is_web_pattern(text: str) -> bool:
    """Whether a text is an address, or a pattern of one, that is safe in a link.

    It is where it begins with ``https://``, ``http://`` or one ``/`` (of this site), and
    holds no control character; white space around it is the caller's to take off.
    """
    return not FORBIDDEN_IN_LINE.search(text) and _WEB_PATTERN.fullmatch(text) is not None


def is_relative(text: str) -> bool:
    """Whether a text is a path from a page of the same site, and so safe in a link."""
    return not FORBIDDEN_IN_LINE.search(text) and _RELATIVE.fullmatch(text) is not None
