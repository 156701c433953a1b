"""Reads the chunks of a chat completion into events."""

from collections.abc import Iterable
from typing import Any

from convosphere.engines.llm.counts import read_usage
from convosphere.engines.llm.errors import ProtocolError, UnavailableError
from convosphere.engines.llm.failures import error_from_fault, read_fault
from convosphere.engines.llm.json_text import SurrogateJoiner, decode_object
from convosphere.engines.llm.tool_calls import ToolCallAssembly
from convosphere.engines.llm.types import Event, Finish, FinishReason, ReasoningDelta, TextDelta, Usage

_REASONS = {
    "stop": FinishReason.STOP,
    "eos": FinishReason.STOP,
    "stop_sequence": FinishReason.STOP,
    "length": FinishReason.LENGTH,
    "model_length": FinishReason.LENGTH,
    "max_tokens": FinishReason.LENGTH,
    "tool_calls": FinishReason.TOOL_CALLS,
    "function_call": FinishReason.TOOL_CALLS,
    "content_filter": FinishReason.CONTENT_FILTER,
}
# Reasons that are faults: OpenRouter's for an upstream that broke, DeepSeek's for too little hardware.
_FAULTS = frozenset({"error", "insufficient_system_resource"})


class ChatCompletion:
    """One answer in progress. See `convosphere.engines.llm.relay.Answer`."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self.finished = False
        self.done = False
        self._secrets = tuple(secrets)
        self._reason: FinishReason | None = None
        self._usage: Usage | None = None
        self._calls = ToolCallAssembly()
        self._text = SurrogateJoiner()
        self._thought = SurrogateJoiner()
        self._anything = False

    def take(self, payload: bytes, *, last: bool) -> list[Event]:
        """What one chunk adds; `[DONE]` is the end mark."""
        if not payload.startswith(b"{") and payload.strip() == b"[DONE]":
            self.done = True
            return []
        chunk = decode_object(payload, last=last)
        text = _plain_text(chunk)
        if text is not None and not self._text.pending:
            self._anything = True
            return [TextDelta(text)]
        return self.take_chunk(chunk)

    def take_chunk(self, chunk: dict[str, Any]) -> list[Event]:
        """What one chunk adds, decoded already."""
        if chunk.get("error") or chunk.get("object") == "error":
            raise error_from_fault(read_fault(chunk, None), None, self._secrets)
        self._anything = self._anything or "choices" in chunk
        try:
            return self._chunk(chunk)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise ProtocolError(f"a chunk of unknown shape: {error}") from None

    def take_usage(self, usage: object) -> None:
        """A count of tokens in OpenAI's shape, wherever it was found."""
        if isinstance(usage, dict):
            self._usage = _usage(usage) or self._usage

    def end(self) -> list[Event]:
        """Tool calls, usage, finish."""
        if not self._anything:
            raise ProtocolError("no answer in the stream; is the base URL right?")
        if self._reason is None and not self.done:
            raise ProtocolError("the stream ended in the middle of the answer", cut=True)
        reason = self._reason or FinishReason.UNKNOWN
        if self._calls and reason in {FinishReason.STOP, FinishReason.UNKNOWN}:
            reason = FinishReason.TOOL_CALLS
        closing: list[Event] = [*self._calls.complete()]
        if self._usage is not None:
            closing.append(self._usage)
        closing.append(Finish(reason))
        return closing

    def _chunk(self, chunk: dict[str, Any]) -> list[Event]:
        self.take_usage(chunk.get("usage") or (chunk.get("x_groq") or {}).get("usage"))
        choices = chunk.get("choices")
        if not choices:
            return []
        choice = choices[0]
        delta = choice.get("delta") or choice.get("message")
        events = self._delta(delta) if delta else []
        reason = choice.get("finish_reason")
        if reason:
            if reason in _FAULTS:
                raise UnavailableError(f"the provider gave up: {reason}", provider_code=reason)
            self._reason = _REASONS.get(reason, FinishReason.UNKNOWN)
            self.finished = True
        return events

    def _delta(self, delta: dict[str, Any]) -> list[Event]:
        events: list[Event] = []
        thought = delta.get("reasoning_content") or delta.get("reasoning")
        if thought:
            self._add_thought(events, thought)
        content = delta.get("content") or delta.get("refusal")
        if content:
            if isinstance(content, str):
                self._add_text(events, content)
            else:
                self._parts(events, content)
        events += [self._call(call) for call in delta.get("tool_calls") or ()]
        return events

    def _parts(self, events: list[Event], parts: list[dict[str, Any]]) -> None:
        """Mistral's reasoning models send content as a list of parts."""
        for part in parts:
            if part["type"] == "text":
                self._add_text(events, part["text"])
            elif part["type"] == "thinking":
                inner = part["thinking"]
                pieces = [inner] if isinstance(inner, str) else [piece.get("text", "") for piece in inner]
                self._add_thought(events, "".join(pieces))

    def _add_text(self, events: list[Event], text: str) -> None:
        if self._text.needs(text):
            text = self._text.join(text)
        if text:
            events.append(TextDelta(text))

    def _add_thought(self, events: list[Event], text: str) -> None:
        if self._thought.needs(text):
            text = self._thought.join(text)
        if text:
            events.append(ReasoningDelta(text))

    def _call(self, call: dict[str, Any]) -> Event:
        function = call.get("function") or {}
        arguments = function.get("arguments") or ""
        return self._calls.piece(
            number=call.get("index"),
            call_id=call.get("id") or "",
            name=function.get("name") or "",
            arguments=arguments if isinstance(arguments, str) else str(arguments),
            provider_data=call.get("extra_content"),
        )


def _plain_text(chunk: dict[str, Any]) -> str | None:
    """The text of a chunk that holds ASCII text and nothing else that matters: most chunks, so this is short."""
    try:
        choice = chunk["choices"][0]
        delta = choice["delta"]
        text = delta["content"]
    except (LookupError, TypeError):
        return None
    if (
        type(text) is str
        and text
        and text.isascii()
        and (len(delta) == 1 or (len(delta) == 2 and "role" in delta))  # noqa: PLR2004 - role and content
        and not choice.get("finish_reason")
        and not chunk.get("usage")
        and "error" not in chunk
    ):
        return text
    return None


def _usage(usage: dict[str, Any]) -> Usage | None:
    """OpenAI's usage, DeepSeek's cache fields included; None: nothing that can be."""
    prompt, completion = _part(usage, "prompt_tokens_details"), _part(usage, "completion_tokens_details")
    return read_usage(
        usage.get("prompt_tokens"),
        usage.get("completion_tokens"),
        cached=prompt.get("cached_tokens") or usage.get("prompt_cache_hit_tokens"),
        reasoning=completion.get("reasoning_tokens"),
    )


def _part(usage: dict[str, Any], name: str) -> dict[str, Any]:
    found = usage.get(name)
    return found if isinstance(found, dict) else {}
