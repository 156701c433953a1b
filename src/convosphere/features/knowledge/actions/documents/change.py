"""One document: changed, tried again."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.documents.read import present_one
from convosphere.features.knowledge.actions.documents.room import require_folder
from convosphere.features.knowledge.actions.indexing import publish_documents
from convosphere.features.knowledge.actions.ingest.bring import defer_ingest
from convosphere.features.knowledge.actions.notify import tell_document, tell_version
from convosphere.features.knowledge.actions.rights import require_document
from convosphere.features.knowledge.errors.documents import NameTakenError, NothingToRetryError
from convosphere.features.knowledge.repository import documents, order, versions
from convosphere.features.knowledge.schemas.documents import DocumentOut, DocumentPatch
from convosphere.features.knowledge.types import BaseRole, DocumentStatus, VersionKey
from convosphere.platform.context import Platform

# These cannot be taken away.
_NEEDED = frozenset({"name", "metadata", "tags"})
# Where a field stands in the table, if elsewhere.
_COLUMNS = {"metadata": "meta"}


async def change_document(
    session: AsyncSession, desk: Desk, actor: Actor, document_id: UUID, patch: DocumentPatch
) -> DocumentOut:
    """Changes what is given; what searches look at holds from the commit on.

    Raises:
        NameTakenError: there is one of that name in that folder.
        NotFoundError: no such document for the actor, or no such folder or tag in its base.
    """
    document = (await require_document(session, actor, document_id, need=BaseRole.EDITOR, lock=True)).document
    given = patch.model_dump(exclude_unset=True)
    given = {name: value for name, value in given.items() if value is not None or name not in _NEEDED}
    if "folder_id" in given:
        await require_folder(session, document.base_id, given["folder_id"])
    tags = given.pop("tags", None)
    if tags is not None:
        await order.set_tags(session, document, tags)
    for name, value in given.items():
        setattr(document, _COLUMNS.get(name, name), value)
    if {"name", "folder_id"} & given.keys() and await documents.name_taken(session, document):
        raise NameTakenError(field="body.name", name=document.name)
    document.updated_at = desk.platform.clock.now()
    await session.flush()
    await publish_documents(session, desk, [document])
    tell_document(session, desk.platform, document)
    return await present_one(session, actor, document)


async def retry_document(session: AsyncSession, platform: Platform, actor: Actor, document_id: UUID) -> DocumentOut:
    """Goes on with a version that has failed, from the stage at which it did.

    Raises:
        NothingToRetryError: the newest version has not failed, or its content was refused for good.
    """
    document = (await require_document(session, actor, document_id, need=BaseRole.EDITOR, lock=True)).document
    version = await versions.find_version(session, document.latest_version_id, lock=True)
    if version is None or version.status != DocumentStatus.FAILED or version.problem_code in _FOR_GOOD:
        raise NothingToRetryError
    version.status = DocumentStatus.WAITING
    version.problem_code = version.problem_params = None
    await session.flush()
    await defer_ingest(session, platform, VersionKey(version.organization_id, version.id))
    tell_version(session, platform, version)
    return await present_one(session, actor, document)


# Their content is gone.
_FOR_GOOD = frozenset({"document_infected", "document_content_lost"})
