"""After an answer: which small tasks are to follow, in the transaction that ends it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.actions.small.after import SMALL_TASKS_JOB
from convosphere.features.chat.actions.summaries import SUMMARY_JOB
from convosphere.features.chat.tables import Conversation, Message
from convosphere.features.chat.types import MessageStatus, TitleOrigin
from convosphere.features.models.types import BUILTIN, Purpose
from convosphere.platform.context import Platform


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked, how many messages at the beginning the model did not see, and whether suggestions are welcome."""

    person_id: UUID | None
    left_out: int = 0
    welcome: bool = True


async def defer_small_tasks(
    session: AsyncSession, platform: Platform, conversation: Conversation, answer: Message, asked: Asked
) -> None:
    """Asks for a title once for each conversation, for suggestions where they are wanted and of use, and for a summary
    where the answer was given without the conversation's beginning.
    """
    person_id = asked.person_id
    settings = platform.settings.chat
    if answer.status != MessageStatus.COMPLETED or person_id is None:
        return
    if answer.model_provider is None or answer.model_provider == BUILTIN:
        return
    purposes = []
    if settings.titles and conversation.title_origin == TitleOrigin.WORDS and not conversation.temporary:
        conversation.title_origin = TitleOrigin.ASKED
        purposes.append(Purpose.TITLE)
    goes_on = conversation.running_answer_id is not None or answer.comparison_id is not None
    if settings.suggestions and asked.welcome and not goes_on and answer.shown:
        purposes.append(Purpose.SUGGESTIONS)
    names = {
        "organization_id": str(conversation.organization_id),
        "conversation_id": str(conversation.id),
        "message_id": str(answer.id),
        "person_id": str(person_id),
    }
    if purposes:
        await platform.jobs.defer(session, SMALL_TASKS_JOB, **names, purposes=[each.value for each in purposes])
    if settings.summaries and asked.left_out:
        await platform.jobs.defer(session, SUMMARY_JOB, **names, left_out=asked.left_out)
