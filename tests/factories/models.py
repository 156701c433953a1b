"""Connections and models as the product makes them."""

from typing import Any
from uuid import UUID

from convosphere.engines.llm import Gateway
from convosphere.features.models import repository
from convosphere.features.models.actions import connect_provider
from convosphere.features.models.schemas import ConnectionCreate
from convosphere.platform.context import Platform
from tests.fakes.provider import FakeProvider


async def connect_fake(
    platform: Platform, gateway: Gateway, organization_id: UUID, fake: FakeProvider, /, **changes: Any
) -> None:
    """Connects the fake provider in OpenAI's format and lists its models; the first becomes the default.

    `changes` are fields of `ConnectionCreate`.
    """
    wish = {"provider": "openai", "name": "Fake", "base_url": fake.url, "api_key": "sk-fake", **changes}
    verdict = await connect_provider(platform, gateway, organization_id, ConnectionCreate.model_validate(wish))
    assert verdict.problem is None, verdict.problem


async def model_id(platform: Platform, organization_id: UUID, name: str) -> UUID:
    """The id of the model that its provider calls `name`."""
    async with platform.database.transaction(organization_id) as session:
        model, _ = (await repository.models_named(session, organization_id, name))[0]
        return model.id
