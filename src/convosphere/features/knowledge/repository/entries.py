"""What the index is told of documents."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.retrieval import DocumentEntry
from convosphere.features.knowledge.repository.documents import tags_of
from convosphere.features.knowledge.tables import Document


async def entries_of(session: AsyncSession, documents: Sequence[Document]) -> list[DocumentEntry]:
    """The entries of documents of one base as the database has them now. One statement, however many."""
    if not documents:
        return []
    tags = await tags_of(session, [document.id for document in documents])
    return [_entry(document, tags[document.id]) for document in documents]


def _entry(document: Document, tags: Sequence[UUID]) -> DocumentEntry:
    return DocumentEntry(
        organization_id=document.organization_id,
        document_id=document.id,
        base_id=document.base_id,
        scope_id=document.scope_id,
        version_id=None if document.deleted_at is not None else document.current_version_id,
        folder_id=document.folder_id,
        tags=tuple(tags),
        media_kind=document.media_kind,
        language=document.language,
        author=document.author,
        date=document.document_date or document.created_at,
        valid_from=document.valid_from,
        valid_until=document.valid_until,
    )
