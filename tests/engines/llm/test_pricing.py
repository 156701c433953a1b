"""Prices: exact, from lists that come along, and unknown where they are unknown."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from convosphere.engines.llm import ConnectionConfig, Usage, cost, cost_of, load_prices

AT = datetime(2026, 3, 1, tzinfo=UTC)
MILLION = 1_000_000


@pytest.mark.parametrize(
    ("provider", "model", "usage", "dollars"),
    [
        ("openai", "gpt-4o", Usage(MILLION, 0), Decimal("2.5")),
        ("openai", "gpt-4o", Usage(0, MILLION), Decimal(10)),
        ("openai", "gpt-4o", Usage(MILLION, 0, cached_input_tokens=MILLION), Decimal("1.25")),
        ("openai", "gpt-4o-mini", Usage(123, 45), Decimal("0.00004545")),
        ("anthropic", "claude-sonnet-4-5", Usage(1000, 0, cached_input_tokens=1000), Decimal("0.0003")),
        ("litellm", "gemini/gemini-2.5-pro", Usage(1000, 0), Decimal("0.00125")),
        ("builtin", "builtin", Usage(), Decimal(0)),
        ("openai", "gpt-4o", Usage(), Decimal(0)),
        ("openai", "my-own-finetune", Usage(1000, 10), None),
        ("litellm", "gemini-2.5-pro", Usage(1000, 0), None),
        ("litellm", "nobody/nothing", Usage(1000, 0), None),
    ],
)
def test_prices(provider: str, model: str, usage: Usage, dollars: Decimal | None) -> None:
    assert cost(provider, model, usage, AT) == dollars


@pytest.mark.parametrize(
    ("url", "model", "known"),
    [
        ("https://api.openai.com/v1", "gpt-4o", True),
        ("https://openrouter.ai/api/v1", "openai/gpt-4o", True),
        ("https://api.mistral.ai/v1", "mistral-large-latest", True),
        ("https://me.openai.azure.com/openai/v1", "gpt-4o", True),
        ("http://localhost:11434/v1", "gpt-4o", False),
        ("https://llm.example.com/v1", "gpt-4o", False),
    ],
)
def test_the_address_tells_whose_price_it_is(url: str, model: str, known: bool) -> None:  # noqa: FBT001 - a column
    price = cost("openai", model, Usage(1000, 10), AT, base_url=url)
    assert (price is not None) is known
    assert price is None or price > 0


def test_cost_of_a_connection() -> None:
    gemini = ConnectionConfig("c", "litellm", extra={"vendor": "gemini"})
    assert cost_of(gemini, "gemini-2.5-pro", Usage(1000, 0), AT) == Decimal("0.00125")
    assert cost_of(gemini, "gemini/gemini-2.5-pro", Usage(1000, 0), AT) == Decimal("0.00125")
    assert cost_of(ConnectionConfig("c", "openai"), "gpt-4o", Usage(1000, 0), AT) == Decimal("0.0025")
    assert cost_of(ConnectionConfig("c", "openai", "http://10.0.0.1/v1"), "gpt-4o", Usage(1000, 0), AT) is None


async def test_loading_does_not_block_the_loop() -> None:
    await load_prices()  # the guard against blocking watches
    assert cost("openai", "gpt-4o", Usage(MILLION, 0), AT) == Decimal("2.5")
