"""Prompts and templates in the database. Every read takes who asks: one's own, and what the organisation shares."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from convosphere.features.prompts.schemas import LibraryQuery
from convosphere.features.prompts.tables import ChatTemplate, Prompt
from convosphere.platform.database import Page, decode_text_cursor, encode_text_cursor
from convosphere.platform.errors import NotFoundError

Owned = TypeVar("Owned", Prompt, ChatTemplate)

_ESCAPED = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


async def list_prompts(session: AsyncSession, person_id: UUID, wanted: LibraryQuery) -> Page[Prompt]:
    """A page of the prompts that a person sees, by title."""
    part = _part(wanted.q)
    found = (
        []
        if part is None
        else [or_(Prompt.title.ilike(part), Prompt.command.ilike(part), Prompt.tags.contains([wanted.q]))]
    )
    return await _page(session, Prompt, Prompt.title, person_id, wanted, found=found)


async def list_templates(session: AsyncSession, person_id: UUID, wanted: LibraryQuery) -> Page[ChatTemplate]:
    """A page of the templates that a person sees, by name."""
    part = _part(wanted.q)
    found = [] if part is None else [or_(ChatTemplate.name.ilike(part), ChatTemplate.description.ilike(part))]
    return await _page(session, ChatTemplate, ChatTemplate.name, person_id, wanted, found=found)


async def get_visible(
    session: AsyncSession, kind: type[Owned], person_id: UUID, row_id: UUID, *, field: str, lock: bool = False
) -> Owned:
    """One that the person sees.

    Raises:
        NotFoundError: there is none, or it is private to someone else.
    """
    query = select(kind).where(kind.id == row_id, _visible(kind, person_id))
    row = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NotFoundError(field=field)
    return row


async def count_own(session: AsyncSession, kind: type[Prompt | ChatTemplate], person_id: UUID) -> int:
    """How many a person has made."""
    return await session.scalar(select(func.count()).where(kind.owner_id == person_id)) or 0


async def _page(
    session: AsyncSession,
    kind: type[Owned],
    name: InstrumentedAttribute[str],
    person_id: UUID,
    wanted: LibraryQuery,
    *,
    found: list[ColumnElement[bool]],
) -> Page[Owned]:
    key = func.lower(name)
    query = select(kind, key).where(_visible(kind, person_id), *found).order_by(key, kind.id).limit(wanted.limit + 1)
    if wanted.visibility is not None:
        query = query.where(kind.visibility == wanted.visibility)
    if wanted.cursor is not None:
        query = query.where(tuple_(key, kind.id) > tuple_(*decode_text_cursor(wanted.cursor)))
    rows = [(row[0], row[1]) for row in (await session.execute(query)).all()]
    page = rows[: wanted.limit]
    next_cursor = encode_text_cursor(page[-1][1], page[-1][0].id) if len(rows) > wanted.limit else None
    return Page([row for row, _ in page], next_cursor)


def _visible(kind: type[Any], person_id: UUID) -> ColumnElement[bool]:
    return or_(kind.owner_id == person_id, kind.visibility == "organization")


def _part(q: str | None) -> str | None:
    return f"%{q.translate(_ESCAPED)}%" if q else None
