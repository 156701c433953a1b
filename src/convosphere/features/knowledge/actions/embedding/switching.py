"""A base's embedder: chosen, changed while the old one serves, called off."""

from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.embedding.embedders import Embedders
from convosphere.features.knowledge.actions.embedding.fetching import is_ready
from convosphere.features.knowledge.actions.embedding.spaces import probe_embedder
from convosphere.features.knowledge.actions.rights import get_base
from convosphere.features.knowledge.errors.embedding import EmbeddingFailedError, NoSwitchError
from convosphere.features.knowledge.events.embedding import BaseEmbedderChosen
from convosphere.features.knowledge.repository import spaces
from convosphere.features.knowledge.tables import KnowledgeBase
from convosphere.features.knowledge.tables.spaces import EmbeddingSwitch
from convosphere.features.knowledge.types import BaseRole
from convosphere.features.knowledge.types.spaces import BaseKey, EmbedderChoice, EmbedderKind, Space, SwitchStatus
from convosphere.platform.context import Platform
from convosphere.platform.events import publish

REEMBED_JOB: Final = "knowledge.reembed"
DROP_JOB: Final = "knowledge.drop_space"
_LOCALE: Final = "en"

_log = structlog.get_logger(__name__)


async def choose_embedder(embedders: Embedders, actor: Actor, base_id: UUID, choice: EmbedderChoice | None) -> None:
    """Gives a base another embedder, in the background; None: words alone, at once. No transaction may be open.

    The same embedder again embeds anew only what is not embedded.

    Raises:
        NotFoundError, BaseManagerOnlyError: see `get_base`.
        EmbeddingFailedError, ModelUnavailableError, LocalEmbedderOffError: the embedder does not work now.
    """
    platform = embedders.platform
    async with platform.database.transaction(actor.organization_id) as session:
        await get_base(session, actor, base_id, need=BaseRole.MANAGER)
    space = None
    if choice is not None:
        space = await probe_embedder(
            embedders, actor.organization_id, choice, person_id=actor.person_id, locale=actor.locale
        )
    async with platform.database.transaction(actor.organization_id) as session:
        base = (await get_base(session, actor, base_id, need=BaseRole.MANAGER, lock=True)).base
        await _change(session, platform, base, space, actor.person_id)
        event = BaseEmbedderChosen(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            address=actor.address,
            subject_id=str(base_id),
            name=base.name,
            embedder=None if space is None else space.name,
        )
        publish(session, event)


async def cancel_switch(session: AsyncSession, platform: Platform, actor: Actor, base_id: UUID) -> None:
    """Calls a change off: the base stays as it is.

    Raises:
        NotFoundError, BaseManagerOnlyError: see `get_base`.
        NoSwitchError: none is running.
    """
    base = (await get_base(session, actor, base_id, need=BaseRole.MANAGER, lock=True)).base
    switch = await spaces.find_switch(session, base_id)
    if base.next_space_id is None or switch is None:
        raise NoSwitchError
    base.next_space_id = None
    switch.status = SwitchStatus.CANCELLED
    switch.finished_at = platform.clock.now()
    await session.flush()
    await drop_unused(session, platform, BaseKey(actor.organization_id, base_id))


async def adopt_embedder(embedders: Embedders, organization_id: UUID, base_id: UUID | None) -> None:
    """Gives the local embedder to a base, or with None to all, if nobody has chosen one; not while it is missing."""
    if not await is_ready(embedders):
        return
    platform = embedders.platform
    try:
        space = await probe_embedder(
            embedders, organization_id, EmbedderChoice(EmbedderKind.LOCAL), person_id=None, locale=_LOCALE
        )
    except EmbeddingFailedError as error:
        _log.warning("embedder_not_adopted", code=error.cause.code)
        return
    async with platform.database.transaction(organization_id) as session:
        wanted = [base_id] if base_id is not None else await spaces.bases_without_choice(session)
    for each in wanted:
        async with platform.database.transaction(organization_id) as session:
            base = await spaces.find_base(session, BaseKey(organization_id, each), lock=True)
            chosen = await spaces.find_switch(session, each)
            if base is not None and chosen is None and base.space_id is None:
                await _change(session, platform, base, space, None)


async def _change(
    session: AsyncSession, platform: Platform, base: KnowledgeBase, wanted: Space | None, person_id: UUID | None
) -> None:
    """The base's row is locked."""
    key = BaseKey(base.organization_id, base.id)
    now = platform.clock.now()
    space = None if wanted is None else await spaces.store_space(session, wanted, now)
    left, total = (0, 0)
    if space is None:
        base.space_id = base.next_space_id = None
        status = SwitchStatus.DONE
    else:
        left, total = await spaces.count_outstanding(session, base.id, space.id)
        # With nothing to do, at once: a new base, or back to where all of it still is.
        at_once = left == 0
        status = SwitchStatus.DONE if at_once else SwitchStatus.WAITING
        if at_once:
            base.space_id, base.next_space_id = space.id, None
        else:
            base.next_space_id = space.id
    base.updated_at = now
    row = EmbeddingSwitch(
        organization_id=base.organization_id,
        base_id=base.id,
        space_id=None if space is None else space.id,
        status=status,
        total=total,
        done=total - left,
        problem_code=None,
        problem_params=None,
        started_by=person_id,
        started_at=now,
        finished_at=now if status is SwitchStatus.DONE else None,
    )
    await session.flush()
    await spaces.store_switch(session, row)
    if status is SwitchStatus.WAITING:
        await platform.jobs.defer(
            session,
            REEMBED_JOB,
            lock=lock_of(key),
            organization_id=str(base.organization_id),
            base_id=str(base.id),
        )
    await drop_unused(session, platform, key)


async def drop_unused(session: AsyncSession, platform: Platform, key: BaseKey) -> None:
    """Takes spaces away in which no base is searched any more: here at once, their vectors right afterwards.

    `key`: the base that has just left one; what may still be writing for it ends first.
    """
    gone = await spaces.unused_spaces(session)
    await spaces.delete_spaces(session, gone)
    for space_id in gone:
        await platform.jobs.defer(
            session,
            DROP_JOB,
            lock=lock_of(key),
            organization_id=str(key.organization_id),
            space_id=str(space_id),
        )


def lock_of(key: BaseKey) -> str:
    """Work on one base's vectors is done one after the other."""
    return f"{REEMBED_JOB}:{key.base_id}"
