"""Tells those whom a conversation is opened or closed to, and every process that holds their sockets."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat import repository
from convosphere.features.chat.actions.notify import (
    conversation_updated,
    encode,
    list_events,
    tell_conversation,
    tell_lists,
    tell_stream,
    tell_streams,
)
from convosphere.features.chat.actions.present import present_conversation
from convosphere.features.chat.repository import Mark, Member
from convosphere.features.chat.tables import Conversation
from convosphere.features.chat.types import subject_stream
from convosphere.platform.context import Platform
from convosphere.platform.events import after_commit

ACCESS_SIGNAL = "conversation.access"


async def tell_opened(session: AsyncSession, platform: Platform, conversation: Conversation, member: Member) -> None:
    """It is in their lists from now on; whoever watches learns that it is joint."""
    audiences = await repository.audience_of(session, [conversation.id])
    owner_name, _ = audiences[conversation.id]
    shown = present_conversation(conversation, member.role, Mark(owner_name, unread=None))
    stream = subject_stream(member.kind, member.subject_id)
    tell_streams(session, platform.log, {stream: encode("conversation.created", conversation=shown)})
    await _tell_all(session, platform, conversation)


async def tell_access_changed(
    session: AsyncSession, platform: Platform, conversation: Conversation, member: Member
) -> None:
    """They may more or less than before, or nothing. What is left to them through other entries each asks for anew."""
    stream = subject_stream(member.kind, member.subject_id)
    event = encode("conversation.access", conversation_id=conversation.id)
    tell_streams(session, platform.log, {stream: event})
    await _tell_all(session, platform, conversation)


async def tell_group_taken_out(session: AsyncSession, platform: Platform, rows: Sequence[Conversation]) -> None:
    """A group is gone, and with it its access; its people's sockets are told by their accounts. One statement."""
    audiences = await repository.audience_of(session, [row.id for row in rows if row.member_count])
    lists: dict[str, list[bytes]] = {}
    for row in rows:
        tell_conversation(session, platform.log, row.id, [conversation_updated(row)])
        for stream, event in list_events(row, audiences.get(row.id)).items():
            lists.setdefault(stream, []).append(event)
        _signal(session, platform, row.id)
    for stream, events in lists.items():
        tell_stream(session, platform.log, stream, events)


async def _tell_all(session: AsyncSession, platform: Platform, conversation: Conversation) -> None:
    tell_conversation(session, platform.log, conversation.id, [conversation_updated(conversation)])
    await tell_lists(session, platform, conversation)
    _signal(session, platform, conversation.id)


def _signal(session: AsyncSession, platform: Platform, conversation_id: UUID) -> None:
    async def signal() -> None:
        await platform.control.publish(ACCESS_SIGNAL, conversation_id=str(conversation_id))

    after_commit(session, signal)
