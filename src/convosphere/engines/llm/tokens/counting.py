"""Counts what messages, pictures and tools take up in a model's context."""

import asyncio
import hashlib
import json
import math
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from convosphere.engines.llm.metering import TOKENS_PER_IMAGE, TOKENS_PER_MESSAGE, estimate_tokens, text_size
from convosphere.engines.llm.tokens.encodings import encoding_name, is_loaded, load_encoding
from convosphere.engines.llm.types import ChatMessage, Tool

if TYPE_CHECKING:
    from tiktoken import Encoding

# What begins the answer counts as well.
PRIMING_TOKENS: Final = 3
# A ratio beyond these is not a tokeniser's doing.
LEAST_RATIO: Final = 0.25
MOST_RATIO: Final = 6.0
# The rest of a longer text is taken to be like its beginning.
_MOST_COUNTED: Final = 400_000
# Longer texts are counted in a thread: a tokeniser reads a few megabytes a second.
_LARGE_CHARACTERS: Final = 20_000
# Only texts worth it are remembered, by their sums.
_LEAST_REMEMBERED: Final = 200
_MOST_REMEMBERED: Final = 20_000

_Result = TypeVar("_Result")
_remembered: dict[bytes, int] = {}
_remembering = threading.Lock()


class TokenCounter:
    """Counts for one model. Safe to use in threads.

    `exact`: whether texts are counted by the model's own tokeniser. `calibrated`: else whether the estimate is
    multiplied by what the provider's reports showed.
    """

    __slots__ = ("_encoding", "_ratio", "calibrated")

    def __init__(self, encoding: "Encoding | None" = None, ratio: float | None = None) -> None:
        self._encoding = encoding
        self._ratio = 1.0 if ratio is None else min(max(ratio, LEAST_RATIO), MOST_RATIO)
        self.calibrated = ratio is not None

    @property
    def exact(self) -> bool:
        """Whether the model's own tokeniser counts."""
        return self._encoding is not None

    def text(self, text: str) -> int:
        """The tokens of a text."""
        if self._encoding is None:
            return math.ceil(estimate_tokens(text) * self._ratio)
        if len(text) < _LEAST_REMEMBERED:
            return len(self._encoding.encode_ordinary(text))
        return _once(self._encoding, text)

    def message(self, message: ChatMessage) -> int:
        """The tokens of a message with its pictures and tool calls; of pictures nobody but the provider knows."""
        calls = sum(self.text(call.name + call.arguments) for call in message.tool_calls)
        return TOKENS_PER_MESSAGE + self.text(message.text) + calls + TOKENS_PER_IMAGE * len(message.images)

    def messages(self, messages: Iterable[ChatMessage]) -> int:
        """The tokens of messages."""
        return sum(map(self.message, messages))

    def tools(self, tools: Iterable[Tool]) -> int:
        """The tokens of the tools that are offered."""
        return sum(self.text(tool.name + tool.description + _schema(tool)) for tool in tools)


def _schema(tool: Tool) -> str:
    return json.dumps(dict(tool.parameters), ensure_ascii=False, default=str)


def _once(encoding: "Encoding", text: str) -> int:
    """Counts a text, or remembers: a conversation's messages are counted again with every question."""
    digest = hashlib.blake2b(text.encode(errors="replace"), digest_size=16, key=encoding.name.encode()).digest()
    known = _remembered.get(digest)
    if known is not None:
        return known
    counted = len(encoding.encode_ordinary(text[:_MOST_COUNTED]))
    if len(text) > _MOST_COUNTED:
        counted = math.ceil(counted * text_size(text) / text_size(text[:_MOST_COUNTED]))
    with _remembering:
        if len(_remembered) >= _MOST_REMEMBERED:
            _remembered.clear()
        _remembered[digest] = counted
    return counted


async def counter_for(model: str, ratio: float | None = None) -> TokenCounter:
    """The best count there is of what a model, by its provider's name, takes a text for; nothing is downloaded.

    `ratio`: reported tokens to estimated ones, from earlier calls of this model; None: there were none.
    """
    name = encoding_name(model)
    if name is None:
        return TokenCounter(ratio=ratio)
    encoding = load_encoding(name) if is_loaded(name) else await asyncio.to_thread(load_encoding, name)
    return TokenCounter(encoding, ratio)


async def in_thread_if_large(
    counter: TokenCounter, messages: Sequence[ChatMessage], count: Callable[[], _Result]
) -> _Result:
    """What `count` makes of these messages; in a thread if they are long and really counted."""
    large = counter.exact and sum(len(message.text) for message in messages) > _LARGE_CHARACTERS
    return await asyncio.to_thread(count) if large else count()
