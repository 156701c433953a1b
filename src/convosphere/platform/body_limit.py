"""Refuses request bodies beyond the limit before they fill the memory."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from convosphere.platform.errors import ProblemError


class BodyTooLargeError(ProblemError):
    """The request's body is larger than this installation accepts."""

    code = "payload_too_large"
    status = 413


class BodyLimitMiddleware:
    """Counts what arrives; a route that reads more than `limit` bytes fails with 413."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        received = int(announced) if announced.isdigit() and int(announced) > self._limit else 0

        async def counted() -> Message:
            # Whoever reads the body meets the error, and answers it in the form of its door.
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limit:
                raise BodyTooLargeError(limit=self._limit)
            return message

        await self._app(scope, counted, send)
