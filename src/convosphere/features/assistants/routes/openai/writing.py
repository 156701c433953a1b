"""From the events of an answer to OpenAI's JSON: whole, or in chunks as the events come.

A stream is thousands of chunks that differ in a few letters, so everything else of a chunk is encoded once.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote

import orjson

from convosphere.engines.llm import FinishReason, ProviderError, ReasoningDelta, TextDelta, ToolCall, Usage
from convosphere.features.assistants.routes.openai.failures import provider_failure
from convosphere.features.assistants.routes.openai.knowledge import Rested
from convosphere.features.assistants.schemas.openai import (
    ChatCompletion,
    Choice,
    CompletionUsage,
    InputTokens,
    OutputFunction,
    OutputMessage,
    OutputTokens,
    OutputToolCall,
)
from convosphere.features.assistants.schemas.openai.outputs import FinishWord
from convosphere.features.assistants.types import AnswerEvent, AnswerFinished, ModelAnswering, ToolStep

_FINISH: Final[dict[FinishReason, FinishWord]] = {
    FinishReason.STOP: "stop",
    FinishReason.LENGTH: "length",
    FinishReason.TOOL_CALLS: "tool_calls",
    FinishReason.CONTENT_FILTER: "content_filter",
    # OpenAI's API has no word for «properly, but nobody says why».
    FinishReason.UNKNOWN: "stop",
}
_DONE: Final = b"data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands in every part of one answer. `created` in Unix seconds; `model` is the wanted one's name. `rested`:
    what it rests on beside the messages.
    """

    id: str
    created: int
    model: str
    rested: Rested | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A stream that has begun: who answers, what comes first, and the rest, which is to be closed."""

    answering: ModelAnswering
    first: bytes
    rest: AsyncGenerator[bytes, None]


async def who_answers(answer: AsyncGenerator[AnswerEvent, None]) -> ModelAnswering:
    """Waits until a model has begun to answer; says which.

    Raises:
        ProviderError: none did.
    """
    first = await anext(answer)
    if not isinstance(first, ModelAnswering):
        raise TypeError(first)
    return first


def headers_of(answering: ModelAnswering) -> dict[str, str]:
    """Which model answers, and what went wrong if it is not the one that was asked."""
    # Names may have letters that headers cannot carry.
    found = {"X-ConvoSphere-Model": quote(answering.model.name, safe="/:@ +,;=()[]")}
    return found if answering.because is None else found | {"X-ConvoSphere-Fallback": answering.because}


async def whole(answer: AsyncGenerator[AnswerEvent, None], heading: Heading) -> tuple[ModelAnswering, bytes]:
    """The answer as one JSON object, and who gave it.

    Raises:
        ProviderError: the model did not answer, or broke off.
    """
    text: list[str] = []
    thoughts: list[str] = []
    calls: list[ToolCall] = []
    usage, reason = Usage(), FinishReason.UNKNOWN
    async with aclosing(answer):
        answering = await who_answers(answer)
        async for event in answer:
            match event:
                case TextDelta():
                    text.append(event.text)
                case ReasoningDelta():
                    thoughts.append(event.text)
                case ToolStep():
                    calls.append(event.call)
                case Usage():
                    usage = event
                case AnswerFinished():
                    reason = event.reason
    message = OutputMessage(
        content="".join(text) if text or not calls else None,
        reasoning_content="".join(thoughts) or None,
        tool_calls=[_call(call) for call in calls] or None,
    )
    completion = ChatCompletion(
        id=heading.id,
        created=heading.created,
        model=answering.model.name,
        choices=[Choice(message=message, finish_reason=_FINISH[reason])],
        usage=_usage(usage),
        knowledge=None if heading.rested is None else heading.rested.shown(),
    )
    return answering, completion.model_dump_json().encode()


async def begin(answer: AsyncGenerator[AnswerEvent, None], heading: Heading, locale: str, *, with_usage: bool) -> Begun:
    """The answer as a stream of chunks, as soon as a model has begun to give it.

    Raises:
        ProviderError: no model began to answer.
    """
    answering = await who_answers(answer)
    heading = replace(heading, model=answering.model.name)
    rest = chunks(answer, heading, locale, with_usage=with_usage)
    return Begun(answering, await anext(rest), rest)


async def chunks(
    answer: AsyncGenerator[AnswerEvent, None], heading: Heading, locale: str, *, with_usage: bool
) -> AsyncGenerator[bytes, None]:
    """The answer, of which a model has begun, as server-sent events.

    An error is the last event: the status has been sent, and OpenAI's clients raise on such an event.
    """
    writer = _ChunkWriter(heading, with_usage=with_usage)
    async with aclosing(answer):
        yield writer.opening
        try:
            async for event in answer:
                chunk = writer.write(event)
                if chunk:
                    yield chunk
        except ProviderError as error:
            yield b"data: " + orjson.dumps(provider_failure(error, locale)) + b"\n\n"
            return
    # The answer is at its end, and so its usage is stored.
    yield writer.closing()


class _ChunkWriter:
    """Writes the chunks of one answer."""

    __slots__ = ("_calls", "_head", "_rested", "_tail", "_text_head", "_text_tail", "_usage", "_with_usage", "opening")

    def __init__(self, heading: Heading, *, with_usage: bool) -> None:
        common = {
            "id": heading.id,
            "object": "chat.completion.chunk",
            "created": heading.created,
            "model": heading.model,
        }
        end = b',"usage":null}\n\n' if with_usage else b"}\n\n"
        self._head = b"data: " + orjson.dumps(common)[:-1] + b',"choices":['
        self._tail = b"]" + end
        self._text_head = self._head + b'{"index":0,"delta":{"content":'
        self._text_tail = b'},"logprobs":null,"finish_reason":null}' + self._tail
        self.opening = self._chunk({"role": "assistant", "content": "", "refusal": None})
        self._with_usage = with_usage
        self._rested = heading.rested
        self._usage = Usage()
        self._calls = 0

    def write(self, event: AnswerEvent) -> bytes:
        """The chunk for an event; empty: it has none."""
        if isinstance(event, TextDelta):
            return self._text_head + orjson.dumps(event.text) + self._text_tail
        if isinstance(event, ReasoningDelta):
            return self._chunk({"reasoning_content": event.text})
        if isinstance(event, ToolStep):
            call = {"index": self._calls, **_call(event.call).model_dump()}
            self._calls += 1
            return self._chunk({"tool_calls": [call]})
        if isinstance(event, AnswerFinished):
            return self._last(_FINISH[event.reason])
        if isinstance(event, Usage):
            self._usage = event
        return b""

    def closing(self) -> bytes:
        """The usage, if it is wanted, and the end mark."""
        if not self._with_usage:
            return _DONE
        usage = _usage(self._usage).model_dump_json().encode()
        return self._head + b'],"usage":' + usage + b"}\n\n" + _DONE

    def _last(self, reason: FinishWord) -> bytes:
        chunk = self._chunk({}, reason)
        if self._rested is None:
            return chunk
        # Behind the finish reason, where clients that do not know of it look past it.
        return (
            chunk.removesuffix(b"}\n\n") + b',"knowledge":' + self._rested.shown().model_dump_json().encode() + b"}\n\n"
        )

    def _chunk(self, delta: dict[str, Any], reason: FinishWord | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        return self._head + orjson.dumps(choice) + self._tail


def _usage(usage: Usage) -> CompletionUsage:
    return CompletionUsage(
        prompt_tokens=usage.input_tokens,
        completion_tokens=usage.output_tokens,
        total_tokens=usage.input_tokens + usage.output_tokens,
        prompt_tokens_details=InputTokens(cached_tokens=usage.cached_input_tokens),
        completion_tokens_details=OutputTokens(reasoning_tokens=usage.reasoning_tokens),
        estimated=usage.estimated,
    )


def _call(call: ToolCall) -> OutputToolCall:
    return OutputToolCall(
        id=call.id,
        function=OutputFunction(name=well_formed(call.name), arguments=well_formed(call.arguments)),
        extra_content=dict(call.provider_data) if call.provider_data else None,
    )


def well_formed(text: str) -> str:
    """The text with lone surrogates, which UTF-8 cannot carry, as U+FFFD; the text of answers has none."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
