"""Refuses request bodies beyond the limit before they fill the memory."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from convosphere.platform.errors import ProblemError


class BodyTooLargeError(ProblemError):
    """The request's body is larger than this installation accepts."""

    code = "payload_too_large"
    status = 413


class BodyLimitMiddleware:
    """Counts what arrives; a route that reads more than `limit` bytes fails with 413.

    `below`: other limits for paths that begin with a text.
    """

    def __init__(self, app: ASGIApp, limit: int, below: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._limit = limit
        self._below = tuple((below or {}).items())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = next((most for path, most in self._below if scope["path"].startswith(path)), self._limit)
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        received = int(announced) if announced.isdigit() and int(announced) > limit else 0

        async def counted() -> Message:
            # Whoever reads the body meets the error, and answers it in the form of its door.
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise BodyTooLargeError(limit=limit)
            return message

        await self._app(scope, counted, send)
