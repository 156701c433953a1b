"""What somebody might mean who has typed a few letters; what is asked often; what one asked before."""

from datetime import timedelta
from typing import Final, Literal, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.rights import READ, readable_scopes
from convosphere.features.knowledge.actions.search.recording import folded
from convosphere.features.knowledge.errors.search import TooManySavedSearchesError
from convosphere.features.knowledge.repository.search import history
from convosphere.features.knowledge.repository.search.suggestions import find_names
from convosphere.features.knowledge.schemas.search import (
    PastSearch,
    PastSearchPage,
    PastSearchQuery,
    PopularList,
    PopularSearch,
    SavedSearchIn,
    SavedSearchList,
    SavedSearchOut,
    SearchIn,
    Suggestion,
    SuggestionList,
    SuggestQuery,
)
from convosphere.features.knowledge.tables.search import SavedSearch
from convosphere.platform.clock import Clock
from convosphere.platform.ids import new_id

MOST_SAVED: Final = 100
# One person's questions are nobody else's business; what three ask says nothing of one of them.
LEAST_PEOPLE: Final = 3
_POPULAR_DAYS: Final = 90
_POPULAR: Final = 10
_OWN: Final = 4


async def suggest(session: AsyncSession, actor: Actor, query: SuggestQuery) -> SuggestionList:
    """One's own questions, and names of what one may read, that hold what was typed.

    Raises:
        ForbiddenError: the actor may not use knowledge at all.
    """
    actor.require(READ)
    if not query.q:
        return SuggestionList(items=[])
    own = await history.own_beginning(session, actor.person_id, folded(query.q), limit=min(_OWN, query.limit))
    items = [Suggestion(kind="question", text=question) for question in own]
    for found in await find_names(session, actor, query.q, query.bases, limit=query.limit - len(items)):
        kind = cast("Literal['document', 'tag', 'base']", found.kind)
        items.append(Suggestion(kind=kind, text=found.name, id=found.id, base_id=found.base_id))
    return SuggestionList(items=items)


async def list_popular(session: AsyncSession, clock: Clock, actor: Actor) -> PopularList:
    """What several people asked in bases all of which the actor may read.

    Raises:
        ForbiddenError: the actor may not use knowledge at all.
    """
    scopes = await readable_scopes(session, actor)
    since = clock.now() - timedelta(days=_POPULAR_DAYS)
    rows = await history.popular(session, list(scopes.bases), since, people=LEAST_PEOPLE, limit=_POPULAR)
    return PopularList(items=[PopularSearch(question=question, people=people) for question, people in rows])


async def list_history(session: AsyncSession, actor: Actor, query: PastSearchQuery) -> PastSearchPage:
    """One's own searches."""
    actor.require(READ)
    page = await history.list_own(session, actor.person_id, limit=query.limit, cursor=query.cursor)
    items = [
        PastSearch(id=row.id, question=row.question, bases=row.bases, hits=row.hits, created_at=row.created_at)
        for row in page.items
    ]
    return PastSearchPage(items=items, next_cursor=page.next_cursor)


async def forget_searches(session: AsyncSession, actor: Actor, search_id: UUID | None) -> None:
    """Removes one of one's own searches, or all of them.

    Raises:
        NotFoundError: there is no such search, or it is somebody else's.
    """
    actor.require(READ)
    await history.forget(session, actor.person_id, search_id)


async def list_saved(session: AsyncSession, actor: Actor) -> SavedSearchList:
    """What one keeps."""
    actor.require(READ)
    return SavedSearchList(items=[_show(row) for row in await history.list_saved(session, actor.person_id)])


async def save_search(session: AsyncSession, clock: Clock, actor: Actor, wanted: SavedSearchIn) -> SavedSearchOut:
    """Keeps a search, without the page it was on.

    Raises:
        TooManySavedSearchesError: one keeps `MOST_SAVED` already.
    """
    actor.require(READ)
    if len(await history.list_saved(session, actor.person_id)) >= MOST_SAVED:
        raise TooManySavedSearchesError(limit=MOST_SAVED)
    row = SavedSearch(
        id=new_id(),
        organization_id=actor.organization_id,
        person_id=actor.person_id,
        name=wanted.name,
        request=_kept(wanted.request),
        created_at=clock.now(),
    )
    session.add(row)
    await session.flush()
    return _show(row)


async def change_saved(session: AsyncSession, actor: Actor, saved_id: UUID, wanted: SavedSearchIn) -> SavedSearchOut:
    """Another name, another search.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    actor.require(READ)
    row = await history.get_saved(session, actor.person_id, saved_id)
    row.name, row.request = wanted.name, _kept(wanted.request)
    await session.flush()
    return _show(row)


async def delete_saved(session: AsyncSession, actor: Actor, saved_id: UUID) -> None:
    """Keeps it no longer.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    actor.require(READ)
    await session.delete(await history.get_saved(session, actor.person_id, saved_id))


def _kept(request: SearchIn) -> dict[str, object]:
    return request.model_copy(update={"cursor": None}).model_dump(mode="json")


def _show(row: SavedSearch) -> SavedSearchOut:
    request = SearchIn.model_validate(row.request)
    return SavedSearchOut(id=row.id, name=row.name, request=request, created_at=row.created_at)
