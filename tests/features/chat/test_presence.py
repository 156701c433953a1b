"""Several people at their sockets: the same stream for all, who is there, who writes, and who no longer may."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest

from convosphere.entry.wiring import Application
from convosphere.features.chat.actions import presence
from convosphere.features.chat.types import presence_stream
from convosphere.platform.clock import FrozenClock
from tests.features.chat.conftest import PATIENCE, Chatter
from tests.features.chat.sockets import Socket, socket_of
from tests.features.chat.together import group_of, joined, let_group_in, let_in, shut_out
from tests.features.chat.trees import answer_at_once
from tests.harness.served import Served

pytestmark = pytest.mark.unasked


async def follow(socket: Socket, conversation: str) -> None:
    await socket.send(type="subscribe", conversation=conversation, after=None)
    await socket.until("subscribed")


async def seen(socket: Socket) -> tuple[str, str]:
    """Who does what: the next that the socket says of that."""
    frame = await socket.until("presence")
    return frame["person"]["name"], frame["state"]


async def quiet(socket: Socket) -> list[str]:
    """What comes before the answer to a ping."""
    await socket.send(type="ping")
    kinds: list[str] = []
    async with asyncio.timeout(PATIENCE):
        while True:
            frame = await socket.receive()
            if frame["type"] == "pong":
                return kinds
            kinds.append(frame["type"])


async def test_all_see_the_same_events(server: Served, owner: Chatter, anna: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    await let_in(owner, conversation, anna, "writer")
    async with socket_of(server, owner) as first, socket_of(server, anna) as second:
        for socket in (first, second):
            await follow(socket, conversation)
        sent = await anna.ask(conversation)
        await answer_at_once(application, anna, sent["answer"]["id"])
        logs: list[list[dict[str, Any]]] = [[], []]
        for socket, log in zip((first, second), logs, strict=True):
            while not log or log[-1]["event"]["type"] != "message.completed":
                frame = await socket.receive()
                if frame["type"] == "event" and frame["conversation"] == conversation:
                    log.append(frame)
    assert logs[0] == logs[1]
    assert logs[0][-1]["event"]["message"]["content"] == "to Go"


async def test_who_comes_writes_and_goes(server: Served, owner: Chatter, anna: Chatter, ben: Chatter) -> None:
    conversation = await owner.converse()
    await let_in(owner, conversation, anna, "writer")
    await let_in(owner, conversation, ben, "reader")
    async with socket_of(server, owner) as mine:
        await follow(mine, conversation)
        async with socket_of(server, anna) as hers:
            await follow(hers, conversation)
            assert await seen(hers) == (owner.person.name, "here")
            assert await seen(mine) == ("Anna", "here")
            await hers.send(type="typing", conversation=conversation, on=True)
            assert await seen(mine) == ("Anna", "typing")
            # Said again at once, and dropped; said no longer, and passed on.
            for on in (True, True, False, False):
                await hers.send(type="typing", conversation=conversation, on=on)
            assert await seen(mine) == ("Anna", "here")
            async with socket_of(server, ben) as his:
                await follow(his, conversation)
                assert {await seen(his), await seen(his)} == {(owner.person.name, "here"), ("Anna", "here")}
                assert await seen(mine) == ("Ben", "here")
                # Who reads only has nothing to announce.
                await his.send(type="typing", conversation=conversation, on=True)
                await quiet(his)
                await his.send(type="unsubscribe", conversation=conversation)
                assert await seen(mine) == ("Ben", "gone")
        assert await seen(mine) == ("Anna", "gone")
        # Whoever comes now hears of nobody else, and nobody is told of themselves.
        async with socket_of(server, anna) as again:
            await follow(again, conversation)
            assert await seen(again) == (owner.person.name, "here")
            assert "presence" not in await quiet(again)


async def test_alone_with_it_nobody_is_told(server: Served, owner: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    async with socket_of(server, owner) as socket:
        await follow(socket, conversation)
        await socket.send(type="typing", conversation=conversation, on=True)
        await quiet(socket)
    assert await application.platform.log.recent(presence_stream(UUID(conversation)), 10) == []


async def test_who_was_cut_off_without_a_word_is_forgotten(
    server: Served, owner: Chatter, anna: Chatter, application: Application, clock: FrozenClock
) -> None:
    conversation = await owner.converse()
    await let_in(owner, conversation, anna)
    log, stream = application.platform.log, presence_stream(UUID(conversation))

    async def say(connection: str, state: str) -> None:
        at = clock.now().timestamp()
        said = {"person": {"id": str(owner.person.id), "name": connection}, "connection": connection}
        await log.append(stream, [orjson.dumps({**said, "state": state, "at": at})])

    await say("long ago", "here")
    clock.advance(timedelta(seconds=presence.FORGOTTEN_SECONDS - 10))
    await say("a while ago", "typing")
    clock.advance(timedelta(seconds=11))
    await say("went", "here")
    await say("now", "typing")
    await say("went", "gone")
    async with socket_of(server, anna) as socket:
        await follow(socket, conversation)
        assert [await seen(socket), await seen(socket)] == [("a while ago", "here"), ("now", "typing")]
        assert "presence" not in await quiet(socket)


async def test_it_is_said_again_and_again(
    server: Served, owner: Chatter, anna: Chatter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "ANNOUNCE_SECONDS", 0.05)
    conversation = await owner.converse()
    await let_in(owner, conversation, anna)
    async with socket_of(server, owner) as mine, socket_of(server, anna) as hers:
        await follow(hers, conversation)
        await follow(mine, conversation)
        assert {await seen(mine) for _ in range(3)} == {("Anna", "here")}


@pytest.mark.parametrize("how", ["person", "group", "left the group", "group deleted"])
async def test_access_that_is_taken_away_ends_the_subscription_at_once(
    server: Served, owner: Chatter, anna: Chatter, how: str
) -> None:
    conversation, other = await owner.converse(), await owner.converse()
    group = await group_of(owner, anna)
    await let_in(owner, other, anna)
    if how == "person":
        await let_in(owner, conversation, anna)
    else:
        await let_group_in(owner, conversation, group)
    async with socket_of(server, anna) as socket, socket_of(server, owner) as mine:
        for each in (conversation, other):
            await follow(socket, each)
        await follow(mine, conversation)
        if how == "person":
            await shut_out(owner, conversation, anna)
        elif how == "group":
            await owner.call("DELETE", f"/conversations/{conversation}/members/group/{group}", 204)
        elif how == "left the group":
            await owner.call("DELETE", f"/groups/{group}/members/{anna.person.id}", 204)
        else:
            await owner.call("DELETE", f"/groups/{group}", 204)
        problem = await socket.until("problem")
        assert (problem["conversation"], problem["problem"]["code"]) == (conversation, "not_found")
        async with asyncio.timeout(PATIENCE):
            while await seen(mine) != ("Anna", "gone"):
                continue
        # Nothing of it comes any more; of the other one it does.
        await owner.ask(conversation)
        await owner.ask(other)
        async with asyncio.timeout(PATIENCE):
            while (frame := await socket.receive()).get("conversation") != other or frame["type"] != "event":
                assert (frame["type"], frame.get("conversation")) != ("event", conversation)
        await socket.send(type="subscribe", conversation=conversation, after=None)
        assert (await socket.until("problem"))["problem"]["code"] == "not_found"


async def test_a_subscription_that_begins_while_access_is_taken_away_does_not_stay(
    server: Served, owner: Chatter, anna: Chatter
) -> None:
    conversation = await owner.converse()
    async with socket_of(server, anna) as socket:
        for _ in range(5):
            await let_in(owner, conversation, anna)
            await asyncio.gather(
                socket.send(type="subscribe", conversation=conversation, after=None),
                shut_out(owner, conversation, anna),
            )
            # Refused, or ended right afterwards.
            assert (await socket.until("problem"))["problem"]["code"] == "not_found"


async def test_a_reader_becomes_a_writer_on_the_open_socket(server: Served, owner: Chatter, anna: Chatter) -> None:
    conversation = await owner.converse()
    await let_in(owner, conversation, anna)
    async with socket_of(server, owner) as mine, socket_of(server, anna) as hers:
        await follow(mine, conversation)
        await follow(hers, conversation)
        assert await seen(mine) == ("Anna", "here")
        await hers.send(type="message.send", ref="a", conversation=conversation, content="Hi")
        assert (await hers.until("reply"))["problem"]["code"] == "conversation_read_only"
        await let_in(owner, conversation, anna, "writer")
        await hers.until("conversation.access")
        async with asyncio.timeout(PATIENCE):
            while True:
                await hers.send(type="typing", conversation=conversation, on=True)
                await quiet(hers)
                if "presence" in await quiet(mine):
                    break
        await hers.send(type="message.send", ref="b", conversation=conversation, content="Hi")
        assert (await hers.until("reply"))["ok"]


async def test_the_lists_of_groups_are_followed_as_one_comes_and_goes(
    server: Served, owner: Chatter, anna: Chatter
) -> None:
    group = await group_of(owner)
    async with socket_of(server, anna) as socket:
        await quiet(socket)
        await owner.call("PUT", f"/groups/{group}/members/{anna.person.id}", 204)
        assert (await socket.until("resync"))["conversation"] is None
        conversation = await owner.converse()
        await let_group_in(owner, conversation, group)
        created = await socket.until("conversation.created")
        assert (created["conversation"], created["event"]["conversation"]["id"]) == (None, conversation)
        assert [item["id"] for item in await joined(anna)] == [conversation]
        await owner.call("DELETE", f"/groups/{group}/members/{anna.person.id}", 204)
        assert (await socket.until("resync"))["conversation"] is None
        await owner.ask(conversation)
        assert "event" not in await quiet(socket)


async def test_receipts_over_the_socket(server: Served, owner: Chatter, anna: Chatter) -> None:
    conversation = await owner.converse()
    sent = await owner.ask(conversation)
    await let_in(owner, conversation, anna)
    async with socket_of(server, owner) as mine, socket_of(server, anna) as hers:
        await follow(mine, conversation)
        # Unknown ones are nothing to speak of, without one there is nothing to understand.
        await hers.send(type="receipt", conversation=conversation, read=str(anna.person.id))
        await hers.send(type="receipt", conversation=str(anna.person.id), read=sent["question"]["id"])
        assert await quiet(hers) == []
        await hers.send(type="receipt", conversation=conversation)
        assert (await hers.until("problem"))["problem"]["code"] == "invalid_input"
        await hers.send(type="receipt", conversation=conversation, delivered=sent["question"]["id"])
        receipt = (await mine.until("receipt.changed"))["event"]["receipt"]
        assert receipt["person"] == {"id": str(anna.person.id), "name": "Anna"}
        assert (receipt["delivered_until"], receipt["read_until"]) == (sent["question"]["created_at"], None)


async def test_waiting_without_a_socket_ends_with_the_access(owner: Chatter, anna: Chatter) -> None:
    conversation = await owner.converse()
    await let_in(owner, conversation, anna)
    after = (await anna.messages(conversation))["event_cursor"]
    path = f"/api/v1/conversations/{conversation}/events?after={after}&wait=20"
    waiting = asyncio.create_task(anna.client.get(path, headers=anna.headers))
    await asyncio.sleep(0.1)
    await shut_out(owner, conversation, anna)
    async with asyncio.timeout(PATIENCE):
        assert (await waiting).status_code == 404
