"""`/knowledge/…/folders`, `/knowledge/…/tags`: how documents are kept."""

from uuid import UUID

from fastapi import APIRouter, status

from convosphere.features.accounts.access import InTransaction
from convosphere.features.knowledge.actions.folders import folders
from convosphere.features.knowledge.actions.tags import tags
from convosphere.features.knowledge.routes.desk import DeskDep
from convosphere.features.knowledge.schemas.operations import FolderDeletion, TagDeletion
from convosphere.features.knowledge.schemas.order import (
    BaseFolderIn,
    BaseFolderList,
    BaseFolderOut,
    BaseFolderPatch,
    BaseTagIn,
    BaseTagList,
    BaseTagMerge,
    BaseTagMerged,
    BaseTagOut,
    BaseTagPatch,
)
from convosphere.platform.problems import problems

router = APIRouter(prefix="/knowledge", tags=["Knowledge order"], responses=problems(401, 403, 404, 422))


@router.get("/bases/{base_id}/folders", operation_id="listKnowledgeFolders", summary="Folders of a base")
async def list_folders(tx: InTransaction, base_id: UUID) -> BaseFolderList:
    """All of them, by name; `parent_id` makes the tree."""
    return await folders.list_folders(tx.session, tx.actor, base_id)


@router.post(
    "/bases/{base_id}/folders",
    operation_id="createKnowledgeFolder",
    summary="Make a folder",
    status_code=status.HTTP_201_CREATED,
    responses=problems(409),
)
async def create_folder(tx: InTransaction, base_id: UUID, body: BaseFolderIn) -> BaseFolderOut:
    """For editors."""
    return await folders.create_folder(tx.session, tx.platform, tx.actor, base_id, body)


@router.patch(
    "/folders/{folder_id}",
    operation_id="changeKnowledgeFolder",
    summary="Rename or move a folder",
    responses=problems(409),
)
async def change_folder(tx: InTransaction, folder_id: UUID, body: BaseFolderPatch) -> BaseFolderOut:
    """With all in it. For editors."""
    return await folders.change_folder(tx.session, tx.platform, tx.actor, folder_id, body)


@router.delete(
    "/folders/{folder_id}",
    operation_id="deleteKnowledgeFolder",
    summary="Delete a folder",
    status_code=status.HTTP_202_ACCEPTED,
)
async def delete_folder(tx: InTransaction, folder_id: UUID) -> FolderDeletion:
    """With all in it, in the background; undoing the operation brings both back for some days. For editors."""
    return FolderDeletion(operation=await folders.delete_folder(tx.session, tx.platform, tx.actor, folder_id))


@router.get("/bases/{base_id}/tags", operation_id="listKnowledgeTags", summary="Tags of a base")
async def list_tags(tx: InTransaction, base_id: UUID) -> BaseTagList:
    """All of them, by name, counted."""
    return await tags.list_tags(tx.session, tx.actor, base_id)


@router.post(
    "/bases/{base_id}/tags",
    operation_id="createKnowledgeTag",
    summary="Make a tag",
    status_code=status.HTTP_201_CREATED,
    responses=problems(409),
)
async def create_tag(tx: InTransaction, base_id: UUID, body: BaseTagIn) -> BaseTagOut:
    """For editors."""
    return await tags.create_tag(tx.session, tx.platform, tx.actor, base_id, body)


@router.patch("/tags/{tag_id}", operation_id="changeKnowledgeTag", summary="Change a tag", responses=problems(409))
async def change_tag(tx: InTransaction, tag_id: UUID, body: BaseTagPatch) -> BaseTagOut:
    """Name and colour. For editors."""
    return await tags.change_tag(tx.session, tx.platform, tx.actor, tag_id, body)


@router.post(
    "/tags/{tag_id}/merge",
    operation_id="mergeKnowledgeTag",
    summary="Merge a tag into another",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(409),
)
async def merge_tag(tx: InTransaction, desk: DeskDep, tag_id: UUID, body: BaseTagMerge) -> BaseTagMerged:
    """The other one gets its documents; this one goes: where many have it, in the background. For editors."""
    return await tags.merge_tag(tx.session, desk, tx.actor, tag_id, body.into)


@router.delete(
    "/tags/{tag_id}",
    operation_id="deleteKnowledgeTag",
    summary="Delete a tag",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(409),
)
async def delete_tag(tx: InTransaction, desk: DeskDep, tag_id: UUID) -> TagDeletion:
    """Documents lose it: where many have it, in the background. For editors."""
    return TagDeletion(operation=await tags.delete_tag(tx.session, desk, tx.actor, tag_id))
