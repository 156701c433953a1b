"""`/knowledge/embedders` and `/knowledge/bases/{id}/embedder`: who makes the vectors."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import APIRouter, Depends, Request, status

from convosphere.features.accounts.access import CurrentActor, InTransaction
from convosphere.features.knowledge.actions import embedding
from convosphere.features.knowledge.actions.embedding import Embedders
from convosphere.features.knowledge.schemas.embedding import BaseEmbedder, EmbedderIn, EmbedderList, FetchOut
from convosphere.features.knowledge.types.spaces import EmbedderChoice, EmbedderKind
from convosphere.platform.problems import problems

router = APIRouter(prefix="/knowledge", tags=["Knowledge embedders"], responses=problems(401, 403, 422))


async def _embedders(request: Request) -> Embedders:
    return cast("Embedders", request.app.state.embedders)


EmbeddersDep = Annotated[Embedders, Depends(_embedders)]


@router.get("/embedders", operation_id="listEmbedders", summary="Who can embed documents")
async def list_embedders(tx: InTransaction, embedders: EmbeddersDep) -> EmbedderList:
    """The model on this machine, how far fetching it is, and the connections' models that embed."""
    return await embedding.list_embedders(tx.session, embedders, tx.actor)


@router.post(
    "/embedders/local/fetch",
    operation_id="fetchLocalEmbedder",
    summary="Fetch the local embedder",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(409),
)
async def fetch_local(tx: InTransaction, embedders: EmbeddersDep) -> FetchOut:
    """For administrators. Goes on in the background, after an interruption where it stopped; ask `/embedders` how far
    it is. Bases for which nobody has chosen an embedder get it when it is there.
    """
    state = await embedding.start_fetch(tx.session, embedders, tx.actor)
    return embedding.present_fetch(state, tx.actor.locale)


@router.get(
    "/bases/{base_id}/embedder",
    operation_id="getBaseEmbedder",
    summary="How a base is searched",
    responses=problems(404),
)
async def get_embedder(tx: InTransaction, base_id: UUID) -> BaseEmbedder:
    """By whose vectors, or by words alone; and how far the latest change is."""
    return await embedding.get_embedder(tx.session, tx.actor, base_id)


@router.put(
    "/bases/{base_id}/embedder",
    operation_id="chooseBaseEmbedder",
    summary="Choose a base's embedder",
    responses=problems(404, 409, 502, 503),
)
async def choose_embedder(
    actor: CurrentActor, embedders: EmbeddersDep, base_id: UUID, body: EmbedderIn
) -> BaseEmbedder:
    """For managers of the base. Its documents are embedded anew in the background; until that is done the old vectors
    serve. `none`: it is searched by words alone, at once.
    """
    choice = None if body.kind == "none" else EmbedderChoice(EmbedderKind(body.kind), body.model_id)
    await embedding.choose_embedder(embedders, actor, base_id, choice)
    async with embedders.platform.database.transaction(actor.organization_id) as session:
        return await embedding.get_embedder(session, actor, base_id)


@router.delete(
    "/bases/{base_id}/embedder/switch",
    operation_id="cancelEmbedderSwitch",
    summary="Call a change of embedder off",
    responses=problems(404, 409),
)
async def cancel_switch(tx: InTransaction, base_id: UUID) -> BaseEmbedder:
    """For managers of the base, which stays as it is."""
    await embedding.cancel_switch(tx.session, tx.platform, tx.actor, base_id)
    return await embedding.get_embedder(tx.session, tx.actor, base_id)
