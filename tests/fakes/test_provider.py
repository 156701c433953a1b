"""The fake itself: what its names promise, scripts, and its life as a process."""

import asyncio
import re
import sys
from typing import Any

import aiohttp
import pytest

from tests.fakes.conversation import read_conversation
from tests.fakes.plan import Plan, pieces, plan_for, words
from tests.fakes.provider import FakeProvider


async def post(url: str, model: str, **fields: Any) -> tuple[int, str]:
    body = {"model": model, "messages": [{"role": "user", "content": "Hello"}], **fields}
    async with aiohttp.ClientSession() as session, session.post(f"{url}/chat/completions", json=body) as response:
        return response.status, await response.text()


@pytest.mark.parametrize(
    ("model", "plan"),
    [
        ("fake", Plan()),
        ("fake-slow-50tps", Plan(tokens_per_second=50)),
        ("fake-words-200-2.5tps-first-300ms", Plan(words=200, tokens_per_second=2.5, first_token_delay=0.3)),
        ("fake-cut-after-10", Plan(stop="cut", stop_after=10)),
        ("fake-429-retry-3", Plan(status=429, headers={"Retry-After": "3"})),
        ("openai/fake-context", Plan(status=400, refusal="context")),
        ("fake-words-500", Plan(words=500)),
    ],
)
def test_names_are_plans(model: str, plan: Plan) -> None:
    assert plan_for(model) == plan


def test_pieces_are_the_text() -> None:
    text = " a  b\nc\n\n"
    assert "".join(pieces(text)) == text
    assert pieces(words(3)) == ["word-1", " word-2", " word-3"]


@pytest.mark.parametrize(
    ("last", "partial"),
    [
        ("Please continue exactly where you stopped.", "word-1"),
        ("Bitte setze die Antwort fort.", "word-1"),
        ("And what else?", ""),
    ],
)
def test_knows_when_to_continue(last: str, partial: str) -> None:
    messages = [
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "word-1"},
        {"role": "user", "content": last},
    ]
    assert read_conversation(messages).partial == partial
    assert read_conversation(messages[:2]).partial == "word-1"


async def test_scripts_are_used_in_order_and_up() -> None:
    async with FakeProvider() as provider:
        provider.script(status=500)
        provider.script(model="fake-words-2", reply="scripted", times=None)
        assert (await post(provider.url, "fake-words-3"))[0] == 500
        for _ in range(2):
            assert '"content":"scripted"' in (await post(provider.url, "fake-words-2"))[1]
        assert '"content":"word-1 word-2 word-3"' in (await post(provider.url, "fake-words-3"))[1]
        assert [chat.outcome for chat in provider.chats] == ["refused", "sent", "sent", "sent"]
        provider.reset()
        assert not provider.requests


async def test_keeps_its_pace() -> None:
    async with FakeProvider() as provider:
        loop = asyncio.get_running_loop()
        started = loop.time()
        await post(provider.url, "fake-words-20-100tps-first-100ms", stream=True)
        assert 0.28 <= loop.time() - started < 1.5


async def test_embeds() -> None:
    async with FakeProvider() as provider, aiohttp.ClientSession() as session:
        body = {"model": "e", "input": ["a", "b", "a"]}
        response = await session.post(f"{provider.url}/embeddings", json=body)
        first, second, third = [row["embedding"] for row in (await response.json())["data"]]
    assert first == third != second


async def test_runs_as_a_process() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.provider", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
        found = re.search(r"http://\S+", line)
        assert found
        url = found[0]
        async with aiohttp.ClientSession() as session:
            root = url.removesuffix("/v1")
            async with session.post(f"{root}/fake/script", json={"reply": "from outside"}) as response:
                assert response.status == 200
            assert "from outside" in (await post(url, "fake"))[1]
            async with session.get(f"{root}/fake/requests") as response:
                (shown,) = (await response.json())["requests"]
            assert shown["body"]["model"] == "fake"
    finally:
        process.terminate()
        await process.wait()
