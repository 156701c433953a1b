"""Bad input over the socket: a precise problem, or that socket is closed; nobody else notices."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from websockets.exceptions import ConnectionClosed

from tests.acceptance.harness.people import Founding, Person, found, join
from tests.acceptance.harness.processes import FakeProviderProcess, Process
from tests.acceptance.harness.watching import Frame, Socket, has_ended, has_words, opened, watching
from tests.fakes.plan import words

pytestmark = pytest.mark.usefixtures("no_bug_is_logged")

ECHO = "fake-echo"
STREAM = "fake-words-200-40tps"
FLOOD = 10_000
UNKNOWN = "019a4c1e-0000-7000-8000-00000000dead"


@pytest.fixture(scope="module")
def founding(product: Process, provider: FakeProviderProcess) -> Founding:
    return found(product.url, provider.url, [ECHO, STREAM])


async def still_serves(socket: Socket) -> None:
    """Asserts that the socket goes on after what it was sent."""
    await socket.send(type="ping")
    while (await socket.receive())["type"] != "pong":
        pass


async def answer_to(socket: Socket, text: str) -> Frame:
    """Sends a frame as it is; the problem or reply that comes back."""
    await socket.raw.send(text)
    while True:
        frame = await socket.receive()
        if frame["type"] in ("problem", "reply"):
            return frame


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", None),
        ("{", None),
        ("null", None),
        ("[]", None),
        ("7", None),
        ('"ping"', None),
        ("{}", None),
        ('{"type": "fly"}', None),
        ('{"type": null}', None),
        ('{"type": ["ping"]}', None),
        ('{"type": "ping", "extra": 1}', "ping.extra"),
        ('{"type": "ping", "\\ud83d": 1}', None),
        ('{"type": "subscribe"}', "subscribe.conversation"),
        ('{"type": "subscribe", "conversation": "x"}', "subscribe.conversation"),
        (f'{{"type": "subscribe", "conversation": "{UNKNOWN}", "after": -1}}', "subscribe.after"),
        (f'{{"type": "subscribe", "conversation": "{UNKNOWN}", "after": 9007199254740992}}', "subscribe.after"),
        (f'{{"type": "subscribe", "conversation": "{UNKNOWN}", "after": {"9" * 5000}}}', None),
        (f'{{"type": "subscribe", "conversation": "{UNKNOWN}"}}', None),
        (f'{{"type": "message.send", "ref": "", "conversation": "{UNKNOWN}", "content": "x"}}', "message.send.ref"),
        (f'{{"type": "message.send", "ref": "r", "conversation": "{UNKNOWN}", "content": ""}}', "message.send.content"),
        (f'{{"type": "message.send", "ref": "r", "conversation": "{UNKNOWN}", "content": "\\ud83d"}}', None),
        (f'{{"type": "message.stop", "ref": "r", "conversation": "{UNKNOWN}"}}', "message.stop.message"),
        ("[" * 100_000 + "]" * 100_000, None),
        ('{"type":' * 50_000 + "1" + "}" * 50_000, None),
        ("\x00\x01\x02", None),
        ("ping", None),
    ],
    ids=lambda given: ascii(given)[:40],
)
async def test_a_malformed_frame_is_told_what_is_wrong(owner: Person, text: str, field: str | None) -> None:
    async with opened(owner) as socket:
        problem = (await answer_to(socket, text))["problem"]
        assert problem["code"] in ("invalid_input", "not_found")
        assert problem["detail"]
        if field is not None:
            assert field in {error["field"] for error in problem["errors"]}, problem
        await still_serves(socket)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (" ", "invalid_input"),
        ("half \ud83d", "invalid_input"),
        ("x" * 200_001, "message_too_long"),
        ("x" * 1_000_000, "message_too_long"),
    ],
    ids=["blank", "lone surrogate", "too long", "1 MB"],
)
async def test_a_message_that_cannot_be_is_refused_by_its_reference(
    owner: Person, founding: Founding, content: str, code: str
) -> None:
    conversation = await owner.begin(founding.models[ECHO])
    frame = {"type": "message.send", "ref": "mine", "conversation": conversation, "content": content}
    async with opened(owner) as socket:
        reply = await answer_to(socket, json.dumps(frame))
        assert reply["problem"]["code"] == code
        # The client must know which of its questions it was, to give the text back to the person.
        assert (reply["type"], reply.get("ref"), reply.get("ok")) == ("reply", "mine", False)
        await still_serves(socket)
    assert (await owner.messages(conversation))["items"] == []


async def test_questions_at_ids_of_others_are_refused(
    owner: Person, founding: Founding, product: Process, http: aiohttp.ClientSession
) -> None:
    conversation = await owner.begin(founding.models[STREAM])
    _, answer = await owner.ask(conversation)
    stranger = await join(http, product)
    async with opened(stranger) as socket:
        frames: list[dict[str, Any]] = [
            {"type": "message.send", "ref": "1", "conversation": conversation, "content": "x"},
            {"type": "message.stop", "ref": "2", "conversation": conversation, "message": answer["id"]},
            {"type": "subscribe", "conversation": conversation, "after": 0},
        ]
        for frame in frames:
            assert (await answer_to(socket, json.dumps(frame)))["problem"]["code"] == "not_found"
        await still_serves(socket)
    async with watching(owner, conversation) as watcher:
        await watcher.until(has_ended)
        assert watcher.copy.messages[answer["id"]]["content"] == words(200)


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ('{"type": "authenticate", "token": "x"}', 4401),
        ('{"type": "authenticate", "token": ""}', 4401),
        ('{"type": "authenticate", "token": "\\u0000é\\uffff"}', 4401),
        ('{"type": "authenticate", "token": "eyJhbGciOiJub25lIn0.e30."}', 4401),
        ('{"type": "ping"}', 4401),
        (f'{{"type": "subscribe", "conversation": "{UNKNOWN}"}}', 4401),
        ('{"type": "authenticate"}', 4400),
        ('{"type": "authenticate", "token": 7}', 4400),
        ("nonsense", 4400),
        (b"\x00\xff", 4400),
    ],
    ids=lambda given: ascii(given)[:40],
)
async def test_whoever_does_not_say_who_they_are_is_shown_out(product: Process, first: str | bytes, code: int) -> None:
    socket = await Socket.connect(product.url)
    await socket.raw.send(first)
    assert await socket.closed() == code


async def test_a_binary_frame_closes_the_socket(owner: Person) -> None:
    async with opened(owner) as socket:
        await socket.raw.send(b'{"type": "ping"}')
        assert await socket.closed() == 4400


async def test_a_frame_beyond_the_limit_closes_the_socket(owner: Person) -> None:
    async with opened(owner) as socket:
        await socket.raw.send("x" * 2_000_001)
        assert await socket.closed() in (1009, 4400)


async def test_text_that_is_no_utf8_closes_the_socket(owner: Person) -> None:
    async with opened(owner) as socket:
        await socket.raw.send(b"\xff\xfe\xfd", text=True)
        assert await socket.closed() in (1007, 4400)


async def test_another_persons_token_cannot_take_over_a_socket(
    owner: Person, product: Process, http: aiohttp.ClientSession
) -> None:
    stranger = await join(http, product)
    async with opened(owner) as socket:
        await socket.send(type="authenticate", token=stranger.token)
        assert await socket.closed() == 4401


async def test_a_flood_of_frames_closes_that_socket_and_no_other(
    owner: Person, founding: Founding, product: Process, http: aiohttp.ClientSession
) -> None:
    bystander = await join(http, product)
    conversation = await bystander.begin(founding.models[STREAM])
    async with watching(bystander, conversation) as watcher, opened(owner) as flooding:
        _, answer = await bystander.ask(conversation)
        await watcher.until(has_words(20))
        closed = asyncio.create_task(flooding.closed())
        try:
            for _ in range(FLOOD):
                await flooding.raw.send('{"type":"ping"}')
        except ConnectionClosed:
            # The server had enough before all were sent.
            pass
        assert await closed == 4429
        await watcher.until(has_ended)
        assert (watcher.fetches, watcher.resyncs, watcher.gaps) == (1, 0, [])
        seen = watcher.copy.messages[answer["id"]]
    assert seen == await bystander.message(conversation, answer["id"])
    assert (seen["status"], seen["content"]) == ("completed", words(200))
    async with opened(owner) as again:
        await still_serves(again)


async def test_more_sockets_than_one_person_may_hold_are_refused(http: aiohttp.ClientSession, product: Process) -> None:
    person = await join(http, product)
    sockets = [await Socket.open(person) for _ in range(20)]
    one_more = await Socket.connect(product.url)
    await one_more.send(type="authenticate", token=person.token)
    assert await one_more.closed() == 4429
    await still_serves(sockets[0])
    for socket in sockets:
        await socket.raw.close()
    async with opened(person) as socket:
        await still_serves(socket)
