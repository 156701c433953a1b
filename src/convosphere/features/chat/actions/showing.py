"""Messages together with what belongs to them: their siblings, their files, their reader's ratings."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat import repository
from convosphere.features.chat.actions.attachments import attachments_of
from convosphere.features.chat.actions.present import present_message
from convosphere.features.chat.repository import MessageWindow
from convosphere.features.chat.schemas import MessageOut
from convosphere.features.chat.tables import Message
from convosphere.features.chat.types import MessageRole


async def show_messages(
    session: AsyncSession, conversation_id: UUID, rows: Sequence[Message], locale: str
) -> list[MessageOut]:
    """Messages of one conversation as the API and the events show them: the same few statements for any number."""
    siblings = await repository.siblings(session, conversation_id, rows)
    attachments = await attachments_of(session, [row.id for row in rows if row.role == MessageRole.USER], locale)
    return [present_message(row, locale, siblings.get(row.id), attachments.get(row.id, ())) for row in rows]


async def show_window(
    session: AsyncSession, conversation_id: UUID, window: MessageWindow, locale: str
) -> list[MessageOut]:
    """A page of messages in the same way; what none of them has is not asked for."""
    siblings = await repository.siblings(session, conversation_id, [row.message for row in window.rows if row.beside])
    attachments = await attachments_of(session, [row.message.id for row in window.rows if row.carries], locale)
    return [
        present_message(message, locale, siblings.get(message.id), attachments.get(message.id, ()))
        for message in window.items
    ]


async def show_message(session: AsyncSession, row: Message, locale: str) -> MessageOut:
    """One message as the API and the events show it."""
    return (await show_messages(session, row.conversation_id, [row], locale))[0]


async def show_answer(session: AsyncSession, row: Message, *, beside: bool) -> MessageOut:
    """An answer as the events show it; `beside`: whether it has siblings, without which nothing is asked."""
    siblings = await repository.siblings(session, row.conversation_id, [row] if beside else [])
    return present_message(row, row.locale or "en", siblings.get(row.id))
