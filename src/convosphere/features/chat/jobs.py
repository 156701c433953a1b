"""The job `chat.answer`."""

from uuid import UUID

from convosphere.features.chat.actions.answer import AnswerDesk, abandon_answer, write_answer
from convosphere.features.chat.types import AnswerKey


async def answer(
    desk: AnswerDesk, *, organization_id: str, conversation_id: str, message_id: str, person_id: str
) -> None:
    """Writes one answer. Runs again after a crash or a shutdown, and then goes on."""
    key = AnswerKey(UUID(organization_id), UUID(conversation_id), UUID(message_id))
    await write_answer(desk, key, UUID(person_id))


async def give_answer_up(
    desk: AnswerDesk, *, organization_id: str, conversation_id: str, message_id: str, person_id: str
) -> None:
    """Writing failed for good: says so in place, and frees the conversation."""
    key = AnswerKey(UUID(organization_id), UUID(conversation_id), UUID(message_id))
    await abandon_answer(desk, key, UUID(person_id))
