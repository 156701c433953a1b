"""Conversations without a model: answers that are ended by hand, and what is shown of a tree."""

from uuid import UUID

from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.chat.actions.answer.draft import Draft
from convosphere.features.chat.actions.answer.finish import Ending, finish_answer
from convosphere.features.chat.types import AnswerKey, MessageStatus
from tests.features.chat.conftest import Chatter


def path(conversation: str, message: str, verb: str = "") -> str:
    return f"/conversations/{conversation}/messages/{message}" + (f"/{verb}" if verb else "")


async def answer_at_once(
    application: Application, person: Chatter, answer_id: str, content: str | None = None, reason: str = "stop"
) -> None:
    """Ends an answer as a worker does that needed no time; «to <question>» unless something else is to be said."""
    organization_id = person.person.organization_id
    async with application.platform.database.transaction(organization_id) as session:
        row = (
            await session.execute(
                text(
                    "UPDATE messages SET status = 'streaming', attempt = attempt + 1 WHERE id = :id "
                    "RETURNING conversation_id, attempt, content, "
                    "(SELECT content FROM messages question WHERE question.id = messages.parent_id)"
                ),
                {"id": answer_id},
            )
        ).one()
    draft = Draft(AnswerKey(organization_id, row[0], UUID(answer_id)), row[1], row[2], "")
    draft.add_text(f"to {row[3]}" if content is None else content)
    ending = Ending(MessageStatus.COMPLETED, finish_reason=reason)
    await finish_answer(application.platform, draft, ending, None, person.person.id)


async def contents(person: Chatter, conversation: str) -> list[str]:
    """The texts of the branch that is shown."""
    page = await person.call("GET", f"/conversations/{conversation}/messages?limit=200", 200)
    return [item["content"] for item in page["items"]]
