"""`people`."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.repository.paging import fetch_page
from convosphere.features.accounts.tables import Person
from convosphere.features.accounts.types import Role
from convosphere.platform.database import Page
from convosphere.platform.errors import NotFoundError


async def find_person(session: AsyncSession, person_id: UUID) -> Person | None:
    """The person, or None."""
    return await session.get(Person, person_id)


async def get_person(session: AsyncSession, person_id: UUID, *, lock: bool = False) -> Person:
    """The person; with `lock` nobody changes them until the transaction ends.

    Raises:
        NotFoundError: nobody in this organisation has the id.
    """
    person = await session.get(Person, person_id, with_for_update=True if lock else None)
    if person is None:
        raise NotFoundError
    return person


async def add_person(session: AsyncSession, person: Person) -> None:
    """Stores a new person."""
    session.add(person)
    await session.flush()


async def lock_active_owners(session: AsyncSession) -> set[UUID]:
    """The ids of the active owners; they stay what they are until the transaction ends.

    Always locked in the same order, so that two owners who remove each other wait instead of blocking each other.
    """
    owners = await session.scalars(
        select(Person.id)
        .where(Person.role == Role.OWNER, Person.deactivated_at.is_(None))
        .order_by(Person.id)
        .with_for_update()
    )
    return set(owners)


async def list_people(
    session: AsyncSession,
    *,
    search: str | None,
    role: Role | None,
    active: bool | None,
    limit: int,
    cursor: str | None,
) -> Page[Person]:
    """People, the newest first; `search` is part of a name or an e-mail address."""
    query = select(Person)
    if search:
        query = query.where(
            or_(Person.name.icontains(search, autoescape=True), Person.email.icontains(search, autoescape=True))
        )
    if role is not None:
        query = query.where(Person.role == role)
    if active is not None:
        query = query.where(Person.deactivated_at.is_(None) if active else Person.deactivated_at.is_not(None))
    return await fetch_page(session, query, Person, limit=limit, cursor=cursor)
