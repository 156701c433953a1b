"""What becomes of a program's calls: their records are stored on its account."""

from collections.abc import Sequence

from convosphere.engines.llm import CallRecord
from convosphere.features.accounts.types import Actor
from convosphere.features.models import actions as models
from convosphere.features.models.types import CallContext, Purpose, ResolvedModel
from convosphere.platform.context import Platform


def context_of(actor: Actor) -> CallContext:
    """For whom a program's models are asked."""
    return CallContext(actor.organization_id, Purpose.API, actor.person_id, api_key_id=actor.api_key_id)


async def store_calls(platform: Platform, actor: Actor, model: ResolvedModel, calls: Sequence[CallRecord]) -> None:
    """Stores the records; see `models.actions.store_calls`."""
    await models.store_calls(platform, context_of(actor), model, calls)
