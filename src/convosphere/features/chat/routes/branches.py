"""REST: what can be done with one message: stop, again, on, show, choose, delete, keep, rate."""

from uuid import UUID

from fastapi import APIRouter, status

from convosphere.features.accounts.access import InTransaction
from convosphere.features.chat import actions
from convosphere.features.chat.schemas import (
    AnswerStarted,
    ConversationOut,
    MessageOut,
    RatingIn,
    RatingOut,
    RetryIn,
)
from convosphere.platform.problems import problems

router = APIRouter(
    prefix="/conversations/{conversation_id}/messages/{message_id}",
    tags=["Messages"],
    responses=problems(401, 403, 404, 422),
)


@router.post("/stop", operation_id="stopAnswer", summary="Stop an answer")
async def stop_answer(tx: InTransaction, conversation_id: UUID, message_id: UUID) -> MessageOut:
    """Asks for the end of a running answer; what is written so far stays. `message.stopped` follows."""
    return await actions.stop_answer(tx.session, tx.platform, tx.actor, conversation_id, message_id)


@router.post(
    "/retry",
    operation_id="retryAnswer",
    summary="Answer again",
    status_code=status.HTTP_201_CREATED,
    responses=problems(409),
)
async def retry_answer(
    tx: InTransaction, conversation_id: UUID, message_id: UUID, body: RetryIn | None = None
) -> AnswerStarted:
    """A new answer to the same question, perhaps by another model; the old one stays beside it."""
    model_id = None if body is None else body.model_id
    answer = await actions.retry_answer(
        tx.session, tx.platform, tx.actor, conversation_id, message_id, model_id=model_id
    )
    return AnswerStarted(answer=answer)


@router.post(
    "/continue",
    operation_id="continueAnswer",
    summary="Go on with an answer that was cut off",
    status_code=status.HTTP_201_CREATED,
    responses=problems(409),
)
async def continue_answer(tx: InTransaction, conversation_id: UUID, message_id: UUID) -> AnswerStarted:
    """The same message grows from where it ends: for answers that were stopped, or cut off by length."""
    answer = await actions.continue_answer(tx.session, tx.platform, tx.actor, conversation_id, message_id)
    return AnswerStarted(answer=answer)


@router.post("/show", operation_id="showBranch", summary="Switch to the branch through a message")
async def show_branch(tx: InTransaction, conversation_id: UUID, message_id: UUID) -> ConversationOut:
    """Shows the way through the message down to its newest descendant. `history.changed` follows."""
    reached = await actions.show_branch(tx.session, tx.platform, tx.actor, conversation_id, message_id)
    return await actions.show_conversation(tx.session, tx.actor, reached)


@router.post(
    "/choose", operation_id="chooseAnswer", summary="Go on with one answer of several", responses=problems(409)
)
async def choose_answer(tx: InTransaction, conversation_id: UUID, message_id: UUID) -> ConversationOut:
    """The other answers of the comparison become siblings; the chosen one's model is the conversation's from now on."""
    reached = await actions.choose_answer(tx.session, tx.platform, tx.actor, conversation_id, message_id)
    return await actions.show_conversation(tx.session, tx.actor, reached)


@router.delete(
    "",
    operation_id="deleteMessage",
    summary="Delete a message",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(409),
)
async def delete_message(tx: InTransaction, conversation_id: UUID, message_id: UUID) -> None:
    """Deletes one message; what followed it follows its parent. Refused while an answer is being written."""
    await actions.delete_message(tx.session, tx.platform, tx.actor, conversation_id, message_id)


@router.put("/pin", operation_id="pinMessage", summary="Keep a message in the context", responses=problems(409))
async def pin_message(tx: InTransaction, conversation_id: UUID, message_id: UUID) -> MessageOut:
    """Models see it from now on, even where its turn no longer fits into their context. `message.updated` follows."""
    return await actions.pin_message(tx.session, tx.platform, tx.actor, conversation_id, message_id, pinned=True)


@router.delete("/pin", operation_id="unpinMessage", summary="Let go of a message that was kept in the context")
async def unpin_message(tx: InTransaction, conversation_id: UUID, message_id: UUID) -> MessageOut:
    """It goes with its turn again. `message.updated` follows; one that was not kept is fine, too."""
    return await actions.pin_message(tx.session, tx.platform, tx.actor, conversation_id, message_id, pinned=False)


@router.put("/rating", operation_id="rateAnswer", summary="Rate an answer", responses=problems(409))
async def rate_answer(tx: InTransaction, conversation_id: UUID, message_id: UUID, body: RatingIn) -> RatingOut:
    """What the signed-in person thinks of an answer, in place of what they thought before."""
    row = await actions.rate_answer(tx.session, tx.platform, tx.actor, conversation_id, message_id, given=body)
    return actions.present_rating(row)


@router.delete(
    "/rating", operation_id="unrateAnswer", summary="Take a rating back", status_code=status.HTTP_204_NO_CONTENT
)
async def unrate_answer(tx: InTransaction, conversation_id: UUID, message_id: UUID) -> None:
    """No rating is fine, too."""
    await actions.unrate_answer(tx.session, tx.actor, conversation_id, message_id)
