"""Commands on their way to Redis: what comes in during one round trip goes out together with the next.

A busy process appends hundreds of times a second; one pipeline for all of them costs a fifth of a round
trip each.
"""

import asyncio
from dataclasses import dataclass
from hashlib import sha1
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import NoScriptError, RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from convosphere.platform.realtime.ending import end
from convosphere.platform.realtime.log import EventLogUnavailableError

_MAX_BATCH: Final = 256
# Waits between attempts: about a second in all, enough for a restart of a proxy, short for whoever waits.
_PAUSES: Final = (0.05, 0.1, 0.25, 0.5)
# A server that stands still lets each attempt run into its timeout; nobody waits for several of them.
_PATIENCE_SECONDS: Final = 4.0
# What redis-py raises when the connection, not the command, is at fault.
BROKEN: Final = (RedisConnectionError, RedisTimeoutError, OSError)


class Script:
    """A Lua script and the digest by which Redis remembers it."""

    __slots__ = ("digest", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.digest = sha1(source.encode(), usedforsecurity=False).hexdigest()


@dataclass(slots=True, eq=False)
class _Call:
    script: Script
    keys: tuple[str, ...]
    arguments: list[bytes | int]
    answer: "asyncio.Future[object]"


class ScriptRunner:
    """Runs scripts in batches, in the order they were asked for, again after a broken connection."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._waiting: list[_Call] = []
        self._sender: asyncio.Task[None] | None = None
        self._closed = False

    async def run(self, script: Script, keys: tuple[str, ...], arguments: list[bytes | int]) -> object:
        """The script's answer.

        Raises:
            EventLogUnavailableError: Redis is not reachable or refuses the command.
        """
        if self._closed:
            raise EventLogUnavailableError
        call = _Call(script, keys, arguments, asyncio.get_running_loop().create_future())
        self._waiting.append(call)
        if self._sender is None or self._sender.done():
            self._sender = asyncio.create_task(self._send(), name="event-log-commands")
        return await call.answer

    async def close(self) -> None:
        """Fails what waits still."""
        self._closed = True
        if self._sender is not None:
            await end([self._sender])
        _fail(self._waiting, None)
        self._waiting = []

    async def _send(self) -> None:
        while self._waiting:
            batch = self._waiting[:_MAX_BATCH]
            del self._waiting[:_MAX_BATCH]
            try:
                await self._send_batch(batch)
            except BaseException as error:  # cancelled, or a fault of ours: nobody waits for ever
                _fail(batch, error)
                raise

    async def _send_batch(self, batch: list[_Call]) -> None:
        pauses = iter(_PAUSES)
        now = asyncio.get_running_loop().time
        deadline = now() + _PATIENCE_SECONDS
        while batch:
            try:
                batch = await self._attempt(batch)
            except BROKEN as error:
                pause = next(pauses, None)
                if pause is None or now() > deadline:
                    _fail(batch, error)
                    return
                await asyncio.sleep(pause)

    async def _attempt(self, batch: list[_Call]) -> list[_Call]:
        """Runs the calls; those that must be run again because Redis did not know the script (yet)."""
        pipeline = self._client.pipeline(transaction=False)
        for call in batch:
            pipeline.evalsha(call.script.digest, len(call.keys), *call.keys, *call.arguments)
        answers = await pipeline.execute(raise_on_error=False)
        again = []
        for call, answer in zip(batch, answers, strict=True):
            if isinstance(answer, NoScriptError):
                again.append(call)
            elif not call.answer.done():
                if isinstance(answer, RedisError):
                    _fail([call], answer)
                else:
                    call.answer.set_result(answer)
        for source in {call.script.source for call in again}:
            await self._client.script_load(source)
        return again


def _fail(calls: list[_Call], cause: BaseException | None) -> None:
    for call in calls:
        if not call.answer.done():
            error = EventLogUnavailableError()
            error.__cause__ = cause
            call.answer.set_exception(error)
