"""What calls cost, and what they may cost at most."""

import threading
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal

from convosphere.engines.llm import CallRecord, ProviderTimeoutError, Usage, cost_of, load_prices
from convosphere.features.models.rules import set_cost
from convosphere.features.models.types import BUILTIN, ModelPrice, ResolvedModel

# As exact as it is stored.
_PLACES = Decimal("1e-9")
_LARGEST_PRICE = Decimal(999_999_999)
LARGEST_COUNT = 2**31 - 1
_loaded = threading.Event()


async def price_of(model: ResolvedModel, call: CallRecord) -> Decimal | None:
    """What a call cost in USD; None: the price is not known. To be asked before the transaction begins.

    `model` is the one that was wanted; the call may be of one of those that stand in for it. The builtin provider asks
    nobody, and a call that was refused is charged by nobody: both cost nothing.
    """
    if call.provider == BUILTIN or was_refused(call):
        return Decimal(0)
    asked = next((each for each in (model, *model.fallbacks) if _was_asked(each, call)), model)
    if asked.price is not None:
        return set_cost(asked.price, counted(call))
    await _lists()
    return cost_of(asked.connection, call.model, counted(call), call.started_at)


async def price_at_most(model: ResolvedModel, input_tokens: int, output_tokens: int) -> Decimal | None:
    """What a call costs in USD that takes so many tokens, rounded up; None: the price is not known."""
    usage = Usage(input_tokens, output_tokens)
    if model.price is not None:
        # All of the input may be cached, and nobody says that this is cheaper.
        cached = Usage(input_tokens, output_tokens, cached_input_tokens=input_tokens)
        price: Decimal | None = max(set_cost(model.price, usage), set_cost(model.price, cached))
    else:
        await _lists()
        price = cost_of(model.connection, model.name, usage, None)
    return None if price is None else min(price, _LARGEST_PRICE).quantize(_PLACES, ROUND_UP)


def set_price(price: ModelPrice | None, call: CallRecord) -> Decimal | None:
    """What a call cost in USD that has a price of its own; None: nobody knows it."""
    if was_refused(call):
        return Decimal(0)
    return None if price is None else set_cost(price, counted(call))


def _was_asked(model: ResolvedModel, call: CallRecord) -> bool:
    return model.connection.id == call.connection_id and model.name == call.model


async def _lists() -> None:
    """The price lists take a moment to load, the first time; then a look into them takes 0.05 ms, a thread more."""
    if not _loaded.is_set():
        await load_prices()
        _loaded.set()


def stored_price(price: Decimal) -> Decimal:
    """A price as it is stored, so that what is added up is what was recorded."""
    return min(price, _LARGEST_PRICE).quantize(_PLACES, ROUND_HALF_UP)


def was_refused(call: CallRecord) -> bool:
    """Whether the provider was not reached, or turned the request away instead of working on it.

    A provider that is out of order is asked several times: what it answers with an error, it does not charge.
    """
    error = call.error
    if error is None or call.time_to_first_token is not None:
        return False
    if isinstance(error, ProviderTimeoutError):
        return error.phase == "connect"
    return error.status is not None and 400 <= error.status < 600  # noqa: PLR2004 - HTTP


def counted(call: CallRecord) -> Usage:
    """The tokens that were taken: none by a refused call, and never an absurd number, whatever a provider reports."""
    usage = Usage() if was_refused(call) else call.usage
    return Usage(
        input_tokens=bounded(usage.input_tokens),
        output_tokens=bounded(usage.output_tokens),
        cached_input_tokens=bounded(usage.cached_input_tokens),
        cache_write_tokens=bounded(usage.cache_write_tokens),
        reasoning_tokens=bounded(usage.reasoning_tokens),
        estimated=usage.estimated,
    )


def bounded(tokens: int) -> int:
    """A count that fits where it is stored."""
    return min(max(tokens, 0), LARGEST_COUNT)


def milliseconds(seconds: float | None) -> int | None:
    """Whole milliseconds."""
    return None if seconds is None else min(round(seconds * 1000), LARGEST_COUNT)
