"""Second stage: the text is taken out, in a process of its own."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import structlog

from convosphere.engines.documents import Document as ReadDocument
from convosphere.engines.documents import Fault, Limits, Output, Reading, UnreadableError
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
    if reading.media_type in settings.files.refused_types:
        raise StageFailedError("document_type_refused", media_type=reading.media_type)
    if reading.text is None:
        raise StageFailedError(f"document_{reading.note or Fault.EMPTY}")
    document = await _load(reading.text)
    if not document.blocks:
        raise StageFailedError("document_empty")
    key = places.text(run.key.organization_id, run.key.version_id)
    await run.desk.platform.storage.put_file(key, reading.text.path)
    version = run.work.version
    warnings = [str(fault) for fault in document.warnings]
    await run.step(
        stage=Stage.CHUNKING,
        percent=30,
        media_type=reading.media_type,
        media_kind=media_kind(reading.media_type, version.name),
        language=document.language or run.work.base.language,
        author=document.metadata.get("author", "")[:300] or None,
        document_date=moment_of(document.metadata.get("modified") or document.metadata.get("created")),
        title=(document.title or "")[:300] or None,
        pages=document.pages,
        characters=len(document.text),
        truncated=document.truncated,
        warnings=list(dict.fromkeys([*warnings, *([Fault.TRUNCATED] if document.truncated else [])])),
    )
    run.document = document


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


async def _load(output: Output) -> ReadDocument:
    try:
        return await asyncio.to_thread(lambda: parse(_bytes(output.path)))
    except (ValueError, KeyError, TypeError) as error:
        raise StageFailedError("document_damaged") from error


def _bytes(path: Path) -> bytes:
    # Not through a link: the process that made it may have been taken over by the file.
    if path.is_symlink() or not path.is_file():
        raise ValueError(path.name)
    return path.read_bytes()
