"""What people searched for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.tables.search import KnowledgeSearch, SavedSearch
from convosphere.platform.database import Page, decode_cursor, encode_cursor
from convosphere.platform.errors import NotFoundError


async def add_search(session: AsyncSession, values: dict[str, Any]) -> None:
    """Notes a search."""
    await session.execute(insert(KnowledgeSearch).values(values))


async def list_own(session: AsyncSession, person_id: UUID, *, limit: int, cursor: str | None) -> Page[KnowledgeSearch]:
    """What a person searched for on the search page, the newest first."""
    query = select(KnowledgeSearch).where(KnowledgeSearch.person_id == person_id, KnowledgeSearch.via == "search")
    if cursor is not None:
        query = query.where(tuple_(KnowledgeSearch.created_at, KnowledgeSearch.id) < tuple_(*decode_cursor(cursor)))
    query = query.order_by(KnowledgeSearch.created_at.desc(), KnowledgeSearch.id.desc()).limit(limit + 1)
    rows = (await session.scalars(query)).all()
    items = list(rows[:limit])
    more = len(rows) > limit
    return Page(items, encode_cursor(items[-1].created_at, items[-1].id) if more else None)


async def forget(session: AsyncSession, person_id: UUID, search_id: UUID | None) -> None:
    """Removes one of a person's searches, or (None) all of them.

    Raises:
        NotFoundError: there is no such search of theirs.
    """
    statement = delete(KnowledgeSearch).where(KnowledgeSearch.person_id == person_id, KnowledgeSearch.via == "search")
    if search_id is not None:
        statement = statement.where(KnowledgeSearch.id == search_id)
    gone = (await session.scalars(statement.returning(KnowledgeSearch.id))).all()
    if search_id is not None and not gone:
        raise NotFoundError(field="path.search_id")


async def forget_before(session: AsyncSession, moment: datetime) -> None:
    """Removes what the organisation's people searched before a moment, on the page and for answers."""
    await session.execute(delete(KnowledgeSearch).where(KnowledgeSearch.created_at < moment))


async def own_beginning(session: AsyncSession, person_id: UUID, part: str, *, limit: int) -> Sequence[str]:
    """A person's own questions that hold a part, the newest first, each once."""
    newest = func.max(KnowledgeSearch.created_at)
    query = (
        select(func.max(KnowledgeSearch.question))
        .where(
            KnowledgeSearch.person_id == person_id,
            KnowledgeSearch.via == "search",
            KnowledgeSearch.folded.contains(part, autoescape=True),
        )
        .group_by(KnowledgeSearch.folded)
        .order_by(newest.desc())
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def popular(
    session: AsyncSession, readable: Sequence[UUID], since: datetime, *, people: int, limit: int
) -> Sequence[tuple[str, int]]:
    """Questions that at least so many people had, and how many had them; only those of which every base that was
    searched, by whomever, is among the readable ones.
    """
    query = (
        select(func.max(KnowledgeSearch.question), func.count(KnowledgeSearch.person_id.distinct()))
        .where(
            KnowledgeSearch.via == "search",
            KnowledgeSearch.created_at >= since,
            KnowledgeSearch.hits > 0,
            func.cardinality(KnowledgeSearch.bases) > 0,
            KnowledgeSearch.bases.contained_by(list(readable)),
        )
        .group_by(KnowledgeSearch.folded)
        .having(func.count(KnowledgeSearch.person_id.distinct()) >= people)
        .order_by(func.count(KnowledgeSearch.person_id.distinct()).desc(), func.max(KnowledgeSearch.created_at).desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in await session.execute(query)]


async def list_saved(session: AsyncSession, person_id: UUID) -> Sequence[SavedSearch]:
    """What a person keeps, by name."""
    query = (
        select(SavedSearch)
        .where(SavedSearch.person_id == person_id)
        .order_by(func.lower(SavedSearch.name), SavedSearch.id)
    )
    return (await session.scalars(query)).all()


async def get_saved(session: AsyncSession, person_id: UUID, saved_id: UUID) -> SavedSearch:
    """One of them, locked.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    query = select(SavedSearch).where(SavedSearch.id == saved_id, SavedSearch.person_id == person_id)
    row = (await session.scalars(query.with_for_update())).one_or_none()
    if row is None:
        raise NotFoundError(field="path.saved_id")
    return row
