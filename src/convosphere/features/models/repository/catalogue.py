"""Models, with their connections."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from convosphere.engines.llm import ModelKind
from convosphere.features.models.errors import ModelNotFoundError
from convosphere.features.models.repository.access import open_to
from convosphere.features.models.tables import Connection, Model
from convosphere.features.models.types import BUILTIN, Asker
from convosphere.platform.database import Page, decode_cursor, encode_cursor

ModelRow = Row[Model, Connection]


async def models_of(session: AsyncSession, connection_id: UUID) -> Sequence[Model]:
    """All models ever seen on a connection that the caller has loaded."""
    return (await session.scalars(select(Model).where(Model.connection_id == connection_id))).all()


def _rows(organization_id: UUID, asker: Asker | None) -> Select[Model, Connection]:
    return (
        select(Model, Connection)
        .join(Connection, Model.connection_id == Connection.id)
        .where(Model.organization_id == organization_id, open_to(asker))
    )


async def list_models(
    session: AsyncSession, organization_id: UUID, *, connection_id: UUID, limit: int, cursor: str | None
) -> Page[ModelRow]:
    """All models of a connection in the order they were first seen, for those who administer."""
    query = _rows(organization_id, None).where(Model.connection_id == connection_id)
    return await _page(session, query, limit, cursor)


async def list_choices(
    session: AsyncSession,
    organization_id: UUID,
    asker: Asker,
    *,
    kinds: Collection[ModelKind],
    limit: int,
    cursor: str | None,
) -> tuple[Page[ModelRow], bool]:
    """Models of these kinds that are switched on and that somebody may use, in the order they were first seen.

    And whether the organisation's default is among all of theirs; an empty page does not know, and says so.
    """
    query = _rows(organization_id, asker).where(Model.enabled, Connection.enabled, Model.kind.in_(kinds))
    default = aliased(Model)
    theirs = select(default.id).where(
        default.organization_id == organization_id, default.is_default, open_to(asker, default)
    )
    query = query.add_columns(exists(theirs).label("has_default"))
    page = await _page(session, query, limit, cursor)
    return page, bool(page.items) and page.items[0].has_default


async def _page(session: AsyncSession, query: Select[*tuple[Any, ...]], limit: int, cursor: str | None) -> Page[Any]:
    query = query.order_by(Model.created_at, Model.id).limit(limit + 1)
    if cursor is not None:
        query = query.where(tuple_(Model.created_at, Model.id) > tuple_(*decode_cursor(cursor)))
    rows = (await session.execute(query)).all()
    items = rows[:limit]
    return Page(items, encode_cursor(items[-1][0].created_at, items[-1][0].id) if len(rows) > limit else None)


async def model_exists(session: AsyncSession, organization_id: UUID, model_id: UUID, asker: Asker) -> bool:
    """Whether the organisation has the model, it chats, and it is open to the asker."""
    query = select(Model.id).where(
        Model.id == model_id, Model.organization_id == organization_id, Model.kind == "chat", open_to(asker)
    )
    return (await session.scalar(query)) is not None


async def known_models(session: AsyncSession, organization_id: UUID, ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these the organisation has."""
    query = select(Model.id).where(Model.organization_id == organization_id, Model.id.in_(ids))
    return frozenset(await session.scalars(query))


async def get_model(
    session: AsyncSession, organization_id: UUID, model_id: UUID, asker: Asker | None = None
) -> ModelRow:
    """A model with its connection; without an asker whoever may use it.

    Raises:
        ModelNotFoundError: there is none, it is another organisation's, or it is not open to the asker.
    """
    row = (await session.execute(_rows(organization_id, asker).where(Model.id == model_id))).one_or_none()
    if row is None:
        raise ModelNotFoundError
    return row


async def models_among(
    session: AsyncSession, organization_id: UUID, ids: Sequence[UUID], asker: Asker
) -> Sequence[ModelRow]:
    """Those of these that there still are and that are open to the asker, in the given order."""
    rows = (await session.execute(_rows(organization_id, asker).where(Model.id.in_(ids)))).all()
    return sorted(rows, key=lambda row: ids.index(row[0].id))


async def find_default(session: AsyncSession, organization_id: UUID, asker: Asker) -> ModelRow | None:
    """The organisation's default model with its connection, if it is open to the asker."""
    return (await session.execute(_rows(organization_id, asker).where(Model.is_default))).one_or_none()


async def models_named(
    session: AsyncSession, organization_id: UUID, name: str, asker: Asker | None = None
) -> Sequence[ModelRow]:
    """Models that their providers call `name`: those that can be asked first, then the oldest connection's."""
    usable = Model.enabled & Model.available & Connection.enabled
    query = (
        _rows(organization_id, asker)
        .where(Model.name == name)
        .order_by(usable.desc(), Model.is_default.desc(), Connection.created_at, Connection.id)
    )
    return (await session.execute(query)).all()


async def all_models(session: AsyncSession, organization_id: UUID, asker: Asker | None = None) -> Sequence[ModelRow]:
    """Every model, in the order in which it may become the default: oldest connections first, builtin last."""
    query = _rows(organization_id, asker).order_by(
        (Connection.provider == BUILTIN).asc(), Connection.created_at, Model.created_at, Model.id
    )
    return (await session.execute(query)).all()
