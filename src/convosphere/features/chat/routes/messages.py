"""REST: reading and sending messages, and the twin of the socket's subscription."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Response, status

from convosphere.features.accounts.access import CurrentActor, InTransaction
from convosphere.features.chat import actions
from convosphere.features.chat.schemas import EventPage, MessageCreate, MessagePage, MessageSent, NumberedEvent
from convosphere.platform.errors import InvalidInputError
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix="/conversations/{conversation_id}", tags=["Messages"], responses=problems(401, 403, 404, 422))


@router.get("/messages", operation_id="listMessages", summary="Messages of a conversation", responses=problems(409))
async def list_messages(
    tx: InTransaction,
    conversation_id: UUID,
    *,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=40, description="`next_cursor`: what comes before")] = None,
    newer: Annotated[str | None, Query(max_length=40, description="`newer_cursor`: what comes behind")] = None,
    around: Annotated[UUID | None, Query(description="A message, with what comes before and behind it")] = None,
) -> MessagePage:
    """The branch that is shown: the newest messages first page by page, within a page oldest first.

    `not_shown`: the message to show around lies on another branch; show that first.
    """
    if sum(each is not None for each in (cursor, newer, around)) > 1:
        raise InvalidInputError(field="query.cursor", reason="one_of_cursor_newer_around")
    wanted = actions.Wanted(limit, older=cursor, newer=newer, around=around)
    return await actions.list_messages(tx.session, tx.platform, tx.actor, conversation_id, wanted)


@router.post(
    "/messages",
    operation_id="sendMessage",
    summary="Ask",
    status_code=status.HTTP_201_CREATED,
    responses={status.HTTP_202_ACCEPTED: {"model": MessageSent, "description": "It waits"}, **problems(409)},
)
async def send_message(
    tx: InTransaction, conversation_id: UUID, body: MessageCreate, response: Response
) -> MessageSent:
    """Stores the question and starts its answers, which arrive as events; or has it wait for the running one.

    With `edits` or `parent_id` it begins a branch, which is shown from then on.
    """
    sent = await actions.send_message(tx.session, tx.platform, tx.actor, conversation_id, body)
    if sent.queued is not None:
        response.status_code = status.HTTP_202_ACCEPTED
    return sent


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
