"""Names that hold what somebody has typed, of what they may read."""

from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import FromClause, Select, String, case, func, literal, select, union_all
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
    )
    tags = (
        select(literal("tag", String()), KnowledgeTag.id, KnowledgeTag.base_id, KnowledgeTag.name)
        .distinct()
        .join(DocumentTag, DocumentTag.tag_id == KnowledgeTag.id)
        .join(Document, Document.id == DocumentTag.document_id)
        .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
        .where(*within, MAY_READ, Document.deleted_at.is_(None), KnowledgeTag.name.icontains(part, autoescape=True))
    )
    base_id = KnowledgeBase.id.label("base_id")
    named = select(literal("base", String()), KnowledgeBase.id, base_id, KnowledgeBase.name).where(
        *within, KnowledgeBase.name.icontains(part, autoescape=True)
    )

    def best(found: FromClause) -> Select[*tuple[Any, ...]]:
        begins = case((found.c.name.istartswith(part, autoescape=True), 0), else_=1)
        order = (begins, func.length(found.c.name), func.lower(found.c.name), found.c.id)
        return select(found).order_by(*order).limit(limit)

    # Of each kind the best, or many that hold the part somewhere would leave no room for one that begins with it.
    kinds = [best(kind.subquery()).subquery().select() for kind in (documents, tags, named)]
    rows = await session.execute(best(union_all(*kinds).subquery()), who(actor))
    return [NamedThing(row[0], row[1], row[2], row[3]) for row in rows]
