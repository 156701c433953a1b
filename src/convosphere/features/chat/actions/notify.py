"""Tells everyone who watches, once the transaction is through."""

from collections.abc import Sequence
from uuid import UUID

import orjson
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.actions.present import present_conversation
from convosphere.features.chat.schemas import MessageOut
from convosphere.features.chat.tables import Conversation
from convosphere.features.chat.types import conversation_stream, person_stream
from convosphere.platform.events import after_commit
from convosphere.platform.realtime import EventLog


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


def tell_owner(session: AsyncSession, log: EventLog, conversation: Conversation, kind: str) -> None:
    """Shows the owner's lists the conversation as it is after the commit. A temporary one is in no list."""
    if conversation.temporary:
        return
    owner_id, shown = conversation.owner_id, present_conversation(conversation)
    event = encode(kind, conversation=shown)

    async def tell() -> None:
        await log.append(person_stream(owner_id), [event])

    after_commit(session, tell)


def tell_deleted(session: AsyncSession, log: EventLog, conversation: Conversation) -> None:
    """Takes the conversation out of the owner's lists and ends what others see of it."""
    event = encode("conversation.deleted", conversation_id=conversation.id)
    owner_id, conversation_id = conversation.owner_id, conversation.id

    async def tell() -> None:
        await log.append(conversation_stream(conversation_id), [event])
        await log.append(person_stream(owner_id), [event])

    after_commit(session, tell)


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"no JSON form for {type(value).__name__}")
