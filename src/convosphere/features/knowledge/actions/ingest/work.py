"""One run of the job over a version: what it works on, what it has at hand, how it says where it is."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from convosphere.engines.documents import Document as ReadDocument
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.notify import tell_version
from convosphere.features.knowledge.repository import versions
from convosphere.features.knowledge.repository.versions import Work
from convosphere.features.knowledge.types import Stage, VersionKey

_TOLD_EVERY_SECONDS = 0.5


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
    """A version on its way. `folder` is empty at first and gone at the end; what it holds need not be fetched."""

    desk: Desk
    key: VersionKey
    folder: Path
    work: Work
    content: Path | None = None
    document: ReadDocument | None = None
    _told: float = field(default=0.0)

    async def step(self, **values: object) -> None:
        """Writes where the version is, if it is where this run believes.

        Raises:
            EndedError: it is not.
        """
        platform = self.desk.platform
        believed = Stage(self.work.version.stage)
        async with platform.database.transaction(self.key.organization_id) as session:
            version = await versions.step(session, self.key.version_id, believed, **values)
            if version is None:
                raise EndedError
            tell_version(session, platform, version)
        self.work = Work(version, self.work.document, self.work.base)
        self._told = platform.clock.monotonic()

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
