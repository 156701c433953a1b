"""One API process and two workers on Redis and PostgreSQL: when the worker that writes ends, the other goes on."""

import asyncio
import os
import signal
from collections.abc import Callable

import aiohttp
import pytest

from tests.acceptance.conftest import Install, NewDatabase
from tests.acceptance.harness.people import Founding, Person, found
from tests.acceptance.harness.processes import FakeProviderProcess, Process, writer_among
from tests.acceptance.harness.watching import has_ended, has_words, watching
from tests.fakes.plan import words

pytestmark = pytest.mark.redis

MODEL = "fake-words-150-40tps"
WHOLE = words(150)
# Silence after which a worker counts as dead; short, so that the tests are.
STALLED_SECONDS = 2.0


@pytest.fixture(scope="module")
def processes(install: Install, new_database: NewDatabase, redis_url: str) -> list[Process]:
    """The API process, then the workers."""
    installation = install(
        database_url=new_database(),
        redis_url=redis_url,
        jobs_stalled_after_seconds=str(STALLED_SECONDS),
        jobs_heartbeat_seconds="0.3",
    )
    started = [installation.process(command) for command in ("serve", "worker", "worker")]
    # The first brings the schema; the other two need not wait for each other.
    started[0].start()
    for worker in started[1:]:
        worker.launch()
    for worker in started[1:]:
        worker.await_ready()
    return started


@pytest.fixture(scope="module")
def founding(processes: list[Process], provider: FakeProviderProcess) -> Founding:
    return found(processes[0].url, provider.url, [MODEL])


@pytest.fixture
def owner(http: aiohttp.ClientSession, processes: list[Process], founding: Founding) -> Person:
    return Person(http, processes[0], founding.token)


def _kill(worker: Process) -> None:
    worker.kill()


def _terminate(worker: Process) -> None:
    assert worker.terminate() == 0, worker.log


@pytest.mark.parametrize("end", [_kill, _terminate], ids=["SIGKILL", "SIGTERM"])
async def test_another_worker_goes_on(
    owner: Person,
    founding: Founding,
    processes: list[Process],
    provider: FakeProviderProcess,
    end: Callable[[Process], None],
) -> None:
    workers = processes[1:]
    conversation = await owner.begin(founding.models[MODEL])
    async with watching(owner, conversation) as watcher:
        _, answer = await owner.ask(conversation)
        await watcher.until(has_words(60))
        writer = await asyncio.to_thread(writer_among, workers, provider)
        await asyncio.to_thread(end, writer)
        await watcher.until(has_ended)
        seen = watcher.copy.messages[answer["id"]]
        assert (watcher.fetches, watcher.resyncs) == (1, 0), "the events alone told all of it"
    stored = await owner.message(conversation, answer["id"])
    assert stored["content"] == WHOLE
    assert (stored["status"], stored["attempt"]) == ("completed", 2)
    assert seen == stored
    assert (await owner.call("GET", f"/conversations/{conversation}"))["running"] is False
    # Two again, both without a connection to the provider.
    await asyncio.to_thread(_renew, workers)


def _renew(workers: list[Process]) -> None:
    for worker in workers:
        worker.end()
        worker.launch()
    for worker in workers:
        worker.await_ready()


async def test_a_worker_that_was_only_frozen_writes_nothing_more_once_another_has_taken_over(
    owner: Person, founding: Founding, processes: list[Process], provider: FakeProviderProcess
) -> None:
    workers = processes[1:]
    conversation = await owner.begin(founding.models[MODEL])
    async with watching(owner, conversation) as watcher:
        _, answer = await owner.ask(conversation)
        await watcher.until(has_words(60))
        writer = await asyncio.to_thread(writer_among, workers, provider)
        os.kill(writer.pid, signal.SIGSTOP)
        try:
            await watcher.until(lambda copy: copy.messages[answer["id"]]["attempt"] == 2)
        finally:
            os.kill(writer.pid, signal.SIGCONT)
        await watcher.until(has_ended)
        assert watcher.copy.messages[answer["id"]]["content"] == WHOLE
        # Another turn goes through the same conversation's stream, whatever the frozen one still sends.
        await owner.ask(conversation, "And again")
        await watcher.until(lambda copy: len(copy.answers()) == 2 and has_ended(copy))
        fetched = (await owner.messages(conversation))["items"]
        assert list(watcher.copy.messages.values()) == fetched
    assert [message["content"] for message in fetched if message["role"] == "assistant"] == [WHOLE, WHOLE]
