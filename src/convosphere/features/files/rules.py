"""Pure rules of files: names, ranges, headers."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from convosphere.features.files.schemas.names import clean_name, suffix_of
from convosphere.features.files.types import FileKind

__all__ = [
    "BINARY",
    "FILES_PER_MESSAGE",
    "PDF",
    "TEXT_PLAIN",
    "ByteRange",
    "UnsatisfiableRangeError",
    "clean_name",
    "delivered_type",
    "disposition",
    "download_name",
    "guess",
    "most_parts",
    "read_range",
    "security_policy",
    "suffix_of",
]

FILES_PER_MESSAGE: Final = 20
TEXT_PLAIN: Final = "text/plain; charset=utf-8"
BINARY: Final = "application/octet-stream"
_INLINE_IMAGES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
PDF: Final = "application/pdf"

_CODE_SUFFIXES_WORDS: Final = """
.py .js .ts .tsx .jsx .mjs .c .h .cc .cpp .hpp .cs .java .kt .go .rs .rb .php .swift .scala .sh .bash .ps1 .sql
.r .lua .pl .css .scss .xml .svg .json .yaml .yml .toml .ini .tex .vue .dart .ex .erl .hs .clj .jl
.dockerfile .tf .proto .graphql .ipynb
"""
_CODE_SUFFIXES: Final = frozenset(_CODE_SUFFIXES_WORDS.split())
_TYPES_BY_SUFFIX: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".pdf": PDF,
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain",
    ".log": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".json": "application/json",
    ".html": "text/html",
    ".htm": "text/html",
}
_SUFFIXES_BY_TYPE: Final = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    PDF: (".pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
}


def guess(name: str) -> tuple[FileKind, str]:
    """Kind and media type as the name has it: shown until the content is known, and for kinds of text afterwards."""
    suffix = suffix_of(name)
    media_type = _TYPES_BY_SUFFIX.get(suffix, "text/plain" if suffix in _CODE_SUFFIXES else BINARY)
    if media_type.startswith("image/"):
        return FileKind.IMAGE, media_type
    if media_type == PDF:
        return FileKind.PDF, media_type
    if suffix in _CODE_SUFFIXES:
        return FileKind.CODE, media_type
    if media_type.startswith("text/") and media_type != "text/html":
        return FileKind.TEXT, media_type
    return (FileKind.OTHER if media_type == BINARY else FileKind.DOCUMENT), media_type


def most_parts(size: int, chunk_bytes: int) -> int:
    """How many pieces a file may come in: cuts are expected, thousands of pieces of a byte are not."""
    return 32 + 8 * -(-size // chunk_bytes)


def download_name(name: str, media_type: str) -> str:
    """The name to save under: a content that is not what the name says gets its own suffix behind it."""
    suffixes = _SUFFIXES_BY_TYPE.get(media_type)
    if suffixes is None or suffix_of(name) in suffixes:
        return name
    return name + suffixes[0]


def disposition(name: str, *, inline: bool) -> str:
    """The header `Content-Disposition` (RFC 6266): a plain name for old clients, the whole one beside it."""
    plain = "".join(sign if sign.isascii() and sign.isprintable() and sign not in '"\\%;' else "_" for sign in name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def delivered_type(media_type: str, kind: FileKind) -> str:
    """The media type a file is delivered with: nothing that a browser would run as a page is among them."""
    if media_type in _INLINE_IMAGES or media_type == PDF:
        return media_type
    if kind in (FileKind.TEXT, FileKind.CODE):
        return TEXT_PLAIN
    return BINARY


def security_policy(media_type: str) -> str:
    """The header `Content-Security-Policy` of a delivered file."""
    # Browsers refuse to show a PDF in a sandbox; their viewers run no script of the page's origin.
    sandbox = "" if media_type == PDF else "; sandbox"
    return f"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'{sandbox}"


class UnsatisfiableRangeError(ValueError):
    """The range asked for lies behind the end."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """From `start` to before `end`."""

    start: int
    end: int


_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def read_range(header: str | None, size: int) -> ByteRange | None:
    """The one range in a `Range` header (RFC 9110, section 14); None: the whole is to be sent.

    Several ranges and unknown units are answered with the whole, as the RFC allows.

    Raises:
        UnsatisfiableRangeError: it begins behind the end.
    """
    match = _RANGE.fullmatch(header.replace(" ", "")) if header else None
    if match is None or match.group(0) == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        if length == 0:
            raise UnsatisfiableRangeError
        return ByteRange(size - length, size)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise UnsatisfiableRangeError
    return ByteRange(start, min(int(last) + 1, size) if last else size)
