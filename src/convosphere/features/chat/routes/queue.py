"""REST: questions that wait for an answer to end."""

from uuid import UUID

from fastapi import APIRouter, status

from convosphere.features.accounts.access import InTransaction
from convosphere.features.chat import actions
from convosphere.features.chat.schemas import QueuedQuestionOut, QueuedQuestionPatch
from convosphere.platform.problems import problems

router = APIRouter(
    prefix="/conversations/{conversation_id}/queue/{question_id}",
    tags=["Messages"],
    responses=problems(401, 403, 404, 422),
)


@router.patch("", operation_id="changeQueuedQuestion", summary="Have a waiting question ask something else")
async def change_queued(
    tx: InTransaction, conversation_id: UUID, question_id: UUID, body: QueuedQuestionPatch
) -> QueuedQuestionOut:
    """As long as it waits: `not_found` once its turn has come."""
    return await actions.change_queued(
        tx.session, tx.platform, tx.actor, conversation_id, question_id, content=body.content
    )


@router.delete(
    "",
    operation_id="withdrawQueuedQuestion",
    summary="Take a waiting question back",
    status_code=status.HTTP_204_NO_CONTENT,
)
async def withdraw_queued(tx: InTransaction, conversation_id: UUID, question_id: UUID) -> None:
    """As long as it waits: `not_found` once its turn has come."""
    await actions.withdraw_queued(tx.session, tx.platform, tx.actor, conversation_id, question_id)


@router.post("/steer", operation_id="steerQueuedQuestion", summary="Stop what runs and ask this next")
async def steer_queued(tx: InTransaction, conversation_id: UUID, question_id: UUID) -> QueuedQuestionOut:
    """The running answer keeps what it has said; the question starts when it has ended, before all others."""
    return await actions.steer_queued(tx.session, tx.platform, tx.actor, conversation_id, question_id)
