"""A document's own readers: they restrict it, within its base, to some of those who read the base."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.subjects import names_of
from convosphere.features.accounts.types import Actor, Subject, SubjectKind
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.indexing import publish_documents
from convosphere.features.knowledge.actions.notify import tell_document
from convosphere.features.knowledge.actions.rights import require_document
from convosphere.features.knowledge.events import DocumentAccessChanged
from convosphere.features.knowledge.repository import bases
from convosphere.features.knowledge.schemas.documents import DocumentAccess, DocumentAccessIn, NamedReader
from convosphere.features.knowledge.tables import DocumentMember
from convosphere.features.knowledge.types import BaseRole
from convosphere.platform.errors import NotFoundError
from convosphere.platform.events import publish


async def get_access(session: AsyncSession, actor: Actor, document_id: UUID) -> DocumentAccess:
    """Who reads it; for the base's editors."""
    document = (await require_document(session, actor, document_id, need=BaseRole.EDITOR)).document
    rows = await bases.list_readers(session, document_id)
    readers = [NamedReader(kind=_kind(row.kind), id=row.subject_id, name=name) for row, name in rows]
    return DocumentAccess(own_access=document.own_access, readers=readers)


async def put_access(
    session: AsyncSession, desk: Desk, actor: Actor, document_id: UUID, wanted: DocumentAccessIn
) -> DocumentAccess:
    """Who reads it from the commit on. Readers are kept, without effect, while everybody in the base reads it.

    Raises:
        NotFoundError: no such document for the actor, or no such person or group.
    """
    document = (await require_document(session, actor, document_id, need=BaseRole.EDITOR, lock=True)).document
    subjects: list[Subject] = list(dict.fromkeys((reader.kind, reader.id) for reader in wanted.readers))
    names = await names_of(session, subjects)
    if len(names) < len(subjects):
        raise NotFoundError(field="body.readers")
    now = desk.platform.clock.now()
    rows = [
        DocumentMember(
            organization_id=actor.organization_id, document_id=document_id, kind=kind, subject_id=subject, added_at=now
        )
        for kind, subject in subjects
    ]
    await bases.replace_readers(session, document_id, rows)
    document.own_access = wanted.own_access
    document.updated_at = now
    await session.flush()
    await publish_documents(session, desk, [document])
    publish(
        session,
        DocumentAccessChanged(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            address=actor.address,
            subject_id=str(document_id),
            name=document.name,
            own_access=wanted.own_access,
            readers=tuple(names[subject] for subject in subjects),
        ),
    )
    tell_document(session, desk.platform, document)
    readers = [NamedReader(kind=kind, id=subject, name=names[kind, subject]) for kind, subject in subjects]
    return DocumentAccess(own_access=wanted.own_access, readers=readers)


def _kind(stored: str) -> SubjectKind:
    return "group" if stored == "group" else "person"
