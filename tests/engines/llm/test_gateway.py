"""The gateway's own promises: forbidding, patience, connections, many at once, discovery."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, aclosing

import aiohttp
import pytest
from aiohttp.client_proto import ResponseHandler

from convosphere.engines.llm import (
    CallRecord,
    ChatMessage,
    ChatRequest,
    ConnectionConfig,
    Finish,
    Gateway,
    Outcome,
    ProviderTimeoutError,
    TextDelta,
    Timeouts,
    UnavailableError,
)
from tests.engines.llm.asking import ask
from tests.fakes.disguises import Disguise
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider


@pytest.fixture
def connection(provider: FakeProvider) -> ConnectionConfig:
    return ConnectionConfig("c", "openai", provider.url, "secret-key-1")


class ForbiddenError(Exception):
    pass


async def test_what_must_not_happen_now_does_not(provider: FakeProvider, connection: ConnectionConfig) -> None:
    def forbid() -> None:
        raise ForbiddenError

    gateway = Gateway(before_call=forbid)
    records: list[CallRecord] = []
    request = ChatRequest("fake", [ChatMessage("user", "Hello")])
    with pytest.raises(ForbiddenError):
        await anext(gateway.stream(connection, request, on_end=records.append))
    for call in (gateway.list_models(connection), gateway.check(connection), gateway.discover_local()):
        with pytest.raises(ForbiddenError):
            await call
    assert not provider.requests
    assert not records


async def test_the_api_key_is_not_in_the_repr(connection: ConnectionConfig) -> None:
    assert "secret" not in repr(connection)


async def test_connections_are_kept_and_used_again(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    for _ in range(3):
        assert (await ask(gateway, connection)).error is None
    assert provider.connections == 1


async def test_a_kept_connection_that_the_server_just_closed_is_no_error(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    await ask(gateway, connection)
    provider.drop_next()
    asked = await ask(gateway, connection)
    assert (asked.error, asked.text) == (None, words(20))


async def test_a_server_that_always_hangs_up_is_unavailable(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    provider.drop_next(times=10)
    asked = await ask(gateway, connection)
    assert isinstance(asked.error, UnavailableError)


@pytest.fixture
def full_port() -> Iterator[int]:
    """A port on which nobody accepts: the queue of waiting connections is full, so connecting takes for ever."""
    with ExitStack() as open_sockets:
        listener = open_sockets.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = open_sockets.enter_context(socket.socket())
            waiting.setblocking(False)  # noqa: FBT003 - the standard library's own signature
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


async def test_patience_to_connect_ends(gateway: Gateway, full_port: int) -> None:
    url = f"http://127.0.0.1:{full_port}/v1"
    asked = await ask(gateway, ConnectionConfig("c", "openai", url, timeouts=Timeouts(connect=0.2)))
    assert isinstance(asked.error, ProviderTimeoutError)
    assert asked.error.phase == "connect"
    assert asked.record.duration < 2


async def test_a_slow_reader_is_not_the_providers_fault(gateway: Gateway, provider: FakeProvider) -> None:
    connection = ConnectionConfig("c", "openai", provider.url, timeouts=Timeouts(between_tokens=0.4))
    request = ChatRequest("fake-words-6-20tps", [ChatMessage("user", "Hello")])
    texts: list[str] = []
    async with aclosing(gateway.stream(connection, request)) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                texts.append(event.text)
                if len(texts) == 2:
                    await asyncio.sleep(0.9)
    assert "".join(texts) == words(6)


async def test_comments_do_not_count_as_tokens(gateway: Gateway, provider: FakeProvider) -> None:
    provider.script(raw=b": still here\n\n" * 3, stop="stall")
    connection = ConnectionConfig("c", "openai", provider.url, timeouts=Timeouts(first_token=0.2))
    asked = await ask(gateway, connection)
    assert isinstance(asked.error, ProviderTimeoutError)
    assert asked.error.phase == "first_token"


async def test_the_first_event_shows_before_the_rest_is_there(gateway: Gateway, connection: ConnectionConfig) -> None:
    request = ChatRequest("fake-words-100-10tps", [ChatMessage("user", "Hello")])
    started = time.monotonic()
    async with aclosing(gateway.stream(connection, request)) as events:
        first = await anext(events)
    assert first == TextDelta("word-1")
    assert time.monotonic() - started < 2  # all of them take ten seconds


async def test_a_reader_who_pauses_need_not_be_woken_for_each_token(
    gateway: Gateway, connection: ConnectionConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    received: list[int] = []
    receive = ResponseHandler.data_received

    def note(protocol: ResponseHandler, data: bytes) -> None:
        received.append(len(data))
        receive(protocol, data)

    monkeypatch.setattr(ResponseHandler, "data_received", note)
    request = ChatRequest("fake-words-60-200tps", [ChatMessage("user", "Hello")], gather=True)
    for _ in range(2):  # the second time over the connection of the first
        pieces: list[str] = []
        received.clear()
        async with aclosing(gateway.stream(connection, request)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    pieces.append(event.text)
                    await asyncio.sleep(0.05)
        assert "".join(pieces) == words(60)
        assert pieces[0] == "word-1"
        # The client also comes back to what it holds, with nothing new.
        assert len([size for size in received if size]) < 40


async def test_cancelling_the_reader_ends_the_call(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    records: list[CallRecord] = []
    began = asyncio.Event()

    async def read() -> None:
        request = ChatRequest("fake-endless-100tps", [ChatMessage("user", "Hello")])
        async with aclosing(gateway.stream(connection, request, on_end=records.append)) as events:
            async for _ in events:
                began.set()

    reading = asyncio.create_task(read())
    await asyncio.wait_for(began.wait(), 2)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    await asyncio.wait_for(provider.chats[0].ended.wait(), 2)
    assert provider.chats[0].outcome == "left"
    assert [record.outcome for record in records] == [Outcome.STOPPED]


async def test_the_call_is_recorded_before_the_finish_is_handed_out(
    gateway: Gateway, connection: ConnectionConfig
) -> None:
    records: list[CallRecord] = []
    request = ChatRequest("fake", [ChatMessage("user", "Hello")])
    async with aclosing(gateway.stream(connection, request, on_end=records.append)) as events:
        async for event in events:
            assert bool(records) is isinstance(event, Finish)
    assert len(records) == 1


async def test_two_hundred_streams_at_once(gateway: Gateway, connection: ConnectionConfig) -> None:
    answers = await asyncio.gather(*(ask(gateway, connection, "fake-words-20-100tps") for _ in range(200)))
    assert {answer.text for answer in answers} == {words(20)}
    assert all(answer.error is None for answer in answers)


async def test_a_given_session_is_used_and_left_open(provider: FakeProvider, connection: ConnectionConfig) -> None:
    async with aiohttp.ClientSession(headers={"X-Given": "yes"}) as session:
        gateway = Gateway(session=session)
        assert (await ask(gateway, connection)).error is None
        await gateway.aclose()
        assert not session.closed
    assert provider.chats[0].headers["x-given"] == "yes"


async def test_after_closing_it_can_be_used_again(gateway: Gateway, connection: ConnectionConfig) -> None:
    await ask(gateway, connection)
    await gateway.aclose()
    assert (await ask(gateway, connection)).error is None


@pytest.fixture
async def local_servers() -> AsyncIterator[dict[str, int]]:
    kinds: tuple[Disguise, ...] = ("Ollama", "LM Studio", "llama.cpp")
    servers = [await FakeProvider(models=(f"{kind}-model",), disguise=kind).start() for kind in kinds]
    yield {kind: server.port for kind, server in zip(kinds, servers, strict=True)}
    for server in servers:
        await server.stop()


async def test_local_servers_are_found(gateway: Gateway, local_servers: dict[str, int]) -> None:
    found = await gateway.discover_local(ports=local_servers)
    assert [(server.name, server.provider) for server in found] == [
        ("Ollama", "openai"),
        ("LM Studio", "openai"),
        ("llama.cpp", "openai"),
    ]
    assert [server.models[0].name for server in found] == ["Ollama-model", "LM Studio-model", "llama.cpp-model"]
    connection = ConnectionConfig("c", found[0].provider, found[0].base_url)
    assert (await ask(gateway, connection)).text == words(20)


async def test_other_servers_on_these_ports_are_not_taken_for_them(
    gateway: Gateway, provider: FakeProvider, full_port: int
) -> None:
    started = time.monotonic()
    ports = {"Ollama": provider.port, "LM Studio": full_port, "llama.cpp": provider.port}
    assert await gateway.discover_local(ports=ports) == []
    assert time.monotonic() - started < 1.5
