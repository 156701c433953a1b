"""Temporary conversations leave nothing behind."""

from datetime import timedelta

import structlog

from convosphere.features.accounts.actions.organization import list_organization_ids
from convosphere.features.chat import repository
from convosphere.features.chat.actions.conversations import remove_conversations
from convosphere.platform.context import Platform

LIFETIME = timedelta(hours=24)
# So many go in one transaction, which stays short.
_PART = 200

_log = structlog.get_logger(__name__)


async def purge_temporary(platform: Platform) -> None:
    """Removes temporary conversations a day after their last message, in every organisation."""
    async with platform.database.transaction(None) as session:
        organizations = await list_organization_ids(session)
    for organization_id in organizations:
        removed = _PART
        while removed == _PART:
            async with platform.database.transaction(organization_id) as session:
                moment = platform.clock.now() - LIFETIME
                part = await repository.lock_temporary_before(session, moment, most=_PART)
                await remove_conversations(session, platform, part)
            removed = len(part)
            if removed:
                _log.info("temporary_purged", organization_id=str(organization_id), conversations=removed)
