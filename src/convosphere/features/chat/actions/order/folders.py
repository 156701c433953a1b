"""Folders: made, renamed, moved, removed. A person has at most `MOST_FOLDERS`, so that all are listed at once."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.conversations import remove_conversations
from convosphere.features.chat.actions.order.telling import tell_order_changed
from convosphere.features.chat.actions.order.tree import DEEPEST, Node, below, depth, height, placed
from convosphere.features.chat.errors import FolderInsideItselfError, FolderTooDeepError, TooManyFoldersError
from convosphere.features.chat.schemas import FolderCreate, FolderPatch
from convosphere.features.chat.tables import Folder
from convosphere.platform.context import Platform
from convosphere.platform.errors import NotFoundError
from convosphere.platform.ids import new_id

MOST_FOLDERS = 500


async def list_folders(session: AsyncSession, actor: Actor) -> list[Folder]:
    """All of the actor's folders, by place."""
    actor.require("chat.read")
    return await repository.list_folders(session, actor.person_id)


async def create_folder(session: AsyncSession, platform: Platform, actor: Actor, wanted: FolderCreate) -> Folder:
    """A new folder, the last of its parent.

    Raises:
        NotFoundError: there is no such parent.
        FolderTooDeepError, TooManyFoldersError: see there.
    """
    actor.require("chat.write")
    folders = await repository.list_folders(session, actor.person_id, lock=True)
    if len(folders) >= MOST_FOLDERS:
        raise TooManyFoldersError(limit=MOST_FOLDERS)
    if wanted.parent_id is not None:
        _find(folders, wanted.parent_id, field="body.parent_id")
    if depth(_nodes(folders), wanted.parent_id) >= DEEPEST:
        raise FolderTooDeepError(field="body.parent_id", limit=DEEPEST)
    now = platform.clock.now()
    beside = [folder.position for folder in folders if folder.parent_id == wanted.parent_id]
    folder = Folder(
        id=new_id(),
        organization_id=actor.organization_id,
        owner_id=actor.person_id,
        parent_id=wanted.parent_id,
        name=wanted.name,
        colour=wanted.colour,
        position=max(beside, default=-1) + 1,
        created_at=now,
        updated_at=now,
    )
    session.add(folder)
    await session.flush()
    tell_order_changed(session, platform.log, actor.person_id)
    return folder


async def change_folder(
    session: AsyncSession, platform: Platform, actor: Actor, folder_id: UUID, patch: FolderPatch
) -> Folder:
    """Renames, colours, moves; fields that were not sent stay.

    Raises:
        NotFoundError: there is no such folder, or no such parent.
        FolderInsideItselfError, FolderTooDeepError: see there.
    """
    actor.require("chat.write")
    folders = await repository.list_folders(session, actor.person_id, lock=True)
    folder = _find(folders, folder_id, field="path.folder_id")
    sent = patch.model_fields_set
    if patch.name is not None:
        folder.name = patch.name
    if "colour" in sent:
        folder.colour = patch.colour
    if "parent_id" in sent or patch.position is not None:
        _move(folders, folder, patch.parent_id if "parent_id" in sent else folder.parent_id, patch.position)
    folder.updated_at = platform.clock.now()
    await session.flush()
    tell_order_changed(session, platform.log, actor.person_id)
    return folder


async def delete_folder(
    session: AsyncSession, platform: Platform, actor: Actor, folder_id: UUID, *, with_contents: bool
) -> None:
    """Removes a folder. What is in it moves up to where the folder was, or goes too: conversations at any depth.

    Raises:
        NotFoundError: there is no such folder.
    """
    actor.require("chat.write")
    folders = await repository.list_folders(session, actor.person_id, lock=True)
    folder = _find(folders, folder_id, field="path.folder_id")
    gone = {folder.id}
    if with_contents:
        gone = below(_nodes(folders), folder.id)
        rows = await repository.conversations_in(session, actor.person_id, gone)
        await remove_conversations(session, platform, rows)
    else:
        await repository.empty_folders(session, actor.person_id, gone, folder.parent_id)
        _move_up(folders, folder)
        await session.flush()
    await repository.delete_folders(session, gone)
    tell_order_changed(session, platform.log, actor.person_id)


def _move_up(folders: Sequence[Folder], folder: Folder) -> None:
    """Puts the folders in it where it stands itself."""
    rest = [one for one in folders if one is not folder]
    before = [one for one in rest if one.parent_id == folder.parent_id and one.position < folder.position]
    children = sorted((one for one in rest if one.parent_id == folder.id), key=lambda one: one.position)
    for place, child in enumerate(children, start=len(before)):
        _move(rest, child, folder.parent_id, place)


def _find(folders: Sequence[Folder], folder_id: UUID, *, field: str) -> Folder:
    for folder in folders:
        if folder.id == folder_id:
            return folder
    raise NotFoundError(field=field)


def _nodes(folders: Sequence[Folder]) -> list[Node]:
    return [Node(folder.id, folder.parent_id, folder.position) for folder in folders]


def _move(folders: Sequence[Folder], folder: Folder, parent_id: UUID | None, position: int | None) -> None:
    nodes = _nodes(folders)
    if parent_id is not None:
        _find(folders, parent_id, field="body.parent_id")
        if parent_id in below(nodes, folder.id):
            raise FolderInsideItselfError(field="body.parent_id")
    if depth(nodes, parent_id) + height(nodes, folder.id) > DEEPEST:
        raise FolderTooDeepError(field="body.parent_id", limit=DEEPEST)
    by_id = {one.id: one for one in folders}
    for node in placed(nodes, folder.id, parent_id, position).values():
        by_id[node.id].parent_id = node.parent_id
        by_id[node.id].position = node.position
