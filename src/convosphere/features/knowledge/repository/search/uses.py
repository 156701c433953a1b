"""How often documents are used, by day."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# One statement for all, in one order, so that two of these do not block each other. What is gone is left out.
_COUNT = text(
    """
    INSERT INTO knowledge_uses AS u (organization_id, document_id, day, kind, count)
    SELECT d.organization_id, d.id, :day, :kind, 1 FROM documents d
     WHERE d.id = ANY(CAST(:documents AS uuid[])) ORDER BY d.id
    ON CONFLICT (document_id, day, kind) DO UPDATE SET count = u.count + 1
    """
)


async def count_use(session: AsyncSession, document_ids: Iterable[UUID], kind: str, day: date) -> None:
    """One more for each document."""
    wanted = sorted(set(document_ids))
    if wanted:
        await session.execute(_COUNT, {"documents": wanted, "kind": kind, "day": day})
