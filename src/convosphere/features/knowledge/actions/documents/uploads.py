"""A file arrives: announced, then piece after piece; the last one makes it a document, or an archive to unpack."""

from collections.abc import AsyncIterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.files.actions.arrival import Intake, Sending, chunk_bytes, take_piece
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.documents.room import require_folder, require_room
from convosphere.features.knowledge.actions.ingest.bring import Bringer, Brought, bring
from convosphere.features.knowledge.actions.operations.begin import begin_unpacking
from convosphere.features.knowledge.actions.rights import WRITE, get_base
from convosphere.features.knowledge.errors.documents import TooManyUploadsError
from convosphere.features.knowledge.repository import bases, folders, uploads
from convosphere.features.knowledge.schemas.documents import UploadCreate, UploadOut
from convosphere.features.knowledge.tables import KnowledgeUpload, KnowledgeUploadPart
from convosphere.features.knowledge.types import BaseRole, VersionOrigin
from convosphere.platform.context import Platform
from convosphere.platform.events import after_commit
from convosphere.platform.ids import new_id


async def create_upload(
    session: AsyncSession, platform: Platform, actor: Actor, base_id: UUID, wanted: UploadCreate
) -> UploadOut:
    """An upload without content yet.

    Raises:
        DocumentTooLargeError, KnowledgeSpaceError, TooManyUploadsError: see there.
    """
    await get_base(session, actor, base_id, need=BaseRole.EDITOR)
    await require_room(session, platform, wanted.size, archive=wanted.unpack)
    await require_folder(session, base_id, wanted.folder_id)
    most = platform.settings.knowledge.open_uploads
    if await uploads.count_open(session, actor.person_id) >= most:
        raise TooManyUploadsError(limit=most)
    row = KnowledgeUpload(
        id=new_id(),
        organization_id=actor.organization_id,
        base_id=base_id,
        owner_id=actor.person_id,
        folder_id=wanted.folder_id,
        folder_path=wanted.path,
        name=wanted.name,
        size=wanted.size,
        uploaded=0,
        unpack=wanted.unpack,
        locale=actor.locale,
        created_at=platform.clock.now(),
    )
    await bases.add(session, row)
    return _present(platform, row)


async def get_upload(session: AsyncSession, platform: Platform, actor: Actor, upload_id: UUID) -> UploadOut:
    """One of the actor's uploads."""
    actor.require(WRITE)
    return _present(platform, await uploads.get_upload(session, actor.person_id, upload_id))


async def get_offset(session: AsyncSession, actor: Actor, upload_id: UUID) -> tuple[int, int]:
    """Bytes that have arrived, and bytes that were announced."""
    actor.require(WRITE)
    return await ARRIVING.offset(session, actor.person_id, upload_id)


async def receive_piece(
    platform: Platform, actor: Actor, upload_id: UUID, offset: int, body: AsyncIterable[bytes]
) -> int:
    """Takes the piece that begins at `offset`; how many bytes of the file there are then: see `take_piece`.

    Raises:
        NotFoundError, BaseReadOnlyError: the actor may not bring anything into the base any more.
    """
    actor.require(WRITE)
    async with platform.database.transaction(actor.organization_id) as session:
        row = await uploads.get_upload(session, actor.person_id, upload_id)
        await get_base(session, actor, row.base_id, need=BaseRole.EDITOR)
    return await take_piece(
        platform, ARRIVING, Sending(actor.organization_id, actor.person_id, upload_id), offset, body
    )


async def delete_upload(session: AsyncSession, platform: Platform, actor: Actor, upload_id: UUID) -> None:
    """Gives up an upload; a document that it has become stays."""
    actor.require(WRITE)
    row = await uploads.get_upload(session, actor.person_id, upload_id)
    if row.uploaded < row.size:
        await uploads.delete_uploads(session, [row.id])
        folder = places.incoming(row.organization_id, row.id)

        async def remove() -> None:
            await platform.storage.delete_folder(folder)

        after_commit(session, remove)


async def _complete(session: AsyncSession, platform: Platform, row: KnowledgeUpload) -> None:
    keys = [str(key) for key in await ARRIVING.keys(session, row.id)]
    now = platform.clock.now()
    names = [name for name in row.folder_path.split("/") if name]
    folder_id = await folders.hold_path(session, row.organization_id, row.base_id, row.folder_id, names, now=now)
    bringer = Bringer(row.organization_id, row.owner_id, row.locale)
    brought = Brought(row.base_id, folder_id, row.name, row.size, keys, VersionOrigin.UPLOAD)
    if row.unpack:
        row.operation_id = (await begin_unpacking(session, platform, bringer, brought)).id
    else:
        document, version = await bring(session, platform, bringer, brought)
        row.document_id, row.version_id = document.id, version.id
    await session.flush()


def _present(platform: Platform, row: KnowledgeUpload) -> UploadOut:
    return UploadOut(
        id=row.id,
        name=row.name,
        url=f"/api/v1/knowledge/uploads/{row.id}/content",
        offset=row.uploaded,
        size=row.size,
        chunk_bytes=chunk_bytes(platform.settings),
        document_id=row.document_id,
        version_id=row.version_id,
        operation_id=row.operation_id,
    )


ARRIVING = Intake(
    rows=KnowledgeUpload,
    pieces=KnowledgeUploadPart,
    is_open=lambda row: row.uploaded < row.size,
    open_rows=(KnowledgeUpload.uploaded < KnowledgeUpload.size,),
    get=uploads.get_upload,
    folder=places.incoming,
    complete=_complete,
)
