"""Tags of a base, and which documents have them."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, func, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.repository.access import MAY_READ, who
from convosphere.features.knowledge.tables import Document, DocumentTag, KnowledgeBase, KnowledgeTag
from convosphere.platform.errors import NotFoundError


async def list_tags(session: AsyncSession, base_id: UUID) -> list[KnowledgeTag]:
    """All tags by name."""
    query = select(KnowledgeTag).where(KnowledgeTag.base_id == base_id).order_by(func.lower(KnowledgeTag.name))
    return list((await session.scalars(query)).all())


async def counted_tags(
    session: AsyncSession, actor: Actor, base_id: UUID, *, only: UUID | None = None
) -> list[tuple[KnowledgeTag, int]]:
    """All tags by name, or one, with how many documents have each that the actor may read. One statement."""
    counted = (
        select(DocumentTag.tag_id, func.count().label("documents"))
        .join(Document, Document.id == DocumentTag.document_id)
        .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
        .where(Document.base_id == base_id, Document.deleted_at.is_(None), MAY_READ)
        .where(true() if only is None else DocumentTag.tag_id == only)
        .group_by(DocumentTag.tag_id)
        .subquery()
    )
    query = (
        select(KnowledgeTag, func.coalesce(counted.c.documents, 0))
        .outerjoin(counted, counted.c.tag_id == KnowledgeTag.id)
        .where(KnowledgeTag.base_id == base_id)
        .order_by(func.lower(KnowledgeTag.name), KnowledgeTag.id)
    )
    if only is not None:
        query = query.where(KnowledgeTag.id == only)
    return [(row[0], row[1]) for row in await session.execute(query, who(actor))]


async def find_tag(session: AsyncSession, tag_id: UUID) -> KnowledgeTag | None:
    """A tag of the organisation, before anybody knows whether who asks may see it."""
    query = select(KnowledgeTag).where(KnowledgeTag.id == tag_id).with_for_update()
    return (await session.scalars(query)).one_or_none()


async def tag_name_taken(session: AsyncSession, base_id: UUID, name: str, *, but: UUID | None = None) -> bool:
    """Whether the base has a tag of that name."""
    query = select(func.count()).where(
        KnowledgeTag.base_id == base_id,
        func.lower(KnowledgeTag.name) == func.lower(name),
        KnowledgeTag.id.is_distinct_from(but),
    )
    return bool(await session.scalar(query))


async def require_tags(session: AsyncSession, base_id: UUID, tag_ids: Collection[UUID], *, field: str) -> None:
    """Checks that all are tags of the base.

    Raises:
        NotFoundError: some are not; `field` names the input.
    """
    wanted = set(tag_ids)
    if not wanted:
        return
    query = select(KnowledgeTag.id).where(KnowledgeTag.base_id == base_id, KnowledgeTag.id.in_(wanted))
    if len((await session.scalars(query)).all()) < len(wanted):
        raise NotFoundError(field=field)


async def set_tags(session: AsyncSession, document: Document, tag_ids: Collection[UUID]) -> None:
    """The tags that a document has from now on.

    Raises:
        NotFoundError: some are none of its base's.
    """
    await require_tags(session, document.base_id, tag_ids, field="body.tags")
    await session.execute(delete(DocumentTag).where(DocumentTag.document_id == document.id))
    await add_tags(session, document.organization_id, [document.id], tag_ids)


async def add_tags(
    session: AsyncSession, organization_id: UUID, document_ids: Sequence[UUID], tag_ids: Collection[UUID]
) -> None:
    """Gives documents tags; those that they have stay."""
    rows = [
        {"organization_id": organization_id, "document_id": document_id, "tag_id": tag_id}
        for document_id in document_ids
        for tag_id in set(tag_ids)
    ]
    if rows:
        await session.execute(insert(DocumentTag).on_conflict_do_nothing(), rows)


async def named_tags_of(session: AsyncSession, document_ids: Collection[UUID]) -> dict[UUID, list[KnowledgeTag]]:
    """The tags of documents themselves; documents without any are missing."""
    query = (
        select(DocumentTag.document_id, KnowledgeTag)
        .join(KnowledgeTag, KnowledgeTag.id == DocumentTag.tag_id)
        .where(DocumentTag.document_id.in_(document_ids))
    )
    found: dict[UUID, list[KnowledgeTag]] = {}
    for document_id, tag in await session.execute(query):
        found.setdefault(document_id, []).append(tag)
    return found


async def retag(session: AsyncSession, organization_id: UUID, tags: Mapping[UUID, Collection[UUID]]) -> None:
    """The tags that each of these documents has from now on, and no others."""
    await session.execute(delete(DocumentTag).where(DocumentTag.document_id.in_(tags)))
    rows = [
        {"organization_id": organization_id, "document_id": document_id, "tag_id": tag_id}
        for document_id, tag_ids in tags.items()
        for tag_id in set(tag_ids)
    ]
    if rows:
        await session.execute(insert(DocumentTag), rows)


async def remove_tags(session: AsyncSession, document_ids: Collection[UUID], tag_ids: Collection[UUID]) -> None:
    """Takes tags from documents."""
    await session.execute(
        delete(DocumentTag).where(DocumentTag.document_id.in_(document_ids), DocumentTag.tag_id.in_(tag_ids))
    )


async def having(session: AsyncSession, tag_id: UUID, most: int) -> Sequence[UUID]:
    """Some of the documents with a tag."""
    query = select(DocumentTag.document_id).where(DocumentTag.tag_id == tag_id).limit(most)
    return (await session.scalars(query)).all()


async def count_having(session: AsyncSession, tag_id: UUID) -> int:
    """How many documents have a tag, deleted ones among them."""
    return int(await session.scalar(select(func.count()).where(DocumentTag.tag_id == tag_id)) or 0)
