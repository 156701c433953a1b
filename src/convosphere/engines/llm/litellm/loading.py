"""Imports LiteLLM: 3 to 9 s and 200 MB, so only on demand, and in a process of its own."""

import importlib
import os
import threading
from types import ModuleType

from convosphere.engines.llm.errors import UnavailableError

_LOCK = threading.Lock()
_loaded: list[ModuleType] = []


def load_litellm() -> ModuleType:
    """The module, imported the first time. Blocks. Raises UnavailableError if it is not installed."""
    with _LOCK:
        if not _loaded:
            _loaded.append(_import())
        return _loaded[0]


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
