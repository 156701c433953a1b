"""Folders, tags and the archive's retention in the database. Every read takes whose they are."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import ArchiveRetention, Conversation, ConversationTag, Folder, Tag
from convosphere.platform.errors import NotFoundError


async def list_folders(session: AsyncSession, owner_id: UUID, *, lock: bool = False) -> list[Folder]:
    """All folders of a person; `lock` keeps their tree as it is until the transaction ends."""
    query = select(Folder).where(Folder.owner_id == owner_id).order_by(Folder.position, Folder.id)
    if lock:
        query = query.order_by(None).order_by(Folder.id).with_for_update()
    return list((await session.scalars(query)).all())


async def require_folder(session: AsyncSession, owner_id: UUID, folder_id: UUID, *, field: str) -> None:
    """Holds the folder until the transaction ends, so that something can be put into it.

    Raises:
        NotFoundError: there is none, or it is someone else's.
    """
    query = select(Folder.id).where(Folder.id == folder_id, Folder.owner_id == owner_id)
    if await session.scalar(query.with_for_update(read=True, key_share=True)) is None:
        raise NotFoundError(field=field)


async def empty_folders(session: AsyncSession, owner_id: UUID, from_ids: Collection[UUID], to_id: UUID | None) -> None:
    """Moves the conversations of some folders into another, or out of all."""
    await session.execute(
        update(Conversation)
        .where(Conversation.owner_id == owner_id, Conversation.folder_id.in_(from_ids))
        .values(folder_id=to_id)
    )


async def conversations_in(session: AsyncSession, owner_id: UUID, folder_ids: Collection[UUID]) -> list[Conversation]:
    """Every conversation in some folders, archived or not, locked."""
    query = select(Conversation).where(Conversation.owner_id == owner_id, Conversation.folder_id.in_(folder_ids))
    return list((await session.scalars(query.with_for_update())).all())


async def delete_folders(session: AsyncSession, folder_ids: Collection[UUID]) -> None:
    """Removes folders that nothing lies in any more."""
    await session.execute(delete(Folder).where(Folder.id.in_(folder_ids)))


async def list_tags(session: AsyncSession, owner_id: UUID) -> Sequence[Tag]:
    """All tags of a person, by name."""
    query = select(Tag).where(Tag.owner_id == owner_id).order_by(func.lower(Tag.name), Tag.id)
    return (await session.scalars(query)).all()


async def get_tag(session: AsyncSession, owner_id: UUID, tag_id: UUID) -> Tag:
    """A person's tag, locked.

    Raises:
        NotFoundError: there is none, or it is someone else's.
    """
    tag = await session.scalar(select(Tag).where(Tag.id == tag_id, Tag.owner_id == owner_id).with_for_update())
    if tag is None:
        raise NotFoundError(field="path.tag_id")
    return tag


async def require_tags(session: AsyncSession, owner_id: UUID, tag_ids: Collection[UUID], *, field: str) -> None:
    """Holds the tags until the transaction ends, so that they can be put on something.

    Raises:
        NotFoundError: one of them there is not, or it is someone else's.
    """
    query = select(Tag.id).where(Tag.id.in_(tag_ids), Tag.owner_id == owner_id)
    found = set((await session.scalars(query.with_for_update(read=True, key_share=True))).all())
    if found != set(tag_ids):
        raise NotFoundError(field=field)


async def delete_tag(session: AsyncSession, tag_id: UUID) -> None:
    """Takes the tag off every conversation and removes it; the caller has locked it."""
    tagged = select(ConversationTag.conversation_id).where(ConversationTag.tag_id == tag_id)
    await session.execute(
        update(Conversation)
        .where(Conversation.id.in_(tagged))
        .values(tag_ids=func.array_remove(Conversation.tag_ids, tag_id))
        .execution_options(synchronize_session=False)
    )
    await session.execute(delete(Tag).where(Tag.id == tag_id))


async def lock_conversations(
    session: AsyncSession, where: Sequence[ColumnElement[bool]], *, most: int
) -> list[Conversation]:
    """Those that the conditions find, at most `most`; locked in one order, so that two of these do not block."""
    query = select(Conversation).where(*where).order_by(Conversation.id).limit(most).with_for_update()
    return list((await session.scalars(query)).all())


async def change_conversations(
    session: AsyncSession, conversation_ids: Collection[UUID], values: Mapping[str, Any]
) -> list[Conversation]:
    """Gives all of them the same values; as they are afterwards."""
    query = update(Conversation).where(Conversation.id.in_(conversation_ids)).values(**values).returning(Conversation)
    options = {"synchronize_session": False, "populate_existing": True}
    return list((await session.scalars(query, execution_options=options)).all())


async def find_retention(session: AsyncSession) -> ArchiveRetention | None:
    """What the organisation has set."""
    return (await session.scalars(select(ArchiveRetention))).one_or_none()


async def set_retention(session: AsyncSession, organization_id: UUID, days: int | None, since: datetime) -> None:
    """How long archived conversations stay from now on."""
    row = {"days": days, "since": since}
    statement = insert(ArchiveRetention).values(organization_id=organization_id, **row)
    await session.execute(statement.on_conflict_do_update(index_elements=[ArchiveRetention.organization_id], set_=row))


async def lock_archived_before(session: AsyncSession, moment: datetime, *, most: int) -> list[Conversation]:
    """The organisation's conversations that lie archived and unused since then, whoever owns them; those in other
    hands are left out.
    """
    query = (
        select(Conversation)
        # Somebody may go on with what is archived: it must not go while it is in use.
        .where(Conversation.archived_at <= moment, Conversation.last_message_at <= moment)
        .order_by(Conversation.archived_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return list((await session.scalars(query)).all())
