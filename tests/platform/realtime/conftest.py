from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import pytest

from convosphere.platform.clock import SystemClock
from convosphere.platform.realtime import EventLog, MemoryEventLog
from convosphere.platform.realtime.redis import RedisEventLog
from tests.platform.realtime.redis_server import RedisServer


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.remove()


class Logs:
    """Opens logs of one kind. `open()` makes one, `beside(log)` what another process would hold."""

    def __init__(self, redis_url: str | None) -> None:
        self._redis_url = redis_url
        self._opened: list[EventLog] = []
        self._limits: dict[str, int] = {}
        self._prefix = f"test-{uuid4()}"

    def open(self, *, max_entries: int = 10_000) -> EventLog:
        self._limits = {"max_entries": max_entries}
        log: EventLog
        if self._redis_url is None:
            log = MemoryEventLog(SystemClock(), max_entries=max_entries)
        else:
            log = RedisEventLog(self._redis_url, prefix=self._prefix, max_entries=max_entries)
        self._opened.append(log)
        return log

    def beside(self, log: EventLog) -> EventLog:
        return log if self._redis_url is None else self.open(**self._limits)

    async def close(self) -> None:
        for log in self._opened:
            await log.close()


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
def redis_url(request: pytest.FixtureRequest) -> str | None:
    """None stands for the log in memory."""
    if request.param == "memory":
        return None
    server: RedisServer = request.getfixturevalue("redis_server")
    return server.url


@pytest.fixture
async def logs(redis_url: str | None) -> AsyncIterator[Logs]:
    opened = Logs(redis_url)
    yield opened
    await opened.close()
