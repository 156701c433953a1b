"""`groups` and `group_members`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from convosphere.features.accounts.tables import Group, GroupMember, Person
from convosphere.platform.database import Page, decode_text_cursor, encode_text_cursor
from convosphere.platform.errors import NotFoundError

_MEMBERS = (
    select(func.count())
    .select_from(GroupMember)
    .where(GroupMember.group_id == Group.id)
    .correlate(Group)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A group, and how many people are in it."""

    group: Group
    member_count: int


async def count_groups(session: AsyncSession) -> int:
    """How many groups the organisation has."""
    return await session.scalar(select(func.count()).select_from(Group)) or 0


async def add_group(session: AsyncSession, group: Group) -> None:
    """Stores a new group.

    Raises:
        sqlalchemy.exc.IntegrityError: the name is taken.
    """
    session.add(group)
    await session.flush()


async def get_group(session: AsyncSession, group_id: UUID, *, lock: bool = False) -> Counted:
    """The group; with `lock` neither it nor its members change until the transaction ends.

    Raises:
        NotFoundError: the organisation has no such group.
    """
    query = select(Group, _MEMBERS).where(Group.id == group_id)
    row = (await session.execute(query.with_for_update(of=Group) if lock else query)).one_or_none()
    if row is None:
        raise NotFoundError
    return Counted(row[0], row[1])


async def list_groups(session: AsyncSession, *, search: str | None, limit: int, cursor: str | None) -> Page[Counted]:
    """Groups by name; `search` is part of a name or a description."""
    query = select(Group, _MEMBERS)
    if search:
        query = query.where(
            or_(Group.name.icontains(search, autoescape=True), Group.description.icontains(search, autoescape=True))
        )
    page = await _page_by_name(session, query, func.lower(Group.name), Group.id, limit=limit, cursor=cursor)
    return Page([Counted(row[0], row[1]) for row in page.items], page.next_cursor)


async def list_members(
    session: AsyncSession, group_id: UUID, *, limit: int, cursor: str | None
) -> Page[tuple[Person, datetime]]:
    """The group's people by name, and since when each is in it."""
    query = (
        select(Person, GroupMember.added_at)
        .join(GroupMember, GroupMember.person_id == Person.id)
        .where(GroupMember.group_id == group_id)
    )
    page = await _page_by_name(session, query, func.lower(Person.name), Person.id, limit=limit, cursor=cursor)
    return Page([(row[0], row[1]) for row in page.items], page.next_cursor)


async def list_member_ids(session: AsyncSession, group_id: UUID) -> Sequence[UUID]:
    """Everybody in the group."""
    return (await session.scalars(select(GroupMember.person_id).where(GroupMember.group_id == group_id))).all()


async def add_member(session: AsyncSession, group: Group, person_id: UUID, now: datetime) -> bool:
    """Takes the person in; False: they were in already."""
    statement = (
        insert(GroupMember)
        .values(group_id=group.id, person_id=person_id, organization_id=group.organization_id, added_at=now)
        .on_conflict_do_nothing(index_elements=[GroupMember.group_id, GroupMember.person_id])
        .returning(GroupMember.person_id)
    )
    return await session.scalar(statement) is not None


async def remove_member(session: AsyncSession, group_id: UUID, person_id: UUID) -> bool:
    """Takes the person out; False: they were not in."""
    statement = (
        delete(GroupMember)
        .where(GroupMember.group_id == group_id, GroupMember.person_id == person_id)
        .returning(GroupMember.person_id)
    )
    return await session.scalar(statement) is not None


async def _page_by_name(
    session: AsyncSession,
    query: Select[Any, Any],
    key: ColumnElement[str],
    row_id: InstrumentedAttribute[UUID],
    *,
    limit: int,
    cursor: str | None,
) -> Page[Sequence[Any]]:
    """Rows of `query` ordered by the key and the id, which are the last two columns of each."""
    query = query.add_columns(key, row_id).order_by(key, row_id).limit(limit + 1)
    if cursor is not None:
        query = query.where(tuple_(key, row_id) > tuple_(*decode_text_cursor(cursor)))
    found = (await session.execute(query)).all()
    items = found[:limit]
    next_cursor = encode_text_cursor(items[-1][-2], items[-1][-1]) if len(found) > limit else None
    return Page(items, next_cursor)
