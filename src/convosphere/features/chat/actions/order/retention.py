"""How long archived conversations stay, and the work that removes those whose time is over."""

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.organization import list_organization_ids
from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.conversations import remove_conversations
from convosphere.features.chat.events import ArchiveRetentionChanged
from convosphere.features.chat.schemas import RetentionOut, RetentionPut
from convosphere.platform.context import Platform
from convosphere.platform.events import publish

# So many go in one transaction, which stays short.
_PART = 200

_log = structlog.get_logger(__name__)


async def get_retention(session: AsyncSession, actor: Actor) -> RetentionOut:
    """What the actor's organisation has set: everybody is told."""
    actor.require("chat.read")
    row = await repository.find_retention(session)
    return RetentionOut(days=None, since=None) if row is None else RetentionOut(days=row.days, since=row.since)


async def set_retention(session: AsyncSession, platform: Platform, actor: Actor, wanted: RetentionPut) -> RetentionOut:
    """Sets how long; the time runs anew for all that is archived already, so that nothing goes by surprise."""
    actor.require("organization.manage")
    row = await repository.find_retention(session)
    before = None if row is None else row.days
    if row is not None and before == wanted.days:
        return RetentionOut(days=row.days, since=row.since)
    now = platform.clock.now()
    await repository.set_retention(session, actor.organization_id, wanted.days, now)
    publish(
        session,
        ArchiveRetentionChanged(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_type="organization",
            subject_id=str(actor.organization_id),
            address=actor.address,
            before=before,
            after=wanted.days,
        ),
    )
    return RetentionOut(days=wanted.days, since=now)


async def expire_archive(platform: Platform) -> None:
    """Removes archived conversations whose time is over, in every organisation."""
    async with platform.database.transaction(None) as session:
        organizations = await list_organization_ids(session)
    for organization_id in organizations:
        removed = await _expire(platform, organization_id)
        if removed:
            _log.info("archive_expired", organization_id=str(organization_id), conversations=removed)


async def _expire(platform: Platform, organization_id: UUID) -> int:
    removed = 0
    while True:
        async with platform.database.transaction(organization_id) as session:
            row = await repository.find_retention(session)
            if row is None or row.days is None:
                return removed
            latest = platform.clock.now() - timedelta(days=row.days)
            if row.since > latest:
                return removed
            part = await repository.lock_archived_before(session, latest, most=_PART)
            await remove_conversations(session, platform, part)
        removed += len(part)
        if len(part) < _PART:
            return removed
