"""Serves the built web client: compressed beforehand, cached for good by the hash in its names."""

import mimetypes
from dataclasses import dataclass
from email.utils import formatdate
from hashlib import sha256
from pathlib import Path

from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

BUILD = Path(__file__).parent / "web_client"

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
        response = self._respond(scope)
        await response(scope, receive, send)

    def _respond(self, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("Method not allowed", 405, {"allow": "GET, HEAD"})
        path = scope["path"].lstrip("/")
        if path.split("/", 1)[0] in _RESERVED:
            return _not_found()
        file = self._files.get(path)
        if file is None:
            if path.startswith("assets/") or "." in path.rsplit("/", 1)[-1]:
                return _not_found()
            file = self._files.get("index.html")
            path = "index.html"
        if file is None:
            return PlainTextResponse(_NOT_BUILT, 503)
        return _file_response(file, path, dict(scope["headers"]))


def _not_found() -> Response:
    return PlainTextResponse("Not found", 404)


def _file_response(file: _File, path: str, request_headers: dict[bytes, bytes]) -> Response:
    accepted = {
        part.split(";")[0].strip() for part in request_headers.get(b"accept-encoding", b"").decode("latin-1").split(",")
    }
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
    if request_headers.get(b"if-none-match", b"").decode("latin-1") == etag:
        return Response(status_code=304, headers=headers)
    return Response(source.read_bytes(), headers=headers, media_type=file.media_type)


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
