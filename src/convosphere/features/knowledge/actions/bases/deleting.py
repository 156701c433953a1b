"""Bases deleted with all in them, brought back while their days last, or taken away for good."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.bases.bases import audited, present_base, require_place
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.embedding.adopting import defer_adoption
from convosphere.features.knowledge.actions.embedding.switching import REEMBED_JOB, lock_of
from convosphere.features.knowledge.actions.ingest.bring import defer_ingest
from convosphere.features.knowledge.actions.notify import tell_base
from convosphere.features.knowledge.actions.rights import get_base, get_kept_base
from convosphere.features.knowledge.actions.sweep import defer_sweep, kept_since
from convosphere.features.knowledge.events import BaseDeleted, BaseRestored
from convosphere.features.knowledge.repository import versions
from convosphere.features.knowledge.schemas.bases import BaseOut
from convosphere.features.knowledge.tables import KnowledgeBase
from convosphere.features.knowledge.types import BaseRole, VersionKey
from convosphere.features.knowledge.types.spaces import BaseKey
from convosphere.platform.context import Platform
from convosphere.platform.events import publish

RESUME_JOB: Final = "knowledge.resume_base"
_BATCH: Final = 200


async def delete_base(
    session: AsyncSession, platform: Platform, actor: Actor, base_id: UUID, *, for_good: bool = False
) -> None:
    """Deletes a base with all in it: for everybody at once; from storage and index when its days are over.

    `for_good`: right afterwards, also if it is deleted already.

    Raises:
        NotFoundError, BaseManagerOnlyError: there is no such base for the actor to manage.
    """
    if for_good:
        base = (await get_kept_base(session, actor, base_id, kept_since(platform), live=True)).base
    else:
        base = (await get_base(session, actor, base_id, need=BaseRole.MANAGER, lock=True)).base
    days = platform.settings.knowledge.keep_deleted_days
    now = platform.clock.now()
    # As if its days were over: whoever would bring it back, and the clean-up, ask for nothing else.
    base.deleted_at = now - timedelta(days=days) if for_good else now
    await session.flush()
    publish(session, BaseDeleted(**audited(actor, base), for_good=for_good))
    tell_base(session, platform, base_id)
    if for_good or not days:
        await defer_sweep(session, platform, actor.organization_id)


async def restore_base(session: AsyncSession, platform: Platform, actor: Actor, base_id: UUID) -> BaseOut:
    """Brings a deleted base back, with all that was in it and everybody's rights.

    Raises:
        NotFoundError: it is gone, not deleted, or not for the actor.
        BaseManagerOnlyError: the actor does not manage it.
        TooManyBasesError: see there.
    """
    reached = await get_kept_base(session, actor, base_id, kept_since(platform))
    base = reached.base
    await require_place(session, platform)
    base.deleted_at = None
    base.updated_at = platform.clock.now()
    await session.flush()
    publish(session, BaseRestored(**audited(actor, base)))
    tell_base(session, platform, base_id)
    await _go_on(session, platform, base)
    return present_base(reached)


async def _go_on(session: AsyncSession, platform: Platform, base: KnowledgeBase) -> None:
    """Jobs that came to the base while it was deleted have ended: what they were about is asked for again."""
    ids = {"organization_id": str(base.organization_id), "base_id": str(base.id)}
    await platform.jobs.defer(session, RESUME_JOB, **ids)
    if base.next_space_id is not None:
        lock = lock_of(BaseKey(base.organization_id, base.id))
        await platform.jobs.defer(session, REEMBED_JOB, lock=lock, **ids)
    await defer_adoption(session, platform, base.organization_id, base.id)


async def resume_base(desk: Desk, organization_id: UUID, base_id: UUID) -> None:
    """Has everything in a base taken in that was on its way when the base was deleted."""
    after: UUID | None = None
    while True:
        async with desk.platform.database.transaction(organization_id) as session:
            waiting = await versions.open_in(session, base_id, after=after, limit=_BATCH)
            for version_id in waiting:
                await defer_ingest(session, desk.platform, VersionKey(organization_id, version_id))
        if len(waiting) < _BATCH:
            return
        after = waiting[-1]
