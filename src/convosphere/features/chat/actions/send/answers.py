"""Answers on their way: pending rows, and the jobs that will write them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Conversation, Message
from convosphere.features.chat.types import MessageRole, MessageStatus
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id

ANSWER_JOB = "chat.answer"


def pending_answers(
    session: AsyncSession,
    platform: Platform,
    conversation: Conversation,
    question_id: UUID,
    *,
    locale: str,
    models: Sequence[UUID | None],
    comparison_id: UUID | None = None,
) -> list[Message]:
    """Adds an answer for each model, and says that the conversation is busy. The caller flushes."""
    now = platform.clock.now()
    answers = [
        Message(
            id=new_id(),
            organization_id=conversation.organization_id,
            conversation_id=conversation.id,
            parent_id=question_id,
            role=MessageRole.ASSISTANT,
            status=MessageStatus.PENDING,
            content="",
            created_at=now,
            model_id=model_id,
            locale=locale,
            attempt=0,
            event_number=0,
            shown=True,
            comparison_id=comparison_id,
        )
        for model_id in models
    ]
    session.add_all(answers)
    conversation.running_answer_id = answers[0].id
    conversation.updated_at = now
    return answers


async def have_written(
    session: AsyncSession,
    platform: Platform,
    answers: Sequence[Message],
    person_id: UUID,
    *,
    api_key_id: UUID | None = None,
) -> None:
    """Asks for the jobs that write them, in the session's transaction; `api_key_id`: of the program that asked."""
    by_program = {} if api_key_id is None else {"api_key_id": str(api_key_id)}
    for answer in answers:
        await platform.jobs.defer(
            session,
            ANSWER_JOB,
            organization_id=str(answer.organization_id),
            conversation_id=str(answer.conversation_id),
            message_id=str(answer.id),
            person_id=str(person_id),
            **by_program,
        )
