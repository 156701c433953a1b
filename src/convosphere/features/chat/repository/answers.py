"""Answers while they are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Conversation, Message
from convosphere.features.chat.types import RUNNING


async def lock_answer(session: AsyncSession, message_id: UUID) -> Message | None:
    """An answer, for the worker that takes it on."""
    return (await session.scalars(select(Message).where(Message.id == message_id).with_for_update())).one_or_none()


async def request_stop(session: AsyncSession, message_id: UUID, at: datetime) -> bool:
    """Marks a running answer to be stopped; says whether it was running."""
    statement = (
        update(Message)
        .where(Message.id == message_id, Message.status.in_(RUNNING))
        .values(stop_requested_at=at)
        .returning(Message.id)
    )
    return (await session.scalar(statement)) is not None


async def running_answers(session: AsyncSession, conversation_id: UUID, started_id: UUID) -> list[UUID]:
    """All answers that are written together with one of a conversation's running ones, this one included."""
    together = select(Message.parent_id).where(Message.id == started_id).scalar_subquery()
    query = (
        select(Message.id)
        .where(Message.conversation_id == conversation_id, Message.parent_id == together)
        .where(Message.status.in_(RUNNING))
        .order_by(Message.position)
    )
    return list((await session.scalars(query)).all())


async def all_running(session: AsyncSession, rows: Sequence[Conversation]) -> Sequence[UUID]:
    """Everything that is being written in some conversations: of a comparison all its answers. None for none."""
    busy = {row.id: row.running_answer_id for row in rows if row.running_answer_id is not None}
    if not busy:
        return []
    together = select(Message.parent_id).where(Message.id.in_(busy.values()))
    query = select(Message.id).where(
        Message.conversation_id.in_(busy), Message.parent_id.in_(together), Message.status.in_(RUNNING)
    )
    return (await session.scalars(query)).all()


async def lock_conversation(session: AsyncSession, conversation_id: UUID) -> Conversation | None:
    """A conversation whose answer ends; None: it is gone.

    It is locked before its messages, as everybody does: whoever branches or deletes waits for the end, or comes first.
    """
    query = select(Conversation).where(Conversation.id == conversation_id).with_for_update(key_share=True)
    return (await session.scalars(query)).one_or_none()


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A running answer at one moment: its text is what the events up to `event_number` say. `stands_in`: who writes it
    and `because` of what, if that is not who was to.
    """

    message_id: UUID
    attempt: int
    content: str
    reasoning: str
    event_number: int
    stands_in: Mapping[str, str] | None = None


_SAVE_DRAFTS = text(
    """
    UPDATE messages
       SET content = draft.content, reasoning = NULLIF(draft.reasoning, ''), event_number = draft.event_number,
           fallback = CASE WHEN draft.stands_in IS NULL THEN fallback ELSE
               COALESCE(fallback, jsonb_build_object('model_id', model_id, 'wanted', model_display_name))
               || jsonb_build_object('because', draft.stands_in ->> 'because') END,
           model_id = COALESCE(CAST(draft.stands_in ->> 'id' AS uuid), model_id),
           model_name = COALESCE(draft.stands_in ->> 'name', model_name),
           model_display_name = COALESCE(draft.stands_in ->> 'display_name', model_display_name),
           model_provider = COALESCE(draft.stands_in ->> 'provider', model_provider)
      FROM unnest(CAST(:ids AS uuid[]), CAST(:attempts AS int[]), CAST(:contents AS text[]),
                  CAST(:reasonings AS text[]), CAST(:numbers AS bigint[]), CAST(:stand_ins AS jsonb[]))
           AS draft (id, attempt, content, reasoning, event_number, stands_in)
     WHERE messages.id = draft.id AND messages.attempt = draft.attempt AND messages.status = 'streaming'
 RETURNING messages.id, messages.stop_requested_at IS NOT NULL
    """
)


async def save_drafts(session: AsyncSession, drafts: Sequence[SavedDraft]) -> dict[UUID, bool]:
    """Saves running answers in one statement.

    Returns:
        For each answer that is still the caller's to write: whether it is to be stopped. One that is missing was
        taken over, has ended, or is gone.
    """
    # In one order, in which those who change several messages of a conversation lock them, too.
    drafts = sorted(drafts, key=lambda draft: draft.message_id)
    rows = await session.execute(
        _SAVE_DRAFTS,
        {
            "ids": [draft.message_id for draft in drafts],
            "attempts": [draft.attempt for draft in drafts],
            "contents": [draft.content for draft in drafts],
            "reasonings": [draft.reasoning for draft in drafts],
            "numbers": [draft.event_number for draft in drafts],
            "stand_ins": [None if draft.stands_in is None else Jsonb(draft.stands_in) for draft in drafts],
        },
    )
    return {row[0]: row[1] for row in rows}
