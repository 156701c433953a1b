"""What the chat hears from other features."""

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.events import GroupDeleted, GroupMembershipChanged
from convosphere.features.chat.actions.together.groups import forget_group
from convosphere.features.chat.actions.together.receipts import forget_departed_of
from convosphere.platform.context import Platform


class ChatListeners:
    """Listeners with the platform in their hands."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    async def on_group_deleted(self, session: AsyncSession, event: GroupDeleted) -> None:
        """What was opened to the group no longer is."""
        await forget_group(session, self._platform, event.group_id)

    async def on_membership_changed(self, session: AsyncSession, event: GroupMembershipChanged) -> None:
        """How far those have got who have left the group is nobody's business any more; who comes has no past."""
        if event.came:
            return
        await forget_departed_of(session, self._platform, event.group_id, event.person_ids)
