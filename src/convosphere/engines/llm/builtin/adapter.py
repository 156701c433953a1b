"""The builtin provider as an adapter like the others."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime

from convosphere.engines.llm.builtin.reply import compose
from convosphere.engines.llm.types import (
    ChatRequest,
    ConnectionConfig,
    Event,
    Finish,
    FinishReason,
    ModelInfo,
    TextDelta,
    Usage,
)

BUILTIN_MODEL = ModelInfo(
    name="builtin",
    display_name="ConvoSphere without a language model",
    vision=False,
    tools=False,
    reasoning=False,
    is_language_model=False,
)
_WORD = re.compile(r"\s*\S+\s*")


def _now() -> datetime:
    return datetime.now(UTC)


class BuiltinAdapter:
    """Answers in this process, word by word, under any model name. Uses no tokens and says so."""

    def __init__(self, now: Callable[[], datetime] = _now) -> None:
        self._now = now

    async def stream(
        self,
        connection: ConnectionConfig,  # noqa: ARG002 - part of the interface
        request: ChatRequest,
    ) -> AsyncGenerator[Event, None]:
        """See `Adapter.stream`."""
        answer = await asyncio.to_thread(compose, request, self._now())
        for word in _WORD.findall(answer):
            yield TextDelta(word)
        yield Usage()
        yield Finish(FinishReason.STOP)

    async def list_models(self, connection: ConnectionConfig) -> list[ModelInfo]:  # noqa: ARG002 - part of the interface
        """The one «model», labelled as what it is."""
        return [BUILTIN_MODEL]

    async def check(self, connection: ConnectionConfig) -> list[ModelInfo]:
        """Always works."""
        return await self.list_models(connection)

    async def aclose(self) -> None:
        """Nothing to let go of."""
