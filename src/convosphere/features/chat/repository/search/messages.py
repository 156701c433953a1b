"""Messages in the search index.

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

from convosphere.features.chat.repository.search.asked import ScopedQuery, SearchScope
from convosphere.features.chat.repository.search.joined import (
    JOINED_BROAD_ANSWERS,
    JOINED_BROAD_HITS,
    JOINED_COLUMNS,
    JOINED_HITS,
    LEAST_OF_EACH,
    joined_values,
    with_joined,
)
from convosphere.features.chat.repository.search.narrow import (
    IN_FOLDER,
    MODELS,
    WITH_TAG,
    Part,
    looks_into,
    model_names,
    newest_inside,
)

# How many of the newest hits are ranked, and of a question so broad that it finds nearly everything, among how many
# of the newest messages it looks: both bound the cost of a search.
RANKED_HITS = 400
BROAD_MESSAGES = 1500
# What stands in the index of one message, in characters; see the migration.
INDEXED_CHARACTERS = 50_000


@dataclass(frozen=True, slots=True)
class Way:
    """How hits are found: by looking at the newest messages (`broad`) or by their words; how much there is in all."""

    broad: bool
    part: Part = Part.ALL


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A hit without its text. `score` counts in millionths."""

    message_id: UUID
    conversation_id: UUID
    role: str
    created_at: datetime
    score: int


# Within an expression nothing is joined: the newest messages are walked through, each is looked up in what is wanted.
_ONE_OF = "CASE WHEN message.conversation_id IN ({conversations}) THEN true ELSE false END"
_FILTERS = {
    "since": "message.created_at >= :since",
    "until": "message.created_at < :until",
    "role": "message.role = :role",
    "conversation_id": "message.conversation_id = :conversation_id",
    "folder_id": _ONE_OF.format(conversations=IN_FOLDER),
    "tag_id": _ONE_OF.format(conversations=WITH_TAG),
}
# Looked up for each hit: joined, the whole table might be read. Answers that came from elsewhere are known by the name
# of their model.
_ANSWERED_BY = "(SELECT model FROM message_models WHERE message_id = message.message_id) = ANY({names})"
_OWN = "message.owner_id = :owner_id AND message.organization_id = :organization_id AND message.created_at <= :as_of"


# Conversations of others are named one by one, each with its owner (`joined.py`): what is not named is not found. The
# time stands in an expression so that it brings no index in.
_JOINED = "message.organization_id = :organization_id AND message.created_at + interval '0' <= :as_of"


@dataclass(frozen=True, slots=True)
class _Conditions:
    """Which messages are looked at, whichever model answered: the person's own, and (None: there are none) those of
    joined conversations.
    """

    own: str
    joined: str | None

    def behind(self, condition: str) -> "_Conditions":
        """Only those for which this holds, too."""
        return _Conditions(f"{self.own} AND {condition}", self.joined and f"{self.joined} AND {condition}")


def _scoped(scope: SearchScope, as_of: datetime) -> tuple[_Conditions, dict[str, Any]]:
    """The conditions that every statement on the index has, and their values."""
    given = {name: getattr(scope, name) for name in _FILTERS if getattr(scope, name) is not None}
    filters = [_FILTERS[name] for name in given]
    bound = {"owner_id": scope.owner_id, "organization_id": scope.organization_id, "as_of": as_of}
    bound |= {name: getattr(scope, name) for name in MODELS if getattr(scope, name) is not None}
    conditions = _Conditions(" AND ".join([_OWN, *filters]), None)
    if scope.joined:
        conditions = _Conditions(conditions.own, " AND ".join([_JOINED, *filters]))
    return conditions, bound | given


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
# A model's answers lie far apart: the walk is through these alone.
_BROAD_ANSWERS = """
    SELECT message_id, conversation_id, role, created_at, lexemes
      FROM (SELECT message.* FROM (SELECT DISTINCT unnest({names}) AS model) AS one
             CROSS JOIN LATERAL (
                   SELECT message.* FROM message_models answered CROSS JOIN LATERAL (
                          SELECT * FROM message_index WHERE message_id = answered.message_id OFFSET 0) AS message
                    WHERE answered.owner_id = :owner_id AND answered.model = one.model AND {condition}
                    ORDER BY answered.created_at DESC, answered.message_id DESC LIMIT {walk}) AS message
             ORDER BY created_at DESC, message_id DESC LIMIT {walk}) AS message
     WHERE message.lexemes @@ CAST(:query AS tsquery) LIMIT {most}
"""


# The same of some conversations.
_HITS_INSIDE = """
    SELECT message_id, conversation_id, role, created_at, lexemes FROM ({inside}) AS message
     WHERE message.lexemes @@ CAST(:query AS tsquery) ORDER BY created_at DESC, message_id DESC LIMIT {most}
"""


def _hits(conditions: _Conditions, scope: SearchScope, way: Way, behind: str = "") -> str:
    """The newest messages that match: the person's own, and beside them those of joined conversations."""
    bounds = {"walk": BROAD_MESSAGES, "most": RANKED_HITS, "least": LEAST_OF_EACH}
    names, broad = model_names(scope), way.broad
    answered = "" if names is None else f" AND {_ANSWERED_BY.format(names=names)}"
    if broad and way.part is not Part.ALL and looks_into(scope):
        inside = newest_inside(scope, conditions.own + answered, behind=behind)
        own = _HITS_INSIDE.format(inside=inside, **bounds)
    elif names is None:
        own = (_BROAD_HITS if broad else _HITS).format(condition=conditions.own, **bounds)
    elif broad:
        own = _BROAD_ANSWERS.format(condition=conditions.own, names=names, **bounds)
    else:
        own = _HITS.format(condition=conditions.own + answered, **bounds)
    if conditions.joined is None:
        return own
    if not broad:
        joined = JOINED_HITS.format(condition=conditions.joined + answered, **bounds)
    elif names is None:
        joined = JOINED_BROAD_HITS.format(condition=conditions.joined, **bounds)
    else:
        joined = JOINED_BROAD_ANSWERS.format(condition=conditions.joined, names=names, **bounds)
    return with_joined(own, joined)


# Half of a score is how well the words match: how close together, how often, as written rather than by their stem,
# whole rather than begun, in how long a text. The rest is how new the message is, and whether the title says it too.
_RANK = """
    WITH hits AS MATERIALIZED ({hits}),
    scored AS (
        SELECT hits.message_id, hits.conversation_id, hits.role, hits.created_at,
               CAST(1000000 * (
                   0.5 * ts_rank_cd('{{0.3, 0.3, 0.3, 1}}', hits.lexemes, {every}, 33)
                   + 0.1 * CAST(hits.lexemes @@ {exact} AS int)
                   + 0.3 / (1 + extract(epoch FROM CAST(:as_of AS timestamptz) - hits.created_at) / 5184000)
                   + 0.1 * CAST(title.conversation_id IS NOT NULL AS int)) AS int) AS score,
               {count} AS found
          FROM hits LEFT JOIN conversation_index title
            ON title.conversation_id = hits.conversation_id AND title.organization_id = :organization_id
               AND title.lexemes @@ {some})
    SELECT message_id, conversation_id, role, created_at, score, found FROM scored
     WHERE CAST(:after_score AS int) IS NULL OR (score, message_id) < (:after_score, CAST(:after_id AS uuid))
     ORDER BY score DESC, message_id DESC LIMIT :limit
"""

_NEWEST = """
    WITH hits AS MATERIALIZED ({hits})
    SELECT message_id, conversation_id, role, created_at, 0, {count} FROM hits
     ORDER BY created_at DESC, message_id DESC LIMIT :limit
"""


# Of the actor's own messages; those of others say themselves what was asked of them.
_OWN_COLUMNS = {
    "every": "CAST(:query AS tsquery)",
    "exact": "CAST(:exact AS tsquery)",
    "some": "CAST(:some AS tsquery)",
    "count": "count(*) OVER ()",
}


def _columns(conditions: _Conditions) -> dict[str, str]:
    return _OWN_COLUMNS if conditions.joined is None else JOINED_COLUMNS


async def find_ranked(
    session: AsyncSession,
    scope: SearchScope,
    query: ScopedQuery,
    *,
    as_of: datetime,
    after: tuple[int, UUID] | None,
    limit: int,
    way: Way,
) -> tuple[list[MatchRow], int]:
    """The best of the newest hits behind `after`, and how many hits were ranked."""
    conditions, bound = _scoped(scope, as_of)
    score, message_id = after or (None, None)
    bound |= _asked(scope, query) | {"after_score": score, "after_id": message_id, "limit": limit}
    statement = _RANK.format(hits=_hits(conditions, scope, way), **_columns(conditions))
    return await _matches(session, text(statement), bound)


async def find_newest(
    session: AsyncSession,
    scope: SearchScope,
    query: ScopedQuery,
    *,
    as_of: datetime,
    after: tuple[datetime, UUID] | None,
    limit: int,
    way: Way,
) -> tuple[list[MatchRow], int]:
    """The newest hits behind `after`, and how many there are at least."""
    conditions, bound = _scoped(scope, as_of)
    behind = "(message.created_at, message.message_id) < (:after_at, :after_id)" if after is not None else ""
    if after is not None:
        conditions = conditions.behind(behind)
        bound |= {"after_at": after[0], "after_id": after[1]}
    bound |= _asked(scope, query) | {"limit": limit}
    statement = _NEWEST.format(hits=_hits(conditions, scope, way, behind), **_columns(conditions))
    return await _matches(session, text(statement), bound)


def _asked(scope: SearchScope, query: ScopedQuery) -> dict[str, Any]:
    own = {"query": query.own.every, "exact": query.own.exact, "some": query.own.some}
    return own | joined_values(scope, query) if scope.joined else own


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
