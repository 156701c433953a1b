"""Pages of PDF files, pictures and faxes as pictures, drawn once and kept; where a chunk stands on one is kept beside
it, and so are the words of a page on which they had to be recognised. Where cited words stand is looked for each time:
there are more places in a text than should be remembered.
"""

from pathlib import Path
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.documents import Fault, PageImage, UnreadableError, Word
from convosphere.features.accounts.types import Actor
from convosphere.features.files.rules import PDF
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.reading.content import reach_version
from convosphere.features.knowledge.actions.reading.links import Opens, link_to
from convosphere.features.knowledge.actions.reading.texts import text_of
from convosphere.features.knowledge.errors.documents import NoPagesError, ReadingFailedError
from convosphere.features.knowledge.repository import chunks
from convosphere.features.knowledge.schemas.reading import Box, PagePicture, PageQueryIn
from convosphere.features.knowledge.tables import Chunk, DocumentVersion
from convosphere.features.knowledge.types import Stage
from convosphere.platform.context import Platform
from convosphere.platform.storage import ObjectMissingError, Workplace

# So that not every width of a window makes a picture of its own.
_WIDTHS: Final = (600, 1_000, 1_600, 2_400)
_MOST_PASSAGE: Final = 8_000
_PICTURES: Final = "image/"


async def get_page(desk: Desk, actor: Actor, document_id: UUID, page: int, query: PageQueryIn) -> PagePicture:
    """A page's picture behind a link, and the boxes of cited words or of a chunk's text on it.

    No transaction may be open.

    Raises:
        NotFoundError: no such document for the actor, or no such version.
        DocumentNotReadyError: words are asked for, and it has no text yet.
        NoPagesError: it has no pages to look at, or no such page.
        ReadingFailedError: the file cannot be drawn.
    """
    platform = desk.platform
    async with platform.database.transaction(actor.organization_id) as session:
        _, version = await reach_version(session, actor, document_id, query.version)
        chunk = await _chunk(session, document_id, query.chunk)
    drawable = version.media_type == PDF or version.media_type.startswith(_PICTURES)
    if not drawable or version.stage == Stage.CHECKING or not 0 < page <= (version.pages or page):
        raise NoPagesError(field="path.page")
    width = next(each for each in _WIDTHS if each >= query.width)
    words = await _words_at(platform, version, chunk, query)
    drawn = None if words is None else await _draw(desk, version, (page, width), words)
    if drawn is None or not drawn["boxes"]:
        drawn = await _kept(desk, version, page, width, chunk)
    if drawn is None:
        drawn = await _draw(desk, version, (page, width), None if chunk is None else chunk.text[:_MOST_PASSAGE])
        await platform.storage.put(_note(version, page, width, chunk), orjson.dumps(drawn))
    link = link_to(platform, actor, Opens.PAGE, version.id, page=page, width=width)
    return PagePicture(
        url=link.url,
        expires_at=link.expires_at,
        page=page,
        pages=drawn["pages"],
        width=drawn["width"],
        height=drawn["height"],
        boxes=[Box(x0=box[0], y0=box[1], x1=box[2], y1=box[3]) for box in drawn["boxes"]],
    )


async def _chunk(session: AsyncSession, document_id: UUID, chunk_id: UUID | None) -> Chunk | None:
    found = [] if chunk_id is None else await chunks.chunks_by_id(session, [chunk_id])
    return next((each for each in found if each.document_id == document_id), None)


async def _words_at(
    platform: Platform, version: DocumentVersion, chunk: Chunk | None, query: PageQueryIn
) -> str | None:
    """The words at a place; None when the whole chunk is meant, or no place."""
    if query.at is None or query.to is None or (chunk is not None and (query.at, query.to) == (chunk.start, chunk.end)):
        return None
    document = await text_of(platform, version.organization_id, version.id)
    return document.text[query.at : min(query.to, query.at + _MOST_PASSAGE)].strip() or None


def _note(version: DocumentVersion, page: int, width: int, chunk: Chunk | None) -> str:
    """Where the size of a picture, and boxes on it, are kept."""
    picture = places.page_picture(version.organization_id, version.content_id, page, width)
    return f"{picture}.{'plain' if chunk is None else chunk.id}.json"


async def _kept(
    desk: Desk, version: DocumentVersion, page: int, width: int, chunk: Chunk | None
) -> dict[str, Any] | None:
    try:
        found = orjson.loads(await desk.platform.storage.get(_note(version, page, width, chunk)))
    except ObjectMissingError:
        return None
    return found if isinstance(found, dict) else None


async def _draw(desk: Desk, version: DocumentVersion, wanted: tuple[int, int], passage: str | None) -> dict[str, Any]:
    page, width = wanted
    storage = desk.platform.storage
    async with Workplace(desk.platform.settings.data_dir).folder() as folder:
        path = folder / "content"
        await storage.fetch([places.original(version.organization_id, version.content_id)], path)
        words = None if passage is None else await _words(desk, version, page)
        image = await _render(desk, path, wanted, passage, words)
        if image.words is not None:
            place = places.page_words(version.organization_id, version.content_id, page)
            await storage.put(place, orjson.dumps(image.words))
        # The picture first: whoever finds the note finds it.
        picture = places.page_picture(version.organization_id, version.content_id, page, width)
        await storage.put_file(picture, image.path)
    return {
        "pages": image.pages,
        "width": image.width,
        "height": image.height,
        "boxes": [list(box) for box in image.boxes],
    }


async def _words(desk: Desk, version: DocumentVersion, page: int) -> list[Word] | None:
    """What was recognised on a page before, whatever passage it was for."""
    try:
        data = await desk.platform.storage.get(places.page_words(version.organization_id, version.content_id, page))
    except ObjectMissingError:
        return None
    return [(text, (left, top, right, bottom)) for text, (left, top, right, bottom) in orjson.loads(data)]


async def _render(
    desk: Desk, path: Path, wanted: tuple[int, int], passage: str | None, words: list[Word] | None
) -> PageImage:
    try:
        return await desk.reader.render_page(path, *wanted, passage, words)
    except UnreadableError as error:
        if error.fault is Fault.EMPTY:
            raise NoPagesError(field="path.page") from error
        raise ReadingFailedError from error
