"""One run of the job over a version: what it works on, what it has at hand, how it says where it is."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.documents import Document as ReadDocument
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.notify import tell_version
from convosphere.features.knowledge.repository import versions
from convosphere.features.knowledge.repository.versions import Work
from convosphere.features.knowledge.tables import Chunk, DocumentVersion
from convosphere.features.knowledge.types import Stage, VersionKey
from convosphere.features.knowledge.types.spaces import Space

# Up to this size a document is through in a moment: what it costs is what is stored on the way.
QUICK_BYTES = 65_536

_TOLD_EVERY_SECONDS = 0.5
_TOGETHER = (Stage.CHECKING, Stage.READING)


class StageFailedError(Exception):
    """The version cannot be gone on with. `code` is a word of `knowledge.problems` in the catalogue."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class EndedError(Exception):
    """Somebody else has ended the version, or goes on with it."""


@dataclass(slots=True)
class Run:
    """A version on its way. `folder` is empty at first and gone at the end; what it holds need not be fetched.

    A small document is `quick`: its first stages are stored together with the third, which spares it most of its
    transactions. Interrupted before that, it begins at the beginning; what arrived is still there.
    """

    desk: Desk
    key: VersionKey
    folder: Path
    work: Work
    quick: bool
    content: Path | None = None
    document: ReadDocument | None = None
    # Of a quick one: its chunks and the spaces they belong into, until they are staged; those they were embedded for.
    fresh: tuple[list[Chunk], list[Space]] | None = None
    embedded: list[Space] = field(default_factory=list)
    # What is not stored yet, and what in the storage is not needed once it is.
    _kept: dict[str, object] = field(default_factory=dict)
    _done_with: list[str] = field(default_factory=list)
    _told: float = field(default=0.0)

    async def step(self, **values: object) -> None:
        """Writes where the version is, if it is where this run believes.

        Raises:
            EndedError: it is not.
        """
        if self.quick and self.work.version.stage in _TOGETHER:
            self._kept |= values
            for name, value in values.items():
                setattr(self.work.version, name, value)
            return
        platform = self.desk.platform
        believed = Stage(self.work.version.stage)
        async with platform.database.transaction(self.key.organization_id) as session:
            version = await versions.step(session, self.key.version_id, believed, **values)
            if version is None:
                raise EndedError
            tell_version(session, platform, version)
        self.work = Work(version, self.work.document, self.work.base)
        self._told = platform.clock.monotonic()

    @property
    def believed(self) -> Stage:
        """Where the version is in the database, as far as this run knows."""
        return Stage.CHECKING if self._kept else Stage(self.work.version.stage)

    def store(self, session: AsyncSession, **values: object) -> Awaitable[DocumentVersion | None]:
        """Writes a step with all that was kept before it; None: the version is not where this run believes."""
        return versions.step(session, self.key.version_id, self.believed, **{**self._kept, **values})

    async def stored(self) -> None:
        """What was kept is stored: what arrived is no longer needed."""
        self._kept = {}
        if self._done_with:
            await self.desk.platform.storage.delete(*self._done_with)
            self._done_with = []

    async def flush(self) -> None:
        """Stores what was kept, so that a version that fails can be gone on with from there."""
        if not self._kept:
            return
        async with self.desk.platform.database.transaction(self.key.organization_id) as session:
            kept = await self.store(session)
        if kept is not None:
            await self.stored()

    async def done_with(self, keys: list[str]) -> None:
        """These are no longer needed once what was said before is stored."""
        self._done_with += keys
        if not self._kept:
            await self.stored()

    async def progress(self, percent: int, **values: object) -> None:
        """Says how far the stage is, now and then."""
        if self.desk.platform.clock.monotonic() - self._told >= _TOLD_EVERY_SECONDS:
            await self.step(percent=percent, **values)

    async def original(self) -> Path:
        """The checked content on this machine's disk."""
        if self.content is None:
            self.content = self.folder / "content"
            key = places.original(self.key.organization_id, self.work.version.content_id)
            await self.desk.platform.storage.fetch([key], self.content)
        return self.content

    async def read_document(self) -> ReadDocument:
        """The text that was taken out of it."""
        if self.document is None:
            key = places.text(self.key.organization_id, self.key.version_id)
            self.document = await asyncio.to_thread(parse, await self.desk.platform.storage.get(key))
        return self.document


def parse(data: bytes) -> ReadDocument:
    """A stored text."""
    return ReadDocument.from_json(orjson.loads(data))
