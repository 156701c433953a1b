"""Imports: announced, received piece by piece, looked at, begun, removed."""

from collections.abc import AsyncIterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.files.actions.arrival import Intake, Sending, chunk_bytes, take_piece
from convosphere.features.transfer import repository
from convosphere.features.transfer.actions.notify import tell_import
from convosphere.features.transfer.actions.places import import_folder
from convosphere.features.transfer.actions.present import present_import
from convosphere.features.transfer.actions.sweep import defer_sweep
from convosphere.features.transfer.errors import ImportStateError, ImportTooLargeError, TooManyImportsError
from convosphere.features.transfer.schemas import ImportCreate, ImportCreated, ImportOut, ImportUpload
from convosphere.features.transfer.tables import Import, ImportPart
from convosphere.features.transfer.types import ImportStatus, TransferKey
from convosphere.platform.context import Platform
from convosphere.platform.database import Page
from convosphere.platform.ids import new_id

IMPORT = "chat.import"
INSPECT_JOB = "transfer.inspect"
IMPORT_JOB = "transfer.import"


async def create_import(session: AsyncSession, platform: Platform, actor: Actor, wanted: ImportCreate) -> ImportCreated:
    """An import without content yet.

    Raises:
        ImportTooLargeError, TooManyImportsError: see there.
    """
    actor.require(IMPORT)
    settings = platform.settings.transfer
    if wanted.size > settings.import_bytes:
        raise ImportTooLargeError(field="body.size", limit=settings.import_bytes, given=wanted.size)
    if await repository.count_open_imports(session, actor.person_id) >= settings.imports_per_person:
        raise TooManyImportsError(limit=settings.imports_per_person)
    now = platform.clock.now()
    row = Import(
        id=new_id(),
        organization_id=actor.organization_id,
        owner_id=actor.person_id,
        owner_name=actor.name,
        name=wanted.name,
        size=wanted.size,
        uploaded=0,
        status=ImportStatus.UPLOADING,
        done=0,
        total=wanted.size,
        imported=0,
        locale=actor.locale,
        created_at=now,
        expires_at=now + timedelta(days=1),
    )
    session.add(row)
    await session.flush()
    upload = ImportUpload(url=f"/api/v1/imports/{row.id}/content", offset=0, chunk_bytes=chunk_bytes(platform.settings))
    return ImportCreated(item=present_import(row, actor.locale), upload=upload)


async def list_imports(session: AsyncSession, actor: Actor, *, limit: int, cursor: str | None) -> Page[Import]:
    """The actor's imports, the newest first."""
    actor.require(IMPORT)
    return await repository.list_own(session, Import, actor.person_id, limit, cursor)


async def get_import(session: AsyncSession, actor: Actor, import_id: UUID) -> ImportOut:
    """One of the actor's imports."""
    actor.require(IMPORT)
    return present_import(await repository.get_import(session, actor.person_id, import_id), actor.locale)


async def get_offset(session: AsyncSession, actor: Actor, import_id: UUID) -> tuple[int, int]:
    """Bytes that have arrived, and bytes that were announced."""
    actor.require(IMPORT)
    return await ARRIVING_IMPORTS.offset(session, actor.person_id, import_id)


async def receive_piece(
    platform: Platform, actor: Actor, import_id: UUID, offset: int, body: AsyncIterable[bytes]
) -> int:
    """Takes the piece that begins at `offset`; how many bytes of the file there are then: see `take_piece`."""
    actor.require(IMPORT)
    sending = Sending(actor.organization_id, actor.person_id, import_id)
    return await take_piece(platform, ARRIVING_IMPORTS, sending, offset, body)


async def _complete(session: AsyncSession, platform: Platform, row: Import) -> None:
    row.status = ImportStatus.INSPECTING
    await session.flush()
    await _defer(session, platform, INSPECT_JOB, row)
    tell_import(session, platform, row)


ARRIVING_IMPORTS = Intake(
    rows=Import,
    pieces=ImportPart,
    is_open=lambda row: row.status == ImportStatus.UPLOADING,
    open_rows=(Import.status == ImportStatus.UPLOADING,),
    get=repository.get_import,
    folder=lambda organization_id, import_id: import_folder(TransferKey(organization_id, import_id)),
    complete=_complete,
)


async def run_import(session: AsyncSession, platform: Platform, actor: Actor, import_id: UUID) -> ImportOut:
    """Takes in what the dry run has found, in the background.

    Raises:
        ImportStateError: there is no dry run yet, or it has begun already.
    """
    actor.require(IMPORT)
    row = await repository.get_import(session, actor.person_id, import_id, lock=True)
    if row.status != ImportStatus.INSPECTED:
        raise ImportStateError
    row.status = ImportStatus.IMPORTING
    row.done = 0
    # Begun on its last day, it is not swept away while it runs.
    row.expires_at = platform.clock.now() + timedelta(days=platform.settings.transfer.keep_days)
    await session.flush()
    await _defer(session, platform, IMPORT_JOB, row)
    tell_import(session, platform, row)
    return present_import(row, actor.locale)


async def _defer(session: AsyncSession, platform: Platform, job: str, row: Import) -> None:
    # One after the other for each person: the same conversation in two files comes once.
    await platform.jobs.defer(
        session,
        job,
        lock=f"transfer.import:{row.owner_id}",
        organization_id=str(row.organization_id),
        import_id=str(row.id),
    )


async def delete_import(session: AsyncSession, platform: Platform, actor: Actor, import_id: UUID) -> None:
    """Ends an import and forgets it; conversations that have come stay."""
    actor.require(IMPORT)
    row = await repository.get_import(session, actor.person_id, import_id, lock=True)
    row.status = ImportStatus.CANCELLED
    row.expires_at = platform.clock.now()
    await session.flush()
    await defer_sweep(session, platform, actor.organization_id)
    tell_import(session, platform, row)
