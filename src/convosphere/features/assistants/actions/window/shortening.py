"""Cuts what is too long for a context even alone, visibly."""

from collections.abc import Sequence
from dataclasses import replace

from convosphere.engines.llm import ChatMessage, TokenCounter
from convosphere.features.assistants.rules import share_out
from convosphere.platform.i18n import translate

# So much of a text stays in any case, in characters: without it there is no question.
LEAST_KEPT = 100
_TRIES = 20


def shorten(counter: TokenCounter, turn: Sequence[ChatMessage], budget: int, locale: str) -> list[ChatMessage]:
    """The messages of a turn with the middle of long texts left out, so that together they take up `budget` tokens.

    Short texts stay whole. What cannot be cut, pictures and calls of tools, stays, even if it alone is too much.
    """
    texts = [counter.text(message.text) for message in turn]
    rest = counter.messages(turn) - sum(texts)
    shares = share_out(texts, budget - rest)
    return [
        message if size <= share else replace(message, text=_cut(counter, message.text, size, share, locale))
        for message, size, share in zip(turn, texts, shares, strict=True)
    ]


def _cut(counter: TokenCounter, text: str, size: int, share: int, locale: str) -> str:
    kept = int(len(text) * share / size)
    shown = _without_middle(text, LEAST_KEPT, locale)
    for _ in range(_TRIES):
        if kept <= LEAST_KEPT:
            break
        cut = _without_middle(text, kept, locale)
        if counter.text(cut) <= share:
            return cut
        kept = int(kept * 0.9) - 1
    return shown


def _without_middle(text: str, kept: int, locale: str) -> str:
    """The beginning and the end: a document's words stand before those of the person who asks about it."""
    if kept >= len(text):
        return text
    head = kept * 2 // 3
    tail = kept - head
    mark = translate("assistants.left_out", locale, characters=len(text) - kept)
    return f"{text[:head]}\n\n{mark}\n\n{text[len(text) - tail :]}"
