"""One call through LiteLLM: its arguments, its stream read into events."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Mapping
from contextlib import aclosing
from typing import Any, Literal, Protocol

from convosphere.engines.llm.errors import ProtocolError, ProviderError, ProviderTimeoutError
from convosphere.engines.llm.litellm.failures import failures_of, typed_error
from convosphere.engines.llm.litellm.loading import load_litellm
from convosphere.engines.llm.litellm.names import prefixed
from convosphere.engines.llm.litellm.shortcut import (
    GATHERING_SECONDS,
    PATIENCE_AFTER_THE_END,
    read_response,
    response_in_openai_words,
)
from convosphere.engines.llm.openai.body import wire_messages, wire_tools
from convosphere.engines.llm.openai.chunks import ChatCompletion
from convosphere.engines.llm.types import ChatRequest, ConnectionConfig, Event, Timeouts
from convosphere.engines.llm.wire import extra_headers, secrets_of


class _Response(Protocol):
    """What we use of LiteLLM's stream beside its chunks."""

    received_finish_reason: str | None
    intermittent_finish_reason: str | None
    chunks: list[Any]

    def __aiter__(self) -> AsyncIterator[Any]: ...


async def answer_events(connection: ConnectionConfig, request: ChatRequest) -> AsyncGenerator[Event, None]:
    """The answer's events, as `Adapter.stream` has them. Blocks its loop while LiteLLM is busy with itself."""
    litellm = load_litellm()
    answer = ChatCompletion(secrets_of(connection))
    failures = failures_of(litellm)
    response: Any = None
    begun = False
    try:
        asking = litellm.acompletion(**_arguments(connection, request))
        response = await within(connection.timeouts.first_token, asking, "first_token")
        ours = response_in_openai_words(response)
        if ours is not None:
            pause = GATHERING_SECONDS if request.gather else 0.0
            reading = read_response(ours, answer, connection.timeouts, pause=pause)
        else:
            reading = _read_by_litellm(response, answer, connection.timeouts)
        async with aclosing(reading) as events:
            async for event in events:
                begun = True
                yield event
    except ProviderError:
        raise
    except failures as error:
        raise typed_error(litellm, error, secrets_of(connection), begun=begun) from None
    finally:
        if response is not None:
            await response.aclose()
    for event in answer.end():
        yield event


async def _read_by_litellm(
    response: Any,  # noqa: ANN401 - LiteLLM has no types
    answer: ChatCompletion,
    timeouts: Timeouts,
) -> AsyncGenerator[Event, None]:
    """The answer's events but for the closing ones, out of LiteLLM's chunks."""
    async for chunk in _chunks(response, timeouts):
        for event in answer.take_chunk(chunk.model_dump()):
            yield event
    _check_end(response)
    answer.take_usage(_usage(response))


def _arguments(connection: ConnectionConfig, request: ChatRequest) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "model": prefixed(connection, request.model),
        "messages": wire_messages(request.messages),
        "stream": True,
        "stream_options": {"include_usage": True},
        "timeout": max(connection.timeouts.first_token, connection.timeouts.between_tokens) + 5,  # ours is first
        "drop_params": True,  # what the vendor has no word for is left out, not an error
        "num_retries": 0,
        "max_retries": 0,
        "no-log": True,
        # Without it, tools make LiteLLM look for ones that its own proxy offers, which it cannot without `mcp`.
        "_skip_mcp_handler": True,
    }
    optional: dict[str, Any] = {
        "api_key": connection.api_key,
        "api_base": connection.base_url,
        "temperature": request.temperature,
        "top_p": request.top_p,
        "max_tokens": request.max_output_tokens,
        "stop": list(request.stop) or None,
        "tools": wire_tools(request.tools) or None,
        "extra_headers": extra_headers(connection) or None,
    }
    arguments |= {name: value for name, value in optional.items() if value is not None}
    extra = connection.extra.get("body")
    if isinstance(extra, Mapping):
        arguments.update(extra)
    arguments.update(request.extra)
    return arguments


async def _chunks(response: _Response, timeouts: Timeouts) -> AsyncGenerator[Any, None]:
    """LiteLLM's chunks, with our patience. What follows the finish (the usage) is waited for only briefly."""
    chunks = aiter(response)
    begun = finished = False
    while True:
        patience = timeouts.between_tokens if begun else timeouts.first_token
        try:
            chunk = await within(
                PATIENCE_AFTER_THE_END if finished else patience,
                anext(chunks, None),
                "between_tokens" if begun else "first_token",
            )
        except ProviderTimeoutError:
            if finished:
                return
            raise
        if chunk is None:
            return
        begun = True
        finished = finished or any(choice.finish_reason for choice in chunk.choices)
        yield chunk


async def within(seconds: float, work: Awaitable[Any], phase: Literal["first_token", "between_tokens"]) -> Any:  # noqa: ANN401 - LiteLLM has no types
    """What the work gives, within our patience. Raises ProviderTimeoutError."""
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            return await work
    except TimeoutError:
        if not limit.expired():
            raise
        raise ProviderTimeoutError("the provider did not go on in time", phase=phase) from None


def _check_end(response: _Response) -> None:
    """LiteLLM ends a stream that was cut with a «stop» of its own; what the provider said is kept apart."""
    if response.received_finish_reason is None and response.intermittent_finish_reason is None:
        raise ProtocolError("the stream ended in the middle of the answer", cut=True)


def _usage(response: _Response) -> dict[str, Any] | None:
    """The provider's count from the chunks. LiteLLM would hand it out only after counting tokens itself."""
    for chunk in reversed(response.chunks):
        usage = getattr(chunk, "usage", None)
        if usage is not None:
            counted: dict[str, Any] = usage.model_dump()
            return counted
    return None
