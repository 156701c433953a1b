"""What administrators do with models: see all of them, switch, rename, say what they can, cost and who stands in."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import ModelKind, kind_of
from convosphere.features.accounts.types import Actor
from convosphere.features.models import repository
from convosphere.features.models.actions.choice import require_usable
from convosphere.features.models.actions.connections import MANAGE
from convosphere.features.models.actions.default import set_default, settle_default
from convosphere.features.models.actions.effective import WINDOW
from convosphere.features.models.actions.present import present_managed
from convosphere.features.models.actions.usage.price_list import listed_prices
from convosphere.features.models.errors import FallbackToItselfError, ModelNotFoundError
from convosphere.features.models.events import ModelUpdated
from convosphere.features.models.schemas import CapabilitiesIn, ManagedModel, ManagedModelPage, ModelPatch, PriceIn
from convosphere.features.models.tables import Model
from convosphere.platform.events import publish


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
    prices = await listed_prices(page.items)
    items = [present_managed(model, connection, actor.locale, prices[model.id]) for model, connection in page.items]
    return ManagedModelPage(items=items, next_cursor=page.next_cursor)


async def change_model(session: AsyncSession, actor: Actor, model_id: UUID, patch: ModelPatch) -> ManagedModel:
    """Changes what was sent.

    Raises:
        ModelNotFoundError: there is none, or it is another organisation's; or one that is to stand in.
        FallbackToItselfError: it is to stand in for itself.
        ModelUnavailableError: it cannot be asked, so it cannot be the default.
    """
    actor.require(MANAGE)
    await repository.lock_models(session, actor.organization_id)
    row = await repository.get_model(session, actor.organization_id, model_id)
    model, connection = row
    changed: dict[str, Any] = {}
    if patch.enabled is not None:
        model.enabled = changed["enabled"] = patch.enabled
    if patch.small_tasks is not None:
        model.small_tasks = changed["small_tasks"] = patch.small_tasks
    if "display_name" in patch.model_fields_set:
        model.custom_name = changed["display_name"] = patch.display_name
    if patch.fallbacks is not None:
        await _require_fallbacks(session, model, patch.fallbacks)
        model.fallbacks = patch.fallbacks
        changed["fallbacks"] = [str(each) for each in patch.fallbacks]
    if "kind" in patch.model_fields_set:
        _set_kind(model, patch.kind)
        changed["kind"] = patch.kind
    _override(model, patch, changed)
    if "price" in patch.model_fields_set:
        changed["price"] = _set_price(model, patch.price)
    if patch.is_default:
        require_usable(model, connection, actor.locale)
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
    return present_managed(model, connection, actor.locale, (await listed_prices([row]))[model.id])


async def _require_fallbacks(session: AsyncSession, model: Model, wanted: list[UUID]) -> None:
    if model.id in wanted:
        raise FallbackToItselfError(field=f"body.fallbacks.{wanted.index(model.id)}")
    known = await repository.known_models(session, model.organization_id, wanted) if wanted else frozenset()
    for place, each in enumerate(wanted):
        if each not in known:
            raise ModelNotFoundError(field=f"body.fallbacks.{place}")


def _override(model: Model, patch: ModelPatch, changed: dict[str, Any]) -> None:
    sent: dict[str, Any] = {}
    capabilities = patch.capabilities or CapabilitiesIn()
    for name in capabilities.model_fields_set:
        sent[name] = getattr(capabilities, name)
    if sent:
        changed["capabilities"] = dict(sent)
    if WINDOW in patch.model_fields_set:
        sent[WINDOW] = changed[WINDOW] = patch.context_window
    if sent:
        merged = model.overrides | sent
        model.overrides = {name: value for name, value in merged.items() if value is not None}


def _set_kind(model: Model, kind: ModelKind | None) -> None:
    """Without an administrator's word its provider's counts again, as far as that was ever asked, else its name."""
    model.chosen_kind = kind
    model.kind = kind or model.listed_kind or kind_of(model.name)
    if model.kind != "chat":
        # Whoever does not chat answers nobody, nor stands in.
        model.small_tasks = False


def _set_price(model: Model, price: PriceIn | None) -> dict[str, str | None] | None:
    """Sets the three columns; returns them as the audit trail keeps them."""
    model.price_input = None if price is None else price.input
    model.price_output = None if price is None else price.output
    model.price_cached_input = None if price is None else price.cached_input
    if price is None:
        return None
    return {name: None if value is None else format(value, "f") for name, value in price.model_dump().items()}
