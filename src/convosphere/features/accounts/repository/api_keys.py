"""`api_keys`."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.repository.paging import fetch_page
from convosphere.features.accounts.tables import ApiKey
from convosphere.platform.database import Page
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


async def lock_api_keys(session: AsyncSession, person_id: UUID) -> list[ApiKey]:
    """All keys of the person that were not revoked, locked until the transaction ends."""
    query = select(ApiKey).where(ApiKey.person_id == person_id, ApiKey.revoked_at.is_(None)).with_for_update()
    return list(await session.scalars(query.order_by(ApiKey.id)))
