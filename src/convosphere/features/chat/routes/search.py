"""REST: search over all one's messages, and over the titles of one's conversations."""

from typing import Annotated

from fastapi import APIRouter, Query

from convosphere.features.accounts.access import InTransaction
from convosphere.features.chat import actions
from convosphere.features.chat.schemas.search import (
    AnsweringModels,
    ConversationHits,
    MessageHits,
    MessageSearch,
    SearchText,
)
from convosphere.platform.problems import problems

router = APIRouter(prefix="/search", tags=["Search"], responses=problems(401, 403, 422))


@router.get("/messages", operation_id="searchMessages", summary="Search in one's messages")
async def search_messages(tx: InTransaction, wanted: Annotated[MessageSearch, Query()]) -> MessageHits:
    """Hits in German and English, by word and by its forms, the last word from its beginning; the best first, new
    ones weighing more. With next to no hits, words one slip away are looked for too (`corrections`)."""
    return await actions.search_messages(tx.session, tx.platform, tx.actor, wanted)


@router.get("/conversations", operation_id="searchConversations", summary="Find conversations by title")
async def search_conversations(
    tx: InTransaction,
    q: Annotated[SearchText, Query()],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> ConversationHits:
    """Conversations whose titles have all the words, those with the newest messages first."""
    return await actions.search_conversations(tx.session, tx.actor, q, limit=limit, cursor=cursor)


@router.get("/models", operation_id="listAnsweringModels", summary="Models that answered among one's messages")
async def list_answering_models(
    tx: InTransaction,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
) -> AnsweringModels:
    """A search can be narrowed down to each: connected here, not any more, or known elsewhere by its name alone."""
    return await actions.answering_models(tx.session, tx.actor, limit=limit, cursor=cursor)
