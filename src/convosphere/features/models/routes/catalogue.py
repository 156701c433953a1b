"""`/models`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from convosphere.features.accounts.access import InTransaction
from convosphere.features.models import actions
from convosphere.features.models.schemas import AccessIn, AccessOut, ManagedModel, ModelPage, ModelPageQuery, ModelPatch
from convosphere.platform.problems import problems

router = APIRouter(tags=["models"], responses=problems(401, 403, 422))

ModelsPage = Annotated[ModelPageQuery, Query()]


@router.get("/models", operation_id="listModels", summary="List the models to choose from")
async def list_models(tx: InTransaction, page: ModelsPage) -> ModelPage:
    """Models that are switched on, in the order they were first seen; the default is marked."""
    return await actions.list_models(tx.session, tx.actor, limit=page.limit, cursor=page.cursor)


@router.patch(
    "/models/{model_id}",
    operation_id="changeModel",
    summary="Change a model: switch, name, default, stand-ins, what it can, what it costs",
    responses=problems(404, 409),
)
async def change_model(tx: InTransaction, model_id: UUID, patch: ModelPatch) -> ManagedModel:
    """For administrators. When the default is switched off, the best of the others takes its place."""
    return await actions.change_model(tx.session, tx.actor, model_id, patch)


@router.get(
    "/models/{model_id}/access",
    operation_id="getModelAccess",
    summary="See who may use a model",
    responses=problems(404),
)
async def get_access(tx: InTransaction, model_id: UUID) -> AccessOut:
    """For administrators."""
    return await actions.get_access(tx.session, tx.actor, model_id)


@router.put(
    "/models/{model_id}/access",
    operation_id="setModelAccess",
    summary="Say who may use a model",
    responses=problems(404),
)
async def set_access(tx: InTransaction, model_id: UUID, wanted: AccessIn) -> AccessOut:
    """For administrators. To all others the model does not exist: in lists, chats, chains, templates and `/v1`.

    Who has no access to the default model is answered by the best of those they have.
    """
    return await actions.set_access(tx.session, tx.actor, model_id, wanted)
