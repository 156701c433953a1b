"""Two replicas on one PostgreSQL and one Redis: what begins at one goes on at the other."""

import asyncio

import aiohttp
import pytest
from websockets.exceptions import ConnectionClosed

from tests.acceptance.conftest import Install, NewDatabase
from tests.acceptance.harness.people import Founding, Person, found, join
from tests.acceptance.harness.processes import FakeProviderProcess, Installation, Process
from tests.acceptance.harness.watching import Watcher, has_ended, has_words, opened, watching
from tests.fakes.plan import words

pytestmark = pytest.mark.redis

MODEL = "fake-words-120-60tps"
ENDLESS = "fake-endless-50tps"
WHOLE = words(120)


@pytest.fixture(scope="module")
def installation(install: Install, new_database: NewDatabase, redis_url: str) -> Installation:
    return install(database_url=new_database(), redis_url=redis_url)


@pytest.fixture(scope="module")
def a(installation: Installation) -> Process:
    """The replica that also works: every answer is written here."""
    return installation.start("run")


@pytest.fixture(scope="module")
def b(a: Process, installation: Installation) -> Process:  # noqa: ARG001 - comes after the one that brings the schema
    """The replica that only serves."""
    return installation.start("serve")


@pytest.fixture(scope="module")
def founding(a: Process, provider: FakeProviderProcess) -> Founding:
    return found(a.url, provider.url, [MODEL, ENDLESS])


@pytest.fixture
async def at_a(http: aiohttp.ClientSession, a: Process, founding: Founding) -> Person:
    """Somebody of the test's own."""
    assert founding.token
    return await join(http, a)


async def test_what_is_asked_at_one_is_seen_at_the_other_and_resumed_there_after_a_cut(
    at_a: Person, b: Process, founding: Founding
) -> None:
    conversation = await at_a.begin(founding.models[MODEL])
    async with watching(at_a, conversation) as first, watching(at_a.at(b), conversation) as second:
        _, answer = await at_a.ask(conversation)
        await first.until(has_words(30))
        await second.until(has_words(30))
        first.socket.cut(reset=True)
        # Its copy and its number, and nothing else, move on to the other replica.
        moved = Watcher(first.person.at(b), conversation)
        moved.copy = first.copy
        await moved.connect()
        await moved.until(has_ended)
        await second.until(has_ended)
        assert (moved.fetches, moved.resyncs) == (0, 0), "replayed from its number on, not fetched afresh"
        await moved.close()
    stored = await at_a.message(conversation, answer["id"])
    assert (stored["content"], stored["attempt"]) == (WHOLE, 1)
    assert moved.copy.messages[answer["id"]] == second.copy.messages[answer["id"]] == stored


async def test_an_answer_is_stopped_from_the_other_replica(at_a: Person, b: Process, founding: Founding) -> None:
    conversation = await at_a.begin(founding.models[ENDLESS])
    async with watching(at_a, conversation) as watcher, opened(at_a.at(b)) as elsewhere:
        _, answer = await at_a.ask(conversation)
        await watcher.until(has_words(20))
        await elsewhere.send(type="message.stop", ref="halt", conversation=conversation, message=answer["id"])
        reply = await elsewhere.expect("reply")
        assert (reply["ref"], reply["ok"]) == ("halt", True)
        await watcher.until(has_ended)
        seen = watcher.copy.messages[answer["id"]]
    stored = await at_a.message(conversation, answer["id"])
    assert seen == stored
    assert stored["status"] == "stopped"
    assert words(20) in stored["content"]
    assert (await at_a.at(b).call("GET", f"/conversations/{conversation}"))["running"] is False


async def test_the_list_of_conversations_is_told_at_the_other_replica(at_a: Person, b: Process) -> None:
    async with opened(at_a.at(b)) as socket:
        conversation = await at_a.begin(title="Made at A")
        event = (await socket.expect("event", lambda frame: frame["conversation"] is None))["event"]
    assert (event["type"], event["conversation"]["id"]) == ("conversation.created", conversation)
    assert event["conversation"]["title"] == "Made at A"


async def test_signing_out_at_one_ends_socket_and_token_at_the_other_at_once(at_a: Person, b: Process) -> None:
    at_b = at_a.at(b)
    async with opened(at_b) as socket:
        assert (await at_b.request("GET", "/me")).status == 200
        assert (await at_a.request("POST", "/auth/sign-out")).status == 204
        refused = await at_b.request("GET", "/me")
        assert (refused.status, refused.body["code"]) == (401, "session_ended")
        async with asyncio.timeout(5):
            assert await socket.closed() == 4401
    with pytest.raises(ConnectionClosed) as closed:
        await Watcher(at_b, "never reached").connect()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_a_process_without_redis_is_refused_beside_them(installation: Installation, a: Process, b: Process) -> None:
    assert (a.code, b.code) == (None, None)
    alone = Installation(installation.directory / "alone", installation.forks)
    with alone:
        alone.environment["CONVOSPHERE_DATABASE_URL"] = installation.environment["CONVOSPHERE_DATABASE_URL"]
        ended = alone.command("serve")
    assert ended.returncode == 1
    assert "CONVOSPHERE_REDIS_URL" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert (a.code, b.code) == (None, None)
