"""All SQL of connections, models and usage. Every read says whose rows it means, beside the database's policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, case, delete, func, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from convosphere.features.accounts.tables import Installation
from convosphere.features.models.errors import ConnectionNotFoundError, ModelNotFoundError
from convosphere.features.models.tables import Connection, Model, UsageRecord
from convosphere.features.models.types import BUILTIN
from convosphere.platform.database import Page, decode_cursor, encode_cursor

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('models:' || :organization, 0))")

ModelRow = Row[Model, Connection]


@dataclass(frozen=True, slots=True)
class UsageTotals:
    """Sums over usage records. `cost` adds up the calls whose price is known; `unpriced` counts the others."""

    calls: int
    completed: int
    stopped: int
    failed: int
    input_tokens: int
    output_tokens: int
    cached_input_tokens: int
    reasoning_tokens: int
    unpriced: int
    cost: Decimal
    median_first_token_ms: int | None


async def lock_models(session: AsyncSession, organization_id: UUID) -> None:
    """One transaction at a time changes an organisation's models: there is one default among all of them."""
    await session.execute(_LOCK, {"organization": str(organization_id)})


async def find_first_organization(session: AsyncSession) -> UUID | None:
    """The organisation that was founded at the first start; None: nobody has come yet."""
    return await session.scalar(select(Installation.default_organization_id))


async def list_connections(
    session: AsyncSession, organization_id: UUID, *, limit: int, cursor: str | None
) -> Page[tuple[Connection, int]]:
    """Connections, the oldest first, each with the number of models that its provider offers."""
    models = (
        select(func.count())
        .where(Model.connection_id == Connection.id, Model.available)
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
    """How many models the provider offers on a connection that the caller has loaded."""
    query = select(func.count()).where(Model.connection_id == connection_id, Model.available)
    return (await session.scalar(query)) or 0


async def models_of(session: AsyncSession, connection_id: UUID) -> Sequence[Model]:
    """All models ever seen on a connection that the caller has loaded."""
    return (await session.scalars(select(Model).where(Model.connection_id == connection_id))).all()


async def list_models(
    session: AsyncSession,
    organization_id: UUID,
    *,
    connection_id: UUID | None = None,
    enabled_only: bool = False,
    limit: int,
    cursor: str | None,
) -> Page[ModelRow]:
    """Models in the order they were first seen, with their connections."""
    query = (
        select(Model, Connection)
        .join(Connection, Model.connection_id == Connection.id)
        .where(Model.organization_id == organization_id)
        .order_by(Model.created_at, Model.id)
        .limit(limit + 1)
    )
    if connection_id is not None:
        query = query.where(Model.connection_id == connection_id)
    if enabled_only:
        query = query.where(Model.enabled, Connection.enabled)
    if cursor is not None:
        query = query.where(tuple_(Model.created_at, Model.id) > tuple_(*decode_cursor(cursor)))
    rows = (await session.execute(query)).all()
    items = rows[:limit]
    return Page(items, encode_cursor(items[-1][0].created_at, items[-1][0].id) if len(rows) > limit else None)


async def model_exists(session: AsyncSession, organization_id: UUID, model_id: UUID) -> bool:
    """Whether the organisation has the model."""
    query = select(Model.id).where(Model.id == model_id, Model.organization_id == organization_id)
    return (await session.scalar(query)) is not None


async def get_model(session: AsyncSession, organization_id: UUID, model_id: UUID) -> ModelRow:
    """A model with its connection.

    Raises:
        ModelNotFoundError: there is none, or it is another organisation's.
    """
    query = (
        select(Model, Connection)
        .join(Connection, Model.connection_id == Connection.id)
        .where(Model.id == model_id, Model.organization_id == organization_id)
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise ModelNotFoundError
    return row


async def find_default(session: AsyncSession, organization_id: UUID) -> ModelRow | None:
    """The default model with its connection."""
    query = (
        select(Model, Connection)
        .join(Connection, Model.connection_id == Connection.id)
        .where(Model.organization_id == organization_id, Model.is_default)
    )
    return (await session.execute(query)).one_or_none()


async def models_named(session: AsyncSession, organization_id: UUID, name: str) -> Sequence[ModelRow]:
    """Models that their providers call `name`: those that can be asked first, then the oldest connection's."""
    usable = Model.enabled & Model.available & Connection.enabled
    query = (
        select(Model, Connection)
        .join(Connection, Model.connection_id == Connection.id)
        .where(Model.organization_id == organization_id, Model.name == name)
        .order_by(usable.desc(), Model.is_default.desc(), Connection.created_at, Connection.id)
    )
    return (await session.execute(query)).all()


async def all_models(session: AsyncSession, organization_id: UUID) -> Sequence[ModelRow]:
    """Every model, in the order in which it may become the default: oldest connections first, builtin last."""
    query = (
        select(Model, Connection)
        .join(Connection, Model.connection_id == Connection.id)
        .where(Model.organization_id == organization_id)
        .order_by((Connection.provider == BUILTIN).asc(), Connection.created_at, Model.created_at, Model.id)
    )
    return (await session.execute(query)).all()


async def sum_usage(session: AsyncSession, organization_id: UUID, since: datetime) -> UsageTotals:
    """Adds up the records since a moment."""
    record = UsageRecord

    def ended(outcome: str) -> ColumnElement[int]:
        return func.count(case((record.outcome == outcome, 1)))

    def total(column: InstrumentedAttribute[int]) -> ColumnElement[int]:
        return func.coalesce(func.sum(column), 0)

    query = select(
        func.count().label("calls"),
        ended("completed").label("completed"),
        ended("stopped").label("stopped"),
        ended("failed").label("failed"),
        total(record.input_tokens).label("input_tokens"),
        total(record.output_tokens).label("output_tokens"),
        total(record.cached_input_tokens).label("cached_input_tokens"),
        total(record.reasoning_tokens).label("reasoning_tokens"),
        func.coalesce(func.sum(record.cost), Decimal(0)).label("cost"),
        func.count(case((record.cost.is_(None), 1))).label("unpriced"),
        func.percentile_disc(0.5).within_group(record.time_to_first_token_ms).label("median_first_token_ms"),
    ).where(record.organization_id == organization_id, record.at >= since)
    return UsageTotals(**(await session.execute(query)).mappings().one())
