"""Branches: which messages lie beside each other, and which way through the tree is shown.

Written out as SQL: the query builder takes longer to build these than PostgreSQL to answer them. A parent always came
before its child; the conditions on the position also end any cycle that bad data could hold. `OFFSET 0` makes each step
one look into an index: the planner knows nothing of how far it goes, and would read the conversation at each step.
Who calls has locked the conversation, so the tree does not change meanwhile.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.rules import Beside
from convosphere.features.chat.schemas import Siblings
from convosphere.features.chat.tables import Message

_SIBLINGS = """
    SELECT id, place, number, previous_id, next_id
      FROM (SELECT id, row_number() OVER beside AS place, count(*) OVER (PARTITION BY parent_id, role) AS number,
                   lag(id) OVER beside AS previous_id, lead(id) OVER beside AS next_id
              FROM messages WHERE conversation_id = :conversation AND {which}
            WINDOW beside AS (PARTITION BY parent_id, role ORDER BY position)) AS found
     WHERE number > 1 AND id = ANY(:ids)
"""
_SIBLINGS_BELOW = text(_SIBLINGS.format(which="parent_id = ANY(:parents)"))
_SIBLINGS_FROM_THE_TOP = text(_SIBLINGS.format(which="(parent_id IS NULL OR parent_id = ANY(:parents))"))


async def siblings(session: AsyncSession, conversation_id: UUID, messages: Sequence[Message]) -> dict[UUID, Siblings]:
    """The places of messages among their siblings. One that is missing is alone."""
    if not messages:
        return {}
    parents = {message.parent_id for message in messages}
    statement = _SIBLINGS_FROM_THE_TOP if None in parents else _SIBLINGS_BELOW
    parameters = {
        "conversation": conversation_id,
        "parents": [parent for parent in parents if parent is not None],
        "ids": [message.id for message in messages],
    }
    rows = await session.execute(statement, parameters)
    return {row[0]: Siblings(index=row[1], count=row[2], previous_id=row[3], next_id=row[4]) for row in rows}


_NEWEST_BELOW = text(
    """
    WITH RECURSIVE below AS (
        SELECT id, position FROM messages WHERE id = :top AND conversation_id = :conversation
         UNION ALL
        SELECT child.id, child.position
          FROM below CROSS JOIN LATERAL (
               SELECT id, position FROM messages
                WHERE conversation_id = :conversation AND parent_id = below.id OFFSET 0) AS child
         WHERE child.position > below.position)
    SELECT id FROM below ORDER BY position DESC LIMIT 1
    """
)
_WAY = text(
    """
    WITH RECURSIVE way AS (
        SELECT id, parent_id, position, shown FROM messages WHERE id = :leaf AND conversation_id = :conversation
         UNION ALL
        SELECT parent.id, parent.parent_id, parent.position, parent.shown
          FROM way CROSS JOIN LATERAL (
               SELECT id, parent_id, conversation_id, position, shown FROM messages
                WHERE messages.id = way.parent_id OFFSET 0) AS parent
         WHERE parent.conversation_id = :conversation AND parent.position < way.position AND NOT way.shown)
    SELECT id, position, shown FROM way ORDER BY position
    """
)
# Rows are locked in one order: the pump saves running answers, several of a comparison among them, in the same one.
_SWITCH = text(
    """
    WITH changed AS (
        SELECT id FROM messages
         WHERE conversation_id = :conversation AND position > :fork AND shown <> (id = ANY(:ids))
         ORDER BY id FOR UPDATE)
    UPDATE messages SET shown = NOT shown FROM changed WHERE messages.id = changed.id
    """
)


async def newest_below(session: AsyncSession, conversation_id: UUID, message_id: UUID) -> UUID:
    """The newest descendant of a message, or the message itself: it has no children."""
    found = await session.scalar(_NEWEST_BELOW, {"top": message_id, "conversation": conversation_id})
    return message_id if found is None else found


async def show_way_to(session: AsyncSession, conversation_id: UUID, leaf: Message) -> UUID:
    """Shows the way from the top to a message, all of its open comparison, and nothing else.

    Returns:
        The leaf of what is shown now: the message, or the first answer of its comparison.
    """
    rows = (await session.execute(_WAY, {"leaf": leaf.id, "conversation": conversation_id})).all()
    shown = {row[0] for row in rows}
    # The first on the way up that is shown already; everything above it stays.
    fork = max((row[1] for row in rows if row[2]), default=-1)
    first = leaf.id
    if leaf.comparison_id is not None:
        beside = select(Message.id).where(
            Message.conversation_id == conversation_id, Message.comparison_id == leaf.comparison_id
        )
        together = (await session.scalars(beside.order_by(Message.position))).all()
        shown |= set(together)
        first = together[0]
    await _switch(session, conversation_id, fork=fork, shown=shown)
    return first


async def show_nothing_after(session: AsyncSession, conversation_id: UUID, position: int) -> None:
    """Hides what is shown behind a position; -1: everything."""
    await _switch(session, conversation_id, fork=position, shown=())


async def _switch(session: AsyncSession, conversation_id: UUID, *, fork: int, shown: Collection[UUID]) -> None:
    await session.execute(_SWITCH, {"conversation": conversation_id, "fork": fork, "ids": list(shown)})


async def close_comparison(session: AsyncSession, conversation_id: UUID, comparison_id: UUID, chosen_id: UUID) -> None:
    """Makes a comparison's answers ordinary siblings, of which only the chosen one stays shown."""
    compared = (
        select(Message.id)
        .where(Message.conversation_id == conversation_id, Message.comparison_id == comparison_id)
        .order_by(Message.id)
        .with_for_update()
        .cte("compared")
    )
    await session.execute(
        update(Message)
        .where(Message.id == compared.c.id)
        .values(comparison_id=None, shown=Message.shown & (Message.id == chosen_id))
        .execution_options(synchronize_session=False)
    )


_LIFT = text(
    """
    UPDATE messages
       SET parent_id = CASE WHEN parent_id = :message THEN CAST(:parent AS uuid) ELSE parent_id END,
           edited_from = NULLIF(edited_from, :message)
     WHERE conversation_id = :conversation AND (parent_id = :message OR edited_from = :message)
 RETURNING parent_id IS NOT DISTINCT FROM :parent AND shown
    """
)


async def lift_children(session: AsyncSession, message: Message) -> bool:
    """Gives a message's children to its parent, before it is deleted; says whether one of them is shown."""
    rows = await session.execute(
        _LIFT,
        {"message": message.id, "parent": message.parent_id, "conversation": message.conversation_id},
    )
    return any(row[0] for row in rows.all())


async def children_of(session: AsyncSession, conversation_id: UUID, parent_id: UUID | None) -> list[Beside]:
    """What follows a message directly; None: what begins the conversation."""
    below = Message.parent_id.is_(None) if parent_id is None else Message.parent_id == parent_id
    query = select(Message.id, Message.role, Message.position, Message.comparison_id).where(
        Message.conversation_id == conversation_id, below
    )
    return [Beside(*row) for row in await session.execute(query)]
