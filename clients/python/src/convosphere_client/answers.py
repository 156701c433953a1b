"""How one answer grows. Pure; the protocol's offsets and lengths are UTF-16 code units."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from convosphere_client.events import AnswerDelta, AnswerEnded, AnswerEvent, AnswerWithdrawn, Part
from convosphere_client.models_gen import MessageOut

ENDED: Final = frozenset({"completed", "stopped", "failed"})
_WIDE: Final = 0xFFFF


class GapError(Exception):
    """Something between what is known and this event is missing: only a fetched page can help."""


class GrowingText:
    """A text and its length in UTF-16 code units, without counting it again for every piece."""

    __slots__ = ("text", "units")

    def __init__(self, text: str) -> None:
        self.text = text
        self.units = units_in(text)

    def add(self, offset: int, piece: str) -> str:
        """Takes in the piece at `offset`; returns what of it is new.

        Raises:
            GapError: text before the piece is missing.
        """
        if offset > self.units:
            raise GapError
        fresh = piece if offset == self.units else _behind(piece, self.units - offset)
        self.text += fresh
        self.units += units_in(fresh)
        return fresh

    def cut(self, units: int) -> bool:
        """Keeps so many code units; says whether there were more.

        Raises:
            GapError: there are fewer.
        """
        if units > self.units:
            raise GapError
        if units == self.units:
            return False
        self.text = self.text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass")
        self.units = units
        return True


class GrowingAnswer:
    """What is known of one answer. Every event may come twice, and older attempts' words change nothing."""

    def __init__(self, message: MessageOut) -> None:
        self._message = message
        self._texts: dict[Part, GrowingText] = {
            "content": GrowingText(message.content),
            "reasoning": GrowingText(message.reasoning or ""),
        }
        self._attempt = message.attempt
        self._begun = message.status != "pending"

    @property
    def message(self) -> MessageOut:
        """The answer as it is known now."""
        if self.ended:
            return self._message
        texts = {"content": self.text("content"), "reasoning": self.text("reasoning") or None}
        status = "streaming" if self._begun else "pending"
        return self._message.model_copy(update={**texts, "attempt": self._attempt, "status": status})

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self._message.status in ENDED

    def text(self, part: Part) -> str:
        """One of its texts as far as it is known."""
        return self._texts[part].text

    def whole(self) -> Iterator[AnswerEvent]:
        """All that is known, as events for somebody who knows nothing."""
        for part, growing in self._texts.items():
            if growing.text:
                yield AnswerDelta(self._message.id, part, growing.text)
        if self.ended:
            yield AnswerEnded(self._message)

    def begin(self, event: Mapping[str, Any]) -> Iterator[AnswerEvent]:
        """`answer.started`: a worker begins, or takes over behind the first `length` code units."""
        attempt = event["attempt"]
        if self.ended or attempt < self._attempt or (attempt == self._attempt and self._begun):
            return
        self._attempt, self._begun = attempt, True
        yield from self._cut("content", event["length"])

    def grow(self, part: Part, event: Mapping[str, Any]) -> Iterator[AnswerEvent]:
        """`answer.delta` and `answer.reasoning`."""
        attempt = event["attempt"]
        if self.ended or attempt < self._attempt:
            return
        if attempt > self._attempt:
            self._attempt = attempt
            yield from self._cut(part, event["offset"])
        self._begun = True
        fresh = self._texts[part].add(event["offset"], event["text"])
        if fresh:
            yield AnswerDelta(self._message.id, part, fresh)

    def announced(self, message: MessageOut) -> Iterator[AnswerEvent]:
        """`message.created` again: a worker that takes over announces the answer as it was saved."""
        if not self.ended and message.attempt > self._attempt:
            yield from self._become(message)

    def replaced(self, message: MessageOut) -> Iterator[AnswerEvent]:
        """`message.completed`, `.stopped`, `.failed`, `.updated`."""
        if not self.ended and message.attempt >= self._attempt:
            yield from self._become(message)

    def fetched(self, message: MessageOut) -> Iterator[AnswerEvent]:
        """A page's copy. A running answer was saved a moment ago: text that is known beyond it still holds."""
        same = message.attempt == self._attempt and message.status not in ENDED
        known = [self.text("content"), self.text("reasoning")]
        if same and known[0].startswith(message.content) and known[1].startswith(message.reasoning or ""):
            return
        yield from self._become(message)

    def _become(self, message: MessageOut) -> Iterator[AnswerEvent]:
        for part, text in (("content", message.content), ("reasoning", message.reasoning or "")):
            yield from self._reconcile(part, text)  # type: ignore[arg-type]  # the tuple's literals are widened
        self._message, self._attempt, self._begun = message, message.attempt, message.status != "pending"
        if self.ended:
            yield AnswerEnded(message)

    def _reconcile(self, part: Part, text: str) -> Iterator[AnswerEvent]:
        known = self.text(part)
        keep = _shared(known, text)
        self._texts[part] = GrowingText(text)
        if keep < len(known):
            yield AnswerWithdrawn(self._message.id, part, keep)
        if keep < len(text):
            yield AnswerDelta(self._message.id, part, text[keep:])

    def _cut(self, part: Part, units: int) -> Iterator[AnswerEvent]:
        if self._texts[part].cut(units):
            yield AnswerWithdrawn(self._message.id, part, len(self.text(part)))


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    if one.startswith(other) or other.startswith(one):
        return min(len(one), len(other))
    return next(place for place, (left, right) in enumerate(zip(one, other, strict=False)) if left != right)


def units_in(text: str) -> int:
    """The length in UTF-16 code units."""
    return len(text) + (0 if text.isascii() else sum(ord(character) > _WIDE for character in text))


def _behind(piece: str, units: int) -> str:
    """What of a piece lies behind its first code units."""
    return piece.encode("utf-16-le", "surrogatepass")[2 * units :].decode("utf-16-le", "surrogatepass")
