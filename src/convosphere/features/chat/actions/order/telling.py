"""Tells a person's lists what changed in their order, once the transaction is through."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat import repository
from convosphere.features.chat.actions.notify import conversation_updated, encode, tell_stream
from convosphere.features.chat.actions.present import present_conversation
from convosphere.features.chat.tables import Conversation
from convosphere.features.chat.types import conversation_stream, person_stream, subject_stream
from convosphere.platform.events import after_commit
from convosphere.platform.realtime import EventLog


def tell_order_changed(session: AsyncSession, log: EventLog, owner_id: UUID) -> None:
    """Folders or tags are others now: whoever shows them fetches them."""
    tell_stream(session, log, person_stream(owner_id), [encode("order.changed")])


def tell_conversations_changed(session: AsyncSession, log: EventLog, owner_id: UUID) -> None:
    """More changed than is told singly: whoever shows lists fetches them."""
    tell_stream(session, log, person_stream(owner_id), [encode("conversations.changed")])


async def tell_deleted_ones(session: AsyncSession, log: EventLog, rows: Sequence[Conversation]) -> None:
    """Takes conversations out of everybody's lists and ends what is seen of them.

    Called before they are deleted: of joint ones it asks whom they were opened to.
    """
    events = {row.id: encode("conversation.deleted", conversation_id=row.id) for row in rows}
    _tell_watchers(session, log, events)
    _tell_owners(session, log, rows, events)
    audiences = await repository.audience_of(session, [row.id for row in rows if row.member_count])
    told: dict[str, list[bytes]] = {}
    for conversation_id, (_, members) in audiences.items():
        for member in members:
            told.setdefault(subject_stream(member.kind, member.subject_id), []).append(events[conversation_id])
    for stream, its in told.items():
        tell_stream(session, log, stream, its)


def tell_changed_ones(session: AsyncSession, log: EventLog, rows: Sequence[Conversation]) -> None:
    """Shows conversations whose place in their owners' order has changed, in the lists and wherever one is open."""
    _tell_watchers(session, log, {row.id: conversation_updated(row) for row in rows})
    events = {row.id: encode("conversation.updated", conversation=present_conversation(row)) for row in rows}
    _tell_owners(session, log, rows, events)


def _tell_watchers(session: AsyncSession, log: EventLog, events: Mapping[UUID, bytes]) -> None:
    async def tell() -> None:
        for conversation_id, event in events.items():
            await log.append(conversation_stream(conversation_id), [event])

    after_commit(session, tell)


def _tell_owners(
    session: AsyncSession, log: EventLog, rows: Sequence[Conversation], events: Mapping[UUID, bytes]
) -> None:
    by_owner: dict[UUID, list[bytes]] = {}
    for row in rows:
        by_owner.setdefault(row.owner_id, []).append(events[row.id])
    for owner_id, told in by_owner.items():
        tell_stream(session, log, person_stream(owner_id), told)
