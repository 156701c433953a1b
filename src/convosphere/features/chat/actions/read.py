"""Reading a conversation: pages of messages that a subscription completes, and events without a socket."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.attachments import show_queued
from convosphere.features.chat.actions.present import present_rating
from convosphere.features.chat.actions.showing import show_window
from convosphere.features.chat.actions.together.receipts import show_receipts
from convosphere.features.chat.errors import NotShownError, ResyncRequiredError
from convosphere.features.chat.repository import Reached
from convosphere.features.chat.schemas import MessagePage
from convosphere.features.chat.types import Access, MessageStatus, conversation_stream
from convosphere.platform.context import Platform
from convosphere.platform.realtime import Entry, TrimmedError


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages of the shown branch: the newest, or those before `older`, behind `newer`, around a message."""

    limit: int
    older: str | None = None
    newer: str | None = None
    around: UUID | None = None


async def list_messages(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, wanted: Wanted
) -> MessagePage:
    """A page of messages, and the event number from which a subscription brings what the page does not show.

    The number is taken before the rows are read, so whatever commits in between is replayed. A running answer's
    saved text lags behind its events; the number then goes back to the last event that the text includes.

    Raises:
        NotShownError: the message to show around lies on another branch.
    """
    actor.require("chat.read")
    conversation = await repository.get_conversation(session, actor, conversation_id)
    head = await platform.log.head(conversation_stream(conversation_id))
    window = await _window(session, repository.Reading(conversation_id, actor.person_id), wanted)
    shown = await show_window(session, conversation_id, window, actor.locale)
    # Questions wait only for a running answer.
    waiting = [] if conversation.running_answer_id is None else await repository.list_queue(session, conversation_id)
    saved = [
        message.event_number
        for message in window.items
        if message.status == MessageStatus.STREAMING and message.event_number > 0
    ]
    return MessagePage(
        items=shown,
        next_cursor=window.older,
        newer_cursor=window.newer,
        event_cursor=min([head, *saved]),
        queue=await show_queued(session, waiting, actor.locale),
        ratings={row.message.id: present_rating(row.rating) for row in window.rows if row.rating is not None},
        receipts=await show_receipts(session, conversation),
    )


async def _window(session: AsyncSession, reading: repository.Reading, wanted: Wanted) -> repository.MessageWindow:
    if wanted.around is None:
        return await repository.list_messages(
            session, reading, limit=wanted.limit, older=wanted.older, newer=wanted.newer
        )
    message = await repository.get_message(session, reading.conversation_id, wanted.around, field="query.around")
    if not message.shown:
        raise NotShownError(field="query.around")
    return await repository.list_around(session, reading, message, limit=wanted.limit)


async def wait_for_events(
    platform: Platform, actor: Actor, conversation_id: UUID, *, after: int, wait_seconds: float
) -> list[Entry]:
    """What happened after a number; waits for it up to `wait_seconds`.

    Raises:
        NotFoundError: there is no such conversation for the actor.
        ResyncRequiredError: the number is older than what is kept.
    """
    actor.require("chat.read")
    reached = await _reach(platform, actor, conversation_id)
    stream = conversation_stream(conversation_id)
    try:
        entries = await platform.log.read(stream, after)
        if entries or wait_seconds <= 0:
            return entries
        async with asyncio.timeout(wait_seconds):
            entries = await anext(platform.log.follow(stream, after), [])
    except TimeoutError:
        return []
    except TrimmedError as error:
        raise ResyncRequiredError(field="query.after") from error
    if reached.access is not Access.OWNER:
        # What happened meanwhile may be that the conversation was closed to them.
        await _reach(platform, actor, conversation_id)
    return entries


async def _reach(platform: Platform, actor: Actor, conversation_id: UUID) -> Reached:
    async with platform.database.transaction(actor.organization_id) as session:
        return await repository.reach_conversation(session, actor, conversation_id)
