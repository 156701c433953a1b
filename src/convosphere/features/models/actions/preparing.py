"""Has ready ahead what the first call of some providers would have to wait for, in every process that may make it."""

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import Gateway, Provider
from convosphere.features.accounts.actions.organization import list_organization_ids
from convosphere.features.models import repository
from convosphere.platform.context import Platform
from convosphere.platform.events import after_commit
from convosphere.platform.realtime import EventLogUnavailableError

PREPARE_SIGNAL = "connection.prepare"
# LiteLLM's import alone takes seconds, and memory that nobody should pay for who does not use it.
_SLOW: Provider = "litellm"

_log = structlog.get_logger(__name__)


async def prepare_used(platform: Platform, gateway: Gateway) -> None:
    """Prepares what any organisation's connections need; at the start of a process."""
    async with platform.database.transaction(None) as session:
        organizations = await list_organization_ids(session)
    for organization_id in organizations:
        async with platform.database.transaction(organization_id) as session:
            if await repository.uses_provider(session, organization_id, _SLOW):
                gateway.prepare(_SLOW)
                return


def prepare_everywhere(session: AsyncSession, platform: Platform, provider: str) -> None:
    """Has every process prepare for a connection that this transaction makes, once it is committed."""
    if provider != _SLOW:
        return

    async def tell() -> None:
        try:
            await platform.control.publish(PREPARE_SIGNAL, provider=_SLOW)
        except EventLogUnavailableError as error:
            # Whoever needs it first waits for it.
            _log.warning("provider_not_prepared", error=str(error))

    after_commit(session, tell)
