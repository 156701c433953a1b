"""REST: whom a conversation is opened to, and how far one has read it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from convosphere.features.accounts.access import InTransaction
from convosphere.features.accounts.types import SubjectKind
from convosphere.features.chat import actions
from convosphere.features.chat.schemas import MemberList, MemberOut, MemberPut, ReceiptIn
from convosphere.features.files.schemas import FileLink
from convosphere.features.files.types import Variant
from convosphere.platform.problems import problems

router = APIRouter(
    prefix="/conversations/{conversation_id}",
    tags=["Joint conversations"],
    responses=problems(401, 403, 404, 422),
)


@router.get("/members", operation_id="listMembers", summary="Whom a conversation is opened to")
async def list_members(tx: InTransaction, conversation_id: UUID) -> MemberList:
    """For everybody who has access: the owner, the people and groups it is opened to, and what oneself may do."""
    return await actions.list_members(tx.session, tx.actor, conversation_id)


@router.put(
    "/members/{kind}/{subject_id}",
    operation_id="putMember",
    summary="Open a conversation to a person or a group",
    responses=problems(409),
)
async def put_member(
    tx: InTransaction, conversation_id: UUID, kind: SubjectKind, subject_id: UUID, body: MemberPut
) -> MemberOut:
    """They see all of it, from the first message on; writers ask, too. Again with another role changes that. For its
    owner, who needs the right to share.
    """
    return await actions.open_conversation(
        tx.session, tx.platform, tx.actor, conversation_id, kind=kind, subject_id=subject_id, role=body.role
    )


@router.delete(
    "/members/{kind}/{subject_id}",
    operation_id="deleteMember",
    summary="Take access away, or leave",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(409),
)
async def delete_member(tx: InTransaction, conversation_id: UUID, kind: SubjectKind, subject_id: UUID) -> None:
    """The owner takes anybody's access away; everybody may leave by their own id. `joined_through_group`: there is
    nothing of one's own to give up. Open sockets stop following at once.
    """
    await actions.close_conversation(
        tx.session, tx.platform, tx.actor, conversation_id, kind=kind, subject_id=subject_id
    )


@router.post(
    "/receipts",
    operation_id="moveReceipt",
    summary="Say what has arrived and what was read",
    status_code=status.HTTP_204_NO_CONTENT,
)
async def move_receipt(tx: InTransaction, conversation_id: UUID, body: ReceiptIn) -> None:
    """Goes forward only. In a conversation that is not joint nothing happens."""
    await actions.move_receipt(tx.session, tx.platform, tx.actor, conversation_id, body)


@router.get(
    "/files/{file_id}/link",
    operation_id="getAttachmentLink",
    summary="A link to a file in a conversation",
    responses=problems(409),
)
async def get_attachment_link(
    tx: InTransaction,
    conversation_id: UUID,
    file_id: UUID,
    variant: Annotated[Variant, Query(description="`text`: what was read in it, as JSON")] = Variant.ORIGINAL,
    *,
    download: Annotated[bool, Query(description="To be saved, not shown")] = False,
) -> FileLink:
    """Whoever may read the conversation may open what is attached in it, whosever file it is."""
    return await actions.link_to_attachment(
        tx.session, tx.platform, tx.actor, conversation_id, file_id=file_id, variant=variant, download=download
    )
