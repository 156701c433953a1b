"""Many small texts of a base at once: what each would store alone is stored for all of them together.

This is the straight way only. Whatever is not straight (a file that needs a process of its own to be read, one that is
refused, an embedder that refuses) is left to a job of its own, which knows what to do and what to say; and when
something breaks, all that is left is (see `apart`), so that a file costs only itself.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from convosphere.engines.retrieval import ChunkEntry, InvalidVectorError, VectorDimensionError, VersionChunks
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.ingest.bring import defer_ingest
from convosphere.features.knowledge.actions.ingest.cutting import MOST_AT_ONCE
from convosphere.features.knowledge.actions.ingest.preparing import Prepared, prepare
from convosphere.features.knowledge.actions.ingest.publishing import announce, publish_together
from convosphere.features.knowledge.actions.ingest.staging import embedded, heading_of
from convosphere.features.knowledge.actions.ingest.work import QUICK_BYTES
from convosphere.features.knowledge.actions.notify import tell_versions
from convosphere.features.knowledge.errors.embedding import EmbeddingFailedError
from convosphere.features.knowledge.repository import chunks, ingesting, spaces
from convosphere.features.knowledge.tables import DocumentVersion, KnowledgeBase
from convosphere.features.knowledge.types import DocumentStatus, VersionKey
from convosphere.features.knowledge.types.spaces import Space
from convosphere.platform.storage import Workplace

# Read at the same time: while one waits for its file, another one is cut.
_AT_ONCE: Final = 4


async def ingest_together(desk: Desk, organization_id: UUID, base_id: UUID, version_ids: Sequence[UUID]) -> None:
    """Takes versions in that wait in a base; what has ended meanwhile is left out.

    Raises:
        ScannerUnavailableError, StorageUnavailableError, IndexUnavailableError: what is needed is away; `apart` then
            has each go on from where it is.
    """
    platform = desk.platform
    async with platform.database.transaction(organization_id) as session:
        base, waiting = await ingesting.find_unread(session, base_id, version_ids, QUICK_BYTES)
    if base is None:
        return
    async with Workplace(platform.settings.data_dir).folder() as folder:
        prepared = await _prepare_all(desk, base, waiting, folder)
    wanted = await _store(desk, organization_id, base_id, prepared)
    ready = {each.version.id for each in prepared}
    left = [version_id for version_id in version_ids if version_id not in ready]
    for portion in _portions(prepared, by_person=bool(wanted)):
        staged = [each.version for each in portion]
        try:
            await _stage(desk, organization_id, wanted, portion)
        except (EmbeddingFailedError, VectorDimensionError, InvalidVectorError):
            # It may be one of them only.
            left += [version.id for version in staged]
        else:
            left += await publish_together(desk, organization_id, base_id, staged, wanted)
    await apart(desk, organization_id, left)


async def apart(desk: Desk, organization_id: UUID, version_ids: Iterable[UUID]) -> None:
    """Has each version go on in a job of its own; one that has ended does nothing there."""
    async with desk.platform.database.transaction(organization_id) as session:
        for version_id in version_ids:
            await defer_ingest(session, desk.platform, VersionKey(organization_id, version_id))


async def _prepare_all(
    desk: Desk, base: KnowledgeBase, versions: Sequence[DocumentVersion], folder: Path
) -> list[Prepared]:
    waiting = iter(versions)
    done: list[Prepared] = []

    async def go_on() -> None:
        for version in waiting:
            one = await prepare(desk, base, version, folder)
            if one is not None:
                done.append(one)

    async with asyncio.TaskGroup() as group:
        for _ in range(_AT_ONCE):
            group.create_task(go_on())
    return done


async def _store(desk: Desk, organization_id: UUID, base_id: UUID, prepared: list[Prepared]) -> list[Space]:
    """Stores what was prepared and is still wanted, and nothing else stays in the list; the spaces it belongs into."""
    platform = desk.platform
    async with platform.database.transaction(organization_id) as session:
        held = await ingesting.hold_unread(session, [each.version.id for each in prepared])
        prepared[:] = [each for each in prepared if each.version.id in held]
        for each in prepared:
            each.version.status = DocumentStatus.RUNNING
        running = {"status": DocumentStatus.RUNNING}
        await ingesting.store(session, [{"id": each.version.id, **running, **each.values} for each in prepared])
        await chunks.replace_many(session, list(held), [row for each in prepared for row in each.rows])
        await announce(session, desk, [each.version for each in prepared])
        wanted = await spaces.spaces_to_fill(session, base_id)
        tell_versions(session, platform, [each.version for each in prepared])
    await platform.storage.delete(*(key for each in prepared for key in each.arrived))
    return wanted


def _portions(prepared: Sequence[Prepared], *, by_person: bool) -> list[list[Prepared]]:
    """What is staged and published at once: of so many chunks, and, for an embedder, of one person."""
    portions: list[list[Prepared]] = []
    size = 0
    for each in sorted(prepared, key=lambda each: str(each.version.created_by)):
        other = bool(portions) and portions[-1][0].version.created_by != each.version.created_by
        if not portions or size + len(each.rows) > MOST_AT_ONCE or (by_person and other):
            portions.append([])
            size = 0
        portions[-1].append(each)
        size += len(each.rows)
    return portions


async def _stage(desk: Desk, organization_id: UUID, wanted: Sequence[Space], portion: Sequence[Prepared]) -> None:
    parts = [
        VersionChunks(
            each.version.document_id,
            each.version.id,
            [_entry(each.version, row) for row in each.rows if row["indexed"]],
        )
        for each in portion
    ]
    if not wanted:
        await desk.index.stage_many(organization_id, None, parts)
    for space in wanted:
        entries = [entry for part in parts for entry in part.chunks]
        vectors = iter(await embedded(desk, space, entries, portion[0].version.created_by))
        filled = [
            VersionChunks(part.document_id, part.version_id, list(islice(vectors, len(part.chunks)))) for part in parts
        ]
        await desk.index.stage_many(organization_id, space.id, filled)


def _entry(version: DocumentVersion, row: Mapping[str, Any]) -> ChunkEntry:
    heading = heading_of(version, row["heading_path"])
    return ChunkEntry(row["id"], row["ordinal"], heading, row["text"], row["language"])
