"""A reader's copy of one conversation, kept by the law: events applied to a stale copy equal a fresh fetch.

Written from the documented protocol alone, so that it does not share a mistake with the web client. Texts are held as
UTF-16, because offsets count its code units.
"""

from collections.abc import Mapping
from typing import Any

Message = dict[str, Any]

ENDED = ("completed", "stopped", "failed")
_TEXTS = {"answer.delta": "content", "answer.reasoning": "reasoning"}
_UNIT = 2


class FetchAfreshError(Exception):
    """Something is missing: events alone cannot bring the copy up to date."""


class ConversationCopy:
    """Messages by id, and the number of the last event that they include (None: nothing was fetched yet)."""

    def __init__(self) -> None:
        self.messages: dict[str, Message] = {}
        self.cursor: int | None = None
        self.deleted = False

    def load(self, page: Mapping[str, Any]) -> None:
        """Starts from a fetched page."""
        self.messages = {message["id"]: dict(message) for message in page["items"]}
        self.cursor = page["event_cursor"]

    def apply(self, number: int, event: Mapping[str, Any]) -> None:
        """Takes one event in.

        Raises:
            FetchAfreshError: an event, or text before this one, is missing.
        """
        if self.cursor is None:
            raise FetchAfreshError("nothing was fetched yet")
        if number <= self.cursor:
            return
        if number != self.cursor + 1:
            raise FetchAfreshError(f"after {self.cursor} came {number}")
        self._take(event["type"], event)
        self.cursor = number

    def answers(self) -> list[Message]:
        """The answers, in the order in which they came."""
        return [message for message in self.messages.values() if message["role"] == "assistant"]

    def _take(self, kind: str, event: Mapping[str, Any]) -> None:
        if kind in _TEXTS:
            self._grow(self.messages.get(event["message_id"]), _TEXTS[kind], event)
        elif kind == "answer.started":
            self._begin(self.messages.get(event["message_id"]), event)
        elif kind == "answer.grounding":
            self._rest(self.messages.get(event["message_id"]), event)
        elif kind == "message.deleted":
            self.messages.pop(event["message_id"], None)
        elif kind == "conversation.deleted":
            self.deleted = True
        elif kind.startswith("message."):
            self._replace(event["message"], known_counts=kind != "message.created")

    def _replace(self, message: Message, *, known_counts: bool) -> None:
        known = self.messages.get(message["id"])
        least = -1 if known is None else known["attempt"] + (0 if known_counts else 1)
        if message["attempt"] >= least:
            self.messages[message["id"]] = dict(message)

    def _begin(self, message: Message | None, event: Mapping[str, Any]) -> None:
        if message is None or message["status"] in ENDED or event["attempt"] < message["attempt"]:
            return
        if event["attempt"] > message["attempt"] or message["status"] != "streaming":
            message["content"] = _cut(message["content"], event["length"])
        message["attempt"], message["status"] = event["attempt"], "streaming"

    def _rest(self, message: Message | None, event: Mapping[str, Any]) -> None:
        if message is not None and message["status"] not in ENDED and event["attempt"] >= message["attempt"]:
            message["grounding"] = event["grounding"]

    def _grow(self, message: Message | None, field: str, event: Mapping[str, Any]) -> None:
        if message is None or message["status"] in ENDED or event["attempt"] < message["attempt"]:
            return
        known = _units(message[field] or "")
        if event["attempt"] > message["attempt"]:
            known = known[: event["offset"] * _UNIT]
            message["attempt"] = event["attempt"]
        missing = event["offset"] * _UNIT - len(known)
        if missing > 0:
            raise FetchAfreshError(f"{missing // _UNIT} units of text are missing")
        message[field] = _text(known + _units(event["text"])[-missing:])
        message["status"] = "streaming"


def _cut(text: str, length: int) -> str:
    units = _units(text)
    if len(units) < length * _UNIT:
        raise FetchAfreshError(f"the answer goes on at {length}, here it has {len(units) // _UNIT}")
    return _text(units[: length * _UNIT])


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _text(units: bytes) -> str:
    return units.decode("utf-16-le", "surrogatepass")
