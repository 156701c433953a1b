"""Searching in titles: for the search page and for jumping to a chat by its name."""

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat.actions.search.messages import ask, parts
from convosphere.features.chat.actions.search.snippet import Marker
from convosphere.features.chat.repository import search as index
from convosphere.features.chat.repository import search_texts as texts
from convosphere.features.chat.schemas.search import ConversationHit, ConversationHits
from convosphere.platform.database import decode_cursor, encode_cursor


async def search_conversations(
    session: AsyncSession, actor: Actor, typed: str, *, limit: int, cursor: str | None
) -> ConversationHits:
    """Conversations whose titles have all the words, those with the newest messages first: one's own and joined ones.

    Raises:
        InvalidInputError: the cursor is none of ours.
    """
    actor.require("chat.read")
    after = None if cursor is None else decode_cursor(cursor)
    question, joined = await ask(session, actor, typed)
    if not question.wanted:
        return ConversationHits(items=[], next_cursor=None)
    scope = index.SearchScope(actor.organization_id, actor.person_id, joined)
    found = await index.find_titles(session, scope, question.for_scope(scope), after=after, limit=limit + 1)
    rows = await texts.load_titles(session, scope, found[:limit])
    marker = Marker(question)
    readings = {row.conversation_id: marker.read(row.title) for row in rows}
    doubtful = marker.doubtful(readings.values())
    stems = await texts.stems_of(session, sorted(doubtful)) if doubtful else {}
    items = [
        ConversationHit(
            conversation_id=row.conversation_id,
            title=parts(marker.whole(readings[row.conversation_id], stems)),
            archived=row.archived,
            last_message_at=row.last_message_at,
        )
        for row in rows
    ]
    more = len(found) > limit and rows
    return ConversationHits(
        items=items, next_cursor=encode_cursor(rows[-1].last_message_at, rows[-1].conversation_id) if more else None
    )
