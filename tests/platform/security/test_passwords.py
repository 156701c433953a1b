import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from convosphere.platform.security import PasswordHasher


@pytest.fixture
def hasher() -> Iterator[PasswordHasher]:
    made = PasswordHasher(memory_kib=64, passes=1)
    yield made
    made.close()


async def test_only_the_right_password_matches(hasher: PasswordHasher) -> None:
    stored = await hasher.hash("correct horse")
    assert stored.startswith("$argon2id$")
    assert "correct" not in stored
    assert stored != await hasher.hash("correct horse")
    assert await hasher.verify(stored, "correct horse")
    for wrong in ("", "correct hors", "Correct horse", "correct horse ", "correct horse\x00"):
        assert not await hasher.verify(stored, wrong)


async def test_nobody_has_no_password(hasher: PasswordHasher) -> None:
    for password in ("", "nobody", "x"):
        assert not await hasher.verify(None, password)
    assert not await hasher.verify("not a hash", "x")
    assert not await hasher.verify("", "")


async def test_no_account_takes_as_long_as_a_wrong_password() -> None:
    hasher = PasswordHasher(memory_kib=8 * 1024, passes=2)
    stored = await hasher.hash("x")
    await hasher.verify(None, "y")

    async def shortest(of: str | None) -> float:
        times = []
        for _ in range(5):
            started = time.perf_counter()
            await hasher.verify(of, "y")
            times.append(time.perf_counter() - started)
        return min(times)

    assert 0.2 < await shortest(stored) / await shortest(None) < 5  # it would be hundreds
    hasher.close()


async def test_a_password_may_be_typed_on_any_system(hasher: PasswordHasher) -> None:
    stored = await hasher.hash("Grüße")
    assert await hasher.verify(stored, "Gru\u0308ße")


async def test_any_text_is_a_password(hasher: PasswordHasher) -> None:
    for password in ("\ud800", "\x00", "🔑" * 100, "a" * 100_000):
        stored = await hasher.hash(password)
        assert await hasher.verify(stored, password)
        assert not await hasher.verify(stored, password + "x")


async def test_old_parameters_ask_for_a_new_hash(hasher: PasswordHasher) -> None:
    stored = await hasher.hash("x")
    assert not hasher.needs_rehash(stored)
    stronger = PasswordHasher(memory_kib=128, passes=1)
    assert stronger.needs_rehash(stored)
    assert await stronger.verify(stored, "x")
    stronger.close()


async def test_hashing_leaves_the_event_loop_free_and_is_bounded() -> None:
    hasher = PasswordHasher(memory_kib=4 * 1024, passes=3, concurrency=2)
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0)
            beats += 1

    beating = asyncio.create_task(beat())
    await asyncio.gather(*(hasher.hash("x") for _ in range(8)))
    beating.cancel()
    assert beats > 20
    assert len([thread for thread in threading.enumerate() if thread.name.startswith("password")]) <= 2
    hasher.close()
