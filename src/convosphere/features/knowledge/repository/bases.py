"""Bases and their members."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.tables import Group, Person
from convosphere.features.accounts.types import Actor, SubjectKind
from convosphere.features.knowledge.repository.access import RANK, ReachedBase, who
from convosphere.features.knowledge.tables import DocumentMember, KnowledgeBase, KnowledgeMember
from convosphere.features.knowledge.types import BaseRole
from convosphere.platform.database import Page, decode_text_cursor, encode_text_cursor

Member = KnowledgeMember | DocumentMember


async def add(session: AsyncSession, *rows: object) -> None:
    """Stores new rows."""
    session.add_all(rows)
    await session.flush()


async def list_bases(
    session: AsyncSession,
    actor: Actor,
    *,
    q: str | None,
    need: BaseRole,
    limit: int,
    cursor: str | None,
    deleted_after: datetime | None = None,
) -> Page[ReachedBase]:
    """A page of the bases in which the actor may do that, by name; of those deleted after a moment, if one is given."""
    key = func.lower(KnowledgeBase.name)
    there = KnowledgeBase.deleted_at.is_(None) if deleted_after is None else KnowledgeBase.deleted_at > deleted_after
    query = select(KnowledgeBase, RANK, key).where(there, need.rank <= RANK)
    if q:
        query = query.where(KnowledgeBase.name.icontains(q, autoescape=True))
    if cursor is not None:
        query = query.where(tuple_(key, KnowledgeBase.id) > tuple_(*decode_text_cursor(cursor)))
    query = query.order_by(key, KnowledgeBase.id).limit(limit + 1)
    rows = (await session.execute(query, who(actor))).all()
    items = [ReachedBase(row[0], BaseRole.of(row[1])) for row in rows[:limit]]
    more = len(rows) > limit
    return Page(items, encode_text_cursor(rows[limit - 1][2], items[-1].base.id) if more else None)


async def count_bases(session: AsyncSession) -> int:
    """How many the organisation has."""
    query = select(func.count()).select_from(KnowledgeBase).where(KnowledgeBase.deleted_at.is_(None))
    return await session.scalar(query) or 0


async def total_bytes(session: AsyncSession) -> int:
    """What all versions of all documents of the organisation take."""
    return int(await session.scalar(select(func.coalesce(func.sum(KnowledgeBase.bytes), 0))) or 0)


async def list_members(session: AsyncSession, base_id: UUID) -> list[tuple[KnowledgeMember, str]]:
    """All entries with names: people before groups, by name."""
    return await _named(session, KnowledgeMember, KnowledgeMember.base_id == base_id)


async def list_readers(session: AsyncSession, document_id: UUID) -> list[tuple[DocumentMember, str]]:
    """A document's own readers with names."""
    return await _named(session, DocumentMember, DocumentMember.document_id == document_id)


async def _named(session: AsyncSession, table: type[Any], condition: Any) -> list[tuple[Any, str]]:  # noqa: ANN401 - either of two tables
    name = func.coalesce(Person.name, Group.name, "")
    query = (
        select(table, name)
        .outerjoin(Person, Person.id == table.person_id)
        .outerjoin(Group, Group.id == table.group_id)
        .where(condition)
        .order_by(table.kind.desc(), func.lower(name), table.subject_id)
    )
    return [(row[0], row[1]) for row in await session.execute(query)]


async def find_member(
    session: AsyncSession, base_id: UUID, kind: SubjectKind, subject_id: UUID
) -> KnowledgeMember | None:
    """One entry."""
    return await session.get(KnowledgeMember, (base_id, kind, subject_id))


async def count_members(session: AsyncSession, base_id: UUID) -> int:
    """How many entries a base has."""
    return await session.scalar(select(func.count()).where(KnowledgeMember.base_id == base_id)) or 0


async def replace_readers(session: AsyncSession, document_id: UUID, rows: list[DocumentMember]) -> None:
    """A document's readers from now on."""
    await session.execute(delete(DocumentMember).where(DocumentMember.document_id == document_id))
    await add(session, *rows)
