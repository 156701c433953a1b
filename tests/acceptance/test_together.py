"""Two people in one conversation, on two replicas of one PostgreSQL and one Redis."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.acceptance.conftest import Install, NewDatabase
from tests.acceptance.harness.people import Founding, Person, found, join
from tests.acceptance.harness.processes import FakeProviderProcess, Process, writer_among
from tests.acceptance.harness.watching import Frame, Socket, has_ended, has_words, opened, watching
from tests.fakes.plan import words

pytestmark = pytest.mark.redis

MODEL = "fake-words-120-40tps"
WHOLE = words(120)


@pytest.fixture(scope="module")
def processes(install: Install, new_database: NewDatabase, redis_url: str) -> list[Process]:
    """Two that serve, then two workers."""
    installation = install(
        database_url=new_database(),
        redis_url=redis_url,
        jobs_stalled_after_seconds="2",
        jobs_heartbeat_seconds="0.3",
    )
    started = [installation.process(command) for command in ("serve", "serve", "worker", "worker")]
    # The first brings the schema; the others need not wait for each other.
    started[0].start()
    for process in started[1:]:
        process.launch()
    for process in started[1:]:
        process.await_ready()
    return started


@pytest.fixture(scope="module")
def founding(processes: list[Process], provider: FakeProviderProcess) -> Founding:
    return found(processes[0].url, provider.url, [MODEL])


@pytest.fixture
async def owner(http: aiohttp.ClientSession, processes: list[Process], founding: Founding) -> Person:
    """Somebody of the test's own, at the first replica."""
    assert founding.token
    return await join(http, processes[0])


@pytest.fixture
async def guest(http: aiohttp.ClientSession, processes: list[Process], founding: Founding) -> Person:
    """Somebody else, at the second."""
    assert founding.token
    return (await join(http, processes[0])).at(processes[1])


async def let_in(owner: Person, conversation: str, who: Person, role: str = "writer") -> str:
    """Opens a conversation; the path of the entry."""
    me = await who.call("GET", "/me")
    path = f"/conversations/{conversation}/members/person/{me['id']}"
    await owner.call("PUT", path, {"role": role})
    return path


async def follow(socket: Socket, conversation: str) -> None:
    await socket.subscribe(conversation, None)
    await socket.expect("subscribed")


async def presence(socket: Socket, state: str) -> Frame:
    """The next word of somebody who does this."""
    return await socket.expect("presence", lambda frame: frame["state"] == state)


async def test_both_see_the_same_although_the_worker_is_killed(
    owner: Person, guest: Person, founding: Founding, processes: list[Process], provider: FakeProviderProcess
) -> None:
    conversation = await owner.begin(founding.models[MODEL])
    await let_in(owner, conversation, guest)
    async with watching(owner, conversation) as first, watching(guest, conversation) as second:
        _, answer = await guest.ask(conversation)
        for watcher in (first, second):
            await watcher.until(has_words(40))
        writer = await asyncio.to_thread(writer_among, processes[2:], provider)
        await asyncio.to_thread(writer.kill)
        body = {"content": "And what else?", "when_busy": "queue"}
        queued = await owner.call("POST", f"/conversations/{conversation}/messages", body)
        for watcher in (first, second):
            await watcher.until(lambda copy: len(copy.answers()) == 2 and has_ended(copy))
        assert [(watcher.fetches, watcher.resyncs, watcher.gaps) for watcher in (first, second)] == [(1, 0, [])] * 2
        assert first.copy.messages == second.copy.messages
        stored = {item["id"]: item for item in (await owner.messages(conversation))["items"]}
        assert first.copy.messages == stored
    assert [item["content"] for item in stored.values() if item["role"] == "assistant"] == [WHOLE, WHOLE]
    assert (stored[answer["id"]]["attempt"], stored[queued["queued"]["id"]]["content"]) == (2, "And what else?")


async def test_who_is_there_and_who_was_cut_off(owner: Person, guest: Person) -> None:
    conversation = await owner.begin()
    await let_in(owner, conversation, guest)
    async with opened(owner) as mine:
        await follow(mine, conversation)
        theirs = await Socket.open(guest)
        await follow(theirs, conversation)
        here = await presence(mine, "here")
        assert (await presence(theirs, "here"))["person"] != here["person"]
        await theirs.send(type="typing", conversation=conversation, on=True)
        typing = await presence(mine, "typing")
        assert (typing["person"], typing["connection"]) == (here["person"], here["connection"])
        theirs.cut(reset=True)
        assert (await presence(mine, "gone"))["connection"] == here["connection"]
    # Nobody is left who would be told of.
    async with opened(guest) as again:
        await follow(again, conversation)
        await again.send(type="ping")
        assert (await again.receive())["type"] == "pong"


async def test_access_taken_away_at_one_ends_the_subscription_at_the_other(owner: Person, guest: Person) -> None:
    conversation = await owner.begin(title="Ours")
    async with opened(guest) as theirs, opened(owner) as mine:
        await follow(mine, conversation)
        path = await let_in(owner, conversation, guest, "reader")
        created = await theirs.expect("event", lambda frame: frame["conversation"] is None)
        assert (created["event"]["type"], created["event"]["conversation"]["title"]) == ("conversation.created", "Ours")
        await follow(theirs, conversation)
        question, _ = await owner.ask(conversation)
        created = await theirs.expect("event", lambda frame: frame["conversation"] == conversation)
        assert created["event"]["message"]["id"] == question["id"]
        await theirs.send(type="receipt", conversation=conversation, read=question["id"])
        moved = await mine.expect("event", lambda frame: frame["event"]["type"] == "receipt.changed")
        assert moved["event"]["receipt"]["read_until"] == question["created_at"]
        await owner.call("DELETE", path)
        frames = await _until_problem(theirs)
        problem = frames[-1]
        assert (problem["conversation"], problem["problem"]["code"]) == (conversation, "not_found")
        await owner.request("PATCH", f"/conversations/{conversation}", body={"title": "Mine"})
        await theirs.send(type="ping")
        while (frame := await theirs.receive())["type"] != "pong":
            assert frame.get("conversation") != conversation, frame
    assert (await guest.request("GET", f"/conversations/{conversation}")).status == 404


async def _until_problem(socket: Socket) -> list[dict[str, Any]]:
    frames = [await socket.receive()]
    while frames[-1]["type"] != "problem":
        frames.append(await socket.receive())
    return frames
