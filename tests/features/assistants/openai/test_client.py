"""OpenAI's official client against the door, as people's programs use it."""

import base64
from typing import Any

import pytest
from httpx import AsyncClient
from openai import AsyncOpenAI, BadRequestError
from openai.types import Model
from openai.types.chat import ChatCompletion, ChatCompletionChunk, ChatCompletionToolParam
from pydantic import TypeAdapter
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import ApiKeyScope
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, create_api_key, sign_in_headers
from tests.factories.models import connect_fake
from tests.factories.pictures import png
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider
from tests.features.assistants.openai.conftest import MODELS, Door

QUESTION: Any = [{"role": "user", "content": "What is 6 * 7?"}]
PICTURE = png()
WEATHER: ChatCompletionToolParam = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather in a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


async def test_the_models_are_listed_by_their_providers_names(openai: AsyncOpenAI) -> None:
    models = [model async for model in openai.models.list()]
    assert {model.id for model in models} == {*MODELS, "builtin"}
    by_name = {model.id: model for model in models}
    echo = by_name["fake-echo"]
    assert (echo.object, echo.owned_by) == ("model", "Fake")
    assert echo.created > 1_700_000_000
    assert echo.model_extra == {"name": "fake-echo", "kind": "chat", "context_length": None}


async def test_one_model_is_read_by_its_name(openai: AsyncOpenAI) -> None:
    for name in ("fake-echo", "meta-llama/fake-words-3"):
        model = await openai.models.retrieve(name)
        assert isinstance(model, Model)
        assert model.id == name


async def test_a_name_that_several_connections_offer_is_listed_once(
    openai: AsyncOpenAI, application: Application, organization: MadeOrganization, provider: FakeProvider
) -> None:
    await connect_fake(application.platform, application.gateway, organization.id, provider, name="Twin")
    names = [model.id async for model in openai.models.list()]
    assert len(names) == len(set(names)) == len(MODELS) + 1


async def test_all_models_are_listed_but_those_that_vanished(
    openai: AsyncOpenAI, application: Application, organization: MadeOrganization, client: AsyncClient
) -> None:
    many = tuple(f"many-{number}-words-1" for number in range(150))
    async with FakeProvider(models=many) as large:
        await connect_fake(application.platform, application.gateway, organization.id, large, name="Large")
        assert {*many} < {model.id async for model in openai.models.list()}
        headers = await sign_in_headers(application.platform, organization.owner)
        connections = (await client.get("/api/v1/connections", headers=headers)).json()["items"]
        connection = next(each for each in connections if each["name"] == "Large")
        large.models = many[:50]
        await client.post(f"/api/v1/connections/{connection['id']}/refresh-models", headers=headers)
    left = {model.id async for model in openai.models.list()}
    assert {*many} & left == {*many[:50]}


async def test_a_question_gets_a_whole_answer(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    answer = await openai.chat.completions.create(model="fake-words-5", messages=QUESTION)
    TypeAdapter(ChatCompletion).validate_python(answer.model_dump())
    (choice,) = answer.choices
    assert (choice.message.role, choice.message.content, choice.finish_reason) == ("assistant", words(5), "stop")
    assert choice.message.tool_calls is None
    assert answer.model == "fake-words-5"
    assert answer.usage is not None
    assert answer.usage.completion_tokens == 5
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + 5
    assert answer.usage.model_extra == {}
    # The messages arrive as they are, without instructions of ours.
    assert provider.chats[0].body["messages"] == QUESTION


async def test_an_answer_streams_in_openais_chunks(openai: AsyncOpenAI) -> None:
    stream = await openai.chat.completions.create(
        model="fake-words-200", messages=QUESTION, stream=True, stream_options={"include_usage": True}
    )
    chunks = [chunk async for chunk in stream]
    TypeAdapter(list[ChatCompletionChunk]).validate_python([chunk.model_dump() for chunk in chunks])
    assert chunks[0].choices[0].delta.role == "assistant"
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks[:-1]) == words(200)
    assert [chunk.choices[0].finish_reason for chunk in chunks[:-1]] == [None] * (len(chunks) - 2) + ["stop"]
    assert len({(chunk.id, chunk.created, chunk.model) for chunk in chunks}) == 1
    assert [chunk.usage for chunk in chunks[:-1]] == [None] * (len(chunks) - 1)
    last = chunks[-1]
    assert last.choices == []
    assert last.usage is not None
    assert last.usage.completion_tokens == 200


async def test_usage_comes_in_a_stream_only_when_it_is_wanted(openai: AsyncOpenAI) -> None:
    async with openai.chat.completions.stream(model="fake-words-5", messages=QUESTION) as stream:
        final = await stream.get_final_completion()
    assert final.choices[0].message.content == words(5)
    assert final.usage is None


async def test_parameters_reach_the_provider(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    answer = await openai.chat.completions.create(
        model="fake-words-5",
        messages=[{"role": "developer", "content": "Rhyme."}, *QUESTION],
        temperature=0.2,
        top_p=0.9,
        max_completion_tokens=3,
        stop="END",
        seed=7,
        user="somebody",
        store=False,
        response_format={"type": "json_object"},
    )
    assert (answer.choices[0].message.content, answer.choices[0].finish_reason) == (words(3), "length")
    body = provider.chats[0].body
    assert body["messages"][0] == {"role": "system", "content": "Rhyme."}
    assert (body["temperature"], body["top_p"], body["max_tokens"], body["stop"]) == (0.2, 0.9, 3, ["END"])
    assert (body["seed"], body["response_format"]) == (7, {"type": "json_object"})
    assert not {"user", "store", "tool_choice"} & body.keys()
    await openai.chat.completions.create(model="fake-words-5", messages=QUESTION, response_format={"type": "text"})
    assert "response_format" not in provider.chats[1].body


async def test_tools_are_offered_and_their_calls_handed_back(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    asked = await openai.chat.completions.create(
        model="fake-tools-2", messages=QUESTION, tools=[WEATHER], tool_choice="required", parallel_tool_calls=True
    )
    (choice,) = asked.choices
    assert (choice.finish_reason, choice.message.content) == ("tool_calls", None)
    calls = choice.message.tool_calls
    assert calls is not None
    body = provider.chats[0].body
    assert (body["tools"], body["tool_choice"], body["parallel_tool_calls"]) == ([WEATHER], "required", True)

    results: Any = [{"role": "tool", "tool_call_id": call.id, "content": "Rain"} for call in calls]
    history: Any = [*QUESTION, choice.message.model_dump(exclude_none=True), *results]
    answered = await openai.chat.completions.create(model="fake-tools-2", messages=history, tools=[WEATHER])
    assert answered.choices[0].message.content == words(20)
    sent = provider.chats[1].body["messages"]
    assert [message["role"] for message in sent] == ["user", "assistant", "tool", "tool"]
    assert sent[1]["tool_calls"] == [call.model_dump() for call in calls]
    assert sent[2] == {"role": "tool", "tool_call_id": calls[0].id, "content": "Rain"}


async def test_tool_calls_stream(openai: AsyncOpenAI) -> None:
    strict: Any = {"type": "function", "function": {**WEATHER["function"], "strict": True}}
    async with openai.chat.completions.stream(model="fake-tools-2", messages=QUESTION, tools=[strict]) as stream:
        final = await stream.get_final_completion()
    calls = final.choices[0].message.tool_calls
    assert calls is not None
    assert [(call.function.name, call.function.arguments) for call in calls] == [
        ("weather", f'{{"city": "Köln", "number": {number}}}') for number in (0, 1)
    ]
    assert final.choices[0].finish_reason == "tool_calls"


async def test_a_strict_tool_and_a_named_choice_stay_what_they_are(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    strict: Any = {"type": "function", "function": {**WEATHER["function"], "strict": True}}
    named: Any = {"type": "function", "function": {"name": "weather"}}
    await openai.chat.completions.create(model="fake-tools-2", messages=QUESTION, tools=[strict], tool_choice=named)
    body = provider.chats[0].body
    assert (body["tools"], body["tool_choice"]) == ([strict], named)


async def test_a_picture_arrives_as_it_was_sent(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    url = f"data:image/png;base64,{base64.b64encode(PICTURE).decode()}"
    parts: Any = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": url, "detail": "low"}},
        {"type": "text", "text": "Be brief."},
    ]
    answer = await openai.chat.completions.create(model="fake-echo", messages=[{"role": "user", "content": parts}])
    assert answer.choices[0].message.content == "What is this?\nBe brief."
    sent = provider.chats[0].body["messages"][0]["content"][1]
    assert sent == {"type": "image_url", "image_url": {"url": url, "detail": "low"}}


async def test_what_a_model_thinks_comes_apart(openai: AsyncOpenAI) -> None:
    answer = await openai.chat.completions.create(model="fake-reasoning-3-words-2", messages=QUESTION)
    message = answer.choices[0].message
    assert (message.content, message.model_extra) == (words(2), {"reasoning_content": words(3)})
    assert answer.usage is not None
    assert answer.usage.completion_tokens_details is not None
    assert answer.usage.completion_tokens_details.reasoning_tokens == 3
    stream = await openai.chat.completions.create(model="fake-reasoning-3-words-2", messages=QUESTION, stream=True)
    thoughts = [(chunk.choices[0].delta.model_extra or {}).get("reasoning_content", "") async for chunk in stream]
    assert "".join(thoughts) == words(3)


async def test_an_estimated_count_says_so(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    provider.script(words=5, usage=False)
    answer = await openai.chat.completions.create(model="fake-words-5", messages=QUESTION)
    assert answer.usage is not None
    assert answer.usage.model_extra == {"estimated": True}


async def test_what_is_no_text_becomes_text(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    """Half a surrogate pair in a tool's arguments: UTF-8 has no letters for it."""
    function = r'{"name": "weather", "arguments": "{\"city\": \"K\u00f6ln \ud83d\"}"}'
    call = f'{{"index": 0, "id": "call_1", "type": "function", "function": {function}}}'
    chunk = f'{{"choices": [{{"index": 0, "delta": {{"tool_calls": [{call}]}}, "finish_reason": "tool_calls"}}]}}'
    provider.script(raw=f"data: {chunk}\n\ndata: [DONE]\n\n".encode(), times=2)
    answer = await openai.chat.completions.create(model="fake-words-5", messages=QUESTION, tools=[WEATHER])
    stream = await openai.chat.completions.create(model="fake-words-5", messages=QUESTION, tools=[WEATHER], stream=True)
    deltas: Any = [part.choices[0].delta async for part in stream]
    (streamed,) = [delta.tool_calls[0] for delta in deltas if delta.tool_calls]
    whole: Any = answer.choices[0].message.tool_calls
    for made in (whole[0], streamed):
        assert made.function.arguments == '{"city": "Köln \N{REPLACEMENT CHARACTER}"}'


async def test_the_builtin_answers_too(openai: AsyncOpenAI) -> None:
    answer = await openai.chat.completions.create(model="builtin", messages=QUESTION, tools=[WEATHER])
    assert "42" in (answer.choices[0].message.content or "")


async def test_odd_texts_come_through(openai: AsyncOpenAI) -> None:
    odd = 'quote " back \\ line\n tab\t <script> \u2028 👩‍👩‍👧 \u0001 ﷽'
    message: Any = [{"role": "user", "content": odd}]
    stream = await openai.chat.completions.create(model="fake-echo", messages=message, stream=True)
    assert "".join([chunk.choices[0].delta.content or "" async for chunk in stream]) == odd


async def test_anthropic_is_asked_in_its_own_words(
    openai: AsyncOpenAI, application: Application, organization: MadeOrganization, provider: FakeProvider
) -> None:
    async with FakeProvider(models=("claude-tools-1",)) as anthropic:
        await connect_fake(
            application.platform,
            application.gateway,
            organization.id,
            anthropic,
            name="Anthropic",
            provider="anthropic",
            base_url=anthropic.anthropic_url,
        )
        choices: list[tuple[Any, bool, Any]] = [
            ("auto", True, None),
            ("auto", False, {"type": "auto", "disable_parallel_tool_use": True}),
            ("required", True, {"type": "any"}),
            ("none", False, {"type": "none"}),
            ({"type": "function", "function": {"name": "weather"}}, True, {"type": "tool", "name": "weather"}),
        ]
        for choice, parallel, told in choices:
            answer = await openai.chat.completions.create(
                model="claude-tools-1",
                messages=QUESTION,
                tools=[WEATHER],
                tool_choice=choice,
                parallel_tool_calls=parallel,
                seed=7,
            )
            assert answer.choices[0].finish_reason == "tool_calls"
            assert anthropic.chats[-1].body.get("tool_choice") == told
            assert "seed" not in anthropic.chats[-1].body
        plain = await openai.chat.completions.create(model="claude-tools-1", messages=QUESTION)
        assert plain.choices[0].message.content == words(20)
        asked = len(anthropic.chats)
        with pytest.raises(BadRequestError, match=r"^Error code: 400.*response_format") as caught:
            await openai.chat.completions.create(
                model="claude-tools-1", messages=QUESTION, response_format={"type": "json_object"}
            )
        assert (caught.value.code, caught.value.param) == ("unsupported", "response_format")
        assert len(anthropic.chats) == asked
        schema: Any = {
            "type": "object",
            "description": "A place",
            "required": ["name"],
            "properties": {
                "name": {"type": "string", "minLength": 1, "format": "hostname"},
                "founded": {"anyOf": [{"type": "integer", "minimum": 0, "description": "A year"}, {"type": "null"}]},
                "minimum": {"type": "array", "minItems": 1, "items": {"type": "object", "properties": {}}},
            },
        }
        anthropic.script(model="claude-tools-1", reply='{"name": "Weimar"}')
        answer = await openai.chat.completions.create(
            model="claude-tools-1",
            messages=QUESTION,
            response_format={"type": "json_schema", "json_schema": {"name": "place", "schema": schema}},
        )
        assert answer.choices[0].message.content == '{"name": "Weimar"}'
        # Limits are told in words: as such the API refuses them.
        assert anthropic.chats[-1].body["output_config"] == {
            "format": {
                "type": "json_schema",
                "schema": {
                    "type": "object",
                    "description": "A place",
                    "required": ["name"],
                    "additionalProperties": False,
                    "properties": {
                        "name": {"type": "string", "format": "hostname", "description": "(minLength: 1)"},
                        "founded": {
                            "anyOf": [{"type": "integer", "description": "A year (minimum: 0)"}, {"type": "null"}]
                        },
                        "minimum": {
                            "type": "array",
                            "minItems": 1,
                            "items": {"type": "object", "properties": {}, "additionalProperties": False},
                        },
                    },
                },
            }
        }
    assert provider.chats == []


async def test_what_the_administrator_has_set_stays_set(
    openai: AsyncOpenAI, application: Application, organization: MadeOrganization
) -> None:
    async with FakeProvider(models=("pinned-words-2",)) as pinned:
        await connect_fake(
            application.platform,
            application.gateway,
            organization.id,
            pinned,
            name="Pinned",
            extra={"body": {"reasoning_effort": "low"}},
        )
        await openai.chat.completions.create(model="pinned-words-2", messages=QUESTION, reasoning_effort="high", seed=7)
        body = pinned.chats[0].body
    assert (body["reasoning_effort"], body["seed"]) == ("low", 7)


async def test_a_key_opens_what_its_scopes_name(door: Door, platform: Platform, organization: MadeOrganization) -> None:
    chat = await create_api_key(platform, organization.owner, [ApiKeyScope.CHAT])
    async with AsyncOpenAI(base_url=door.url, api_key=chat, max_retries=0) as client:
        answer = await client.chat.completions.create(model="fake-words-5", messages=QUESTION)
        assert answer.choices[0].message.content == words(5)


async def test_no_transaction_is_open_while_the_model_answers(openai: AsyncOpenAI, platform: Platform) -> None:
    stream = await openai.chat.completions.create(model="fake-endless-50tps", messages=QUESTION, stream=True)
    async for _ in stream:
        break
    async with platform.database.transaction(None) as session:
        busy = await session.scalar(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND state LIKE 'idle in transaction%'"
            )
        )
    await stream.close()
    assert busy == 0
