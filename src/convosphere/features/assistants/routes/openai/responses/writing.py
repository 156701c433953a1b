"""From the events of an answer to the objects and events of the Responses API."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Final

import orjson

from convosphere.engines.llm import (
    FinishReason,
    ProviderError,
    ReasoningDelta,
    TextDelta,
    ToolCall,
    Usage,
    encode_body,
)
from convosphere.features.assistants.routes.openai.failures import provider_failure
from convosphere.features.assistants.routes.openai.writing import Begun, well_formed, who_answers
from convosphere.features.assistants.schemas.openai import ResponseObject, ResponsesRequest
from convosphere.features.assistants.schemas.openai.outputs import OutputTokens
from convosphere.features.assistants.schemas.openai.response_outputs import (
    IncompleteDetails,
    ResponseFailure,
    ResponseInputTokens,
    ResponseUsage,
)
from convosphere.features.assistants.types import AnswerEvent, AnswerFinished, ModelAnswering, ToolStep

_Json = dict[str, Any]
# The codes that this API has for an answer that broke off.
_CODES: Final = {"rate_limit_exceeded": "rate_limit_exceeded"}


@dataclass(slots=True)
class _Open:
    """An item that is being written: its text so far, and what every piece of it begins with."""

    kind: str
    item: _Json
    index: int
    text: list[str]
    head: bytes


class ResponseWriter:
    """Writes one answer: as events, and as the object that they make."""

    def __init__(self, response_id: str, created: int, wanted: ResponsesRequest, model: str) -> None:
        self._id = response_id.removeprefix("resp_")
        self._object = _empty(response_id, created, wanted, model)
        self._number = -1
        self._open: _Open | None = None
        self._usage = Usage()

    def answered_by(self, answering: ModelAnswering) -> None:
        """Says who answers."""
        self._object.model = answering.model.name

    @property
    def whole(self) -> ResponseObject:
        """The answer as far as it has come."""
        return self._object

    def opening(self) -> bytes:
        """The events before the answer."""
        return self._state("response.created") + self._state("response.in_progress")

    def take(self, event: AnswerEvent) -> bytes:
        """The events for one of ours; empty: it has none."""
        if isinstance(event, TextDelta):
            return self._piece("message", event.text)
        if isinstance(event, ReasoningDelta):
            return self._piece("reasoning", event.text)
        if isinstance(event, ToolStep):
            return self._close() + self._call(event.call)
        if isinstance(event, Usage):
            self._usage = event
        elif isinstance(event, AnswerFinished):
            return self._close(event.reason) + self._finish(event.reason)
        return b""

    def closing(self) -> bytes:
        """The last event, to be sent when the answer's usage is stored."""
        return self._state(f"response.{self._object.status}")

    def failing(self, error: ProviderError, locale: str) -> bytes:
        """The last events of an answer that broke off."""
        said = provider_failure(error, locale)["error"]
        closed = self._close(FinishReason.LENGTH)
        self._object.status = "failed"
        code = _CODES.get(said["code"], "server_error")
        self._object.error = ResponseFailure(code=code, message=said["message"])
        return closed + self.closing()

    def _piece(self, kind: str, text: str) -> bytes:
        opened = self._open
        before = b""
        if opened is None or opened.kind != kind:
            before = self._close()
            opened, began = self._begin(kind)
            before += began
        opened.text.append(text)
        self._number += 1
        return b'%b%b%d,"delta":%b}\n\n' % (before, opened.head, self._number, orjson.dumps(text))

    def _begin(self, kind: str) -> tuple[_Open, bytes]:
        index = len(self._object.output)
        if kind == "message":
            item: _Json = {"id": f"msg_{self._id}_{index}", "type": "message", "status": "in_progress"}
            item |= {"role": "assistant", "content": []}
            name = "response.output_text.delta"
        else:
            item = {"id": f"rs_{self._id}_{index}", "type": "reasoning", "status": "in_progress"}
            item |= {"summary": [], "content": []}
            name = "response.reasoning_text.delta"
        place = {"item_id": item["id"], "output_index": index, "content_index": 0}
        more: _Json = {"logprobs": []} if kind == "message" else {}
        head = encode_body({"type": name, **place, **more})[:-1] + b',"sequence_number":'
        self._open = _Open(kind, item, index, [], b"event: %b\ndata: %b" % (name.encode(), head))
        self._object.output.append(item)
        added = self._event("response.output_item.added", {"output_index": index, "item": item})
        part = _part(kind, "")
        return self._open, added + self._event("response.content_part.added", {**place, "part": part})

    def _close(self, reason: FinishReason = FinishReason.STOP) -> bytes:
        opened = self._open
        if opened is None:
            return b""
        self._open = None
        text = "".join(opened.text)
        part = _part(opened.kind, text)
        cut = reason in {FinishReason.LENGTH, FinishReason.CONTENT_FILTER}
        opened.item["content"] = [part]
        opened.item["status"] = "incomplete" if cut else "completed"
        place = {"item_id": opened.item["id"], "output_index": opened.index, "content_index": 0}
        if opened.kind == "message":
            done = self._event("response.output_text.done", {**place, "text": text, "logprobs": []})
        else:
            done = self._event("response.reasoning_text.done", {**place, "text": text})
        return (
            done
            + self._event("response.content_part.done", {**place, "part": part})
            + self._event("response.output_item.done", {"output_index": opened.index, "item": opened.item})
        )

    def _call(self, call: ToolCall) -> bytes:
        index = len(self._object.output)
        name, arguments = well_formed(call.name), well_formed(call.arguments)
        item: _Json = {
            "id": f"fc_{self._id}_{index}",
            "type": "function_call",
            "status": "in_progress",
            "call_id": call.id,
            "name": name,
            "arguments": "",
        }
        if call.provider_data:
            item["extra_content"] = dict(call.provider_data)
        self._object.output.append(item)
        place = {"item_id": item["id"], "output_index": index}
        events = self._event("response.output_item.added", {"output_index": index, "item": item})
        events += self._event("response.function_call_arguments.delta", {**place, "delta": arguments})
        done = {**place, "name": name, "arguments": arguments}
        events += self._event("response.function_call_arguments.done", done)
        item |= {"status": "completed", "arguments": arguments}
        return events + self._event("response.output_item.done", {"output_index": index, "item": item})

    def _finish(self, reason: FinishReason) -> bytes:
        answer = self._object
        answer.usage = _usage(self._usage)
        answer.status = "completed"
        if reason is FinishReason.LENGTH:
            answer.incomplete_details = IncompleteDetails(reason="max_output_tokens")
        elif reason is FinishReason.CONTENT_FILTER:
            answer.incomplete_details = IncompleteDetails(reason="content_filter")
        if answer.incomplete_details is not None:
            answer.status = "incomplete"
        return b""

    def _state(self, name: str) -> bytes:
        return self._event(name, {"response": self._object.model_dump()})

    def _event(self, name: str, content: _Json) -> bytes:
        self._number += 1
        data = encode_body({"type": name, "sequence_number": self._number, **content})
        return b"event: %b\ndata: %b\n\n" % (name.encode(), data)


async def whole(answer: AsyncGenerator[AnswerEvent, None], writer: ResponseWriter) -> tuple[ModelAnswering, bytes]:
    """The answer as one JSON object, and who gave it.

    Raises:
        ProviderError: the model did not answer, or broke off.
    """
    async with aclosing(answer):
        answering = await who_answers(answer)
        writer.answered_by(answering)
        async for event in answer:
            writer.take(event)
    return answering, encode_body(writer.whole.model_dump())


async def begin(answer: AsyncGenerator[AnswerEvent, None], writer: ResponseWriter, locale: str) -> Begun:
    """The answer as a stream of events, as soon as a model has begun to give it.

    Raises:
        ProviderError: no model began to answer.
    """
    answering = await who_answers(answer)
    writer.answered_by(answering)
    rest = _events(answer, writer, locale)
    return Begun(answering, await anext(rest), rest)


async def _events(
    answer: AsyncGenerator[AnswerEvent, None], writer: ResponseWriter, locale: str
) -> AsyncGenerator[bytes, None]:
    async with aclosing(answer):
        yield writer.opening()
        try:
            async for event in answer:
                written = writer.take(event)
                if written:
                    yield written
        except ProviderError as error:
            yield writer.failing(error, locale)
            return
    # The answer is at its end, and so its usage is stored.
    yield writer.closing()


def _empty(response_id: str, created: int, wanted: ResponsesRequest, model: str) -> ResponseObject:
    choice, text = wanted.tool_choice, wanted.text
    form: _Json = {"type": "text"}
    if text is not None and text.format is not None:
        form = text.format.model_dump(by_alias=True, exclude_none=True)
    chosen: str | _Json = "auto"
    if choice is not None:
        chosen = choice.type if choice.name is None else choice.model_dump()
    return ResponseObject(
        id=response_id,
        created_at=created,
        status="in_progress",
        instructions=wanted.instructions,
        max_output_tokens=wanted.max_output_tokens,
        metadata=wanted.metadata or {},
        model=model,
        parallel_tool_calls=wanted.parallel_tool_calls is not False,
        reasoning={"effort": wanted.reasoning.effort if wanted.reasoning else None, "summary": None},
        temperature=wanted.temperature,
        text={"format": form} | ({"verbosity": text.verbosity} if text is not None and text.verbosity else {}),
        tool_choice=chosen,
        tools=[tool.model_dump() for tool in wanted.tools],
        top_p=wanted.top_p,
    )


def _part(kind: str, text: str) -> _Json:
    if kind == "message":
        return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    return {"type": "reasoning_text", "text": text}


def _usage(usage: Usage) -> ResponseUsage:
    return ResponseUsage(
        input_tokens=usage.input_tokens,
        input_tokens_details=ResponseInputTokens(
            cached_tokens=usage.cached_input_tokens, cache_write_tokens=usage.cache_write_tokens
        ),
        output_tokens=usage.output_tokens,
        output_tokens_details=OutputTokens(reasoning_tokens=usage.reasoning_tokens),
        total_tokens=usage.input_tokens + usage.output_tokens,
        estimated=usage.estimated,
    )
