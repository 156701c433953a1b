"""An answer while it is being written: what came in, what went out, what is saved."""

import asyncio
from collections.abc import Mapping
from enum import Enum, auto

import orjson

from convosphere.features.assistants.types import ModelAnswering
from convosphere.features.chat.actions.citations import Grounds
from convosphere.features.chat.rules import replace_surrogates, utf16_length
from convosphere.features.chat.types import AnswerKey, conversation_stream
from convosphere.platform.realtime import EventLog


class Fate(Enum):
    """Why writing ended before the model did."""

    STOPPED = auto()
    # Another worker has taken the answer on: nothing more may be written here.
    SUPERSEDED = auto()


class _Channel:
    """One text of the answer (its content, or the reasoning) on its way to readers and to the database."""

    __slots__ = ("_event", "_pending", "_sent", "_under_way", "length")

    def __init__(self, event: str, key: AnswerKey, attempt: int, text: str) -> None:
        self._event = f'{{"type":"{event}","message_id":"{key.message_id}","attempt":{attempt},"offset":'.encode()
        self._pending: list[str] = []
        # What is being sent now. It must not be out of sight meanwhile: an answer can end in this moment.
        self._under_way = ""
        self._sent = [text] if text else []
        self.length = utf16_length(text)

    @property
    def pending(self) -> bool:
        return bool(self._pending)

    def add(self, text: str) -> None:
        self._pending.append(replace_surrogates(text))

    def take(self) -> list[bytes]:
        """The event of what waits, which is under way until it is `sent` or `put_back`; none: nothing waits."""
        if not self._pending:
            return []
        self._under_way = "".join(self._pending)
        self._pending.clear()
        return [self._event + str(self.length).encode() + b',"text":' + orjson.dumps(self._under_way) + b"}"]

    def put_back(self) -> None:
        if self._under_way:
            self._pending.insert(0, self._under_way)
            self._under_way = ""

    def sent(self) -> bool:
        """It has arrived; whether it was anything."""
        text, self._under_way = self._under_way, ""
        self._sent.append(text)
        self.length += utf16_length(text)
        return bool(text)

    def sent_text(self) -> str:
        if len(self._sent) > 1:
            self._sent = ["".join(self._sent)]
        return self._sent[0] if self._sent else ""

    def whole_text(self) -> str:
        return self.sent_text() + self._under_way + "".join(self._pending)


class Draft:
    """The writer's end of one answer.

    Text collects here and leaves as numbered events when `flush` is called. `content` and `event_number` always
    belong together: the content is exactly what the events up to that number say.
    """

    def __init__(self, key: AnswerKey, attempt: int, content: str, reasoning: str) -> None:
        self.key = key
        self.attempt = attempt
        self.event_number = 0
        self.fate: Fate | None = None
        # Who has begun to answer, which need not be who was to.
        self.answering: ModelAnswering | None = None
        # What it may rest on, once that was searched for.
        self.grounds: Grounds | None = None
        # When text was last sent, in the event loop's seconds.
        self.sent_at = 0.0
        self.saved_number = 0
        # When the model was first heard thinking, and first heard speaking after that, in the event loop's seconds.
        self._thought_at: float | None = None
        self._spoke_at: float | None = None
        self._stream = conversation_stream(key.conversation_id)
        self._content = _Channel("answer.delta", key, attempt, content)
        self._reasoning = _Channel("answer.reasoning", key, attempt, reasoning)
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[object] | None = None

    @property
    def dirty(self) -> bool:
        """Whether text waits to be sent."""
        return self._content.pending or self._reasoning.pending

    @property
    def content(self) -> str:
        """The text that has been sent."""
        return self._content.sent_text()

    @property
    def reasoning(self) -> str:
        """The reasoning that has been sent."""
        return self._reasoning.sent_text()

    @property
    def whole_content(self) -> str:
        """The text including what waits to be sent, or is under way."""
        return self._content.whole_text()

    @property
    def whole_reasoning(self) -> str:
        """The reasoning including what waits to be sent, or is under way."""
        return self._reasoning.whole_text()

    @property
    def stands_in(self) -> Mapping[str, str] | None:
        """Who writes in place of another, and why, once something was said; None: who was to. Whoever takes the answer
        over goes on with the same model, for what it wrote is its own.
        """
        answering = self.answering
        if answering is None or answering.because is None or not (self.content or self.reasoning):
            return None
        model = answering.model
        return {
            "id": str(model.id),
            "name": model.name,
            "display_name": model.display_name,
            "provider": model.provider,
            "because": answering.because,
        }

    @property
    def length(self) -> int:
        """UTF-16 code units sent."""
        return self._content.length

    @property
    def reasoning_seconds(self) -> float | None:
        """How long the model thought before it spoke, as exact as the sending is; None: it did not think."""
        if self._thought_at is None:
            return None
        return (self._spoke_at or self.sent_at) - self._thought_at

    def add_text(self, text: str) -> None:
        """The model said something."""
        self._content.add(text)

    def add_reasoning(self, text: str) -> None:
        """The model thought something."""
        self._reasoning.add(text)

    async def announce(self, log: EventLog, events: list[bytes]) -> None:
        """Sends events that carry no text of this draft."""
        async with self._writing:
            self.event_number = await log.append(self._stream, events)

    async def flush(self, log: EventLog) -> None:
        """Sends what waits, as one event per text.

        Raises:
            EventLogUnavailableError: nothing was sent; it waits for the next time.
        """
        async with self._writing:
            events = [*self._reasoning.take(), *self._content.take()]
            if not events:
                return
            try:
                number = await log.append(self._stream, events)
            except BaseException:
                self._content.put_back()
                self._reasoning.put_back()
                raise
            self.sent_at = asyncio.get_running_loop().time()
            self._note_thinking(thought=self._reasoning.sent(), spoke=self._content.sent())
            self.event_number = number

    def _note_thinking(self, *, thought: bool, spoke: bool) -> None:
        if thought and self._thought_at is None:
            self._thought_at = self.sent_at
        if spoke and self._spoke_at is None and self._thought_at is not None:
            self._spoke_at = self.sent_at

    def write_with(self, task: "asyncio.Task[object]") -> None:
        """Names the task that reads the model, so that `end` can interrupt it."""
        self._task = task
        if self.fate is not None:
            task.cancel()

    def end(self, fate: Fate) -> None:
        """Interrupts the writing; the first fate counts."""
        if self.fate is None:
            self.fate = fate
            if self._task is not None:
                self._task.cancel()
