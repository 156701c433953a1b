"""REST: shared snapshots."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from convosphere.features.accounts.access import InTransaction
from convosphere.features.chat.actions import shares
from convosphere.features.chat.actions.present import present_conversation
from convosphere.features.chat.schemas import (
    ConversationOut,
    MessageAuthor,
    ShareCreate,
    SharedConversation,
    SharedMessagePage,
    ShareOut,
    SharePage,
    SharePageQuery,
)
from convosphere.features.chat.tables import Share
from convosphere.features.files.schemas import FileLink
from convosphere.features.files.types import Variant
from convosphere.platform.database import Page
from convosphere.platform.problems import problems

router = APIRouter(tags=["Shares"], responses=problems(401, 403, 422))

WhichPage = Annotated[SharePageQuery, Query()]


def _page(page: Page[Share]) -> SharePage:
    items = [ShareOut.model_validate(row, from_attributes=True) for row in page.items]
    return SharePage(items=items, next_cursor=page.next_cursor)


@router.post(
    "/conversations/{conversation_id}/shares",
    operation_id="shareConversation",
    summary="Share a snapshot",
    status_code=status.HTTP_201_CREATED,
    responses=problems(404, 409),
)
async def share_conversation(tx: InTransaction, conversation_id: UUID, body: ShareCreate) -> ShareOut:
    """What is shown now can be read by everybody of the organisation who has the link; nothing that comes later."""
    row = await shares.share_conversation(tx.session, tx.platform, tx.actor, conversation_id, body)
    return ShareOut.model_validate(row, from_attributes=True)


@router.get(
    "/conversations/{conversation_id}/shares",
    operation_id="listConversationShares",
    summary="A conversation's snapshots",
    responses=problems(404),
)
async def list_conversation_shares(tx: InTransaction, conversation_id: UUID, query: WhichPage) -> SharePage:
    """The newest first."""
    return _page(await shares.list_shares(tx.session, tx.actor, query, conversation_id))


@router.get("/shares", operation_id="listShares", summary="One's snapshots")
async def list_shares(tx: InTransaction, query: WhichPage) -> SharePage:
    """Of all conversations, the newest first."""
    return _page(await shares.list_shares(tx.session, tx.actor, query))


@router.get("/shares/{share_id}", operation_id="openShare", summary="Open a snapshot", responses=problems(404))
async def open_share(tx: InTransaction, share_id: UUID) -> SharedConversation:
    """For everybody of the organisation."""
    row = await shares.open_share(tx.session, tx.platform, tx.actor, share_id)
    return SharedConversation(
        id=row.id,
        title=row.title,
        shared_by=MessageAuthor(id=row.owner_id, name=row.owner_name),
        is_own=row.owner_id == tx.actor.person_id,
        message_count=row.message_count,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


@router.get(
    "/shares/{share_id}/messages",
    operation_id="listSharedMessages",
    summary="A snapshot's messages",
    responses=problems(404),
)
async def list_shared_messages(tx: InTransaction, share_id: UUID, query: WhichPage) -> SharedMessagePage:
    """The oldest first."""
    return await shares.list_shared_messages(tx.session, tx.platform, tx.actor, share_id, query)


@router.get(
    "/shares/{share_id}/files/{file_id}/link",
    operation_id="getSharedFileLink",
    summary="A link to a file in a snapshot",
    responses=problems(404, 409),
)
async def get_shared_file_link(
    tx: InTransaction,
    share_id: UUID,
    file_id: UUID,
    variant: Annotated[Variant, Query(description="`text`: what was read in it, as JSON")] = Variant.ORIGINAL,
    *,
    download: Annotated[bool, Query(description="To be saved, not shown")] = False,
) -> FileLink:
    """Whoever may read the snapshot may open what is attached in it, as long as it can be read."""
    return await shares.link_to_shared_file(
        tx.session, tx.platform, tx.actor, share_id, file_id=file_id, variant=variant, download=download
    )


@router.post(
    "/shares/{share_id}/copy",
    operation_id="copyShare",
    summary="Go on from a snapshot",
    status_code=status.HTTP_201_CREATED,
    responses=problems(404),
)
async def copy_share(tx: InTransaction, share_id: UUID) -> ConversationOut:
    """A conversation of one's own that begins with the snapshot's messages."""
    return present_conversation(await shares.copy_share(tx.session, tx.platform, tx.actor, share_id))


@router.delete(
    "/shares/{share_id}",
    operation_id="revokeShare",
    summary="Revoke a snapshot",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404),
)
async def revoke_share(tx: InTransaction, share_id: UUID) -> None:
    """Nobody can open it from then on."""
    await shares.revoke_share(tx.session, tx.actor, share_id)
