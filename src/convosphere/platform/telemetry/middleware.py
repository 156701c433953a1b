"""What happens to every request, in pure ASGI: no task, no body buffered, a few microseconds each.

Put around the finished application, so that its answers to its own failures pass through too:
`RequestIdMiddleware(AccessLogMiddleware(SecurityHeadersMiddleware(app), metrics))`.
"""

import re
import time
from typing import Final

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from convosphere.platform.ids import new_id
from convosphere.platform.telemetry.context import request_context
from convosphere.platform.telemetry.metrics import Metrics

_SANE_ID = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
# Asked for every few seconds by machines, or in dozens by each page.
_UNREMARKABLE: Final = ("/health/", "/metrics", "/assets/")
_NO_ROUTE: Final = "unmatched"
_FAILED: Final = 500
_NO_CONTENT: Final = 204

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; script-src 'self'; "
    # The component library sets sizes and positions by style attributes and a style element.
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

log = structlog.get_logger(__name__)


class RequestIdMiddleware:
    """Gives each request an id: the caller's `X-Request-ID` if it is sane, else a new one; sent back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one connection."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        request_id = _given_id(scope) or new_id().hex
        header = (b"x-request-id", request_id.encode())

        async def send_with_id(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.accept"}:
                message["headers"] = [*message.get("headers", ()), header]
            await send(message)

        with request_context(request_id):
            await self._app(scope, receive, send_with_id)


def _given_id(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            return value.decode() if _SANE_ID.fullmatch(value) else None
    return None


class AccessLogMiddleware:
    """Logs and counts each request when it is answered, by its route's template."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = _FAILED  # unless an answer begins

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        # A route whose path opens something says what may be written down instead.
        path: str = scope.get("logged_path") or scope["path"]
        self._metrics.request(scope["method"], _template(scope), status, seconds)
        write = log.debug if status < _FAILED and path.startswith(_UNREMARKABLE) else log.info
        # Without the query: it may carry what nobody should read in a log.
        write(
            "request",
            method=scope["method"],
            path=path,
            status=status,
            milliseconds=round(seconds * 1000, 1),
        )


def _template(scope: Scope) -> str:
    # A route of an included router knows only its own part; FastAPI leaves the whole beside it.
    whole = scope.get("fastapi", {}).get("effective_route_context")
    for found in (whole, scope.get("route")):
        path = getattr(found, "path", None)
        if isinstance(path, str):
            return path
    return _NO_ROUTE


class SecurityHeadersMiddleware:
    """Tells browsers what they may do with a response; a header that the response has already stays."""

    def __init__(
        self, app: ASGIApp, *, content_security_policy: str = CONTENT_SECURITY_POLICY, https: bool = False
    ) -> None:
        self._app = app
        headers = {
            "content-security-policy": content_security_policy,
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "same-origin",
            "permissions-policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
        }
        if https:
            headers["strict-transport-security"] = "max-age=31536000"
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        extra = self._headers
        if path.startswith(("/api/", "/v1/")):
            extra = [*extra, (b"cache-control", b"no-store")]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", ()))
                if message["status"] == _NO_CONTENT:
                    # FastAPI names a type for what is not there.
                    given = [header for header in given if header[0].lower() != b"content-type"]
                names = {name.lower() for name, _ in given}
                message["headers"] = given + [header for header in extra if header[0] not in names]
            await send(message)

        await self._app(scope, receive, send_with_headers)
