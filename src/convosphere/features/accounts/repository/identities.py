"""Who stands behind a credential: one statement that looks at the session or key and at the person together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.rules import LAST_USED_PRECISION
from convosphere.features.accounts.tables import ApiKey, GroupMember, Person, PersonSession

_GROUPS = select(GroupMember.group_id).where(GroupMember.person_id == Person.id).correlate(Person).scalar_subquery()
_PERSON = (
    Person.id,
    Person.organization_id,
    Person.name,
    Person.role,
    Person.locale,
    func.array(_GROUPS, type_=ARRAY(Uuid())),
)


@dataclass(frozen=True, slots=True)
class Identity:
    """An active person and the live session or key that speaks for them (`scopes` only of a key)."""

    person_id: UUID
    organization_id: UUID
    name: str
    role: str
    locale: str
    group_ids: Sequence[UUID]
    credential_id: UUID
    last_used_at: datetime | None
    scopes: list[str] | None


async def find_by_session(session: AsyncSession, session_id: UUID, person_id: UUID, now: datetime) -> Identity | None:
    """The person of a session that holds at `now`."""
    query = (
        select(*_PERSON, PersonSession.id, PersonSession.last_used_at)
        .join(PersonSession, PersonSession.person_id == Person.id)
        .where(
            PersonSession.id == session_id,
            PersonSession.ended_at.is_(None),
            PersonSession.expires_at > now,
            Person.id == person_id,
            Person.deactivated_at.is_(None),
        )
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Identity(*row, scopes=None)


async def find_by_api_key(session: AsyncSession, key_hash: bytes, now: datetime) -> Identity | None:
    """The person of an API key that holds at `now`."""
    return await _find_by_key(session, ApiKey.key_hash == key_hash, now)


async def find_by_api_key_id(session: AsyncSession, key_id: UUID, now: datetime) -> Identity | None:
    """The same, for whoever has shown the key before."""
    return await _find_by_key(session, ApiKey.id == key_id, now)


async def note_use(session: AsyncSession, identity: Identity, now: datetime) -> None:
    """Writes down that the session or key was used; at most once a minute, and never waits for others who do."""
    if identity.last_used_at is not None and identity.last_used_at > now - LAST_USED_PRECISION:
        return
    table = PersonSession if identity.scopes is None else ApiKey
    free = select(table.id).where(table.id == identity.credential_id).with_for_update(skip_locked=True)
    await session.execute(
        update(table).where(table.id == free.scalar_subquery()).values(last_used_at=now),
        execution_options={"synchronize_session": False},
    )


async def _find_by_key(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> Identity | None:
    query = (
        select(*_PERSON, ApiKey.id, ApiKey.last_used_at, ApiKey.scopes)
        .join(ApiKey, ApiKey.person_id == Person.id)
        .where(
            which,
            ApiKey.revoked_at.is_(None),
            or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now),
            Person.deactivated_at.is_(None),
        )
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Identity(*row)
