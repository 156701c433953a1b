"""A file arrives: announced, then piece after piece."""

from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor, Role
from convosphere.features.files import repository, rules
from convosphere.features.files.actions.arrival import Intake, Sending, bring_content, chunk_bytes, take_piece
from convosphere.features.files.actions.notify import tell_owner
from convosphere.features.files.actions.places import quarantine
from convosphere.features.files.actions.present import present_file
from convosphere.features.files.errors import FileTooLargeError, StorageFullError, TooManyUnsentError
from convosphere.features.files.schemas import FileCreate, FileCreated, FileLimits, Upload
from convosphere.features.files.tables import File, FilePart
from convosphere.features.files.types import FileKey, FileStatus
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id
from convosphere.platform.settings import Settings

WRITE = "chat.files.write"
CHECK_JOB = "files.check"


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
    owner = FileOwner(actor.organization_id, actor.person_id, actor.locale)
    file, used = await _announce(session, platform, owner, wanted, person_bytes)
    most = platform.settings.files.unsent_per_person
    if used.unsent > most:
        raise TooManyUnsentError(limit=most)
    upload = Upload(url=f"/api/v1/files/{file.id}/content", offset=0, chunk_bytes=chunk_bytes(platform.settings))
    return FileCreated(file=present_file(file, actor.locale), upload=upload)


@dataclass(frozen=True, slots=True)
class FileOwner:
    """Whose file it will be, where no request says it."""

    organization_id: UUID
    person_id: UUID
    locale: str


async def bring_file(platform: Platform, owner: FileOwner, wanted: FileCreate, path: Path) -> UUID:
    """Makes a file of what lies on this machine's disk, with the limits of a member, and has it checked; its id.

    Until a message carries it, it counts as one that was not sent. No transaction may be open.

    Raises:
        FileTooLargeError, StorageFullError: see there.
    """
    settings = platform.settings.files
    if wanted.size > settings.max_bytes:
        raise FileTooLargeError(limit=settings.max_bytes, given=wanted.size)
    async with platform.database.transaction(owner.organization_id) as session:
        file, _ = await _announce(session, platform, owner, wanted, settings.person_bytes)
        file_id = file.id
    sending = Sending(owner.organization_id, owner.person_id, file_id)
    await bring_content(platform, ARRIVING_FILES, sending, path, wanted.size)
    return file_id


async def _announce(
    session: AsyncSession, platform: Platform, owner: FileOwner, wanted: FileCreate, person_bytes: int
) -> tuple[File, repository.Totals]:
    kind, media_type = rules.guess(wanted.name)
    now = platform.clock.now()
    file = File(
        id=new_id(),
        organization_id=owner.organization_id,
        owner_id=owner.person_id,
        name=wanted.name,
        size=wanted.size,
        uploaded=0,
        declared_type=wanted.media_type,
        media_type=media_type,
        kind=kind,
        status=FileStatus.UPLOADING,
        variants={},
        locale=owner.locale,
        uses=0,
        created_at=now,
        updated_at=now,
    )
    await repository.add_file(session, file)
    # With the new file in it; refusing takes it back.
    used = await repository.totals(session, owner.organization_id, owner.person_id)
    settings = platform.settings.files
    if used.person_bytes > person_bytes:
        raise StorageFullError(field="body.size", limit=person_bytes, used=used.person_bytes - wanted.size)
    if used.organization_bytes > settings.organization_bytes:
        raise StorageFullError(
            field="body.size", limit=settings.organization_bytes, used=used.organization_bytes - wanted.size
        )
    return file, used


async def get_offset(session: AsyncSession, actor: Actor, file_id: UUID) -> tuple[int, int]:
    """Bytes that have arrived, and bytes that were announced."""
    actor.require(WRITE)
    return await ARRIVING_FILES.offset(session, actor.person_id, file_id)


async def receive_piece(
    platform: Platform, actor: Actor, file_id: UUID, offset: int, body: AsyncIterable[bytes]
) -> int:
    """Takes the piece that begins at `offset`; how many bytes of the file there are then: see `take_piece`."""
    actor.require(WRITE)
    sending = Sending(actor.organization_id, actor.person_id, file_id)
    return await take_piece(platform, ARRIVING_FILES, sending, offset, body)


async def _complete(session: AsyncSession, platform: Platform, file: File) -> None:
    file.status = FileStatus.CHECKING
    await session.flush()
    await platform.jobs.defer(session, CHECK_JOB, organization_id=str(file.organization_id), file_id=str(file.id))
    tell_owner(session, platform, file)


ARRIVING_FILES = Intake(
    rows=File,
    pieces=FilePart,
    is_open=lambda file: file.status == FileStatus.UPLOADING,
    open_rows=(File.status == FileStatus.UPLOADING, File.doomed_at.is_(None)),
    get=repository.get_file,
    folder=lambda organization_id, file_id: quarantine(FileKey(organization_id, file_id)),
    complete=_complete,
)
