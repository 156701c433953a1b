"""People and groups as one list: to search it, and to look up single ones."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    Text,
    case,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.tables import Group, Person
from convosphere.features.accounts.types import Subject, SubjectKind
from convosphere.platform.database import Page, decode_text_cursor, encode_text_cursor
from convosphere.platform.errors import InvalidInputError

# People stand before groups, and among each what begins with the text before what merely contains it.
_PEOPLE, _GROUPS = 0, 2
_RANKS = ("0", "1", "2", "3")


async def search_directory(
    session: AsyncSession, *, without: UUID, search: str | None, limit: int, cursor: str | None
) -> Page[Row[Any]]:
    """People with open accounts but the one `without`, and groups: rows with kind, id, name, detail.

    Raises:
        InvalidInputError: the cursor is none of ours.
    """
    after = None if cursor is None else _decode(cursor)
    people = _matching("person", search, after).where(Person.deactivated_at.is_(None), Person.id != without)
    # Each side brings at most a page, so that the whole list is never put in order.
    sides = (people, _matching("group", search, after))
    both = union_all(*(side.order_by("rank", "key", "id").limit(limit + 1) for side in sides))
    found = (await session.execute(both.order_by("rank", "key", "id").limit(limit + 1))).all()
    items = found[:limit]
    if len(found) == len(items):
        return Page(items, None)
    return Page(items, encode_text_cursor(f"{items[-1].rank}{items[-1].key}", items[-1].id))


async def find_name(session: AsyncSession, organization_id: UUID, kind: SubjectKind, subject_id: UUID) -> str | None:
    """The name of a person with an open account, or of a group; None: the organisation has none."""
    table = Person if kind == "person" else Group
    query = select(table.name).where(table.id == subject_id, table.organization_id == organization_id)
    return await session.scalar(query.where(Person.deactivated_at.is_(None)) if kind == "person" else query)


async def names_of(session: AsyncSession, subjects: Collection[Subject]) -> dict[Subject, str]:
    """The names of all that exist, closed accounts included, by one statement."""
    ids: dict[SubjectKind, set[UUID]] = defaultdict(set)
    for kind, subject_id in subjects:
        ids[kind].add(subject_id)
    both = union_all(
        select(literal("person").label("kind"), Person.id, Person.name).where(Person.id.in_(ids["person"])),
        select(literal("group"), Group.id, Group.name).where(Group.id.in_(ids["group"])),
    )
    rows = await session.execute(both)
    return {("person" if kind == "person" else "group", subject_id): name for kind, subject_id, name in rows}


def _matching(kind: SubjectKind, search: str | None, after: tuple[int, str, UUID] | None) -> Select[Any]:
    table = Person if kind == "person" else Group
    searched = (Person.name, Person.email) if kind == "person" else (Group.name,)
    best = _PEOPLE if kind == "person" else _GROUPS
    rank: ColumnElement[int] = literal_column(str(best), Integer())
    query = select(literal(kind).label("kind"))
    if search:
        begins = [text.istartswith(search, autoescape=True) for text in searched]
        # A surname begins with it just as well.
        begins.append(table.name.icontains(f" {search}", autoescape=True))
        rank = case((or_(*begins), best), else_=best + 1)
        query = query.where(or_(*(text.icontains(search, autoescape=True) for text in searched)))
    key = func.lower(table.name)
    query = query.add_columns(
        table.id.label("id"),
        table.name.label("name"),
        (Person.email if kind == "person" else null().cast(Text())).label("detail"),
        rank.label("rank"),
        key.label("key"),
    )
    return query if after is None else query.where(tuple_(rank, key, table.id) > tuple_(*map(literal, after)))


def _decode(cursor: str) -> tuple[int, str, UUID]:
    text, row_id = decode_text_cursor(cursor)
    if not text.startswith(_RANKS):
        raise InvalidInputError(field="query.cursor", reason="invalid_cursor")
    return int(text[0]), text[1:], row_id
