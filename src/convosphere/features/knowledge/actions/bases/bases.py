"""Bases: made, listed, changed, deleted."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.files.actions.arrival import chunk_bytes
from convosphere.features.knowledge.actions.embedding.adopting import defer_adoption
from convosphere.features.knowledge.actions.rights import READ, WRITE, get_base
from convosphere.features.knowledge.actions.sweep import kept_since
from convosphere.features.knowledge.errors.access import TooManyBasesError
from convosphere.features.knowledge.events import BaseChanged, BaseCreated
from convosphere.features.knowledge.repository import bases
from convosphere.features.knowledge.repository.access import ReachedBase
from convosphere.features.knowledge.schemas.bases import (
    BaseIn,
    BaseOut,
    BasePage,
    BasePatch,
    BaseQuery,
    KnowledgeLimits,
    Strategy,
)
from convosphere.features.knowledge.tables import KnowledgeBase, KnowledgeMember
from convosphere.features.knowledge.types import BaseRole
from convosphere.platform.context import Platform
from convosphere.platform.events import publish
from convosphere.platform.ids import new_id


async def create_base(session: AsyncSession, platform: Platform, actor: Actor, wanted: BaseIn) -> BaseOut:
    """A new base, managed by the actor.

    Raises:
        TooManyBasesError: see there.
    """
    actor.require(WRITE)
    await require_place(session, platform)
    now = platform.clock.now()
    base = KnowledgeBase(
        id=new_id(),
        organization_id=actor.organization_id,
        name=wanted.name,
        description=wanted.description,
        language=wanted.language,
        strategy=wanted.strategy.model_dump(),
        everyone_role=wanted.everyone_role,
        created_by=actor.person_id,
        created_at=now,
        updated_at=now,
        document_count=0,
        chunk_count=0,
        bytes=0,
    )
    await bases.add(session, base)
    mine = KnowledgeMember(
        organization_id=actor.organization_id,
        base_id=base.id,
        kind="person",
        subject_id=actor.person_id,
        role=BaseRole.MANAGER,
        added_by=actor.person_id,
        added_at=now,
    )
    await bases.add(session, mine)
    await defer_adoption(session, platform, actor.organization_id, base.id)
    publish(session, BaseCreated(**audited(actor, base)))
    return present_base(ReachedBase(base, BaseRole.MANAGER))


async def require_place(session: AsyncSession, platform: Platform) -> None:
    """Checks that the organisation may have one more base.

    Raises:
        TooManyBasesError: it may not.
    """
    most = platform.settings.knowledge.bases_per_organization
    if await bases.count_bases(session) >= most:
        raise TooManyBasesError(limit=most)


async def list_bases(session: AsyncSession, platform: Platform, actor: Actor, query: BaseQuery) -> BasePage:
    """The bases in which the actor may do what is asked for, by name; or the deleted ones that they manage."""
    actor.require(WRITE if query.deleted else READ)
    page = await bases.list_bases(
        session,
        actor,
        q=query.q,
        need=BaseRole.MANAGER if query.deleted else query.role,
        limit=query.limit,
        cursor=query.cursor,
        deleted_after=kept_since(platform) if query.deleted else None,
    )
    return BasePage(items=[present_base(each) for each in page.items], next_cursor=page.next_cursor)


async def read_base(session: AsyncSession, actor: Actor, base_id: UUID) -> BaseOut:
    """One base."""
    return present_base(await get_base(session, actor, base_id))


async def change_base(
    session: AsyncSession, platform: Platform, actor: Actor, base_id: UUID, patch: BasePatch
) -> BaseOut:
    """Changes what is given. What everybody may is effective at once."""
    reached = await get_base(session, actor, base_id, need=BaseRole.MANAGER, lock=True)
    base = reached.base
    given = patch.model_dump(exclude_unset=True)
    changed: dict[str, Any] = {}
    for name, value in given.items():
        # Name, description and strategy cannot be taken away.
        if value is None and name not in ("language", "everyone_role"):
            continue
        if getattr(base, name) != value:
            changed[name] = value
            setattr(base, name, value)
    if changed:
        base.updated_at = platform.clock.now()
        await session.flush()
        publish(session, BaseChanged(**audited(actor, base), changed=changed))
    return present_base(reached)


async def get_limits(session: AsyncSession, platform: Platform, actor: Actor) -> KnowledgeLimits:
    """What one may bring in, and how much of it is used."""
    actor.require(READ)
    settings = platform.settings.knowledge
    return KnowledgeLimits(
        max_bytes=settings.max_bytes,
        archive_bytes=settings.archive_bytes,
        text_characters=settings.text_characters,
        organization_bytes=settings.organization_bytes,
        used_bytes=await bases.total_bytes(session),
        chunk_bytes=chunk_bytes(platform.settings),
        open_uploads=settings.open_uploads,
        keep_deleted_days=settings.keep_deleted_days,
    )


def present_base(reached: ReachedBase) -> BaseOut:
    """A base as the actor sees it."""
    base = reached.base
    return BaseOut(
        id=base.id,
        name=base.name,
        description=base.description,
        language=base.language,
        strategy=Strategy.model_validate(base.strategy),
        everyone_role=None if base.everyone_role is None else BaseRole(base.everyone_role),
        your_role=reached.role,
        lexical_only=base.space_id is None,
        document_count=base.document_count,
        chunk_count=base.chunk_count,
        bytes=base.bytes,
        created_at=base.created_at,
        updated_at=base.updated_at,
        deleted_at=base.deleted_at,
    )


def audited(actor: Actor, base: KnowledgeBase) -> dict[str, Any]:
    """Who did it, and to which base: for events."""
    return {
        "organization_id": actor.organization_id,
        "actor_id": actor.person_id,
        "address": actor.address,
        "subject_id": str(base.id),
        "name": base.name,
    }
