"""The Responses API with OpenAI's official client: whole, as events, with tools, pictures, schemas."""

import base64
from typing import Any

import pytest
from openai import AsyncOpenAI, BadRequestError, NotFoundError
from openai.types.responses import Response, ResponseStreamEvent, ResponseTextDeltaEvent
from pydantic import BaseModel, TypeAdapter

from convosphere.entry.wiring import Application
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization
from tests.factories.models import connect_fake
from tests.factories.pictures import png
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider
from tests.features.assistants.openai.conftest import Door, only_usage_record, usage_records

PNG = png()
WEATHER: Any = {
    "type": "function",
    "name": "weather",
    "description": "The weather in a city",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    "strict": False,
}


class City(BaseModel):
    """What a program wants to get back."""

    name: str
    people: int


async def test_a_question_gets_a_whole_answer(
    openai: AsyncOpenAI, provider: FakeProvider, platform: Platform, organization: MadeOrganization
) -> None:
    answer = await openai.responses.create(
        model="fake-words-5",
        instructions="Be brief.",
        input="What is 6 * 7?",
        temperature=0.2,
        max_output_tokens=50,
        metadata={"shop": "7"},
    )
    TypeAdapter(Response).validate_python(answer.model_dump())
    assert (answer.output_text, answer.status, answer.model) == (words(5), "completed", "fake-words-5")
    assert (answer.metadata, answer.instructions, answer.temperature) == ({"shop": "7"}, "Be brief.", 0.2)
    assert (answer.model_extra or {})["store"] is False
    assert answer.usage is not None
    assert answer.usage.output_tokens == 5
    assert answer.usage.total_tokens == answer.usage.input_tokens + 5
    body = provider.chats[0].body
    assert body["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What is 6 * 7?"},
    ]
    assert (body["temperature"], body["max_tokens"]) == (0.2, 50)
    record = await only_usage_record(platform, organization)
    assert (record["purpose"], record["output_tokens"]) == ("api", 5)


async def test_a_stream_has_the_events_of_the_official_client(openai: AsyncOpenAI) -> None:
    stream = await openai.responses.create(model="fake-reasoning-3-words-2", input="Hi", stream=True)
    events: Any = [event async for event in stream]
    TypeAdapter(list[ResponseStreamEvent]).validate_python([event.model_dump() for event in events])
    assert [event.sequence_number for event in events] == list(range(len(events)))
    order = list(dict.fromkeys(event.type for event in events))
    assert order == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        "response.reasoning_text.delta",
        "response.reasoning_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.output_text.delta",
        "response.output_text.done",
        "response.completed",
    ]
    assert "".join(event.delta for event in events if isinstance(event, ResponseTextDeltaEvent)) == words(2)
    final = events[-1].response
    assert [item.type for item in final.output] == ["reasoning", "message"]
    assert final.output[0].content[0].text == words(3)
    assert (final.output_text, final.usage.output_tokens_details.reasoning_tokens) == (words(2), 3)


async def test_the_clients_own_reader_of_streams_agrees(openai: AsyncOpenAI) -> None:
    async with openai.responses.stream(model="fake-words-200", input="Hi") as stream:
        final = await stream.get_final_response()
    assert final.output_text == words(200)
    assert final.usage is not None
    assert final.usage.output_tokens == 200


async def test_tools_go_round(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    asked = await openai.responses.create(
        model="fake-tools-2", input="Rain?", tools=[WEATHER], tool_choice="required", parallel_tool_calls=False
    )
    calls: Any = asked.output
    assert [(call.type, call.name) for call in calls] == [("function_call", "weather")] * 2
    body = provider.chats[0].body
    offered = {name: WEATHER[name] for name in ("name", "description", "parameters")}
    assert body["tools"] == [{"type": "function", "function": offered}]
    assert (body["tool_choice"], body["parallel_tool_calls"]) == ("required", False)
    results = [{"type": "function_call_output", "call_id": call.call_id, "output": "Rain"} for call in calls]
    history: Any = [{"role": "user", "content": "Rain?"}, *[call.model_dump() for call in calls], *results]
    answered = await openai.responses.create(model="fake-tools-2", input=history, tools=[WEATHER])
    assert answered.output_text == words(20)
    sent = provider.chats[1].body["messages"]
    assert [message["role"] for message in sent] == ["user", "assistant", "tool", "tool"]
    assert [call["id"] for call in sent[1]["tool_calls"]] == [call.call_id for call in calls]
    named: Any = {"type": "function", "name": "weather"}
    async with openai.responses.stream(
        model="fake-tools-2", input="Rain?", tools=[WEATHER], tool_choice=named
    ) as stream:
        final: Any = await stream.get_final_response()
    assert [item.arguments for item in final.output] == [f'{{"city": "Köln", "number": {number}}}' for number in (0, 1)]
    assert provider.chats[2].body["tool_choice"] == {"type": "function", "function": {"name": "weather"}}


async def test_an_answer_goes_back_as_it_came(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    """As the official client's users do it without stored answers: `input += response.output`."""
    first = await openai.responses.create(model="fake-reasoning-3-words-2", input="Hi")
    history: Any = [{"role": "user", "content": "Hi"}, *[item.model_dump(exclude_none=True) for item in first.output]]
    await openai.responses.create(model="fake-words-5", input=[*history, {"role": "user", "content": "And?"}])
    assert provider.chats[1].body["messages"] == [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": words(2)},
        {"role": "user", "content": "And?"},
    ]


async def test_a_schema_makes_objects(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    provider.script(reply='{"name": "Köln", "people": 1087353}')
    answer = await openai.responses.parse(model="fake-words-5", input="Which city?", text_format=City)
    assert answer.output_parsed == City(name="Köln", people=1087353)
    form = provider.chats[0].body["response_format"]
    assert (form["type"], form["json_schema"]["name"], form["json_schema"]["strict"]) == ("json_schema", "City", True)
    assert form["json_schema"]["schema"]["required"] == ["name", "people"]


async def test_a_picture(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    url = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    parts: Any = [{"type": "input_text", "text": "What is this?"}, {"type": "input_image", "image_url": url}]
    await openai.responses.create(model="fake-echo", input=[{"role": "user", "content": parts}])
    sent = provider.chats[0].body["messages"][0]["content"]
    assert sent == [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": url}}]


async def test_an_answer_that_is_cut_short_says_so(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    answer: Any = await openai.responses.create(model="fake-words-5", input="Hi", max_output_tokens=3)
    assert (answer.status, answer.incomplete_details.reason) == ("incomplete", "max_output_tokens")
    assert answer.output[0].status == "incomplete"
    provider.script(words=9, stop="error", stop_after=4)
    stream = await openai.responses.create(model="fake-words-5", input="Hi", stream=True)
    last: Any = [event async for event in stream][-1]
    assert (last.type, last.response.status, last.response.error.code) == ("response.failed", "failed", "server_error")
    assert last.response.output[0].content[0].text == words(4)
    with pytest.raises(NotFoundError) as caught:
        await openai.responses.create(model="none-such", input="Hi", stream=True)
    assert caught.value.param == "model"


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"previous_response_id": "resp_1"}, "previous_response_id", "unsupported"),
    ({"conversation": "conv_1"}, "conversation", "unsupported"),
    ({"store": True}, "store", "unsupported"),
    ({"background": True}, "background", "unsupported"),
    ({"truncation": "auto"}, "truncation", "unsupported"),
    ({"include": ["file_search_call.results"]}, "include[0]", "unsupported"),
    ({"tools": [{"type": "web_search"}]}, "tools[0].type", "unsupported"),
    ({"tools": [{"type": "function"}]}, "tools[0].name", "missing"),
    (
        {"tools": [{**WEATHER, "parameters": {"type": "object", "properties": []}}]},
        "tools[0].parameters",
        "invalid_schema",
    ),
    ({"tool_choice": "required"}, "tool_choice", "tool_not_offered"),
    ({"text": {"format": {"type": "json_schema", "name": "x"}}}, "text.format.schema", "missing"),
    ({"text": {"format": {"type": "json_object"}}, "model": "builtin"}, "text.format", "unsupported"),
    ({"input": []}, "input", "too_short"),
    ({"input": 5}, "input", "text_or_items"),
    ({"input": [{"type": "item_reference", "id": "msg_1"}]}, "input[0].type", "unsupported"),
    ({"input": [{"role": "user"}]}, "input[0].content", "missing"),
    ({"input": [{"content": "Hi"}]}, "input[0].role", "missing"),
    ({"input": [{"type": "function_call_output", "output": "x"}]}, "input[0].call_id", "missing"),
    ({"input": [{"type": "reasoning", "summary": []}]}, "input", "too_short_input"),
    (
        {"input": [{"role": "user", "content": [{"type": "input_file", "file_id": "f"}]}]},
        "input[0].content[0].type",
        "unsupported",
    ),
    (
        {"input": [{"role": "user", "content": [{"type": "input_image", "file_id": "f"}]}]},
        "input[0].content[0].file_id",
        "unsupported",
    ),
    ({"invented": 1}, "invented", "unknown_parameter"),
]


async def test_what_cannot_be_done_is_refused_by_name(
    openai: AsyncOpenAI, provider: FakeProvider, platform: Platform, organization: MadeOrganization
) -> None:
    for changes, param, code in REFUSED:
        body = {"model": "fake-words-5", "input": "Hi", **changes}
        with pytest.raises(BadRequestError) as caught:
            await openai.post("/responses", body=body, cast_to=object)
        assert (caught.value.param, caught.value.code) == (param, code), (changes, caught.value.message)
        assert caught.value.type == "invalid_request_error"
        said: Any = caught.value.body
        assert "{" not in said["message"]
    assert provider.chats == []
    assert await usage_records(platform, organization) == []


async def test_what_is_harmless_is_let_through(openai: AsyncOpenAI, door: Door) -> None:
    await openai.responses.create(
        model="fake-words-5",
        input="Hi",
        store=False,
        include=["reasoning.encrypted_content"],
        truncation="disabled",
        reasoning={"effort": "low", "summary": "auto"},
        text={"format": {"type": "text"}, "verbosity": "low"},
        service_tier="auto",
        user="somebody",
    )
    assert door.url


async def test_anthropic_answers_too(
    openai: AsyncOpenAI, application: Application, organization: MadeOrganization
) -> None:
    async with FakeProvider(models=("claude-tools-1",)) as anthropic:
        wish = {"name": "Anthropic", "provider": "anthropic", "base_url": anthropic.anthropic_url}
        await connect_fake(application.platform, application.gateway, organization.id, anthropic, **wish)
        named: Any = {"type": "function", "name": "weather"}
        answer = await openai.responses.create(
            model="claude-tools-1", instructions="Rhyme.", input="Rain?", tools=[WEATHER], tool_choice=named
        )
        body = anthropic.chats[0].body
    assert [item.type for item in answer.output] == ["function_call"]
    assert body["tool_choice"] == {"type": "tool", "name": "weather"}
    assert "Rhyme." in str(body["system"])
