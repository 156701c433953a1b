"""`GET /v1/models`: which names may stand in a request."""

from fastapi import APIRouter

from convosphere.features.assistants import actions
from convosphere.features.assistants.routes.openai.caller import ApiCaller
from convosphere.features.assistants.routes.openai.door import PREFIX, KeyRoute, api_errors
from convosphere.features.assistants.schemas.openai import ModelCard, ModelList
from convosphere.features.models.schemas import ModelOut
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix=PREFIX, route_class=KeyRoute)


@router.get("/models", operation_id="listOpenAIModels", summary="List the models (OpenAI-compatible)")
async def list_models(caller: ApiCaller, platform: PlatformDep) -> ModelList:
    """The models that can be asked, by their providers' names. Needs a key with the scope `models.read`."""
    return ModelList(data=[_card(model) for model in await actions.list_offered_models(platform, caller)])


# Names may contain slashes ("meta-llama/llama-4").
@router.get(
    "/models/{model:path}",
    operation_id="getOpenAIModel",
    summary="Read a model (OpenAI-compatible)",
    responses=api_errors(404),
)
async def get_model(caller: ApiCaller, platform: PlatformDep, model: str) -> ModelCard:
    """One of the models of the list."""
    return _card(await actions.find_offered_model(platform, caller, model))


def _card(model: ModelOut) -> ModelCard:
    return ModelCard(
        id=model.name,
        # A UUIDv7 begins with its moment in milliseconds (RFC 9562, section 5.7).
        created=(model.id.int >> 80) // 1000,
        owned_by=model.connection.name,
        name=model.display_name,
        kind=model.kind,
        context_length=model.context_window,
    )
