"""Who stands behind a credential: one statement that looks at the session or key and at the person together."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.rules import LAST_USED_PRECISION
from convosphere.features.accounts.tables import ApiKey, Person, PersonSession

_PERSON = (Person.id, Person.organization_id, Person.name, Person.role, Person.locale)


@dataclass(frozen=True, slots=True)
class Identity:
    """An active person and the live session or key that speaks for them (`scopes` only of a key)."""

    person_id: UUID
    organization_id: UUID
    name: str
    role: str
    locale: str
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
    query = (
        select(*_PERSON, ApiKey.id, ApiKey.last_used_at, ApiKey.scopes)
        .join(ApiKey, ApiKey.person_id == Person.id)
        .where(ApiKey.key_hash == key_hash, *_key_holds(now))
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Identity(*row)


async def api_key_holds(session: AsyncSession, key_id: UUID, now: datetime) -> bool:
    """Whether the key and its person are good at `now`."""
    query = select(ApiKey.id).join(Person, Person.id == ApiKey.person_id).where(ApiKey.id == key_id, *_key_holds(now))
    return (await session.execute(query)).one_or_none() is not None


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


def _key_holds(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        ApiKey.revoked_at.is_(None),
        or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now),
        Person.deactivated_at.is_(None),
    )
