"""A running answer over HTTP: reads its events, watches the time, notices when it was cut."""

import asyncio

import aiohttp

from convosphere.engines.llm.errors import ProtocolError, ProviderError, ProviderTimeoutError
from convosphere.engines.llm.sse import SseParser
from convosphere.engines.llm.types import Timeouts
from convosphere.engines.llm.whole_body import read_bounded

_PATIENCE_AFTER_THE_END = 2.0
_DRAIN = 0.05


class EventStream:
    """One response with server-sent events.

    Time is watched by one timer per stream, not one per read: it looks whether anything happened since, and
    goes on. It counts only while we wait for the provider, never while our own reader is slow.

    `gather`: once tokens flow, the connection is not read while our reader does not ask. What comes meanwhile lies with
    the operating system and is taken in one piece, instead of waking the process for every token.
    """

    __slots__ = (
        "_content", "_deadline", "_ended", "_expired", "_gather", "_held", "_loop", "_parser", "_reading",
        "_timeouts", "_timer", "_tokens", "over", "response",
    )  # fmt: skip

    def __init__(
        self, response: aiohttp.ClientResponse, timeouts: Timeouts, deadline: float, *, gather: bool = False
    ) -> None:
        self.response = response
        self.over = False  # the body has ended; what was read last may lack its end
        self._content = response.content
        self._parser = SseParser()
        self._timeouts = timeouts
        self._loop = asyncio.get_running_loop()
        self._deadline = deadline
        self._gather = gather
        self._held: asyncio.Transport | None = None  # is not read at present
        self._reading = False
        self._tokens = False
        self._ended = False
        self._expired = False
        self._timer = self._loop.call_at(deadline, self._look)

    async def read(self) -> list[bytes] | None:
        """The data of the next events, at least one; None at the end of the body.

        Raises ProviderTimeoutError; ProtocolError when the connection broke or the stream is not one.
        """
        self._let_go()
        while True:
            self._reading = True
            try:
                chunk = await self._content.readany()
            except (aiohttp.ClientError, OSError):
                if self._ended:
                    return None
                raise self._failure() from None
            finally:
                self._reading = False
            if chunk:
                events = self._parser.feed(chunk)
                if events:
                    if self._gather and self._tokens and not self._ended:
                        self._hold()
                    return events
            elif self._content.at_eof():
                self.over = True
                return self._parser.finish() or None

    def _hold(self) -> None:
        connection = self.response.connection  # None: the body has ended, and the connection serves others
        transport = None if connection is None else connection.transport
        if transport is not None and transport.is_reading():
            transport.pause_reading()
            self._held = transport

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is not None and not held.is_closing():
            held.resume_reading()

    async def whole(self, limit: int) -> bytes:
        """The body in one piece, for servers that do not stream. Raises as `read` does."""
        self._reading = True
        try:
            return await read_bounded(self.response, limit)
        except (aiohttp.ClientError, OSError):
            raise self._failure() from None
        finally:
            self._reading = False

    def _failure(self) -> ProviderError:
        """What it means that reading failed: our patience ended, or the connection broke."""
        if not self._expired:
            return ProtocolError("the connection broke in mid-answer", cut=True)
        if self._tokens:
            return ProviderTimeoutError("the answer stopped in its middle", phase="between_tokens")
        return ProviderTimeoutError("no answer began in time", phase="first_token")

    def alive(self) -> None:
        """A token came, and our reader has taken it: the patience between tokens begins afresh."""
        if self._ended:
            return
        self._deadline = self._loop.time() + self._timeouts.between_tokens
        if not self._tokens:  # from here on the deadline only moves on, so the timer need not be set again
            self._tokens = True
            self._set_timer()

    def complete(self) -> None:
        """The answer is complete; what may follow (usage, the end mark) is waited for only briefly, whatever comes."""
        if self._ended:
            return
        self._ended = True
        self._deadline = self._loop.time() + min(_PATIENCE_AFTER_THE_END, self._timeouts.between_tokens)
        self._set_timer()

    async def drain(self) -> None:
        """After the end mark: reads the body's last bytes, so that the connection can be used again."""
        self._let_go()
        try:
            async with asyncio.timeout(_DRAIN):
                while not self._content.at_eof():
                    await self._content.readany()
        except (TimeoutError, aiohttp.ClientError, OSError):
            return  # then it is closed instead

    def close(self) -> None:
        """Gives the connection back if the body was read to its end, else closes it at once. Never waits."""
        self._timer.cancel()
        if self._content.at_eof():
            self.response.release()
        else:
            self.response.close()

    def _set_timer(self) -> None:
        self._timer.cancel()
        self._timer = self._loop.call_at(self._deadline, self._look)

    def _look(self) -> None:
        now = self._loop.time()
        if not self._reading:  # not the provider's fault; it gets its whole patience again
            self._deadline = max(self._deadline, now + self._timeouts.between_tokens)
        if now < self._deadline:
            self._set_timer()
            return
        self._expired = True
        self.response.close()  # wakes the reader with an error
