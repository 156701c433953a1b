"""One record for every call, priced where a price is known, and their sums."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from convosphere.engines.llm import (
    AuthError,
    CallRecord,
    ChatMessage,
    ChatRequest,
    ConnectionConfig,
    FinishReason,
    Gateway,
    Outcome,
    ProviderError,
    UnavailableError,
    Usage,
)
from convosphere.features.models.actions import price_of, record_usage
from convosphere.features.models.types import CallContext, Purpose, ResolvedModel
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from tests.fakes.provider import FakeProvider
from tests.features.models.conftest import Member

OPENAI = ConnectionConfig(str(UUID(int=1)), "openai", None, "sk-1")
LOCAL = replace(OPENAI, base_url="http://127.0.0.1:11434/v1")
BUILTIN = ConnectionConfig(str(UUID(int=2)), "builtin")


def call(
    at: datetime,
    connection: ConnectionConfig = OPENAI,
    model: str = "gpt-4o",
    *,
    usage: Usage | None = None,
    outcome: Outcome = Outcome.COMPLETED,
    error: ProviderError | None = None,
    first: float | None = 0.25,
) -> CallRecord:
    return CallRecord(
        connection_id=connection.id,
        provider=connection.provider,
        base_url=connection.base_url,
        model=model,
        started_at=at,
        outcome=outcome,
        finish_reason=FinishReason.STOP if outcome is Outcome.COMPLETED else None,
        usage=usage or Usage(input_tokens=1_000, output_tokens=500, cached_input_tokens=200, reasoning_tokens=100),
        time_to_first_token=first,
        duration=1.5,
        error=error,
    )


def asked(connection: ConnectionConfig, record: CallRecord) -> ResolvedModel:
    return ResolvedModel(uuid4(), record.model, record.model, connection, None)


async def keep(platform: Platform, member: Member, connection: ConnectionConfig, record: CallRecord) -> None:
    cost = await price_of(asked(connection, record), record)
    async with platform.database.transaction(member.organization_id) as session:
        record_usage(session, CallContext(member.organization_id, Purpose.CHAT, member.person_id), record, cost)


async def records(platform: Platform, member: Member) -> list[dict[str, Any]]:
    async with platform.database.transaction(member.organization_id) as session:
        found = await session.execute(text("SELECT * FROM usage_records ORDER BY id"))
        return [dict(row) for row in found.mappings()]


async def summary(client: AsyncClient, member: Member, **query: int) -> dict[str, Any]:
    response = await client.get("/api/v1/usage/summary", params=query, headers=member.headers)
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()
    return shown


async def test_a_call_is_recorded_with_its_price(platform: Platform, owner: Member, clock: FrozenClock) -> None:
    conversation, message = uuid4(), uuid4()
    record = call(clock.now())
    cost = await price_of(asked(OPENAI, record), record)
    # 800 fresh input tokens at 2.50, 200 cached at 1.25, 500 output at 10.00 dollars a million.
    assert cost == Decimal("0.00725")
    async with platform.database.transaction(owner.organization_id) as session:
        context = CallContext(owner.organization_id, Purpose.CHAT, owner.person_id, conversation, message)
        record_usage(session, context, record, cost)
    (row,) = await records(platform, owner)
    assert row["cost"] == Decimal("0.00725")
    assert row["currency"] == "USD"
    assert (row["person_id"], row["conversation_id"], row["message_id"]) == (owner.person_id, conversation, message)
    assert (row["provider"], row["model_name"], row["purpose"]) == ("openai", "gpt-4o", "chat")
    assert (row["input_tokens"], row["output_tokens"]) == (1_000, 500)
    assert (row["cached_input_tokens"], row["reasoning_tokens"], row["estimated"]) == (200, 100, False)
    assert (row["time_to_first_token_ms"], row["duration_ms"]) == (250, 1_500)
    assert (row["outcome"], row["error_code"], row["at"]) == ("completed", None, clock.now())


async def test_an_unknown_price_is_null_and_not_zero(platform: Platform, owner: Member, clock: FrozenClock) -> None:
    await keep(platform, owner, LOCAL, call(clock.now(), LOCAL, "llama3.2"))
    await keep(platform, owner, OPENAI, call(clock.now(), OPENAI, "never-heard-of"))
    assert [(row["cost"], row["currency"]) for row in await records(platform, owner)] == [(None, None)] * 2


async def test_the_builtin_costs_nothing(platform: Platform, owner: Member, clock: FrozenClock) -> None:
    await keep(platform, owner, BUILTIN, call(clock.now(), BUILTIN, "builtin", usage=Usage()))
    (row,) = await records(platform, owner)
    assert (row["cost"], row["currency"]) == (Decimal(0), "USD")


async def test_a_refused_call_costs_nothing_and_took_no_tokens(
    platform: Platform, owner: Member, clock: FrozenClock
) -> None:
    refused = call(
        clock.now(), outcome=Outcome.FAILED, error=AuthError("no", status=401), first=None, usage=Usage(900, 0)
    )
    await keep(platform, owner, OPENAI, refused)
    broken = call(clock.now(), outcome=Outcome.FAILED, error=UnavailableError("gone"), first=None, usage=Usage(900, 0))
    await keep(platform, owner, LOCAL, replace(broken, base_url=LOCAL.base_url))
    first, second = await records(platform, owner)
    assert (first["outcome"], first["error_code"], first["cost"]) == ("failed", "provider_auth", Decimal(0))
    assert (first["input_tokens"], first["time_to_first_token_ms"]) == (0, None)
    assert (second["error_code"], second["cost"], second["input_tokens"]) == ("provider_unavailable", None, 900)


async def test_absurd_counts_are_bounded(platform: Platform, owner: Member, clock: FrozenClock) -> None:
    absurd = call(clock.now(), LOCAL, "x", usage=Usage(input_tokens=10**30, output_tokens=-5))
    await keep(platform, owner, LOCAL, absurd)
    (row,) = await records(platform, owner)
    assert (row["input_tokens"], row["output_tokens"]) == (2**31 - 1, 0)


async def test_a_real_call_leaves_a_record(
    platform: Platform, owner: Member, gateway: Gateway, provider: FakeProvider
) -> None:
    connection = replace(OPENAI, base_url=provider.url)
    calls: list[CallRecord] = []
    request = ChatRequest("fake-words-7", [ChatMessage("user", "Hello")])
    async for _ in gateway.stream(connection, request, on_end=calls.append):
        pass
    await keep(platform, owner, connection, calls[0])
    (row,) = await records(platform, owner)
    assert (row["output_tokens"], row["outcome"], row["cost"]) == (7, "completed", None)
    assert row["time_to_first_token_ms"] is not None


async def test_the_sums_are_counted(
    client: AsyncClient, platform: Platform, owner: Member, stranger: Member, clock: FrozenClock
) -> None:
    empty = await summary(client, owner)
    assert (empty["calls"], empty["cost"], empty["median_time_to_first_token_ms"]) == (0, "0", None)
    now = clock.now()
    for first in (0.1, 0.2, 0.9):
        await keep(platform, owner, OPENAI, call(now, first=first))
    await keep(platform, owner, LOCAL, call(now, LOCAL, "llama3.2", outcome=Outcome.STOPPED, first=0.3))
    refused = call(now, outcome=Outcome.FAILED, error=AuthError("no", status=401), first=None)
    await keep(platform, owner, OPENAI, refused)
    await keep(platform, owner, OPENAI, call(now - timedelta(days=10)))
    await keep(platform, stranger, OPENAI, call(now))
    week = await summary(client, owner, days=7)
    assert (week["calls"], week["completed"], week["stopped"], week["failed"]) == (5, 3, 1, 1)
    assert (week["input_tokens"], week["output_tokens"]) == (4_000, 2_000)
    assert (week["cached_input_tokens"], week["reasoning_tokens"]) == (800, 400)
    assert (week["cost"], week["currency"], week["calls_without_price"]) == ("0.02175", "USD", 1)
    assert week["median_time_to_first_token_ms"] == 200
    month = await summary(client, owner, days=30)
    assert (month["calls"], month["cost"]) == (6, "0.029")


@pytest.mark.parametrize("days", ["0", "-1", "367", "many", ""])
async def test_a_bad_span_is_refused(client: AsyncClient, owner: Member, days: str) -> None:
    response = await client.get("/api/v1/usage/summary", params={"days": days}, headers=owner.headers)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "query.days"
