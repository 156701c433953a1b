"""Which models a program may name."""

from typing import Final

from convosphere.engines.llm import ModelKind
from convosphere.features.accounts.types import Actor
from convosphere.features.models.actions import list_models
from convosphere.features.models.errors import ModelNotFoundError
from convosphere.features.models.schemas import ModelOut
from convosphere.platform.context import Platform

_PAGE = 100
_KINDS: Final[tuple[ModelKind, ...]] = ("chat", "embedding")


async def list_offered_models(platform: Platform, actor: Actor) -> list[ModelOut]:
    """All models that can be asked now, in the order they were first seen, each name once.

    Several connections may offer a model of one name; `resolve_named_model` decides which of them answers.
    """
    found: dict[str, ModelOut] = {}
    cursor: str | None = None
    async with platform.database.transaction(actor.organization_id) as session:
        while True:
            page = await list_models(session, actor, limit=_PAGE, cursor=cursor, kinds=_KINDS)
            for model in page.items:
                if model.available:
                    found.setdefault(model.name, model)
            cursor = page.next_cursor
            if cursor is None:
                return list(found.values())


async def find_offered_model(platform: Platform, actor: Actor, name: str) -> ModelOut:
    """The model of this name.

    Raises:
        ModelNotFoundError: no model of this name can be asked now.
    """
    for model in await list_offered_models(platform, actor):
        if model.name == name:
            return model
    raise ModelNotFoundError
