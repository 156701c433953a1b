"""Which reader reads what; for files, and for the parts of messages."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Document
from convosphere.engines.documents.formats.sniffing import (
    BOOK,
    CSV,
    DOCX,
    HTML,
    JSON,
    MAIL,
    MARKDOWN,
    OLD_PRESENTATION,
    OLD_SHEET,
    OLD_WORD,
    OPEN_DOCUMENT,
    OUTLOOK,
    PDF,
    PRESENTATION,
    RTF,
    SHEET,
    TIFF,
    TSV,
    Found,
    is_archive,
    sniff,
)
from convosphere.engines.documents.types import Content, Limits

_HERE: Final = "convosphere.engines.documents.formats"

TextReader = Callable[[Path, Limits], Document]
# Media type → module and function. One reader for each format.
_READERS: Final = {
    PDF: ("pdf", "read_text"),
    HTML: ("html", "read_text"),
    MAIL: ("mail", "read_text"),
    MARKDOWN: ("markdown", "read_text"),
    CSV: ("delimited", "read_table"),
    TSV: ("delimited", "read_table"),
    JSON: ("delimited", "read_json"),
    TIFF: ("scans", "read_text"),
    OUTLOOK: ("outlook", "read_text"),
    DOCX: ("word", "read_text"),
    PRESENTATION: ("slides", "read_text"),
    **dict.fromkeys((OLD_WORD, OLD_SHEET, OLD_PRESENTATION), ("old_office", "read_text")),
    **dict.fromkeys((SHEET, f"{OPEN_DOCUMENT}spreadsheet"), ("office", "read_sheets")),
    BOOK: ("office", "read_book"),
    RTF: ("rich_text", "read_text"),
    f"{OPEN_DOCUMENT}text": ("opendocument", "read_text"),
    f"{OPEN_DOCUMENT}presentation": ("opendocument", "read_slides"),
}
# Read by our own Python within a bounded time: small ones need no process.
SIMPLE: Final = frozenset({MARKDOWN, CSV, TSV, JSON, "text/plain"})


def reader_of(found: Found) -> TextReader | None:
    """The reader of a format, its library loaded; None: nothing here reads it."""
    named = _READERS.get(found.media_type)
    if named is None and found.content in {Content.TEXT, Content.CODE}:
        named = ("plain", "read_text" if found.content is Content.TEXT else "read_code")
    if named is None:
        return None
    module, function = named
    reader: TextReader = getattr(import_module(f"{_HERE}.{module}"), function)
    return reader


def read_part(path: Path, name: str, limits: Limits, depth: int) -> Document | None:
    """The text of a part of another document; None: nothing here reads it.

    Raises:
        UnreadableError: broken, hostile, or too much inside.
    """
    if is_archive(sniff(path, name).media_type):
        from convosphere.engines.documents.formats.packed import read_packed  # noqa: PLC0415 - it reads parts itself

        return read_packed(path, limits, depth)
    return read_file(path, name, limits, depth)


def read_file(path: Path, name: str, limits: Limits, depth: int) -> Document | None:
    """The same of what is no archive.

    Raises:
        UnreadableError: see `read_part`.
    """
    found = sniff(path, name)
    if found.media_type == MAIL:
        from convosphere.engines.documents.formats.mail import read_text  # noqa: PLC0415 - it reads parts itself

        return read_text(path, limits, depth)
    if found.media_type == OUTLOOK:
        from convosphere.engines.documents.formats.outlook import read_text as read_message  # noqa: PLC0415 - as above

        return read_message(path, limits, depth)
    if found.content is Content.IMAGE:
        from convosphere.engines.documents.formats.scans import read_text as recognise  # noqa: PLC0415 - loaded when met

        return recognise(path, limits) if limits.ocr else None
    reader = reader_of(found)
    return None if reader is None else reader(path, limits)
