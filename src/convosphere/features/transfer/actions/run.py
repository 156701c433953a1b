"""One reading of an import's file: how far it is, who is told, and how it ends, whichever way."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from itertools import islice

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.actions.importer import Importer
from convosphere.features.files.actions import FileOwner
from convosphere.features.transfer import repository
from convosphere.features.transfer.actions.imports import ARRIVING_IMPORTS
from convosphere.features.transfer.actions.notify import tell_import
from convosphere.features.transfer.actions.places import import_folder
from convosphere.features.transfer.actions.reading import ReadLimits, Step, read_file
from convosphere.features.transfer.actions.unpacking import Unpacking
from convosphere.features.transfer.errors import UnreadableImportError
from convosphere.features.transfer.schemas import Report
from convosphere.features.transfer.tables import Import
from convosphere.features.transfer.types import IMPORT_ENDED, ImportStatus, TransferKey
from convosphere.platform.context import Platform
from convosphere.platform.storage import Workplace

# What is read between two looks at the clock: so many steps (a step is a chunk or a conversation), messages, or bytes.
_STEPS = 40
_MESSAGES = 2_000
_BYTES = 4 * 1024 * 1024
_TOLD_EVERY_SECONDS = 0.5
# Files of this process that are read at the same time; the others wait.
_places = asyncio.Semaphore(2)


class ImportEndedError(Exception):
    """Its owner has ended it."""


class Run:
    """One reading of a file."""

    def __init__(self, platform: Platform, row: Import, status: ImportStatus, unpacking: Unpacking) -> None:
        self.row = row
        self.importer = Importer(row.organization_id, row.owner_id, row.owner_name)
        self.unpacking = unpacking
        self._platform = platform
        self._key = TransferKey(row.organization_id, row.id)
        self._status = status
        self._told = platform.clock.monotonic()
        self._steps: Iterator[Step] = iter(())

    def begin(self, steps: Iterator[Step]) -> None:
        """What will be gone through."""
        self._steps = steps

    async def batches(self) -> AsyncIterator[Sequence[Step]]:
        """The steps, some at a time; reading happens in a thread. A batch is empty once the next is asked for: two of
        them are never in memory.
        """
        while batch := await asyncio.to_thread(_take, self._steps):
            yield batch
            batch.clear()

    async def tell(self, last: Step) -> None:
        """Says how far it is, now and then; notices that its owner has ended it."""
        now = self._platform.clock.monotonic()
        if now - self._told >= _TOLD_EVERY_SECONDS:
            self._told = now
            await self.step(done=last.done, total=last.total)

    async def step(self, **values: object) -> None:
        """Writes something about it.

        Raises:
            ImportEndedError: its owner has ended it.
        """
        async with self._platform.database.transaction(self._key.organization_id) as session:
            row = await repository.step_import(session, self._key.id, self._status, **values)
            if row is None:
                raise ImportEndedError
            tell_import(session, self._platform, row)


def _take(steps: Iterator[Step]) -> list[Step]:
    taken: list[Step] = []
    messages = 0
    for step in islice(steps, _STEPS):
        taken.append(step)
        if step.converted is not None:
            messages += len(step.converted.conversation.messages)
        if messages >= _MESSAGES or step.done - taken[0].done >= _BYTES:
            break
    return taken


@asynccontextmanager
async def open_run(platform: Platform, key: TransferKey, status: ImportStatus) -> AsyncIterator[Run | None]:
    """Brings the file to this machine's disk and turns what is wrong with it as a whole into the import's end."""
    async with platform.database.transaction(key.organization_id) as session:
        row = await repository.find(session, Import, key.id)
        parts = await ARRIVING_IMPORTS.keys(session, key.id)
    if row is None or row.status != status:
        yield None
        return
    settings = platform.settings.transfer
    limits = ReadLimits(unpacked=settings.unpacked_bytes, conversation=settings.conversation_bytes)
    async with _places, Workplace(platform.settings.data_dir).folder() as folder:
        path = folder / "import"
        await platform.storage.fetch(parts, path)
        unpacking = Unpacking(platform, FileOwner(row.organization_id, row.owner_id, row.locale), path)
        run = Run(platform, row, status, unpacking)
        run.begin(read_file(path, limits, platform.clock.now()))
        with suppress(ImportEndedError):
            try:
                yield run
            except UnreadableImportError as error:
                await fail_import(platform, key, error.code)
            finally:
                await unpacking.close()


async def fail_import(platform: Platform, key: TransferKey, code: str) -> None:
    """Ends an import that cannot be gone on with; `code` is that of the error."""

    def end(row: Import) -> None:
        row.status = ImportStatus.FAILED
        row.problem_code = code

    await close_import(platform, key, end)


async def close_import(
    platform: Platform,
    key: TransferKey,
    end: Callable[[Import], None],
    state: Callable[[AsyncSession, Import], None] | None = None,
) -> None:
    """The import's end, whichever: its file is no longer needed."""
    await platform.storage.delete_folder(import_folder(key))
    async with platform.database.transaction(key.organization_id) as session:
        row = await repository.find(session, Import, key.id, lock=True)
        if row is None or row.status in IMPORT_ENDED:
            return
        await ARRIVING_IMPORTS.forget(session, key.id)
        end(row)
        row.finished_at = platform.clock.now()
        row.expires_at = row.finished_at + timedelta(days=platform.settings.transfer.keep_days)
        row.report = row.report or Report().model_dump(mode="json")
        await session.flush()
        if state is not None:
            state(session, row)
        tell_import(session, platform, row)
