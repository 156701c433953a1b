"""When a group is deleted, the conversations that were opened to it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat import repository
from convosphere.features.chat.actions.together.receipts import forget_departed
from convosphere.features.chat.actions.together.telling import tell_group_taken_out
from convosphere.platform.context import Platform


async def forget_group(session: AsyncSession, platform: Platform, group_id: UUID) -> None:
    """Closes them to it, in the transaction that deletes it; its people may have kept access of their own. As many
    statements for a thousand conversations as for one.
    """
    rows = await repository.take_out_group(session, group_id)
    if not rows:
        return
    await forget_departed(session, platform, [row.id for row in rows])
    await tell_group_taken_out(session, platform, rows)
