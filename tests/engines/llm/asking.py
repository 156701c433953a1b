"""Asks a gateway and collects what comes, for assertions."""

from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from convosphere.engines.llm import (
    CallRecord,
    ChatMessage,
    ChatRequest,
    ConnectionConfig,
    Event,
    Finish,
    FinishReason,
    Gateway,
    ProviderError,
    ReasoningDelta,
    TextDelta,
    ToolCall,
    Usage,
)


@dataclass
class Asked:
    """All that one call gave: events in order, the error that ended it, the records reported."""

    events: list[Event] = field(default_factory=list)
    error: ProviderError | None = None
    records: list[CallRecord] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(event.text for event in self.events if isinstance(event, TextDelta))

    @property
    def reasoning(self) -> str:
        return "".join(event.text for event in self.events if isinstance(event, ReasoningDelta))

    @property
    def tool_calls(self) -> list[ToolCall]:
        return [event for event in self.events if isinstance(event, ToolCall)]

    @property
    def usages(self) -> list[Usage]:
        return [event for event in self.events if isinstance(event, Usage)]

    @property
    def finish(self) -> FinishReason | None:
        last = self.events[-1] if self.events else None
        return last.reason if isinstance(last, Finish) else None

    @property
    def record(self) -> CallRecord:
        (only,) = self.records
        return only


async def ask(
    gateway: Gateway, connection: ConnectionConfig, model: str = "fake", question: str = "Hello", **options: Any
) -> Asked:
    """Asks to the end, whatever the end is. `options` go into the request."""
    messages = options.pop("messages", None) or [ChatMessage("user", question)]
    asked = Asked()
    stream = gateway.stream(connection, ChatRequest(model, messages, **options), on_end=asked.records.append)
    try:
        async with aclosing(stream):
            async for event in stream:
                asked.events.append(event)
    except ProviderError as error:
        asked.error = error
    return asked
