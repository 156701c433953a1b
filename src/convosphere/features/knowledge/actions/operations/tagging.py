"""A tag is taken from all its documents, some at a time, and goes with the last of them; another may take its place."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.indexing import publish_documents
from convosphere.features.knowledge.repository import documents, order
from convosphere.features.knowledge.tables import KnowledgeTag, Operation

# Of documents: a request does as many by itself.
MOST_AT_ONCE: Final = 50


def takes_tag(row: Operation) -> bool:
    """Whether it is of this kind: what is to be done is looked up as it goes on, and not listed before."""
    return "tag" in row.params


async def take_tag_on(session: AsyncSession, desk: Desk, row: Operation) -> bool:
    """The next documents; False: there are none, and the tag is gone."""
    tag_id, into = UUID(row.params["tag"]["id"]), row.params["add"]
    ids = await order.having(session, tag_id, MOST_AT_ONCE)
    if ids:
        await take_tag(session, desk, row.base_id, tag_id, ids=ids, into=[UUID(each) for each in into])
        row.done += len(ids)
        # Some may have come to it meanwhile.
        row.total = max(row.total, row.done)
        return True
    tag = await order.find_tag(session, tag_id)
    if tag is None:
        return False
    if await order.having(session, tag_id, 1):
        # Given between the look and the lock.
        return True
    await session.delete(tag)
    await session.flush()
    return False


async def take_tag(
    session: AsyncSession, desk: Desk, base_id: UUID, tag_id: UUID, *, ids: Sequence[UUID], into: Sequence[UUID]
) -> None:
    """Takes a tag from these documents and gives them those of the others that there are."""
    rows = await documents.lock_documents(session, base_id, ids)
    await order.remove_tags(session, ids, [tag_id])
    there: list[KnowledgeTag] = await order.list_tags(session, base_id) if into else []
    known = [each.id for each in there if each.id in into]
    if known and rows:
        await order.add_tags(session, rows[0].organization_id, [row.id for row in rows], known)
    await publish_documents(session, desk, rows)
