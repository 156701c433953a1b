"""`/files`: upload in pieces, look, delete, links, and the content behind a link."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status
from starlette.responses import StreamingResponse

from convosphere.features.accounts.access import CurrentActor, InTransaction
from convosphere.features.files import actions
from convosphere.features.files.access import (
    TAKES_PIECES,
    TELLS_OFFSET,
    UploadOffset,
    offset_told,
    piece_in,
    piece_taken,
)
from convosphere.features.files.errors import RangeError
from convosphere.features.files.rules import ByteRange, UnsatisfiableRangeError, read_range
from convosphere.features.files.schemas import Attachment, FileCreate, FileCreated, FileLimits, FileLink
from convosphere.features.files.types import Variant
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix="/files", tags=["Files"], responses=problems(422))

_ANY_CONTENT = {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}


@router.post(
    "",
    operation_id="createFile",
    summary="Announce a file",
    status_code=status.HTTP_201_CREATED,
    responses=problems(401, 403, 409, 413),
)
async def create_file(tx: InTransaction, body: FileCreate) -> FileCreated:
    """Checks the limits and answers with the way to send the content. A file that is never sent goes after a day."""
    return await actions.create_file(tx.session, tx.platform, tx.actor, body)


@router.get("/limits", operation_id="getFileLimits", summary="What one may upload", responses=problems(401, 403))
async def get_limits(tx: InTransaction) -> FileLimits:
    """The limits of the person's role, and how much of them is used."""
    return await actions.get_limits(tx.session, tx.platform, tx.actor)


@router.get("/{file_id}", operation_id="getFile", summary="One file", responses=problems(401, 403, 404))
async def get_file(tx: InTransaction, file_id: UUID) -> Attachment:
    """How far it is, and what was found in it."""
    return await actions.get_file(tx.session, tx.actor, file_id)


@router.delete(
    "/{file_id}",
    operation_id="deleteFile",
    summary="Delete a file that was not sent",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(401, 403, 404, 409),
)
async def delete_file(tx: InTransaction, file_id: UUID) -> None:
    """Also ends an upload. A file that belongs to a message goes with the message."""
    await actions.delete_file(tx.session, tx.platform, tx.actor, file_id)


@router.head("/{file_id}/content", operation_id="getUploadOffset", summary="How far an upload is", **TELLS_OFFSET)
async def get_offset(tx: InTransaction, file_id: UUID) -> Response:
    """Where to go on after a cut."""
    return offset_told(*await actions.get_offset(tx.session, tx.actor, file_id))


@router.patch("/{file_id}/content", operation_id="uploadContent", summary="Send the next piece", **TAKES_PIECES)
async def upload_content(
    request: Request, actor: CurrentActor, platform: PlatformDep, file_id: UUID, offset: UploadOffset
) -> Response:
    """At most `chunk_bytes`, beginning at `Upload-Offset`; at another offset than the file's: 409 with the true one.

    The piece is there when the answer is. If the connection breaks within it, what had arrived may be kept: ask by
    HEAD where to go on. The last piece starts the check; `file.changed` on the person's stream tells its end.
    """
    return piece_taken(await actions.receive_piece(platform, actor, file_id, offset, piece_in(request)))


@router.get(
    "/{file_id}/link",
    operation_id="getFileLink",
    summary="A link to the content",
    responses=problems(401, 403, 404, 409),
)
async def get_link(
    tx: InTransaction,
    file_id: UUID,
    variant: Annotated[Variant, Query(description="`text`: what was read in it, as JSON")] = Variant.ORIGINAL,
    *,
    download: Annotated[bool, Query(description="To be saved, not shown")] = False,
) -> FileLink:
    """For `<img>`, viewers and downloads: it needs no `Authorization` and ends after minutes. Only of checked files."""
    return await actions.make_link(tx.session, tx.platform, tx.actor, file_id, variant, download=download)


@router.head("/content/{token}", include_in_schema=False)
@router.get(
    "/content/{token}",
    operation_id="getFileContent",
    summary="The content behind a link",
    response_class=Response,
    responses={200: _ANY_CONTENT, 206: {"description": "The range asked for", **_ANY_CONTENT}, **problems(404, 416)},
)
async def get_content(request: Request, platform: PlatformDep, token: str) -> Response:
    """Takes `Range` and `If-None-Match`. Delivered so that browsers show it and run nothing of it."""
    # What opens a file must not stand in a log.
    request.scope["logged_path"] = "/api/v1/files/content/…"
    content = await actions.open_content(platform, token)
    headers = {
        "ETag": content.etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": f"private, max-age={content.seconds}, immutable",
        "Content-Disposition": content.disposition,
        "Content-Security-Policy": content.policy,
        "X-Content-Type-Options": "nosniff",
        # Viewers of our own pages may frame it, nobody else's.
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "no-referrer",
    }
    if request.headers.get("if-none-match") == content.etag:
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    part = _range(request, content)
    start, end = (0, content.size) if part is None else (part.start, part.end)
    headers["Content-Length"] = str(end - start)
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{content.size}"
    code = status.HTTP_200_OK if part is None else status.HTTP_206_PARTIAL_CONTENT
    if request.method == "HEAD":
        return Response(status_code=code, headers=headers, media_type=content.media_type)
    return StreamingResponse(content.read(start, end), code, headers, content.media_type)


def _range(request: Request, content: actions.OpenContent) -> ByteRange | None:
    # With another version in the client's hands, a part of this one would not fit (RFC 9110, section 13.1.5).
    if request.headers.get("if-range", content.etag) != content.etag:
        return None
    try:
        return read_range(request.headers.get("range"), content.size)
    except UnsatisfiableRangeError:
        raise RangeError(size=content.size) from None
