"""What is done with each document, one at a time or many: moved, tagged, deleted, brought back, read again.

The documents are locked and belong to one base. Each function says for which it failed, and why (a problem's code).
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.indexing import publish_documents
from convosphere.features.knowledge.actions.ingest.bring import Bringer, again, defer_ingest
from convosphere.features.knowledge.actions.sweep import kept_since
from convosphere.features.knowledge.repository import documents, folders, order, spaces, versions
from convosphere.features.knowledge.tables import Document
from convosphere.features.knowledge.types import DocumentStatus, VersionOrigin
from convosphere.platform.errors import NotFoundError

Failed = dict[UUID, str]

_OPEN = (DocumentStatus.WAITING, DocumentStatus.RUNNING)
_MOST_RENAMES = 100


async def move(session: AsyncSession, desk: Desk, rows: Sequence[Document], folder_id: UUID | None) -> Failed:
    """Into a folder; where one of that name lies already it stays."""
    if folder_id is not None and rows:
        try:
            await folders.get_folder(session, rows[0].base_id, folder_id, field="body.folder_id", lock=True)
        except NotFoundError:
            return {row.id: "knowledge_folder_gone" for row in rows}
    failed: Failed = {}
    moved = []
    for row in rows:
        before = row.folder_id
        row.folder_id = folder_id
        if row.deleted_at is not None or await documents.name_taken(session, row):
            row.folder_id = before
            failed[row.id] = "document_gone" if row.deleted_at is not None else "knowledge_name_taken"
            continue
        await session.flush()
        moved.append(row)
    await publish_documents(session, desk, moved)
    return failed


async def tag(
    session: AsyncSession, desk: Desk, rows: Sequence[Document], add: Sequence[UUID], remove: Sequence[UUID]
) -> Failed:
    """Gives and takes tags; those that are gone meanwhile are passed over."""
    if not rows:
        return {}
    ids = [row.id for row in rows]
    known = {each.id for each in await order.list_tags(session, rows[0].base_id)}
    await order.remove_tags(session, ids, remove)
    await order.add_tags(session, rows[0].organization_id, ids, [each for each in add if each in known])
    await publish_documents(session, desk, rows)
    return {}


async def delete(session: AsyncSession, desk: Desk, rows: Sequence[Document]) -> Failed:
    """From everybody's sight at once; for some days it can be undone."""
    now = desk.platform.clock.now()
    for row in rows:
        if row.deleted_at is None:
            row.deleted_at = row.updated_at = now
    await session.flush()
    await publish_documents(session, desk, rows)
    return {}


async def restore(
    session: AsyncSession, desk: Desk, rows: Sequence[Document], places: Mapping[UUID, UUID] = MappingProxyType({})
) -> Failed:
    """Back where they were, while their days last; where the name is taken by now, with a number behind it.

    `places`: the folders of those whose folder went with them.
    """
    failed: Failed = {}
    back = []
    since = kept_since(desk.platform)
    for row in rows:
        if row.deleted_at is None:
            continue
        if row.deleted_at <= since:
            failed[row.id] = "document_gone"
            continue
        row.deleted_at = None
        row.folder_id = row.folder_id or places.get(row.id)
        name = row.name
        for number in range(2, _MOST_RENAMES):
            if not await documents.name_taken(session, row):
                break
            row.name = numbered(name, number)
        else:
            failed[row.id] = "knowledge_name_taken"
            await session.refresh(row)
            continue
        row.updated_at = desk.platform.clock.now()
        await session.flush()
        back.append(row)
    # Jobs that came to them while they were deleted have ended.
    waiting = await versions.open_of(session, [row.id for row in back])
    for key in waiting:
        await defer_ingest(session, desk.platform, key)
    on_the_way = {key.version_id for key in waiting}
    await _embed_anew(session, desk, [row for row in back if row.latest_version_id not in on_the_way])
    await publish_documents(session, desk, back)
    return failed


async def _embed_anew(session: AsyncSession, desk: Desk, rows: Sequence[Document]) -> None:
    """Has those read again that their base's vectors lack: its embedder was changed while they were deleted."""
    found = {row.current_version_id: row for row in rows if row.current_version_id is not None}
    if not found:
        return
    (space,) = (await spaces.spaces_of(session, [rows[0].base_id])).values()
    embedded = set(found) if space is None else await spaces.embedded_in(session, space.id, found)
    for version_id, row in found.items():
        version = None if version_id in embedded else await versions.find_version(session, version_id)
        if version is not None:
            bringer = Bringer(row.organization_id, version.created_by, version.locale)
            await again(session, desk.platform, bringer, row, version, origin=VersionOrigin.REPROCESSED)


async def reprocess(session: AsyncSession, desk: Desk, rows: Sequence[Document], bringer: Bringer) -> Failed:
    """Reads and cuts them anew, as things are set now; until that is done the old passages are found."""
    failed: Failed = {}
    for row in rows:
        latest = await versions.find_version(session, row.latest_version_id)
        if row.deleted_at is not None or latest is None:
            failed[row.id] = "document_gone"
        elif latest.status in _OPEN:
            failed[row.id] = "document_busy"
        else:
            await again(session, desk.platform, bringer, row, latest, origin=VersionOrigin.REPROCESSED)
    return failed


def numbered(name: str, number: int) -> str:
    """ "report.pdf" with a number: "report (2).pdf"."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem} ({number}).{suffix}" if dot and stem else f"{name} ({number})"
