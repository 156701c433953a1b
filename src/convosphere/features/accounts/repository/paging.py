"""Pages of rows that have `created_at` and `id`, the newest first."""

from typing import Any, TypeVar

from sqlalchemy import Select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.tables import ListedMixin
from convosphere.platform.database import Page, decode_cursor, encode_cursor

Row = TypeVar("Row", bound=ListedMixin)


async def fetch_page(
    session: AsyncSession, query: Select[Any], table: type[Row], *, limit: int, cursor: str | None
) -> Page[Row]:
    """The rows of `query` behind the cursor.

    Raises:
        InvalidInputError: the cursor is none of ours.
    """
    query = query.order_by(table.created_at.desc(), table.id.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(tuple_(table.created_at, table.id) < tuple_(*decode_cursor(cursor)))
    found: list[Row] = list(await session.scalars(query))
    items = found[:limit]
    return Page(items, encode_cursor(items[-1].created_at, items[-1].id) if len(found) > limit else None)
