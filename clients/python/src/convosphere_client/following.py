"""What one stream needs to know of the socket's protocol, without any I/O: frames in, events and frames out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from convosphere_client.answers import GapError, GrowingAnswer
from convosphere_client.errors import AnswerGoneError, UnexpectedAnswerError, error_for
from convosphere_client.events import AnswerEvent, Part
from convosphere_client.models_gen import MessageOut, MessagePage, Problem
from convosphere_client.requests import read_object

_TEXTS: Final[Mapping[str, Part]] = {"answer.delta": "content", "answer.reasoning": "reasoning"}
_REPLACING: Final = frozenset({"message.completed", "message.stopped", "message.failed", "message.updated"})


class FetchNeededError(Exception):
    """Events alone do not lead on: fetch a page, `load` it, and send `subscribe()` again."""


class Following:
    """The answers to one question, followed from an event's number on.

    Without answers the question still waits for its turn; they are known when it comes.
    """

    def __init__(self, conversation_id: UUID, question_id: UUID, answers: Sequence[MessageOut], cursor: int) -> None:
        self.conversation_id = conversation_id
        self.question_id = question_id
        self.cursor = cursor
        self._answers = {message.id: GrowingAnswer(message) for message in answers}
        self._live = True
        self._withdrawn = False

    @property
    def answers(self) -> list[MessageOut]:
        """As far as they are known."""
        return [answer.message for answer in self._answers.values()]

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return bool(self._answers) and all(answer.ended for answer in self._answers.values())

    def opening(self) -> Iterator[AnswerEvent]:
        """What is known from the start."""
        for answer in self._answers.values():
            yield from answer.whole()

    def subscribe(self) -> dict[str, object]:
        """The frame that asks for everything behind what is known."""
        self._live = False
        return {"type": "subscribe", "conversation": str(self.conversation_id), "after": self.cursor}

    def take(self, frame: Mapping[str, Any]) -> Iterator[AnswerEvent]:
        """What a frame of the server says about these answers.

        Raises:
            FetchNeededError: see there.
            ProblemError: the conversation can no longer be followed.
            AnswerGoneError: it, or an answer, was deleted.
            UnexpectedAnswerError: the frame is none that this client understands.
        """
        if frame.get("conversation") != str(self.conversation_id):
            return
        match frame["type"]:
            case "subscribed":
                self._live = True
            case "resync":
                raise FetchNeededError
            case "problem":
                raise error_for(read_object(Problem, {"request_id": "", **frame["problem"]}))
            case "event" if self._live:
                yield from self._take_event(frame)
            case _:
                pass

    def load(self, page: MessagePage) -> Iterator[AnswerEvent]:
        """Goes on from a fetched page.

        Raises:
            AnswerGoneError: an answer is not on it.
        """
        self.cursor = page.event_cursor
        found = {message.id: message for message in page.items}
        for answer_id, answer in self._answers.items():
            if answer_id not in found:
                raise AnswerGoneError("The answer is no longer there.")
            if not answer.ended:
                yield from answer.fetched(found[answer_id])
        if self._answers:
            return
        for message in page.items:
            yield from self._begin(message)
        waiting = any(question.id == self.question_id for question in page.queue)
        if not self._answers and not waiting:
            raise AnswerGoneError("The question was taken back.")

    def _take_event(self, frame: Mapping[str, Any]) -> Iterator[AnswerEvent]:
        number = frame["n"]
        if number <= self.cursor:
            return
        if number != self.cursor + 1:
            raise FetchNeededError
        try:
            yield from self._apply(frame["event"])
        except GapError as gap:
            raise FetchNeededError from gap
        except (KeyError, TypeError) as error:
            raise UnexpectedAnswerError(f"An event lacks {error}.") from error
        self.cursor = number

    def _apply(self, event: Mapping[str, Any]) -> Iterator[AnswerEvent]:
        kind = event["type"]
        if kind in _TEXTS:
            answer = self._find(event["message_id"])
            if answer is not None:
                yield from answer.grow(_TEXTS[kind], event)
        elif kind == "answer.started":
            answer = self._find(event["message_id"])
            if answer is not None:
                yield from answer.begin(event)
        elif kind == "message.created":
            yield from self._created(read_object(MessageOut, event["message"]))
        elif kind in _REPLACING:
            answer = self._find(event["message"]["id"])
            if answer is not None:
                yield from answer.replaced(read_object(MessageOut, event["message"]))
        else:
            self._check_there(kind, event)

    def _created(self, message: MessageOut) -> Iterator[AnswerEvent]:
        answer = self._answers.get(message.id)
        if answer is not None:
            yield from answer.announced(message)
        else:
            yield from self._begin(message)

    def _begin(self, message: MessageOut) -> Iterator[AnswerEvent]:
        """An answer to a question that has waited until now, or one more beside those that are known."""
        if message.role != "assistant" or message.parent_id != self.question_id:
            return
        known = [answer.message for answer in self._answers.values()]
        # Another answer to the same question that was asked for elsewhere ("try again") is not ours.
        if known and (message.comparison_id is None or message.comparison_id != known[0].comparison_id):
            return
        self._answers[message.id] = GrowingAnswer(message)
        yield from self._answers[message.id].whole()

    def _check_there(self, kind: str, event: Mapping[str, Any]) -> None:
        if kind == "conversation.deleted":
            raise AnswerGoneError("The conversation was deleted.")
        if kind == "message.deleted" and self._find(event["message_id"]) is not None:
            raise AnswerGoneError("The answer was deleted.")
        if kind == "question.unqueued" and event["question_id"] == str(self.question_id):
            self._withdrawn = True
        elif self._withdrawn and not self._answers and kind != "message.created":
            raise AnswerGoneError("The question was taken back.")

    def _find(self, message_id: str) -> GrowingAnswer | None:
        return self._answers.get(UUID(message_id))
