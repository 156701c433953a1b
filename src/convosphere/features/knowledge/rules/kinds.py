"""What a document is to people, by its media type."""

from pathlib import PurePosixPath
from typing import Final

from convosphere.features.knowledge.types import MediaKind

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_KINDS: Final = {
    "application/pdf": MediaKind.PDF,
    f"{_OOXML}wordprocessingml.document": MediaKind.DOCUMENT,
    "application/msword": MediaKind.DOCUMENT,
    f"{_ODF}text": MediaKind.DOCUMENT,
    "application/rtf": MediaKind.DOCUMENT,
    "text/rtf": MediaKind.DOCUMENT,
    f"{_OOXML}presentationml.presentation": MediaKind.SLIDES,
    "application/vnd.ms-powerpoint": MediaKind.SLIDES,
    f"{_ODF}presentation": MediaKind.SLIDES,
    f"{_OOXML}spreadsheetml.sheet": MediaKind.TABLE,
    "application/vnd.ms-excel": MediaKind.TABLE,
    f"{_ODF}spreadsheet": MediaKind.TABLE,
    "text/csv": MediaKind.TABLE,
    "text/tab-separated-values": MediaKind.TABLE,
    "text/markdown": MediaKind.MARKDOWN,
    "text/html": MediaKind.WEB,
    "application/xhtml+xml": MediaKind.WEB,
    "message/rfc822": MediaKind.MAIL,
    "application/vnd.ms-outlook": MediaKind.MAIL,
    "application/epub+zip": MediaKind.BOOK,
    "application/json": MediaKind.DATA,
}
_MARKDOWN: Final = frozenset({".md", ".markdown", ".mdown"})
_PROSE: Final = frozenset({".txt", ".text", ".log", ".rst", ".adoc", ".org", ""})


def media_kind(media_type: str, name: str) -> MediaKind:
    """The kind of a document; among plain texts its name decides."""
    plain = media_type.partition(";")[0].strip().lower()
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _MARKDOWN and plain.startswith("text/"):
        return MediaKind.MARKDOWN
    if plain in _KINDS:
        return _KINDS[plain]
    family = plain.partition("/")[0]
    if family == "text":
        return MediaKind.TEXT if suffix in _PROSE else MediaKind.CODE
    return {"image": MediaKind.IMAGE, "audio": MediaKind.AUDIO, "video": MediaKind.VIDEO}.get(family, MediaKind.OTHER)
