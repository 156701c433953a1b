"""One line of text as people may write it: names, titles, labels."""

import re
import unicodedata
from typing import Final

from pydantic_core import PydanticCustomError

# Signs that turn the direction of all that follows them: «gpj.exe» would show as «exe.jpg», and the words behind a name
# backwards. Letters from right to left need none of them.
TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# And those that take no room. The joiners U+200C and U+200D are parts of Persian words and of emoji, and stay.
_UNSEEN: Final = re.compile("[\u00ad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff]")
_BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_EMPTY_CATEGORIES: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def one_line(text: str) -> str:
    """`text` on one line, trimmed, without controls and without signs that cannot be seen; "" if nothing is left."""
    line = _BLANKS.sub(" ", text if text.isascii() else _UNSEEN.sub("", text)).strip()
    return line if shows(line) else ""


def some_line(text: str) -> str:
    """The same where there must be something; for the shapes of the API, which name the field."""
    return seen(one_line(text))


def seen(text: str) -> str:
    """`text` itself, unless there is nothing to see in it.

    Raises:
        PydanticCustomError: there is not, as if it were empty.
    """
    if not shows(text):
        raise PydanticCustomError("string_too_short", "String should have at least 1 character", {"min_length": 1})
    return text


def shows(text: str) -> bool:
    """Whether there is anything to see in it."""
    return any(unicodedata.category(sign) not in _EMPTY_CATEGORIES for sign in text)
