"""From a file to a report on it. Runs in the reader's own process, for small texts in a thread.

Each format's library is loaded when it is met. A further reader takes its place in `parts`: the file's path in, a
`Document` out.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import orjson

from convosphere.engines.documents.document import Document
from convosphere.engines.documents.formats.parts import TextReader, reader_of
from convosphere.engines.documents.formats.plain import read_source
from convosphere.engines.documents.formats.sniffing import (
    Found,
    archive_fault,
    is_archive,
    is_broken_compound,
    is_locked,
    sniff,
)
from convosphere.engines.documents.language import detect_language
from convosphere.engines.documents.types import Content, Fault, Limits, UnreadableError

_PREVIEW_CHARACTERS: Final = 4_000
_TEXT: Final = "text/plain; charset=utf-8"
_NO_SPEECH: Final = ("audio/", "video/")
# Warnings that say why there is no text at all, the most telling first.
_REASONS: Final = (Fault.OCR_MISSING, Fault.SPEECH_MISSING, Fault.UNKNOWN_KIND, Fault.TRUNCATED, Fault.PARTS_LEFT_OUT)


def examine(path: Path, name: str, limits: Limits, found: Found | None = None) -> dict[str, Any]:
    """Reads a file; what is made of it lies beside it as `<name>.out`.

    Raises:
        UnreadableError: broken, or too much for the limits. Libraries raise what they like.
    """
    found = found or sniff(path, name)
    report: dict[str, Any] = {"content": found.content, "media_type": found.media_type}
    if found.content is Content.IMAGE:
        from convosphere.engines.documents.formats.pictures import make_pictures  # noqa: PLC0415 - loaded when met

        report |= make_pictures(path, limits)
        if not (limits.ocr and limits.ocr_pictures):
            return report
    reader = _reader(found)
    if reader is None:
        return report | {"note": _reason(found, path)}
    return report | _read(reader, path, found, limits)


def _reason(found: Found, path: Path) -> Fault:
    if not path.stat().st_size:
        return Fault.EMPTY
    if is_locked(path):
        return Fault.PROTECTED
    if is_archive(found.media_type):
        return archive_fault(path, found.media_type)
    if is_broken_compound(path):
        return Fault.DAMAGED
    return Fault.SPEECH_MISSING if found.media_type.startswith(_NO_SPEECH) else Fault.UNKNOWN_KIND


def _reader(found: Found) -> TextReader | None:
    if found.content is Content.IMAGE:
        from convosphere.engines.documents.formats.scans import read_text  # noqa: PLC0415 - loaded when met

        return read_text
    return reader_of(found)


def _read(reader: TextReader, path: Path, found: Found, limits: Limits) -> dict[str, Any]:
    try:
        document = reader(path, limits)
    except UnreadableError as error:
        if error.fault is not Fault.PROTECTED:
            raise
        return {"note": Fault.PROTECTED}
    report: dict[str, Any] = {"pages": document.pages}
    if document.blocks:
        report |= _store(document, path, found)
    else:
        report["note"] = next((reason for reason in _REASONS if reason in document.warnings), Fault.EMPTY)
    if found.content is Content.PDF:
        from convosphere.engines.documents.formats.pdf import make_preview  # noqa: PLC0415 - loaded when met

        report |= make_preview(path)
    return report


def _store(document: Document, path: Path, found: Found) -> dict[str, Any]:
    document = replace(document, language=detect_language(document.text) or document.language)
    (path.parent / "text.out").write_bytes(orjson.dumps(document.as_json()))
    report: dict[str, Any] = {
        "text": {"media_type": "application/json"},
        "characters": document.characters,
        "truncated": document.truncated,
    }
    if found.content not in {Content.PDF, Content.IMAGE}:
        beginning = "\n\n".join(section.text for section in document.sections[:50])[:_PREVIEW_CHARACTERS]
        if found.content in {Content.TEXT, Content.CODE}:
            beginning, _ = read_source(path, Limits(text_characters=_PREVIEW_CHARACTERS))
        (path.parent / "preview.out").write_text(beginning, encoding="utf-8")
        report["preview"] = {"media_type": _TEXT}
    return report
