"""Imports LiteLLM: 3 to 9 s and 200 MB, so only on demand, and in a process of its own."""

import importlib
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Final

from convosphere.engines.llm.errors import UnavailableError

_LOCK = threading.Lock()
# A third of the share that somebody gets who wants the processor at the same time.
_STANDING_BACK: Final = 5
_loaded: list[ModuleType] = []


def load_litellm() -> ModuleType:
    """The module, imported the first time. Blocks. Raises UnavailableError if it is not installed."""
    with _LOCK:
        if not _loaded:
            _loaded.append(_standing_back(_import))
        return _loaded[0]


def _standing_back(work: Callable[[], ModuleType]) -> ModuleType:
    """What `work` gives, done in a thread that leaves the processor to others as far as they want it.

    A process could not take its old place again, a thread need not: it ends.
    """

    def begin() -> None:
        # Elsewhere priorities are those of processes.
        if sys.platform == "linux":
            this = threading.get_native_id()
            os.setpriority(os.PRIO_PROCESS, this, os.getpriority(os.PRIO_PROCESS, this) + _STANDING_BACK)

    with ThreadPoolExecutor(1, "litellm import", begin) as thread:
        return thread.submit(work).result()


async def close_clients() -> None:
    """Closes LiteLLM's HTTP clients, if it was ever loaded; in the loop that used them."""
    if _loaded:
        await _loaded[0].close_litellm_async_clients()
        _loaded[0].in_memory_llm_clients_cache.flush_cache()


def _import() -> ModuleType:
    # Read at import: it would download a price list, and in its development mode load a `.env` file.
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    os.environ.setdefault("LITELLM_MODE", "PRODUCTION")
    try:
        module = importlib.import_module("litellm")
    except ImportError as error:
        raise UnavailableError(
            f"LiteLLM is not installed: pip install 'convosphere[litellm]' ({error})", retryable=False
        ) from None
    switches = {
        "telemetry": False,  # of older versions, harmless in newer
        "suppress_debug_info": True,  # no advertisement on stdout at errors
        "disable_token_counter": True,  # we estimate; it takes seconds
        "disable_streaming_logging": True,  # it keeps prompts and answers
    }
    for name, value in switches.items():
        setattr(module, name, value)
    return module
