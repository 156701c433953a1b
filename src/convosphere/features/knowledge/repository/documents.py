"""Documents in the database."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, cast, func, literal, select, update
from sqlalchemy.dialects.postgresql import BIT, insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.repository.access import MAY_READ, who
from convosphere.features.knowledge.rules.similarity import NEAR_BITS
from convosphere.features.knowledge.tables import Document, DocumentTag, DocumentVersion, KnowledgeBase, KnowledgeTag

_COMPARED = 200


async def hold_named(session: AsyncSession, made: Document) -> tuple[Document, bool]:
    """The document of that name in that place, locked; `made` itself if there was none. The flag says which.

    One statement decides between two that come at the same time. Whose name or place was taken by one that is being
    moved, renamed or deleted just then tries again.
    """
    values = {column.key: getattr(made, attribute) for attribute, column in _COLUMNS.items()}
    statement = insert(Document).values(values).on_conflict_do_nothing().returning(Document.id)
    query = select(Document).where(
        Document.base_id == made.base_id,
        Document.folder_id.is_not_distinct_from(made.folder_id),
        func.lower(Document.name) == func.lower(made.name),
        Document.deleted_at.is_(None),
    )
    while True:
        if await session.scalar(statement) is not None:
            return await session.get_one(Document, made.id), True
        row = (await session.scalars(query.with_for_update())).one_or_none()
        if row is not None:
            return row, False


_COLUMNS = {attribute.key: attribute.columns[0] for attribute in Document.__mapper__.column_attrs}


async def find_document(session: AsyncSession, document_id: UUID, *, lock: bool = False) -> Document | None:
    """A document of the organisation, deleted or not, for a worker."""
    query = select(Document).where(Document.id == document_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(query)).one_or_none()


async def find_new(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Document]:
    """Those of the documents of which nothing was ever found."""
    query = select(Document).where(Document.id.in_(ids), Document.current_version_id.is_(None))
    return (await session.scalars(query)).all()


async def lock_documents(session: AsyncSession, base_id: UUID, ids: Collection[UUID]) -> list[Document]:
    """Documents of a base, deleted or not, locked in the order in which everybody locks them."""
    query = select(Document).where(Document.base_id == base_id, Document.id.in_(ids)).order_by(Document.id)
    return list((await session.scalars(query.with_for_update().execution_options(populate_existing=True))).all())


async def tags_of(session: AsyncSession, document_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The tags of documents, by their names' order."""
    found: dict[UUID, list[UUID]] = {document_id: [] for document_id in document_ids}
    query = (
        select(DocumentTag.document_id, DocumentTag.tag_id)
        .join(KnowledgeTag, KnowledgeTag.id == DocumentTag.tag_id)
        .where(DocumentTag.document_id.in_(document_ids))
        .order_by(func.lower(KnowledgeTag.name))
    )
    for document_id, tag_id in await session.execute(query):
        found[document_id].append(tag_id)
    return found


async def keywords_beside(session: AsyncSession, document: Document) -> list[list[str]]:
    """What stands out in other documents of its base; of very many the newest tell enough."""
    query = (
        select(Document.keywords)
        .where(Document.base_id == document.base_id, Document.id != document.id, Document.deleted_at.is_(None))
        .order_by(Document.updated_at.desc(), Document.id.desc())
        .limit(_COMPARED)
    )
    return [list(words) for words in (await session.scalars(query)).all()]


async def twins_of(session: AsyncSession, actor: Actor, version: DocumentVersion, most: int) -> list[tuple[Any, ...]]:
    """Other documents of the base with the same or nearly the same current content, that the actor may read.

    Rows of id, name, folder, whether it is the same, and in how many bits the fingerprints differ; the nearest first.
    """
    same = func.coalesce(DocumentVersion.sha256 == version.sha256, False)
    bits: ColumnElement[int] = literal(0)
    alike = DocumentVersion.sha256 == version.sha256
    if version.signature is not None:
        bits = func.bit_count(cast(DocumentVersion.signature.op("#")(version.signature), BIT(64)))
        alike |= bits <= NEAR_BITS
    # By itself first: each fingerprint of the base is compared (2 ms for 10,000), and what is left is joined.
    near = (
        select(DocumentVersion.id, DocumentVersion.document_id, same.label("same"), bits.label("bits"))
        .where(DocumentVersion.base_id == version.base_id, DocumentVersion.document_id != version.document_id, alike)
        .cte("near")
        .prefix_with("MATERIALIZED")
    )
    query = (
        select(Document.id, Document.name, Document.folder_id, near.c.same, near.c.bits)
        .join(near, (near.c.document_id == Document.id) & (near.c.id == Document.current_version_id))
        .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
        .where(Document.deleted_at.is_(None), MAY_READ)
        .order_by(near.c.same.desc(), near.c.bits, Document.id)
        .limit(most)
    )
    return [tuple(row) for row in await session.execute(query, who(actor))]


async def count_download(session: AsyncSession, document_ids: Sequence[UUID]) -> None:
    """Their content was fetched once more."""
    statement = update(Document).where(Document.id.in_(document_ids)).values(downloads=Document.downloads + 1)
    await session.execute(statement, execution_options={"synchronize_session": False})


async def name_taken(session: AsyncSession, document: Document) -> bool:
    """Whether another document in its folder has its name, as both are to be."""
    with session.no_autoflush:
        query = select(func.count()).where(
            Document.base_id == document.base_id,
            Document.folder_id.is_not_distinct_from(document.folder_id),
            func.lower(Document.name) == func.lower(document.name),
            Document.deleted_at.is_(None),
            Document.id != document.id,
        )
        return bool(await session.scalar(query))
