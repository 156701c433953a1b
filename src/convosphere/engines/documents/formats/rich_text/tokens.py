"""RTF as a row of signs: braces, control words, letters in bytes."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    rb"([{}])"
    rb"|\\([A-Za-z]{1,40})(-?\d{1,9})? ?"
    rb"|\\'([0-9A-Fa-f]{2})"
    rb"|\\([^A-Za-z])"
    # Line ends are for whoever looks into the file.
    rb"|([^\\{}\r\n\0]+)",
    re.DOTALL,
)
_BINARY: Final = b"bin"


class Kind(Enum):
    """What a token is."""

    OPEN = "open"
    CLOSE = "close"
    WORD = "word"
    # One byte of a letter, written as a number.
    BYTE = "byte"
    # A single sign behind a backslash.
    SIGN = "sign"
    TEXT = "text"


class Token(NamedTuple):
    """`data`: the bytes of a text or sign, the name of a word; `number`: what stands behind the word."""

    kind: Kind
    data: bytes = b""
    number: int | None = None


_OPEN: Final = Token(Kind.OPEN)
_CLOSE: Final = Token(Kind.CLOSE)


def tokens(data: bytes) -> Iterator[Token]:
    """All of them; raw data (`\\bin`) is left out."""
    place = 0
    while (found := _TOKEN.search(data, place)) is not None:
        place = found.end()
        brace, word, number, byte, sign, text = found.groups()
        if text is not None:
            yield Token(Kind.TEXT, text)
        elif word is not None:
            count = None if number is None else int(number)
            if word == _BINARY:
                place += max(count or 0, 0)
                continue
            yield Token(Kind.WORD, word, count)
        elif brace is not None:
            yield _OPEN if brace == b"{" else _CLOSE
        elif byte is not None:
            yield Token(Kind.BYTE, bytes((int(byte, 16),)))
        else:
            yield Token(Kind.SIGN, sign)
