"""Who stands behind a credential: one statement that looks at the session or key and at the person together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    LargeBinary,
    Result,
    Select,
    Uuid,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.rules import LAST_USED_PRECISION
from convosphere.features.accounts.tables import ApiKey, GroupMember, Person, PersonSession

_Found = Select[*tuple[Any, ...]]

# Asked by every request: built once, on the tables' columns, so that nothing is left to do but to send them.
_people, _sessions, _keys, _members = (t.__table__.c for t in (Person, PersonSession, ApiKey, GroupMember))
_now: ColumnElement[datetime] = bindparam("now", type_=DateTime(timezone=True))
_groups = select(_members.group_id).where(_members.person_id == _people.id).scalar_subquery()
_person = (
    _people.id,
    _people.organization_id,
    _people.name,
    _people.role,
    _people.locale,
    func.array(_groups, type_=ARRAY(Uuid())),
)
_BY_SESSION: _Found = (
    select(*_person, _sessions.id, _sessions.last_used_at)
    .join_from(Person.__table__, PersonSession.__table__, _sessions.person_id == _people.id)
    .where(
        _sessions.id == bindparam("session", type_=Uuid()),
        _sessions.ended_at.is_(None),
        _sessions.expires_at > _now,
        _people.id == bindparam("person", type_=Uuid()),
        _people.deactivated_at.is_(None),
    )
)


def _by_key(which: ColumnElement[bool]) -> _Found:
    return (
        select(*_person, _keys.id, _keys.last_used_at, _keys.scopes)
        .join_from(Person.__table__, ApiKey.__table__, _keys.person_id == _people.id)
        .where(
            which,
            _keys.revoked_at.is_(None),
            or_(_keys.expires_at.is_(None), _keys.expires_at > _now),
            _people.deactivated_at.is_(None),
        )
    )


_BY_KEY_HASH = _by_key(_keys.key_hash == bindparam("key", type_=LargeBinary()))
_BY_KEY_ID = _by_key(_keys.id == bindparam("key", type_=Uuid()))


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
    found = await session.execute(_BY_SESSION, {"session": session_id, "person": person_id, "now": now})
    row = found.one_or_none()
    return None if row is None else Identity(*(*tuple(row), None))


async def find_by_api_key(session: AsyncSession, key_hash: bytes, now: datetime) -> Identity | None:
    """The person of an API key that holds at `now`."""
    return _identity(await session.execute(_BY_KEY_HASH, {"key": key_hash, "now": now}))


async def find_by_api_key_id(session: AsyncSession, key_id: UUID, now: datetime) -> Identity | None:
    """The same, for whoever has shown the key before."""
    return _identity(await session.execute(_BY_KEY_ID, {"key": key_id, "now": now}))


async def find_by_person(session: AsyncSession, person_id: UUID) -> Identity | None:
    """An active person, for work on their behalf that outlives their session."""
    query: _Found = select(*_person).where(_people.id == person_id, _people.deactivated_at.is_(None))
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Identity(*(*tuple(row), person_id, None, None))


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


def _identity(found: Result[*tuple[Any, ...]]) -> Identity | None:
    row = found.one_or_none()
    return None if row is None else Identity(*row)
