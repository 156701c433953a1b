"""Colours come from the theme, so that light, dark and contrast are decided in one place."""

import re
from pathlib import Path

from checks.finding import Finding
from checks.tree import files, read_lines

SEE = "docs/guides/developer.md#web"

THEME = "web/src/app/theme.ts"
_FUNCTION = re.compile(r"\b(?:rgba?|hsla?|oklch|oklab|lab|lch|hwb)\(\s*[\d.]")
_HEX = r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})(?![\w-])"
# In a style sheet `#add` before a brace would be a selector; a colour follows a colon.
_HEX_IN_CSS = re.compile(rf":[^;{{]*{_HEX}")
# In code `#add` is a private member; a colour stands in a string.
_HEX_IN_CODE = re.compile(
    rf"""(?P<quote>['"`])(?:(?!(?P=quote)).)*?(?<![\w/&?=]){_HEX}(?:(?!(?P=quote)).)*(?P=quote)"""
)


def _has_colour(path: str, line: str) -> bool:
    hexadecimal = _HEX_IN_CSS if path.endswith(".css") else _HEX_IN_CODE
    return bool(_FUNCTION.search(line) or hexadecimal.search(line))


def check(root: Path) -> list[Finding]:
    """Find colours written as numbers in the web client's sources outside the theme; tests may have them."""
    return [
        Finding(path, number, "a literal colour; take it from the theme's variables")
        for path in files(root, "web/src", ".ts", ".tsx", ".js", ".css")
        if path != THEME and ".test." not in path
        for number, line in enumerate(read_lines(root, path), start=1)
        if _has_colour(path, line)
    ]
