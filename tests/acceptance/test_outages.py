"""What the product stands on goes away in mid-answer and comes back: the answer is whole, and nobody has to reload."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from convosphere.platform.database import EmbeddedPostgres
from tests.acceptance.conftest import Install
from tests.acceptance.harness.people import Founding, Person, found
from tests.acceptance.harness.processes import FakeProviderProcess, Process
from tests.acceptance.harness.watching import has_ended, has_words, watching
from tests.fakes.plan import words
from tests.platform.realtime.redis_server import RedisServer

pytestmark = pytest.mark.redis

MODEL = "fake-words-120-40tps"
WHOLE = words(120)
# Longer than a saving interval and than the shortest pause between attempts, shorter than the answer.
AWAY_SECONDS = 1.5


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="module")
def postgres(scratch: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(scratch / "outages")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def product(redis: RedisServer, postgres: EmbeddedPostgres, install: Install) -> Process:
    urls = postgres.start()
    return install(database_url=urls.conninfo(urls.owner), redis_url=redis.url).start("run")


@pytest.fixture(scope="module")
def founding(product: Process, provider: FakeProviderProcess) -> Founding:
    return found(product.url, provider.url, [MODEL])


async def test_an_answer_outlives_a_redis_that_restarts_empty(
    owner: Person, founding: Founding, redis: RedisServer
) -> None:
    await _outlives(owner, founding, redis.stop, redis.start)


async def test_an_answer_outlives_a_redis_that_stands_still(
    owner: Person, founding: Founding, redis: RedisServer
) -> None:
    await _outlives(owner, founding, redis.freeze, redis.thaw)


async def test_an_answer_outlives_a_postgresql_that_restarts(
    owner: Person, founding: Founding, postgres: EmbeddedPostgres
) -> None:
    await _outlives(owner, founding, postgres.stop, postgres.start)


async def _outlives(
    owner: Person, founding: Founding, leave: Callable[[], object], come_back: Callable[[], object]
) -> None:
    conversation = await owner.begin(founding.models[MODEL])
    async with watching(owner, conversation) as watcher:
        _, answer = await owner.ask(conversation)
        await watcher.until(has_words(20))
        await asyncio.to_thread(leave)
        await asyncio.sleep(AWAY_SECONDS)
        await asyncio.to_thread(come_back)
        await watcher.until(has_ended)
        await _is_whole(owner, conversation, answer["id"], watcher.copy.messages[answer["id"]])


async def _is_whole(owner: Person, conversation: str, answer_id: str, seen: dict[str, object]) -> None:
    stored = await owner.message(conversation, answer_id)
    assert (stored["content"], stored["status"], stored["attempt"]) == (WHOLE, "completed", 1)
    assert seen == stored
    # Whatever was lost with it, the next question is answered as usual.
    assert (await owner.call("GET", f"/conversations/{conversation}"))["running"] is False
    async with watching(owner, conversation) as watcher:
        await owner.ask(conversation, "And again")
        await watcher.until(lambda copy: len(copy.answers()) == 2 and has_ended(copy))


def test_it_ends_in_time_when_all_it_stands_on_is_away(
    product: Process, redis: RedisServer, postgres: EmbeddedPostgres
) -> None:
    redis.stop()
    postgres.stop()
    assert product.terminate() == 0, product.log
