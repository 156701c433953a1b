"""Tells a person's lists what changed in their order, once the transaction is through."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.actions.notify import encode
from convosphere.features.chat.actions.present import present_conversation
from convosphere.features.chat.tables import Conversation
from convosphere.features.chat.types import conversation_stream, person_stream
from convosphere.platform.events import after_commit
from convosphere.platform.realtime import EventLog

# Up to here each conversation is told; beyond, the lists are told to fetch afresh.
MOST_TOLD = 200


def tell_order_changed(session: AsyncSession, log: EventLog, owner_id: UUID) -> None:
    """Folders or tags are others now: whoever shows them fetches them."""
    _tell_person(session, log, owner_id, [encode("order.changed")])


def tell_conversations_changed(session: AsyncSession, log: EventLog, owner_id: UUID) -> None:
    """More changed than is told singly: whoever shows lists fetches them."""
    _tell_person(session, log, owner_id, [encode("conversations.changed")])


def tell_deleted_ones(session: AsyncSession, log: EventLog, rows: Sequence[Conversation]) -> None:
    """Takes conversations out of their owners' lists and ends what others see of them."""
    events = {row.id: encode("conversation.deleted", conversation_id=row.id) for row in rows}

    async def end() -> None:
        for conversation_id, event in events.items():
            await log.append(conversation_stream(conversation_id), [event])

    after_commit(session, end)
    _tell_lists(session, log, rows, events)


def tell_changed_ones(session: AsyncSession, log: EventLog, rows: Sequence[Conversation]) -> None:
    """Shows conversations as they are after the commit, in the lists and wherever one is open."""
    events = {row.id: encode("conversation.updated", conversation=present_conversation(row)) for row in rows}

    async def show() -> None:
        for conversation_id, event in events.items():
            await log.append(conversation_stream(conversation_id), [event])

    after_commit(session, show)
    _tell_lists(session, log, rows, events)


def _tell_lists(session: AsyncSession, log: EventLog, rows: Sequence[Conversation], events: dict[UUID, bytes]) -> None:
    by_owner: dict[UUID, list[bytes]] = {}
    for row in rows:
        by_owner.setdefault(row.owner_id, []).append(events[row.id])
    for owner_id, told in by_owner.items():
        _tell_person(session, log, owner_id, told if len(told) <= MOST_TOLD else [encode("conversations.changed")])


def _tell_person(session: AsyncSession, log: EventLog, owner_id: UUID, events: Sequence[bytes]) -> None:
    async def tell() -> None:
        await log.append(person_stream(owner_id), events)

    after_commit(session, tell)
