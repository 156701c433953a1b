"""Which models there are to choose, and the way to the one that was chosen."""

from collections.abc import Collection
from dataclasses import replace
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import ModelKind
from convosphere.features.accounts.types import Actor
from convosphere.features.models import repository
from convosphere.features.models.actions.default import default_of
from convosphere.features.models.actions.effective import effective, price_set
from convosphere.features.models.actions.present import connection_name, model_name, present_model
from convosphere.features.models.actions.secrets import config_of
from convosphere.features.models.errors import (
    ConnectionDisabledError,
    ModelDisabledError,
    ModelDoesNotChatError,
    ModelDoesNotEmbedError,
    ModelNotFoundError,
    ModelUnavailableError,
    ModelVanishedError,
    NoModelError,
)
from convosphere.features.models.schemas import ModelPage
from convosphere.features.models.tables import Connection, Model
from convosphere.features.models.types import Absent, Asker, ResolvedModel
from convosphere.platform.context import Platform

READ = "models.read"
CHATTING: Final[tuple[ModelKind, ...]] = ("chat",)

_log = structlog.get_logger(__name__)


async def list_models(
    session: AsyncSession, actor: Actor, *, limit: int, cursor: str | None, kinds: Collection[ModelKind] = CHATTING
) -> ModelPage:
    """The models that are switched on and open to the actor; those that vanished at their provider are marked.

    The default among them is the one that answers the actor: the organisation's, if it is open to them.
    """
    actor.require(READ)
    asker = Asker(actor.person_id)
    page, has_default = await repository.list_choices(
        session, actor.organization_id, asker, kinds=kinds, limit=limit, cursor=cursor
    )
    own = None
    if page.items and not has_default:
        row = await default_of(session, actor.organization_id, asker)
        own = None if row is None else row[0].id
    items = [
        present_model(model, connection, actor.locale, is_default=model.is_default or model.id == own)
        for model, connection, *_ in page.items
    ]
    return ModelPage(items=items, next_cursor=page.next_cursor)


async def require_model(session: AsyncSession, actor: Actor, model_id: UUID, *, field: str) -> None:
    """Makes sure that a model exists, for the actor, before something refers to it; whether it can be asked shows
    when it is.

    Raises:
        ModelNotFoundError: there is none, it is another organisation's, or it is not open to the actor; `field` names
            the input to blame.
    """
    if not await repository.model_exists(session, actor.organization_id, model_id, Asker(actor.person_id)):
        raise ModelNotFoundError(field=field)


async def resolve_model(
    session: AsyncSession,
    platform: Platform,
    organization_id: UUID,
    model_id: UUID | None,
    *,
    asker: Asker,
    locale: str,
) -> ResolvedModel:
    """The way to a model, its key decrypted, and to those that stand in for it; None: to the default one.

    `locale` is that of the names. One statement; one more where others stand in, or where the organisation's default
    is not open to the asker.

    Raises:
        ModelNotFoundError: there is none, it is another organisation's, or it is not open to the asker.
        ModelUnavailableError: it cannot be asked; the kind says why, its text what to do.
    """
    if model_id is not None:
        row = await repository.get_model(session, organization_id, model_id, asker)
    else:
        found = await repository.find_default(session, organization_id, asker)
        found = found or await default_of(session, organization_id, asker)
        if found is None:
            raise NoModelError
        row = found
    return await _with_chain(session, platform, row, asker, locale)


async def resolve_named_model(
    session: AsyncSession,
    platform: Platform,
    organization_id: UUID,
    name: str,
    *,
    asker: Asker,
    locale: str,
    kind: ModelKind = "chat",
) -> ResolvedModel:
    """As `resolve_model`, by the provider's name; of several with this name the first that can be asked.

    Nobody stands in for one that embeds: the vectors of two models have nothing to do with each other.

    Raises:
        ModelNotFoundError, ModelUnavailableError: see `resolve_model`.
    """
    rows = await repository.models_named(session, organization_id, name, asker)
    if not rows:
        raise ModelNotFoundError
    rows = sorted(rows, key=lambda row: row[0].kind != kind)
    if kind != "chat":
        return resolved(platform, *rows[0], locale, kind)
    return await _with_chain(session, platform, rows[0], asker, locale)


async def _with_chain(
    session: AsyncSession, platform: Platform, row: repository.ModelRow, asker: Asker, locale: str
) -> ResolvedModel:
    model, connection = row
    if not model.fallbacks:
        return resolved(platform, model, connection, locale)
    others = []
    for other, way in await repository.models_among(session, model.organization_id, model.fallbacks, asker):
        try:
            others.append(resolved(platform, other, way, locale))
        except ModelUnavailableError as error:
            _log.info("fallback_passed_over", model=other.name, code=error.code)
    try:
        found = resolved(platform, model, connection, locale)
    except ModelVanishedError as gone:
        # What an administrator has switched off is meant to be off; what a provider took away is what chains are for.
        if not others:
            raise
        absent = Absent(model.id, model_name(model, connection, locale), gone.code)
        return replace(others[0], fallbacks=tuple(others[1:]), in_place_of=absent)
    return replace(found, fallbacks=tuple(others))


def resolved(
    platform: Platform, model: Model, connection: Connection, locale: str, kind: ModelKind = "chat"
) -> ResolvedModel:
    """The way to a model that has been found.

    Raises:
        ModelUnavailableError: it cannot be asked.
    """
    require_usable(model, connection, locale, kind)
    able = effective(model)
    return ResolvedModel(
        id=model.id,
        name=model.name,
        display_name=model_name(model, connection, locale),
        connection=config_of(platform.vault, platform.settings.models, connection),
        context_window=able.context_window,
        vision=able.vision,
        tools=able.tools,
        price=price_set(model),
        token_ratio=model.reported_tokens / model.estimated_tokens if model.estimated_tokens else None,
    )


def require_usable(model: Model, connection: Connection, locale: str, kind: ModelKind = "chat") -> None:
    """Lets only pass what can be asked, for this.

    Raises:
        ModelUnavailableError: it cannot; the kind says why.
    """
    shown = model_name(model, connection, locale)
    if model.kind != kind:
        raise ModelDoesNotChatError(model=shown) if kind == "chat" else ModelDoesNotEmbedError(model=shown)
    if not connection.enabled:
        raise ConnectionDisabledError(model=shown, connection=connection_name(connection, locale))
    if not model.enabled:
        raise ModelDisabledError(model=shown)
    if not model.available:
        raise ModelVanishedError(model=shown, connection=connection_name(connection, locale))
