"""Documents that were taken in before the analysis of words was made better get its terms: see docs/decisions/0053.

By itself, a little at a time, while all is searched as it is: only words are taken apart anew. Nothing is read, cut or
embedded again.
"""

import asyncio
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import structlog

from convosphere.engines.retrieval import ANALYSIS, VersionChunks
from convosphere.features.accounts.actions.organization import list_organization_ids
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.ingest.staging import entry_of
from convosphere.features.knowledge.repository import chunks, renewing
from convosphere.features.knowledge.tables import Chunk, DocumentVersion

# Versions looked up at once, and chunks taken apart at once.
_VERSIONS: Final = 50
_CHUNKS: Final = 64
# It rests so many times as long as it works: whoever searches or asks meanwhile should not notice.
_REST: Final = 3
# Less than until the clock asks for it the next time.
_SECONDS: Final = 540
_FIRST: Final = UUID(int=0)

_log = structlog.get_logger(__name__)


async def renew_all(desk: Desk) -> None:
    """Goes through every organisation, as far as it comes; the next time it goes on from there.

    Raises:
        IndexUnavailableError: the index is away.
    """
    until = desk.platform.clock.monotonic() + _SECONDS
    async with desk.platform.database.transaction(None) as session:
        organizations = await list_organization_ids(session)
    for organization_id in organizations:
        renewed = await _renew(desk, organization_id, until)
        if renewed:
            _log.info("terms_renewed", organization_id=str(organization_id), documents=renewed, analysis=ANALYSIS)


async def _renew(desk: Desk, organization_id: UUID, until: float) -> int:
    """How many versions it came through with."""
    after, renewed = _FIRST, 0
    while desk.platform.clock.monotonic() < until:
        async with desk.platform.database.transaction(organization_id) as session:
            versions = await renewing.earlier_analysed(session, ANALYSIS, after, _VERSIONS)
        if not versions:
            break
        for version in versions:
            if not await _renew_version(desk, version, until):
                return renewed
            renewed += 1
        after = versions[-1].id
    return renewed


async def _renew_version(desk: Desk, version: DocumentVersion, until: float) -> bool:
    """False: there was no time for all of it. Chunks that are through are not written again."""
    clock = desk.platform.clock
    last = -1
    while True:
        began = clock.monotonic()
        if began > until:
            return False
        async with desk.platform.database.transaction(version.organization_id) as session:
            batch = await chunks.list_chunks(session, version.id, after=last, limit=_CHUNKS, indexed_only=True)
            if not batch or not await renewing.is_found(session, version.id):
                await renewing.note_analysed(session, version.id, ANALYSIS)
                return True
        await _renew_chunks(desk, version, batch)
        last = batch[-1].ordinal
        await asyncio.sleep(_REST * (clock.monotonic() - began))


async def _renew_chunks(desk: Desk, version: DocumentVersion, batch: Sequence[Chunk]) -> None:
    """Those that somebody has edited meanwhile once more, lest the old text comes last."""
    while batch:
        part = VersionChunks(version.document_id, version.id, [entry_of(version, chunk) for chunk in batch])
        await desk.index.renew(version.organization_id, [part])
        async with desk.platform.database.transaction(version.organization_id) as session:
            now = {chunk.id: chunk for chunk in await chunks.chunks_by_id(session, [each.id for each in batch])}
        batch = [now[each.id] for each in batch if each.id in now and now[each.id].text != each.text]
