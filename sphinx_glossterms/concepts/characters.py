"""Characters by what they do: end a sentence, or have no place in a text."""

from __future__ import annotations

import re

_STOPS = ".!?…。！？؟۔।"
_CLOSING = "\"'”’»)\\]」』）"

ENDS_SENTENCE = re.compile(rf"[{_STOPS}][{_CLOSING}]*$")
"""A text that ends as a sentence does."""

ENDS_CLAUSE = re.compile(rf"[{_STOPS}:;：；][{_CLOSING}]*$")
"""The same, or with a colon or semicolon."""

# XML 1.0 allows not all of these, and EPUB, XML and LaTeX builds fail on them.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
# Control characters but those of white space, lone surrogates. U+2028 and U+2029 end a line
# to str.splitlines(), by which Sphinx reads objects.inv.
_FORBIDDEN = rf"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_NONCHARACTERS}"

FORBIDDEN = re.compile(f"[{_FORBIDDEN}]")
"""What no output can carry."""

FORBIDDEN_IN_LINE = re.compile(rf"[{_FORBIDDEN}\t\n\r]")
"""The same, tabs and line ends as well."""
