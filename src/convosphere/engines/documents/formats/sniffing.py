"""What a file is, by its content.

The content's first bytes decide; a name decides only which kind of text a text is. A file that is two things at once
is what it begins as, and is read, stored and delivered as that alone.
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from convosphere.engines.documents.formats.decoding import looks_like_text
from convosphere.engines.documents.types import Content, Fault, UnreadableError

PDF: Final = "application/pdf"
HTML: Final = "text/html"
ZIP: Final = "application/zip"
_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"
DOCX: Final = f"{_OPEN_XML}.wordprocessingml.document"
SHEET: Final = f"{_OPEN_XML}.spreadsheetml.sheet"
PRESENTATION: Final = f"{_OPEN_XML}.presentationml.presentation"
OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."
BOOK: Final = "application/epub+zip"
RTF: Final = "application/rtf"
MAIL: Final = "message/rfc822"
OUTLOOK: Final = "application/vnd.ms-outlook"
OLD_WORD: Final = "application/msword"
OLD_SHEET: Final = "application/vnd.ms-excel"
OLD_PRESENTATION: Final = "application/vnd.ms-powerpoint"
MARKDOWN: Final = "text/markdown"
CSV: Final = "text/csv"
TSV: Final = "text/tab-separated-values"
JSON: Final = "application/json"
TIFF: Final = "image/tiff"
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
    ("xl/workbook.xml", SHEET),
    ("ppt/presentation.xml", PRESENTATION),
)
_MAIN_PARTS: Final = (
    (b"wordprocessingml.document.main+xml", DOCX),
    (b"spreadsheetml.sheet.main+xml", SHEET),
    (b"presentationml.presentation.main+xml", PRESENTATION),
)
_MIMETYPES: Final = (OPEN_DOCUMENT, BOOK)
_TEXT_TYPES: Final = {".md": MARKDOWN, ".markdown": MARKDOWN, ".csv": CSV, ".tsv": TSV, ".json": JSON}
_PROSE: Final = frozenset({"", ".txt", ".text", ".log", ".md", ".markdown", ".rst", ".csv", ".tsv", ".srt"})
# Sound and film: beginning, or (place, sign).
_SOUND: Final = (
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS", "audio/ogg"),
    (0, b"#!AMR", "audio/amr"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypM4B", "audio/mp4"),
    (4, b"ftypisom", "video/mp4"),
    (4, b"ftypiso", "video/mp4"),
    (4, b"ftypmp4", "video/mp4"),
    (4, b"ftypMSNV", "video/mp4"),
    (4, b"ftypavc1", "video/mp4"),
    (4, b"ftypM4V", "video/mp4"),
    (4, b"ftyp3gp", "video/3gpp"),
    (4, b"ftypqt", "video/quicktime"),
)
# Archives: beginning, or (place, sign).
_ARCHIVES: Final = (
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (257, b"ustar", "application/x-tar"),
)
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Word, Excel and PowerPoint put what they encrypt into such a file, under this name.
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
# The name of a property of Outlook's messages, as such files write names.
_PROPERTY: Final = "__substg1.0_".encode("utf-16-le")
# What the offices of the nineties keep their text in, by the names such files have within.
_OLD: Final = (
    ("WordDocument".encode("utf-16-le"), OLD_WORD),
    ("PowerPoint Document".encode("utf-16-le"), OLD_PRESENTATION),
    ("Workbook".encode("utf-16-le"), OLD_SHEET),
)
_MOST_ENTRIES: Final = 10_000
_ENCRYPTED: Final = 0x1


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is."""

    content: Content
    media_type: str


def sniff(path: Path, name: str) -> Found:
    """Looks at the content of `path`; `name` is what its owner calls it."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    for content, media_type in ((Content.IMAGE, _picture(head)), (Content.OTHER, _program(head))):
        if media_type is not None:
            return Found(content, media_type)
    if head.startswith(b"%PDF-"):
        return Found(Content.PDF, PDF)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(path)
    document = _document(path, head)
    if document is not None:
        return Found(Content.DOCUMENT, document)
    if looks_like_text(path):
        return _kind_of_text(head, name)
    return Found(Content.OTHER, _sound(head) or _archive(head) or _named_by_library(head))


def sniff_text(path: Path, name: str) -> Found | None:
    """What a plain text is; None: something else by its first bytes. Opens no archive, loads no library."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    signs = (_picture(head), _program(head), _sound(head))
    known = head.startswith((b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"II*\0", b"MM\0*", _COMPOUND))
    if known or any(signs) or not looks_like_text(path):
        return None
    return _kind_of_text(head, name)


def is_archive(media_type: str) -> bool:
    """Whether it is of the files that other files are packed into."""
    return media_type == ZIP or any(media_type == named for _, _, named in _ARCHIVES)


def archive_fault(path: Path, media_type: str) -> Fault:
    """Why an archive is not read: it is one, or what it was cannot be told any more."""
    if media_type != ZIP:
        return Fault.ARCHIVE
    try:
        with zipfile.ZipFile(path) as archive:
            locked = any(entry.flag_bits & _ENCRYPTED for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        # Office files and books that are cut off are no more than that either.
        return Fault.DAMAGED
    return Fault.PROTECTED if locked else Fault.ARCHIVE


def is_locked(path: Path) -> bool:
    """Whether it is an office document behind a password."""
    with path.open("rb") as file:
        compound = file.read(len(_COMPOUND)) == _COMPOUND
    return compound and _holds(path, _LOCKED)


def is_broken_compound(path: Path) -> bool:
    """Whether it begins as a compound file (a message of Outlook, an old office document), and its list of what is in
    it is missing: mostly cut off.
    """
    with path.open("rb") as file:
        if file.read(len(_COMPOUND)) != _COMPOUND:
            return False
    from convosphere.engines.documents.formats.compound import open_compound  # noqa: PLC0415 - loaded when met

    try:
        open_compound(path.read_bytes())
    except UnreadableError:
        return True
    return False


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


def _sound(head: bytes) -> str | None:
    return next((named for place, sign, named in _SOUND if head.startswith(sign, place)), None)


def _archive(head: bytes) -> str | None:
    return next((named for place, sign, named in _ARCHIVES if head.startswith(sign, place)), None)


def _document(path: Path, head: bytes) -> str | None:
    if head.startswith((b"II*\0", b"MM\0*")):
        return TIFF
    if not head.startswith(_COMPOUND):
        return None
    if _holds(path, _PROPERTY):
        return OUTLOOK
    # Of what is behind a password, a later office has put it there whole.
    return None if _holds(path, _LOCKED) else next((named for sign, named in _OLD if _holds(path, sign)), None)


def _holds(path: Path, sign: bytes) -> bool:
    before = b""
    with path.open("rb") as file:
        while piece := file.read(_HEAD_BYTES * 16):
            if sign in before + piece:
                return True
            before = piece[-len(sign) :]
    return False


def _in_zip(path: Path) -> Found:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:_MOST_ENTRIES])
            if "[Content_Types].xml" in names:
                for part, media_type in _IN_ZIP:
                    if part in names:
                        return Found(Content.DOCUMENT, media_type)
                # Parts may have any name.
                with archive.open("[Content_Types].xml") as entry:
                    says = entry.read(_HEAD_BYTES)
                for sign, media_type in _MAIN_PARTS:
                    if sign in says:
                        return Found(Content.DOCUMENT, media_type)
            if "mimetype" in names:
                with archive.open("mimetype") as entry:
                    named = entry.read(100).decode("ascii", "replace").strip()
                if named.startswith(_MIMETYPES):
                    return Found(Content.DOCUMENT, named)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return Found(Content.OTHER, ZIP)
    return Found(Content.OTHER, ZIP)


def _kind_of_text(head: bytes, name: str) -> Found:
    suffix = PurePosixPath(name).suffix.lower()
    if head.startswith(b"{\\rtf"):
        return Found(Content.DOCUMENT, RTF)
    if suffix == ".eml":
        return Found(Content.DOCUMENT, MAIL)
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
