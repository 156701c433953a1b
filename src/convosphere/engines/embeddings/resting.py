"""Something large that is in memory only while it is used."""

import asyncio
import gc
from collections.abc import Callable
from typing import Generic, TypeVar

import structlog

from convosphere.engines.embeddings.onnx_model import trim_memory
from convosphere.engines.embeddings.turns import Turns, in_thread

_T = TypeVar("_T")

_log = structlog.get_logger(__name__)


class Resting(Generic[_T]):
    """Loads a model at its first use, and lets go of it after `idle_seconds` without one; 0: never."""

    def __init__(self, turns: Turns, load: Callable[[], _T], idle_seconds: float) -> None:
        self._turns = turns
        self._load = load
        self._idle_seconds = idle_seconds
        self._loaded: _T | None = None
        self._timer: asyncio.TimerHandle | None = None
        # Held, or it could be collected while it runs.
        self._going: asyncio.Future[None] | None = None

    @property
    def loaded(self) -> bool:
        """Whether it is in memory."""
        return self._loaded is not None

    async def awake(self) -> _T:
        """What `load` gave. Who keeps it may go on using it, also when it has been let go of here meanwhile."""
        if self._loaded is None:
            async with self._turns.take(urgent=True):
                if self._loaded is None:
                    self._loaded = await in_thread(self._load)
                    _log.info("local_model_loaded")
        self._rest_later()
        return self._loaded

    async def unload(self) -> None:
        """Lets go of it, when what runs has ended."""
        async with self._turns.take(urgent=True):
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if self._loaded is not None:
                self._loaded = None
                await in_thread(_free)
                _log.info("local_model_unloaded")

    def _rest_later(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._idle_seconds:
            self._timer = asyncio.get_running_loop().call_later(self._idle_seconds, self._rest)

    def _rest(self) -> None:
        self._going = asyncio.ensure_future(self.unload())


def _free() -> None:
    gc.collect()
    trim_memory()
