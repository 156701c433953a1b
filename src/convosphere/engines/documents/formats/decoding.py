"""Texts: whether something is one, and in which encoding."""

import codecs
import re
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
_CONTROLS: Final = [chr(code) for code in range(1, 32) if code not in _FINE]
# What may stand for a letter in a text of an old encoding; more is a binary file.
_MOST_CONTROLS: Final = 0.002
# Letters of two bytes without a mark: of plain ones every other byte is zero, and of the others hardly any.
_WIDE_BYTES: Final = 4 * 1024
_MOST_ZEROS: Final = 0.4
_LEAST_ZEROS: Final = 0.02
_UTF8: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Pages, XML and source code may say what they are written in.
_DECLARED: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{2,40})"""
    rb"""|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})"""
    rb"""|^(?:[^\n]{0,200}\n)?[^\n]{0,100}?coding[:=][ \t]*([\w.-]{2,40})""",
    re.IGNORECASE,
)
_DECLARED_BYTES: Final = 2 * 1024
_OLD: Final = "cp1252"
_ONE_BY_ONE: Final = "convosphere-one-by-one"


def _letter_by_letter(error: UnicodeError) -> tuple[str, int]:
    """What is not UTF-8 among what is: pieces of texts of different age."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode(_OLD, "replace"), error.end


codecs.register_error(_ONE_BY_ONE, _letter_by_letter)


def looks_like_text(path: Path) -> bool:
    """Whether the beginning and the end of a file are text; an empty file is none."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_LOOK_BYTES)
        file.seek(max(len(head), size - _LOOK_BYTES))
        tail = file.read(_LOOK_BYTES)
    encoding = _encoding(head)
    if encoding is not None:
        # Marks stand at the beginning only.
        order = encoding if encoding != "utf-16" else f"utf-16-{'le' if head.startswith(codecs.BOM_UTF16_LE) else 'be'}"
        return _holds_letters(head, encoding) and _holds_letters(tail, order)
    declared = _declared(head) is not None
    if not head or not _is_text(head, cut=bool(tail), declared=declared):
        return False
    return not tail or _is_text(tail, cut=True, declared=declared, middle=True)


def decode(data: bytes, *, cut: bool = False) -> str:
    """The text in `data`; with `cut` its end may be in the middle of a letter. Never fails."""
    encoding = _encoding(data)
    if encoding is not None:
        return data.decode(encoding, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data, final=not cut)
    except UnicodeDecodeError:
        declared = _declared(data)
    if declared is not None:
        return data.decode(declared, "replace")
    if _UTF8.search(data) is None:
        return data.decode(_OLD, "replace")
    return codecs.getincrementaldecoder("utf-8")(_ONE_BY_ONE).decode(data, final=not cut)


def _encoding(data: bytes) -> str | None:
    """What the first bytes say without a doubt."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    return marked or _wide(data[:_WIDE_BYTES])


def _wide(data: bytes) -> str | None:
    half = len(data) // 2
    even, odd = data[: 2 * half : 2].count(0), data[1 : 2 * half : 2].count(0)
    if odd > _MOST_ZEROS * half and even <= _LEAST_ZEROS * half:
        return "utf-16-le"
    return "utf-16-be" if even > _MOST_ZEROS * half and odd <= _LEAST_ZEROS * half else None


def _holds_letters(data: bytes, encoding: str) -> bool:
    text = data[: len(data) & ~3].decode(encoding, "replace")
    strange = sum(map(text.count, _CONTROLS)) + text.count("\ufffd")
    return "\x00" not in text and strange <= _MOST_CONTROLS * len(text) + 1


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_DECLARED_BYTES])
    if found is None:
        return None
    name = next(group for group in found.groups() if group is not None).decode()
    try:
        known = codecs.lookup(name)
    except LookupError:
        return None
    # What says UTF-8 and is not is none; some codecs make other things than text.
    return known.name if known._is_text_encoding and not known.name.startswith("utf") else None  # noqa: SLF001 - the only way to know


def _is_text(data: bytes, *, cut: bool, declared: bool, middle: bool = False) -> bool:
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
        # An old encoding: mostly plain letters. (Greek or Cyrillic is told by no sign, unless it says so.)
        plain = sum(data.count(bytes((code,))) for code in (*range(32, 127), 9, 10, 13))
        return declared or plain >= 0.6 * len(data)
    return True
