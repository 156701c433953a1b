"""What the index is told of documents."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.retrieval import DocumentEntry
from convosphere.features.knowledge.repository.documents import tags_of
from convosphere.features.knowledge.tables import Document, KnowledgeFolder


async def entries_of(session: AsyncSession, documents: Sequence[Document]) -> list[DocumentEntry]:
    """The entries of documents of one base as the database has them now. Two statements, however many."""
    if not documents:
        return []
    tags = await tags_of(session, [document.id for document in documents])
    parents: dict[UUID, UUID | None] = {}
    if any(document.folder_id is not None for document in documents):
        query = select(KnowledgeFolder.id, KnowledgeFolder.parent_id)
        rows = await session.execute(query.where(KnowledgeFolder.base_id == documents[0].base_id))
        parents = {row[0]: row[1] for row in rows}
    return [_entry(document, tags[document.id], parents) for document in documents]


def _entry(document: Document, tags: Sequence[UUID], parents: dict[UUID, UUID | None]) -> DocumentEntry:
    path: list[UUID] = []
    folder = document.folder_id
    while folder is not None:
        path.append(folder)
        folder = parents.get(folder)
    return DocumentEntry(
        organization_id=document.organization_id,
        document_id=document.id,
        base_id=document.base_id,
        scope_id=document.scope_id,
        version_id=None if document.deleted_at is not None else document.current_version_id,
        folder_path=tuple(reversed(path)),
        tags=tuple(tags),
        media_kind=document.media_kind,
        language=document.language,
        author=document.author,
        date=document.document_date or document.created_at,
        valid_from=document.valid_from,
        valid_until=document.valid_until,
    )
