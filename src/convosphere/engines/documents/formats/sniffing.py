"""What a file is, by its content.

The content's first bytes decide; a name decides only which kind of text a text is. A file that is two things at once
is what it begins as, and is read, stored and delivered as that alone.
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from convosphere.engines.documents.formats.decoding import looks_like_text
from convosphere.engines.documents.types import Content

PDF: Final = "application/pdf"
HTML: Final = "text/html"
ZIP: Final = "application/zip"
_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"
DOCX: Final = f"{_OPEN_XML}.wordprocessingml.document"
BINARY: Final = "application/octet-stream"

_HEAD_BYTES: Final = 64 * 1024
_PICTURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_PROGRAMS: Final = (
    (b"\x7fELF", "application/x-elf"),
    (b"\xfe\xed\xfa\xce", "application/x-mach-binary"),
    (b"\xfe\xed\xfa\xcf", "application/x-mach-binary"),
    (b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
)
_IN_ZIP: Final = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", f"{_OPEN_XML}.spreadsheetml.sheet"),
    ("ppt/presentation.xml", f"{_OPEN_XML}.presentationml.presentation"),
)
_MIMETYPES: Final = ("application/vnd.oasis.opendocument.", "application/epub+zip")
_TEXT_TYPES: Final = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".json": "application/json",
}
_PROSE: Final = frozenset({"", ".txt", ".text", ".log", ".md", ".markdown", ".rst", ".csv", ".tsv", ".srt", ".eml"})
_MOST_ENTRIES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is."""

    content: Content
    media_type: str


def sniff(path: Path, name: str) -> Found:
    """Looks at the content of `path`; `name` is what its owner calls it."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    picture = _picture(head)
    if picture is not None:
        return Found(Content.IMAGE, picture)
    if head.startswith(b"%PDF-"):
        return Found(Content.PDF, PDF)
    program = _program(head)
    if program is not None:
        return Found(Content.OTHER, program)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(path)
    if looks_like_text(path):
        return _kind_of_text(head, name)
    return Found(Content.OTHER, _named_by_library(head))


def _picture(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((media_type for signature, media_type in _PICTURES if head.startswith(signature)), None)


def _program(head: bytes) -> str | None:
    for signature, media_type in _PROGRAMS:
        if head.startswith(signature):
            return media_type
    if head.startswith(b"MZ"):
        # «MZ» may begin a text; a program says at 0x3c where its real head is.
        place = int.from_bytes(head[0x3C:0x40], "little")
        if head[place : place + 2] in {b"PE", b"NE", b"LE"} or b"\0" in head[:64]:
            return "application/x-dosexec"
    return None


def _in_zip(path: Path) -> Found:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:_MOST_ENTRIES])
            if "[Content_Types].xml" in names:
                for part, media_type in _IN_ZIP:
                    if part in names:
                        return Found(Content.DOCUMENT, media_type)
            if "mimetype" in names:
                with archive.open("mimetype") as entry:
                    says = entry.read(100).decode("ascii", "replace").strip()
                if says.startswith(_MIMETYPES):
                    return Found(Content.DOCUMENT, says)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return Found(Content.OTHER, ZIP)
    return Found(Content.OTHER, ZIP)


def _kind_of_text(head: bytes, name: str) -> Found:
    suffix = PurePosixPath(name).suffix.lower()
    if head.startswith(b"{\\rtf"):
        return Found(Content.DOCUMENT, "application/rtf")
    if suffix in {".html", ".htm", ".xhtml"}:
        return Found(Content.DOCUMENT, HTML)
    media_type = _TEXT_TYPES.get(suffix, "text/plain")
    return Found(Content.TEXT if suffix in _PROSE else Content.CODE, media_type)


def _named_by_library(head: bytes) -> str:
    """The name of a format that nothing here reads: for people, and for the list of refused types."""
    import puremagic  # noqa: PLC0415 - loaded when met

    try:
        media_type = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return BINARY
    named = "/" in media_type
    # Pages and scripts are found above or not at all.
    return media_type if named and not media_type.startswith("text/") else BINARY
