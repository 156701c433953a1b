"""Reading a conversation: pages of messages that a subscription completes, and events without a socket."""

import asyncio
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.errors import ResyncRequiredError
from convosphere.features.chat.tables import Message
from convosphere.features.chat.types import MessageStatus, conversation_stream
from convosphere.platform.context import Platform
from convosphere.platform.database import Page
from convosphere.platform.realtime import Entry, TrimmedError


async def list_messages(
    session: AsyncSession,
    platform: Platform,
    actor: Actor,
    conversation_id: UUID,
    *,
    limit: int,
    cursor: str | None,
) -> tuple[Page[Message], int]:
    """A page of messages, and the event number from which a subscription brings what the page does not show.

    The number is taken before the rows are read, so whatever commits in between is replayed. A running answer's
    saved text lags behind its events; the number then goes back to the last event that the text includes.
    """
    actor.require("chat.read")
    await repository.get_conversation(session, actor.person_id, conversation_id)
    head = await platform.log.head(conversation_stream(conversation_id))
    page = await repository.list_messages(session, conversation_id, limit=limit, cursor=cursor)
    saved = [
        message.event_number
        for message in page.items
        if message.status == MessageStatus.STREAMING and message.event_number > 0
    ]
    return page, min([head, *saved])


async def wait_for_events(
    platform: Platform, actor: Actor, conversation_id: UUID, *, after: int, wait_seconds: float
) -> list[Entry]:
    """What happened after a number; waits for it up to `wait_seconds`.

    Raises:
        NotFoundError: there is no such conversation for the actor.
        ResyncRequiredError: the number is older than what is kept.
    """
    actor.require("chat.read")
    async with platform.database.transaction(actor.organization_id) as session:
        await repository.get_conversation(session, actor.person_id, conversation_id)
    stream = conversation_stream(conversation_id)
    try:
        entries = await platform.log.read(stream, after)
        if entries or wait_seconds <= 0:
            return entries
        async with asyncio.timeout(wait_seconds):
            async for batch in platform.log.follow(stream, after):
                return batch
    except TimeoutError:
        return []
    except TrimmedError as error:
        raise ResyncRequiredError(field="query.after") from error
    return []
