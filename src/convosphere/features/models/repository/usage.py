"""Usage records, added once each."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.models.tables import UsageRecord
from convosphere.features.models.types import LOST

_NEW = insert(UsageRecord.__table__)  # type: ignore[arg-type]  # a declared class's table is one
# Made once: SQLAlchemy takes milliseconds to write such a statement.
_ADD = _NEW.on_conflict_do_update(
    index_elements=["reservation_id"],
    set_={
        column.name: _NEW.excluded[column.name]
        for column in UsageRecord.__table__.columns
        if column.name not in {"id", "organization_id", "reservation_id"}
    },
    where=(UsageRecord.outcome == LOST) & (_NEW.excluded.outcome != LOST),
)


async def add_usage(session: AsyncSession, records: Sequence[Mapping[str, Any]]) -> None:
    """Stores calls that had reservations, each once: a call that was taken for lost is recorded as it really ended."""
    if records:
        await session.execute(_ADD, list(records))
