"""`/knowledge/documents/…`: content, pages, chunks, downloads; and what is behind links."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response, status
from starlette.responses import StreamingResponse

from convosphere.features.accounts.access import CurrentActor, InTransaction
from convosphere.features.files.errors import RangeError
from convosphere.features.files.rules import UnsatisfiableRangeError, disposition, read_range, security_policy
from convosphere.features.knowledge.actions.chunks import change
from convosphere.features.knowledge.actions.reading import content, downloads, links, pages, zipping
from convosphere.features.knowledge.routes.desk import DeskDep
from convosphere.features.knowledge.schemas.operations import ZipIn
from convosphere.features.knowledge.schemas.reading import (
    ChunkOut,
    ChunkPage,
    ChunkPatch,
    ChunkQuery,
    ContentOut,
    ContentQuery,
    PagePicture,
    PageQueryIn,
    Preview,
    PreviewIn,
)
from convosphere.features.knowledge.schemas.texts import LARGEST_NUMBER, Link
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix="/knowledge", tags=["Knowledge reading"], responses=problems(422))

_ASKED = problems(401, 403, 404, 409)
_ANY_CONTENT = {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
_ZIP = "application/zip"


@router.get(
    "/documents/{document_id}/content", operation_id="getDocumentContent", summary="Read a document", responses=_ASKED
)
async def get_content(
    actor: CurrentActor, platform: PlatformDep, document_id: UUID, query: Annotated[ContentQuery, Query()]
) -> ContentOut:
    """Its text by blocks: from the beginning, from a page, or around the place of a citation."""
    return await content.get_content(platform, actor, document_id, query)


@router.get(
    "/documents/{document_id}/pages/{page}",
    operation_id="getDocumentPage",
    summary="A page as a picture",
    responses=_ASKED,
)
async def get_page(
    actor: CurrentActor,
    desk: DeskDep,
    document_id: UUID,
    page: Annotated[int, Path(ge=1, le=60_000)],
    query: Annotated[PageQueryIn, Query()],
) -> PagePicture:
    """Of PDF files, pictures and faxes: the link to the picture, and the boxes of a chunk's text on it."""
    return await pages.get_page(desk, actor, document_id, page, query)


@router.get(
    "/documents/{document_id}/chunks",
    operation_id="listDocumentChunks",
    summary="Chunks of a document",
    responses=_ASKED,
)
async def list_chunks(tx: InTransaction, document_id: UUID, query: Annotated[ChunkQuery, Query()]) -> ChunkPage:
    """Of the version that is found, in their order."""
    return await change.list_chunks(tx.session, tx.actor, document_id, query)


@router.patch(
    "/documents/{document_id}/chunks/{chunk_id}",
    operation_id="changeDocumentChunk",
    summary="Edit a chunk, or switch it off",
    responses=_ASKED,
)
async def change_chunk(tx: InTransaction, document_id: UUID, chunk_id: UUID, body: ChunkPatch) -> ChunkOut:
    """For editors. A new version of the document begins with new chunks."""
    return await change.change_chunk(tx.session, tx.platform, tx.actor, document_id, chunk_id, patch=body)


@router.post(
    "/bases/{base_id}/preview-chunks", operation_id="previewChunks", summary="How would this be cut?", responses=_ASKED
)
async def preview_chunks(actor: CurrentActor, platform: PlatformDep, base_id: UUID, body: PreviewIn) -> Preview:
    """The first hundred pieces of a text or of a document. Nothing is stored. For editors."""
    return await change.preview_chunks(platform, actor, base_id, body)


@router.get(
    "/documents/{document_id}/download", operation_id="getDocumentLink", summary="A link to the file", responses=_ASKED
)
async def get_link(
    tx: InTransaction,
    document_id: UUID,
    version: Annotated[
        int | None, Query(ge=1, le=LARGEST_NUMBER, description="Its number; none: the one that is found")
    ] = None,
    *,
    inline: Annotated[bool, Query(description="To be shown where that is safe, not saved")] = False,
) -> Link:
    """It needs no `Authorization`, ends after minutes, and is counted when it is opened."""
    return await downloads.make_link(tx.session, tx.platform, tx.actor, document_id, version, inline=inline)


@router.post(
    "/bases/{base_id}/zip",
    operation_id="zipDocuments",
    summary="A link to an archive of documents",
    status_code=status.HTTP_201_CREATED,
    responses=problems(401, 403, 404, 409, 413),
)
async def make_zip(tx: InTransaction, base_id: UUID, body: ZipIn) -> Link:
    """Of those that one may read, in their folders; made while it is sent."""
    return await zipping.make_zip(tx.session, tx.platform, tx.actor, base_id, body)


@router.head("/content/{token}", include_in_schema=False)
@router.get(
    "/content/{token}",
    operation_id="getKnowledgeContent",
    summary="The content behind a link",
    response_class=Response,
    responses={200: _ANY_CONTENT, 206: {"description": "The range asked for", **_ANY_CONTENT}, **problems(404, 416)},
)
async def get_linked(request: Request, platform: PlatformDep, token: str) -> Response:
    """Takes `Range` and `If-None-Match`. Delivered so that browsers show it and run nothing of it."""
    # What opens a file must not stand in a log.
    request.scope["logged_path"] = "/api/v1/knowledge/content/…"
    ticket = links.open_ticket(platform, token)
    if ticket.opens is links.Opens.ZIP:
        return await _zip(platform, ticket)
    wanted = request.headers.get("range")
    fetched = request.method == "GET" and (wanted is None or wanted.replace(" ", "").startswith("bytes=0-"))
    found = await downloads.open_content(platform, ticket, counted=fetched)
    headers = _headers(found.disposition, found.policy) | {
        "ETag": found.etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": f"private, max-age={found.seconds}, immutable",
    }
    if request.headers.get("if-none-match") == found.etag:
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    if found.size is None:
        return Response(await found.whole(), headers=headers, media_type=found.media_type)
    try:
        part = read_range(wanted, found.size) if request.headers.get("if-range", found.etag) == found.etag else None
    except UnsatisfiableRangeError:
        raise RangeError(size=found.size) from None
    start, end = (0, found.size) if part is None else (part.start, part.end)
    headers["Content-Length"] = str(end - start)
    code = status.HTTP_200_OK
    if part is not None:
        code = status.HTTP_206_PARTIAL_CONTENT
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{found.size}"
    if request.method == "HEAD":
        return Response(status_code=code, headers=headers, media_type=found.media_type)
    return StreamingResponse(found.read(start, end), code, headers, found.media_type)


async def _zip(platform: PlatformDep, ticket: links.Ticket) -> Response:
    name, data = await zipping.open_zip(platform, ticket)
    headers = _headers(disposition(name, inline=False), security_policy(_ZIP)) | {"Cache-Control": "no-store"}
    return StreamingResponse(data, headers=headers, media_type=_ZIP)


def _headers(named: str, policy: str) -> dict[str, str]:
    return {
        "Content-Disposition": named,
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        # Viewers of our own pages may frame it, nobody else's.
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "no-referrer",
    }
