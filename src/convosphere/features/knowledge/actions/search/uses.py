"""How often documents are used: for the figures."""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.repository.search import uses as repository
from convosphere.platform.clock import Clock

Use = Literal["cited", "opened", "downloaded"]


async def note_use(session: AsyncSession, clock: Clock, document_ids: Iterable[UUID], kind: Use) -> None:
    """Counts that documents were cited, opened or downloaded, once each; in the transaction of what happened."""
    await repository.count_use(session, document_ids, kind, clock.now().date())
