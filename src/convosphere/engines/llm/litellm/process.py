"""LiteLLM in a process of its own, as this process sees it.

Its import takes seconds, in which it holds Python's lock for up to half a second at a time, and its calls block the
loop they run in. In a process of its own it keeps nobody waiting but itself. The process is started when it is first
needed, started anew at the next call when it has died, and ends with this one, whose end closes its socket.
"""

import asyncio
import contextlib
import itertools
import socket
import sys
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from convosphere.engines.llm.errors import ProviderError, ProviderTimeoutError, UnavailableError
from convosphere.engines.llm.litellm.frames import END, FAILED, frame, read_error, read_frame
from convosphere.engines.llm.types import Timeouts
from convosphere.platform.http.addresses import parse

# The import, on a machine that has no time for it. What the connection allows a provider counts from then on.
_LOADING_SECONDS = 120.0
# What the other side may take to say that its own patience is over.
_GRACE_SECONDS = 30.0
_CLOSING_SECONDS = 3.0
_KEPT_LINES = 20
_MOST_WORDS = 300
# Until one that closed its socket has ended and its complaint is read.
_ENDING_SECONDS = 1.0

_LOAD = "load"

_log = structlog.get_logger(__name__)


class Child(Protocol):
    """What there is to do with the other process, or whatever stands in for it."""

    def kill(self) -> None:
        """Ends it at once; one that has ended is fine, too."""

    async def wait(self) -> int:
        """Its status, once it has ended."""

    def last_words(self) -> str:
        """The last line of its complaints; empty: it had none."""


@dataclass(frozen=True, slots=True)
class Started:
    """A child and the way to it."""

    child: Child
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class _Process:
    """The real one; keeps the last lines that it wrote, to be told when it dies."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._lines: deque[str] = deque(maxlen=_KEPT_LINES)
        self._reading = asyncio.create_task(self._read(), name="litellm complaints")

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def wait(self) -> int:
        status = await self._process.wait()
        await self._reading
        if status:
            _log.warning("litellm_process_died", status=status, complaint="\n".join(self._lines)[-2000:])
        return status

    def last_words(self) -> str:
        lines = "".join(self._lines).splitlines()
        return next((line.strip() for line in reversed(lines) if line.strip()), "")[:_MOST_WORDS]

    async def _read(self) -> None:
        if self._process.stderr is not None:
            while line := await self._process.stderr.read(4096):
                self._lines.append(line.decode(errors="replace"))


async def start_process(allowed: Collection[str] = ()) -> Started:
    """A new process and the way to it; `allowed`: see `LiteLLMProcess`."""
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            reader, writer = await asyncio.open_connection(sock=ours)
        except BaseException:
            ours.close()
            raise
        try:
            # The last to be waited for: whoever gives up while it comes up has nothing more to undo than asyncio does.
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "convosphere.engines.llm.litellm.child",
                str(theirs.fileno()),
                *(each for each in allowed if parse(each) is not None),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                pass_fds=(theirs.fileno(),),
                # Ctrl-C at a terminal is for this process, which then closes that one.
                start_new_session=True,
            )
        except BaseException:
            writer.close()
            raise
    return Started(_Process(process), reader, writer)


class _Line:
    """The way to one child: who waits for what of it."""

    def __init__(self, started: Started) -> None:
        self.child = started.child
        self.alive = True
        self.loaded = False
        self._reader = started.reader
        self._writer = started.writer
        self._calls: dict[int, asyncio.Queue[list[Any] | None]] = {}
        self._reading = asyncio.create_task(self._read(), name="litellm reader")

    def open(self, number: int, *parts: object) -> asyncio.Queue[list[Any] | None]:
        """Begins a call; what comes of it comes through the queue, None if nothing will any more."""
        queue: asyncio.Queue[list[Any] | None] = asyncio.Queue()
        if self.alive:
            self._calls[number] = queue
            self._writer.write(frame(number, *parts))
        else:
            queue.put_nowait(None)
        return queue

    def leave(self, number: int, *, ended: bool) -> None:
        """Nobody waits for this call any more."""
        if self._calls.pop(number, None) is not None and not ended and self.alive:
            self._writer.write(frame(number, "cancel"))

    async def aclose(self) -> None:
        """Lets the child end, and makes it."""
        self._writer.close()
        try:
            async with asyncio.timeout(_CLOSING_SECONDS):
                await self.child.wait()
        except TimeoutError:
            self.child.kill()
            await self.child.wait()
        await self._reading

    async def _read(self) -> None:
        try:
            while True:
                number, *more = await read_frame(self._reader)
                queue = self._calls.get(number)
                if queue is not None:
                    queue.put_nowait(more)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.alive = False
            self._writer.close()
            for queue in self._calls.values():
                queue.put_nowait(None)


async def _ending(line: _Line) -> str:
    """What to tell whoever waited for a process that ended. What it said while it came up is nobody's secret."""
    if line.loaded:
        return "LiteLLM's process ended in the middle of it"
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_ENDING_SECONDS):
            await line.child.wait()
    return f"LiteLLM's process ended before it was ready. {line.child.last_words()}".rstrip()


class LiteLLMProcess:
    """Calls to LiteLLM's process. `start` makes one.

    `allowed`: addresses that it may reach although clouds hand out credentials there; what is none is passed over.
    """

    def __init__(self, start: Callable[[], Awaitable[Started]] | None = None, *, allowed: Collection[str] = ()) -> None:
        self._start = start
        self._allowed = allowed
        self._line: _Line | None = None
        self._lock: asyncio.Lock | None = None
        self._numbers = itertools.count(1)
        self._preparing: asyncio.Task[None] | None = None

    def prepare(self) -> None:
        """Starts it and has it import LiteLLM. Returns at once."""
        if self._preparing is None or self._preparing.done():
            self._preparing = asyncio.create_task(self._load(), name="litellm preparing")

    async def ready(self) -> None:
        """Returns once LiteLLM is imported; starts it if need be.

        Raises:
            ProviderError: it will not be: it is not installed, or the process ended or hangs.
        """
        if self._line is None or not (self._line.alive and self._line.loaded):
            async with aclosing(self.ask(_LOAD, patience=Timeouts())) as loading:
                async for _ in loading:
                    pass

    async def ask(self, what: str, *parts: object, patience: Timeouts) -> AsyncGenerator[tuple[str, Any], None]:
        """A call: what comes of it, by sign and value; closing the generator ends it over there.

        Raises:
            ProviderError: as it was raised over there, or the process died or hangs.
        """
        line = await self._started()
        number = next(self._numbers)
        queue = line.open(number, what, *parts)
        ended = False
        wait = _LOADING_SECONDS + patience.first_token
        try:
            while True:
                answer = await self._next(line, queue, wait)
                wait = max(patience.first_token, patience.between_tokens) + _GRACE_SECONDS
                sign, value = answer
                if sign == END:
                    ended = True
                    line.loaded = line.loaded or what == _LOAD
                    return
                if sign == FAILED:
                    ended = True
                    raise read_error(value)
                yield sign, value
        finally:
            line.leave(number, ended=ended)

    async def aclose(self) -> None:
        """Ends the process, if there is one; a later call starts another."""
        if self._preparing is not None:
            self._preparing.cancel()
            # Not awaited itself: whoever gives up closing is told so, and not taken for the task that was cancelled.
            await asyncio.wait([self._preparing])
        line, self._line = self._line, None
        self._lock = self._preparing = None
        if line is not None:
            await line.aclose()

    async def _load(self) -> None:
        try:
            await self.ready()
        except ProviderError as error:
            # Whoever asks is told the same.
            _log.warning("litellm_not_prepared", error=error.message)

    async def _next(self, line: _Line, queue: asyncio.Queue[list[Any] | None], wait: float) -> list[Any]:
        try:
            async with asyncio.timeout(wait):
                answer = await queue.get()
        except TimeoutError:
            # Nothing can be asked of it any more.
            line.child.kill()
            raise ProviderTimeoutError("LiteLLM's process hangs", phase="between_tokens") from None
        if answer is None:
            raise UnavailableError(await _ending(line))
        return answer

    async def _started(self) -> _Line:
        # Made here, because the gateway is made before there is a loop.
        self._lock = self._lock or asyncio.Lock()
        async with self._lock:
            if self._line is None or not self._line.alive:
                if self._line is not None:
                    await self._line.aclose()
                try:
                    self._line = _Line(await (start_process(self._allowed) if self._start is None else self._start()))
                except OSError as error:
                    self._line = None
                    raise UnavailableError(f"LiteLLM's process could not be started: {error}") from None
            return self._line
