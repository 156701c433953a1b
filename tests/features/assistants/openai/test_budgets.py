"""Programs and budgets: refused as OpenAI refuses an empty account, and recorded under their key."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from openai import APIStatusError, AsyncOpenAI, NotFoundError, RateLimitError
from sqlalchemy import text

from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization
from tests.factories.budgets import balance, create_budget, reservations
from tests.fakes.provider import FakeProvider
from tests.features.assistants.openai.conftest import Door, usage_records

QUESTION: Any = [{"role": "user", "content": "What is 6 * 7?"}]


@pytest.fixture
async def key(platform: Platform, organization: MadeOrganization, door: Door) -> UUID:
    """The id of the program's key."""
    assert door.key
    async with platform.database.transaction(organization.id) as session:
        found = await session.scalar(text("SELECT id FROM api_keys"))
    assert isinstance(found, UUID)
    return found


async def test_a_keys_budget_holds_for_its_calls(
    openai: AsyncOpenAI, platform: Platform, organization: MadeOrganization, key: UUID, provider: FakeProvider
) -> None:
    budget = await create_budget(platform, organization.id, tokens=200, subject_kind="api_key", subject_id=key)
    ask = {"model": "fake-words-5", "messages": QUESTION, "max_tokens": 160}
    await openai.chat.completions.create(**ask)
    (record,) = await usage_records(platform, organization)
    assert (record["api_key_id"], record["output_tokens"]) == (key, 5)
    kept = await balance(platform, organization.id, budget)
    assert kept.spent_tokens == record["input_tokens"] + record["output_tokens"]
    assert kept.reserved_tokens == 0
    async with platform.database.transaction(organization.id) as session:
        await session.execute(text("UPDATE budget_balances SET spent_tokens = 190"))
    ways: tuple[dict[str, Any], ...] = ({}, {"stream": True})
    for more in ways:
        with pytest.raises(RateLimitError) as refused:
            await openai.chat.completions.create(**ask, **more)
        error = refused.value
        assert (error.status_code, error.code, error.type) == (429, "insufficient_quota", "insufficient_quota")
        assert error.response.headers["x-should-retry"] == "false"
        assert int(error.response.headers["retry-after"]) > 0
        assert error.response.headers["x-ratelimit-limit-tokens"] == "200"
        assert error.response.headers["x-ratelimit-remaining-tokens"] == "10"
        assert "The daily budget of the API key “Test key” does not leave enough: 190 tokens of 200" in error.message
    assert len(provider.chats) == len(await usage_records(platform, organization))
    assert not await reservations(platform, organization.id)


async def test_what_does_not_pass_is_told_so(
    openai: AsyncOpenAI, platform: Platform, organization: MadeOrganization
) -> None:
    await create_budget(platform, organization.id, money=0, unknown_price="refuse")
    with pytest.raises(NotFoundError) as refused:
        await openai.chat.completions.create(model="fake-words-5", messages=QUESTION)
    assert (refused.value.code, refused.value.param) == ("model_not_found", "model")
    await create_budget(platform, organization.id, tokens=5, period="month")
    async with platform.database.transaction(organization.id) as session:
        await session.execute(text("DELETE FROM budgets WHERE tokens IS NULL"))
    with pytest.raises(APIStatusError) as refused_too:
        await openai.chat.completions.create(model="fake-words-5", messages=QUESTION)
    assert (refused_too.value.status_code, refused_too.value.code) == (429, "insufficient_quota")
    assert "retry-after" not in refused_too.value.response.headers
    assert not await usage_records(platform, organization)


async def test_a_client_that_hangs_up_is_settled(
    openai: AsyncOpenAI, platform: Platform, organization: MadeOrganization
) -> None:
    budget = await create_budget(platform, organization.id, tokens=10_000)
    stream = await openai.chat.completions.create(model="fake-endless-50tps", messages=QUESTION, stream=True)
    async for _ in stream:
        break
    await stream.close()
    async with asyncio.timeout(20):
        while await reservations(platform, organization.id):  # noqa: ASYNC110 - a commit has no event
            await asyncio.sleep(0.01)
    (record,) = await usage_records(platform, organization)
    kept = await balance(platform, organization.id, budget)
    assert (kept.reserved_tokens, record["outcome"]) == (0, "stopped")
    assert kept.spent_tokens == record["input_tokens"] + record["output_tokens"]
