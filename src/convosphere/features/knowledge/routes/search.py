"""REST: searching, and what one searched before."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from convosphere.features.accounts.access import CurrentActor, InTransaction
from convosphere.features.knowledge.access import SearchDeskDep
from convosphere.features.knowledge.actions.search import suggest as remembered
from convosphere.features.knowledge.actions.search.search import search
from convosphere.features.knowledge.actions.search.similar import find_similar
from convosphere.features.knowledge.schemas.search import (
    PastSearchPage,
    PastSearchQuery,
    PopularList,
    SavedSearchIn,
    SavedSearchList,
    SavedSearchOut,
    SearchIn,
    SearchOut,
    SimilarList,
    SimilarQuery,
    SuggestionList,
    SuggestQuery,
)
from convosphere.platform.problems import problems

router = APIRouter(prefix="/knowledge", tags=["Knowledge search"], responses=problems(401, 403, 422))


@router.post("/search", operation_id="searchKnowledge", summary="Search documents", responses=problems(503))
async def search_knowledge(desk: SearchDeskDep, actor: CurrentActor, body: SearchIn) -> SearchOut:
    """Passages that fit a question, by document, of all that one may read at this moment. The first page counts what
    the documents found have in common.
    """
    return await search(desk, actor, body)


@router.get("/suggest", operation_id="suggestKnowledge", summary="Complete what is being typed")
async def suggest(tx: InTransaction, query: Annotated[SuggestQuery, Query()]) -> SuggestionList:
    """One's own earlier questions, and documents, tags and bases by name, of what one may read."""
    return await remembered.suggest(tx.session, tx.actor, query)


@router.get(
    "/documents/{document_id}/similar",
    operation_id="listSimilarDocuments",
    summary="Documents that speak of the same",
    responses=problems(404, 503),
)
async def list_similar(
    desk: SearchDeskDep, actor: CurrentActor, document_id: UUID, query: Annotated[SimilarQuery, Query()]
) -> SimilarList:
    """Of all that one may read."""
    return await find_similar(desk, actor, document_id, limit=query.limit)


@router.get("/searches", operation_id="listKnowledgeSearches", summary="One's earlier searches")
async def list_searches(tx: InTransaction, query: Annotated[PastSearchQuery, Query()]) -> PastSearchPage:
    """The newest first; nobody else sees them."""
    return await remembered.list_history(tx.session, tx.actor, query)


@router.delete(
    "/searches",
    operation_id="forgetKnowledgeSearches",
    summary="Forget all earlier searches",
    status_code=status.HTTP_204_NO_CONTENT,
)
async def forget_searches(tx: InTransaction) -> None:
    """One's own; they are gone for the figures as well."""
    await remembered.forget_searches(tx.session, tx.actor, None)


@router.get("/searches/popular", operation_id="listPopularSearches", summary="What is asked often")
async def list_popular(tx: InTransaction) -> PopularList:
    """Questions of at least three people, in bases all of which one may read."""
    return await remembered.list_popular(tx.session, tx.platform.clock, tx.actor)


@router.get("/searches/saved", operation_id="listSavedSearches", summary="Searches that one keeps")
async def list_saved(tx: InTransaction) -> SavedSearchList:
    """By name; nobody else sees them."""
    return await remembered.list_saved(tx.session, tx.actor)


@router.post(
    "/searches/saved",
    operation_id="saveSearch",
    summary="Keep a search",
    status_code=status.HTTP_201_CREATED,
    responses=problems(409),
)
async def save_search(tx: InTransaction, body: SavedSearchIn) -> SavedSearchOut:
    """Under a name of one's own."""
    return await remembered.save_search(tx.session, tx.platform.clock, tx.actor, body)


@router.put(
    "/searches/saved/{saved_id}",
    operation_id="changeSavedSearch",
    summary="Change a kept search",
    responses=problems(404),
)
async def change_saved(tx: InTransaction, saved_id: UUID, body: SavedSearchIn) -> SavedSearchOut:
    """Its name and what it asks."""
    return await remembered.change_saved(tx.session, tx.actor, saved_id, body)


@router.delete(
    "/searches/saved/{saved_id}",
    operation_id="deleteSavedSearch",
    summary="Keep a search no longer",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404),
)
async def delete_saved(tx: InTransaction, saved_id: UUID) -> None:
    """One of one's own."""
    await remembered.delete_saved(tx.session, tx.actor, saved_id)


@router.delete(
    "/searches/{search_id}",
    operation_id="forgetKnowledgeSearch",
    summary="Forget an earlier search",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404),
)
async def forget_search(tx: InTransaction, search_id: UUID) -> None:
    """One of one's own."""
    await remembered.forget_searches(tx.session, tx.actor, search_id)
