"""Models that an administrator names by hand, for servers that cannot list theirs."""

from collections.abc import Sequence
from contextlib import aclosing

from convosphere.engines.llm.adapter import Adapter
from convosphere.engines.llm.kinds import kind_of
from convosphere.engines.llm.types import ChatMessage, ChatRequest, ConnectionConfig, ModelInfo

_PROBE_TOKENS = 16


def named_models(connection: ConnectionConfig) -> list[ModelInfo]:
    """The names in the connection's `extra["models"]`, in that order; empty if there are none."""
    names = connection.extra.get("models")
    if not isinstance(names, list | tuple):
        return []
    return [
        ModelInfo(name=name, display_name=name, kind=kind_of(name)) for name in names if isinstance(name, str) and name
    ]


def first_chatting(models: Sequence[ModelInfo]) -> ModelInfo:
    """The first that chats; the first at all where none does."""
    return next((model for model in models if model.kind == "chat"), models[0])


async def try_chat(adapter: Adapter, connection: ConnectionConfig, model: str) -> None:
    """Asks a model for a word and stops at the first event: proves address, key and name. Raises
    ProviderError.
    """
    request = ChatRequest(model, [ChatMessage("user", "Say: ok")], max_output_tokens=_PROBE_TOKENS)
    async with aclosing(adapter.stream(connection, request)) as events:
        async for _ in events:
            return
