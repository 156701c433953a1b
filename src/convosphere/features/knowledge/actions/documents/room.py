"""Whether there is room for what is to come, and where it is to lie."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.ingest.bring import Bringer
from convosphere.features.knowledge.errors.documents import DocumentTooLargeError, KnowledgeSpaceError
from convosphere.features.knowledge.repository import bases, folders
from convosphere.platform.context import Platform


async def require_room(session: AsyncSession, platform: Platform, size: int, *, archive: bool = False) -> None:
    """Checks the sizes that the settings allow.

    Raises:
        DocumentTooLargeError, KnowledgeSpaceError: see there.
    """
    settings = platform.settings.knowledge
    most = settings.archive_bytes if archive else settings.max_bytes
    if size > most:
        raise DocumentTooLargeError(limit=most, given=size)
    used = await bases.total_bytes(session)
    if used + size > settings.organization_bytes:
        raise KnowledgeSpaceError(used=used, limit=settings.organization_bytes)


async def require_folder(session: AsyncSession, base_id: UUID, folder_id: UUID | None) -> None:
    """Checks that the folder is one of the base's.

    Raises:
        NotFoundError: it is not.
    """
    if folder_id is not None:
        await folders.get_folder(session, base_id, folder_id, field="body.folder_id")


def bringer(actor: Actor) -> Bringer:
    """The actor as the one who brings something."""
    return Bringer(actor.organization_id, actor.person_id, actor.locale)
