"""Sends server-sent events one by one: the next is made when the last one has been taken."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from types import MappingProxyType

import structlog
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from convosphere.features.accounts.types import Actor
from convosphere.features.assistants.routes.openai.hanging_up import HungUpError, until_hung_up
from convosphere.features.assistants.routes.openai.limits import token_headers
from convosphere.features.assistants.routes.openai.writing import Begun, headers_of
from convosphere.platform.context import Platform

_log = structlog.get_logger(__name__)


async def stream_response(begun: Begun, platform: Platform, caller: Actor) -> "EventStreamResponse":
    """The response to an answer that has begun: who gives it, and what it leaves of the caller's budgets."""
    try:
        left = await token_headers(platform, caller)
    except BaseException:
        await begun.rest.aclose()
        raise
    return EventStreamResponse(begun.first, begun.rest, headers_of(begun.answering) | left)


class EventStreamResponse(StreamingResponse):
    """A stream that ends, with all that is behind it, as soon as the client hangs up.

    Starlette's own may notice that only when it next sends something, which a model that thinks can put off for
    minutes. `first`: what was read of `rest` already.
    """

    media_type = "text/event-stream"

    def __init__(
        self, first: bytes, rest: AsyncGenerator[bytes, None], headers: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        # Proxies like nginx would collect the words.
        super().__init__(rest, headers={**headers, "X-Accel-Buffering": "no"})
        self._first = first
        self._rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Sends all of it."""
        async with aclosing(self._rest):
            try:
                await until_hung_up(receive, self.stream_response(send))
            except HungUpError:
                _log.info("client_hung_up")

    async def stream_response(self, send: Send) -> None:
        """Sends all of it; `send` waits while the client is slow."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self._first, "more_body": True})
        async for chunk in self._rest:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
