"""The one loop that answers: chat, `/v1`, and whatever else asks an assistant.

It stores nothing and knows no request; whoever calls it keeps the text and the record of the call.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from datetime import UTC, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from convosphere.engines.llm import (
    CallRecord,
    ChatMessage,
    ChatRequest,
    Event,
    Finish,
    Gateway,
    TextDelta,
    ToolCall,
    ToolCallDelta,
)
from convosphere.features.assistants import rules
from convosphere.features.assistants.types import AnswerEvent, AnswerFinished, Citations, Task, ToolStep


async def respond(
    gateway: Gateway,
    task: Task,
    *,
    on_call: Callable[[CallRecord], None] | None = None,
    extra: Mapping[str, object] = MappingProxyType({}),
) -> AsyncGenerator[AnswerEvent, None]:
    """Answers a task as a stream of events, `AnswerFinished` at its end.

    Wrap it in `contextlib.aclosing` wherever the loop may be left early. No transaction may be open.

    Args:
        gateway: the way to the models.
        task: what to answer. A `partial` is not repeated: only what follows it is yielded.
        on_call: gets the record of every call to a model, also of one that failed or was stopped.
        extra: what the asker wants beyond the task's parameters, in the words of this model's provider: fields that
            are merged into the body of the request.

    Raises:
        ProviderError: the model did not answer, or broke off; what was yielded before it still holds.
    """
    calls: list[CallRecord] = []

    def record(call: CallRecord) -> None:
        calls.append(call)
        if on_call is not None:
            on_call(call)

    request = await _request(task, extra)
    said = [task.partial]
    async with aclosing(gateway.stream(task.model.connection, request, on_end=record)) as answer:
        # Hot: a thousand events a second pass here, so nothing stands between that need not.
        again = task.model.is_builtin and task.partial
        async for event in _resumed(answer, len(task.partial)) if again else answer:
            if isinstance(event, TextDelta):
                if task.passages:
                    said.append(event.text)
                yield event
            elif isinstance(event, ToolCall):
                yield ToolStep(event, "requested")
            elif isinstance(event, Finish):
                if task.passages:
                    yield Citations(rules.cited("".join(said), task.passages))
                yield AnswerFinished(event.reason, tuple(calls))
            elif not isinstance(event, ToolCallDelta):
                yield event


async def _request(task: Task, extra: Mapping[str, object]) -> ChatRequest:
    parameters = task.parameters
    return ChatRequest(
        model=task.model.name,
        messages=await _messages(task),
        temperature=parameters.temperature,
        top_p=parameters.top_p,
        max_output_tokens=parameters.max_output_tokens,
        stop=parameters.stop,
        tools=parameters.tools,
        passages=task.passages,
        locale=task.locale,
        time_zone=task.time_zone,
        extra=extra,
    )


async def _messages(task: Task) -> list[ChatMessage]:
    if task.model.is_builtin:
        # Extraction needs the question alone, and answers anew instead of going on; see `_resumed`.
        return list(task.history)
    instructions = task.instructions
    if instructions is None:
        instructions = rules.default_instructions(await _local_time(task.now, task.time_zone), task.locale)
    instructions = rules.with_passages(instructions, task.passages, task.locale)
    system = [ChatMessage("system", instructions)] if instructions else []
    messages = [*system, *rules.continuing(task.history, task.partial, task.locale)]
    return rules.fit(messages, task.model.context_window, task.parameters.max_output_tokens)


async def _local_time(now: datetime, time_zone: str | None) -> datetime:
    if time_zone is None:
        return now.astimezone(UTC)
    try:
        # The first use of a zone reads a file.
        return now.astimezone(await asyncio.to_thread(ZoneInfo, time_zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return now.astimezone(UTC)


async def _resumed(answer: AsyncGenerator[Event, None], said: int) -> AsyncGenerator[Event, None]:
    """Drops from a builtin answer the characters that an interrupted attempt has said: it begins anew, the same."""
    async for event in answer:
        if said and isinstance(event, TextDelta):
            rest = event.text[said:]
            said -= len(event.text) - len(rest)
            if rest:
                yield TextDelta(rest)
        else:
            yield event
