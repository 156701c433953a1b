"""REST: messages of a conversation, and the twin of the socket's subscription."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, status

from convosphere.features.accounts.access import CurrentActor, InTransaction
from convosphere.features.chat import actions
from convosphere.features.chat.schemas import (
    AnswerStarted,
    EventPage,
    MessageCreate,
    MessageOut,
    MessagePage,
    MessageSent,
    NumberedEvent,
)
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix="/conversations/{conversation_id}", tags=["Messages"], responses=problems(401, 403, 404, 422))


@router.get("/messages", operation_id="listMessages", summary="Messages of a conversation")
async def list_messages(
    tx: InTransaction,
    conversation_id: UUID,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=40)] = None,
) -> MessagePage:
    """The newest messages first page by page, within a page oldest first."""
    page, event_cursor = await actions.list_messages(
        tx.session, tx.platform, tx.actor, conversation_id, limit=limit, cursor=cursor
    )
    items = [actions.present_message(row, tx.actor.locale) for row in page.items]
    return MessagePage(items=items, next_cursor=page.next_cursor, event_cursor=event_cursor)


@router.post(
    "/messages",
    operation_id="sendMessage",
    summary="Ask",
    status_code=status.HTTP_201_CREATED,
    responses=problems(409),
)
async def send_message(tx: InTransaction, conversation_id: UUID, body: MessageCreate) -> MessageSent:
    """Stores the question and starts its answer, which arrives as events."""
    question, answer = await actions.send_message(tx.session, tx.platform, tx.actor, conversation_id, body)
    locale = tx.actor.locale
    return MessageSent(
        question=actions.present_message(question, locale), answer=actions.present_message(answer, locale)
    )


@router.post("/messages/{message_id}/stop", operation_id="stopAnswer", summary="Stop an answer")
async def stop_answer(tx: InTransaction, conversation_id: UUID, message_id: UUID) -> MessageOut:
    """Asks for the end of a running answer; what is written so far stays. `message.stopped` follows."""
    message = await actions.stop_answer(tx.session, tx.platform, tx.actor, conversation_id, message_id)
    return actions.present_message(message, tx.actor.locale)


@router.post(
    "/messages/{message_id}/retry",
    operation_id="retryAnswer",
    summary="Answer again",
    status_code=status.HTTP_201_CREATED,
    responses=problems(409),
)
async def retry_answer(tx: InTransaction, conversation_id: UUID, message_id: UUID) -> AnswerStarted:
    """A new answer to the same question; the old one stays beside it."""
    answer = await actions.retry_answer(tx.session, tx.platform, tx.actor, conversation_id, message_id)
    return AnswerStarted(answer=actions.present_message(answer, tx.actor.locale))


@router.get(
    "/events",
    operation_id="listEvents",
    summary="What happened since",
    responses=problems(409),
)
async def list_events(
    actor: CurrentActor,
    platform: PlatformDep,
    conversation_id: UUID,
    after: Annotated[int, Query(ge=0, lt=2**53, description="`event_cursor` or the last number seen")],
    wait: Annotated[float, Query(ge=0, le=25, description="Seconds to wait for something to happen")] = 0,
) -> EventPage:
    """Events after a number, for clients without a socket. `resync_required`: fetch the messages afresh."""
    entries = await actions.wait_for_events(platform, actor, conversation_id, after=after, wait_seconds=wait)
    events = [NumberedEvent(n=entry.number, event=orjson.loads(entry.data)) for entry in entries]
    return EventPage(events=events, cursor=events[-1].n if events else after)
