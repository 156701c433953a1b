"""`api_keys`."""

from uuid import UUID

from sqlalchemy import or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.repository.paging import fetch_page
from convosphere.features.accounts.tables import ApiKey, Person
from convosphere.platform.database import Page, decode_cursor, encode_cursor
from convosphere.platform.errors import NotFoundError


async def add_api_key(session: AsyncSession, key: ApiKey) -> None:
    """Stores a new key."""
    session.add(key)
    await session.flush()


async def get_api_key(session: AsyncSession, person_id: UUID, key_id: UUID) -> ApiKey:
    """A key of the person that was not revoked; locked until the transaction ends.

    Raises:
        NotFoundError: they have no such key.
    """
    key = await session.scalar(
        select(ApiKey)
        .where(ApiKey.id == key_id, ApiKey.person_id == person_id, ApiKey.revoked_at.is_(None))
        .with_for_update()
    )
    if key is None:
        raise NotFoundError
    return key


async def list_api_keys(session: AsyncSession, person_id: UUID, *, limit: int, cursor: str | None) -> Page[ApiKey]:
    """The person's keys that were not revoked (expired ones too), the newest first."""
    query = select(ApiKey).where(ApiKey.person_id == person_id, ApiKey.revoked_at.is_(None))
    return await fetch_page(session, query, ApiKey, limit=limit, cursor=cursor)


async def list_all_api_keys(
    session: AsyncSession, *, search: str | None, person_id: UUID | None, limit: int, cursor: str | None
) -> Page[tuple[ApiKey, Person]]:
    """The organisation's keys that were not revoked, each with its person, the newest first; `search` is part of the
    key's or the person's name, or the end of the key.
    """
    query = select(ApiKey, Person).join(Person, Person.id == ApiKey.person_id).where(ApiKey.revoked_at.is_(None))
    if person_id is not None:
        query = query.where(ApiKey.person_id == person_id)
    if search:
        query = query.where(
            or_(
                ApiKey.name.icontains(search, autoescape=True),
                ApiKey.hint.endswith(search, autoescape=True),
                Person.name.icontains(search, autoescape=True),
            )
        )
    if cursor is not None:
        query = query.where(tuple_(ApiKey.created_at, ApiKey.id) < tuple_(*decode_cursor(cursor)))
    rows = (await session.execute(query.order_by(ApiKey.created_at.desc(), ApiKey.id.desc()).limit(limit + 1))).all()
    items = [(row[0], row[1]) for row in rows[:limit]]
    last = items[-1][0] if len(rows) > limit else None
    return Page(items, None if last is None else encode_cursor(last.created_at, last.id))


async def get_any_api_key(session: AsyncSession, key_id: UUID) -> tuple[ApiKey, Person]:
    """Anybody's key that was not revoked, locked until the transaction ends, and its person.

    Raises:
        NotFoundError: the organisation has no such key.
    """
    query = select(ApiKey, Person).join(Person, Person.id == ApiKey.person_id)
    query = query.where(ApiKey.id == key_id, ApiKey.revoked_at.is_(None)).with_for_update(of=ApiKey)
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


async def lock_api_keys(session: AsyncSession, person_id: UUID) -> list[ApiKey]:
    """All keys of the person that were not revoked, locked until the transaction ends."""
    query = select(ApiKey).where(ApiKey.person_id == person_id, ApiKey.revoked_at.is_(None)).with_for_update()
    return list(await session.scalars(query.order_by(ApiKey.id)))
