"""What an answer is made from."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from convosphere.engines.llm import ChatMessage, Passage, Tool
from convosphere.features.models.types import ResolvedModel


@dataclass(frozen=True, slots=True)
class Parameters:
    """How the model should answer; None leaves it to the provider.

    `tools` are the asker's own: a call of one is handed back as a `ToolStep`, nothing runs it here.
    """

    temperature: float | None = None
    top_p: float | None = None
    max_output_tokens: int | None = None
    stop: Sequence[str] = ()
    tools: Sequence[Tool] = ()


@dataclass(frozen=True, slots=True)
class Pins:
    """Which messages of a history stay in any case: their places. `apart`: so many at the beginning lie so far back
    that what stood between them is not known; all of these are pinned.
    """

    places: frozenset[int] = frozenset()
    apart: int = 0


def _boundary() -> str:
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True)
class Task:
    """One answer to give.

    `history`: all messages of the branch, oldest first, the question last. `partial`: what an interrupted
    attempt has already said; the answer goes on behind it. `instructions`: the system prompt; None takes the
    default in the language of `locale`, "" none (for those who bring their own). `passages`: what the
    answer may rest on, the best first; `searched_for`: with which words they were looked for, None: nothing was. They
    stand between marks with the random `boundary`. `time_zone`: an IANA name; None or an unknown one is UTC.
    `summary`: what the earlier part of the history says in short; told where that does not fit into the context.
    `pins`: what of the history is told all the same. `gather`: whoever reads the answer pauses between its pieces.
    `whole`: nothing is left out, the provider is to say that it is too long.
    """

    model: ResolvedModel
    history: Sequence[ChatMessage]
    locale: str
    now: datetime
    partial: str = ""
    time_zone: str | None = None
    instructions: str | None = None
    passages: Sequence[Passage] = ()
    searched_for: str | None = None
    boundary: str = field(default_factory=_boundary)
    parameters: Parameters = field(default_factory=Parameters)
    summary: str = ""
    pins: Pins = field(default_factory=Pins)
    gather: bool = False
    whole: bool = False

    @property
    def chain(self) -> tuple[ResolvedModel, ...]:
        """Who is asked, one after the other, until one begins to answer; the first is the one that is wanted."""
        return (self.model, *self.model.fallbacks)
