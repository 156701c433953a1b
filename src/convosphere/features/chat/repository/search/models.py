"""Which models have answered among somebody's messages."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat.repository.access import who
from convosphere.features.chat.repository.search.asked import MOST_JOINED


@dataclass(frozen=True, slots=True)
class AnsweringRow:
    """`key`: what the answers are kept under, an id or a name. Several rows have the same where several models here
    have that name.
    """

    key: str
    id: UUID | None
    name: str
    provider: str | None
    connected: bool


# From one kept name to the next in the index, however many answers lie between them: among one's own, and in each
# conversation that others have opened. What is asked for is bounded by the page, not by what was said.
_ANSWERING = text(
    """
    WITH RECURSIVE own AS (
        (SELECT model FROM message_models
          WHERE owner_id = :me AND organization_id = :organization_id AND model > :after ORDER BY model LIMIT 1)
         UNION ALL
        SELECT (SELECT model FROM message_models
                 WHERE owner_id = :me AND organization_id = :organization_id AND model > own.model
                 ORDER BY model LIMIT 1)
          FROM own WHERE own.model IS NOT NULL),
    joined AS MATERIALIZED (
        SELECT found.id
          FROM (SELECT DISTINCT conversation_id FROM conversation_members
                 WHERE subject_id = ANY(CAST(:subjects AS uuid[]))) AS opened
         CROSS JOIN LATERAL (
               SELECT id, last_message_at FROM conversations
                WHERE id = opened.conversation_id AND owner_id <> :me OFFSET 0) AS found
         ORDER BY found.last_message_at DESC, found.id LIMIT :most_joined),
    theirs AS (
        SELECT each.model, min(CAST(joined.id AS text)) AS conversation_id
          FROM joined CROSS JOIN LATERAL (
               WITH RECURSIVE one AS (
                   (SELECT model FROM message_models
                     WHERE conversation_id = joined.id AND organization_id = :organization_id AND model > :after
                     ORDER BY model LIMIT 1)
                    UNION ALL
                   SELECT (SELECT model FROM message_models
                            WHERE conversation_id = joined.id AND organization_id = :organization_id
                              AND model > one.model
                            ORDER BY model LIMIT 1)
                     FROM one WHERE one.model IS NOT NULL)
               SELECT model FROM one WHERE model IS NOT NULL LIMIT :limit) AS each
         GROUP BY each.model),
    keys AS (
        SELECT model, max(conversation_id) AS conversation_id
          FROM (SELECT model, NULL AS conversation_id FROM own WHERE model IS NOT NULL
                 UNION ALL SELECT model, conversation_id FROM theirs) AS each
         GROUP BY model ORDER BY model LIMIT :limit)
    SELECT keys.model, models.id, coalesce(models.custom_name, models.display_name), connection.provider,
           coalesce((SELECT messages.model_name FROM message_models kept JOIN messages ON messages.id = kept.message_id
                      WHERE kept.owner_id = :me AND kept.model = keys.model AND models.id IS NULL
                      ORDER BY kept.created_at DESC, kept.message_id DESC LIMIT 1),
                    (SELECT messages.model_name FROM message_models kept JOIN messages ON messages.id = kept.message_id
                      WHERE kept.conversation_id = CAST(keys.conversation_id AS uuid) AND kept.model = keys.model
                        AND models.id IS NULL
                      ORDER BY kept.created_at DESC, kept.message_id DESC LIMIT 1),
                    keys.model)
      FROM keys LEFT JOIN models
        ON CAST(models.id AS text) = keys.model OR models.name = keys.model OR models.display_name = keys.model
      LEFT JOIN model_connections connection ON connection.id = models.connection_id
     ORDER BY keys.model, models.id
    """
)


async def find_answering(session: AsyncSession, actor: Actor, *, after: str, limit: int) -> list[AnsweringRow]:
    """By the next `limit` keys behind `after`: the models that answered in the actor's conversations, and in those that
    others have opened to them.
    """
    bound = {"organization_id": actor.organization_id, "after": after, "limit": limit}
    bound |= {"most_joined": MOST_JOINED, **who(actor)}
    rows = (await session.execute(_ANSWERING, bound)).all()
    return [_row(*row) for row in rows]


def _row(key: str, model_id: UUID | None, own_name: str | None, provider: str | None, name: str) -> AnsweringRow:
    if model_id is not None:
        return AnsweringRow(key, model_id, own_name or name, provider, connected=True)
    gone: UUID | None
    try:
        # Its connection is gone; what it answered is kept under its id.
        gone = UUID(key)
    except ValueError:
        gone = None
    return AnsweringRow(key, gone, name, None, connected=False)
