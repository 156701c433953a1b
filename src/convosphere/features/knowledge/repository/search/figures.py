"""Counts what became of bases, documents and searches. The caller has found out which bases may be counted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.documents import FIRST_READER, NOTICES, READERS
from convosphere.engines.retrieval import ANALYSIS
from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.repository.access import RANK, who
from convosphere.features.knowledge.tables import KnowledgeBase
from convosphere.features.knowledge.types import BaseRole


class Counted(NamedTuple):
    """What is counted: documents of these bases; from the first day up to the last one; `old`: what is older."""

    bases: Sequence[UUID]
    since: date
    until: date
    old: datetime
    now: datetime

    def values(self) -> dict[str, Any]:
        """For the statements."""
        return {
            **self._asdict(),
            "bases": list(self.bases),
            "notices": sorted(NOTICES),
            "readers": orjson.dumps(READERS).decode(),
            "first_reader": FIRST_READER,
            "analysis": ANALYSIS,
        }


async def edited_bases(session: AsyncSession, actor: Actor, base_id: UUID | None) -> list[UUID]:
    """The bases in which the actor is an editor, or that one of them."""
    query = select(KnowledgeBase.id).where(KnowledgeBase.deleted_at.is_(None), BaseRole.EDITOR.rank <= RANK)
    if base_id is not None:
        query = query.where(KnowledgeBase.id == base_id)
    return list((await session.scalars(query, who(actor))).all())


# A search counts where it looked into one of the bases; its words are shown only where it looked nowhere else, so that
# whoever opens a base to everybody does not read what everybody asks.
_DAYS = text(
    """
    WITH days AS (
        SELECT day::date FROM generate_series(CAST(:since AS date), CAST(:until AS date), interval '1 day') AS day),
    searched AS (
        SELECT (created_at AT TIME ZONE 'UTC')::date AS day,
               count(*) FILTER (WHERE via = 'search') AS searches,
               count(*) FILTER (WHERE via = 'search' AND hits BETWEEN 1 AND 2) AS few,
               count(*) FILTER (WHERE via = 'search' AND hits = 0) AS none,
               count(*) FILTER (WHERE via = 'chat') AS answers,
               count(*) FILTER (WHERE via = 'chat' AND confidence = 'none') AS unanswered
          FROM knowledge_searches
         WHERE bases && CAST(:bases AS uuid[])
           AND created_at >= CAST(:since AS date) AT TIME ZONE 'UTC'
           AND created_at < (CAST(:until AS date) + 1) AT TIME ZONE 'UTC'
         GROUP BY 1),
    used AS (
        SELECT u.day,
               sum(u.count) FILTER (WHERE u.kind = 'cited') AS cited,
               sum(u.count) FILTER (WHERE u.kind = 'opened') AS opened,
               sum(u.count) FILTER (WHERE u.kind = 'downloaded') AS downloaded
          FROM knowledge_uses u JOIN documents d ON d.id = u.document_id
         WHERE d.base_id = ANY(CAST(:bases AS uuid[])) AND u.day BETWEEN :since AND :until
         GROUP BY u.day)
    SELECT days.day, coalesce(searches, 0), coalesce(few, 0), coalesce(none, 0), coalesce(answers, 0),
           coalesce(unanswered, 0), coalesce(cited, 0)::bigint, coalesce(opened, 0)::bigint,
           coalesce(downloaded, 0)::bigint
      FROM days LEFT JOIN searched USING (day) LEFT JOIN used USING (day) ORDER BY days.day
    """
)

_QUESTIONS = text(
    """
    SELECT (array_agg(question ORDER BY created_at DESC))[1], via, count(*),
           (array_agg(hits ORDER BY created_at DESC))[1], max(created_at)
      FROM knowledge_searches
     WHERE bases <@ CAST(:bases AS uuid[]) AND cardinality(bases) > 0
       AND (via = 'search' AND hits <= 2 OR via = 'chat' AND confidence = 'none')
       AND (CAST(:via AS text) IS NULL OR via = :via)
       AND created_at >= CAST(:since AS date) AT TIME ZONE 'UTC'
       AND created_at < (CAST(:until AS date) + 1) AT TIME ZONE 'UTC'
     GROUP BY via, folded
     ORDER BY count(*) DESC, max(created_at) DESC, folded LIMIT :most OFFSET :skip
    """
)

# `latest_version_id` is the newest version, whatever became of it; the current one is what is found.
_STATE: Final = """
    state AS (
        SELECT d.id, d.name, d.base_id, d.created_at, d.valid_until,
               coalesce(d.document_date, d.created_at) AS dated,
               CASE WHEN d.valid_until <= :now THEN 'expired' WHEN coalesce(d.document_date, d.created_at) < :old
                    THEN 'old' END AS outdated,
               CASE WHEN latest.status = 'failed' THEN coalesce(latest.problem_code, 'internal_error') END AS failure,
               latest.problem_params,
               latest.created_at AS latest_at,
               CASE WHEN current.truncated THEN 'truncated' ELSE (
                    SELECT code FROM jsonb_array_elements_text(current.warnings) WITH ORDINALITY AS warned (code, place)
                     WHERE code <> ALL (CAST(:notices AS text[])) ORDER BY place LIMIT 1) END AS poor,
               current.ready_at AS read_at,
               latest.status = 'ready' AND latest.reader < coalesce(
                    CAST(CAST(:readers AS jsonb)->>latest.media_type AS integer), :first_reader) AS older_reader,
               current.analysis < :analysis AS older_analysis,
               current.id IS NOT NULL AS ready
          FROM documents d
          LEFT JOIN document_versions latest ON latest.id = d.latest_version_id
          LEFT JOIN document_versions current ON current.id = d.current_version_id
         WHERE d.base_id = ANY(CAST(:bases AS uuid[])) AND d.deleted_at IS NULL)
"""

_BASES = text(
    f"""
    WITH {_STATE},
    counted AS (
        SELECT s.base_id, count(*) AS documents, count(failure) AS failed, count(poor) AS poorly_read,
               count(outdated) AS outdated,
               count(*) FILTER (WHERE older_reader) AS older_reader,
               count(*) FILTER (WHERE older_analysis) AS older_analysis,
               count(*) FILTER (WHERE NOT EXISTS (SELECT FROM knowledge_uses u WHERE u.document_id = s.id)) AS unused,
               count(*) FILTER (WHERE ready AND failure IS NULL AND poor IS NULL AND outdated IS NULL) AS healthy
          FROM state s GROUP BY s.base_id)
    SELECT b.id, b.name, coalesce(c.documents, 0), b.chunk_count, b.bytes, coalesce(c.failed, 0),
           coalesce(c.poorly_read, 0), coalesce(c.outdated, 0), coalesce(c.unused, 0), coalesce(c.healthy, 0),
           coalesce(c.older_reader, 0), coalesce(c.older_analysis, 0)
      FROM knowledge_bases b LEFT JOIN counted c ON c.base_id = b.id
     WHERE b.id = ANY(CAST(:bases AS uuid[])) ORDER BY lower(b.name), b.id
    """  # noqa: S608 - put together from constants
)

# For the screen the latest first; for a table, page by page, all by id.
_PROBLEMS = {
    "outdated": ("outdated", "coalesce(valid_until, dated)"),
    "broken": ("failure", "latest_at"),
    "poorly_read": ("poor", "read_at"),
}
_PROBLEM_STATEMENTS: Final = {
    kind: text(
        f"""
        WITH {_STATE}
        SELECT id, name, base_id, {column}, {moment}, problem_params FROM state
         WHERE {column} IS NOT NULL AND (CAST(:after AS uuid) IS NULL OR id > :after)
         ORDER BY CASE WHEN NOT :paged THEN {moment} END DESC NULLS LAST, id LIMIT :most
        """  # noqa: S608 - put together from constants
    )
    for kind, (column, moment) in _PROBLEMS.items()
}

# Of everything, or (`never`) of what was never used; a document that is not ready cannot be.
_USAGE = text(
    """
    SELECT d.id, d.name, d.base_id,
           coalesce(sum(u.count) FILTER (WHERE u.kind = 'cited'), 0)::bigint AS cited,
           coalesce(sum(u.count) FILTER (WHERE u.kind = 'opened'), 0)::bigint AS opened,
           coalesce(sum(u.count) FILTER (WHERE u.kind = 'downloaded'), 0)::bigint AS downloaded
      FROM documents d
      LEFT JOIN knowledge_uses u ON u.document_id = d.id AND u.day BETWEEN :since AND :until
     WHERE d.base_id = ANY(CAST(:bases AS uuid[])) AND d.deleted_at IS NULL AND d.current_version_id IS NOT NULL
       AND (CAST(:after AS uuid) IS NULL OR d.id > :after)
       AND (NOT :never OR NOT EXISTS (SELECT FROM knowledge_uses used WHERE used.document_id = d.id))
     GROUP BY d.id, d.name, d.base_id
    HAVING NOT :used OR sum(u.count) > 0
     ORDER BY CASE WHEN :used THEN sum(u.count) END DESC NULLS LAST, d.id LIMIT :most
    """
)


async def count_days(session: AsyncSession, counted: Counted) -> list[Any]:
    """A row for each day: searches, few, none, answers, unanswered, cited, opened, downloaded."""
    return list((await session.execute(_DAYS, counted.values())).all())


async def list_questions(
    session: AsyncSession, counted: Counted, *, via: str | None = None, most: int, skip: int = 0
) -> list[Any]:
    """Questions that found little: question, via, times, hits, last time; the most frequent first."""
    values = {**counted.values(), "via": via, "most": most, "skip": skip}
    return list((await session.execute(_QUESTIONS, values)).all())


async def count_bases(session: AsyncSession, counted: Counted) -> list[Any]:
    """A row for each base.

    Id, name, documents, chunks, bytes, failed, poorly read, outdated, never used, healthy, read by an older reader,
    found by terms of an older analysis.
    """
    return list((await session.execute(_BASES, counted.values())).all())


async def list_problems(
    session: AsyncSession, counted: Counted, kind: str, *, most: int, paged: bool = False, after: UUID | None = None
) -> list[Any]:
    """Documents that are "outdated", "broken" or "poorly_read": id, name, base, why, since when, parameters.

    The latest first; `paged`: by id, behind `after`.
    """
    values = {**counted.values(), "most": most, "paged": paged, "after": after}
    return list((await session.execute(_PROBLEM_STATEMENTS[kind], values)).all())


async def list_usage(
    session: AsyncSession,
    counted: Counted,
    *,
    most: int,
    used: bool = False,
    never: bool = False,
    after: UUID | None = None,
) -> list[Any]:
    """Documents with id, name, base, cited, opened, downloaded in the span.

    `used`: the most used first, others left out; `never`: those that nobody ever used; else all, by id behind `after`.
    """
    values = {**counted.values(), "most": most, "used": used, "never": never, "after": after}
    return list((await session.execute(_USAGE, values)).all())
