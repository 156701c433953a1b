"""Looking at a file, and giving it up."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.files import repository
from convosphere.features.files.actions.present import present_file
from convosphere.features.files.actions.sweep import defer_sweep
from convosphere.features.files.actions.uploads import WRITE
from convosphere.features.files.errors import FileInUseError
from convosphere.features.files.schemas import Attachment
from convosphere.platform.context import Platform

READ = "chat.files.read"


async def get_file(session: AsyncSession, actor: Actor, file_id: UUID) -> Attachment:
    """One of the actor's files.

    Raises:
        NoSuchFileError: there is none, or it is somebody else's.
    """
    actor.require(READ)
    return present_file(await repository.get_file(session, actor.person_id, file_id), actor.locale)


async def delete_file(session: AsyncSession, platform: Platform, actor: Actor, file_id: UUID) -> None:
    """Gives up a file that no message carries; its content goes right afterwards.

    Raises:
        FileInUseError: a message carries it.
    """
    actor.require(WRITE)
    file = await repository.get_file(session, actor.person_id, file_id, lock=True)
    if file.uses:
        raise FileInUseError
    file.doomed_at = platform.clock.now()
    await session.flush()
    await defer_sweep(session, platform, actor.organization_id)
