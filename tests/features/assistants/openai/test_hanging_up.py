"""When the client goes, or does not keep up, the provider's stream follows at once, and the call is on record."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from convosphere.entry.wiring import Application
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization
from tests.factories.models import connect_fake
from tests.fakes.provider import FakeProvider
from tests.fakes.recording import Recorded
from tests.features.assistants.openai.conftest import Door, only_usage_record
from tests.harness.served import Served

PATIENCE_SECONDS = 20.0


def question(model: str, *, stream: bool) -> dict[str, Any]:
    return {"model": model, "stream": stream, "messages": [{"role": "user", "content": "Hi"}]}


@asynccontextmanager
async def streaming(door: Door, model: str) -> AsyncIterator[httpx.Response]:
    async with (
        httpx.AsyncClient(headers=door.headers) as client,
        client.stream("POST", f"{door.url}/chat/completions", json=question(model, stream=True)) as response,
    ):
        assert response.status_code == 200
        yield response


async def only_chat(provider: FakeProvider) -> Recorded:
    """The one request that the provider got, as soon as it has."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not provider.chats:  # noqa: ASYNC110 - the provider tells of a request's end, not of its beginning
            await asyncio.sleep(0.005)
    (chat,) = provider.chats
    return chat


async def ended(chat: Recorded) -> str:
    """How a request to the provider ended."""
    await asyncio.wait_for(chat.ended.wait(), PATIENCE_SECONDS)
    return chat.outcome


async def test_hanging_up_in_mid_answer_ends_the_providers_stream(
    door: Door, provider: FakeProvider, platform: Platform, organization: MadeOrganization
) -> None:
    async with streaming(door, "fake-endless-50tps") as response:
        lines = response.aiter_lines()
        while "word-3" not in await anext(lines):
            pass
    assert await ended(await only_chat(provider)) == "left"
    record = await only_usage_record(platform, organization)
    assert (record["outcome"], record["purpose"], record["estimated"]) == ("stopped", "api", True)
    assert record["output_tokens"] >= 3
    assert record["time_to_first_token_ms"] is not None


@pytest.mark.parametrize("stream", [False, True])
async def test_hanging_up_before_the_first_word_does_so_too(
    door: Door, provider: FakeProvider, platform: Platform, organization: MadeOrganization, *, stream: bool
) -> None:
    async with httpx.AsyncClient(headers=door.headers) as client:
        waiting = asyncio.create_task(
            client.post(f"{door.url}/chat/completions", json=question("fake-stall-after-0", stream=stream))
        )
        chat = await only_chat(provider)
        waiting.cancel()
        await asyncio.wait((waiting,))
        assert await ended(chat) == "left"
    record = await only_usage_record(platform, organization)
    assert (record["outcome"], record["output_tokens"]) == ("stopped", 0)


async def test_a_whole_answer_that_nobody_waits_for_is_not_made(
    door: Door, provider: FakeProvider, platform: Platform, organization: MadeOrganization
) -> None:
    async with httpx.AsyncClient(headers=door.headers) as client:
        waiting = asyncio.create_task(
            client.post(f"{door.url}/chat/completions", json=question("fake-endless-50tps", stream=False))
        )
        chat = await only_chat(provider)
        waiting.cancel()
        await asyncio.wait((waiting,))
        assert await ended(chat) == "left"
    assert (await only_usage_record(platform, organization))["outcome"] == "stopped"


async def test_the_server_going_down_ends_streams_and_records_them(
    server: Served, door: Door, provider: FakeProvider, platform: Platform, organization: MadeOrganization
) -> None:
    async with streaming(door, "fake-endless-50tps") as response:
        await anext(response.aiter_lines())
        await server.stop()
        assert await ended(await only_chat(provider)) == "left"
    assert (await only_usage_record(platform, organization))["outcome"] == "stopped"


async def test_hanging_up_on_a_response_ends_it_too(
    door: Door, provider: FakeProvider, platform: Platform, organization: MadeOrganization
) -> None:
    body = {"model": "fake-endless-50tps", "stream": True, "input": "Hi"}
    async with (
        httpx.AsyncClient(headers=door.headers) as client,
        client.stream("POST", f"{door.url}/responses", json=body) as response,
    ):
        lines = response.aiter_lines()
        while "word-3" not in await anext(lines):
            pass
    assert await ended(await only_chat(provider)) == "left"
    record = await only_usage_record(platform, organization)
    assert (record["outcome"], record["estimated"]) == ("stopped", True)


async def test_hanging_up_before_the_vectors_come(
    door: Door, application: Application, platform: Platform, organization: MadeOrganization
) -> None:
    async with FakeProvider(models=("embed-slowly",)) as slow:
        await connect_fake(application.platform, application.gateway, organization.id, slow, name="Slow")
        slow.script(first_token_delay=60)
        async with httpx.AsyncClient(headers=door.headers) as client:
            asking = asyncio.create_task(
                client.post(f"{door.url}/embeddings", json={"model": "embed-slowly", "input": "Hi"})
            )
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not any(each.path.endswith("/embeddings") for each in slow.requests):  # noqa: ASYNC110 - as above
                    await asyncio.sleep(0.005)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
        record = await only_usage_record(platform, organization)
    assert (record["outcome"], record["model_name"]) == ("stopped", "embed-slowly")
