"""What models cost for a million tokens, and who says so."""

import asyncio
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from convosphere.engines.llm import ConnectionConfig, Usage, cost_of
from convosphere.features.models.actions.effective import price_set
from convosphere.features.models.repository import ModelRow
from convosphere.features.models.schemas import PriceOut
from convosphere.features.models.tables import Connection
from convosphere.features.models.types import BUILTIN, ModelPrice, Origin

_UNKNOWN = PriceOut(input=None, output=None, cached_input=None, origin=Origin.UNKNOWN)
# Few enough for the price of the shortest requests, where a list has several.
_SAMPLE = 1_000
_PER_MILLION = Decimal(1_000_000 // _SAMPLE)


async def listed_prices(rows: Sequence[ModelRow]) -> dict[UUID, PriceOut]:
    """The price of each of these models, by its id."""
    found: dict[UUID, PriceOut] = {}
    to_find = []
    for model, connection in rows:
        own = price_set(model)
        if own is not None:
            found[model.id] = _shown(own, Origin.ADMINISTRATOR)
        else:
            to_find.append((model.id, _way(connection), model.name))
    if to_find:
        # The price lists take a moment to load, the first time.
        found |= await asyncio.to_thread(lambda: {key: _listed(way, name) for key, way, name in to_find})
    return found


def _listed(way: ConnectionConfig, name: str) -> PriceOut:
    key = (way.provider, way.base_url, way.extra.get("vendor"), name)
    if key not in _known:
        _known[key] = _look_up(way, name)
    return _known[key]


def _look_up(way: ConnectionConfig, name: str) -> PriceOut:
    price = [
        cost_of(way, name, usage, None)
        for usage in (
            Usage(input_tokens=_SAMPLE),
            Usage(output_tokens=_SAMPLE),
            Usage(input_tokens=_SAMPLE, cached_input_tokens=_SAMPLE),
        )
    ]
    each_million = [None if cost is None else cost * _PER_MILLION for cost in price]
    cost_in, cost_out, cached = each_million
    if cost_in is None or cost_out is None:
        return _UNKNOWN
    origin = Origin.PROVIDER if way.provider == BUILTIN else Origin.PRICE_LIST
    return _shown(ModelPrice(cost_in, cost_out, None if cached == cost_in else cached), origin)


def _shown(price: ModelPrice, origin: Origin) -> PriceOut:
    return PriceOut(input=price.input, output=price.output, cached_input=price.cached_input, origin=origin)


def _way(connection: Connection) -> ConnectionConfig:
    """What a price depends on, without any secret."""
    return ConnectionConfig(
        id=str(connection.id), provider=connection.provider, base_url=connection.base_url, extra=connection.extra
    )


# The price lists come with the program and do not change while it runs.
_known: dict[tuple[object, ...], PriceOut] = {}
