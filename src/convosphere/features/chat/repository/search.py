"""The search index: the one place that touches it (docs/decisions/0004 and 0032).

The index has no policy, so every statement here names the organisation and the person, and what it gives away are ids
and scores; texts are loaded afterwards under the policy. Written out: the query builder knows nothing of this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

# How many of the newest hits are ranked, and of a question so broad that it finds nearly everything, among how many
# of the newest messages it looks: both bound the cost of a search.
RANKED_HITS = 400
BROAD_MESSAGES = 1500
# What stands in the index of one message, in characters; see the migration.
INDEXED_CHARACTERS = 50_000


@dataclass(frozen=True, slots=True)
class SearchScope:
    """Whose messages, and which of them."""

    organization_id: UUID
    owner_id: UUID
    since: datetime | None = None
    until: datetime | None = None
    role: str | None = None
    conversation_id: UUID | None = None
    folder_id: UUID | None = None
    tag_id: UUID | None = None

    @property
    def key(self) -> str:
        """What the lexemes of this person begin with."""
        return str(self.owner_id)[-8:]


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word of the question as the index would hold it; no stem: a language has it on its list of stop words."""

    segment: int
    text: str
    position: int
    german: str | None
    english: str | None


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A hit without its text. `score` counts in millionths."""

    message_id: UUID
    conversation_id: UUID
    role: str
    created_at: datetime
    score: int


# A plan that reads the whole index table is never right here, however many words a question lists.
_ANALYSE = text(
    """
    SELECT segment.number, word.lexeme, unnest(word.positions),
           (ts_lexize('german_stem', word.lexeme))[1], (ts_lexize('english_stem', word.lexeme))[1],
           set_config('enable_seqscan', 'off', true)
      FROM unnest(CAST(:segments AS text[])) WITH ORDINALITY AS segment (content, number),
           unnest(to_tsvector('simple', search_fold(segment.content))) AS word
    """
)


async def analyse(session: AsyncSession, segments: Sequence[str]) -> list[WordRow]:
    """The words of each segment (numbered from 0) by segment and place."""
    rows = await session.execute(_ANALYSE, {"segments": list(segments)})
    words = [WordRow(row[0] - 1, row[1], row[2], row[3], row[4]) for row in rows]
    return sorted(words, key=lambda word: (word.segment, word.position))


_FILTERS = {
    "since": "message.created_at >= :since",
    "until": "message.created_at < :until",
    "role": "message.role = :role",
    "conversation_id": "message.conversation_id = :conversation_id",
    "folder_id": """message.conversation_id IN (
        WITH RECURSIVE inside AS (
            SELECT id FROM folders WHERE id = :folder_id AND owner_id = :owner_id
             UNION
            SELECT folders.id FROM folders JOIN inside ON folders.parent_id = inside.id)
        SELECT conversations.id FROM conversations JOIN inside ON inside.id = conversations.folder_id)""",
    "tag_id": "message.conversation_id IN (SELECT conversation_id FROM conversation_tags WHERE tag_id = :tag_id)",
}
_OWN = "message.owner_id = :owner_id AND message.organization_id = :organization_id AND message.created_at <= :as_of"


def _scoped(scope: SearchScope, as_of: datetime) -> tuple[str, dict[str, Any]]:
    """The condition that every statement on the index has, and its values."""
    given = {name: getattr(scope, name) for name in _FILTERS if getattr(scope, name) is not None}
    condition = " AND ".join([_OWN, *(_FILTERS[name] for name in given)])
    bound = {"owner_id": scope.owner_id, "organization_id": scope.organization_id, "as_of": as_of}
    return condition, bound | given


# Sorting by an expression keeps the planner from walking through the dates until it has found enough, which for words
# that hardly occur means through everything.
_HITS = """
    SELECT message_id, conversation_id, role, created_at, lexemes FROM message_index message
     WHERE {condition} AND message.lexemes @@ CAST(:query AS tsquery)
     ORDER BY created_at + interval '0' DESC, message_id DESC LIMIT {most}
"""
# A broad question wants just that walk, within bounds.
_BROAD_HITS = """
    SELECT message_id, conversation_id, role, created_at, lexemes
      FROM (SELECT * FROM message_index message WHERE {condition}
             ORDER BY created_at DESC, message_id DESC LIMIT {walk}) AS message
     WHERE message.lexemes @@ CAST(:query AS tsquery) LIMIT {most}
"""


def _hits(condition: str, *, broad: bool) -> str:
    """The newest messages that match."""
    return (_BROAD_HITS if broad else _HITS).format(condition=condition, walk=BROAD_MESSAGES, most=RANKED_HITS)


# Half of a score is how well the words match: how close together, how often, as written rather than by their stem,
# whole rather than begun, in how long a text. The rest is how new the message is, and whether the title says it too.
_RANK = """
    WITH hits AS MATERIALIZED ({hits}),
    scored AS (
        SELECT hits.message_id, hits.conversation_id, hits.role, hits.created_at,
               CAST(1000000 * (
                   0.5 * ts_rank_cd('{{0.3, 0.3, 0.3, 1}}', hits.lexemes, CAST(:query AS tsquery), 33)
                   + 0.1 * CAST(hits.lexemes @@ CAST(:exact AS tsquery) AS int)
                   + 0.3 / (1 + extract(epoch FROM CAST(:as_of AS timestamptz) - hits.created_at) / 5184000)
                   + 0.1 * CAST(title.conversation_id IS NOT NULL AS int)) AS int) AS score,
               count(*) OVER () AS found
          FROM hits LEFT JOIN conversation_index title
            ON title.conversation_id = hits.conversation_id AND title.organization_id = :organization_id
               AND title.lexemes @@ CAST(:some AS tsquery))
    SELECT message_id, conversation_id, role, created_at, score, found FROM scored
     WHERE CAST(:after_score AS int) IS NULL OR (score, message_id) < (:after_score, CAST(:after_id AS uuid))
     ORDER BY score DESC, message_id DESC LIMIT :limit
"""

_NEWEST = """
    WITH hits AS MATERIALIZED ({hits})
    SELECT message_id, conversation_id, role, created_at, 0, count(*) OVER () FROM hits
     ORDER BY created_at DESC, message_id DESC LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """A question in the language of the index (text of a `tsquery`)."""

    every: str
    # Without begun words.
    exact: str
    # Any of its words.
    some: str


async def find_ranked(
    session: AsyncSession,
    scope: SearchScope,
    query: IndexQuery,
    *,
    as_of: datetime,
    after: tuple[int, UUID] | None,
    limit: int,
    broad: bool,
) -> tuple[list[MatchRow], int]:
    """The best of the newest hits behind `after`, and how many hits were ranked."""
    condition, bound = _scoped(scope, as_of)
    score, message_id = after or (None, None)
    bound |= {"query": query.every, "exact": query.exact, "some": query.some}
    bound |= {"after_score": score, "after_id": message_id, "limit": limit}
    return await _matches(session, text(_RANK.format(hits=_hits(condition, broad=broad))), bound)


async def find_newest(
    session: AsyncSession,
    scope: SearchScope,
    query: IndexQuery,
    *,
    as_of: datetime,
    after: tuple[datetime, UUID] | None,
    limit: int,
    broad: bool,
) -> tuple[list[MatchRow], int]:
    """The newest hits behind `after`, and how many there are at least."""
    condition, bound = _scoped(scope, as_of)
    if after is not None:
        condition += " AND (message.created_at, message.message_id) < (:after_at, :after_id)"
        bound |= {"after_at": after[0], "after_id": after[1]}
    bound |= {"query": query.every, "limit": limit}
    return await _matches(session, text(_NEWEST.format(hits=_hits(condition, broad=broad))), bound)


async def _matches(session: AsyncSession, statement: TextClause, bound: dict[str, Any]) -> tuple[list[MatchRow], int]:
    rows = (await session.execute(statement, bound)).all()
    return [MatchRow(row[0], row[1], row[2], row[3], row[4]) for row in rows], rows[0][5] if rows else 0


_KNOWN = text(
    """
    SELECT word.number - 1 FROM unnest(CAST(:queries AS text[])) WITH ORDINALITY AS word (query, number)
     WHERE EXISTS (SELECT FROM message_index message WHERE message.lexemes @@ CAST(word.query AS tsquery)
                      AND message.owner_id = :owner_id AND message.organization_id = :organization_id)
    """
)


async def known(session: AsyncSession, scope: SearchScope, queries: Sequence[str]) -> set[int]:
    """Which of these questions (by number) finds anything at all. One look at the index each, and no more."""
    bound = {"queries": list(queries), "owner_id": scope.owner_id, "organization_id": scope.organization_id}
    return set(await session.scalars(_KNOWN, bound))


_TITLES = text(
    """
    SELECT title.conversation_id FROM conversation_index title
      JOIN conversations ON conversations.id = title.conversation_id
     WHERE title.owner_id = :owner_id AND title.organization_id = :organization_id
       AND title.lexemes @@ CAST(:query AS tsquery)
       AND (CAST(:after_at AS timestamptz) IS NULL
            OR (conversations.last_message_at, conversations.id) < (:after_at, CAST(:after_id AS uuid)))
     ORDER BY conversations.last_message_at DESC, conversations.id DESC LIMIT :limit
    """
)


async def find_titles(
    session: AsyncSession, scope: SearchScope, query: str, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[UUID]:
    """Conversations by their titles, those with the newest messages first."""
    after_at, after_id = after or (None, None)
    bound = {"query": query, "owner_id": scope.owner_id, "organization_id": scope.organization_id}
    bound |= {"after_at": after_at, "after_id": after_id, "limit": limit}
    return list(await session.scalars(_TITLES, bound))
