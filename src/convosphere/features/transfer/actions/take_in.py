"""The jobs of an import: the dry run, which only counts, and the real one, which stores.

Both read the file from the beginning. The real one stores some conversations together with the note where they came
from, so that a run that was interrupted goes on behind what it has stored.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from itertools import islice
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.actions.importing import (
    Importer,
    import_conversation,
    own_conversations,
    tell_imported,
)
from convosphere.features.transfer import repository
from convosphere.features.transfer.actions.notify import tell_import
from convosphere.features.transfer.actions.places import import_folder
from convosphere.features.transfer.actions.reading import ReadLimits, Step, read_file
from convosphere.features.transfer.actions.tally import Tally
from convosphere.features.transfer.errors import NoConversationsError, UnreadableImportError
from convosphere.features.transfer.events import ChatsImported
from convosphere.features.transfer.rules.sources import Converted
from convosphere.features.transfer.schemas import Report
from convosphere.features.transfer.tables import Import, ImportedConversation
from convosphere.features.transfer.types import IMPORT_ENDED, FindingCode, ImportStatus, Source, TransferKey
from convosphere.platform.context import Platform
from convosphere.platform.events import publish
from convosphere.platform.storage import Workplace

# What is read between two looks at the clock: so many steps (a step is a chunk or a conversation) or messages.
_STEPS = 40
_MESSAGES = 2_000
_TOLD_EVERY_SECONDS = 0.5
# Files of this process that are read at the same time; the others wait.
_places = asyncio.Semaphore(2)


class _EndedError(Exception):
    """Its owner has ended it."""


async def inspect_import(platform: Platform, key: TransferKey) -> None:
    """The dry run: what would come, what is there already, what is wrong."""
    async with _run(platform, key, ImportStatus.INSPECTING) as run:
        if run is None:
            return
        tally = Tally()
        async for steps in run.batches():
            converted = [step.converted for step in steps if step.converted is not None]
            async with platform.database.transaction(key.organization_id) as session:
                known = await _known(session, run.importer, converted)
            for step in steps:
                tally.add(step.findings)
                if step.converted is not None:
                    tally.count(step.converted, known)
            await run.tell(steps[-1])
        report = tally.report.model_dump(mode="json")
        if tally.source is None:
            await run.step(report=report)
            broken = any(finding.code is FindingCode.BROKEN_JSON for finding in tally.report.findings)
            raise UnreadableImportError if broken else NoConversationsError
        expires = platform.clock.now() + timedelta(days=platform.settings.transfer.keep_days)
        await run.step(status=ImportStatus.INSPECTED, source=tally.source, report=report, expires_at=expires)


async def carry_out_import(platform: Platform, key: TransferKey) -> None:
    """The real run: stores what is not there yet."""
    async with _run(platform, key, ImportStatus.IMPORTING) as run:
        if run is None:
            return
        imported = run.row.imported
        async for steps in run.batches():
            async with platform.database.transaction(key.organization_id) as session:
                stored = await _store(session, platform, run.importer, steps)
                if stored:
                    imported += stored
                    # In the same transaction: after an interruption the count is true, too.
                    await repository.step_import(session, key.id, ImportStatus.IMPORTING, imported=imported)
            await run.tell(steps[-1])
        await _finish(platform, key, run.importer, imported)


async def give_up(platform: Platform, key: TransferKey) -> None:
    """Every attempt has failed: nobody waits for it any more."""
    await _fail(platform, key, "import_failed")


class _Run:
    """One reading of a file."""

    def __init__(self, platform: Platform, key: TransferKey, row: Import, status: ImportStatus) -> None:
        self.row = row
        self.importer = Importer(row.organization_id, row.owner_id, row.owner_name)
        self._platform = platform
        self._key = key
        self._status = status
        self._told = platform.clock.monotonic()
        self._steps: Iterator[Step] = iter(())

    def begin(self, steps: Iterator[Step]) -> None:
        """What will be gone through."""
        self._steps = steps

    async def batches(self) -> AsyncIterator[Sequence[Step]]:
        """The steps, some at a time; reading happens in a thread."""
        while batch := await asyncio.to_thread(_take, self._steps):
            yield batch

    async def tell(self, last: Step) -> None:
        """Says how far it is, now and then; notices that its owner has ended it."""
        now = self._platform.clock.monotonic()
        if now - self._told >= _TOLD_EVERY_SECONDS:
            self._told = now
            await self.step(done=last.done, total=last.total)

    async def step(self, **values: object) -> None:
        """Writes something about it.

        Raises:
            _EndedError: its owner has ended it.
        """
        async with self._platform.database.transaction(self._key.organization_id) as session:
            row = await repository.step_import(session, self._key.id, self._status, **values)
            if row is None:
                raise _EndedError
            tell_import(session, self._platform, row)


def _take(steps: Iterator[Step]) -> list[Step]:
    taken: list[Step] = []
    messages = 0
    for step in islice(steps, _STEPS):
        taken.append(step)
        if step.converted is not None:
            messages += len(step.converted.conversation.messages)
            if messages >= _MESSAGES:
                break
    return taken


@asynccontextmanager
async def _run(platform: Platform, key: TransferKey, status: ImportStatus) -> AsyncIterator[_Run | None]:
    """Brings the file to this machine's disk and turns what is wrong with it as a whole into the import's end."""
    async with platform.database.transaction(key.organization_id) as session:
        row = await repository.find_import(session, key.id)
        parts = await repository.part_keys(session, key.id)
    if row is None or row.status != status:
        yield None
        return
    run = _Run(platform, key, row, status)
    settings = platform.settings.transfer
    limits = ReadLimits(unpacked=settings.unpacked_bytes, conversation=settings.conversation_bytes)
    async with _places, Workplace(platform.settings.data_dir).folder() as folder:
        path = folder / "import"
        await platform.storage.fetch(parts, path)
        run.begin(read_file(path, limits, platform.clock.now()))
        with suppress(_EndedError):
            try:
                yield run
            except UnreadableImportError as error:
                await _fail(platform, key, error.code)


async def _known(
    session: AsyncSession, importer: Importer, converted: Sequence[Converted]
) -> set[tuple[str, str, bytes]]:
    """Which of these the person has: by the note of an import, or because they are the originals of an own export."""
    known = await repository.known_origins(
        session, importer.person_id, [(each.source, each.source_id) for each in converted]
    )
    originals = {
        found: each for each in converted if each.source is Source.CONVOSPHERE and (found := _uuid(each.source_id))
    }
    for own in await own_conversations(session, importer, list(originals)):
        each = originals[own]
        known.add((each.source, each.source_id, each.content_hash))
    return known


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


async def _store(session: AsyncSession, platform: Platform, importer: Importer, steps: Sequence[Step]) -> int:
    converted = [step.converted for step in steps if step.converted is not None]
    if not converted:
        return 0
    known = await _known(session, importer, converted)
    stored = 0
    for each in converted:
        origin = (str(each.source), each.source_id, each.content_hash)
        if origin in known:
            continue
        known.add(origin)
        conversation_id = await import_conversation(session, platform, importer, each.conversation)
        await repository.add_origin(
            session,
            ImportedConversation(
                organization_id=importer.organization_id,
                owner_id=importer.person_id,
                source=each.source,
                source_id=each.source_id,
                content_hash=each.content_hash,
                conversation_id=conversation_id,
            ),
        )
        stored += 1
    if stored:
        tell_imported(session, platform, importer)
    return stored


async def _finish(platform: Platform, key: TransferKey, importer: Importer, imported: int) -> None:
    def end(row: Import) -> None:
        row.status = ImportStatus.DONE
        row.done = row.total
        row.imported = imported

    def state(session: AsyncSession, row: Import) -> None:
        publish(
            session,
            ChatsImported(
                organization_id=importer.organization_id,
                actor_id=importer.person_id,
                subject_type="import",
                subject_id=str(key.id),
                source=row.source or "",
                conversations=imported,
            ),
        )

    await _close(platform, key, end, state)


async def _fail(platform: Platform, key: TransferKey, code: str) -> None:
    def end(row: Import) -> None:
        row.status = ImportStatus.FAILED
        row.problem_code = code

    await _close(platform, key, end)


async def _close(
    platform: Platform,
    key: TransferKey,
    end: Callable[[Import], None],
    state: Callable[[AsyncSession, Import], None] | None = None,
) -> None:
    """The import's end, whichever: its file is no longer needed."""
    await platform.storage.delete_folder(import_folder(key))
    async with platform.database.transaction(key.organization_id) as session:
        row = await repository.find_import(session, key.id, lock=True)
        if row is None or row.status in IMPORT_ENDED:
            return
        await repository.forget_parts(session, key.id)
        end(row)
        row.finished_at = platform.clock.now()
        row.expires_at = row.finished_at + timedelta(days=platform.settings.transfer.keep_days)
        row.report = row.report or Report().model_dump(mode="json")
        await session.flush()
        if state is not None:
            state(session, row)
        tell_import(session, platform, row)
