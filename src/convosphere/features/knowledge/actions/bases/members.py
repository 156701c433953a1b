"""Who may what in a base."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.subjects import names_of, require_subject
from convosphere.features.accounts.types import Actor, SubjectKind
from convosphere.features.knowledge.actions.rights import get_base
from convosphere.features.knowledge.errors.access import TooManyMembersError
from convosphere.features.knowledge.events import BaseMemberChanged, BaseMemberRemoved
from convosphere.features.knowledge.repository import bases
from convosphere.features.knowledge.schemas.bases import BaseMemberList, BaseMemberOut
from convosphere.features.knowledge.tables import KnowledgeMember
from convosphere.features.knowledge.types import BaseRole
from convosphere.platform.context import Platform
from convosphere.platform.events import publish

MOST_MEMBERS = 200


async def list_members(session: AsyncSession, actor: Actor, base_id: UUID) -> BaseMemberList:
    """Who may what; for everybody who may read the base."""
    reached = await get_base(session, actor, base_id)
    rows = await bases.list_members(session, base_id)
    everyone = reached.base.everyone_role
    return BaseMemberList(
        items=[_present(row, name) for row, name in rows],
        everyone_role=None if everyone is None else BaseRole(everyone),
        your_role=reached.role,
    )


async def put_member(
    session: AsyncSession,
    platform: Platform,
    actor: Actor,
    base_id: UUID,
    *,
    kind: SubjectKind,
    subject_id: UUID,
    role: BaseRole,
) -> BaseMemberOut:
    """Lets a person or a group do that from now on; again with another role: that one.

    Raises:
        NotFoundError: there is no such base for the actor, or no such person or group.
        TooManyMembersError: see there.
    """
    base = (await get_base(session, actor, base_id, need=BaseRole.MANAGER, lock=True)).base
    name = await require_subject(session, actor, kind, subject_id, field="path.subject_id")
    row = await bases.find_member(session, base_id, kind, subject_id)
    if row is not None and row.role == role:
        return _present(row, name)
    if row is None:
        if await bases.count_members(session, base_id) >= MOST_MEMBERS:
            raise TooManyMembersError(limit=MOST_MEMBERS)
        row = KnowledgeMember(
            organization_id=actor.organization_id,
            base_id=base_id,
            kind=kind,
            subject_id=subject_id,
            role=role,
            added_by=actor.person_id,
            added_at=platform.clock.now(),
        )
        await bases.add(session, row)
    else:
        row.role = role
        await session.flush()
    publish(
        session,
        BaseMemberChanged(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            address=actor.address,
            subject_id=str(base_id),
            name=base.name,
            kind=kind,
            member_id=subject_id,
            member=name,
            role=role,
        ),
    )
    return _present(row, name)


async def remove_member(
    session: AsyncSession, actor: Actor, base_id: UUID, *, kind: SubjectKind, subject_id: UUID
) -> None:
    """Takes an entry away; anybody may give up their own. Nobody there: nothing happens.

    Raises:
        NotFoundError: there is no such base for the actor.
        BaseManagerOnlyError: it is not their own entry.
    """
    leaving = (kind, subject_id) == ("person", actor.person_id)
    base = (await get_base(session, actor, base_id, need=BaseRole.VIEWER if leaving else BaseRole.MANAGER)).base
    row = await bases.find_member(session, base_id, kind, subject_id)
    if row is None:
        return
    names = await names_of(session, [(kind, subject_id)])
    await session.delete(row)
    await session.flush()
    publish(
        session,
        BaseMemberRemoved(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            address=actor.address,
            subject_id=str(base_id),
            name=base.name,
            kind=kind,
            member_id=subject_id,
            member=names.get((kind, subject_id), ""),
        ),
    )


def _present(row: KnowledgeMember, name: str) -> BaseMemberOut:
    kind: SubjectKind = "group" if row.kind == "group" else "person"
    return BaseMemberOut(kind=kind, id=row.subject_id, name=name, role=BaseRole(row.role), added_at=row.added_at)
