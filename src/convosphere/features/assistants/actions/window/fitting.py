"""Fits a conversation into a model's context: whole turns go from its beginning, the newest question stays."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from convosphere.engines.llm import ChatMessage, TokenCounter, Tool
from convosphere.features.assistants.actions.window.pins import Pinned, fit_pinned, pinned_pairs
from convosphere.features.assistants.actions.window.shortening import shorten
from convosphere.features.assistants.rules import turns_of
from convosphere.features.assistants.types import Pins

# What begins the answer counts as well.
_PRIMING_TOKENS: Final = 3
_MOST_RESERVED: Final = 8_192
# Where tokens are counted, what providers wrap around messages is the only doubt; an estimate needs more room for
# being wrong, and less once it was compared with what the provider counted.
_SURE, _CALIBRATED, _ROUGH = 0.98, 0.9, 0.8
# Of the room for the conversation, where the newest question alone would take it all.
_PINS_SHARE: Final = 0.25
_UNBOUNDED: Final = 2**62


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model is to be asked, before it is known what fits.

    `instructions`: the system prompt, "" for none. `summary`: what stands in for turns that go, "" for nothing.
    `history`: the conversation, the question last. `behind`: what follows it and always stays. `beside`: tokens that
    the messages of the history will carry besides, by their places. `locale` is that of the mark where a text is cut.
    `pins`: messages that are shown even where their turn goes.
    """

    instructions: str
    history: Sequence[ChatMessage]
    locale: str
    summary: str = ""
    behind: Sequence[ChatMessage] = ()
    tools: Sequence[Tool] = ()
    beside: Sequence[int] = ()
    pins: Pins = field(default_factory=Pins)
    max_output_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a model is asked, and how much that is; all counts in tokens.

    `used`: all of the input; `system`: the part of it that is no conversation. `first`: the place in the history from
    which on everything stays; before it stood `dropped_turns`, of which pinned messages take up `pinned`. `pins_cut`:
    not all of these fitted. `cut`: the newest turn was shortened, too. `summarised`: the summary stands in for what
    went. `reserved`: kept for the answer. `exact`: counted by the model's own tokeniser, and nothing in it that only
    the provider can count. `passages`: how many of the task's are shown.
    """

    messages: list[ChatMessage]
    used: int
    system: int
    first: int
    dropped_turns: int
    pinned: int
    pins_cut: bool
    cut: bool
    summarised: bool
    reserved: int
    exact: bool
    passages: int = 0


def reserved_for_answer(window: int, max_output_tokens: int | None) -> int:
    """The part of a context that is kept for the answer."""
    if max_output_tokens is None:
        return min(_MOST_RESERVED, window // 4)
    return min(max_output_tokens, window // 2)


def room_beside_question(counter: TokenCounter, asked: Asked, window: int) -> float:
    """How many tokens the instructions and the newest turn leave of a context, besides what the answer may take."""
    taken = _PRIMING_TOKENS + counter.tools(asked.tools) + counter.messages(_system(asked.instructions))
    newest = _size(counter, asked, turns_of(asked.history)[-1], len(asked.history)) if asked.history else 0
    room = (window - reserved_for_answer(window, asked.max_output_tokens)) * _share(counter, asked)
    return room - taken - newest - counter.messages(asked.behind)


def fit(counter: TokenCounter, asked: Asked, window: int | None) -> Fitted:
    """As many of the latest turns as a context holds, with room for the answer; None: it holds everything.

    A turn is a question with all that follows it up to the next one: it goes or stays as a whole, so that no tool's
    result loses its call. Of the newest turn, which always stays, long texts are cut where it does not fit alone.
    """
    reserved = _MOST_RESERVED if window is None else reserved_for_answer(window, asked.max_output_tokens)
    if window is None and asked.max_output_tokens is not None:
        reserved = asked.max_output_tokens
    turns = turns_of(asked.history[asked.pins.apart :])
    pins = pinned_pairs(counter, asked.history, asked.pins, asked.beside, asked.locale)
    system = _system(asked.instructions)
    fixed = _PRIMING_TOKENS + counter.tools(asked.tools) + counter.messages(system)
    behind = counter.messages(asked.behind)
    budget = math.inf if window is None else (window - reserved) * _share(counter, asked) - fixed - behind
    kept, size = _latest(counter, asked, turns, pins, budget)
    summarised = False
    if kept < len(turns) and asked.summary:
        system = _system("\n\n".join(filter(None, (asked.instructions, asked.summary))))
        grown = _PRIMING_TOKENS + counter.tools(asked.tools) + counter.messages(system)
        # Not at the price of the question itself.
        if budget - (grown - fixed) >= _size(counter, asked, turns[-1], len(asked.history)):
            budget -= grown - fixed
            fixed, summarised = grown, True
            kept, size = _latest(counter, asked, turns, pins, budget)
        else:
            system = _system(asked.instructions)
    stays = [message for turn in turns[len(turns) - kept :] for message in turn]
    first = len(asked.history) - len(stays)
    gone = [each for each in pins if each.place < first]
    # What was pinned is not pushed out by a long question altogether.
    room = int(min(max(budget - size, budget * _PINS_SHARE, 0), _UNBOUNDED))
    shown, pinned, pins_cut = fit_pinned(counter, gone, room, asked.locale)
    budget -= pinned
    cut = size > budget
    if cut:
        beside = sum(asked.beside[first:])
        stays = shorten(counter, stays, int(max(budget - beside, 0)), asked.locale)
        size = counter.messages(stays) + beside
    return Fitted(
        messages=[*system, *shown, *stays, *asked.behind],
        used=fixed + pinned + size + behind,
        system=fixed,
        first=first,
        dropped_turns=len(turns) - kept,
        pinned=pinned,
        pins_cut=pins_cut,
        cut=cut,
        summarised=summarised,
        reserved=reserved,
        exact=_is_exact(counter, asked, [*shown, *stays], first) and not any(each.beside for each in gone),
    )


def _latest(
    counter: TokenCounter,
    asked: Asked,
    turns: Sequence[Sequence[ChatMessage]],
    pins: Sequence[Pinned],
    budget: float,
) -> tuple[int, int]:
    """How many turns fit beside what is pinned in those that go, counted from the last, which always does; and their
    size.
    """
    kept, size, end = 0, 0, len(asked.history)
    for turn in reversed(turns):
        more = _size(counter, asked, turn, end)
        before = sum(each.tokens for each in pins if each.place < end - len(turn))
        if kept and size + more + before > budget:
            break
        kept += 1
        size += more
        end -= len(turn)
    return kept, size


def _size(counter: TokenCounter, asked: Asked, turn: Sequence[ChatMessage], end: int) -> int:
    return counter.messages(turn) + sum(asked.beside[end - len(turn) : end])


def _system(text: str) -> list[ChatMessage]:
    return [ChatMessage("system", text)] if text else []


def _share(counter: TokenCounter, asked: Asked) -> float:
    if counter.exact and not asked.tools and not any(message.images for message in asked.history):
        return _SURE
    return _CALIBRATED if counter.exact or counter.calibrated else _ROUGH


def _is_exact(counter: TokenCounter, asked: Asked, stays: Sequence[ChatMessage], first: int) -> bool:
    pictures = any(message.images for message in stays)
    return counter.exact and not asked.tools and not pictures and not any(asked.beside[first:])
