"""REST: folders, tags, work on many conversations, how long the archive stays."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, status

from convosphere.features.accounts.access import InTransaction
from convosphere.features.chat.actions.order import bulk, folders, retention, starting, tags
from convosphere.features.chat.actions.present import present_conversation
from convosphere.features.chat.schemas import (
    BulkChange,
    BulkResult,
    ConversationOut,
    FolderCreate,
    FolderList,
    FolderOut,
    FolderPatch,
    RetentionOut,
    RetentionPut,
    TagCreate,
    TagList,
    TagOut,
    TagPatch,
    TemplateStart,
)
from convosphere.features.chat.tables import Folder, Tag
from convosphere.platform.problems import problems

router = APIRouter(tags=["Order"], responses=problems(401, 403, 422))


def _folder(row: Folder) -> FolderOut:
    return FolderOut.model_validate(row, from_attributes=True)


def _tag(row: Tag) -> TagOut:
    return TagOut.model_validate(row, from_attributes=True)


@router.get("/folders", operation_id="listFolders", summary="One's folders")
async def list_folders(tx: InTransaction) -> FolderList:
    """All of them at once: a person has at most 500."""
    return FolderList(items=[_folder(row) for row in await folders.list_folders(tx.session, tx.actor)])


@router.post(
    "/folders",
    operation_id="createFolder",
    summary="Make a folder",
    status_code=status.HTTP_201_CREATED,
    responses=problems(404, 409),
)
async def create_folder(tx: InTransaction, body: FolderCreate) -> FolderOut:
    """The last one of its parent; folders lie in each other at most five deep."""
    return _folder(await folders.create_folder(tx.session, tx.platform, tx.actor, body))


@router.patch(
    "/folders/{folder_id}",
    operation_id="changeFolder",
    summary="Rename, colour, move a folder",
    responses=problems(404),
)
async def change_folder(tx: InTransaction, folder_id: UUID, body: FolderPatch) -> FolderOut:
    """Changes what is sent, leaves the rest. Moving it moves what is in it."""
    return _folder(await folders.change_folder(tx.session, tx.platform, tx.actor, folder_id, body))


@router.delete(
    "/folders/{folder_id}",
    operation_id="deleteFolder",
    summary="Delete a folder",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404),
)
async def delete_folder(
    tx: InTransaction,
    folder_id: UUID,
    contents: Annotated[
        Literal["keep", "delete"], Query(description="Whether what is in it moves up or is deleted too")
    ] = "keep",
) -> None:
    """Its folders and conversations move up to where it was, unless they are to be deleted with it."""
    deleting = contents == "delete"
    await folders.delete_folder(tx.session, tx.platform, tx.actor, folder_id, with_contents=deleting)


@router.get("/tags", operation_id="listTags", summary="One's tags")
async def list_tags(tx: InTransaction) -> TagList:
    """All of them at once, by name: a person has at most 200."""
    return TagList(items=[_tag(row) for row in await tags.list_tags(tx.session, tx.actor)])


@router.post(
    "/tags",
    operation_id="createTag",
    summary="Make a tag",
    status_code=status.HTTP_201_CREATED,
    responses=problems(409),
)
async def create_tag(tx: InTransaction, body: TagCreate) -> TagOut:
    """A name is taken once, whatever the case."""
    return _tag(await tags.create_tag(tx.session, tx.platform, tx.actor, body))


@router.patch("/tags/{tag_id}", operation_id="changeTag", summary="Rename, colour a tag", responses=problems(404, 409))
async def change_tag(tx: InTransaction, tag_id: UUID, body: TagPatch) -> TagOut:
    """Changes what is sent, leaves the rest."""
    return _tag(await tags.change_tag(tx.session, tx.platform, tx.actor, tag_id, body))


@router.delete(
    "/tags/{tag_id}",
    operation_id="deleteTag",
    summary="Delete a tag",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404),
)
async def delete_tag(tx: InTransaction, tag_id: UUID) -> None:
    """Takes it off all conversations; they stay."""
    await tags.delete_tag(tx.session, tx.platform, tx.actor, tag_id)


@router.post(
    "/conversations/bulk",
    operation_id="changeConversations",
    summary="Change many conversations",
    responses=problems(404),
)
async def change_conversations(tx: InTransaction, body: BulkChange) -> BulkResult:
    """Archives, deletes, moves, tags or pins up to 200 named ones, or all that a filter finds: those in parts of
    1,000, so ask again while the answer says `more`. Those that are like that already are left as they are.
    """
    return await bulk.change_many(tx.session, tx.platform, tx.actor, body)


@router.get("/archive/retention", operation_id="getArchiveRetention", summary="How long the archive stays")
async def get_retention(tx: InTransaction) -> RetentionOut:
    """What the organisation has set, for everybody to know."""
    return await retention.get_retention(tx.session, tx.actor)


@router.put("/archive/retention", operation_id="setArchiveRetention", summary="Set how long the archive stays")
async def set_retention(tx: InTransaction, body: RetentionPut) -> RetentionOut:
    """For administrators. The time runs anew for everything that is archived already."""
    return await retention.set_retention(tx.session, tx.platform, tx.actor, body)


@router.post(
    "/templates/{template_id}/start",
    operation_id="startTemplate",
    summary="Begin a chat from a template",
    status_code=status.HTTP_201_CREATED,
    responses=problems(404),
)
async def start_template(tx: InTransaction, template_id: UUID, body: TemplateStart) -> ConversationOut:
    """A conversation with the template's model and first messages; its prompt, filled in, is the first question."""
    return present_conversation(await starting.start_template(tx.session, tx.platform, tx.actor, template_id, body))
