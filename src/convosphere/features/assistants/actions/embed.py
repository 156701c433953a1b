"""A program's texts as vectors."""

from convosphere.engines.llm import Gateway
from convosphere.features.accounts.types import Actor
from convosphere.features.assistants.actions.recording import context_of
from convosphere.features.models import actions as models
from convosphere.features.models.actions import Embedded, Inputs
from convosphere.features.models.types import ResolvedModel
from convosphere.platform.context import Platform


async def embed_texts(
    platform: Platform,
    gateway: Gateway,
    actor: Actor,
    model: ResolvedModel,
    inputs: Inputs,
    *,
    dimensions: int | None = None,
) -> Embedded:
    """The vectors of all inputs, on the program's account; see `models.actions.embed_texts`."""
    return await models.embed_texts(platform, gateway, context_of(actor), model, inputs, dimensions=dimensions)
