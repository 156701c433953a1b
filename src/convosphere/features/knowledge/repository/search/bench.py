"""Question sets and their runs. The caller has checked the base."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.tables.search import BenchRun, QuestionSet
from convosphere.platform.database import Page, decode_cursor, encode_cursor
from convosphere.platform.errors import NotFoundError


async def list_sets(session: AsyncSession, base_id: UUID) -> Sequence[tuple[QuestionSet, BenchRun | None]]:
    """All sets of a base, each with its newest run. Two statements."""
    rows = (
        await session.scalars(
            select(QuestionSet).where(QuestionSet.base_id == base_id).order_by(QuestionSet.created_at, QuestionSet.id)
        )
    ).all()
    newest = (
        select(BenchRun)
        .ext(distinct_on(BenchRun.set_id))
        .where(BenchRun.set_id.in_([row.id for row in rows]))
        .order_by(BenchRun.set_id, BenchRun.created_at.desc(), BenchRun.id.desc())
    )
    runs = {run.set_id: run for run in await session.scalars(newest)} if rows else {}
    return [(row, runs.get(row.id)) for row in rows]


async def count_sets(session: AsyncSession, base_id: UUID) -> int:
    """How many a base has."""
    return await session.scalar(select(func.count()).where(QuestionSet.base_id == base_id)) or 0


async def get_set(session: AsyncSession, set_id: UUID, *, lock: bool = False) -> QuestionSet:
    """A set of the organisation; the caller checks its base.

    Raises:
        NotFoundError: there is none.
    """
    row = await session.get(QuestionSet, set_id, with_for_update=True if lock else None)
    if row is None:
        raise NotFoundError(field="path.set_id")
    return row


async def newest_run(session: AsyncSession, set_id: UUID) -> BenchRun | None:
    """The newest run of a set."""
    query = select(BenchRun).where(BenchRun.set_id == set_id).order_by(BenchRun.created_at.desc(), BenchRun.id.desc())
    return (await session.scalars(query.limit(1))).one_or_none()


async def list_runs(session: AsyncSession, set_id: UUID, *, limit: int, cursor: str | None) -> Page[BenchRun]:
    """Runs of a set, the newest first."""
    query = select(BenchRun).where(BenchRun.set_id == set_id)
    if cursor is not None:
        query = query.where(tuple_(BenchRun.created_at, BenchRun.id) < tuple_(*decode_cursor(cursor)))
    query = query.order_by(BenchRun.created_at.desc(), BenchRun.id.desc()).limit(limit + 1)
    rows = (await session.scalars(query)).all()
    items = list(rows[:limit])
    more = len(rows) > limit
    return Page(items, encode_cursor(items[-1].created_at, items[-1].id) if more else None)


async def find_run(session: AsyncSession, run_id: UUID, *, lock: bool = False) -> BenchRun | None:
    """A run of the organisation."""
    return await session.get(BenchRun, run_id, with_for_update=True if lock else None)
