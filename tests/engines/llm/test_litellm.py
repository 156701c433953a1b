"""The contract on LiteLLM itself, speaking to the fake provider. Its import takes seconds: only this module does it."""

import asyncio
import sys
from collections.abc import Iterator

import pytest

from convosphere.engines.llm import (
    AuthError,
    BadRequestError,
    ConnectionConfig,
    EmbeddingRequest,
    Gateway,
    Image,
)
from convosphere.engines.llm.types import ChatMessage
from tests.engines.llm.asking import ask
from tests.engines.llm.contract import Contract
from tests.fakes.catalogue import vector
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider
from tests.harness.guards import only_this_machine

# LiteLLM 1.106 walks over all attributes of its Pydantic models at the end of a stream, deprecated ones included.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Accessing the 'model_:pydantic.warnings.PydanticDeprecatedSince211",
)


@pytest.fixture(autouse=True)
def guards() -> Iterator[None]:
    """Without the guard against blocking: LiteLLM does block, which is why it has a loop and a thread to itself."""
    with only_this_machine():
        yield


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


async def test_without_litellm_the_error_says_how_to_get_it() -> None:
    code = """
import asyncio, sys
sys.modules["litellm"] = None
from convosphere.engines.llm import *
async def main():
    gateway = Gateway()
    try:
        await gateway.list_models(ConnectionConfig("c", "litellm", extra={"vendor": "gemini"}))
    except UnavailableError as error:
        print(error.retryable, error.message)
    await gateway.aclose()
asyncio.run(main())
"""
    assert (await in_another_process(code)).startswith("False LiteLLM is not installed: pip install 'convosphere[lite")


async def test_it_is_imported_ahead_while_others_answer() -> None:
    code = """
import asyncio, sys, threading
from convosphere.engines.llm import *
from convosphere.engines.llm.litellm import loading
async def main():
    gateway, where = Gateway(), []
    load = loading._import
    def note():
        where.append(threading.current_thread().name)
        return load()
    loading._import = note
    interval = sys.getswitchinterval()
    gateway.prepare("openai")
    assert not where
    gateway.prepare("litellm")
    gateway.prepare("litellm")
    answers = 0
    while not loading._loaded:
        request = ChatRequest("builtin", [ChatMessage("user", "6 * 7")])
        asking = gateway.stream(ConnectionConfig("b", "builtin"), request)
        assert "42" in "".join([event.text async for event in asking if isinstance(event, TextDelta)])
        answers += 1
        await asyncio.sleep(0.01)
    print(where, answers > 20, sys.getswitchinterval() == interval)
    await gateway.aclose()
asyncio.run(main())
"""
    assert await in_another_process(code) == "['litellm'] True True"
