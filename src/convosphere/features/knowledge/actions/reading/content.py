"""A version's text, read block by block."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.documents import Block
from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.reading.texts import text_of
from convosphere.features.knowledge.actions.rights import require_document
from convosphere.features.knowledge.actions.search.uses import note_use
from convosphere.features.knowledge.errors.documents import DocumentNotReadyError
from convosphere.features.knowledge.repository import versions
from convosphere.features.knowledge.repository.access import ReachedDocument
from convosphere.features.knowledge.schemas.reading import BlockOut, ContentOut, ContentQuery
from convosphere.features.knowledge.tables import DocumentVersion
from convosphere.platform.context import Platform
from convosphere.platform.errors import InvalidInputError, NotFoundError


async def get_content(platform: Platform, actor: Actor, document_id: UUID, query: ContentQuery) -> ContentOut:
    """Some blocks of a version's text: from the beginning, from a page, around a place, or behind a cursor.

    No transaction may be open.

    Raises:
        NotFoundError: no such document for the actor, or no such version.
        DocumentNotReadyError: it has no text yet.
    """
    async with platform.database.transaction(actor.organization_id) as session:
        reached, version = await reach_version(session, actor, document_id, query.version)
        if query.cursor is None:
            await note_use(session, platform.clock, [document_id], "opened")
    document = await text_of(platform, actor.organization_id, version.id)
    start = _start(document.blocks, query)
    shown = document.blocks[start : start + query.limit]
    end = start + len(shown)
    return ContentOut(
        document_id=document_id,
        version_id=version.id,
        version=version.number,
        current=version.id == reached.document.current_version_id,
        name=reached.document.name,
        title=version.title,
        media_kind=version.media_kind,
        language=version.language,
        pages=version.pages,
        characters=version.characters,
        truncated=version.truncated,
        items=[_present(index, block) for index, block in enumerate(shown, start=start)],
        total=len(document.blocks),
        next_cursor=str(end) if end < len(document.blocks) else None,
        previous_cursor=str(max(0, start - query.limit)) if start else None,
    )


async def reach_version(
    session: AsyncSession, actor: Actor, document_id: UUID, number: int | None
) -> tuple[ReachedDocument, DocumentVersion]:
    """A version of a document that the actor may read; without a number the one that is found, else the newest.

    Raises:
        NotFoundError: no such document for the actor, or no such version.
        DocumentNotReadyError: there is no version at all.
    """
    reached = await require_document(session, actor, document_id)
    document = reached.document
    if number is not None:
        version = await versions.find_number(session, document_id, number)
        if version is None:
            raise NotFoundError(field="query.version")
        return reached, version
    version = await versions.find_version(session, document.current_version_id or document.latest_version_id)
    if version is None:
        raise DocumentNotReadyError
    return reached, version


def _start(blocks: Sequence[Block], query: ContentQuery) -> int:
    if query.cursor is not None:
        if not query.cursor.isdigit():
            raise InvalidInputError(field="query.cursor", reason="invalid_cursor")
        return min(int(query.cursor[:9]), len(blocks))
    if query.at is not None:
        # The block with the place in it, and a few before it.
        found = bisect_right([block.start for block in blocks], query.at) - 1
        return max(0, found - query.limit // 4)
    if query.page is not None:
        return bisect_left([block.page or 0 for block in blocks], query.page)
    return 0


def _present(index: int, block: Block) -> BlockOut:
    return BlockOut(
        index=index,
        kind=block.kind,
        text=block.text,
        page=block.page,
        level=block.level,
        rows=None if block.rows is None else [list(row) for row in block.rows],
        start=block.start,
        end=block.end,
    )
