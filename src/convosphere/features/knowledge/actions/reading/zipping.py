"""Many originals as one archive, made while it is being sent: nothing of it is stored, the memory stays bounded."""

import asyncio
import stat
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from datetime import datetime
from importlib import import_module
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.files.rules import download_name
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.reading.downloads import acting, count_downloads
from convosphere.features.knowledge.actions.reading.links import Opens, Ticket, link_to
from convosphere.features.knowledge.actions.rights import get_base
from convosphere.features.knowledge.errors.documents import ContentLinkInvalidError
from convosphere.features.knowledge.errors.operations import NothingSelectedError, ZipTooLargeError
from convosphere.features.knowledge.repository import bases, folders, operations
from convosphere.features.knowledge.repository.listing import selected
from convosphere.features.knowledge.schemas.operations import ZipIn
from convosphere.features.knowledge.schemas.texts import Link
from convosphere.features.knowledge.tables import Document, DocumentVersion, Operation
from convosphere.features.knowledge.types import OperationKind, OperationStatus
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id

_BATCH: Final = 50
_MODE: Final = stat.S_IFREG | 0o644


async def make_zip(session: AsyncSession, platform: Platform, actor: Actor, base_id: UUID, wanted: ZipIn) -> Link:
    """A link to an archive of those of the selected documents that the actor may read.

    Raises:
        NothingSelectedError: there are none.
        ZipTooLargeError: see there.
    """
    await get_base(session, actor, base_id)
    now = platform.clock.now()
    row = Operation(
        id=new_id(),
        organization_id=actor.organization_id,
        base_id=base_id,
        owner_id=actor.person_id,
        kind=OperationKind.ZIP,
        params={},
        status=OperationStatus.DONE,
        total=0,
        done=0,
        failed=0,
        locale=actor.locale,
        created_at=now,
        finished_at=now,
    )
    await bases.add(session, row)
    row.total = await operations.add_readable(session, actor, row, selected(base_id, wanted.selection))
    if not row.total:
        raise NothingSelectedError(field="body.selection")
    size = await operations.total_size(session, row.id)
    most = platform.settings.knowledge.zip_bytes
    if size > most:
        raise ZipTooLargeError(field="body.selection", given=size, limit=most)
    await session.flush()
    return link_to(platform, actor, Opens.ZIP, row.id)


async def open_zip(platform: Platform, ticket: Ticket) -> tuple[str, AsyncIterable[bytes]]:
    """The archive's name and its bytes as they are made.

    Raises:
        ContentLinkInvalidError: what it opens is gone, or the person may nothing any more.
    """
    async with platform.database.transaction(ticket.organization_id) as session:
        actor = await acting(session, platform, ticket)
        row = await operations.find(session, ticket.of_id)
        if row is None or row.kind != OperationKind.ZIP or row.owner_id != actor.person_id:
            raise ContentLinkInvalidError
        tree = {each.id: each for each, _ in await folders.list_folders(session, actor, row.base_id)}
    paths = {folder_id: _path(tree, folder_id) for folder_id in tree}
    # Loaded in a thread: importing reads files, which must not happen in the event loop.
    await asyncio.to_thread(import_module, "stream_zip")
    from stream_zip import async_stream_zip  # noqa: PLC0415 - see above

    return "documents.zip", async_stream_zip(_members(platform, actor, row, paths))


def _path(tree: Mapping[UUID, Any], folder_id: UUID | None) -> str:
    parts: list[str] = []
    while folder_id is not None and folder_id in tree:
        parts.append(tree[folder_id].name)
        folder_id = tree[folder_id].parent_id
    return "/".join(reversed(parts))


async def _members(
    platform: Platform, actor: Actor, row: Operation, paths: Mapping[UUID, str]
) -> AsyncIterator[tuple[str, datetime, int, Any, AsyncIterator[bytes]]]:
    """Each document as the library takes it; asked for some at a time, as the actor may read them then."""
    from stream_zip import ZIP_AUTO  # noqa: PLC0415 - see above

    after = -1
    while True:
        async with platform.database.transaction(actor.organization_id) as session:
            found = await operations.contents_of(session, actor, row.id, after=after, limit=_BATCH)
            if found:
                rows = [document for _, document, _ in found]
                await count_downloads(session, platform, actor, row.base_id, rows)
        if not found:
            return
        for item, document, version in found:
            after = item.position
            name = _name(document, version, paths)
            key = places.original(version.organization_id, version.content_id)
            content = platform.storage.read(key, 0, version.size)
            yield name, version.created_at, _MODE, ZIP_AUTO(version.size, level=1), content


def _name(document: Document, version: DocumentVersion, paths: Mapping[UUID, str]) -> str:
    name = download_name(document.name, version.media_type)
    folder = "" if document.folder_id is None else paths.get(document.folder_id, "")
    return f"{folder}/{name}" if folder else name
