"""Puts tool calls together from the pieces in which they stream."""

from dataclasses import dataclass, field
from uuid import uuid4

from convosphere.engines.llm.errors import ProtocolError
from convosphere.engines.llm.types import ToolCall, ToolCallDelta

# Nobody asks for more at once; memory is finite.
MOST_CALLS = 1_000


@dataclass(slots=True)
class _Growing:
    index: int
    id: str
    name: str
    arguments: list[str] = field(default_factory=list)
    provider_data: dict[str, object] = field(default_factory=dict)


class ToolCallAssembly:
    """The calls of one answer.

    Providers number the pieces, or name the call's id, or neither: a new id is a new call even under a number
    that is taken (Gemini numbers every parallel call 0), a piece without both belongs to the latest call.
    """

    __slots__ = ("_calls", "_current")

    def __init__(self) -> None:
        self._calls: list[_Growing] = []
        self._current: dict[int, _Growing] = {}

    def __bool__(self) -> bool:
        return bool(self._calls)

    def piece(
        self,
        *,
        number: int | None,
        call_id: object = "",
        name: object = "",
        arguments: object = "",
        provider_data: dict[str, object] | None = None,
    ) -> ToolCallDelta:
        """Takes a piece and returns it as an event, numbered in the order in which the calls began.

        Raises:
            ProtocolError: more than anybody asks for, or what is no text.
        """
        if not (isinstance(call_id, str) and isinstance(name, str) and isinstance(arguments, str)):
            raise ProtocolError("a tool call of unknown shape")
        call = self._find(number, call_id)
        if call is None:
            if len(self._calls) == MOST_CALLS:
                raise ProtocolError(f"an answer with more than {MOST_CALLS} tool calls")
            call = _Growing(len(self._calls), call_id, name)
            self._calls.append(call)
        elif not call.name:
            call.name = name
        call.id = call.id or call_id
        self._current[number if number is not None else -1] = call
        if arguments:
            call.arguments.append(arguments)
        if provider_data:
            call.provider_data.update(provider_data)
            if len(call.provider_data) > MOST_CALLS:
                raise ProtocolError("a tool call that does not end")
        return ToolCallDelta(call.index, call.name, arguments)

    def complete(self) -> list[ToolCall]:
        """All calls whole. A call without arguments gets `{}`, one without an id gets one."""
        return [
            ToolCall(
                id=call.id or f"call_{uuid4().hex}",
                name=call.name,
                arguments="".join(call.arguments) or "{}",
                provider_data=call.provider_data or None,
            )
            for call in self._calls
        ]

    def _find(self, number: int | None, call_id: str) -> _Growing | None:
        if number is None:
            if call_id:
                return next((call for call in self._calls if call.id == call_id), None)
            return self._calls[-1] if self._calls else None
        call = self._current.get(number)
        if call is not None and call_id and call.id and call.id != call_id:
            return None
        return call
