"""How a piece of an upload comes over HTTP: for the routes of files, and of whatever else people upload."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

from fastapi import Header, Request, Response, status
from starlette.requests import ClientDisconnect

from convosphere.features.files.errors import UploadCutError
from convosphere.platform.problems import problems

_OFFSET: Final = "Upload-Offset"
_LENGTH: Final = "Upload-Length"
_OFFSET_HEADER: Final = {_OFFSET: {"description": "Bytes that have arrived", "schema": {"type": "integer"}}}
_LENGTH_HEADER: Final = {_LENGTH: {"description": "Bytes of the whole file", "schema": {"type": "integer"}}}

# What a route that takes pieces has in its decorator.
TAKES_PIECES: Final[dict[str, Any]] = {
    "status_code": status.HTTP_204_NO_CONTENT,
    "responses": {204: {"headers": _OFFSET_HEADER}, **problems(401, 403, 404, 409, 413)},
    "openapi_extra": {
        "requestBody": {"required": True, "content": {"application/offset+octet-stream": {"schema": {}}}}
    },
}
# And one that says how far it is.
TELLS_OFFSET: Final[dict[str, Any]] = {
    "responses": {200: {"headers": _OFFSET_HEADER | _LENGTH_HEADER}, **problems(401, 403, 404)}
}

UploadOffset = Annotated[int, Header(alias=_OFFSET, ge=0, le=10**13)]


async def piece_in(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes.

    Raises:
        UploadCutError: the client has gone in the middle of it.
    """
    try:
        async for data in request.stream():
            yield data
    except ClientDisconnect:
        raise UploadCutError from None


def piece_taken(arrived: int) -> Response:
    """The answer to a piece: how many bytes there are now."""
    return Response(status_code=status.HTTP_204_NO_CONTENT, headers={_OFFSET: str(arrived)})


def offset_told(offset: int, size: int) -> Response:
    """The answer to the question where to go on."""
    return Response(headers={_OFFSET: str(offset), _LENGTH: str(size)})
