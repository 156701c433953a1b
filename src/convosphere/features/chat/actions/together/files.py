"""Files that others attached: whoever may read the conversation may open them, whosever they are."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.repository.attachments import find_attached
from convosphere.features.files.actions import link_to
from convosphere.features.files.schemas import FileLink
from convosphere.features.files.types import Variant
from convosphere.platform.context import Platform
from convosphere.platform.errors import NotFoundError


async def link_to_attachment(
    session: AsyncSession,
    platform: Platform,
    actor: Actor,
    conversation_id: UUID,
    *,
    file_id: UUID,
    variant: Variant,
    download: bool,
) -> FileLink:
    """A link to a file that a message or a waiting question of the conversation carries.

    Like every link it opens the file for minutes, whatever becomes of the access meanwhile.

    Raises:
        NotFoundError: there is no such conversation for the actor, or nothing in it carries this file.
        FileNotReadyError, NoSuchVariantError: see there.
    """
    actor.require("chat.read")
    await repository.get_conversation(session, actor, conversation_id)
    file = await find_attached(session, conversation_id, file_id)
    if file is None:
        raise NotFoundError(field="path.file_id")
    return link_to(platform, file, variant, download=download)
