"""A small text of several: read and cut, nothing of it stored yet but its files."""

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from convosphere.engines.antivirus import TooLargeToScanError
from convosphere.engines.documents import Output, Reading, UnreadableError
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.ingest import cutting, reading
from convosphere.features.knowledge.actions.ingest.work import StageFailedError
from convosphere.features.knowledge.schemas.bases import Strategy
from convosphere.features.knowledge.tables import DocumentVersion, KnowledgeBase
from convosphere.platform.storage import ObjectMissingError


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
        folder: this version's own; made here.

    Raises:
        ScannerUnavailableError, StorageUnavailableError: away.
    """
    try:
        return await _prepare(desk, base, version, folder)
    except (StageFailedError, UnreadableError, ObjectMissingError, TooLargeToScanError):
        return None


async def _prepare(desk: Desk, base: KnowledgeBase, version: DocumentVersion, folder: Path) -> Prepared | None:
    storage, settings = desk.platform.storage, desk.platform.settings
    arrived = [str(key) for key in version.arrived]
    original = places.original(version.organization_id, version.content_id)
    data = b"".join([await storage.get(key) for key in arrived or [original]])
    path = folder / "content"
    digest = await asyncio.to_thread(_lay_down, path, data)
    if desk.scanner is not None and (await desk.scanner.scan(path)).signature is not None:
        return None
    found = await desk.reader.read_small(path, version.name, reading.reading_limits(settings))
    if found is None:
        return None
    output = reading.text_of(found, settings)
    taken = found, output, settings.knowledge.document_chunks
    values, rows, text = await asyncio.to_thread(_cut, base, version, *taken)
    if len(rows) > cutting.MOST_AT_ONCE:
        return None
    if arrived:
        await storage.put(original, data)
    await storage.put(places.text(version.organization_id, version.id), text)
    values |= {"size": len(data), "sha256": digest, "arrived": []}
    for name, value in values.items():
        setattr(version, name, value)
    return Prepared(version, values, rows, arrived)


def _lay_down(path: Path, data: bytes) -> bytes:
    """Writes it where its reader takes it from; its SHA-256."""
    path.parent.mkdir()
    path.write_bytes(data)
    return hashlib.sha256(data).digest()


def _cut(
    base: KnowledgeBase, version: DocumentVersion, found: Reading, output: Output, most: int
) -> tuple[dict[str, Any], list[dict[str, Any]], bytes]:
    """What is noted of the version, its chunks, and its text as it is stored."""
    document = reading.load(output)
    values = reading.known_of(found, document, version.name, base.language)
    version.language = values["language"]
    pieces = cutting.pieces_of(document, Strategy.model_validate(base.strategy), most)
    return values | cutting.known_of(pieces), cutting.rows_of(version, pieces.chunks), output.path.read_bytes()
