"""One document: deleted, brought back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.documents.read import present_one
from convosphere.features.knowledge.actions.notify import tell_document
from convosphere.features.knowledge.actions.operations import verbs
from convosphere.features.knowledge.actions.rights import get_base, require_document
from convosphere.features.knowledge.actions.sweep import kept_since
from convosphere.features.knowledge.errors.documents import NameTakenError
from convosphere.features.knowledge.events import DocumentsDeleted, DocumentsRestored
from convosphere.features.knowledge.repository import documents
from convosphere.features.knowledge.schemas.documents import DocumentOut
from convosphere.features.knowledge.tables import Document
from convosphere.features.knowledge.types import BaseRole
from convosphere.platform.errors import NotFoundError
from convosphere.platform.events import publish


async def delete_document(session: AsyncSession, desk: Desk, actor: Actor, document_id: UUID) -> None:
    """Takes it from everybody's sight; what searches look at holds from the commit on."""
    document = (await require_document(session, actor, document_id, need=BaseRole.EDITOR, lock=True)).document
    await verbs.delete(session, desk, [document])
    _audit(session, actor, document, DocumentsDeleted)
    tell_document(session, desk.platform, document)


async def restore_document(session: AsyncSession, desk: Desk, actor: Actor, document_id: UUID) -> DocumentOut:
    """Brings a deleted document back.

    Raises:
        NotFoundError: it is gone, not deleted, or not for the actor.
        NameTakenError: its name and many like it are taken.
    """
    document = await documents.find_document(session, document_id, lock=True)
    if document is None or document.deleted_at is None or document.deleted_at <= kept_since(desk.platform):
        raise NotFoundError(field="path.document_id")
    await get_base(session, actor, document.base_id, need=BaseRole.EDITOR)
    if await verbs.restore(session, desk, [document]):
        raise NameTakenError(name=document.name)
    _audit(session, actor, document, DocumentsRestored)
    tell_document(session, desk.platform, document)
    return await present_one(session, actor, document)


def _audit(
    session: AsyncSession, actor: Actor, document: Document, kind: type[DocumentsDeleted | DocumentsRestored]
) -> None:
    publish(
        session,
        kind(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            address=actor.address,
            subject_id=str(document.base_id),
            documents=1,
            names=(document.name,),
        ),
    )
