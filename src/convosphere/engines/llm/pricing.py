"""What a call cost, by the price lists that `genai-prices` brings along (no network).

The lists take 0.3 s and 70 MB to load, so they are loaded when the first price is asked for; `load_prices`
does it in a thread, to be called before `cost` in a running event loop.
"""

import asyncio
from datetime import datetime
from decimal import Decimal
from functools import cache
from types import ModuleType

from convosphere.engines.llm.types import ConnectionConfig, Usage

# LiteLLM's prefixes where genai-prices has another name.
_VENDORS = {
    "gemini": "google",
    "vertex_ai": "google",
    "bedrock": "aws",
    "together_ai": "together",
    "fireworks_ai": "fireworks",
    "xai": "x-ai",
    "azure_ai": "azure",
    "moonshot": "moonshotai",
}
_DEFAULT_URL = {"openai": "https://api.openai.com", "anthropic": "https://api.anthropic.com"}


@cache
def _prices() -> ModuleType:
    import genai_prices  # noqa: PLC0415 - heavy, see above

    return genai_prices


async def load_prices() -> None:
    """Makes later calls of `cost` fast, without blocking the loop."""
    await asyncio.to_thread(cost, "openai", "gpt-4o", Usage(input_tokens=1), None)


def cost(
    provider: str, model: str, usage: Usage, at: datetime | None, *, base_url: str | None = None
) -> Decimal | None:
    """The price of a call in USD, unrounded; None = unknown (never 0 for «unknown»).

    `provider`: ours ("openai", "anthropic", "litellm" with a model `vendor/name`); with `base_url` the vendor
    behind it is recognised, and a server that is nobody's we know has no price. `at`: when it was called.
    """
    if provider == "builtin":
        return Decimal(0)  # known: nobody is paid
    if provider == "litellm":
        vendor, slash, name = model.partition("/")
        return _lookup(name, usage, at, provider_id=_VENDORS.get(vendor, vendor)) if slash else None
    url = base_url or _DEFAULT_URL.get(provider)
    return _lookup(model, usage, at, provider_api_url=url) if url else None


def cost_of(connection: ConnectionConfig, model: str, usage: Usage, at: datetime | None) -> Decimal | None:
    """`cost` for a model under a connection."""
    vendor = connection.extra.get("vendor")
    if connection.provider == "litellm" and isinstance(vendor, str) and not model.startswith(f"{vendor}/"):
        model = f"{vendor}/{model}"
    return cost(connection.provider, model, usage, at, base_url=connection.base_url)


def _lookup(model: str, usage: Usage, at: datetime | None, **where: str) -> Decimal | None:
    prices = _prices()
    counted = prices.Usage(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=min(usage.cached_input_tokens, usage.input_tokens),
        cache_write_tokens=min(usage.cache_write_tokens, usage.input_tokens),
    )
    try:
        found = prices.calc_price(counted, model_ref=model, genai_request_timestamp=at, **where)
    except (LookupError, ValueError):
        return None
    total: Decimal = found.total_price
    return total
