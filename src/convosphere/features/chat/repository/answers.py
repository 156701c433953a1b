"""Answers while they are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import (
    ARRAY,
    Integer,
    Uuid,
    and_,
    any_,
    bindparam,
    exists,
    func,
    not_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from convosphere.features.chat.tables import (
    ChatPreference,
    Conversation,
    ConversationSummary,
    Message,
    QueuedQuestion,
)
from convosphere.features.chat.types import RUNNING

# Statements that each answer needs are built once: building one takes as long as asking it. What an answer seldom has
# (something beside it, something that waits behind it) is told along with it, so that it need not be asked for.
_neighbour = aliased(Message)
_beside = exists().where(
    _neighbour.conversation_id == Message.conversation_id,
    _neighbour.parent_id == Message.parent_id,
    _neighbour.role == Message.role,
    _neighbour.id != Message.id,
)
_this = Message.id == bindparam("id", type_=Uuid())
_subjects = any_(bindparam("subjects", type_=ARRAY(Uuid())))
_summarised = exists().where(ConversationSummary.conversation_id == Message.conversation_id)
_waits = exists().where(QueuedQuestion.conversation_id == Message.conversation_id)
_unwanted = exists().where(ChatPreference.subject_id == _subjects, not_(ChatPreference.suggestions))
_TAKE = (
    select(Message, Conversation, _beside, _summarised)
    .join(Conversation, Conversation.id == Message.conversation_id)
    .where(_this)
    .with_for_update(of=Message)
)
_LOCK = select(Message, _beside, _waits, not_(_unwanted)).where(_this).with_for_update(of=Message)


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer that a worker takes on, locked, and its conversation, which is not. `beside`: it has siblings.
    `summarised`: something is kept of the conversation's beginning.
    """

    answer: Message
    conversation: Conversation
    beside: bool
    summarised: bool


async def take_answer(session: AsyncSession, message_id: UUID) -> Taken | None:
    """An answer, for the worker that takes it on."""
    row = (await session.execute(_TAKE, {"id": message_id})).one_or_none()
    return None if row is None else Taken(*row)


@dataclass(frozen=True, slots=True)
class Held:
    """A locked answer. `beside`: it has siblings. `followed`: a question waits in the conversation. `welcome`: of the
    people named, or the organisation, nobody has said that they do not want suggestions.
    """

    answer: Message
    beside: bool
    followed: bool
    welcome: bool


async def lock_answer(session: AsyncSession, message_id: UUID, subject_ids: Sequence[UUID] = ()) -> Held | None:
    """An answer in a conversation that the caller has locked, so that all that is told of it stays true."""
    row = (await session.execute(_LOCK, {"id": message_id, "subjects": list(subject_ids)})).one_or_none()
    return None if row is None else Held(*row)


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


_LOCK_CONVERSATION = (
    select(Conversation).where(Conversation.id == bindparam("id", type_=Uuid())).with_for_update(key_share=True)
)


async def lock_conversation(session: AsyncSession, conversation_id: UUID) -> Conversation | None:
    """A conversation whose answer ends; None: it is gone.

    It is locked before its messages, as everybody does: whoever branches or deletes waits for the end, or comes first.
    """
    return (await session.scalars(_LOCK_CONVERSATION, {"id": conversation_id})).one_or_none()


_question = aliased(Message)
_EXCHANGE = (
    select(
        func.left(_question.content, bindparam("most", type_=Integer())),
        func.left(Message.content, bindparam("most", type_=Integer())),
        Message.model_id,
        Message.model_provider,
        func.coalesce(Message.locale, "en"),
        Conversation.temporary,
        Conversation.title_origin,
        func.coalesce(func.jsonb_typeof(Message.suggestions) == "array", False),
    )
    .join(_question, and_(_question.id == Message.parent_id, _question.conversation_id == Message.conversation_id))
    .join(Conversation, Conversation.id == Message.conversation_id)
    .where(_this, Message.conversation_id == bindparam("conversation", type_=Uuid()))
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """The beginnings of a question and its answer, and what of the rest matters to whoever is asked about them.
    `suggested`: what could be asked next was asked for already.
    """

    question: str
    answer: str
    model_id: UUID | None
    provider: str | None
    locale: str
    temporary: bool
    title_origin: str
    suggested: bool


async def find_exchange(
    session: AsyncSession, conversation_id: UUID, message_id: UUID, *, most: int
) -> Exchange | None:
    """An answer with its question, `most` characters of each; None: one of them is gone."""
    values = {"id": message_id, "conversation": conversation_id, "most": most}
    row = (await session.execute(_EXCHANGE, values)).one_or_none()
    return None if row is None else Exchange(*row)


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
