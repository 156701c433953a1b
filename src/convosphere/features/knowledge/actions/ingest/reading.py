"""Second stage: the text is taken out, in a process of its own."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from convosphere.engines.documents import Document as ReadDocument
from convosphere.engines.documents import Fault, Limits, Output, Reading, UnreadableError, reader_number
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.ingest.work import Run, StageFailedError, parse
from convosphere.features.knowledge.rules.kinds import media_kind
from convosphere.features.knowledge.types import Stage
from convosphere.platform.settings import Settings

# Beyond these it is a mistake of whatever wrote the file.
_FIRST_YEAR, _LAST_YEAR = 1800, 2200

_log = structlog.get_logger(__name__)


async def read(run: Run) -> None:
    """Ends with the text in the storage.

    Raises:
        StageFailedError: there is none, or it cannot be had.
        StorageUnavailableError: it is away.
    """
    settings = run.desk.platform.settings
    reading = await _read(run, await run.original(), settings)
    output = text_of(reading, settings)
    document = await asyncio.to_thread(load, output)
    key = places.text(run.key.organization_id, run.key.version_id)
    await run.desk.platform.storage.put_file(key, output.path)
    known = known_of(reading.media_type, document, run.work.version.name, run.work.base.language)
    await run.step(stage=Stage.CHUNKING, percent=30, **known)
    run.document = document


def text_of(reading: Reading, settings: Settings) -> Output:
    """Where the text is that was taken out.

    Raises:
        StageFailedError: there is none, or such files are not taken.
    """
    refuse_type(reading.media_type, settings)
    if reading.text is None:
        raise StageFailedError(f"document_{reading.note or Fault.EMPTY}")
    return reading.text


def refuse_type(media_type: str, settings: Settings) -> None:
    """Raises `StageFailedError` for what is not taken."""
    if media_type in settings.files.refused_types:
        raise StageFailedError("document_type_refused", media_type=media_type)


def known_of(media_type: str, document: ReadDocument, name: str, language: str | None) -> dict[str, Any]:
    """What is noted of a version that has been read; `language`: its base's."""
    warnings = [str(fault) for fault in document.warnings]
    return {
        "media_type": media_type,
        "media_kind": media_kind(media_type, name),
        "language": document.language or language,
        "author": document.metadata.get("author", "")[:300] or None,
        "document_date": moment_of(document.metadata.get("modified") or document.metadata.get("created")),
        "title": (document.title or "")[:300] or None,
        "pages": document.pages,
        "characters": len(document.text),
        "truncated": document.truncated,
        "reader": reader_number(media_type),
        "warnings": list(dict.fromkeys([*warnings, *([Fault.TRUNCATED] if document.truncated else [])])),
    }


async def _read(run: Run, path: Path, settings: Settings) -> Reading:
    try:
        return await run.desk.reader.read(path, run.work.version.name, reading_limits(settings))
    except UnreadableError as error:
        _log.info("document_unreadable", fault=error.fault, detail=error.detail)
        raise StageFailedError(f"document_{error.fault}") from error


def moment_of(text: str | None) -> datetime | None:
    """A time as files have it (ISO 8601), aware; None: it is none, or one that cannot be."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def reading_limits(settings: Settings) -> Limits:
    """Larger than a chat's: documents of bases are read once and for all."""
    knowledge = settings.knowledge
    return Limits(
        seconds=knowledge.read_seconds,
        memory_mb=knowledge.read_memory_mb,
        image_pixels=settings.files.image_pixels,
        text_characters=knowledge.document_characters,
        unpacked_bytes=4 * knowledge.max_bytes,
        pages=knowledge.document_pages,
        ocr=True,
    )


def load(output: Output) -> ReadDocument:
    """The text that was taken out. Reads a file: not in the event loop.

    Raises:
        StageFailedError: there is none.
    """
    try:
        document = parse(_bytes(output.path))
    except (ValueError, KeyError, TypeError) as error:
        raise StageFailedError("document_damaged") from error
    if not document.blocks:
        raise StageFailedError("document_empty")
    return document


def _bytes(path: Path) -> bytes:
    # Not through a link: the process that made it may have been taken over by the file.
    if path.is_symlink() or not path.is_file():
        raise ValueError(path.name)
    return path.read_bytes()
