"""Hears that an organisation was founded."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.events import OrganizationCreated
from convosphere.features.models.actions import furnish_organization
from convosphere.features.models.types import EnvironmentConnection
from convosphere.platform.context import Platform
from convosphere.platform.events import Listener


def when_founded(platform: Platform, found: Sequence[EnvironmentConnection]) -> Listener[OrganizationCreated]:
    """Gives the new organisation its first connections."""

    async def furnish(session: AsyncSession, event: OrganizationCreated) -> None:
        await furnish_organization(session, platform, event.organization_id, found)

    return furnish
