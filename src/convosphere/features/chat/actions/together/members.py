"""Opening a conversation to people and groups, and closing it to them again."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.subjects import names_of, require_subject
from convosphere.features.accounts.types import Actor, SubjectKind
from convosphere.features.chat import repository
from convosphere.features.chat.actions.together.receipts import forget_departed, read_so_far
from convosphere.features.chat.actions.together.telling import tell_access_changed, tell_opened
from convosphere.features.chat.errors import (
    ConversationOwnerOnlyError,
    JoinedThroughGroupError,
    OwnerIsNoMemberError,
    TemporaryNotShareableError,
    TooManyMembersError,
)
from convosphere.features.chat.events import ConversationAccessChanged, ConversationClosedTo, ConversationOpened
from convosphere.features.chat.repository import Member
from convosphere.features.chat.schemas import MemberList, MemberOut, MemberRole, PersonRef
from convosphere.features.chat.tables import Conversation, ConversationMember
from convosphere.features.chat.types import Access
from convosphere.platform.context import Platform
from convosphere.platform.events import publish

MOST_MEMBERS = 50


async def list_members(session: AsyncSession, actor: Actor, conversation_id: UUID) -> MemberList:
    """Whom the conversation is opened to, and whose it is: for everybody who may read it."""
    actor.require("chat.read")
    reached = await repository.reach_conversation(session, actor, conversation_id)
    owner_id = reached.conversation.owner_id
    names = await names_of(session, [("person", owner_id)])
    members = await repository.list_members(session, conversation_id)
    return MemberList(
        owner=PersonRef(id=owner_id, name=names.get(("person", owner_id), "")),
        items=[
            MemberOut(kind=row.kind, id=row.subject_id, name=row.name, role=row.role, added_at=row.added_at)
            for row in members
        ],
        you=reached.access,
    )


async def open_conversation(
    session: AsyncSession,
    platform: Platform,
    actor: Actor,
    conversation_id: UUID,
    *,
    kind: SubjectKind,
    subject_id: UUID,
    role: MemberRole,
) -> MemberOut:
    """Lets a person or a group read it, or write in it too, from its first message on; again with another role: that
    one from now on.

    Raises:
        NotFoundError: there is no such conversation for the actor, or no such person or group.
        ConversationOwnerOnlyError: it is opened to the actor only.
        TemporaryNotShareableError, OwnerIsNoMemberError, TooManyMembersError: see there.
    """
    conversation = await repository.get_conversation(session, actor, conversation_id, need=Access.OWNER)
    actor.require("chat.share")
    if subject_id == conversation.owner_id:
        raise OwnerIsNoMemberError(field="path.subject_id")
    name = await require_subject(session, actor, kind, subject_id, field="path.subject_id")
    await repository.hold_subject(session, kind, subject_id)
    conversation = await repository.get_conversation(session, actor, conversation_id, need=Access.OWNER, lock=True)
    if conversation.temporary:
        raise TemporaryNotShareableError(field="path.conversation_id")
    row = await repository.find_member(session, conversation_id, kind, subject_id)
    before = None if row is None else Access(row.role)
    if row is None:
        row = await _add(session, platform, actor, conversation, Member(kind, subject_id, role))
    elif before is not role:
        row.role = role
        await session.flush()
        await tell_access_changed(session, platform, conversation, Member(kind, subject_id, role))
    if before is not role:
        _audit_opening(session, actor, row, name, before)
    return MemberOut(kind=kind, id=subject_id, name=name, role=role, added_at=row.added_at)


async def close_conversation(
    session: AsyncSession,
    platform: Platform,
    actor: Actor,
    conversation_id: UUID,
    *,
    kind: SubjectKind,
    subject_id: UUID,
) -> None:
    """Takes access away from a person or a group; a person may also give up their own.

    What one has through a group stays. Nobody there to take it from: nothing happens.

    Raises:
        NotFoundError: there is no such conversation for the actor.
        ConversationOwnerOnlyError: the actor is not the owner, and it is not their own access.
        JoinedThroughGroupError: the actor wants to leave, but only a group of theirs was let in.
    """
    actor.require("chat.read")
    leaving = (kind, subject_id) == ("person", actor.person_id)
    reached = await repository.reach_conversation(session, actor, conversation_id)
    if reached.access is not Access.OWNER and not leaving:
        raise ConversationOwnerOnlyError
    await repository.hold_subject(session, kind, subject_id)
    conversation = await repository.get_conversation(session, actor, conversation_id, lock=True)
    row = await repository.find_member(session, conversation_id, kind, subject_id)
    if row is None:
        if reached.access is not Access.OWNER:
            raise JoinedThroughGroupError(field="path.subject_id")
        return
    member = Member(kind, subject_id, Access(row.role))
    await session.delete(row)
    await repository.count_members(session, conversation, -1)
    await forget_departed(session, platform, [conversation_id])
    await tell_access_changed(session, platform, conversation, member)
    names = await names_of(session, [(kind, subject_id)])
    publish(
        session,
        ConversationClosedTo(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_type="conversation",
            subject_id=str(conversation_id),
            address=actor.address,
            kind=kind,
            member_id=subject_id,
            name=names.get((kind, subject_id), ""),
        ),
    )


async def _add(
    session: AsyncSession, platform: Platform, actor: Actor, conversation: Conversation, member: Member
) -> ConversationMember:
    if conversation.member_count >= MOST_MEMBERS:
        raise TooManyMembersError(limit=MOST_MEMBERS)
    row = ConversationMember(
        organization_id=actor.organization_id,
        conversation_id=conversation.id,
        kind=member.kind,
        subject_id=member.subject_id,
        role=member.role,
        added_by=actor.person_id,
        added_at=platform.clock.now(),
    )
    session.add(row)
    first = conversation.member_count == 0
    await repository.count_members(session, conversation, 1)
    if first:
        # What was said while the owner was alone with it is no news to them.
        await read_so_far(session, platform, conversation)
    await tell_opened(session, platform, conversation, member)
    return row


def _audit_opening(
    session: AsyncSession, actor: Actor, row: ConversationMember, name: str, before: Access | None
) -> None:
    kind = ConversationOpened if before is None else ConversationAccessChanged
    publish(
        session,
        kind(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_type="conversation",
            subject_id=str(row.conversation_id),
            address=actor.address,
            kind=row.kind,
            member_id=row.subject_id,
            name=name,
            role=row.role,
        ),
    )
