"""A small text of several: read and cut, nothing of it stored yet but its files."""

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from convosphere.engines.antivirus import TooLargeToScanError
from convosphere.engines.documents import UnreadableError
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.ingest import cutting, reading
from convosphere.features.knowledge.actions.ingest.work import StageFailedError
from convosphere.features.knowledge.schemas.bases import Strategy
from convosphere.features.knowledge.tables import DocumentVersion, KnowledgeBase
from convosphere.platform.storage import ObjectMissingError
from convosphere.platform.storage.errors import needs_room


@dataclass(frozen=True, slots=True)
class Prepared:
    """A version as it is to be stored: `values` beside its id, its chunks, and what is not needed once it is."""

    # As it was found, with `values`.
    version: DocumentVersion
    values: dict[str, Any]
    rows: list[dict[str, Any]]
    arrived: list[str]


async def prepare(desk: Desk, base: KnowledgeBase, version: DocumentVersion, folder: Path) -> Prepared | None:
    """Takes a version through its first stages; None: a job of its own must see to it, and say what is wrong with it.

    Args:
        desk: the machinery.
        base: where it is.
        version: what is to be read.
        folder: where its content may lie while it is read.

    Raises:
        ScannerUnavailableError, StorageUnavailableError: away.
    """
    try:
        return await _prepare(desk, base, version, folder)
    except (StageFailedError, UnreadableError, ObjectMissingError, TooLargeToScanError):
        return None


async def _prepare(desk: Desk, base: KnowledgeBase, version: DocumentVersion, folder: Path) -> Prepared | None:
    storage = desk.platform.storage
    arrived = [str(key) for key in version.arrived]
    original = places.original(version.organization_id, version.content_id)
    data = b"".join([await storage.get(key) for key in arrived or [original]])
    path = folder / str(version.id)
    if desk.scanner is not None:
        await asyncio.to_thread(_lay_down, path, data)
        if (await desk.scanner.scan(path)).signature is not None:
            return None
    # All at once: each hop into a thread and back costs as much as a good part of what is done there.
    made = await asyncio.to_thread(_read_and_cut, desk, base, version, path, data)
    if made is None:
        return None
    values, rows, text = made
    if arrived:
        await storage.put(original, data)
    await storage.put(places.text(version.organization_id, version.id), text)
    values |= {"size": len(data), "arrived": []}
    for name, value in values.items():
        setattr(version, name, value)
    return Prepared(version, values, rows, arrived)


def _read_and_cut(
    desk: Desk, base: KnowledgeBase, version: DocumentVersion, path: Path, data: bytes
) -> tuple[dict[str, Any], list[dict[str, Any]], bytes] | None:
    """What is noted of the version, its chunks, and its text as it is stored; None: this is more than a small text."""
    settings = desk.platform.settings
    if desk.scanner is None:
        _lay_down(path, data)
    try:
        found = desk.reader.read_small(path, version.name, reading.reading_limits(settings))
    finally:
        path.unlink()
    if found is None:
        return None
    media_type, document = found
    reading.refuse_type(media_type, settings)
    values = reading.known_of(media_type, document, version.name, base.language)
    version.language = values["language"]
    strategy = Strategy.model_validate(base.strategy)
    pieces = cutting.pieces_of(document, strategy, settings.knowledge.document_chunks)
    if len(pieces.chunks) > cutting.MOST_AT_ONCE:
        return None
    values |= cutting.known_of(pieces) | {"sha256": hashlib.sha256(data).digest()}
    return values, cutting.rows_of(version, pieces.chunks), orjson.dumps(document.as_json())


def _lay_down(path: Path, data: bytes) -> None:
    """Writes it where its reader takes it from."""
    with needs_room("a file to work on"):
        path.write_bytes(data)
