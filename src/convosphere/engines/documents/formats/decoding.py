"""Texts: whether something is one, and in which encoding."""

import codecs
from pathlib import Path
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOK_BYTES: Final = 1024 * 1024
_FINE: Final = frozenset(b"\t\n\r\f\x1b\x08")
# What may stand for a letter in a text of an old encoding; more is a binary file.
_MOST_CONTROLS: Final = 0.002


def looks_like_text(path: Path) -> bool:
    """Whether the beginning and the end of a file are text; an empty file is none."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_LOOK_BYTES)
        file.seek(max(len(head), size - _LOOK_BYTES))
        tail = file.read(_LOOK_BYTES)
    return bool(head) and _is_text(head, cut=bool(tail)) and (not tail or _is_text(tail, cut=True, middle=True))


def decode(data: bytes, *, cut: bool = False) -> str:
    """The text in `data`; with `cut` its end may be in the middle of a letter. Never fails."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is not None:
        return data.decode(encoding, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data, final=not cut)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _is_text(data: bytes, *, cut: bool, middle: bool = False) -> bool:
    if not middle:
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                return "\x00" not in data[: len(data) & ~3].decode(encoding, "replace")
    if b"\0" in data:
        return False
    controls = sum(data.count(bytes((code,))) for code in range(32) if code not in _FINE)
    if controls > _MOST_CONTROLS * len(data):
        return False
    if middle:
        # It begins anywhere in a letter.
        data = data.lstrip(bytes(range(0x80, 0xC0)))
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=not cut)
    except UnicodeDecodeError:
        # An old encoding: mostly plain letters. (Greek or Cyrillic in one byte a letter is told by no sign.)
        plain = sum(data.count(bytes((code,))) for code in (*range(32, 127), 9, 10, 13))
        return plain >= 0.6 * len(data)
    return True
