"""Another model stands in: a program sees which, and why."""

import pytest
from httpx import AsyncClient
from openai import APIStatusError, AsyncOpenAI

from convosphere.entry.wiring import Application
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, sign_in_headers
from tests.factories.models import model_id
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider
from tests.features.assistants.openai.conftest import usage_records
from tests.features.assistants.openai.test_client import QUESTION

WANTED, OTHER = "fake-echo", "fake-words-5"


@pytest.fixture(autouse=True)
async def chain(application: Application, organization: MadeOrganization, client: AsyncClient) -> None:
    """Where the one does not answer the other does."""
    platform = application.platform
    wanted, other = [await model_id(platform, organization.id, name) for name in (WANTED, OTHER)]
    headers = await sign_in_headers(platform, organization.owner)
    response = await client.patch(f"/api/v1/models/{wanted}", json={"fallbacks": [str(other)]}, headers=headers)
    assert response.status_code == 200, response.text


async def test_the_answer_and_its_headers_name_who_answered(
    openai: AsyncOpenAI, provider: FakeProvider, platform: Platform, organization: MadeOrganization
) -> None:
    provider.script(model=WANTED, status=503)
    raw = await openai.chat.completions.with_raw_response.create(model=WANTED, messages=QUESTION)
    assert (raw.headers["x-convosphere-model"], raw.headers["x-convosphere-fallback"]) == (
        OTHER,
        "provider_unavailable",
    )
    completion = raw.parse()
    assert (completion.model, completion.choices[0].message.content) == (OTHER, words(5))
    records = await usage_records(platform, organization)
    assert [(each["model_name"], each["outcome"]) for each in records] == [(WANTED, "failed"), (OTHER, "completed")]
    raw = await openai.chat.completions.with_raw_response.create(model=WANTED, messages=QUESTION)
    assert (raw.headers["x-convosphere-model"], raw.headers.get("x-convosphere-fallback")) == (WANTED, None)
    assert raw.parse().model == WANTED


async def test_so_do_the_pieces_of_a_stream(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    provider.script(model=WANTED, status=401)
    raw = await openai.chat.completions.with_raw_response.create(model=WANTED, messages=QUESTION, stream=True)
    assert raw.headers["x-convosphere-fallback"] == "provider_auth"
    chunks = [chunk async for chunk in raw.parse()]
    assert {chunk.model for chunk in chunks} == {OTHER}
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == words(5)


async def test_when_nobody_answers_the_wanted_models_error_is_told(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    provider.script(model=WANTED, status=429, headers={"Retry-After": "30"})
    provider.script(model=OTHER, status=401)
    with pytest.raises(APIStatusError) as caught:
        await openai.chat.completions.create(model=WANTED, messages=QUESTION)
    assert (caught.value.status_code, caught.value.response.headers["retry-after"]) == (429, "30")


async def test_what_is_too_long_goes_to_a_larger_context_only(
    openai: AsyncOpenAI,
    provider: FakeProvider,
    client: AsyncClient,
    platform: Platform,
    organization: MadeOrganization,
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    ids = {name: await model_id(platform, organization.id, name) for name in (WANTED, OTHER)}
    long = [{"role": "user", "content": "word " * 5_000}]

    async def ask(windows: dict[str, int]) -> str:
        for name, window in windows.items():
            body = {"context_window": window}
            assert (await client.patch(f"/api/v1/models/{ids[name]}", json=body, headers=headers)).status_code == 200
        provider.script(model=WANTED, refusal="context", status=400)
        answer = await openai.chat.completions.create(model=WANTED, messages=long)  # type: ignore[arg-type] # a dict is one
        return answer.model

    assert await ask({WANTED: 1_000, OTHER: 100_000}) == OTHER
    # It was asked for the whole text, although that does not fit by our count: the provider says so, not we.
    assert [len(chat.body["messages"][0]["content"]) for chat in provider.chats] == [25_000, 25_000]
    with pytest.raises(APIStatusError) as caught:
        await ask({OTHER: 1_000})
    assert (caught.value.status_code, caught.value.code) == (400, "context_length_exceeded")
