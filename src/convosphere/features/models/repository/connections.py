"""Connections, and the lock on all that an organisation has of them and of models."""

from uuid import UUID

from sqlalchemy import delete, func, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.tables import Installation
from convosphere.features.models.errors import ConnectionNotFoundError
from convosphere.features.models.tables import Connection, Model
from convosphere.platform.database import Page, decode_cursor, encode_cursor

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('models:' || :organization, 0))")


async def lock_models(session: AsyncSession, organization_id: UUID) -> None:
    """One transaction at a time changes an organisation's models: there is one default among all of them."""
    await session.execute(_LOCK, {"organization": str(organization_id)})


async def find_first_organization(session: AsyncSession) -> UUID | None:
    """The organisation that was founded at the first start; None: nobody has come yet."""
    return await session.scalar(select(Installation.default_organization_id))


async def list_connections(
    session: AsyncSession, organization_id: UUID, *, limit: int, cursor: str | None
) -> Page[tuple[Connection, int]]:
    """Connections, the oldest first, each with the number of models of use that its provider offers."""
    models = (
        select(func.count())
        .where(Model.connection_id == Connection.id, Model.available, Model.kind != "other")
        .correlate(Connection)
        .scalar_subquery()
    )
    query = (
        select(Connection, models)
        .where(Connection.organization_id == organization_id)
        .order_by(Connection.created_at, Connection.id)
        .limit(limit + 1)
    )
    if cursor is not None:
        query = query.where(tuple_(Connection.created_at, Connection.id) > tuple_(*decode_cursor(cursor)))
    rows = [(row[0], row[1]) for row in await session.execute(query)]
    items = rows[:limit]
    return Page(items, encode_cursor(items[-1][0].created_at, items[-1][0].id) if len(rows) > limit else None)


async def find_connection(
    session: AsyncSession, organization_id: UUID, connection_id: UUID, *, lock: bool = False
) -> Connection | None:
    """One connection; `lock` keeps others from changing it in this transaction."""
    query = select(Connection).where(Connection.id == connection_id, Connection.organization_id == organization_id)
    return (await session.scalars(query.with_for_update() if lock else query)).one_or_none()


async def get_connection(
    session: AsyncSession, organization_id: UUID, connection_id: UUID, *, lock: bool = False
) -> Connection:
    """As `find_connection`.

    Raises:
        ConnectionNotFoundError: there is none, or it is another organisation's.
    """
    connection = await find_connection(session, organization_id, connection_id, lock=lock)
    if connection is None:
        raise ConnectionNotFoundError
    return connection


async def name_is_taken(
    session: AsyncSession, organization_id: UUID, name: str, *, by_other_than: UUID | None = None
) -> bool:
    """Whether a connection has this name."""
    query = select(Connection.id).where(Connection.organization_id == organization_id, Connection.name == name)
    if by_other_than is not None:
        query = query.where(Connection.id != by_other_than)
    return (await session.scalar(query.limit(1))) is not None


async def uses_provider(session: AsyncSession, organization_id: UUID, provider: str) -> bool:
    """Whether a connection of this kind is switched on."""
    query = select(Connection.id).where(
        Connection.organization_id == organization_id, Connection.provider == provider, Connection.enabled
    )
    return (await session.scalar(query.limit(1))) is not None


async def connected_addresses(session: AsyncSession, organization_id: UUID) -> frozenset[str]:
    """The base URLs that connections have."""
    query = select(Connection.base_url).where(
        Connection.organization_id == organization_id, Connection.base_url.is_not(None)
    )
    return frozenset(url for url in await session.scalars(query) if url is not None)


async def delete_connection(session: AsyncSession, connection_id: UUID) -> None:
    """Removes a connection that the caller has loaded; its models go with it."""
    await session.execute(delete(Connection).where(Connection.id == connection_id))


async def count_offered(session: AsyncSession, connection_id: UUID) -> int:
    """How many models the provider offers that are of use here, on a connection that the caller has loaded."""
    query = select(func.count()).where(Model.connection_id == connection_id, Model.available, Model.kind != "other")
    return (await session.scalar(query)) or 0
