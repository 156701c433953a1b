"""The socket: authenticates, relays, resumes, keeps its limits, closes when its session ends."""

import asyncio
import contextlib
from uuid import UUID, uuid4

import orjson
import pytest
from websockets.exceptions import ConnectionClosed

from convosphere.entry.wiring import Application
from convosphere.features.chat.types import conversation_stream
from tests.factories.accounts import create_person
from tests.fakes.plan import words
from tests.features.chat.conftest import PATIENCE, Chatter, chatter
from tests.features.chat.sockets import socket_of, unknown_socket
from tests.harness.served import Served


@pytest.mark.usefixtures("worker")
async def test_a_question_over_the_socket_and_its_answer(server: Served, owner: Chatter) -> None:
    conversation = await owner.converse()
    async with socket_of(server, owner) as socket:
        await socket.send(type="subscribe", conversation=conversation, after=None)
        await socket.until("subscribed")
        await socket.send(type="message.send", ref="a", conversation=conversation, content="Go", id=str(uuid4()))
        reply = await socket.until("reply")
        assert (reply["ref"], reply["ok"]) == ("a", True)
        assert reply["data"]["answer"]["status"] == "pending"
        done = await socket.until("message.completed")
        assert done["event"]["message"]["content"] == words(20)
    sent = await owner.call("GET", f"/conversations/{conversation}/messages", 200)
    assert len(sent["items"]) == 2


@pytest.mark.usefixtures("worker")
async def test_subscribing_after_a_number_replays_the_rest(server: Served, owner: Chatter) -> None:
    conversation = await owner.converse()
    before = (await owner.messages(conversation))["event_cursor"]
    await owner.answered(conversation)
    async with socket_of(server, owner) as socket:
        await socket.send(type="subscribe", conversation=conversation, after=before)
        numbers = []
        while True:
            frame = await socket.receive()
            if frame["type"] == "event" and frame["conversation"] == conversation:
                numbers.append(frame["n"])
                if frame["event"]["type"] == "message.completed":
                    break
    assert numbers == list(range(before + 1, before + 1 + len(numbers)))


async def test_a_number_that_is_no_longer_kept_gets_resync(server: Served, owner: Chatter) -> None:
    conversation = await owner.converse()
    async with socket_of(server, owner) as socket:
        await socket.send(type="subscribe", conversation=conversation, after=17)
        frame = await socket.until("resync")
        assert frame["conversation"] == conversation


async def test_a_reader_that_is_overtaken_gets_resync(server: Served, owner: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    log = application.platform.log
    async with socket_of(server, owner) as socket:
        await socket.send(type="subscribe", conversation=conversation, after=None)
        await socket.until("subscribed")
        # More than a stream keeps, in one go: whatever the reader has not got by then is gone.
        big = orjson.dumps({"type": "conversation.updated", "filler": "x" * 100_000})
        await log.append(conversation_stream(UUID(conversation)), [big] * 100)
        assert (await socket.until("resync"))["conversation"] == conversation


async def test_the_persons_other_devices_see_the_list_change(server: Served, owner: Chatter) -> None:
    async with socket_of(server, owner) as socket:
        # The person's own stream is followed from the moment of `ready` on; a pong shows that we are past it.
        await socket.send(type="ping")
        await socket.until("pong")
        conversation = await owner.converse()
        created = await socket.until("conversation.created")
        assert (created["conversation"], created["event"]["conversation"]["id"]) == (None, conversation)
        await owner.call("DELETE", f"/conversations/{conversation}", 204)
        assert (await socket.until("conversation.deleted"))["event"]["conversation_id"] == conversation


async def test_someone_elses_conversation_is_not_there(
    server: Served, owner: Chatter, application: Application
) -> None:
    conversation = await owner.converse()
    other = await create_person(application.platform, owner.person.organization_id)
    stranger = await chatter(application, owner.client, other)
    async with socket_of(server, stranger) as socket:
        await socket.send(type="subscribe", conversation=conversation, after=None)
        problem = await socket.until("problem")
        assert (problem["problem"]["code"], problem["conversation"]) == ("not_found", conversation)
        await socket.send(type="message.send", ref="x", conversation=conversation, content="Hi")
        reply = await socket.until("reply")
        assert (reply["ref"], reply["ok"], reply["problem"]["code"]) == ("x", False, "not_found")
        await socket.send(type="message.stop", ref="y", conversation=conversation, message=str(uuid4()))
        assert (await socket.until("reply"))["problem"]["code"] == "not_found"


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ('{"type":"ping"}', 4401),
        ('{"type":"authenticate","token":"nonsense"}', 4401),
        ('{"type":"authenticate","token":""}', 4401),
        ('{"type":"authenticate"}', 4400),
        ("not json", 4400),
        ("[]", 4400),
        (b"\x00\x01", 4400),
    ],
)
async def test_the_first_frame_must_authenticate(server: Served, first: str | bytes, code: int) -> None:
    async with unknown_socket(server) as socket:
        await socket.send_raw(first)
        assert await socket.closed_with() == code


async def test_a_frame_that_is_no_text_ends_the_socket(server: Served, owner: Chatter) -> None:
    async with socket_of(server, owner) as socket:
        await socket.send_as_text(b'{"type":"ping\xff"}')
        assert await socket.closed_with() == 1007
    async with socket_of(server, owner) as socket:
        await socket.send(type="ping")
        await socket.until("pong")


@pytest.mark.parametrize(
    "frame",
    [
        '{"type":"subscribe"}',
        '{"type":"subscribe","conversation":"no id"}',
        '{"type":"subscribe","conversation":"7f3b1c52-5a0e-4b0e-9a53-1f5b6a0c0c0c","after":-1}',
        '{"type":"nothing"}',
        '{"type":"ping","more":1}',
        "{",
        '"ping"',
    ],
)
async def test_a_wrong_frame_gets_a_problem_and_the_socket_goes_on(server: Served, owner: Chatter, frame: str) -> None:
    async with socket_of(server, owner) as socket:
        await socket.send_raw(frame)
        problem = (await socket.until("problem"))["problem"]
        assert problem["code"] == "invalid_input"
        assert problem["errors"]
        await socket.send(type="ping")
        await socket.until("pong")


async def test_a_wrong_frame_with_a_reference_gets_its_reply(server: Served, owner: Chatter) -> None:
    async with socket_of(server, owner) as socket:
        await socket.send(type="message.send", ref="1", conversation=str(uuid4()), content=" ")
        reply = await socket.until("reply")
        assert (reply["ref"], reply["ok"]) == ("1", False)
        assert [error["field"] for error in reply["problem"]["errors"]] == ["message.send.content"]


async def test_ten_thousand_frames_at_once_close_that_socket_only(
    server: Served, owner: Chatter, application: Application
) -> None:
    other = await create_person(application.platform, owner.person.organization_id)
    quiet = await chatter(application, owner.client, other)
    async with socket_of(server, quiet) as witness, socket_of(server, owner) as socket:
        with contextlib.suppress(ConnectionClosed):
            # The server may close while we are still sending.
            for _ in range(10_000):
                await socket.send(type="ping")
        assert await socket.closed_with() == 4429
        await witness.send(type="ping")
        await witness.until("pong")


@pytest.mark.settings(realtime={"connections_per_person": 2})
async def test_a_person_holds_so_many_sockets_and_no_more(server: Served, owner: Chatter) -> None:
    async with socket_of(server, owner), socket_of(server, owner), unknown_socket(server) as third:
        await third.send(type="authenticate", token=owner.headers["Authorization"].removeprefix("Bearer "))
        assert await third.closed_with() == 4429
    async with socket_of(server, owner):
        pass


@pytest.mark.settings(realtime={"subscriptions_per_connection": 2})
async def test_a_socket_follows_so_many_conversations_and_no_more(server: Served, owner: Chatter) -> None:
    conversations = [await owner.converse() for _ in range(3)]
    async with socket_of(server, owner) as socket:
        for conversation in (*conversations[:2], conversations[0]):
            await socket.send(type="subscribe", conversation=conversation, after=None)
            await socket.until("subscribed")
        await socket.send(type="unsubscribe", conversation=conversations[0])
        await socket.send(type="subscribe", conversation=conversations[2], after=None)
        await socket.until("subscribed")
        await socket.send(type="subscribe", conversation=conversations[0], after=None)
        assert await socket.closed_with() == 4429


async def test_signing_out_closes_the_persons_socket_at_once(server: Served, owner: Chatter) -> None:
    async with socket_of(server, owner) as socket:
        await owner.call("DELETE", "/me/sessions", 204)
        assert await socket.closed_with() == 4401


@pytest.mark.settings(realtime={"heartbeat_seconds": 0.2})
async def test_a_quiet_socket_hears_heartbeats(server: Served, owner: Chatter) -> None:
    async with socket_of(server, owner) as socket:
        await socket.until("heartbeat")
        await socket.until("heartbeat")


async def test_a_change_of_language_leaves_the_socket_open_and_changes_its_language(
    server: Served, owner: Chatter
) -> None:
    async with socket_of(server, owner) as socket:
        await owner.call("PATCH", "/me", 200, json={"locale": "de"})
        async with asyncio.timeout(PATIENCE):
            while True:
                await socket.send(type="subscribe", conversation=str(uuid4()))
                if (await socket.until("problem"))["problem"]["title"] == "Nicht gefunden":
                    break


async def test_a_lost_role_is_lost_on_the_open_socket(server: Served, owner: Chatter, application: Application) -> None:
    person = await create_person(application.platform, owner.person.organization_id)
    member = await chatter(application, owner.client, person)
    async with socket_of(server, member) as socket:
        await owner.call("PATCH", f"/people/{person.id}", 200, json={"active": False})
        assert await socket.closed_with() == 4401
