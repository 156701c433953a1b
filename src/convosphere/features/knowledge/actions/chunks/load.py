"""Chunks as searches and answers need them: only what the actor may read, at this moment."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.rights import READ
from convosphere.features.knowledge.repository import chunks
from convosphere.features.knowledge.types import LoadedChunk


async def load_chunks(session: AsyncSession, actor: Actor, chunk_ids: Collection[UUID]) -> dict[UUID, LoadedChunk]:
    """By id those that are switched on, belong to a document's current version, and are for the actor now.

    One statement, however many. Order is the caller's matter.

    Raises:
        ForbiddenError: the actor may not use knowledge at all.
    """
    actor.require(READ)
    return await chunks.load_chunks(session, actor, chunk_ids)


async def neighbours(
    session: AsyncSession, actor: Actor, chunk_ids: Collection[UUID], *, before: int = 1, after: int = 1
) -> list[LoadedChunk]:
    """The chunks and what stands before and after them in the same version, each once, in the documents' order.

    The same checks as `load_chunks`; one statement.

    Raises:
        ForbiddenError: the actor may not use knowledge at all.
    """
    actor.require(READ)
    return await chunks.neighbours(session, actor, chunk_ids, before, after)
