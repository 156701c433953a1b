"""What administrators say of a model instead of its provider and the price lists, and who says what."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast
from uuid import uuid4

import pytest
from httpx import AsyncClient

from convosphere.engines.llm import (
    Outcome,
    ProtocolError,
    ProviderError,
    ProviderTimeoutError,
    RateLimitError,
    UnavailableError,
    Usage,
)
from convosphere.features.models.actions import price_of
from convosphere.features.models.actions.usage import price_at_most
from convosphere.features.models.actions.usage.price_list import listed_prices
from convosphere.features.models.rules import set_cost
from convosphere.features.models.tables import Connection, Model
from convosphere.features.models.types import ModelPrice
from convosphere.platform.context import Platform
from tests.factories.budgets import UNPRICED, call
from tests.fakes.provider import FakeProvider
from tests.features.models.conftest import Member
from tests.features.models.test_chains import resolve
from tests.features.models.test_choice import API, change, models, refresh

NOBODY_SAYS = {"vision": "unknown", "tools": "unknown", "reasoning": "unknown", "context_window": "unknown"}
NO_PRICE = {"input": None, "output": None, "cached_input": None, "origin": "unknown"}


async def managed(client: AsyncClient, owner: Member, connection: dict[str, Any], name: str) -> dict[str, Any]:
    response = await client.get(f"{API}/connections/{connection['id']}/models", headers=owner.headers)
    found: dict[str, Any] = next(each for each in response.json()["items"] if each["name"] == name)
    return found


async def test_an_administrators_word_counts_and_outlives_a_refresh(
    client: AsyncClient, owner: Member, platform: Platform, connected: dict[str, Any]
) -> None:
    echo = await managed(client, owner, connected, "fake-echo")
    assert (echo["origins"], echo["price"]) == (NOBODY_SAYS, NO_PRICE)
    changed = await change(client, owner, echo, capabilities={"vision": True, "tools": False}, context_window=32_000)
    assert changed["capabilities"] == {"vision": True, "tools": False, "reasoning": None}
    assert changed["origins"] == {
        "vision": "administrator",
        "tools": "administrator",
        "reasoning": "unknown",
        "context_window": "administrator",
    }
    await refresh(client, owner, connected)
    shown = (await models(client, owner))["fake-echo"]
    assert (shown["capabilities"]["vision"], shown["context_window"]) == (True, 32_000)
    resolved = await resolve(platform, owner, echo["id"])
    assert (resolved.vision, resolved.tools, resolved.context_window) == (True, False, 32_000)
    changed = await change(client, owner, echo, capabilities={"vision": None}, context_window=None)
    assert changed["origins"] == NOBODY_SAYS | {"tools": "administrator"}
    assert changed["context_window"] is None


async def test_a_wrongly_guessed_kind_is_mended_and_stays_so(
    client: AsyncClient, owner: Member, connected: dict[str, Any]
) -> None:
    echo = await managed(client, owner, connected, "fake-echo")
    assert (echo["kind"], echo["kind_origin"]) == ("chat", "provider")
    changed = await change(client, owner, echo, kind="embedding")
    assert (changed["kind"], changed["kind_origin"]) == ("embedding", "administrator")
    assert "fake-echo" not in await models(client, owner)
    assert (await refresh(client, owner, connected))["fake-echo"]["kind"] == "embedding"
    changed = await change(client, owner, echo, kind=None)
    assert (changed["kind"], changed["kind_origin"]) == ("chat", "provider")
    assert "fake-echo" in await models(client, owner)


async def test_what_neither_chats_nor_embeds_is_offered_to_nobody_until_an_administrator_says_so(
    client: AsyncClient, owner: Member, provider: FakeProvider, connected: dict[str, Any]
) -> None:
    provider.listing = b'{"data": [{"id": "fake-transcribe"}, {"id": "fake-echo"}, {"id": "x-rerank"}]}'
    listed = await refresh(client, owner, connected)
    assert [listed[name]["kind"] for name in ("fake-echo", "fake-transcribe", "x-rerank")] == ["chat", "other", "other"]
    connection = await client.get(f"{API}/connections/{connected['id']}", headers=owner.headers)
    assert connection.json()["models_count"] == 1
    listed_too = (await client.get(f"{API}/connections", headers=owner.headers)).json()["items"]
    assert [each["models_count"] for each in listed_too] == [1, 1], "the builtin one, and this"
    transcribe = listed["fake-transcribe"]
    assert "fake-transcribe" not in await models(client, owner)
    path = f"{API}/models/{transcribe['id']}"
    refused = await client.patch(path, json={"is_default": True}, headers=owner.headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "model_does_not_chat")
    assert (await change(client, owner, transcribe, kind="chat"))["kind_origin"] == "administrator"
    await refresh(client, owner, connected)
    assert "fake-transcribe" in await models(client, owner)
    assert (await change(client, owner, transcribe, kind=None))["kind"] == "other", "its list's word, not its name's"
    assert (await change(client, owner, listed["fake-echo"], kind="other"))["kind"] == "other"
    assert "fake-echo" not in await models(client, owner)


async def test_what_the_provider_says_is_shown_as_its_word(
    client: AsyncClient, owner: Member, provider: FakeProvider, connected: dict[str, Any]
) -> None:
    provider.listing = b"""{"data": [{"id": "vendor/seer", "context_length": 9000,
        "architecture": {"input_modalities": ["text", "image"]}, "supported_parameters": ["tools"]}]}"""
    seer = (await refresh(client, owner, connected))["vendor/seer"]
    assert seer["origins"] == dict.fromkeys(NOBODY_SAYS, "provider")
    assert seer["capabilities"] == {"vision": True, "tools": True, "reasoning": False}
    blind = await change(client, owner, seer, capabilities={"vision": False})
    assert (blind["capabilities"]["vision"], blind["origins"]["vision"]) == (False, "administrator")
    builtin = (await models(client, owner))["builtin"]
    at = await client.get(f"{API}/connections/{builtin['connection']['id']}/models", headers=owner.headers)
    assert at.json()["items"][0]["price"] == {"input": "0", "output": "0", "cached_input": None, "origin": "provider"}


async def test_prices_come_from_the_lists_unless_they_are_set(
    client: AsyncClient, owner: Member, platform: Platform, provider: FakeProvider
) -> None:
    wish = {"provider": "openai", "name": "OpenAI", "api_key": "k", "extra": {"models": ["gpt-4o", "gpt-unheard-of"]}}
    wish |= {"base_url": provider.url}
    connection = (await client.post(f"{API}/connections", json=wish, headers=owner.headers)).json()
    # A server that is nobody's we know has no prices, whatever its models are called.
    assert (await managed(client, owner, connection, "gpt-4o"))["price"] == NO_PRICE
    model = await managed(client, owner, connection, "gpt-4o")
    changed = await change(client, owner, model, price={"input": "2.5", "output": 10, "cached_input": "0.000000125"})
    assert changed["price"] == {
        "input": "2.5",
        "output": "10",
        "cached_input": "0.000000125",
        "origin": "administrator",
    }
    resolved = await resolve(platform, owner, model["id"])
    assert resolved.price == ModelPrice(Decimal("2.5"), Decimal(10), Decimal("0.000000125"))
    assert await price_at_most(resolved, 1_000_000, 100_000) == Decimal("3.5")
    assert (await change(client, owner, model, price=None))["price"] == NO_PRICE
    free = await change(client, owner, model, price={"input": 0, "output": 0})
    assert free["price"] == {"input": "0", "output": "0", "cached_input": None, "origin": "administrator"}
    assert await price_at_most(await resolve(platform, owner, model["id"]), 10**9, 10**9) == 0


async def test_a_known_vendors_prices_are_in_the_lists() -> None:
    vendor = Connection(id=uuid4(), provider="openai", base_url=None, extra={})
    nobody = Connection(id=uuid4(), provider="openai", base_url="http://127.0.0.1:11434/v1", extra={})
    rows = [(Model(id=uuid4(), name=name), way) for name, way in (("gpt-4o", vendor), ("gpt-4o", nobody))]
    prices = await listed_prices(cast("Any", rows))
    known, unknown = (prices[model.id] for model, _ in rows)
    assert (known.input, known.output, known.cached_input) == (Decimal("2.5"), Decimal(10), Decimal("1.25"))
    assert (known.origin, unknown.origin) == ("price_list", "unknown")


def test_what_a_set_price_makes_of_a_call() -> None:
    usage = Usage(input_tokens=1_000, output_tokens=500, cached_input_tokens=400)
    assert set_cost(ModelPrice(Decimal(2), Decimal(8)), usage) == Decimal("0.006")
    assert set_cost(ModelPrice(Decimal(2), Decimal(8), Decimal("0.5")), usage) == Decimal("0.0054")
    assert set_cost(ModelPrice(Decimal(0), Decimal(0)), usage) == 0


@pytest.mark.parametrize(
    ("error", "charged"),
    [
        (UnavailableError("overloaded", status=503), False),
        (RateLimitError("slow down", status=429), False),
        (ProviderTimeoutError("nobody", phase="connect"), False),
        # It may have worked on it all the while.
        (ProviderTimeoutError("silence", phase="first_token"), True),
        (ProtocolError("cut", cut=True), True),
    ],
)
async def test_a_try_that_was_turned_away_costs_nothing(
    error: ProviderError,
    charged: bool,  # noqa: FBT001 - a column of the table
) -> None:
    model = replace(UNPRICED, price=ModelPrice(Decimal(1), Decimal(1)))
    record = call(datetime.now(UTC), model, (1_000_000, 0), Outcome.FAILED)
    record = replace(record, error=error, time_to_first_token=None)
    assert await price_of(model, record) == (1 if charged else 0)


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ({"price": {"input": "1"}}, "body.price.output"),
        ({"price": {"input": "-1", "output": "1"}}, "body.price.input"),
        ({"price": {"input": "NaN", "output": "1"}}, "body.price.input"),
        ({"price": {"input": "1", "output": "0.0000000001"}}, "body.price.output"),
        ({"price": {"input": "1", "output": "1", "more": "1"}}, "body.price.more"),
        ({"capabilities": {"flight": True}}, "body.capabilities.flight"),
        ({"capabilities": {"vision": "maybe"}}, "body.capabilities.vision"),
        ({"context_window": 0}, "body.context_window"),
        ({"context_window": 2**31}, "body.context_window"),
    ],
)
async def test_bad_overrides_are_refused(
    client: AsyncClient, owner: Member, connected: dict[str, Any], patch: dict[str, Any], field: str
) -> None:
    echo = await managed(client, owner, connected, "fake-echo")
    response = await client.patch(f"{API}/models/{echo['id']}", json=patch, headers=owner.headers)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, field), response.text
