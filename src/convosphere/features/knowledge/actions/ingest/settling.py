"""After the commit: the index as it is published, and nothing kept that older versions no longer need."""

from collections.abc import Sequence
from uuid import UUID

from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.repository import chunks, documents, ingesting, versions


async def settle(desk: Desk, organization_id: UUID, document_ids: Sequence[UUID]) -> None:
    """Brings the index to what is published of documents, and removes what has been replaced.

    Raises:
        IndexUnavailableError, StorageUnavailableError: away; the job tries again.
    """
    for document_id in await desk.index.unsettled(organization_id, document_ids):
        await desk.index.settle(organization_id, document_id)
    async with desk.platform.database.transaction(organization_id) as session:
        others = await ingesting.with_others(session, document_ids)
    for document_id in others:
        await _tidy(desk, organization_id, document_id)


async def _tidy(desk: Desk, organization_id: UUID, document_id: UUID) -> None:
    platform = desk.platform
    async with platform.database.transaction(organization_id) as session:
        document = await documents.find_document(session, document_id)
        if document is None or document.current_version_id is None:
            return
        await chunks.forget_chunks(session, document.id, document.current_version_id)
        surplus = await versions.surplus(session, document, platform.settings.knowledge.versions_per_document)
        for version in surplus:
            await session.delete(version)
        await session.flush()
        gone = [(version.id, version.content_id) for version in surplus]
        shared = await versions.shared_contents(session, [content_id for _, content_id in gone])
    for version_id, content_id in gone:
        await platform.storage.delete_folder(places.version(organization_id, version_id))
        if content_id not in shared:
            await platform.storage.delete_folder(places.content(organization_id, content_id))
