"""Who may what at every address of the door: nobody, a key without the scope, another organisation's."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from openai import AsyncOpenAI, AuthenticationError, NotFoundError, PermissionDeniedError

from convosphere.features.accounts.types import ApiKeyScope
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, create_api_key, create_organization
from tests.factories.models import connect_fake
from tests.fakes.provider import FakeProvider
from tests.features.assistants.openai.conftest import Door, usage_records

Ask = Callable[[AsyncOpenAI, str], Awaitable[Any]]
QUESTION: Any = [{"role": "user", "content": "Hi"}]
ASKING: dict[str, Ask] = {
    "chat": lambda client, model: client.chat.completions.create(model=model, messages=QUESTION),
    "stream": lambda client, model: client.chat.completions.create(model=model, messages=QUESTION, stream=True),
    "responses": lambda client, model: client.responses.create(model=model, input="Hi"),
    "embeddings": lambda client, model: client.embeddings.create(model=model, input="Hi"),
}
READING: dict[str, Ask] = {
    "models": lambda client, _: client.get("/models", cast_to=object),
    "model": lambda client, model: client.models.retrieve(model),
}


ADDRESSES = {
    "post /chat/completions",
    "post /responses",
    "post /embeddings",
    "get /models",
    "get /models/{model}",
}


def test_every_address_is_asked(app: FastAPI) -> None:
    """What is added here has to be asked above, too."""
    documented = {
        f"{method} {path.removeprefix('/v1')}"
        for path, operations in app.openapi()["paths"].items()
        for method in operations
        if path.startswith("/v1/")
    }
    assert documented == ADDRESSES


async def test_nobody_is_let_in(door: Door, provider: FakeProvider) -> None:
    async with AsyncOpenAI(base_url=door.url, api_key="csk_" + "A" * 65, max_retries=0) as client:
        for ask in (ASKING | READING).values():
            with pytest.raises(AuthenticationError) as caught:
                await ask(client, "fake-words-5")
            assert caught.value.code == "invalid_api_key"
            assert "x-ratelimit-limit-requests" not in caught.value.response.headers
    assert provider.chats == []


async def test_a_key_opens_what_its_scopes_say(
    door: Door, platform: Platform, organization: MadeOrganization, provider: FakeProvider
) -> None:
    for scope, closed, permission in (
        (ApiKeyScope.MODELS_READ, ASKING, r"chat\.complete"),
        (ApiKeyScope.CHAT, READING, r"models\.read"),
    ):
        key = await create_api_key(platform, organization.owner, [scope])
        async with AsyncOpenAI(base_url=door.url, api_key=key, max_retries=0) as client:
            for ask in closed.values():
                with pytest.raises(PermissionDeniedError, match=permission):
                    await ask(client, "fake-words-5")
    assert provider.chats == []


async def test_another_organisations_models_do_not_exist(
    openai: AsyncOpenAI, platform: Platform, app: FastAPI, organization: MadeOrganization
) -> None:
    elsewhere = await create_organization(platform)
    async with FakeProvider(models=("secret-words-1", "secret-embed")) as theirs:
        await connect_fake(platform, app.state.gateway, elsewhere.id, theirs)
        asked = len(theirs.requests)
        for ask in (*ASKING.values(), READING["model"]):
            for model in ("secret-words-1", "secret-embed"):
                with pytest.raises(NotFoundError) as caught:
                    await ask(openai, model)
                assert (caught.value.code, caught.value.param) == ("model_not_found", "model")
        assert len(theirs.requests) == asked
    assert await usage_records(platform, organization) == []
