"""A small library to put into an index: documents of one or several chunks, staged and published."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4, uuid5

from convosphere.engines.retrieval import ChunkEntry, DocumentEntry, Filters, Found, Fusion, Query, RetrievalIndex
from convosphere.platform.database import Database

_NAMES = UUID("6f1c2a60-0000-4000-8000-000000000000")


def vector(*numbers: float, dimension: int = 8) -> list[float]:
    """A vector of this length that begins with these numbers."""
    return [*numbers, *([0.0] * (dimension - len(numbers)))]


@dataclass
class Library:
    """Documents by name, all in one base that the searching person may read unless a test says otherwise."""

    index: RetrievalIndex
    database: Database
    organization_id: UUID = field(default_factory=uuid4)
    base_id: UUID = field(default_factory=uuid4)
    space_id: UUID = field(default_factory=uuid4)
    entries: dict[UUID, DocumentEntry] = field(default_factory=dict)
    known: dict[UUID, str] = field(default_factory=dict)

    def chunk_id(self, name: str, number: int = 0) -> UUID:
        """The id of a document's chunk; the same in all versions that say nothing else."""
        return uuid5(_NAMES, f"{self.organization_id}/{name}/{number}")

    def document_id(self, name: str) -> UUID:
        return uuid5(_NAMES, f"{self.organization_id}/{name}")

    def chunk(self, name: str, text: str, number: int = 0, **more: Any) -> ChunkEntry:
        values: dict[str, Any] = {"heading": "", "language": "de"} | more
        return ChunkEntry(self.chunk_id(name, number), number, text=text, **values)

    async def stage(
        self, name: str, chunks: Sequence[ChunkEntry], *, space_id: UUID | None = None, version_id: UUID | None = None
    ) -> UUID:
        """Returns the version; nothing of it is found yet."""
        self.known[self.document_id(name)] = name
        version = version_id or uuid4()
        space = space_id or (self.space_id if any(chunk.vector is not None for chunk in chunks) else None)
        await self.index.stage(self.organization_id, self.document_id(name), version, space, chunks)
        return version

    async def announce(self, name: str, **known: Any) -> None:
        """Before anything of it is staged."""
        entry = replace(self._entry(name), **known)
        async with self.database.transaction(self.organization_id) as session:
            await self.index.announce(session, [entry])

    async def publish(self, name: str, version_id: UUID | None, **known: Any) -> None:
        """What is not said stays as it was."""
        entry = replace(self._entry(name), version_id=version_id, **known)
        async with self.database.transaction(self.organization_id) as session:
            await self.index.publish(session, entry)
        self.entries[self.document_id(name)] = entry

    def _entry(self, name: str) -> DocumentEntry:
        document_id = self.document_id(name)
        return self.entries.get(document_id) or DocumentEntry(
            self.organization_id, document_id, self.base_id, self.base_id, None, media_kind="text", language="de"
        )

    async def change(self, name: str, **known: Any) -> None:
        """Another scope, other tags …; the version stays."""
        await self.publish(name, self.entries[self.document_id(name)].version_id, **known)

    async def settle(self, name: str) -> None:
        await self.index.settle(self.organization_id, self.document_id(name))

    async def add(
        self,
        name: str,
        text: str,
        vectors: Sequence[float] | None = None,
        *,
        written_in: str | None = "de",
        **known: Any,
    ) -> UUID:
        """A document of one chunk, there to be found. Returns its version."""
        version = await self.stage(name, [self.chunk(name, text, language=written_in, vector=vectors)])
        await self.publish(name, version, **known)
        await self.settle(name)
        return version

    async def search(
        self,
        text: str = "",
        vectors: Sequence[float] | Mapping[UUID, Sequence[float]] | None = None,
        *,
        scopes: Collection[UUID] | None = None,
        filters: Filters | None = None,
        fusion: Fusion | None = None,
        limit: int = 10,
        **more: Any,
    ) -> Found:
        asked = vectors if isinstance(vectors, Mapping) else {} if vectors is None else {self.space_id: vectors}
        query = Query(
            more.pop("organization_id", self.organization_id),
            text,
            {self.base_id} if scopes is None else scopes,
            asked,
            filters=filters or Filters(),
            fusion=fusion or Fusion(),
            limit=limit,
            **more,
        )
        return await self.index.search(query)

    async def names(self, *arguments: Any, **more: Any) -> list[str]:
        """The documents of what was found, best first."""
        found = await self.search(*arguments, **more)
        return [self.known[hit.document_id] for hit in found.hits]
