"""Whom conversations are opened to. Who changes that has locked the conversation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.tables import Group, GroupMember, Person
from convosphere.features.accounts.types import SubjectKind
from convosphere.features.chat.tables import Conversation, ConversationMember
from convosphere.features.chat.types import Access


@dataclass(frozen=True, slots=True)
class Member:
    """A person or a group, and what they may do."""

    kind: SubjectKind
    subject_id: UUID
    role: Access


@dataclass(frozen=True, slots=True)
class NamedMember:
    """The same with a name, for people to read."""

    kind: SubjectKind
    subject_id: UUID
    role: Access
    name: str
    added_at: datetime


# The owner's name, and whom a conversation is opened to.
Audience = tuple[str, list[Member]]


async def audience_of(session: AsyncSession, conversation_ids: Collection[UUID]) -> dict[UUID, Audience]:
    """For each of these that is joint: its owner's name, and whom it is opened to. One statement, none for none."""
    found: dict[UUID, Audience] = {}
    if not conversation_ids:
        return found
    query = (
        select(
            ConversationMember.conversation_id,
            Person.name,
            ConversationMember.kind,
            ConversationMember.subject_id,
            ConversationMember.role,
        )
        .join(Conversation, Conversation.id == ConversationMember.conversation_id)
        .join(Person, Person.id == Conversation.owner_id)
        .where(ConversationMember.conversation_id.in_(conversation_ids))
    )
    for conversation_id, owner_name, kind, subject_id, role in await session.execute(query):
        _, members = found.setdefault(conversation_id, (owner_name, []))
        members.append(Member(_kind(kind), subject_id, Access(role)))
    return found


async def list_members(session: AsyncSession, conversation_id: UUID) -> list[NamedMember]:
    """Everybody in one statement: people before groups, by name."""
    name = func.coalesce(Person.name, Group.name, "")
    query = (
        select(
            ConversationMember.kind,
            ConversationMember.subject_id,
            ConversationMember.role,
            name,
            ConversationMember.added_at,
        )
        .outerjoin(Person, Person.id == ConversationMember.person_id)
        .outerjoin(Group, Group.id == ConversationMember.group_id)
        .where(ConversationMember.conversation_id == conversation_id)
        .order_by(ConversationMember.kind.desc(), func.lower(name), ConversationMember.subject_id)
    )
    return [NamedMember(_kind(row[0]), row[1], Access(row[2]), row[3], row[4]) for row in await session.execute(query)]


async def hold_subject(session: AsyncSession, kind: SubjectKind, subject_id: UUID) -> None:
    """Keeps a person or a group from being deleted meanwhile; before the conversation is locked, as those who delete a
    group have that one locked when they come to its conversations.
    """
    table = Person if kind == "person" else Group
    await session.execute(select(table.id).where(table.id == subject_id).with_for_update(read=True, key_share=True))


async def find_member(
    session: AsyncSession, conversation_id: UUID, kind: SubjectKind, subject_id: UUID
) -> ConversationMember | None:
    """One entry."""
    return await session.get(ConversationMember, (conversation_id, kind, subject_id))


async def may_write(session: AsyncSession, conversation_id: UUID, person_id: UUID) -> bool:
    """Whether somebody who is not here to say which groups they are in is a writer, by name or through one of them."""
    groups = select(GroupMember.group_id).where(GroupMember.person_id == person_id)
    query = select(func.count()).where(
        ConversationMember.conversation_id == conversation_id,
        ConversationMember.role == Access.WRITER,
        or_(ConversationMember.person_id == person_id, ConversationMember.group_id.in_(groups)),
    )
    return bool(await session.scalar(query))


async def count_members(session: AsyncSession, conversation: Conversation, change: int) -> None:
    """Writes down that there are so many more or less; nothing else of the conversation has changed."""
    conversation.member_count += change
    await session.flush()


async def take_out_group(session: AsyncSession, group_id: UUID) -> list[Conversation]:
    """Takes a group out of all conversations, locked in the order in which everybody locks; as they are now."""
    having = select(ConversationMember.conversation_id).where(ConversationMember.subject_id == group_id)
    query = select(Conversation.id).where(Conversation.id.in_(having)).order_by(Conversation.id)
    ids = (await session.scalars(query.with_for_update(key_share=True))).all()
    if not ids:
        return []
    await session.execute(delete(ConversationMember).where(ConversationMember.subject_id == group_id))
    fewer = update(Conversation).where(Conversation.id.in_(ids)).values(member_count=Conversation.member_count - 1)
    options = {"synchronize_session": False, "populate_existing": True}
    return list((await session.scalars(fewer.returning(Conversation), execution_options=options)).all())


def _kind(stored: str) -> SubjectKind:
    return "group" if stored == "group" else "person"
