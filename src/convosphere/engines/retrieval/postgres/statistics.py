"""In how many chunks each word stands, kept up without writers waiting for each other.

Whoever stages or removes appends what came and went as one row; now and then somebody adds the rows up. Searches use
the sums: a few per cent of chunks that are not counted yet change no ranking.
"""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Added up when so large a part of all chunks has come and gone, or so many rows wait.
_SHARE: Final = 0.05
_MOST_ROWS: Final = 1_000

NOTE_CHANGE: Final = text(
    """
    INSERT INTO retrieval_changes (organization_id, chunks, terms, counts)
    VALUES (:organization_id, :chunks, CAST(:terms AS integer[]), CAST(:counts AS integer[]))
    """
)
# Behind a deletion that returns `terms`.
NOTE_GONE: Final = """
    INSERT INTO retrieval_changes (organization_id, chunks, terms, counts)
    SELECT :organization_id, -(SELECT count(*) FROM gone), coalesce(array_agg(term), '{}'),
           coalesce(array_agg(-number), '{}')
      FROM (SELECT term, count(*) AS number FROM gone, unnest(gone.terms) AS term GROUP BY term) AS counted
    HAVING (SELECT count(*) FROM gone) > 0
"""
_DUE = text(
    """
    SELECT coalesce(sum(abs(chunks)) > :share * coalesce((SELECT chunks FROM retrieval_totals
                                                           WHERE organization_id = :organization_id), 0)
                    OR count(*) > :most, false)
      FROM retrieval_changes WHERE organization_id = :organization_id
    """
)
_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:organization, 7))")
_ADD_UP = text(
    """
    WITH taken AS MATERIALIZED (DELETE FROM retrieval_changes WHERE organization_id = :organization_id RETURNING *),
    total AS (
        INSERT INTO retrieval_totals AS known (organization_id, chunks)
        SELECT :organization_id, greatest(sum(chunks), 0) FROM taken HAVING count(*) > 0
        ON CONFLICT (organization_id) DO UPDATE
        SET chunks = greatest(known.chunks + (SELECT sum(chunks) FROM taken), 0))
    INSERT INTO retrieval_terms AS known (organization_id, term, chunks)
    SELECT :organization_id, term, sum(number) FROM taken, unnest(taken.terms, taken.counts) AS counted (term, number)
     GROUP BY term HAVING sum(number) <> 0 ORDER BY term
    ON CONFLICT (organization_id, term) DO UPDATE SET chunks = known.chunks + excluded.chunks
    """
)


async def are_due(session: AsyncSession, organization_id: UUID) -> bool:
    """Whether so much has changed that the sums should be brought up to date."""
    values = {"organization_id": organization_id, "share": _SHARE, "most": _MOST_ROWS}
    return bool((await session.execute(_DUE, values)).scalar_one())


async def add_up(session: AsyncSession, organization_id: UUID) -> None:
    """Brings the sums up to date, in a transaction of its own; nothing, if somebody else is at it."""
    values: dict[str, Any] = {"organization_id": organization_id}
    if (await session.execute(_LOCK, {"organization": str(organization_id)})).scalar_one():
        await session.execute(_ADD_UP, values)
