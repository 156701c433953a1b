"""Names that hold what somebody has typed, of what they may read."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import String, case, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.repository.access import MAY_READ, RANK, who
from convosphere.features.knowledge.tables import Document, DocumentTag, KnowledgeBase, KnowledgeTag


class NamedThing(NamedTuple):
    """A document, a tag or a base."""

    kind: str
    id: UUID
    base_id: UUID
    name: str


async def find_names(
    session: AsyncSession, actor: Actor, part: str, bases: Collection[UUID] | None, *, limit: int
) -> list[NamedThing]:
    """Documents, tags and bases by a part of their names: those that begin with it first. One statement.

    A tag is one of a document that the actor may read: others might tell what is kept from them.
    """
    within = [KnowledgeBase.deleted_at.is_(None), RANK > 0]
    if bases is not None:
        within.append(KnowledgeBase.id.in_(bases))
    documents = (
        select(literal("document", String()).label("kind"), Document.id, Document.base_id, Document.name.label("name"))
        .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
        .where(
            *within,
            MAY_READ,
            Document.deleted_at.is_(None),
            Document.current_version_id.is_not(None),
            Document.name.icontains(part, autoescape=True),
        )
        .limit(limit * 4)
    )
    tags = (
        select(literal("tag", String()), KnowledgeTag.id, KnowledgeTag.base_id, KnowledgeTag.name)
        .distinct()
        .join(DocumentTag, DocumentTag.tag_id == KnowledgeTag.id)
        .join(Document, Document.id == DocumentTag.document_id)
        .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
        .where(*within, MAY_READ, Document.deleted_at.is_(None), KnowledgeTag.name.icontains(part, autoescape=True))
        .limit(limit)
    )
    named = (
        select(literal("base", String()), KnowledgeBase.id, KnowledgeBase.id, KnowledgeBase.name)
        .where(*within, KnowledgeBase.name.icontains(part, autoescape=True))
        .limit(limit)
    )
    found = union_all(documents.subquery().select(), tags.subquery().select(), named.subquery().select()).subquery()
    begins = case((found.c.name.istartswith(part, autoescape=True), 0), else_=1)
    query = select(found).order_by(begins, func.length(found.c.name), func.lower(found.c.name), found.c.id).limit(limit)
    rows = await session.execute(query, who(actor))
    return [NamedThing(row[0], row[1], row[2], row[3]) for row in rows]
