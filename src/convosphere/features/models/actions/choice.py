"""Which models there are to choose, and the way to the one that was chosen."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.models import repository
from convosphere.features.models.actions.connections import MANAGE
from convosphere.features.models.actions.default import set_default, settle_default
from convosphere.features.models.actions.present import connection_name, model_name, present_managed, present_model
from convosphere.features.models.actions.secrets import config_of
from convosphere.features.models.errors import (
    ConnectionDisabledError,
    ModelDisabledError,
    ModelNotFoundError,
    ModelVanishedError,
    NoModelError,
)
from convosphere.features.models.events import ModelUpdated
from convosphere.features.models.schemas import ManagedModel, ManagedModelPage, ModelPage, ModelPatch
from convosphere.features.models.tables import Connection, Model
from convosphere.features.models.types import ResolvedModel
from convosphere.platform.context import Platform
from convosphere.platform.events import publish

READ = "models.read"


async def list_models(session: AsyncSession, actor: Actor, *, limit: int, cursor: str | None) -> ModelPage:
    """The models that are switched on; those that vanished at their provider are among them, marked."""
    actor.require(READ)
    page = await repository.list_models(session, actor.organization_id, enabled_only=True, limit=limit, cursor=cursor)
    items = [present_model(model, connection, actor.locale) for model, connection in page.items]
    return ModelPage(items=items, next_cursor=page.next_cursor)


async def list_connection_models(
    session: AsyncSession, actor: Actor, connection_id: UUID, *, limit: int, cursor: str | None
) -> ManagedModelPage:
    """All models ever seen on a connection, for administrators.

    Raises:
        ConnectionNotFoundError: there is none, or it is another organisation's.
    """
    actor.require(MANAGE)
    await repository.get_connection(session, actor.organization_id, connection_id)
    page = await repository.list_models(
        session, actor.organization_id, connection_id=connection_id, limit=limit, cursor=cursor
    )
    items = [present_managed(model, connection, actor.locale) for model, connection in page.items]
    return ManagedModelPage(items=items, next_cursor=page.next_cursor)


async def change_model(session: AsyncSession, actor: Actor, model_id: UUID, patch: ModelPatch) -> ManagedModel:
    """Switches a model on or off, renames it, makes it the default.

    Raises:
        ModelNotFoundError: there is none, or it is another organisation's.
        ModelUnavailableError: it cannot be asked, so it cannot be the default.
    """
    actor.require(MANAGE)
    await repository.lock_models(session, actor.organization_id)
    model, connection = await repository.get_model(session, actor.organization_id, model_id)
    changed: dict[str, Any] = {}
    if patch.enabled is not None:
        model.enabled = changed["enabled"] = patch.enabled
    if patch.small_tasks is not None:
        model.small_tasks = changed["small_tasks"] = patch.small_tasks
    if "display_name" in patch.model_fields_set:
        model.custom_name = changed["display_name"] = patch.display_name
    if patch.is_default:
        _require_usable(model, connection, actor.locale)
        rows = await repository.all_models(session, actor.organization_id)
        await set_default(session, [each for each, _ in rows], model.id)
        model.is_chosen = changed["is_default"] = True
    await session.flush()
    await settle_default(session, actor.organization_id)
    publish(
        session,
        ModelUpdated(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_id=str(model.id),
            address=actor.address,
            name=model.name,
            changed=changed,
        ),
    )
    return present_managed(model, connection, actor.locale)


async def require_model(session: AsyncSession, organization_id: UUID, model_id: UUID, *, field: str) -> None:
    """Makes sure that a model exists before something refers to it; whether it can be asked shows when it is.

    Raises:
        ModelNotFoundError: there is none, or it is another organisation's; `field` names the input to blame.
    """
    if not await repository.model_exists(session, organization_id, model_id):
        raise ModelNotFoundError(field=field)


async def resolve_model(
    session: AsyncSession, platform: Platform, organization_id: UUID, model_id: UUID | None, *, locale: str
) -> ResolvedModel:
    """The way to a model, its key decrypted; None: to the default one. `locale` is that of the names.

    Raises:
        ModelNotFoundError: there is none, or it is another organisation's.
        ModelUnavailableError: it cannot be asked; the kind says why, its text what to do.
    """
    if model_id is not None:
        model, connection = await repository.get_model(session, organization_id, model_id)
    else:
        row = await repository.find_default(session, organization_id)
        if row is None:
            raise NoModelError
        model, connection = row
    return resolved(platform, model, connection, locale)


async def resolve_named_model(
    session: AsyncSession, platform: Platform, organization_id: UUID, name: str, *, locale: str
) -> ResolvedModel:
    """As `resolve_model`, by the provider's name; of several with this name the first that can be asked.

    Raises:
        ModelNotFoundError, ModelUnavailableError: see `resolve_model`.
    """
    rows = await repository.models_named(session, organization_id, name)
    if not rows:
        raise ModelNotFoundError
    model, connection = rows[0]
    return resolved(platform, model, connection, locale)


def resolved(platform: Platform, model: Model, connection: Connection, locale: str) -> ResolvedModel:
    """The way to a model that has been found.

    Raises:
        ModelUnavailableError: it cannot be asked.
    """
    _require_usable(model, connection, locale)
    return ResolvedModel(
        id=model.id,
        name=model.name,
        display_name=model_name(model, connection, locale),
        connection=config_of(platform.vault, platform.settings.models, connection),
        context_window=model.context_window,
        vision=model.capabilities.get("vision"),
    )


def _require_usable(model: Model, connection: Connection, locale: str) -> None:
    shown = model_name(model, connection, locale)
    if not connection.enabled:
        raise ConnectionDisabledError(model=shown, connection=connection_name(connection, locale))
    if not model.enabled:
        raise ModelDisabledError(model=shown)
    if not model.available:
        raise ModelVanishedError(model=shown, connection=connection_name(connection, locale))
