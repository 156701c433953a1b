"""Serves the built web client: compressed beforehand, cached for good by the hash in its names."""

import asyncio
import mimetypes
import re
from dataclasses import dataclass
from email.utils import formatdate
from hashlib import sha256
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

BUILD = Path(__file__).parent / "web_client"

_REFUSED = re.compile(r"q=0(\.0*)?")
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
# Names below assets/ carry a hash of their content.
_FOREVER = "public, max-age=31536000, immutable"
_NOT_BUILT = "The web client is not built. `make run` builds it; the API is at /api/v1/openapi.json.\n"
_RESERVED = ("api", "v1", "health", "metrics")


@dataclass(frozen=True, slots=True)
class _File:
    """One file of the build with its precompressed forms."""

    path: Path
    media_type: str
    etag: str
    modified: str
    encodings: dict[str, Path]


class WebClient:
    """ASGI application: files of the build, and the page itself for every other address of the client's."""

    def __init__(self, build: Path = BUILD) -> None:
        self._files = _collect(build)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            # A socket at an address that has none.
            await send({"type": "websocket.close", "code": 4404})
            return
        response = await self._respond(scope)
        await response(scope, receive, send)

    async def _respond(self, scope: Scope) -> Response:
        path = scope["path"].lstrip("/")
        if path.split("/", 1)[0] in _RESERVED:
            raise HTTPException(404)
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("Method not allowed", 405, {"allow": "GET, HEAD"})
        file = self._files.get(path)
        if file is None:
            if path.startswith("assets/") or "." in path.rsplit("/", 1)[-1]:
                return _not_found()
            file = self._files.get("index.html")
            path = "index.html"
        if file is None:
            return PlainTextResponse(_NOT_BUILT, 503)
        return await _file_response(file, path, dict(scope["headers"]))


def _not_found() -> Response:
    return PlainTextResponse("Not found", 404)


async def _file_response(file: _File, path: str, request_headers: dict[bytes, bytes]) -> Response:
    accepted = _accepted(request_headers.get(b"accept-encoding", b"").decode("latin-1"))
    encoding, source = next(
        ((name, file.encodings[name]) for name, _ in _ENCODINGS if name in accepted and name in file.encodings),
        (None, file.path),
    )
    etag = file.etag if encoding is None else f'{file.etag[:-1]}-{encoding}"'
    headers = {
        "etag": etag,
        "vary": "accept-encoding",
        "cache-control": _FOREVER if path.startswith("assets/") else "no-cache",
        "last-modified": file.modified,
    }
    if encoding is not None:
        headers["content-encoding"] = encoding
    if _matches(request_headers.get(b"if-none-match", b"").decode("latin-1"), etag):
        return Response(status_code=304, headers=headers)
    try:
        content = await asyncio.to_thread(source.read_bytes)
    except FileNotFoundError:
        # The client was built anew under a running server.
        return _not_found()
    return Response(content, headers=headers, media_type=file.media_type)


def _accepted(header: str) -> set[str]:
    """The codings that an `Accept-Encoding` names and does not refuse by `q=0` (RFC 9110, section 12.5.3)."""
    accepted = set()
    for part in header.split(","):
        coding, _, weight = part.partition(";")
        if not _REFUSED.fullmatch(weight.replace(" ", "").lower()):
            accepted.add(coding.strip().lower())
    return accepted


def _matches(header: str, etag: str) -> bool:
    """Whether an `If-None-Match` names the tag, weakly compared (RFC 9110, section 13.1.2)."""
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return "*" in tags or etag in tags


def _collect(build: Path) -> dict[str, _File]:
    """All files of the build by their address; small enough to be looked through at start."""
    suffixes = {suffix for _, suffix in _ENCODINGS}
    files = {}
    for path in sorted(build.rglob("*")):
        if not path.is_file() or path.suffix in suffixes:
            continue
        encodings = {
            name: path.with_name(path.name + suffix)
            for name, suffix in _ENCODINGS
            if path.with_name(path.name + suffix).exists()
        }
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if path.suffix == ".webmanifest":
            media_type = "application/manifest+json"
        files[path.relative_to(build).as_posix()] = _File(
            path=path,
            media_type=media_type,
            etag=f'"{sha256(path.read_bytes()).hexdigest()[:20]}"',
            modified=formatdate(path.stat().st_mtime, usegmt=True),
            encodings=encodings,
        )
    return files
