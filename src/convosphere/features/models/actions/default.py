"""Keeps one model the default, whatever comes and goes."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.models import repository
from convosphere.features.models.rules import choose_default
from convosphere.features.models.tables import Connection, Model
from convosphere.features.models.types import Asker, ModelTraits


async def settle_default(session: AsyncSession, organization_id: UUID) -> None:
    """Chooses the default anew where the rule says so. The caller holds `repository.lock_models`."""
    rows = await repository.all_models(session, organization_id)
    default = choose_default([_traits(model, connection) for model, connection in rows])
    await set_default(session, [model for model, _ in rows], default.id if default is not None else None)


async def default_of(session: AsyncSession, organization_id: UUID, asker: Asker) -> repository.ModelRow | None:
    """Who answers somebody to whom the organisation's default is not open: the best of what is."""
    rows = await repository.all_models(session, organization_id, asker)
    best = choose_default([_traits(model, connection) for model, connection in rows])
    return None if best is None else next(row for row in rows if row[0].id == best.id)


async def set_default(session: AsyncSession, models: list[Model], model_id: UUID | None) -> None:
    """Makes one of an organisation's `models` the default, or none of them."""
    for model in models:
        if model.is_default and model.id != model_id:
            model.is_default = model.is_chosen = False
    # Two at once would break the index, even for a moment.
    await session.flush()
    for model in models:
        if model.id == model_id:
            model.is_default = True
    await session.flush()


def is_usable(model: Model, connection: Connection) -> bool:
    """Whether it can be asked."""
    return model.enabled and model.available and connection.enabled


def _traits(model: Model, connection: Connection) -> ModelTraits:
    return ModelTraits(
        id=model.id,
        provider=connection.provider,
        name=model.name,
        usable=is_usable(model, connection) and model.kind == "chat",
        is_default=model.is_default,
        chosen=model.is_chosen,
    )
