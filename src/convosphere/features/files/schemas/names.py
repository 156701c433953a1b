"""Names of files as they are taken in."""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

LONGEST_NAME: Final = 180  # characters
_NAMELESS: Final = "file"
_BLANKS = re.compile(r"\s+")
# Letters from right to left are fine, signs that turn the direction of what follows are not: «gpj.exe» would show as
# «exe.jpg». Neither are signs that cannot be seen at all.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_JOINERS: Final = frozenset("\u200c\u200d")  # part of Persian words and of emoji


def clean_name(name: str) -> str:
    """The name as it is shown and kept: the last part of a path, without invisible signs, not too long.

    Letters, emoji and blanks stay as they were given.
    """
    last = name.replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    visible = "".join(
        sign if sign in _JOINERS or unicodedata.category(sign) not in _INVISIBLE else " " if sign in "\t\r\n" else ""
        for sign in last
    )
    shown = _BLANKS.sub(" ", visible).strip().rstrip(". ")
    if not shown.strip("."):
        return _NAMELESS
    if len(shown) <= LONGEST_NAME:
        return shown
    suffix = suffix_of(shown)
    suffix = suffix if len(suffix) <= 16 else ""  # noqa: PLR2004 - longer than any real one
    return shown[: LONGEST_NAME - len(suffix) - 1].rstrip() + "…" + suffix


def suffix_of(name: str) -> str:
    """The suffix in small letters, with its dot, or ""."""
    return PurePosixPath(name).suffix.lower()
