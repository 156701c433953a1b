"""A file arrives: announced, then piece after piece, each safe once it is answered."""

import asyncio
from collections.abc import AsyncIterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor, Role
from convosphere.features.files import repository, rules
from convosphere.features.files.actions import places
from convosphere.features.files.actions.notify import tell_owner
from convosphere.features.files.actions.present import present_file
from convosphere.features.files.errors import (
    ChunkTooLargeError,
    FileTooLargeError,
    OffsetMismatchError,
    StorageFullError,
    TooManyPartsError,
    TooManyUnsentError,
    UploadCompleteError,
    UploadCutError,
    UploadOverrunError,
)
from convosphere.features.files.schemas import FileCreate, FileCreated, FileLimits, Upload
from convosphere.features.files.tables import File, FilePart
from convosphere.features.files.types import FileKey, FileStatus
from convosphere.platform.context import Platform
from convosphere.platform.errors import ProblemError
from convosphere.platform.ids import new_id
from convosphere.platform.settings import Settings

WRITE = "chat.files.write"
CHECK_JOB = "files.check"

# A piece that a cut leaves shorter than this is not worth an object of its own.
_LEAST_KEPT_BYTES = 65_536
# After this the connection counts as cut: what has come is kept, and the place is free for others.
_PIECE_SECONDS = 60.0
# Pieces that are received at the same time by this process, each in memory until it is whole.
_places = asyncio.Semaphore(32)


def chunk_bytes(settings: Settings) -> int:
    """Most that one piece may have: no more than any request may."""
    return min(settings.files.chunk_bytes, settings.limits.request_bytes)


def _limits(settings: Settings, actor: Actor) -> tuple[int, int]:
    """Bytes of one file and of all files, for this person's role."""
    files = settings.files
    if actor.role is Role.GUEST:
        return files.guest_max_bytes, files.guest_person_bytes
    return files.max_bytes, files.person_bytes


async def get_limits(session: AsyncSession, platform: Platform, actor: Actor) -> FileLimits:
    """What the actor may upload, and how much of it is used."""
    actor.require(WRITE)
    max_bytes, person_bytes = _limits(platform.settings, actor)
    used = await repository.totals(session, actor.organization_id, actor.person_id)
    return FileLimits(
        max_bytes=max_bytes,
        person_bytes=person_bytes,
        used_bytes=used.person_bytes,
        unsent_files=platform.settings.files.unsent_per_person,
        chunk_bytes=chunk_bytes(platform.settings),
        files_per_message=rules.FILES_PER_MESSAGE,
    )


async def create_file(session: AsyncSession, platform: Platform, actor: Actor, wanted: FileCreate) -> FileCreated:
    """A file without content; what it will take counts from now on.

    Raises:
        FileTooLargeError, StorageFullError, TooManyUnsentError: see there.
    """
    actor.require(WRITE)
    max_bytes, person_bytes = _limits(platform.settings, actor)
    if wanted.size > max_bytes:
        raise FileTooLargeError(field="body.size", limit=max_bytes, given=wanted.size)
    kind, media_type = rules.guess(wanted.name)
    now = platform.clock.now()
    file = File(
        id=new_id(),
        organization_id=actor.organization_id,
        owner_id=actor.person_id,
        name=wanted.name,
        size=wanted.size,
        uploaded=0,
        declared_type=wanted.media_type,
        media_type=media_type,
        kind=kind,
        status=FileStatus.UPLOADING,
        variants={},
        locale=actor.locale,
        uses=0,
        created_at=now,
        updated_at=now,
    )
    await repository.add_file(session, file)
    # With the new file in it; refusing takes it back.
    used = await repository.totals(session, actor.organization_id, actor.person_id)
    settings = platform.settings.files
    if used.unsent > settings.unsent_per_person:
        raise TooManyUnsentError(limit=settings.unsent_per_person)
    if used.person_bytes > person_bytes:
        raise StorageFullError(field="body.size", limit=person_bytes, used=used.person_bytes - wanted.size)
    if used.organization_bytes > settings.organization_bytes:
        raise StorageFullError(
            field="body.size", limit=settings.organization_bytes, used=used.organization_bytes - wanted.size
        )
    upload = Upload(url=f"/api/v1/files/{file.id}/content", offset=0, chunk_bytes=chunk_bytes(platform.settings))
    return FileCreated(file=present_file(file, actor.locale), upload=upload)


async def get_offset(session: AsyncSession, actor: Actor, file_id: UUID) -> tuple[int, int]:
    """Bytes that have arrived, and bytes that were announced."""
    actor.require(WRITE)
    file = await repository.get_file(session, actor.person_id, file_id)
    if file.status == FileStatus.UPLOADING:
        return file.uploaded, file.size
    return file.uploaded, file.uploaded


async def receive_piece(
    platform: Platform, actor: Actor, file_id: UUID, offset: int, body: AsyncIterable[bytes]
) -> int:
    """Takes the piece that begins at `offset`; how many bytes of the file there are then. No transaction may be open.

    The piece is stored first, at a place of its own, and counts from the one statement that moves the file's offset.
    Of two that begin at the same place one counts, the other is refused.

    Raises:
        OffsetMismatchError: the file ends elsewhere; the error says where.
        UploadOverrunError, ChunkTooLargeError, UploadCompleteError, TooManyPartsError, UploadCutError: see there.
    """
    actor.require(WRITE)
    most = chunk_bytes(platform.settings)
    async with platform.database.transaction(actor.organization_id) as session:
        file = await repository.get_file(session, actor.person_id, file_id)
        _check_place(file, offset)
        if await repository.count_parts(session, file_id) >= rules.most_parts(file.size, most):
            raise TooManyPartsError
    async with _places:
        piece = await _collect(body, most, file.size - offset)
        if not piece:
            return offset
        key = FileKey(actor.organization_id, file_id)
        part = FilePart(
            file_id=file_id,
            organization_id=actor.organization_id,
            start=offset,
            size=len(piece),
            key=places.new_part(key, offset),
        )
        await platform.storage.put(part.key, piece)
    try:
        return await _count(platform, actor, part)
    except ProblemError:
        await platform.storage.delete(part.key)
        raise


async def _count(platform: Platform, actor: Actor, part: FilePart) -> int:
    async with platform.database.transaction(actor.organization_id) as session:
        start = part.start
        file = await repository.advance(session, part, platform.clock.now())
        if file is None:
            _check_place(await repository.get_file(session, actor.person_id, part.file_id), start)
            raise ProblemError
        if file.uploaded == file.size:
            file.status = FileStatus.CHECKING
            await session.flush()
            await platform.jobs.defer(
                session, CHECK_JOB, organization_id=str(file.organization_id), file_id=str(file.id)
            )
            tell_owner(session, platform, file)
        return file.uploaded


def _check_place(file: File, offset: int) -> None:
    if file.status != FileStatus.UPLOADING:
        raise UploadCompleteError
    if file.uploaded != offset:
        raise OffsetMismatchError(offset=file.uploaded, field="header.Upload-Offset")


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
