"""How fast programs may ask, and the headers that tell them what is left."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from openai import AsyncOpenAI, RateLimitError
from sqlalchemy import text

from convosphere.features.assistants.routes.openai.limits import duration
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, create_api_key
from tests.factories.budgets import create_budget
from tests.fakes.provider import FakeProvider
from tests.features.assistants.openai.conftest import Door

QUESTION: Any = [{"role": "user", "content": "What is 6 * 7?"}]
SIX = pytest.mark.settings(api={"requests_per_minute": 6})


async def headers(client: AsyncOpenAI) -> tuple[str, str, str]:
    response = await client.models.with_raw_response.list()
    found = response.headers
    return tuple(found[f"x-ratelimit-{name}-requests"] for name in ("limit", "remaining", "reset"))  # type: ignore[return-value]  # three


@SIX
async def test_a_key_keeps_its_pace(openai: AsyncOpenAI, clock: FrozenClock, provider: FakeProvider) -> None:
    assert await headers(openai) == ("6", "5", "10s")
    for left in (4, 3, 2, 1, 0):
        _, remaining, reset = await headers(openai)
        assert (remaining, reset) == (str(left), duration(10 * (6 - left)))
    with pytest.raises(RateLimitError) as caught:
        await openai.chat.completions.create(model="fake-words-5", messages=QUESTION)
    error = caught.value
    assert (error.status_code, error.code, error.type) == (429, "rate_limit_exceeded", "rate_limit_error")
    assert "6 requests a minute" in error.message
    assert (error.response.headers["retry-after"], error.response.headers["x-ratelimit-remaining-requests"]) == (
        "10",
        "0",
    )
    assert "x-should-retry" not in error.response.headers
    assert provider.chats == []
    # A refused request costs nothing, and time brings the others back one by one.
    clock.advance(timedelta(seconds=10))
    assert (await headers(openai))[1] == "0"
    clock.advance(timedelta(seconds=40))
    assert (await headers(openai))[1] == "3"
    clock.advance(timedelta(hours=1))
    assert (await headers(openai))[1] == "5"


@SIX
async def test_many_at_once_are_counted_each(door: Door, openai: AsyncOpenAI) -> None:
    async def ask() -> bool:
        try:
            await openai.models.list()
        except RateLimitError:
            return False
        return True

    answers = await asyncio.gather(*(ask() for _ in range(15)))
    assert sum(answers) == 6
    assert door.key


@SIX
async def test_every_key_has_a_pace_of_its_own(
    door: Door, openai: AsyncOpenAI, platform: Platform, organization: MadeOrganization
) -> None:
    await headers(openai)
    other = await create_api_key(platform, organization.owner)
    async with AsyncOpenAI(base_url=door.url, api_key=other, max_retries=0) as client:
        assert (await headers(client))[1] == "5"
    async with platform.database.transaction(organization.id) as session:
        assert await session.scalar(text("SELECT count(*) FROM api_paces")) == 2


async def test_tokens_are_those_of_the_tightest_budget(
    openai: AsyncOpenAI, platform: Platform, organization: MadeOrganization
) -> None:
    ask = openai.chat.completions.with_raw_response
    free = await ask.create(model="fake-words-5", messages=QUESTION)
    assert free.headers["x-ratelimit-limit-requests"] == "600"
    assert not any(name.endswith("-tokens") for name in free.headers)
    await create_budget(platform, organization.id, tokens=100_000, period="month")
    await create_budget(platform, organization.id, tokens=10_000)
    whole = await ask.create(model="fake-words-5", messages=QUESTION)
    usage = whole.parse().usage
    assert usage is not None
    left = 10_000 - usage.total_tokens
    assert whole.headers["x-ratelimit-limit-tokens"] == "10000"
    assert whole.headers["x-ratelimit-remaining-tokens"] == str(left)
    assert whole.headers["x-ratelimit-reset-tokens"].endswith("s")
    # While it runs, what it holds is not left.
    held = 1000
    stream = await ask.create(model="fake-endless-50tps", messages=QUESTION, stream=True, max_tokens=held)
    assert left - held - 100 < int(stream.headers["x-ratelimit-remaining-tokens"]) <= left - held
    stream.parse()
    await stream.http_response.aclose()


def test_durations_as_openai_writes_them() -> None:
    for seconds, written in (
        (-1.0, "0ms"),
        (0.02, "20ms"),
        (1.0, "1s"),
        (8.64, "8.64s"),
        (60.0, "1m0s"),
        (90.951, "1m30.951s"),
        (86_399.0, "23h59m59s"),
    ):
        assert duration(seconds) == written
