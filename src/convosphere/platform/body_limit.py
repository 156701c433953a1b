"""Refuses request bodies beyond the limit before they fill the memory."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from convosphere.platform.errors import ProblemError
from convosphere.platform.problems import problem_response


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
        if announced.isdigit() and int(announced) > self._limit:
            await self._refuse(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limit:
                raise BodyTooLargeError(limit=self._limit)
            return message

        await self._app(scope, counted, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = problem_response(Request(scope), BodyTooLargeError(limit=self._limit))
        await response(scope, receive, send)
