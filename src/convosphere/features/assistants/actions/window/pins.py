"""Messages that a person keeps in the context, of turns that otherwise go."""

from collections.abc import Sequence
from dataclasses import dataclass

from convosphere.engines.llm import ChatMessage, TokenCounter
from convosphere.features.assistants.actions.window.shortening import shorten
from convosphere.features.assistants.types import Pins
from convosphere.platform.i18n import translate


@dataclass(frozen=True, slots=True)
class Pinned:
    """What a model is shown of a turn for the sake of a pinned message: always a question with an answer, because many
    models take nothing else; where one of the two is not pinned, a word stands for it. `place`: where in the history
    it begins. `tokens`: with what lies beside.
    """

    place: int
    messages: tuple[ChatMessage, ChatMessage]
    tokens: int
    beside: int


def pinned_pairs(
    counter: TokenCounter, history: Sequence[ChatMessage], pins: Pins, beside: Sequence[int], locale: str
) -> list[Pinned]:
    """All pinned messages of a history, each as it would be shown once its turn is gone, in their order."""
    found: list[Pinned] = []
    taken = -1
    for place in sorted(pins.places):
        if place <= taken or place >= len(history):
            continue
        message, taken = history[place], place
        mark = _mark(history, pins, place, locale)
        if message.role != "user":
            asked = ChatMessage("user", f"{mark}\n\n{translate('assistants.pinned.question_left_out', locale)}")
            pair = (asked, message)
        elif _answered_by(history, pins, place):
            taken = place + 1
            pair = (_behind(mark, message), history[taken])
        else:
            gone = ChatMessage("assistant", translate("assistants.pinned.answer_left_out", locale))
            pair = (_behind(mark, message), gone)
        more = sum(beside[place : taken + 1])
        found.append(Pinned(place, pair, counter.messages(pair) + more, more))
    return found


def fit_pinned(
    counter: TokenCounter, pinned: Sequence[Pinned], room: int, locale: str
) -> tuple[list[ChatMessage], int, bool]:
    """As much of pinned messages as `room` tokens hold: all of them, else long texts without their middle, else the
    latest; with their size, and whether something of them is missing.
    """
    size = sum(each.tokens for each in pinned)
    messages = [message for each in pinned for message in each.messages]
    if size <= room:
        return messages, size, False
    beside = sum(each.beside for each in pinned)
    messages = shorten(counter, messages, max(room - beside, 0), locale)
    size = counter.messages(messages) + beside
    for each in pinned:
        if size <= room:
            break
        size -= counter.messages(messages[:2]) + each.beside
        messages = messages[2:]
    return messages, size, True


def _answered_by(history: Sequence[ChatMessage], pins: Pins, place: int) -> bool:
    """Whether the next message is its answer, and pinned, too. Of those that stand apart nobody knows."""
    behind = place + 1
    return place >= pins.apart and behind in pins.places and behind < len(history) and history[behind].role != "user"


def _behind(mark: str, message: ChatMessage) -> ChatMessage:
    return ChatMessage(message.role, f"{mark}\n\n{message.text}", images=message.images)


def _mark(history: Sequence[ChatMessage], pins: Pins, place: int, locale: str) -> str:
    """Tells where the message stood: how far before the newest one."""
    if place < pins.apart:
        return translate("assistants.pinned.far", locale, count=len(history) - pins.apart)
    return translate("assistants.pinned.near", locale, count=len(history) - 1 - place)
