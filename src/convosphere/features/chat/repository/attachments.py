"""Files of messages; the caller has checked whose conversation it is."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Message, QueuedQuestion
from convosphere.features.chat.tables.attachments import MessageAttachment
from convosphere.features.files.tables import File


async def add_attachments(session: AsyncSession, message: Message, file_ids: Sequence[UUID]) -> None:
    """Makes a message carry files, in this order."""
    # The message first: nothing but the database knows that one row refers to the other.
    await session.flush()
    session.add_all(
        MessageAttachment(
            organization_id=message.organization_id, message_id=message.id, file_id=file_id, position=position
        )
        for position, file_id in enumerate(file_ids)
    )
    await session.flush()


async def files_of(session: AsyncSession, message_ids: Sequence[UUID]) -> dict[UUID, list[File]]:
    """The files of messages, by message, in one statement; messages without files are not in it."""
    found: dict[UUID, list[File]] = {}
    if not message_ids:
        return found
    query = (
        select(MessageAttachment.message_id, File)
        .join(File, File.id == MessageAttachment.file_id)
        .where(MessageAttachment.message_id.in_(message_ids))
        .order_by(MessageAttachment.message_id, MessageAttachment.position)
    )
    for message_id, file in (await session.execute(query)).all():
        found.setdefault(message_id, []).append(file)
    return found


async def find_attached(session: AsyncSession, conversation_id: UUID, file_id: UUID) -> File | None:
    """A file that something in this conversation carries: a message, or a question that waits."""
    carried = (
        exists()
        .where(MessageAttachment.file_id == file_id)
        .where(Message.id == MessageAttachment.message_id, Message.conversation_id == conversation_id)
    )
    waits = exists().where(
        QueuedQuestion.conversation_id == conversation_id, QueuedQuestion.attachment_ids.contains([file_id])
    )
    query = select(File).where(File.id == file_id, File.doomed_at.is_(None), or_(carried, waits))
    return (await session.scalars(query)).one_or_none()


async def files_by_id(session: AsyncSession, file_ids: Sequence[UUID]) -> dict[UUID, File]:
    """Files that a waiting question names, by id; those that are gone are not in it."""
    if not file_ids:
        return {}
    query = select(File).where(File.id.in_(file_ids), File.doomed_at.is_(None))
    return {file.id: file for file in (await session.scalars(query)).all()}
