"""Which model is asked for what is small: a title, suggestions."""

import asyncio
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import Usage, cost_of
from convosphere.features.models import repository
from convosphere.features.models.actions.choice import resolved
from convosphere.features.models.rules import set_cost
from convosphere.features.models.types import Asker, ResolvedModel
from convosphere.platform.context import Platform
from convosphere.platform.errors import ProblemError

# What a small task is like; only the order of the prices matters.
_TYPICAL = Usage(input_tokens=1000, output_tokens=100)
_SPOKEN = Usage(output_tokens=1000)


async def small_models(
    session: AsyncSession, platform: Platform, organization_id: UUID, model_id: UUID, *, asker: Asker, locale: str
) -> list[ResolvedModel]:
    """Who may be asked, on somebody's behalf, for something small beside what a model answered, the best choice first.

    Those that an administrator has marked, of the same connection before others; else the one of the same connection
    whose price is known to be the least; at last the model itself. None beside the builtin one, which is none.
    """
    rows = await repository.all_models(session, organization_id, asker)
    home = next((connection.id for model, connection in rows if model.id == model_id), None)
    usable: dict[UUID, ResolvedModel] = {}
    marked: list[UUID] = []
    beside: list[UUID] = []
    for model, connection in sorted(rows, key=lambda row: row[1].id != home):
        near = connection.id == home
        if not near and not model.small_tasks:
            continue
        try:
            found = resolved(platform, model, connection, locale)
        except ProblemError:
            continue
        if not found.is_builtin:
            usable[found.id] = found
            if model.small_tasks:
                marked.append(found.id)
            if near:
                beside.append(found.id)
    cheapest = None if marked else await _cheapest([usable[each] for each in beside])
    wanted = [*marked[:1], *([cheapest] if cheapest else []), model_id]
    return [usable[each] for each in dict.fromkeys(wanted) if each in usable]


async def _cheapest(models: Sequence[ResolvedModel]) -> UUID | None:
    new = [model for model in models if model.price is None and _key(model) not in _known]
    if new:
        # The price lists are large, and read when they are first asked.
        await asyncio.to_thread(lambda: [_price(model) for model in new])
    priced = [(price, model.id) for model in models if (price := _price(model)) is not None]
    return min(priced, key=lambda each: each[0])[1] if priced else None


def _key(model: ResolvedModel) -> tuple[str, str | None, str]:
    return (model.connection.provider, model.connection.base_url, model.name)


def _price(model: ResolvedModel) -> Decimal | None:
    if model.price is not None:
        return set_cost(model.price, _TYPICAL)
    connection, name = model.connection, model.name
    key = _key(model)
    if key not in _known:
        # What costs nothing to speak does not speak: an embedder, say.
        speaks = cost_of(connection, name, _SPOKEN, None)
        _known[key] = cost_of(connection, name, _TYPICAL, None) if speaks else None
    return _known[key]


# The price lists come with the program and do not change while it runs.
_known: dict[tuple[str, str | None, str], Decimal | None] = {}
