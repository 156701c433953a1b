"""Reads the events of Anthropic's message stream."""

from collections.abc import Iterable
from typing import Any

import orjson

from convosphere.engines.llm.counts import read_count, read_usage
from convosphere.engines.llm.errors import ProtocolError
from convosphere.engines.llm.failures import error_from_fault, read_fault
from convosphere.engines.llm.json_text import SurrogateJoiner, decode_object
from convosphere.engines.llm.tool_calls import ToolCallAssembly
from convosphere.engines.llm.types import Event, Finish, FinishReason, ReasoningDelta, TextDelta, Usage

_REASONS = {
    "end_turn": FinishReason.STOP,
    "stop_sequence": FinishReason.STOP,
    "max_tokens": FinishReason.LENGTH,
    "model_context_window_exceeded": FinishReason.LENGTH,
    "tool_use": FinishReason.TOOL_CALLS,
    "refusal": FinishReason.CONTENT_FILTER,
}
_INPUT = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
_COUNTED = frozenset({*_INPUT, "output_tokens"})


class Message:
    """One answer in progress. See `convosphere.engines.llm.relay.Answer`."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self.finished = False
        self.done = False
        self._secrets = tuple(secrets)
        self._reason: FinishReason | None = None
        self._counts: dict[str, object] = {}
        self._calls = ToolCallAssembly()
        self._text = SurrogateJoiner()
        self._thought = SurrogateJoiner()
        self._started = False

    def take(self, payload: bytes, *, last: bool) -> list[Event]:
        """What one event adds; events and blocks of kinds that we do not know are passed over, as the API
        asks.
        """
        event = decode_object(payload, last=last)
        try:
            match event.get("type"):
                case "content_block_delta":
                    return self._delta(event["index"], event["delta"])
                case "content_block_start":
                    return self._block(event["index"], event["content_block"])
                case "message_start":
                    self._started = True
                    self._count(event["message"].get("usage"))
                case "message_delta":
                    self._count(event.get("usage"))
                    self._finish(event["delta"].get("stop_reason"))
                case "message_stop":
                    self.done = True
                case "message":
                    return self._whole(event)
                case "error":
                    raise error_from_fault(read_fault(event, None), None, self._secrets)
                case _:
                    pass  # ping, content_block_stop, and what is yet to come
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise ProtocolError(f"an event of unknown shape: {error}") from None
        return []

    def end(self) -> list[Event]:
        """Tool calls, usage, finish."""
        if not self._started:
            raise ProtocolError("no answer in the stream; is the base URL right?")
        if self._reason is None and not self.done:
            raise ProtocolError("the stream ended in the middle of the answer", cut=True)
        closing: list[Event] = [*self._calls.complete()]
        usage = self._usage()
        if usage is not None:
            closing.append(usage)
        closing.append(Finish(self._reason or FinishReason.UNKNOWN))
        return closing

    def _whole(self, message: dict[str, Any]) -> list[Event]:
        """An answer in one piece, from a server that does not stream."""
        self._started = True
        events: list[Event] = []
        for index, block in enumerate(message["content"]):
            events += self._block(index, block)
        self._count(message.get("usage"))
        self._finish(message.get("stop_reason"))
        return events

    def _finish(self, reason: str | None) -> None:
        if reason:
            self._reason = _REASONS.get(reason, FinishReason.UNKNOWN)
            self.finished = True

    def _block(self, index: int, block: dict[str, Any]) -> list[Event]:
        """A block begins; usually empty, but some servers put the first piece, or all of it, in here."""
        match block["type"]:
            case "text":
                return self._add_text(block.get("text") or "")
            case "thinking":
                return self._add_thought(block.get("thinking") or "")
            case "tool_use":
                whole = block.get("input")
                arguments = orjson.dumps(whole).decode() if whole else ""
                return [self._calls.piece(number=index, call_id=block["id"], name=block["name"], arguments=arguments)]
            case _:
                return []

    def _delta(self, index: int, delta: dict[str, Any]) -> list[Event]:
        match delta["type"]:
            case "text_delta":
                return self._add_text(delta["text"])
            case "thinking_delta":
                return self._add_thought(delta["thinking"])
            case "input_json_delta":
                piece: str = delta["partial_json"]
                return [self._calls.piece(number=index, arguments=piece)] if piece else []
            case _:
                return []  # signatures, citations

    def _add_text(self, text: str) -> list[Event]:
        if self._text.needs(text):
            text = self._text.join(text)
        return [TextDelta(text)] if text else []

    def _add_thought(self, text: str) -> list[Event]:
        if self._thought.needs(text):
            text = self._thought.join(text)
        return [ReasoningDelta(text)] if text else []

    def _count(self, usage: object) -> None:
        """Counts are cumulative: the latest of each counts; some events leave fields out or null."""
        for name, value in usage.items() if isinstance(usage, dict) else ():
            if value is not None and name in _COUNTED:
                self._counts[name] = value

    def _usage(self) -> Usage | None:
        """`input_tokens` on the wire leaves out what the cache served or took in; ours includes both."""
        counts = self._counts
        parts = [read_count(counts.get(name, 0)) for name in _INPUT]
        taken = None if None in parts else sum(part for part in parts if part is not None)
        _, read, written = parts
        return read_usage(
            "no count" if taken is None else taken, counts.get("output_tokens"), cached=read, written=written
        )
