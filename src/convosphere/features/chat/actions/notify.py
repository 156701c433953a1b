"""Tells everyone who watches, once the transaction is through."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat import repository
from convosphere.features.chat.actions.present import present_conversation, present_for_all
from convosphere.features.chat.repository import Mark
from convosphere.features.chat.schemas import MessageOut
from convosphere.features.chat.tables import Conversation
from convosphere.features.chat.types import conversation_stream, person_stream, subject_stream
from convosphere.platform.context import Platform
from convosphere.platform.events import after_commit
from convosphere.platform.realtime import EventLog

# Up to here each conversation is told; beyond, the lists are told to fetch afresh.
MOST_TOLD = 200


def encode(kind: str, **parts: object) -> bytes:
    """An event of a stream: one JSON object with its `type`."""
    return orjson.dumps({"type": kind, **parts}, default=_plain)


def message_event(kind: str, message: MessageOut) -> bytes:
    """An event that carries a whole message."""
    return encode(kind, message=message)


def history_changed(leaf_id: UUID | None) -> bytes:
    """Another branch is shown, or what is shown has changed in the middle: readers fetch it afresh."""
    return encode("history.changed", leaf_id=leaf_id)


def tell_conversation(session: AsyncSession, log: EventLog, conversation_id: UUID, events: Sequence[bytes]) -> None:
    """Appends `events` to the conversation's stream after the commit."""

    async def tell() -> None:
        await log.append(conversation_stream(conversation_id), events)

    after_commit(session, tell)


def conversation_updated(conversation: Conversation) -> bytes:
    """The conversation is another now; on its stream stands only what is the same for everybody."""
    return encode("conversation.updated", conversation=present_for_all(conversation))


@dataclass(frozen=True, slots=True)
class News:
    """Something was said in a conversation: which message, by a person or (None) by a model."""

    message_id: UUID
    by: UUID | None


def tell_begun(session: AsyncSession, log: EventLog, conversation: Conversation) -> None:
    """Shows the owner's lists a new conversation. A temporary one is in no list."""
    if not conversation.temporary:
        event = encode("conversation.created", conversation=present_conversation(conversation))
        tell_streams(session, log, {person_stream(conversation.owner_id): event})


async def tell_lists(
    session: AsyncSession, platform: Platform, conversation: Conversation, news: News | None = None
) -> None:
    """Shows all lists that the conversation is in how it is after the commit; `news`: and what is new in it.

    Of a joint one the lists of those it is opened to, each as it sees it: one statement more.
    """
    if conversation.temporary:
        return
    audiences = await repository.audience_of(session, [conversation.id] if conversation.member_count else [])
    tell_streams(session, platform.log, list_events(conversation, audiences.get(conversation.id), news))


def list_events(
    conversation: Conversation, audience: repository.Audience | None, news: News | None = None
) -> dict[str, bytes]:
    """What to tell which list about a conversation: its owner's, and those of its audience, each as it sees it."""
    more = {} if news is None else {"news": {"message_id": news.message_id, "by": news.by}}
    events = {
        person_stream(conversation.owner_id): encode(
            "conversation.updated", conversation=present_conversation(conversation), **more
        )
    }
    if audience is not None:
        owner_name, members = audience
        mark = Mark(owner_name, unread=None)
        for role in {member.role for member in members}:
            shown = present_conversation(conversation, role, mark)
            event = encode("conversation.updated", conversation=shown, **more)
            for member in members:
                if member.role is role:
                    events[subject_stream(member.kind, member.subject_id)] = event
    return events


def tell_streams(session: AsyncSession, log: EventLog, events: Mapping[str, bytes]) -> None:
    """Appends an event each to some streams after the commit, all at once."""

    async def tell() -> None:
        await asyncio.gather(*(log.append(stream, [event]) for stream, event in events.items()))

    after_commit(session, tell)


def tell_stream(session: AsyncSession, log: EventLog, stream: str, events: Sequence[bytes]) -> None:
    """Appends events to one stream after the commit; instead of very many it says that lists are to be fetched."""
    told = events if len(events) <= MOST_TOLD else [encode("conversations.changed")]

    async def tell() -> None:
        await log.append(stream, told)

    after_commit(session, tell)


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"no JSON form for {type(value).__name__}")
