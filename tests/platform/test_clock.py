from datetime import UTC, datetime, timedelta, timezone

import pytest

from convosphere.platform.clock import FrozenClock, SystemClock


def test_the_system_clock_tells_utc_and_does_not_go_back() -> None:
    clock = SystemClock()
    assert clock.now().utcoffset() == timedelta(0)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.monotonic() <= clock.monotonic()


def test_a_frozen_clock_moves_when_told() -> None:
    start = datetime(2026, 5, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    clock = FrozenClock(start)
    assert clock.now() == start
    assert clock.now().utcoffset() == timedelta(0)
    before = clock.monotonic()
    clock.advance(timedelta(minutes=1, milliseconds=500))
    assert clock.now() - start == timedelta(minutes=1, milliseconds=500)
    assert clock.monotonic() - before == 60.5


def test_a_frozen_clock_refuses_what_no_clock_does() -> None:
    with pytest.raises(ValueError, match="back"):
        FrozenClock().advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="aware"):
        FrozenClock(datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake under test
