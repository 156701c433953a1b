"""The loop that both wire adapters share: from the events of HTTP to the events of an answer."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Protocol

from convosphere.engines.llm.errors import ProtocolError, ProviderError
from convosphere.engines.llm.event_stream import EventStream
from convosphere.engines.llm.types import Event, ReasoningDelta, TextDelta

_MAX_ANSWER = 16 * 1024 * 1024


class Answer(Protocol):
    """What one provider's protocol knows about an answer in progress."""

    finished: bool  # the provider said why it ended; only usage and the end mark may follow
    done: bool  # the end mark was seen

    def take(self, payload: bytes, *, last: bool) -> list[Event]:
        """What one server-sent event (or the whole answer as one JSON object) adds. `last`: it may be cut
        off.
        """
        ...

    def end(self) -> list[Event]:
        """The closing events, `Finish` last; raises ProtocolError if the answer was cut."""
        ...


async def relay(open_stream: Callable[[], Awaitable[EventStream]], answer: Answer) -> AsyncGenerator[Event, None]:
    """Yields the answer's events. Closing the generator closes the connection at once."""
    stream = await open_stream()
    try:
        kind = stream.response.content_type
        if kind == "application/json":  # a server that does not stream answers in one piece
            for event in answer.take(await stream.whole(_MAX_ANSWER), last=True):
                yield event
            answer.done = True
        elif kind == "text/html":
            raise ProtocolError("a web page instead of an answer; is the base URL right?", status=200)
        while not answer.done and (payloads := await stream.read()) is not None:
            events, error = take_all(answer, payloads, last=stream.over)
            for event in events:
                yield event
            if error is not None:
                raise error
            if answer.finished:
                stream.complete()
            elif events:
                stream.alive()
        closing = answer.end()
        await stream.drain()
        for event in closing:
            yield event
    finally:
        stream.close()


def take_all(answer: Answer, payloads: list[bytes], *, last: bool) -> tuple[list[Event], ProviderError | None]:
    """What all of these add, and the error that came after it: what arrived before an error is never lost."""
    if len(payloads) == 1:  # as it is nearly always
        return answer.take(payloads[0], last=last), None
    events: list[Event] = []
    for payload in payloads:
        try:
            events += answer.take(payload, last=last)
        except ProviderError as error:
            return merge(events), error
    return merge(events), None


def merge(events: list[Event]) -> list[Event]:
    """Joins neighbouring pieces of text that arrived together, so that all behind us has less to do."""
    merged: list[Event] = []
    for event in events:
        last = merged[-1] if merged else None
        if isinstance(event, TextDelta) and isinstance(last, TextDelta):
            merged[-1] = TextDelta(last.text + event.text)
        elif isinstance(event, ReasoningDelta) and isinstance(last, ReasoningDelta):
            merged[-1] = ReasoningDelta(last.text + event.text)
        else:
            merged.append(event)
    return merged
