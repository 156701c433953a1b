"""Titles in the search index."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.repository.search.asked import ScopedQuery, SearchScope
from convosphere.features.chat.repository.search.joined import ASKED, joined_values

_BEHIND = """
    (CAST(:after_at AS timestamptz) IS NULL
     OR (conversations.last_message_at, conversations.id) < (:after_at, CAST(:after_id AS uuid)))
     ORDER BY conversations.last_message_at DESC, conversations.id DESC LIMIT :limit
"""
_OWN = """
    SELECT conversations.id, conversations.last_message_at FROM conversation_index title
      JOIN conversations ON conversations.id = title.conversation_id
     WHERE title.owner_id = :owner_id AND title.organization_id = :organization_id
       AND title.lexemes @@ CAST(:query AS tsquery) AND {behind}
"""
_JOINED = """
    SELECT conversations.id, conversations.last_message_at
      FROM {asked} JOIN conversation_index title ON title.owner_id = asked.owner_id
      JOIN conversations ON conversations.id = title.conversation_id
     WHERE title.conversation_id = ANY(CAST(:joined AS uuid[])) AND title.organization_id = :organization_id
       AND title.lexemes @@ asked.every_of AND {behind}
"""
_BOTH = """
    SELECT id FROM (({own}) UNION ALL ({joined})) AS found ORDER BY last_message_at DESC, id DESC LIMIT :limit
"""
_own = _OWN.format(behind=_BEHIND)
_TITLES = text(_own)
_ALL_TITLES = text(_BOTH.format(own=_own, joined=_JOINED.format(asked=ASKED, behind=_BEHIND)))


async def find_titles(
    session: AsyncSession,
    scope: SearchScope,
    query: ScopedQuery,
    *,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[UUID]:
    """Conversations by their titles, those with the newest messages first: the person's own, and those they joined."""
    after_at, after_id = after or (None, None)
    bound: dict[str, Any] = {
        "query": query.own.every,
        "owner_id": scope.owner_id,
        "organization_id": scope.organization_id,
    }
    bound |= {"after_at": after_at, "after_id": after_id, "limit": limit}
    if scope.joined:
        bound |= joined_values(scope, query)
    return list(await session.scalars(_ALL_TITLES if scope.joined else _TITLES, bound))
