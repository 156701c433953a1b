"""People and groups as those to whom something is opened: the directory, and look-ups for other features."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.repository import directory
from convosphere.features.accounts.schemas import DirectoryEntry, DirectoryPage, DirectoryQuery
from convosphere.features.accounts.types import Actor, Subject, SubjectKind
from convosphere.platform.errors import NotFoundError


async def search_directory(session: AsyncSession, actor: Actor, query: DirectoryQuery) -> DirectoryPage:
    """People with open accounts, without the actor, and groups."""
    actor.require("people.find")
    page = await directory.search_directory(
        session, without=actor.person_id, search=query.q, limit=query.limit, cursor=query.cursor
    )
    items = [DirectoryEntry.model_validate(row, from_attributes=True) for row in page.items]
    return DirectoryPage(items=items, next_cursor=page.next_cursor)


async def require_subject(
    session: AsyncSession, actor: Actor, kind: SubjectKind, subject_id: UUID, *, field: str
) -> str:
    """The name of a person with an open account or of a group, in the actor's organisation; one statement.

    Whether the actor may open something to others is the caller's question.

    Raises:
        NotFoundError: there is none; `field` ("path.subject_id") is named.
    """
    name = await directory.find_name(session, actor.organization_id, kind, subject_id)
    if name is None:
        raise NotFoundError(field=field)
    return name


async def names_of(session: AsyncSession, subjects: Collection[Subject]) -> dict[Subject, str]:
    """The names of people (closed accounts included) and groups, by at most one statement; what is gone is missing."""
    return await directory.names_of(session, subjects) if subjects else {}
