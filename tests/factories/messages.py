"""Messages that are there already, as the product stores them, without asking anybody.

first, second = await say(platform, person, Said("a question"), Said("an answer", role="assistant"), title="A chat")
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id
from tests.factories.accounts import MadePerson


@dataclass(frozen=True, slots=True)
class Said:
    """A message that has ended."""

    content: str
    role: str = "user"
    days_ago: float = 0


_CONVERSATION = text(
    "INSERT INTO conversations (id, organization_id, owner_id, title, created_at, updated_at, last_message_at, "
    "temporary) VALUES (:id, :organization, :owner, :title, :at, :at, :at, :temporary)"
)
_MESSAGE = text(
    "INSERT INTO messages (id, organization_id, conversation_id, role, status, content, created_at, attempt, "
    "event_number) VALUES (:id, :organization, :conversation, :role, 'completed', :content, :at, 0, 0)"
)


async def say(
    platform: Platform, person: MadePerson, *messages: Said, title: str = "", temporary: bool = False
) -> list[UUID]:
    """The messages in a conversation of their own; their ids."""
    now = platform.clock.now()
    conversation, ids = new_id(), [new_id() for _ in messages]
    times = [now - timedelta(days=message.days_ago) for message in messages]
    async with platform.database.transaction(person.organization_id) as session:
        values = {"id": conversation, "organization": person.organization_id, "owner": person.id, "title": title}
        await session.execute(_CONVERSATION, values | {"at": max(times), "temporary": temporary})
        for message_id, message, at in zip(ids, messages, times, strict=True):
            values = {"id": message_id, "organization": person.organization_id, "conversation": conversation}
            await session.execute(_MESSAGE, values | {"role": message.role, "content": message.content, "at": at})
    return ids
