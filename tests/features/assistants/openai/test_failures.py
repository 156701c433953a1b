"""What goes wrong arrives in the form that OpenAI's clients understand, with the status they act on."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from openai import (
    APIError,
    APIStatusError,
    AsyncOpenAI,
    AuthenticationError,
    BadRequestError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
)
from openai.types.chat import ChatCompletionChunk
from structlog.testing import capture_logs

from convosphere.features.accounts.types import ApiKeyScope
from convosphere.platform.context import Platform
from convosphere.platform.database import Database, DatabaseUrls
from convosphere.platform.events import Listeners
from convosphere.platform.web import platform_of
from tests.factories.accounts import MadeOrganization, create_api_key, create_organization, sign_in_headers
from tests.factories.models import connect_fake, model_id
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider
from tests.features.assistants.openai.conftest import Door, only_usage_record, usage_records

QUESTION: Any = [{"role": "user", "content": "What is 6 * 7?"}]


async def test_a_key_that_opens_nothing(door: Door) -> None:
    for key in ("csk_wrong", "sk-of-somebody-else", "csk_" + "A" * 65):
        async with AsyncOpenAI(base_url=door.url, api_key=key, max_retries=0) as client:
            with pytest.raises(AuthenticationError) as caught:
                await client.models.list()
            error = caught.value
            assert (error.code, error.type, error.param) == ("invalid_api_key", "invalid_request_error", None)
            assert error.response.headers["www-authenticate"] == "Bearer"
            with pytest.raises(AuthenticationError):
                await client.chat.completions.create(model="fake-words-5", messages=QUESTION)


async def test_headers_that_hold_no_key(client: AsyncClient) -> None:
    for header in (b"", b"Bearer", b"Basic YTpi", "Bearer csk_é".encode("latin-1"), "Bearer csk_é".encode()):
        response = await client.get("/v1/models", headers={b"Authorization": header})
        assert (response.status_code, response.json()["error"]["code"]) == (401, "invalid_api_key")


async def test_only_api_keys_open_the_door(door: Door, platform: Platform, organization: MadeOrganization) -> None:
    token = (await sign_in_headers(platform, organization.owner))["Authorization"].removeprefix("Bearer ")
    async with AsyncOpenAI(base_url=door.url, api_key=token, max_retries=0) as client:
        with pytest.raises(AuthenticationError):
            await client.models.list()


async def test_a_scope_that_is_missing(door: Door, platform: Platform, organization: MadeOrganization) -> None:
    for_models = await create_api_key(platform, organization.owner, [ApiKeyScope.MODELS_READ])
    async with AsyncOpenAI(base_url=door.url, api_key=for_models, max_retries=0) as client:
        with pytest.raises(PermissionDeniedError, match=r"chat\.complete"):
            await client.chat.completions.create(model="fake-words-5", messages=QUESTION)
    for_chat = await create_api_key(platform, organization.owner, [ApiKeyScope.CHAT])
    async with AsyncOpenAI(base_url=door.url, api_key=for_chat, max_retries=0) as client:
        with pytest.raises(PermissionDeniedError, match=r"models\.read"):
            await client.models.list()


async def test_a_model_that_does_not_exist(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    with pytest.raises(NotFoundError) as caught:
        await openai.chat.completions.create(model="gpt-99", messages=QUESTION)
    assert (caught.value.code, caught.value.param) == ("model_not_found", "model")
    with pytest.raises(NotFoundError) as caught:
        await openai.models.retrieve("gpt/99")
    assert caught.value.code == "model_not_found"
    assert provider.chats == []


async def test_another_organisations_model_does_not_exist(
    openai: AsyncOpenAI, platform: Platform, app: FastAPI
) -> None:
    elsewhere = await create_organization(platform)
    async with FakeProvider(models=("secret-words-1",)) as theirs:
        await connect_fake(platform, app.state.gateway, elsewhere.id, theirs)
        with pytest.raises(NotFoundError):
            await openai.chat.completions.create(model="secret-words-1", messages=QUESTION)
        assert theirs.chats == []
    assert "secret-words-1" not in [model.id async for model in openai.models.list()]


async def test_a_model_that_is_switched_off(
    openai: AsyncOpenAI, platform: Platform, organization: MadeOrganization, client: AsyncClient
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    model = await model_id(platform, organization.id, "fake-echo")
    switched = await client.patch(f"/api/v1/models/{model}", json={"enabled": False}, headers=headers)
    assert switched.status_code == 200
    # 404 and not 409: OpenAI's clients would send a request that met a conflict again.
    with pytest.raises(NotFoundError) as caught:
        await openai.chat.completions.create(model="fake-echo", messages=QUESTION)
    assert (caught.value.code, caught.value.param) == ("model_disabled", "model")
    with pytest.raises(NotFoundError):
        await openai.models.retrieve("fake-echo")


@pytest.mark.parametrize("stream", [False, True])
async def test_a_provider_that_wants_fewer_requests(
    openai: AsyncOpenAI, provider: FakeProvider, platform: Platform, organization: MadeOrganization, *, stream: bool
) -> None:
    provider.script(status=429, headers={"Retry-After": "7"})
    with pytest.raises(RateLimitError) as caught:
        await openai.chat.completions.create(model="fake-words-5", messages=QUESTION, stream=stream)
    assert (caught.value.code, caught.value.type) == ("rate_limit_exceeded", "rate_limit_error")
    assert caught.value.response.headers["retry-after"] == "7"
    record = await only_usage_record(platform, organization)
    assert (record["outcome"], record["error_code"], record["purpose"]) == ("failed", "provider_rate_limited", "api")


REFUSALS: list[tuple[dict[str, Any], type[APIStatusError], str, str | None]] = [
    ({"status": 401}, InternalServerError, "provider_auth", None),
    ({"status": 400, "refusal": "context"}, BadRequestError, "context_length_exceeded", "messages"),
    ({"status": 400, "refusal": "filter"}, BadRequestError, "content_filter", "messages"),
    ({"status": 429, "refusal": "quota"}, RateLimitError, "insufficient_quota", None),
    ({"status": 404}, NotFoundError, "model_not_found", "model"),
    ({"status": 500}, InternalServerError, "provider_unavailable", None),
    ({"html": True}, InternalServerError, "provider_protocol", None),
]


async def test_what_providers_refuse(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    for plan, error, code, param in REFUSALS:
        provider.script(**plan)
        with pytest.raises(error) as caught:
            await openai.chat.completions.create(model="fake-words-5", messages=QUESTION, stream=True)
        assert (caught.value.code, caught.value.param) == (code, param)
        # OpenAI's clients go by this header before they go by the status.
        worth_a_retry = caught.value.response.headers.get("x-should-retry") != "false"
        assert worth_a_retry is (code == "provider_unavailable")


async def test_the_providers_words_help_whoever_sent_the_request(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    refusal = {"error": {"message": "Invalid schema for function 'weather'", "type": "invalid_request_error"}}
    provider.script(status=400, body=orjson.dumps(refusal))
    with pytest.raises(BadRequestError, match="Invalid schema for function 'weather'") as caught:
        await openai.chat.completions.create(model="fake-words-5", messages=QUESTION)
    assert caught.value.code == "provider_bad_request"


@pytest.mark.parametrize("stop", ["cut", "ends", "error", "garbage"])
async def test_a_stream_that_fails_raises_after_what_was_said(
    openai: AsyncOpenAI, provider: FakeProvider, platform: Platform, organization: MadeOrganization, stop: Any
) -> None:
    # At a pace, so that the first words are out before the end comes.
    provider.script(words=9, stop=stop, stop_after=4, tokens_per_second=10)
    stream = await openai.chat.completions.create(model="fake-words-5", messages=QUESTION, stream=True)
    said: list[ChatCompletionChunk] = []
    with pytest.raises(APIError) as caught:
        await _listen(aiter(stream), said)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in said) == words(4)
    assert [chunk.choices[0].finish_reason for chunk in said] == [None] * len(said)
    assert caught.value.type == "server_error"
    assert isinstance(caught.value.body, dict)
    assert caught.value.body["code"] in {"provider_protocol", "provider_unavailable"}
    record = await only_usage_record(platform, organization)
    assert (record["outcome"], record["estimated"]) == ("failed", True)


async def _listen(stream: AsyncIterator[ChatCompletionChunk], said: list[ChatCompletionChunk]) -> None:
    async for chunk in stream:
        said.append(chunk)  # noqa: PERF401 - what came before the error is what matters


async def test_a_whole_answer_that_was_cut_is_an_error(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    provider.script(words=9, stop="cut", stop_after=4)
    with pytest.raises(InternalServerError) as caught:
        await openai.chat.completions.create(model="fake-words-5", messages=QUESTION)
    assert (caught.value.status_code, caught.value.code) == (502, "provider_protocol")


async def test_addresses_that_do_not_exist(client: AsyncClient) -> None:
    for method, path in (
        ("GET", "/v1/files"),
        ("POST", "/v1/audio/speech"),
        ("GET", "/v1/responses/resp_1"),
        ("GET", "/v1/"),
    ):
        response = await client.request(method, path)
        assert response.status_code == 404
        error = response.json()["error"]
        assert (error["code"], error["type"]) == ("unknown_url", "invalid_request_error")
        assert f"{method} {path}" in error["message"]


async def test_a_method_that_does_not_exist(client: AsyncClient) -> None:
    response = await client.get("/v1/chat/completions")
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert response.json()["error"]["code"] == "method_not_allowed"
    assert (await client.delete("/v1/models/a/b")).headers["allow"] == "GET"


async def test_errors_speak_the_clients_language(client: AsyncClient) -> None:
    response = await client.get("/v1/models", headers={"Accept-Language": "de"})
    assert "API-Schlüssel" in response.json()["error"]["message"]


async def test_a_bug_is_told_in_the_same_form(
    app: FastAPI, client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = {"Authorization": f"Bearer {await create_api_key(platform, organization.owner)}"}

    def broken() -> Platform:
        raise RuntimeError("a bug")

    app.dependency_overrides[platform_of] = broken
    with capture_logs() as logs:
        response = await client.get("/v1/models", headers=headers)
    assert response.status_code == 500
    assert response.json()["error"]["type"] == "server_error"
    assert "a bug" not in response.text
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["unhandled_error"]


async def test_a_database_that_is_away(
    app: FastAPI, client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    key = await create_api_key(platform, organization.owner)
    nowhere = DatabaseUrls.from_settings("postgresql://nobody@127.0.0.1:1/nothing", None)
    away = Database(nowhere, platform.settings.database, Listeners())
    app.dependency_overrides[platform_of] = lambda: replace(platform, database=away)
    response = await client.get("/v1/models", headers={"Authorization": f"Bearer {key}"})
    assert (response.status_code, response.json()["error"]["code"]) == (503, "unavailable")
    await away.close()


async def test_a_body_that_is_too_large_is_refused_while_it_comes(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 1_000_000

    headers = {"Authorization": f"Bearer {await create_api_key(platform, organization.owner)}"}
    response = await client.post("/v1/chat/completions", content=endless(), headers=headers)
    assert response.status_code == 413
    assert response.json()["error"]["code"] == "payload_too_large"
    assert await usage_records(platform, organization) == []
