"""The event log of several processes: Redis Streams, with publish/subscribe to wake the readers.

Any Redis (or Valkey) from version 6 on, with a single primary. A stream holds `max_entries` at most and is
gone `expire_seconds` after its last use, so what is there stays bounded without anybody tidying up.
"""

import asyncio
from collections.abc import Sequence
from typing import Final, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.driver_info import DriverInfo

from convosphere.platform.realtime import redis_scripts
from convosphere.platform.realtime.ending import end
from convosphere.platform.realtime.log import Entry, EventLogUnavailableError, TrimmedError
from convosphere.platform.realtime.redis_commands import Script, ScriptRunner
from convosphere.platform.realtime.redis_follower import BATCH, RedisFollower
from convosphere.platform.realtime.redis_reader import StreamReader

_APPEND: Final = Script(redis_scripts.APPEND)
_HEAD: Final = Script(redis_scripts.HEAD)
_READ: Final = Script(redis_scripts.READ)
_RECENT: Final = Script(redis_scripts.RECENT)
_KEEP: Final = Script(redis_scripts.KEEP)
# Else redis-py reads its own version from the disk for each connection, on the event loop.
_DRIVER: Final = DriverInfo()
_KEYS_PER_CALL: Final = 500


class RedisEventLog:
    """`EventLog` on Redis. Connects when first used; belongs to the event loop it is used on."""

    def __init__(
        self,
        url: str,
        *,
        prefix: str = "convosphere",
        max_entries: int = 10_000,
        expire_seconds: int = 3_600,
        linger_seconds: float = 30,
        keepalive_seconds: float = 10,
    ) -> None:
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=4,
            timeout=5,
            socket_timeout=5,
            socket_connect_timeout=2,
            driver_info=_DRIVER,
            # Trying again is decided here; redis-py would hide that a subscription was lost for a while.
            retry=Retry(NoBackoff(), 0),
        )
        self._redis = Redis.from_pool(pool)
        # The channels of a server are shared by its databases, the keys are not.
        self._key_prefix = f"{prefix}:log:"
        self._channel_prefix = f"{prefix}:{pool.connection_kwargs.get('db', 0)}:log:"
        self._max_entries = max_entries
        self._expire_seconds = expire_seconds
        self._appends = ScriptRunner(self._redis)
        self._reads = ScriptRunner(self._redis)  # of their own: a long replay does not hold up appends
        self._reader = StreamReader(pool, linger_seconds, keepalive_seconds)
        self._keeper: asyncio.Task[None] | None = None
        self._closed = False

    async def append(self, stream: str, events: Sequence[bytes]) -> int:
        """See `EventLog.append`."""
        if not events:
            return await self.head(stream)
        arguments: list[bytes | int] = [
            self._max_entries,
            self._expire_seconds,
            redis_scripts.pack_lengths(events),
            *events,
        ]
        keys = (self._key_prefix + stream, self._channel_prefix + stream)
        return cast("int", await self._appends.run(_APPEND, keys, arguments))

    async def head(self, stream: str) -> int:
        """See `EventLog.head`."""
        keys = (self._key_prefix + stream,)
        return cast("int", await self._reads.run(_HEAD, keys, [self._expire_seconds]))

    async def read(self, stream: str, after: int, limit: int = BATCH) -> list[Entry]:
        """See `EventLog.read`."""
        answer = await self._reads.run(_READ, (self._key_prefix + stream,), [after, limit])
        if answer is None:
            raise TrimmedError(stream, after)
        return _entries(answer)

    async def recent(self, stream: str, most: int) -> list[Entry]:
        """See `EventLog.recent`."""
        found = await self._reads.run(_RECENT, (self._key_prefix + stream,), [most])
        return _entries(found)[::-1]

    def follow(self, stream: str, after: int) -> RedisFollower:
        """See `EventLog.follow`."""
        if self._keeper is None and not self._closed:
            self._keeper = asyncio.create_task(self._keep_followed(), name="event-log-keeper")
        return RedisFollower(self._reader, self.read, stream, (self._channel_prefix + stream).encode(), after)

    async def ping(self) -> None:
        """See `EventLog.ping`."""
        await self._reads.run(_KEEP, (), [0])

    async def close(self) -> None:
        """See `EventLog.close`."""
        self._closed = True
        if self._keeper is not None:
            await end([self._keeper])
        await self._appends.close()
        await self._reads.close()
        await self._reader.close()
        await self._redis.aclose()

    async def _keep_followed(self) -> None:
        """A stream that somebody waits on does not expire, however quiet it is."""
        while True:
            await asyncio.sleep(self._expire_seconds / 3)
            skip = len(self._channel_prefix)
            keys = [self._key_prefix + channel.decode()[skip:] for channel in self._reader.followed]
            for start in range(0, len(keys), _KEYS_PER_CALL):
                try:
                    await self._reads.run(_KEEP, tuple(keys[start : start + _KEYS_PER_CALL]), [self._expire_seconds])
                except EventLogUnavailableError:
                    break  # there are two more chances before the streams expire


def _entries(answer: object) -> list[Entry]:
    """The events of a range of a stream, without the marker of its beginning."""
    found = cast("list[tuple[bytes, list[bytes]]]", answer)
    return [Entry(int(number.removesuffix(b"-0")), fields[1]) for number, fields in found if fields[0] == b"d"]
