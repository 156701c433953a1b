"""Which event log a process takes."""

from convosphere.platform.clock import Clock
from convosphere.platform.realtime.log import EventLog
from convosphere.platform.realtime.memory import MemoryEventLog


def open_event_log(redis_url: str | None, clock: Clock) -> EventLog:
    """The log on Redis if there is an address, else the one in memory, which serves a single process only.

    Does not connect; `ping` does.

    Raises:
        ValueError: the address is none that Redis clients know (`redis://`, `rediss://`, `unix://`).
    """
    if redis_url is None:
        return MemoryEventLog(clock)
    from convosphere.platform.realtime.redis import RedisEventLog  # noqa: PLC0415 - slow, and seldom needed

    return RedisEventLog(redis_url)
