"""The job that writes an export: one conversation after the other, with progress, until it is done or ended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from convosphere.engines.publishing import open_press
from convosphere.features.chat.actions.exporting import Places, export_conversation, exportable_ids, load_places
from convosphere.features.chat.types import ExportScope
from convosphere.features.transfer import repository
from convosphere.features.transfer.actions.archive import Archive
from convosphere.features.transfer.actions.bundle import (
    Bundle,
    Desk,
    DocumentBundle,
    JsonBundle,
    file_name,
    media_type,
)
from convosphere.features.transfer.actions.notify import tell_export
from convosphere.features.transfer.actions.places import export_file, export_folder
from convosphere.features.transfer.tables import Export
from convosphere.features.transfer.types import EXPORTING, ExportFormat, ExportStatus, TransferKey
from convosphere.platform.context import Platform
from convosphere.platform.i18n import translate
from convosphere.platform.storage import Workplace

_PAGE = 200
_TOLD_EVERY_SECONDS = 0.5
# Exports of this process that are written at the same time; the others wait.
_places = asyncio.Semaphore(2)


@dataclass(frozen=True, slots=True)
class Finished:
    """The file as it was made."""

    path: Path
    suffix: str
    done: int
    simplified: int


class _EndedError(Exception):
    """Its owner has ended it."""


async def write_export(platform: Platform, key: TransferKey) -> None:
    """Writes one export; after an interruption from the beginning."""
    async with _places:
        begun = await _begin(platform, key)
        if begun is None:
            return
        row, places = begun
        try:
            async with Workplace(platform.settings.data_dir).folder() as folder:
                await _write(platform, key, row, places, folder)
        except _EndedError:
            await platform.storage.delete_folder(export_folder(key))


async def give_up(platform: Platform, key: TransferKey, code: str = "export_failed") -> None:
    """Every attempt has failed, or none can succeed: nobody waits for it any more."""
    async with platform.database.transaction(key.organization_id) as session:
        row = await repository.find(session, Export, key.id, lock=True)
        if row is None or row.status not in EXPORTING:
            return
        row.status = ExportStatus.FAILED
        row.problem_code = code
        row.finished_at = platform.clock.now()
        await session.flush()
        tell_export(session, platform, row)


async def _begin(platform: Platform, key: TransferKey) -> tuple[Export, Places] | None:
    async with platform.database.transaction(key.organization_id) as session:
        row = await repository.find(session, Export, key.id, lock=True)
        if row is None or row.status not in EXPORTING:
            return None
        row.status = ExportStatus.RUNNING
        row.done = 0
        await session.flush()
        tell_export(session, platform, row)
        return row, await load_places(session, row.owner_id)


async def _write(platform: Platform, key: TransferKey, row: Export, places: Places, folder: Path) -> None:
    scope = _scope(row)
    done, after = 0, None
    told = platform.clock.monotonic()
    async with _bundle(platform, row, folder) as bundle:
        while ids := await _next(platform, key, row, scope, after):
            for conversation_id in ids:
                async with platform.database.transaction(key.organization_id) as session:
                    found = await export_conversation(session, row.owner_id, conversation_id, places)
                if found is not None:
                    await bundle.add(found)
                done += 1
                if platform.clock.monotonic() - told >= _TOLD_EVERY_SECONDS:
                    told = platform.clock.monotonic()
                    await _tell(platform, key, done)
            after = ids[-1]
        path, suffix = await bundle.finish()
        # Asked once more before the file is moved: until here it can be ended.
        await _tell(platform, key, done)
        await platform.storage.put_file(export_file(key), path)
        await _end(platform, key, row, Finished(path, suffix, done, bundle.simplified))


async def _next(
    platform: Platform, key: TransferKey, row: Export, scope: ExportScope, after: UUID | None
) -> list[UUID]:
    async with platform.database.transaction(key.organization_id) as session:
        return list(await exportable_ids(session, row.owner_id, scope, after, _PAGE))


async def _tell(platform: Platform, key: TransferKey, done: int) -> None:
    async with platform.database.transaction(key.organization_id) as session:
        row = await repository.step_export(session, key.id, done=done)
        if row is None:
            raise _EndedError
        tell_export(session, platform, row)


async def _end(platform: Platform, key: TransferKey, row: Export, finished: Finished) -> None:
    now = platform.clock.now()
    size = (await asyncio.to_thread(finished.path.stat)).st_size
    async with platform.database.transaction(key.organization_id) as session:
        ready = await repository.step_export(
            session,
            key.id,
            status=ExportStatus.READY,
            done=finished.done,
            total=finished.done,
            simplified=finished.simplified,
            file_name=file_name(row.name, finished.suffix, now, translate("paper.file_name", row.locale)),
            media_type=media_type(finished.suffix),
            size=size,
            finished_at=now,
            expires_at=now + timedelta(days=platform.settings.transfer.keep_days),
        )
        if ready is None:
            raise _EndedError
        tell_export(session, platform, ready)


@asynccontextmanager
async def _bundle(platform: Platform, row: Export, folder: Path) -> AsyncIterator[Bundle]:
    form = ExportFormat(row.format)
    archive = Archive(folder / "export.zip")
    desk = Desk(platform, folder, archive, row.locale)
    settings = platform.settings.transfer
    try:
        if form is ExportFormat.JSON:
            yield JsonBundle(desk, platform.clock.now())
            return
        async with open_press(seconds=settings.paper_seconds, memory_mb=settings.paper_memory_mb) as press:
            yield DocumentBundle(desk, press, form, single=len(row.scope.get("conversation_ids", ())) == 1)
    finally:
        await archive.close()


def _scope(row: Export) -> ExportScope:
    named, folders = row.scope.get("conversation_ids"), row.scope.get("folder_ids")
    return ExportScope(
        conversation_ids=None if named is None else tuple(UUID(each) for each in named),
        folder_ids=None if folders is None else tuple(UUID(each) for each in folders),
    )
