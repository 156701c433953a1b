"""Measures one call: tokens, time to first token, duration, outcome. What features store as the usage
record.
"""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from convosphere.engines.llm.errors import ProviderError
from convosphere.engines.llm.types import (
    ChatRequest,
    ConnectionConfig,
    Event,
    Finish,
    FinishReason,
    Outcome,
    Provider,
    ReasoningDelta,
    TextDelta,
    ToolCallDelta,
    Usage,
)

_WORDS = (TextDelta, ReasoningDelta)
_BYTES_PER_TOKEN = 4
TOKENS_PER_MESSAGE = 4
TOKENS_PER_IMAGE = 800


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call to a provider, whatever became of it. Times in seconds.

    `usage.estimated` is set where the provider reported no tokens, as it is for stopped and failed calls.
    `time_to_first_token` is None when nothing arrived; `error` is set exactly when `outcome` is FAILED by the
    provider. `reservation`: for whoever reserves something before a call; the gateway knows of none.
    Those who keep such records may call a reranker a provider, too: the gateway asks none.
    `estimated_input`: our own estimate of what the provider counted, to learn from; None where it reported nothing,
    and for pictures, of which nobody else knows what they are counted as.
    """

    connection_id: str
    provider: Provider | Literal["rerank"]
    base_url: str | None
    model: str
    started_at: datetime
    outcome: Outcome
    finish_reason: FinishReason | None
    usage: Usage
    time_to_first_token: float | None
    duration: float
    error: ProviderError | None
    reservation: UUID | None = None
    estimated_input: int | None = None


OnEnd = Callable[[CallRecord], None]


def text_size(text: str) -> int:
    """Length in UTF-8 bytes, cheap for ASCII."""
    return len(text) if text.isascii() else len(text.encode(errors="replace"))


def estimate_tokens(text: str) -> int:
    """A rough count of tokens, for when nobody counted: four bytes of UTF-8 each, rounded up."""
    return math.ceil(text_size(text) / _BYTES_PER_TOKEN)


def estimate_input_tokens(request: ChatRequest) -> int:
    """Roughly what a request takes up in the model's context."""
    total = 0
    for message in request.messages:
        total += TOKENS_PER_MESSAGE + estimate_tokens(message.text) + TOKENS_PER_IMAGE * len(message.images)
        total += sum(estimate_tokens(call.name + call.arguments) for call in message.tool_calls)
    for tool in request.tools:
        total += estimate_tokens(tool.name + tool.description + str(dict(tool.parameters)))
    return total


class Meter:
    """Watches one call; reports exactly once, at whichever end comes first."""

    __slots__ = (
        "_connection",
        "_ended",
        "_first_token_at",
        "_on_end",
        "_output_size",
        "_request",
        "_started",
        "_started_at",
        "_usage",
    )

    def __init__(self, connection: ConnectionConfig, request: ChatRequest, on_end: OnEnd | None) -> None:
        self._connection = connection
        self._request = request
        self._on_end = on_end
        self._started_at = datetime.now(UTC)
        self._started = time.monotonic()
        self._first_token_at: float | None = None
        self._output_size = 0
        self._usage: Usage | None = None
        self._ended = False

    def output(self, text: str) -> None:
        """Counts a piece of answer, reasoning or tool call."""
        if self._first_token_at is None:
            self._first_token_at = time.monotonic()
        self._output_size += len(text) if text.isascii() else text_size(text)

    def take(self, event: Event) -> Event:
        """Counts the next event of the answer; returns it as it can be stored."""
        if isinstance(event, _WORDS):
            self.output(event.text)
            if "\0" in event.text:  # PostgreSQL cannot store it, and no reader can see it
                return type(event)(event.text.replace("\0", "\N{REPLACEMENT CHARACTER}"))
        elif isinstance(event, ToolCallDelta):
            self.output(event.arguments or event.name)
        elif isinstance(event, Usage):
            self._usage = event
        return event

    def closing(self, reason: FinishReason) -> Iterator[Event]:
        """What ends the answer: its usage, unless the provider has reported it, and the finish, after the report."""
        if self._usage is None:
            yield self.usage()
        self.end(Outcome.COMPLETED, finish_reason=reason)
        yield Finish(reason)

    def exceeds(self, seconds: float, size: int) -> bool:
        """Whether the answer, still without its end, has taken longer, or is larger in bytes."""
        if self._usage is not None:
            return False
        return self._output_size > size or time.monotonic() - self._started > seconds

    def usage(self) -> Usage:
        """The provider's count, or our estimate."""
        return self._usage or Usage(
            input_tokens=estimate_input_tokens(self._request),
            output_tokens=math.ceil(self._output_size / _BYTES_PER_TOKEN),
            estimated=True,
        )

    def end(
        self,
        outcome: Outcome,
        *,
        finish_reason: FinishReason | None = None,
        error: ProviderError | None = None,
    ) -> None:
        """Reports the call, unless it was reported already."""
        if self._ended:
            return
        self._ended = True
        if self._on_end is None:
            return
        first = self._first_token_at
        self._on_end(
            CallRecord(
                connection_id=self._connection.id,
                provider=self._connection.provider,
                base_url=self._connection.base_url,
                model=self._request.model,
                started_at=self._started_at,
                outcome=outcome,
                finish_reason=finish_reason,
                usage=self.usage(),
                time_to_first_token=None if first is None else first - self._started,
                duration=time.monotonic() - self._started,
                error=error,
                estimated_input=self._estimated(),
            )
        )

    def _estimated(self) -> int | None:
        if self._usage is None or any(message.images for message in self._request.messages):
            return None
        return estimate_input_tokens(self._request)
