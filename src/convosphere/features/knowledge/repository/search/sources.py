"""Bases and documents by id, of those that somebody may read."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.repository.access import MAY_READ, RANK, who
from convosphere.features.knowledge.tables import Document, DocumentVersion, KnowledgeBase


async def name_bases(session: AsyncSession, actor: Actor, base_ids: Collection[UUID]) -> Sequence[tuple[UUID, str]]:
    """Id and name of the bases that the actor may read."""
    query = select(KnowledgeBase.id, KnowledgeBase.name).where(
        KnowledgeBase.id.in_(base_ids), KnowledgeBase.deleted_at.is_(None), RANK > 0
    )
    return [(row[0], row[1]) for row in await session.execute(query, who(actor))]


async def name_documents(
    session: AsyncSession, actor: Actor, document_ids: Collection[UUID]
) -> Sequence[tuple[UUID, str, UUID]]:
    """Id, name and base of the documents that the actor may read."""
    query = (
        select(Document.id, Document.name, Document.base_id)
        .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
        .where(Document.id.in_(document_ids), Document.deleted_at.is_(None), MAY_READ)
    )
    return [(row[0], row[1], row[2]) for row in await session.execute(query, who(actor))]


async def find_version(
    session: AsyncSession, actor: Actor, document_id: UUID, version_id: UUID
) -> tuple[UUID, str, int, bool] | None:
    """The base and its name, the version's number and whether it is the current one; None: it is not for the actor."""
    query = (
        select(
            KnowledgeBase.id,
            KnowledgeBase.name,
            DocumentVersion.number,
            Document.current_version_id == DocumentVersion.id,
        )
        .join(Document, Document.base_id == KnowledgeBase.id)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(Document.id == document_id, DocumentVersion.id == version_id, Document.deleted_at.is_(None), MAY_READ)
    )
    row = (await session.execute(query, who(actor))).one_or_none()
    return None if row is None else (row[0], row[1], row[2], bool(row[3]))


async def count_readable(
    session: AsyncSession, actor: Actor, base_ids: Collection[UUID], document_ids: Collection[UUID]
) -> int:
    """How many documents with something to be found the actor may read: in some bases, and single ones beside."""
    query = (
        select(func.count())
        .select_from(Document)
        .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
        .where(
            Document.base_id.in_(base_ids) | Document.id.in_(document_ids),
            Document.deleted_at.is_(None),
            Document.current_version_id.is_not(None),
            MAY_READ,
        )
    )
    return await session.scalar(query, who(actor)) or 0
