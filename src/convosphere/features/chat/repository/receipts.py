"""How far people have got in joint conversations."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.tables import Person
from convosphere.features.chat.tables import ConversationMember, ConversationReceipt, Message

MOST_RECEIPTS = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A message's place in the order of arrival, and when it came."""

    position: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """How far somebody has got now."""

    delivered_until: datetime | None
    read_until: datetime | None


async def places_of(session: AsyncSession, conversation_id: UUID, message_ids: Collection[UUID]) -> dict[UUID, Place]:
    """Where messages of a conversation stand; those that are not in it are missing."""
    query = select(Message.id, Message.position, Message.created_at).where(
        Message.conversation_id == conversation_id, Message.id.in_(message_ids)
    )
    return {row[0]: Place(row[1], row[2]) for row in await session.execute(query)}


async def newest_place(session: AsyncSession, conversation_id: UUID) -> Place | None:
    """Where the newest message stands; None: there is none."""
    query = select(Message.position, Message.created_at).where(Message.conversation_id == conversation_id)
    row = (await session.execute(query.order_by(Message.position.desc()).limit(1))).one_or_none()
    return None if row is None else Place(row[0], row[1])


# `greatest` passes over what is not there. The row's lock lets two of the same person come one after the other.
_MOVE = text(
    """
    INSERT INTO conversation_receipts AS known
           (organization_id, conversation_id, person_id, delivered_position, read_position,
            delivered_until, read_until, updated_at)
    VALUES (:organization, :conversation, :person, :delivered, :read, :delivered_until, :read_until, :now)
    ON CONFLICT (conversation_id, person_id) DO UPDATE
       SET delivered_position = greatest(known.delivered_position, excluded.delivered_position),
           read_position = greatest(known.read_position, excluded.read_position),
           delivered_until = greatest(known.delivered_until, excluded.delivered_until),
           read_until = greatest(known.read_until, excluded.read_until),
           updated_at = excluded.updated_at
     WHERE excluded.delivered_position > known.delivered_position OR excluded.read_position > known.read_position
 RETURNING delivered_until, read_until
    """
)


async def move_receipt(session: AsyncSession, row: ConversationReceipt) -> Moved | None:
    """Takes a person's receipt forward; None: they have been as far before."""
    values = {
        "organization": row.organization_id,
        "conversation": row.conversation_id,
        "person": row.person_id,
        "delivered": row.delivered_position,
        "read": row.read_position,
        "delivered_until": row.delivered_until,
        "read_until": row.read_until,
        "now": row.updated_at,
    }
    moved = (await session.execute(_MOVE, values)).one_or_none()
    return None if moved is None else Moved(moved[0], moved[1])


# Whose receipt it is owns its conversation, or is let in, themself or through a group.
_IS_LET_IN = """
    (EXISTS (SELECT FROM conversations
              WHERE conversations.id = conversation_receipts.conversation_id
                AND conversations.owner_id = conversation_receipts.person_id)
     OR EXISTS (
        SELECT FROM conversation_members AS entry
         WHERE entry.conversation_id = conversation_receipts.conversation_id
           AND (entry.subject_id = conversation_receipts.person_id OR entry.subject_id IN (
                SELECT group_id FROM group_members
                 WHERE group_members.person_id = conversation_receipts.person_id))))
"""


@dataclass(frozen=True, slots=True)
class Departed:
    """Somebody who had got somewhere in a conversation that is closed to them now."""

    conversation_id: UUID
    person_id: UUID
    name: str


async def forget_departed(session: AsyncSession, conversation_ids: Collection[UUID]) -> list[Departed]:
    """Removes the receipts of people to whom these conversations are closed now."""
    return await _forget(session, ConversationReceipt.conversation_id.in_(conversation_ids))


async def forget_departed_of(session: AsyncSession, group_id: UUID, person_ids: Collection[UUID]) -> list[Departed]:
    """Removes the receipts of these people from conversations that are open to a group, unless they may read them."""
    opened = select(ConversationMember.conversation_id).where(ConversationMember.subject_id == group_id)
    return await _forget(
        session, ConversationReceipt.person_id.in_(person_ids), ConversationReceipt.conversation_id.in_(opened)
    )


async def _forget(session: AsyncSession, *which: ColumnElement[bool]) -> list[Departed]:
    statement = (
        delete(ConversationReceipt)
        .where(*which, text(f"NOT {_IS_LET_IN}"))
        .where(Person.id == ConversationReceipt.person_id)
        .returning(ConversationReceipt.conversation_id, Person.id, Person.name)
        .execution_options(synchronize_session=False)
    )
    return [Departed(row[0], row[1], row[2]) for row in await session.execute(statement)]


async def list_receipts(
    session: AsyncSession, conversation_id: UUID
) -> list[tuple[UUID, str, datetime | None, datetime | None]]:
    """Id and name of people who may read it, and until when messages have reached them and been read; the latest, at
    most 200.
    """
    query = (
        select(Person.id, Person.name, ConversationReceipt.delivered_until, ConversationReceipt.read_until)
        .join(Person, Person.id == ConversationReceipt.person_id)
        .where(ConversationReceipt.conversation_id == conversation_id, text(_IS_LET_IN))
        .order_by(ConversationReceipt.updated_at.desc(), Person.id)
        .limit(MOST_RECEIPTS)
    )
    return [(row[0], row[1], row[2], row[3]) for row in await session.execute(query)]
