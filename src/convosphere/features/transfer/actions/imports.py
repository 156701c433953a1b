"""Imports: announced, received piece by piece, looked at, begun, removed."""

import asyncio
from collections.abc import AsyncIterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.files.actions.uploads import chunk_bytes
from convosphere.features.files.errors import (
    ChunkTooLargeError,
    OffsetMismatchError,
    TooManyPartsError,
    UploadCompleteError,
    UploadCutError,
    UploadOverrunError,
)
from convosphere.features.files.rules import most_parts
from convosphere.features.transfer import repository
from convosphere.features.transfer.actions.notify import tell_import
from convosphere.features.transfer.actions.places import new_part
from convosphere.features.transfer.actions.present import present_import
from convosphere.features.transfer.actions.sweep import defer_sweep
from convosphere.features.transfer.errors import ImportStateError, ImportTooLargeError, TooManyImportsError
from convosphere.features.transfer.schemas import ImportCreate, ImportCreated, ImportOut, ImportUpload
from convosphere.features.transfer.tables import Import, ImportPart
from convosphere.features.transfer.types import ImportStatus, TransferKey
from convosphere.platform.context import Platform
from convosphere.platform.database import Page
from convosphere.platform.errors import ProblemError
from convosphere.platform.ids import new_id

IMPORT = "chat.import"
INSPECT_JOB = "transfer.inspect"
IMPORT_JOB = "transfer.import"

_LEAST_KEPT_BYTES = 65_536
_PIECE_SECONDS = 60.0
# Pieces that are received at the same time by this process, each in memory until it is whole.
_receiving = asyncio.Semaphore(16)


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
    return await repository.list_imports(session, actor.person_id, limit=limit, cursor=cursor)


async def get_import(session: AsyncSession, actor: Actor, import_id: UUID) -> ImportOut:
    """One of the actor's imports."""
    actor.require(IMPORT)
    return present_import(await repository.get_import(session, actor.person_id, import_id), actor.locale)


async def get_offset(session: AsyncSession, actor: Actor, import_id: UUID) -> tuple[int, int]:
    """Bytes that have arrived, and bytes that were announced."""
    actor.require(IMPORT)
    row = await repository.get_import(session, actor.person_id, import_id)
    return row.uploaded, row.size


async def receive_piece(
    platform: Platform, actor: Actor, import_id: UUID, offset: int, body: AsyncIterable[bytes]
) -> int:
    """Takes the piece that begins at `offset`; how many bytes of the file there are then. No transaction may be open.

    The piece is stored first, at a place of its own, and counts from the one statement that moves the file's offset.

    Raises:
        OffsetMismatchError: the file ends elsewhere; the error says where.
        UploadOverrunError, ChunkTooLargeError, UploadCompleteError, TooManyPartsError, UploadCutError: see there.
    """
    actor.require(IMPORT)
    most = chunk_bytes(platform.settings)
    async with platform.database.transaction(actor.organization_id) as session:
        row = await repository.get_import(session, actor.person_id, import_id)
        _check_place(row, offset)
        if await repository.count_parts(session, import_id) >= most_parts(row.size, most):
            raise TooManyPartsError
    key = TransferKey(actor.organization_id, import_id)
    async with _receiving:
        piece = await _collect(body, most, row.size - offset)
        if not piece:
            return offset
        part = ImportPart(
            import_id=import_id,
            organization_id=actor.organization_id,
            start=offset,
            size=len(piece),
            key=new_part(key, offset),
        )
        place = part.key
        await platform.storage.put(place, piece)
    try:
        return await _count(platform, actor, part)
    except ProblemError:
        await platform.storage.delete(place)
        raise


async def _count(platform: Platform, actor: Actor, part: ImportPart) -> int:
    import_id, start = part.import_id, part.start
    async with platform.database.transaction(actor.organization_id) as session:
        row = await repository.advance(session, part)
        if row is None:
            _check_place(await repository.get_import(session, actor.person_id, import_id), start)
            raise UploadCompleteError
        if row.uploaded == row.size:
            row.status = ImportStatus.INSPECTING
            await session.flush()
            await _defer(session, platform, INSPECT_JOB, row)
            tell_import(session, platform, row)
        return row.uploaded


def _check_place(row: Import, offset: int) -> None:
    if row.status != ImportStatus.UPLOADING:
        raise UploadCompleteError
    if row.uploaded != offset:
        raise OffsetMismatchError(offset=row.uploaded, field="header.Upload-Offset")


async def _collect(body: AsyncIterable[bytes], most: int, missing: int) -> bytes:
    piece = bytearray()
    try:
        async with asyncio.timeout(_PIECE_SECONDS):
            async for data in body:
                piece += data
                if len(piece) > most:
                    raise ChunkTooLargeError(limit=most)
                if len(piece) > missing:
                    raise UploadOverrunError(field="body")
    except (UploadCutError, TimeoutError):
        if len(piece) < _LEAST_KEPT_BYTES:
            raise UploadCutError from None
    return bytes(piece)


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
