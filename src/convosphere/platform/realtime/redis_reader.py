"""The one connection of a process on which news of all followed streams arrives.

News comes by publish/subscribe with the events in it, and the numbers show whether any was missed (then the
stream itself is read). Blocking reads (XREAD) over a thousand streams would have to name all of them again
after each event: 1.5 ms of CPU each time, against 8 µs for a message.
"""

import asyncio
import logging
import random
import re
from collections.abc import Coroutine, Sequence
from typing import Any, Final

from redis.asyncio.connection import AbstractConnection, ConnectionPool
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

from convosphere.platform.ids import new_id
from convosphere.platform.realtime.ending import end
from convosphere.platform.realtime.redis_commands import BROKEN
from convosphere.platform.realtime.redis_scripts import unpack_message
from convosphere.platform.realtime.tail import Tail

_TAIL_ENTRIES: Final = 512
_TAIL_BYTES: Final = 1 << 20
_SHORTEST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 2.0
_CHANNELS_PER_COMMAND: Final = 500
_MESSAGE_PARTS: Final = 3  # kind, channel, content
log = logging.getLogger(__name__)

_RUN_ID = re.compile(rb"run_id:(\w+)")


class LiveTail(Tail):
    """What came in of one stream since this process subscribed to it."""

    __slots__ = ("is_anchored", "is_subscribed")

    def __init__(self) -> None:
        super().__init__(head=0)
        self.is_subscribed = False
        """Whether everything published from now on arrives here."""
        self.is_anchored = False
        """Whether `head` is known."""

    def lose(self) -> None:
        """The connection is gone: what arrives later need not join on."""
        self.is_subscribed = self.is_anchored = False
        self.restart(0)
        self.wake()

    def anchor(self, head: int) -> None:
        """Says where the stream stands."""
        self.restart(head)
        self.is_anchored = True

    def feed(self, first: int, events: Sequence[bytes]) -> None:
        """Takes a message in: its events, numbered from `first`."""
        if not self.is_anchored or first > self.head + 1:
            self.anchor(first - 1)
        fresh = events[self.head + 1 - first :]  # a message may repeat what the stream itself told before
        if fresh:
            self.append(fresh, _TAIL_ENTRIES, _TAIL_BYTES)


class StreamReader:
    """Keeps the connection, the subscriptions and the tails.

    `server` names the Redis process; numbers from another one cannot be trusted (it may have lost the last
    writes and given their numbers away again). `link` counts connections.
    """

    def __init__(self, pool: ConnectionPool, linger_seconds: float, keepalive_seconds: float) -> None:
        self._pool = pool
        self._linger = linger_seconds
        self._keepalive = keepalive_seconds
        self._tails: dict[bytes, LiveTail] = {}
        self._connection: AbstractConnection | None = None
        self._unsent: list[bytes] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._running = False
        self._closed = False
        self.server = ""
        self.link = 0

    @property
    def followed(self) -> list[bytes]:
        """The channels somebody waits on."""
        return [channel for channel, tail in self._tails.items() if tail.is_waited_on]

    @property
    def subscription_count(self) -> int:
        """How many streams are subscribed to, lingering ones included."""
        return len(self._tails)

    async def tail(self, channel: bytes) -> LiveTail | None:
        """The channel's tail, subscribed; waits through outages. None when closed."""
        while not self._closed:
            tail = self._tails.get(channel)
            if tail is None:
                tail = self._tails[channel] = LiveTail()
                self._unsent.append(channel)
                self._start(self._subscribe())
            if tail.is_subscribed:
                tail.used_at = asyncio.get_running_loop().time()
                return tail
            await tail.wait()
        return None

    def start(self) -> None:
        """Connects, in the background, and stays connected."""
        if not self._running and not self._closed:
            self._running = True
            self._start(self._stay_connected())
            self._start(self._tidy())

    async def close(self) -> None:
        """Ends the connection; everybody who waits is let go."""
        self._closed = True
        await end(self._tasks)
        for tail in self._tails.values():
            tail.lose()
        self._tails.clear()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="event-log-reader")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stay_connected(self) -> None:
        pause = _SHORTEST_PAUSE
        while True:
            connection = None
            try:
                connection = await self._pool.get_connection()  # type: ignore[no-untyped-call]  # a decorator hides it
                self.server = await _server_of(connection)
                self.link += 1
                self._connection = connection
                self._unsent = list(self._tails)
                await self._subscribe()
                pause = _SHORTEST_PAUSE
                await self._read(connection)
            except BROKEN as error:
                log.warning("event log: connection to Redis lost (%s)", error)
            finally:
                self._connection = None
                for tail in self._tails.values():
                    tail.lose()
                if connection is not None:
                    await connection.disconnect(nowait=True)
                    await self._pool.release(connection)
            # Spread, so that the processes of a cluster do not come back all at once.
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - no secret depends on it
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _read(self, connection: AbstractConnection) -> None:
        asked = False
        while True:
            answer = await connection.read_response(
                timeout=self._keepalive, disconnect_on_error=False, push_request=True
            )
            if answer is not None:
                asked = False
                if isinstance(answer, list | tuple) and len(answer) == _MESSAGE_PARTS:
                    self._take(*answer)
            elif asked:
                raise RedisTimeoutError("no answer to a ping")
            else:
                asked = True
                await connection.send_command("PING", check_health=False)

    def _take(self, kind: bytes, channel: bytes, content: bytes | int) -> None:
        tail = self._tails.get(channel)
        if tail is None:  # a message that crossed with the end of the subscription
            return
        if kind == b"message" and isinstance(content, bytes):
            tail.feed(*unpack_message(content))
        elif kind == b"subscribe":
            tail.is_subscribed = True
            tail.wake()

    async def _subscribe(self) -> None:
        """Sends what is to be subscribed to; without a connection the next one does it."""
        while self._unsent and self._connection is not None:
            channels = self._unsent[:_CHANNELS_PER_COMMAND]
            del self._unsent[:_CHANNELS_PER_COMMAND]
            await self._send("SUBSCRIBE", channels)

    async def _send(self, command: str, channels: list[bytes]) -> None:
        connection = self._connection
        # A connection that broke must not be opened again from here: nobody would notice what was missed.
        if connection is None or not connection.is_connected:
            return
        try:
            await connection.send_command(command, *channels, check_health=False)
        except BROKEN:
            # Its reader sees the same end and connects anew, with all subscriptions.
            log.debug("event log: %s not sent", command)

    async def _tidy(self) -> None:
        """Lets go of streams nobody has waited on for a while, and of entries that everybody has read."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._linger / 2)
            now = loop.time()
            idle = [(name, tail) for name, tail in self._tails.items() if now - tail.used_at > self._linger]
            gone = [name for name, tail in idle if tail.is_subscribed and not tail.is_waited_on]
            for name, tail in idle:
                if tail.is_waited_on:
                    tail.clear()
                elif tail.is_subscribed:
                    del self._tails[name]
            for start in range(0, len(gone), _CHANNELS_PER_COMMAND):
                await self._send("UNSUBSCRIBE", gone[start : start + _CHANNELS_PER_COMMAND])


async def _server_of(connection: AbstractConnection) -> str:
    """The name of the Redis process; a new one each time if Redis does not tell."""
    await connection.send_command("INFO", "server", check_health=False)
    try:
        answer = await connection.read_response()
    except ResponseError:  # not permitted to this user
        return str(new_id())
    match = _RUN_ID.search(answer if isinstance(answer, bytes) else str(answer).encode())
    return match[1].decode() if match else str(new_id())
