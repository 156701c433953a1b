"""Who may do what with a conversation: its owner, whom it is opened to, and through which groups.

Statements are built once: these are asked by nearly every request. For its owner a conversation costs one look into
its key; whom it is opened to is looked at for others only.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat.errors import ConversationOwnerOnlyError, ConversationReadOnlyError
from convosphere.features.chat.tables import Conversation, ConversationMember
from convosphere.features.chat.types import Access
from convosphere.platform.errors import NotFoundError

_ME: ColumnElement[UUID] = bindparam("me", type_=Uuid())
# Ids are unique among people and groups together, so the kind need not be compared.
OPENED_TO_ME: ColumnElement[bool] = ConversationMember.subject_id == any_(bindparam("subjects", type_=ARRAY(Uuid())))

_mine = Conversation.owner_id == _ME
_opened = and_(
    Conversation.member_count > 0,
    exists().where(ConversationMember.conversation_id == Conversation.id, OPENED_TO_ME).correlate(Conversation),
)
# The strongest of all entries: in the alphabet, too, writers come after readers.
_strongest = (
    select(func.max(ConversationMember.role))
    .where(ConversationMember.conversation_id == Conversation.id, OPENED_TO_ME)
    .correlate(Conversation)
    .scalar_subquery()
)
_access = case((_mine, literal(Access.OWNER.value)), else_=_strongest)

_one = select(Conversation, _access).where(
    Conversation.id == bindparam("conversation", type_=Uuid()), or_(_mine, _opened)
)
# Whoever waited for the lock goes on with the conversation as it is then.
_one_locked = _one.with_for_update(key_share=True, of=Conversation).execution_options(populate_existing=True)
_some = select(Conversation.id, _access).where(
    Conversation.id == any_(bindparam("conversations", type_=ARRAY(Uuid()))), or_(_mine, _opened)
)


@dataclass(frozen=True, slots=True)
class Reached:
    """A conversation, and what the actor may do with it."""

    conversation: Conversation
    access: Access


def who(actor: Actor) -> dict[str, Any]:
    """The values of `me` and `subjects` in statements about what is opened to the actor."""
    return {"me": actor.person_id, "subjects": [actor.person_id, *actor.group_ids]}


async def reach_conversation(
    session: AsyncSession,
    actor: Actor,
    conversation_id: UUID,
    *,
    need: Access = Access.READER,
    lock: bool = False,
) -> Reached:
    """A conversation that the actor may use so; `lock` keeps others from changing it in this transaction.

    One statement. Who loses access while this waits for the lock still comes first.

    Raises:
        NotFoundError: there is none, or not for the actor.
        ConversationReadOnlyError, ConversationOwnerOnlyError: the actor may less than `need`.
    """
    statement: Select[Conversation, str] = _one_locked if lock else _one
    row = (await session.execute(statement, {"conversation": conversation_id, **who(actor)})).one_or_none()
    if row is None:
        raise NotFoundError(field="path.conversation_id")
    access = Access(row[1])
    if not access.allows(need):
        raise ConversationOwnerOnlyError if need is Access.OWNER else ConversationReadOnlyError
    return Reached(row[0], access)


async def get_conversation(
    session: AsyncSession,
    actor: Actor,
    conversation_id: UUID,
    *,
    need: Access = Access.READER,
    lock: bool = False,
) -> Conversation:
    """As `reach_conversation`, where it does not matter what more the actor may."""
    return (await reach_conversation(session, actor, conversation_id, need=need, lock=lock)).conversation


async def access_to(session: AsyncSession, actor: Actor, conversation_ids: Collection[UUID]) -> dict[UUID, Access]:
    """What the actor may do with these now; those that are not (any more) for them are missing."""
    rows = await session.execute(_some, {"conversations": list(conversation_ids), **who(actor)})
    return {row[0]: Access(row[1]) for row in rows}
