"""Versions of documents in the database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.tables import Document, DocumentVersion, KnowledgeBase
from convosphere.features.knowledge.types import DocumentStatus, Stage, VersionKey

_OPEN = (DocumentStatus.WAITING, DocumentStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class Work:
    """A version that is being taken in, with what it belongs to."""

    version: DocumentVersion
    document: Document
    base: KnowledgeBase


async def find_work(session: AsyncSession, version_id: UUID) -> Work | None:
    """What is to be taken in; None: it has ended, or is gone."""
    query = (
        select(DocumentVersion, Document, KnowledgeBase)
        .join(Document, Document.id == DocumentVersion.document_id)
        .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
        .where(
            DocumentVersion.id == version_id,
            DocumentVersion.status.in_(_OPEN),
            Document.deleted_at.is_(None),
            KnowledgeBase.deleted_at.is_(None),
        )
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Work(row[0], row[1], row[2])


async def step(session: AsyncSession, version_id: UUID, believed: Stage, /, **values: object) -> DocumentVersion | None:
    """Writes how far a version is that is where it is believed to be; None: it is not, or has ended.

    Whatever was in its way is so no longer.
    """
    statement = (
        update(DocumentVersion)
        .where(DocumentVersion.id == version_id, DocumentVersion.stage == believed, DocumentVersion.status.in_(_OPEN))
        .values(**{"status": DocumentStatus.RUNNING, "problem_code": None, "problem_params": None, **values})
        .returning(DocumentVersion)
    )
    return (await session.scalars(statement, execution_options={"populate_existing": True})).one_or_none()


async def fail(
    session: AsyncSession, version_id: UUID, believed: Stage | None, /, **values: object
) -> DocumentVersion | None:
    """Ends a version that cannot be gone on with; None: it has ended already, or is not where it is believed to be
    (None: anywhere). What is staged of it is to go.
    """
    statement = (
        update(DocumentVersion)
        .where(
            DocumentVersion.id == version_id,
            DocumentVersion.status.in_(_OPEN),
            DocumentVersion.stage == (DocumentVersion.stage if believed is None else believed),
        )
        .values(status=DocumentStatus.FAILED, staged=0, staged_spaces=[], **values)
        .returning(DocumentVersion)
    )
    return (await session.scalars(statement, execution_options={"populate_existing": True})).one_or_none()


async def next_number(session: AsyncSession, document_id: UUID) -> int:
    """The number of a document's next version; the document is locked."""
    query = select(func.coalesce(func.max(DocumentVersion.number), 0)).where(DocumentVersion.document_id == document_id)
    return int(await session.scalar(query) or 0) + 1


async def find_version(session: AsyncSession, version_id: UUID | None, *, lock: bool = False) -> DocumentVersion | None:
    """A version of the organisation."""
    if version_id is None:
        return None
    query = select(DocumentVersion).where(DocumentVersion.id == version_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(query)).one_or_none()


async def has_older(session: AsyncSession, document: Document) -> bool:
    """Whether a document has another version beside the one that is found."""
    query = select(DocumentVersion.id).where(
        DocumentVersion.document_id == document.id, DocumentVersion.id != document.current_version_id
    )
    return await session.scalar(query.limit(1)) is not None


async def find_number(session: AsyncSession, document_id: UUID, number: int) -> DocumentVersion | None:
    """A document's version by its number."""
    query = select(DocumentVersion).where(DocumentVersion.document_id == document_id, DocumentVersion.number == number)
    return (await session.scalars(query)).one_or_none()


async def list_versions(
    session: AsyncSession, document_id: UUID, *, below: int | None, limit: int
) -> Sequence[DocumentVersion]:
    """A document's versions below a number, the newest first."""
    query = select(DocumentVersion).where(DocumentVersion.document_id == document_id)
    if below is not None:
        query = query.where(DocumentVersion.number < below)
    return (await session.scalars(query.order_by(DocumentVersion.number.desc()).limit(limit))).all()


async def surplus(session: AsyncSession, document: Document, keep: int) -> list[DocumentVersion]:
    """Versions beyond the newest so many that have ended and are not the current one."""
    query = (
        select(DocumentVersion)
        .where(DocumentVersion.document_id == document.id)
        .order_by(DocumentVersion.number.desc())
        .offset(keep)
    )
    rows = (await session.scalars(query)).all()
    kept = {document.current_version_id, document.latest_version_id}
    return [row for row in rows if row.id not in kept and row.status not in _OPEN]


async def shared_contents(session: AsyncSession, content_ids: Collection[UUID]) -> set[UUID]:
    """Those of the contents that some version still has."""
    query = select(DocumentVersion.content_id).where(DocumentVersion.content_id.in_(content_ids)).distinct()
    return set((await session.scalars(query)).all())


async def open_in(session: AsyncSession, base_id: UUID, *, after: UUID | None, limit: int) -> Sequence[UUID]:
    """Versions in a base that are on their way, of documents that are not deleted; by id behind `after`."""
    query = (
        select(DocumentVersion.id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(DocumentVersion.base_id == base_id, DocumentVersion.status.in_(_OPEN), Document.deleted_at.is_(None))
    )
    if after is not None:
        query = query.where(DocumentVersion.id > after)
    return (await session.scalars(query.order_by(DocumentVersion.id).limit(limit))).all()


async def busy(session: AsyncSession, document_ids: Collection[UUID]) -> set[UUID]:
    """Those of the documents with a version on its way."""
    query = select(DocumentVersion.document_id).where(
        DocumentVersion.document_id.in_(document_ids), DocumentVersion.status.in_(_OPEN)
    )
    return set((await session.scalars(query)).all())


async def open_of(session: AsyncSession, document_ids: Collection[UUID]) -> list[VersionKey]:
    """Versions of documents that are on their way, the older ones of each first."""
    query = (
        select(DocumentVersion.organization_id, DocumentVersion.id)
        .where(DocumentVersion.document_id.in_(document_ids), DocumentVersion.status.in_(_OPEN))
        .order_by(DocumentVersion.document_id, DocumentVersion.number)
    )
    return [VersionKey(row[0], row[1]) for row in await session.execute(query)]


async def rebase(session: AsyncSession, document_ids: Collection[UUID], base_id: UUID) -> None:
    """All versions of documents lie in that base from now on."""
    statement = update(DocumentVersion).where(DocumentVersion.document_id.in_(document_ids)).values(base_id=base_id)
    await session.execute(statement, execution_options={"synchronize_session": "fetch"})


async def of_documents(session: AsyncSession, document_ids: Collection[UUID]) -> Sequence[Any]:
    """(id, content id, what was not checked yet) of all versions of documents."""
    query = select(DocumentVersion.id, DocumentVersion.content_id, DocumentVersion.arrived)
    return (await session.execute(query.where(DocumentVersion.document_id.in_(document_ids)))).all()
