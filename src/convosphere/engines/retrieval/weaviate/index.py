"""`RetrievalIndex` in Weaviate. What is known of documents lies in PostgreSQL and is changed there with the data.

So a change of rights holds from the commit on: what Weaviate finds is compared with PostgreSQL before it is given away,
and until `settle` has told Weaviate of a change each question says itself which of the changed documents it may find.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.retrieval import catalogue, spaces
from convosphere.engines.retrieval.spaces import NO_SPACE
from convosphere.engines.retrieval.types import (
    ChunkEntry,
    DocumentEntry,
    Found,
    IndexUnavailableError,
    Query,
    VectorDimensionError,
    VersionChunks,
)
from convosphere.engines.retrieval.vectors import checked
from convosphere.engines.retrieval.weaviate.collections import Collections
from convosphere.engines.retrieval.weaviate.connection import Connection
from convosphere.engines.retrieval.weaviate.elsewhere import Elsewhere
from convosphere.engines.retrieval.weaviate.objects import as_found, object_id, own_properties, published
from convosphere.engines.retrieval.weaviate.searching import Searcher
from convosphere.platform.database import Database, forbid_open_transaction
from convosphere.platform.settings.retrieval import RetrievalSettings

if TYPE_CHECKING:
    from weaviate import WeaviateAsyncClient

_BATCH: Final = 100
_SETTLED_AT_ONCE: Final = 8
# What one deletion takes at most: the server's own limit.
_DELETED_AT_ONCE: Final = 10_000


class WeaviateIndex:
    """Nothing is reached before the first call."""

    remote = True

    def __init__(self, settings: RetrievalSettings, database: Database) -> None:
        self._database = database
        self._connection = Connection(settings)
        self._collections = Collections(self._connection, settings.weaviate_prefix)
        self._elsewhere = Elsewhere(self._connection, self._collections)
        self._searcher = Searcher(self._connection, self._collections, database)

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
        latest = {chunk.chunk_id: (part, chunk) for part in parts for chunk in part.chunks}
        vectors = {
            chunk_id: checked(chunk.vector)
            for chunk_id, (_, chunk) in latest.items()
            if chunk.vector is not None and space_id is not None
        }
        places: dict[UUID, list[tuple[VersionChunks, ChunkEntry]]] = {}
        for chunk_id, staged in latest.items():
            space = space_id if space_id is not None and chunk_id in vectors else NO_SPACE
            places.setdefault(space, []).append(staged)
        known_now = [(part, await self._known(organization_id, part.document_id)) for part in parts]
        about = {part.document_id: published(as_found(entry, part.version_id)) for part, entry in known_now}
        for space, entries in places.items():
            lengths = {len(vectors[chunk.chunk_id]) for _, chunk in entries} if space != NO_SPACE else {0}
            dimension = min(lengths)
            if len(lengths) > 1:
                raise VectorDimensionError(space, dimension, max(lengths))
            known = await self._claim(organization_id, space, dimension)
            objects = await asyncio.to_thread(_prepared, entries, space, about)
            await self._write(organization_id, dimension, objects, vectors)
            await self._elsewhere.renew(organization_id, space, objects, known)
        for part, _ in known_now:
            now = await self._find(organization_id, part.document_id)
            if now is None or now.held_version_id != part.version_id:
                continue
            if published(now.entry)["stamp"] != about[part.document_id]["stamp"]:
                # It changed meanwhile, and Weaviate may have been told of it before this was written.
                await self.settle(organization_id, part.document_id)

    async def renew(self, organization_id: UUID, parts: Sequence[VersionChunks]) -> None:
        """See `RetrievalIndex.renew`."""
        forbid_open_transaction()
        await self._elsewhere.say(organization_id, parts, await self._dimensions(organization_id))

    async def announce(self, session: AsyncSession, entries: Sequence[DocumentEntry]) -> None:
        """See `RetrievalIndex.announce`."""
        await catalogue.announce(session, entries)

    async def publish(self, session: AsyncSession, entry: DocumentEntry) -> None:
        """See `RetrievalIndex.publish`."""
        await catalogue.publish(session, [entry], remote=True)

    async def publish_many(self, session: AsyncSession, entries: Sequence[DocumentEntry]) -> None:
        """See `RetrievalIndex.publish_many`."""
        await catalogue.publish(session, entries, remote=True)

    async def unsettled(self, organization_id: UUID, document_ids: Collection[UUID]) -> Collection[UUID]:  # noqa: ARG002 - Weaviate hears of each
        """See `RetrievalIndex.unsettled`."""
        return document_ids

    async def settle(self, organization_id: UUID, document_id: UUID) -> None:
        """See `RetrievalIndex.settle`."""
        forbid_open_transaction()
        document = await self._find(organization_id, document_id)
        while document is not None:
            if document.replaced:
                await self._delete(organization_id, "version", document.replaced)
            if document.held_version_id is not None:
                await self._tell(organization_id, document.held_version_id, published(document.entry))
            async with self._database.transaction(None) as session:
                await catalogue.forget_replaced(session, organization_id, document_id, document.replaced)
                await catalogue.note_told(session, organization_id, document_id, document.changes)
            now = await self._find(organization_id, document_id)
            # What was told may be old by now, and come after what another one has told of the change.
            if now is not None and now.changes == document.changes:
                return
            document = now
        await self._delete(organization_id, "document", [document_id])

    async def discard(self, organization_id: UUID, document_id: UUID, version_id: UUID) -> None:
        """See `RetrievalIndex.discard`."""
        forbid_open_transaction()
        document = await self._find(organization_id, document_id)
        if document is None or document.held_version_id != version_id:
            await self._delete(organization_id, "version", [version_id])

    async def remove(self, organization_id: UUID, document_ids: Collection[UUID]) -> None:
        """See `RetrievalIndex.remove`."""
        forbid_open_transaction()
        async with self._database.transaction(None) as session:
            await catalogue.forget(session, organization_id, document_ids)
        await self._delete(organization_id, "document", document_ids)

    async def switch(self, organization_id: UUID, chunk_ids: Collection[UUID], *, on: bool) -> None:
        """See `RetrievalIndex.switch`. PostgreSQL knows it, and what is found is compared with that."""
        forbid_open_transaction()
        async with self._database.transaction(None) as session:
            await catalogue.switch(session, organization_id, chunk_ids, on=on)

    async def drop_space(self, organization_id: UUID, space_id: UUID) -> None:
        """See `RetrievalIndex.drop_space`."""
        forbid_open_transaction()
        dimensions = await self._spaces(organization_id)
        if space_id in dimensions:
            await self._claim(organization_id, NO_SPACE, 0)
            while seen := await self._elsewhere.leave(organization_id, space_id, dimensions | {NO_SPACE: 0}):
                for document_id, stamp in seen.items():
                    # What was told while its objects moved may have missed them.
                    if published(await self._known(organization_id, document_id))["stamp"] != stamp:
                        await self.settle(organization_id, document_id)
        async with self._database.transaction(None) as session:
            await spaces.forget(session, organization_id, space_id)

    async def search(self, query: Query) -> Found:
        """See `RetrievalIndex.search`."""
        forbid_open_transaction()
        if not query.scopes or query.limit < 1 or (query.bases is not None and not query.bases):
            return Found(())
        return await self._searcher.search(query)

    async def aclose(self) -> None:
        """Ends the connection."""
        await self._connection.aclose()

    async def _claim(self, organization_id: UUID, space_id: UUID, dimension: int) -> dict[UUID, int]:
        """Refuses a wrong length, makes the place, and only then says that there is one: searches go by that.

        Returns how long the vectors of each space are.
        """
        known = await self._spaces(organization_id)
        spaces.check_dimension(space_id, known.get(space_id, dimension), dimension)
        await self._collections.make(organization_id, dimension)
        if space_id not in known:
            async with self._database.transaction(None) as session:
                await spaces.claim_space(session, organization_id, space_id, dimension)
        return known | {space_id: dimension}

    async def _find(self, organization_id: UUID, document_id: UUID) -> catalogue.KnownDocument | None:
        async with self._database.transaction(None) as session:
            return await catalogue.find(session, organization_id, document_id)

    async def _known(self, organization_id: UUID, document_id: UUID) -> DocumentEntry | None:
        found = await self._find(organization_id, document_id)
        return None if found is None else found.entry

    async def _spaces(self, organization_id: UUID) -> dict[UUID, int]:
        """How long the vectors of each space are; each has its place."""
        async with self._database.transaction(None) as session:
            found = await spaces.dimensions_of(session, organization_id, None)
        for dimension in set(found.values()):
            await self._collections.make(organization_id, dimension)
        return found

    async def _dimensions(self, organization_id: UUID) -> set[int]:
        return set((await self._spaces(organization_id)).values())

    async def _write(
        self, organization_id: UUID, dimension: int, objects: Sequence[dict[str, Any]], vectors: dict[UUID, list[float]]
    ) -> None:
        """Writes objects, those that are there anew."""

        async def insert(client: "WeaviateAsyncClient") -> None:
            make = self._connection.package.classes.data.DataObject
            place = self._collections.of(client, organization_id, dimension)
            for start in range(0, len(objects), _BATCH):
                written = await place.data.insert_many(
                    [
                        make(
                            uuid=object_id(properties["space"], properties["chunk"]),
                            properties=properties,
                            vector=vectors.get(properties["chunk"]) if dimension else None,
                        )
                        for properties in objects[start : start + _BATCH]
                    ]
                )
                if written.has_errors:
                    first = next(iter(written.errors.values()))
                    raise IndexUnavailableError(f"Weaviate did not take {len(written.errors)} chunks: {first.message}")

        await self._connection.call(insert)

    async def _tell(self, organization_id: UUID, version_id: UUID, properties: dict[str, Any]) -> None:
        """Brings all objects of a version to these properties; goes on where it was cut off."""
        for dimension in await self._dimensions(organization_id):

            async def tell(client: "WeaviateAsyncClient", dimension: int = dimension) -> None:
                by = self._connection.package.classes.query.Filter
                place = self._collections.of(client, organization_id, dimension)
                differing = by.by_property("version").equal(str(version_id)) & by.by_property("stamp").not_equal(
                    properties["stamp"]
                )
                while True:
                    found = await place.query.fetch_objects(
                        filters=differing, limit=10 * _BATCH, return_properties=False
                    )
                    if not found.objects:
                        return
                    waiting = iter([each.uuid for each in found.objects])

                    async def go_on(waiting: Iterable[UUID] = waiting) -> None:
                        for uuid in waiting:
                            await place.data.update(uuid, properties)

                    await asyncio.gather(*(go_on() for _ in range(_SETTLED_AT_ONCE)))

            await self._connection.call(tell)

    async def _delete(self, organization_id: UUID, name: str, ids: Collection[UUID]) -> None:
        """Deletes all objects with one of these ids in this property."""
        for dimension in await self._dimensions(organization_id):

            async def delete(client: "WeaviateAsyncClient", dimension: int = dimension) -> None:
                by = self._connection.package.classes.query.Filter
                place = self._collections.of(client, organization_id, dimension)
                while True:
                    gone = await place.data.delete_many(where=by.by_property(name).contains_any(list(map(str, ids))))
                    if gone.failed:
                        raise IndexUnavailableError(f"Weaviate did not delete {gone.failed} chunks")
                    if gone.matches < _DELETED_AT_ONCE:
                        return

            await self._connection.call(delete)


def _prepared(
    chunks: Iterable[tuple[VersionChunks, ChunkEntry]], space_id: UUID, about: Mapping[UUID, dict[str, Any]]
) -> list[dict[str, Any]]:
    """As objects. They say already what is known of their document: nobody is given what PostgreSQL does not permit,
    and a new version is found as soon as it does.
    """
    return [
        own_properties(chunk, part.document_id, part.version_id, space_id) | about[part.document_id]
        for part, chunk in chunks
    ]
