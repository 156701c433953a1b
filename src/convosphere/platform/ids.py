"""Identifiers: UUIDv7 (RFC 9562, section 5.7), made in Python so that an id is known before it is stored.

Ids made by one process ascend strictly (section 6.2, method 1: a dedicated counter): 48 bits of unix
milliseconds, a 42-bit counter that starts at a random value in each millisecond, 32 random bits. B-tree
indexes stay compact, and "newest first" can be ordered by id.
"""

import os
import threading
import time
from uuid import UUID

_COUNTER_BITS = 42
_COUNTER_LIMIT = 1 << _COUNTER_BITS
_LOW_COUNTER_BITS = 30  # of the counter, the part that stands behind the variant
_RANDOM_BITS = 32
_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62


class _Sequence:
    """Hands out strictly ascending (millisecond, counter) pairs; threads may share it."""

    __slots__ = ("_counter", "_lock", "_milliseconds")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._milliseconds = 0
        self._counter = 0

    def next(self, now: int, seed: int) -> tuple[int, int]:
        """The pair for the millisecond `now`; `seed` starts a new millisecond's counter."""
        with self._lock:
            if now > self._milliseconds:
                self._milliseconds = now
                # The top bit stays free, so that at least 2**41 ids fit into a millisecond.
                self._counter = seed >> 1
            else:  # same millisecond, or the clock went back
                self._counter += 1
                if self._counter == _COUNTER_LIMIT:
                    self._milliseconds += 1
                    self._counter = 0
            return self._milliseconds, self._counter


_sequence = _Sequence()


def _start_afresh() -> None:
    """A forked child must neither repeat its parent's counter nor inherit a held lock."""
    global _sequence  # noqa: PLW0603 - the process's sequence is process state by definition
    _sequence = _Sequence()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_afresh)


def new_id() -> UUID:
    """A new UUIDv7, greater than every one this process made before."""
    noise = int.from_bytes(os.urandom(10))
    seed = (noise >> _RANDOM_BITS) & (_COUNTER_LIMIT - 1)
    milliseconds, counter = _sequence.next(time.time_ns() // 1_000_000, seed)
    high = counter >> _LOW_COUNTER_BITS
    low = counter & ((1 << _LOW_COUNTER_BITS) - 1)
    random = noise & ((1 << _RANDOM_BITS) - 1)
    return UUID(int=(milliseconds << 80) | _VERSION | (high << 64) | _VARIANT | (low << _RANDOM_BITS) | random)
