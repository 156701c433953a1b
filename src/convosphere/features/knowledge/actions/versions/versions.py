"""Versions: listed, and old ones made new."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.documents.read import present_one
from convosphere.features.knowledge.actions.documents.room import bringer, require_room
from convosphere.features.knowledge.actions.ingest.bring import again
from convosphere.features.knowledge.actions.present import present_version
from convosphere.features.knowledge.actions.rights import require_document
from convosphere.features.knowledge.errors.documents import DocumentNotReadyError
from convosphere.features.knowledge.repository import versions
from convosphere.features.knowledge.schemas.documents import DocumentOut, VersionPage
from convosphere.features.knowledge.schemas.texts import PageQuery
from convosphere.features.knowledge.types import BaseRole, DocumentStatus, VersionOrigin
from convosphere.platform.context import Platform
from convosphere.platform.errors import InvalidInputError, NotFoundError


async def list_versions(session: AsyncSession, actor: Actor, document_id: UUID, query: PageQuery) -> VersionPage:
    """A document's versions, the newest first."""
    document = (await require_document(session, actor, document_id)).document
    below = None
    if query.cursor is not None:
        if not query.cursor.isdigit():
            raise InvalidInputError(field="query.cursor", reason="invalid_cursor")
        below = int(query.cursor[:9])
    rows = await versions.list_versions(session, document_id, below=below, limit=query.limit + 1)
    items = [present_version(row, document, actor.locale) for row in rows[: query.limit]]
    return VersionPage(items=items, next_cursor=str(items[-1].number) if len(rows) > query.limit else None)


async def restore_version(
    session: AsyncSession, platform: Platform, actor: Actor, document_id: UUID, number: int
) -> DocumentOut:
    """A new version with an old one's content.

    Raises:
        NotFoundError: no such document for the actor, or no such version.
        DocumentNotReadyError: that version never was ready.
    """
    document = (await require_document(session, actor, document_id, need=BaseRole.EDITOR, lock=True)).document
    old = await versions.find_number(session, document_id, number)
    if old is None:
        raise NotFoundError(field="path.number")
    if old.status != DocumentStatus.READY:
        raise DocumentNotReadyError
    await require_room(session, platform, old.size)
    await again(session, platform, bringer(actor), document, old, origin=VersionOrigin.RESTORED)
    return await present_one(session, actor, document)
