"""Embedders, and a base's embedder, as people see them."""

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import ModelKind
from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.embedding.embedders import Embedders
from convosphere.features.knowledge.actions.embedding.fetching import MANAGE, FetchState, fetch_state
from convosphere.features.knowledge.actions.rights import READ, get_base
from convosphere.features.knowledge.repository import spaces
from convosphere.features.knowledge.schemas.embedding import (
    BaseEmbedder,
    EmbedderList,
    EmbedderOut,
    FetchOut,
    ProblemOut,
    SwitchOut,
)
from convosphere.features.knowledge.tables.spaces import EmbeddingSwitch
from convosphere.features.knowledge.types.spaces import EmbedderKind, FetchStatus, Space, SwitchStatus
from convosphere.features.models.actions import list_models
from convosphere.platform.i18n import has_text, translate

# Nobody has more models that embed.
_MOST_MODELS: Final = 100
_EMBEDDING: Final[tuple[ModelKind, ...]] = ("embedding",)


async def list_embedders(session: AsyncSession, embedders: Embedders, actor: Actor) -> EmbedderList:
    """The local one, and the connections' models that embed and that the actor may use."""
    actor.require(READ)
    known = await spaces.list_spaces(session)
    state = await fetch_state(embedders)
    items = [] if state is None else [_local(embedders, state, known)]
    page = await list_models(session, actor, limit=_MOST_MODELS, cursor=None, kinds=_EMBEDDING)
    for model in page.items:
        dimensions = [space.dimension for space in known if space.model_id == model.id]
        items.append(
            EmbedderOut(
                kind="model",
                model_id=model.id,
                name=model.display_name,
                connection=model.connection.name,
                dimension=dimensions[-1] if dimensions else None,
                ready=model.available,
            )
        )
    return EmbedderList(
        items=items,
        local=None if state is None else present_fetch(state, actor.locale),
        may_fetch=actor.may(MANAGE) and embedders.source is not None,
        reranker=_reranker(embedders),
    )


async def get_embedder(session: AsyncSession, actor: Actor, base_id: UUID) -> BaseEmbedder:
    """How a base is searched, and what it is changing to.

    Raises:
        NotFoundError: there is no such base for the actor.
    """
    base = (await get_base(session, actor, base_id)).base
    switch = await spaces.find_switch(session, base_id)
    wanted = {base.space_id, None if switch is None else switch.space_id} - {None}
    known = await spaces.find_spaces(session, [each for each in wanted if each is not None])
    space = None if base.space_id is None else known.get(base.space_id)
    return BaseEmbedder(
        kind="none" if space is None else space.kind.value,
        model_id=None if space is None else space.model_id,
        name=None if space is None else space.name,
        dimension=None if space is None else space.dimension,
        reason="no_embedder" if space is None else None,
        switch=None if switch is None else _switch(switch, known, actor.locale),
    )


def present_fetch(state: FetchState, locale: str) -> FetchOut:
    """How far fetching is, as people are told."""
    problem = None if state.code is None else _problem(state.code, state.params or {}, locale)
    return FetchOut(status=state.status, done=state.done, total=state.total, problem=problem)


def _local(embedders: Embedders, state: FetchState, known: list[Space]) -> EmbedderOut:
    directory, source = embedders.directory, embedders.source
    name = source.name if source is not None else directory.name if directory is not None else ""
    dimensions = [space.dimension for space in known if space.kind is EmbedderKind.LOCAL]
    return EmbedderOut(
        kind="local",
        model_id=None,
        name=name,
        connection=None,
        dimension=dimensions[-1] if dimensions else None,
        ready=state.status is FetchStatus.READY,
    )


def _reranker(embedders: Embedders) -> str | None:
    wanted = embedders.platform.settings.rerank
    if wanted.url is not None:
        return wanted.url.host
    return None if wanted.directory is None else "local"


def _switch(row: EmbeddingSwitch, known: dict[UUID, Space], locale: str) -> SwitchOut:
    space = None if row.space_id is None else known.get(row.space_id)
    params = row.problem_params or {}
    return SwitchOut(
        status=SwitchStatus(row.status),
        done=row.done,
        total=row.total,
        name=None if space is None else space.name,
        problem=None if row.problem_code is None else _problem(row.problem_code, params, locale),
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


def _problem(code: str, params: dict[str, object], locale: str) -> ProblemOut:
    shown = code if has_text(f"errors.{code}.title") else "embedding_failed"
    return ProblemOut(
        code=code,
        title=translate(f"errors.{shown}.title", locale, **params),
        detail=translate(f"errors.{shown}.detail", locale, **params),
    )
