"""The contract on LiteLLM itself, speaking to the fake provider. Its import takes seconds: only this module does it."""

import asyncio
import os
import socket
import statistics
import sys
from collections.abc import AsyncIterator, Collection, Iterator
from types import ModuleType
from typing import Any

import psutil
import pytest

from convosphere.engines.llm import (
    AuthError,
    BadRequestError,
    ConnectionConfig,
    EmbeddingRequest,
    Gateway,
    Image,
    UnavailableError,
)
from convosphere.engines.llm.litellm import call, failures, loading, process
from convosphere.engines.llm.litellm.fence import Fence
from convosphere.engines.llm.types import ChatMessage, TextDelta
from convosphere.platform.http.connector import RefusedConnectionError
from tests.engines.llm.asking import ask
from tests.engines.llm.contract import Contract
from tests.engines.llm.litellm_thread import start_thread
from tests.fakes.catalogue import vector
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider
from tests.harness.guards import only_this_machine

REAL_START = process.start_process

# LiteLLM 1.106 walks over all attributes of its Pydantic models at the end of a stream, deprecated ones included.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Accessing the 'model_:pydantic.warnings.PydanticDeprecatedSince211",
)


@pytest.fixture(autouse=True)
def guards() -> Iterator[None]:
    """Without the guard against blocking: LiteLLM does block, which is why it has a loop to itself."""
    with only_this_machine():
        yield


@pytest.fixture(autouse=True)
def thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own process would import it anew for each test."""
    monkeypatch.setattr(process, "start_process", start_thread)


class TestReadByLiteLLM:
    """Vendors with words of their own go through LiteLLM's reading of the stream; xAI counts in its own way."""

    @pytest.fixture
    def connection(self, provider: FakeProvider) -> ConnectionConfig:
        return ConnectionConfig("litellm-2", "litellm", provider.url, "secret-key-1", extra={"vendor": "xai"})

    test_streams_every_word_once_and_in_order = Contract.test_streams_every_word_once_and_in_order
    test_usage_comes_once_just_before_the_finish = Contract.test_usage_comes_once_just_before_the_finish
    test_tool_calls_arrive_whole = Contract.test_tool_calls_arrive_whole
    test_reasoning_is_kept_apart = Contract.test_reasoning_is_kept_apart
    test_a_cut_is_an_error_never_an_end = Contract.test_a_cut_is_an_error_never_an_end
    test_waits_between_tokens_only_so_long = Contract.test_waits_between_tokens_only_so_long
    test_closing_the_stream_ends_the_providers_work = Contract.test_closing_the_stream_ends_the_providers_work


class TestLiteLLM(Contract):
    @pytest.fixture
    def connection(self, provider: FakeProvider) -> ConnectionConfig:
        return ConnectionConfig("litellm-1", "litellm", provider.url, "secret-key-1", extra={"vendor": "openai"})

    async def test_the_request_that_is_sent(
        self, gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
    ) -> None:
        messages = [ChatMessage("user", "What is this?", images=[Image("image/png", b"\x89PNG")])]
        asked = await ask(gateway, connection, messages=messages, temperature=0.3, stop=["END"], extra={"seed": 7})
        assert asked.error is None
        sent = provider.chats[0]
        assert sent.headers["authorization"] == "Bearer secret-key-1"
        assert {name: sent.body[name] for name in ("model", "temperature", "stop", "seed", "stream_options")} == {
            "model": "fake",
            "temperature": 0.3,
            "stop": ["END"],
            "seed": 7,
            "stream_options": {"include_usage": True},
        }
        assert sent.body["messages"][0]["content"][1]["image_url"]["url"] == "data:image/png;base64,iVBORw=="

    @pytest.mark.parametrize("vendor", ["openai", "deepseek", "groq", "mistral"])
    async def test_openais_words_are_read_by_ourselves(
        self, gateway: Gateway, provider: FakeProvider, vendor: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """LiteLLM's own reading costs five times as much."""
        monkeypatch.setattr(call, "_read_by_litellm", None)
        connection = ConnectionConfig("c", "litellm", provider.url, "key", extra={"vendor": vendor})
        asked = await ask(gateway, connection, "fake-words-20")
        assert asked.error is None
        assert asked.text == words(20)

    async def test_a_reader_who_pauses_gets_what_came_meanwhile_as_one(
        self, gateway: Gateway, connection: ConnectionConfig
    ) -> None:
        asked = await ask(gateway, connection, "fake-words-60-200tps", gather=True)
        assert asked.error is None
        assert asked.text == words(60)
        pieces = [event.text for event in asked.events if isinstance(event, TextDelta)]
        assert pieces[0] == "word-1"
        assert len(pieces) < 30

    @pytest.mark.parametrize(
        "words",
        [
            'AnthropicException - b\'{"type":"error","error":{"message":"It\\\'s down"}}\'. Handle with `litellm.X`.',
            'AnthropicException - {"error":{"message":"It\'s down"}}',
            "litellm.InternalServerError: AnthropicException - It's down. Handle with `litellm.InternalServerError`.",
        ],
    )
    async def test_a_vendors_own_words_are_quoted_without_litellms(self, words: str) -> None:
        litellm = loading.load_litellm()
        error = litellm.exceptions.InternalServerError(words, llm_provider="anthropic", model="m")
        assert failures.typed_error(litellm, error, (), begun=False).message == "It's down"

    async def test_without_a_count_tokens_are_estimated_not_counted(
        self, gateway: Gateway, connection: ConnectionConfig
    ) -> None:
        asked = await ask(gateway, connection, "fake-no-usage-words-100")
        assert asked.usages[0].estimated

    async def test_check_asks_a_model_that_is_named(self, gateway: Gateway, provider: FakeProvider) -> None:
        extra = {"vendor": "openai", "models": ["fake-words-2"]}
        checked = await gateway.check(ConnectionConfig("c", "litellm", provider.url, "key", extra=extra))
        assert [model.name for model in checked.models] == ["fake-words-2"]
        with pytest.raises(AuthError):
            await gateway.check(ConnectionConfig("c", "litellm", provider.url, "bad-key", extra=extra))

    async def test_lists_what_litellm_knows_of_a_vendor(self, gateway: Gateway) -> None:
        models = await gateway.list_models(ConnectionConfig("c", "litellm", extra={"vendor": "gemini"}))
        flash = next(model for model in models if model.name == "gemini/gemini-2.5-flash")
        assert flash.display_name == "gemini-2.5-flash"
        assert flash.context_window == 1_048_576
        assert flash.vision is True
        with pytest.raises(BadRequestError):
            await gateway.check(ConnectionConfig("c", "litellm", extra={"vendor": "nobody"}))

    async def test_a_vendor_that_litellm_does_not_know(self, gateway: Gateway) -> None:
        asked = await ask(gateway, ConnectionConfig("c", "litellm", extra={"vendor": "nobody"}), "model")
        assert isinstance(asked.error, BadRequestError)

    async def test_vectors(self, gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider) -> None:
        request = EmbeddingRequest("text-embedding-x", ["one", "two words"], dimensions=8)
        found = await gateway.embed(connection, request)
        assert [each.tolist() for each in found.vectors] == [
            pytest.approx(vector(text), rel=1e-6) for text in ("one", "two words")
        ]
        assert (found.usage.input_tokens, found.usage.estimated) == (3, False)
        body = provider.requests[-1].body
        assert (body["model"], body["input"]) == ("text-embedding-x", ["one", "two words"])
        refused = ConnectionConfig("c", "litellm", provider.url, "bad-key", extra={"vendor": "openai"})
        with pytest.raises(AuthError):
            await gateway.embed(refused, request)

    async def test_two_at_once_and_again_after_closing(self, gateway: Gateway, connection: ConnectionConfig) -> None:
        for _ in range(2):
            answers = await asyncio.gather(*(ask(gateway, connection, "fake-words-30-100tps") for _ in range(5)))
            assert {answer.text for answer in answers} == {words(30)}
            await gateway.aclose()


async def in_another_process(code: str) -> str:
    """What a fresh Python prints that runs this."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    assert process.returncode == 0
    return output.decode().strip()


async def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, convosphere.engines.llm as llm; llm.Gateway();"
        "print([name for name in ('litellm', 'openai', 'genai_prices', 'tiktoken') if name in sys.modules])"
    )
    assert await in_another_process(code) == "[]"


async def test_without_litellm_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_loaded", [])
    monkeypatch.setitem(sys.modules, "litellm", None)
    gateway = Gateway()
    try:
        with pytest.raises(UnavailableError, match="LiteLLM is not installed: pip install 'convosphere") as caught:
            await gateway.list_models(ConnectionConfig("c", "litellm", extra={"vendor": "gemini"}))
        assert not caught.value.retryable
    finally:
        await gateway.aclose()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere priorities are those of processes")
def test_the_import_stands_back_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    seen = []

    def load() -> ModuleType:
        seen.append(os.getpriority(os.PRIO_PROCESS, 0))
        return statistics

    monkeypatch.setattr(loading, "_loaded", [])
    monkeypatch.setattr(loading, "_import", load)
    assert loading.load_litellm() is statistics
    assert seen == [min(own + 5, 19)]
    assert os.getpriority(os.PRIO_PROCESS, 0) == own


def opened(fence: Fence, kind: int, host: str) -> bool:
    """Whether a socket may connect there; none does."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind) as one:
        try:
            fence("socket.connect", (one, (host, 80)))
        except RefusedConnectionError:
            return False
    return True


def test_its_process_is_kept_from_where_clouds_hand_out_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(host: str, *_: object) -> list[Any]:
        return [(0, 0, 0, "", ({"inside": "10.0.0.1", "metadata": "169.254.169.254"}[host], 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    fence = Fence(["169.254.170.2", "example.org"])
    stream = socket.SOCK_STREAM
    for host in ("169.254.169.254", "metadata", "100.100.100.200", "fd00:ec2::254", "::ffff:169.254.169.254"):
        assert not opened(fence, stream, host), host
    for host in ("127.0.0.1", "inside", "93.184.216.34", "::1", "169.254.170.2"):
        assert opened(fence, stream, host), host
    assert opened(fence, socket.SOCK_DGRAM, "169.254.20.10"), "a resolver"
    with socket.socket(socket.AF_UNIX) as local:
        fence("socket.connect", (local, "/run/x"))
    fence("socket.bind", (None, ("169.254.169.254", 80)))


async def test_the_fence_stands_before_every_socket_of_the_process() -> None:
    code = (
        "import socket\n"
        "from convosphere.engines.llm.litellm.fence import keep_from_credentials\n"
        "keep_from_credentials()\n"
        "try: socket.create_connection(('169.254.169.254', 80), 0.1)\n"
        "except OSError as error: print(type(error).__name__)"
    )
    assert await in_another_process(code) == "RefusedConnectionError"


@pytest.fixture
async def child(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    """A gateway with the real process."""
    monkeypatch.setattr(process, "start_process", REAL_START)
    gateway = Gateway()
    yield gateway
    await gateway.aclose()
    assert not children(), "nothing is left behind"


def children() -> list[psutil.Process]:
    """LiteLLM's processes."""
    return [each for each in psutil.Process().children() if "convosphere.engines.llm.litellm.child" in each.cmdline()]


async def test_it_is_imported_ahead_without_keeping_anybody_waiting(child: Gateway, provider: FakeProvider) -> None:
    now = asyncio.get_running_loop().time
    child.prepare("openai")
    assert not children()
    child.prepare("litellm")
    child.prepare("litellm")
    connection = ConnectionConfig("c", "litellm", provider.url, "key", extra={"vendor": "openai"})
    asking = asyncio.create_task(ask(child, connection, "fake-words-20"))
    pauses = []
    while not asking.done():
        before = now()
        await asyncio.sleep(0.001)
        pauses.append(now() - before)
    assert (await asking).text == words(20)
    assert len(children()) == 1
    assert len(pauses) > 200
    # Machines are busy, too, but not with us: most of the time nobody is kept waiting.
    assert statistics.median(pauses) < 0.02
    assert sum(pause > 0.1 for pause in pauses) < 5


async def test_one_that_died_is_told_and_started_anew(
    child: Gateway, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = asyncio.Event()

    async def start(allowed: Collection[str]) -> process.Started:
        started = await REAL_START(allowed)
        began.set()
        return started

    monkeypatch.setattr(process, "start_process", start)
    connection = ConnectionConfig("c", "litellm", provider.url, "key", extra={"vendor": "openai"})
    pids = set()
    for _ in range(2):
        asking = asyncio.create_task(ask(child, connection, "fake-words-20"))
        await began.wait()
        began.clear()
        (found,) = children()
        pids.add(found.pid)
        found.kill()
        error = (await asking).error
        assert isinstance(error, UnavailableError)
        assert error.retryable
    assert len(pids) == 2


async def test_one_that_never_comes_up_says_why(child: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/sh")
    with pytest.raises(UnavailableError, match=r"ended before it was ready\. .+"):
        await child.ready("litellm")
