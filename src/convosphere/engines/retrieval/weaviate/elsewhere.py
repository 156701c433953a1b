"""A chunk has an object in each space that it has a vector in; what one of them says must hold for the others.

Words are a chunk's own: they change everywhere at once, and they outlive the space that is dropped.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from convosphere.engines.retrieval.spaces import NO_SPACE
from convosphere.engines.retrieval.types import IndexUnavailableError, VersionChunks
from convosphere.engines.retrieval.weaviate.collections import Collections
from convosphere.engines.retrieval.weaviate.connection import Connection
from convosphere.engines.retrieval.weaviate.objects import object_id, words_of

if TYPE_CHECKING:
    from weaviate import WeaviateAsyncClient

_BATCH: Final = 100
# A chunk lies in the space of its base, and in the next one while that changes; twice that to be sure.
_MOST_SPACES: Final = 4
_WORDS: Final = ("words", "parts")


class Elsewhere:
    """Looks after the objects of chunks in other spaces. `dimensions`: of every space of the organisation."""

    def __init__(self, connection: Connection, collections: Collections) -> None:
        self._connection = connection
        self._collections = collections

    async def renew(
        self,
        organization_id: UUID,
        space_id: UUID,
        objects: Sequence[Mapping[str, Any]],
        dimensions: Mapping[UUID, int],
    ) -> None:
        """These have just been written in a space: in other ones they get the same words; the object without a vector
        is no longer needed beside one that has it.
        """
        if not set(dimensions) - {space_id}:
            return
        now = {str(each["chunk"]): {name: each[name] for name in _WORDS} for each in objects}

        async def renew(client: "WeaviateAsyncClient") -> None:
            by = self._connection.package.classes.query.Filter
            for start in range(0, len(objects), _BATCH):
                ids = list(now)[start : start + _BATCH]
                for dimension in set(dimensions.values()):
                    place = self._collections.of(client, organization_id, dimension)
                    found = await place.query.fetch_objects(
                        filters=by.by_property("chunk").contains_any(ids)
                        & by.by_property("space").not_equal(str(space_id)),
                        limit=len(ids) * len(dimensions),
                        return_properties=["chunk", "space", *_WORDS],
                    )
                    for each in found.objects:
                        words = now[str(each.properties["chunk"])]
                        if str(each.properties["space"]) == str(NO_SPACE):
                            await place.data.delete_by_id(each.uuid)
                        elif words != {name: each.properties[name] for name in _WORDS}:
                            await place.data.update(each.uuid, words)

        await self._connection.call(renew)

    async def say(self, organization_id: UUID, parts: Sequence[VersionChunks], dimensions: Collection[int]) -> None:
        """All objects of these chunks get their words anew, in whichever space; chunks without any are left out."""
        words = await asyncio.to_thread(_words, parts)

        async def say(client: "WeaviateAsyncClient") -> None:
            by = self._connection.package.classes.query.Filter
            for dimension in dimensions:
                place = self._collections.of(client, organization_id, dimension)
                # A chunk has few objects; one a call would be many calls.
                for start in range(0, len(words), _BATCH):
                    ids = list(words)[start : start + _BATCH]
                    found = await place.query.fetch_objects(
                        filters=by.by_property("chunk").contains_any(ids),
                        limit=_MOST_SPACES * len(ids),
                        return_properties=["chunk", *_WORDS],
                    )
                    for each in found.objects:
                        now = words[str(each.properties["chunk"])]
                        if now != {name: each.properties[name] for name in _WORDS}:
                            await place.data.update(each.uuid, now)

        await self._connection.call(say)

    async def leave(self, organization_id: UUID, space_id: UUID, dimensions: Mapping[UUID, int]) -> dict[UUID, str]:
        """Takes up to a batch of objects out of a space; chunks that are in no other one keep an object without vector.

        Returns the documents it has seen, with what their objects were last told; empty: nothing is left.
        """

        async def leave(client: "WeaviateAsyncClient") -> dict[UUID, str]:
            by = self._connection.package.classes.query.Filter
            place = self._collections.of(client, organization_id, dimensions[space_id])
            found = await place.query.fetch_objects(filters=by.by_property("space").equal(str(space_id)), limit=_BATCH)
            chunks = {str(each.properties["chunk"]): each for each in found.objects}
            if not chunks:
                return {}
            kept = await self._kept_elsewhere(client, organization_id, space_id, list(chunks), dimensions)
            make = self._connection.package.classes.data.DataObject
            alone = [
                make(
                    uuid=object_id(NO_SPACE, UUID(chunk)),
                    properties={**each.properties, "space": NO_SPACE},
                )
                for chunk, each in chunks.items()
                if chunk not in kept
            ]
            if alone:
                written = await self._collections.of(client, organization_id, 0).data.insert_many(alone)
                if written.has_errors:
                    raise IndexUnavailableError(f"Weaviate did not take {len(written.errors)} chunks")
            await place.data.delete_many(where=by.by_id().contains_any([each.uuid for each in found.objects]))
            return {UUID(str(each.properties["document"])): str(each.properties["stamp"]) for each in found.objects}

        return await self._connection.call(leave)

    async def _kept_elsewhere(
        self,
        client: "WeaviateAsyncClient",
        organization_id: UUID,
        space_id: UUID,
        chunks: Sequence[str],
        dimensions: Mapping[UUID, int],
    ) -> set[str]:
        by = self._connection.package.classes.query.Filter
        kept: set[str] = set()
        for dimension in set(dimensions.values()):
            found = await self._collections.of(client, organization_id, dimension).query.fetch_objects(
                filters=by.by_property("chunk").contains_any(list(chunks))
                & by.by_property("space").not_equal(str(space_id)),
                limit=len(chunks) * len(dimensions),
                return_properties=["chunk"],
            )
            kept |= {str(each.properties["chunk"]) for each in found.objects}
        return kept


def _words(parts: Sequence[VersionChunks]) -> dict[str, dict[str, Any]]:
    return {str(chunk.chunk_id): words_of(chunk) for part in parts for chunk in part.chunks}
