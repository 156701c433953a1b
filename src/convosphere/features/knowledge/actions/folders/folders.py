"""Folders: listed, made, renamed, moved, deleted with what is in them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.notify import tell_base
from convosphere.features.knowledge.actions.operations.begin import begin_folder_deletion
from convosphere.features.knowledge.actions.rights import get_base
from convosphere.features.knowledge.errors.documents import NameTakenError
from convosphere.features.knowledge.errors.order import FolderCycleError, FolderTooDeepError, TooManyFoldersError
from convosphere.features.knowledge.repository import bases, folders
from convosphere.features.knowledge.rules import trees
from convosphere.features.knowledge.schemas.operations import OperationOut
from convosphere.features.knowledge.schemas.order import BaseFolderIn, BaseFolderList, BaseFolderOut, BaseFolderPatch
from convosphere.features.knowledge.schemas.texts import MOST_DEPTH, MOST_FOLDERS
from convosphere.features.knowledge.tables import KnowledgeFolder
from convosphere.features.knowledge.types import BaseRole
from convosphere.platform.context import Platform
from convosphere.platform.errors import NotFoundError
from convosphere.platform.ids import new_id


async def list_folders(session: AsyncSession, actor: Actor, base_id: UUID) -> BaseFolderList:
    """All folders with how many documents in each the actor may read."""
    await get_base(session, actor, base_id)
    rows = await folders.list_folders(session, actor, base_id)
    return BaseFolderList(items=[_present(row, count) for row, count in rows])


async def create_folder(
    session: AsyncSession, platform: Platform, actor: Actor, base_id: UUID, wanted: BaseFolderIn
) -> BaseFolderOut:
    """A new folder.

    Raises:
        NameTakenError, TooManyFoldersError, FolderTooDeepError: see there.
    """
    await get_base(session, actor, base_id, need=BaseRole.EDITOR)
    await folders.hold_tree(session, base_id)
    parents = await folders.tree(session, base_id)
    if len(parents) >= MOST_FOLDERS:
        raise TooManyFoldersError(limit=MOST_FOLDERS)
    _require_parent(parents, wanted.parent_id)
    if trees.depth(parents, wanted.parent_id) >= MOST_DEPTH:
        raise FolderTooDeepError(field="body.parent_id", limit=MOST_DEPTH)
    if await folders.name_taken(session, base_id, wanted.parent_id, wanted.name):
        raise NameTakenError(field="body.name", name=wanted.name)
    row = KnowledgeFolder(
        id=new_id(),
        organization_id=actor.organization_id,
        base_id=base_id,
        parent_id=wanted.parent_id,
        name=wanted.name,
        created_at=platform.clock.now(),
    )
    await bases.add(session, row)
    tell_base(session, platform, base_id)
    return _present(row, 0)


async def change_folder(
    session: AsyncSession, platform: Platform, actor: Actor, folder_id: UUID, patch: BaseFolderPatch
) -> BaseFolderOut:
    """Another name, another place, with whatever lies in it: searches look up what lies below a folder.

    Raises:
        NameTakenError, FolderCycleError, FolderTooDeepError: see there.
    """
    row = await _reach(session, actor, folder_id)
    given = patch.model_fields_set
    parents = await folders.tree(session, row.base_id)
    parent_id = patch.parent_id if "parent_id" in given else row.parent_id
    name = patch.name or row.name
    moved = parent_id != row.parent_id
    if moved:
        _require_parent(parents, parent_id)
        if trees.within(parents, parent_id, row.id):
            raise FolderCycleError(field="body.parent_id")
        if trees.depth(parents, parent_id) + trees.height(parents, row.id) > MOST_DEPTH:
            raise FolderTooDeepError(field="body.parent_id", limit=MOST_DEPTH)
    if await folders.name_taken(session, row.base_id, parent_id, name, but=row.id):
        raise NameTakenError(field="body.name", name=name)
    row.name, row.parent_id = name, parent_id
    await session.flush()
    tell_base(session, platform, row.base_id)
    counts = {each.id: count for each, count in await folders.list_folders(session, actor, row.base_id)}
    return _present(row, counts.get(row.id, 0))


async def delete_folder(
    session: AsyncSession, platform: Platform, actor: Actor, folder_id: UUID
) -> OperationOut | None:
    """With all in it, by an operation that can be undone; None: nothing was in it, and it is gone."""
    row = await _reach(session, actor, folder_id)
    if await folders.holds_documents(session, row.base_id, row.id):
        return await begin_folder_deletion(session, platform, actor, row)
    await folders.empty(session, row.base_id, row.id)
    await session.delete(row)
    await session.flush()
    tell_base(session, platform, row.base_id)
    return None


async def _reach(session: AsyncSession, actor: Actor, folder_id: UUID) -> KnowledgeFolder:
    """A folder in a base that the actor edits, whose folders nobody else changes meanwhile."""
    base_id = await folders.base_of(session, folder_id)
    if base_id is None:
        raise NotFoundError(field="path.folder_id")
    await get_base(session, actor, base_id, need=BaseRole.EDITOR)
    await folders.hold_tree(session, base_id)
    return await folders.get_folder(session, base_id, folder_id, field="path.folder_id", lock=True)


def _require_parent(parents: trees.Parents, parent_id: UUID | None) -> None:
    if parent_id is not None and parent_id not in parents:
        raise NotFoundError(field="body.parent_id")


def _present(row: KnowledgeFolder, count: int) -> BaseFolderOut:
    return BaseFolderOut(id=row.id, name=row.name, parent_id=row.parent_id, document_count=count)
