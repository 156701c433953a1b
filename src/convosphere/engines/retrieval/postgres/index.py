"""`RetrievalIndex` in PostgreSQL: beside the data, changed in the same transactions."""

import asyncio
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.retrieval import catalogue, spaces
from convosphere.engines.retrieval.postgres import searching, staging, statistics
from convosphere.engines.retrieval.types import (
    ChunkEntry,
    DocumentEntry,
    Found,
    Query,
    VectorDimensionError,
    VersionChunks,
)
from convosphere.platform.database import Database, forbid_open_transaction

_DROP_VECTORS = text("DELETE FROM retrieval_vectors WHERE organization_id = :organization_id AND space_id = :space_id")


class PostgresIndex:
    """The default. What is published is found from the commit on; `settle` only tidies up."""

    remote = False

    def __init__(self, database: Database) -> None:
        self._database = database

    async def stage(
        self,
        organization_id: UUID,
        document_id: UUID,
        version_id: UUID,
        space_id: UUID | None,
        chunks: Sequence[ChunkEntry],
    ) -> None:
        """See `RetrievalIndex.stage`."""
        await self.stage_many(organization_id, space_id, [VersionChunks(document_id, version_id, chunks)])

    async def stage_many(self, organization_id: UUID, space_id: UUID | None, parts: Sequence[VersionChunks]) -> None:
        """See `RetrievalIndex.stage_many`."""
        forbid_open_transaction()
        if not any(part.chunks for part in parts):
            return
        analysed = await asyncio.to_thread(staging.analyse, organization_id, parts)
        with_vector = [chunk for chunk in analysed if chunk.vector is not None] if space_id is not None else []
        async with self._database.transaction(None) as session:
            if space_id is not None and with_vector:
                await spaces.claim_space(session, organization_id, space_id, with_vector[0].dimension)
                _refuse_mixed(space_id, with_vector)
            await staging.write_chunks(session, organization_id, analysed)
            if space_id is not None and with_vector:
                await staging.write_vectors(session, organization_id, space_id, with_vector)
            due = await statistics.are_due(session, organization_id)
        if due:
            await self._add_up(organization_id)

    async def renew(self, organization_id: UUID, parts: Sequence[VersionChunks]) -> None:
        """See `RetrievalIndex.renew`."""
        forbid_open_transaction()
        analysed = await asyncio.to_thread(staging.analyse, organization_id, parts)
        async with self._database.transaction(None) as session:
            await staging.write_chunks(session, organization_id, analysed, known_only=True)
            due = await statistics.are_due(session, organization_id)
        if due:
            await self._add_up(organization_id)

    async def announce(self, session: AsyncSession, entries: Sequence[DocumentEntry]) -> None:
        """See `RetrievalIndex.announce`: what is published is found at once in any case."""

    async def publish(self, session: AsyncSession, entry: DocumentEntry) -> None:
        """See `RetrievalIndex.publish`."""
        await catalogue.publish(session, [entry], remote=False)

    async def publish_many(self, session: AsyncSession, entries: Sequence[DocumentEntry]) -> None:
        """See `RetrievalIndex.publish_many`."""
        await catalogue.publish(session, entries, remote=False)

    async def unsettled(self, organization_id: UUID, document_ids: Collection[UUID]) -> Collection[UUID]:
        """See `RetrievalIndex.unsettled`."""
        async with self._database.transaction(None) as session:
            return await catalogue.replaced_of(session, organization_id, document_ids)

    async def settle(self, organization_id: UUID, document_id: UUID) -> None:
        """See `RetrievalIndex.settle`."""
        forbid_open_transaction()
        async with self._database.transaction(None) as session:
            document = await catalogue.find(session, organization_id, document_id)
            if document is not None and document.replaced:
                await staging.take_versions_away(session, organization_id, document_id, document.replaced)
                await catalogue.forget_replaced(session, organization_id, document_id, document.replaced)

    async def discard(self, organization_id: UUID, document_id: UUID, version_id: UUID) -> None:
        """See `RetrievalIndex.discard`."""
        forbid_open_transaction()
        async with self._database.transaction(None) as session:
            document = await catalogue.find(session, organization_id, document_id)
            if document is None or document.held_version_id != version_id:
                await staging.take_versions_away(session, organization_id, document_id, [version_id])

    async def remove(self, organization_id: UUID, document_ids: Collection[UUID]) -> None:
        """See `RetrievalIndex.remove`."""
        forbid_open_transaction()
        async with self._database.transaction(None) as session:
            await catalogue.forget(session, organization_id, document_ids)
            await staging.take_documents_away(session, organization_id, document_ids)
            due = await statistics.are_due(session, organization_id)
        if due:
            await self._add_up(organization_id)

    async def switch(self, organization_id: UUID, chunk_ids: Collection[UUID], *, on: bool) -> None:
        """See `RetrievalIndex.switch`."""
        forbid_open_transaction()
        async with self._database.transaction(None) as session:
            await catalogue.switch(session, organization_id, chunk_ids, on=on)

    async def drop_space(self, organization_id: UUID, space_id: UUID) -> None:
        """See `RetrievalIndex.drop_space`."""
        forbid_open_transaction()
        async with self._database.transaction(None) as session:
            await spaces.forget(session, organization_id, space_id)
            await session.execute(_DROP_VECTORS, {"organization_id": organization_id, "space_id": space_id})

    async def search(self, query: Query) -> Found:
        """See `RetrievalIndex.search`."""
        forbid_open_transaction()
        if not query.scopes or query.limit < 1:
            return Found(())
        async with self._database.transaction(None) as session:
            return await searching.search(session, query)

    async def aclose(self) -> None:
        """Nothing to close: the database is its owner's."""

    async def _add_up(self, organization_id: UUID) -> None:
        async with self._database.transaction(None) as session:
            await statistics.add_up(session, organization_id)


def _refuse_mixed(space_id: UUID, chunks: Sequence[staging.Analysed]) -> None:
    expected = chunks[0].dimension
    for chunk in chunks:
        if chunk.dimension != expected:
            raise VectorDimensionError(space_id, expected, chunk.dimension)
