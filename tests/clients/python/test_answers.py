"""The law of an answer: a stream's events, applied in order, give exactly the text that the server has stored."""

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convosphere_client import AnswerDelta, AnswerEnded, AnswerGoneError, AnswerWithdrawn, ProblemError, models
from convosphere_client.answers import units_in
from convosphere_client.following import FetchNeededError, Following
from tests.clients.python.minimal import minimal

CONVERSATION = UUID("019a4c1e-7d3a-7c41-9d7e-0f4f5a2b6c1d")
QUESTION = UUID("019a4c1e-7d3a-7c41-9d7e-0f4f5a2b6c1e")
ANSWER = UUID("019a4c1e-7d3a-7c41-9d7e-0f4f5a2b6c1f")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def message(**changes: Any) -> models.MessageOut:
    """An answer that nobody has begun."""
    known = {
        "id": str(ANSWER),
        "conversation_id": str(CONVERSATION),
        "parent_id": str(QUESTION),
        "role": "assistant",
        "status": "pending",
    }
    return models.MessageOut.model_validate(minimal(models.MessageOut, **(known | changes)))


def page(number: int, *items: models.MessageOut) -> models.MessagePage:
    return models.MessagePage.model_validate(minimal(models.MessagePage, items=list(items), event_cursor=number))


class Server:
    """Writes an answer, by workers that die and are replaced; keeps the log and what was saved."""

    def __init__(self) -> None:
        self.log: list[dict[str, Any]] = []
        self.attempt = 0
        self.content = ""
        self.saved = ("", 0)

    def begin(self) -> None:
        """A worker takes it on where the last one has saved it."""
        self.attempt += 1
        self.content = self.saved[0]
        self._say(type="answer.started", message_id=str(ANSWER), attempt=self.attempt, length=units_in(self.content))

    def write(self, text: str) -> None:
        self._say(
            type="answer.delta",
            message_id=str(ANSWER),
            attempt=self.attempt,
            offset=units_in(self.content),
            text=text,
        )
        self.content += text

    def save(self) -> None:
        self.saved = (self.content, len(self.log))

    def end(self) -> None:
        self._say(type="message.completed", message=json.loads(self.message("completed").model_dump_json()))

    def message(self, status: str) -> models.MessageOut:
        content = self.content if status == "completed" else self.saved[0]
        return message(status=status, content=content, attempt=self.attempt)

    def frames(self, after: int) -> list[dict[str, Any]]:
        return [
            {"type": "event", "conversation": str(CONVERSATION), "n": number, "event": event}
            for number, event in enumerate(self.log, start=1)
            if number > after
        ]

    def _say(self, **event: Any) -> None:
        self.log.append(event)


class Reader:
    """Shows what the events say."""

    def __init__(self, following: Following) -> None:
        self.following = following
        self.text = ""
        self.ended = 0

    def take(self, frame: dict[str, Any]) -> None:
        self.show(self.following.take(frame))

    def show(self, events: Any) -> None:
        for event in events:
            match event:
                case AnswerDelta(part="content", text=text):
                    self.text += text
                case AnswerWithdrawn(part="content", keep=keep):
                    self.text = self.text[:keep]
                case AnswerEnded():
                    self.ended += 1


steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), texts.filter(bool)),
        st.tuples(st.sampled_from(["save", "die", "cut", "fetch", "double"]), st.just("")),
    ),
    max_size=25,
)


@settings(max_examples=200, deadline=None)
@given(steps)
def test_events_give_the_stored_text_over_cuts_fetches_and_takeovers(script: list[tuple[str, str]]) -> None:
    server = Server()
    reader = Reader(Following(CONVERSATION, QUESTION, [message()], 0))
    server.begin()
    sent = 0
    for step, text in script:
        if step == "write":
            server.write(text)
        elif step == "save":
            server.save()
        elif step == "die":
            server.begin()
        elif step == "fetch":
            # A page is what was saved, and the number that belongs to it.
            reader.show(reader.following.load(page(server.saved[1], server.message("streaming"))))
            sent = server.saved[1]
        else:
            # Delivered now; on a double or behind a cut some of it comes again.
            for frame in server.frames(max(0, sent - (3 if step == "double" else 0))):
                reader.take(frame)
            sent = len(server.log)
            assert reader.text == server.content
    server.end()
    for frame in server.frames(sent):
        reader.take(frame)
    assert (reader.text, reader.ended, reader.following.ended) == (server.content, 1, True)
    assert reader.following.answers[0].content == server.content


def followed() -> Following:
    return Following(CONVERSATION, QUESTION, [message()], 4)


def event(number: int, **body: Any) -> dict[str, Any]:
    return {"type": "event", "conversation": str(CONVERSATION), "n": number, "event": body}


@pytest.mark.parametrize(
    "frame",
    [
        event(6, type="conversation.updated"),
        event(5, type="answer.delta", message_id=str(ANSWER), attempt=1, offset=3, text="x"),
        event(5, type="answer.started", message_id=str(ANSWER), attempt=1, length=3),
        {"type": "resync", "conversation": str(CONVERSATION)},
    ],
)
def test_what_is_missing_is_fetched(frame: dict[str, Any]) -> None:
    with pytest.raises(FetchNeededError):
        list(followed().take(frame))


def test_after_a_fetch_older_events_change_nothing_until_the_new_subscription_holds() -> None:
    following = followed()
    list(following.load(page(9, message(status="streaming", attempt=1, content="abc"))))
    assert following.subscribe()["after"] == 9
    assert list(following.take(event(12, type="conversation.updated"))) == []
    list(following.take({"type": "subscribed", "conversation": str(CONVERSATION), "cursor": 9}))
    with pytest.raises(FetchNeededError):
        list(following.take(event(12, type="conversation.updated")))


@pytest.mark.parametrize(
    "body",
    [
        {"type": "conversation.deleted", "conversation_id": str(CONVERSATION)},
        {"type": "message.deleted", "message_id": str(ANSWER)},
    ],
)
def test_what_was_deleted_ends_the_stream(body: dict[str, Any]) -> None:
    with pytest.raises(AnswerGoneError):
        list(followed().take(event(5, **body)))
    with pytest.raises(AnswerGoneError):
        list(followed().load(page(9)))


def test_access_that_was_taken_away_is_the_server_s_problem() -> None:
    problem = {"title": "Not found", "status": 404, "detail": "…", "code": "not_found"}
    with pytest.raises(ProblemError) as error:
        list(followed().take({"type": "problem", "conversation": str(CONVERSATION), "problem": problem}))
    assert error.value.code == "not_found"


def test_a_newer_server_s_events_are_counted_and_other_conversations_are_none_of_ours() -> None:
    following = followed()
    assert list(following.take(event(5, type="person.sang", song="…"))) == []
    foreign = event(6, type="answer.delta", message_id=str(QUESTION), attempt=1, offset=0, text="x")
    assert list(following.take(foreign)) == []
    assert following.cursor == 6
    assert list(following.take({**event(1, type="message.deleted"), "conversation": None})) == []


def test_a_question_that_waits_begins_or_is_taken_back() -> None:
    waiting = Following(CONVERSATION, QUESTION, [], 4)
    assert not waiting.ended
    list(waiting.take(event(5, type="question.unqueued", question_id=str(QUESTION))))
    created = json.loads(message().model_dump_json())
    list(waiting.take(event(6, type="message.created", message=created)))
    assert [answer.id for answer in waiting.answers] == [ANSWER]

    taken_back = Following(CONVERSATION, QUESTION, [], 4)
    list(taken_back.take(event(5, type="question.unqueued", question_id=str(QUESTION))))
    with pytest.raises(AnswerGoneError):
        list(taken_back.take(event(6, type="conversation.updated")))
