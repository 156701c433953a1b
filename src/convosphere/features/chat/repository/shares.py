"""Snapshots in the database."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, or_, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Share, SharedMessage
from convosphere.features.chat.tables.attachments import SharedAttachment
from convosphere.features.files.tables import File
from convosphere.platform.database import Page, decode_cursor, encode_cursor
from convosphere.platform.errors import InvalidInputError, NotFoundError

_LONGEST_POSITION = 18

_SNAPSHOT = text(
    """
    INSERT INTO shared_messages (share_id, position, organization_id, role, content, author_name,
                                 model_name, model_display_name, model_provider, created_at)
    SELECT :share, position, organization_id, role, content, author_name,
           model_name, model_display_name, model_provider, created_at
      FROM messages
     WHERE conversation_id = :conversation AND shown AND status IN ('completed', 'stopped')
       AND (content <> '' OR EXISTS (SELECT FROM message_attachments WHERE message_id = messages.id))
    """
)
_SNAPSHOT_FILES = text(
    """
    INSERT INTO shared_attachments (share_id, message_position, file_id, organization_id, position)
    SELECT :share, messages.position, carried.file_id, carried.organization_id, carried.position
      FROM messages JOIN message_attachments carried ON carried.message_id = messages.id
     WHERE messages.conversation_id = :conversation AND messages.shown
       AND messages.status IN ('completed', 'stopped')
    """
)

# Ids are made in the order of the snapshot, so that the numbers of arrival grow along the branch as everywhere.
_COPY = text(
    """
    WITH numbered AS MATERIALIZED (
        SELECT gen_random_uuid() AS id, shared_messages.* FROM shared_messages WHERE share_id = :share),
    linked AS MATERIALIZED (
        SELECT numbered.*, lag(id) OVER (ORDER BY position) AS parent_id FROM numbered),
    copied AS (
        INSERT INTO messages (id, organization_id, conversation_id, parent_id, role, status, content, author_name,
                              model_name, model_display_name, model_provider, created_at, completed_at,
                              attempt, event_number, shown)
        SELECT id, organization_id, :conversation, parent_id, role, 'completed', content, author_name,
               model_name, model_display_name, model_provider, created_at, created_at, 0, 0, true
          FROM linked ORDER BY position),
    carried AS (
        INSERT INTO message_attachments (organization_id, message_id, file_id, position)
        SELECT linked.organization_id, linked.id, shared.file_id, shared.position
          FROM linked JOIN shared_attachments shared
            ON shared.share_id = :share AND shared.message_position = linked.position)
    SELECT id FROM linked ORDER BY position DESC LIMIT 1
    """
)


async def take_snapshot(session: AsyncSession, share_id: UUID, conversation_id: UUID) -> int:
    """Copies what the conversation shows into a share that is stored already; says how many messages."""
    both = {"share": share_id, "conversation": conversation_id}
    result = await session.execute(_SNAPSHOT, both)
    await session.execute(_SNAPSHOT_FILES, both)
    return int(getattr(result, "rowcount", 0))


async def copy_snapshot(session: AsyncSession, share_id: UUID, conversation_id: UUID) -> UUID | None:
    """Copies a share into a conversation that is stored already and empty; the id of the last message."""
    last: UUID | None = await session.scalar(_COPY, {"share": share_id, "conversation": conversation_id})
    return last


async def list_shares(
    session: AsyncSession, owner_id: UUID, conversation_id: UUID | None, *, limit: int, cursor: str | None
) -> Page[Share]:
    """A page of a person's shares, of one conversation or of all, the newest first."""
    query = select(Share).where(Share.owner_id == owner_id).order_by(Share.created_at.desc(), Share.id.desc())
    if conversation_id is not None:
        query = query.where(Share.conversation_id == conversation_id)
    if cursor is not None:
        query = query.where(tuple_(Share.created_at, Share.id) < tuple_(*decode_cursor(cursor)))
    rows = (await session.scalars(query.limit(limit + 1))).all()
    items = rows[:limit]
    return Page(items, encode_cursor(items[-1].created_at, items[-1].id) if len(rows) > limit else None)


async def get_share(session: AsyncSession, share_id: UUID, now: datetime) -> Share:
    """A share that can be read now.

    Raises:
        NotFoundError: there is none, or its time is over.
    """
    query = select(Share).where(Share.id == share_id, or_(Share.expires_at.is_(None), Share.expires_at > now))
    share = (await session.scalars(query)).one_or_none()
    if share is None:
        raise NotFoundError(field="path.share_id")
    return share


async def count_view(session: AsyncSession, share_id: UUID) -> None:
    """Another person has opened it."""
    await session.execute(update(Share).where(Share.id == share_id).values(views=Share.views + 1))


async def delete_share(session: AsyncSession, owner_id: UUID, share_id: UUID) -> Share:
    """Revokes a person's share.

    Raises:
        NotFoundError: there is none, or it is someone else's.
    """
    statement = delete(Share).where(Share.id == share_id, Share.owner_id == owner_id).returning(Share)
    share = (await session.scalars(statement)).one_or_none()
    if share is None:
        raise NotFoundError(field="path.share_id")
    return share


async def delete_expired_shares(session: AsyncSession, now: datetime) -> None:
    """Removes the organisation's shares whose time is over."""
    await session.execute(delete(Share).where(Share.expires_at <= now))


async def list_shared_messages(
    session: AsyncSession, share_id: UUID, *, limit: int, cursor: str | None
) -> Page[SharedMessage]:
    """A page of a snapshot that the caller has checked, oldest first."""
    query = select(SharedMessage).where(SharedMessage.share_id == share_id).order_by(SharedMessage.position)
    if cursor is not None:
        if not cursor.isdecimal() or len(cursor) > _LONGEST_POSITION:
            raise InvalidInputError(field="query.cursor", reason="invalid_cursor")
        query = query.where(SharedMessage.position > int(cursor))
    rows = (await session.scalars(query.limit(limit + 1))).all()
    items = rows[:limit]
    return Page(items, str(items[-1].position) if len(rows) > limit else None)


async def files_of_share(session: AsyncSession, share_id: UUID, positions: Sequence[int]) -> dict[int, list[File]]:
    """The files of a snapshot's messages, by the message's position; messages without files are not in it."""
    query = (
        select(SharedAttachment.message_position, File)
        .join(File, File.id == SharedAttachment.file_id)
        .where(SharedAttachment.share_id == share_id, SharedAttachment.message_position.in_(positions))
        .order_by(SharedAttachment.message_position, SharedAttachment.position)
    )
    found: dict[int, list[File]] = {}
    for position, file in (await session.execute(query)).all():
        found.setdefault(position, []).append(file)
    return found


async def find_shared_file(session: AsyncSession, share_id: UUID, file_id: UUID) -> File | None:
    """A file that a snapshot, which the caller has checked, carries."""
    carried = exists().where(SharedAttachment.share_id == share_id, SharedAttachment.file_id == file_id)
    query = select(File).where(File.id == file_id, File.doomed_at.is_(None), carried)
    return (await session.scalars(query)).one_or_none()
