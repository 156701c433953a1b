"""Asks through LiteLLM. `extra["vendor"]` of the connection is put before the model's name: "gemini/…"."""

from collections.abc import AsyncGenerator, Coroutine
from types import ModuleType
from typing import Any, TypeVar

import structlog

from convosphere.engines.llm.errors import BadRequestError, UnavailableError
from convosphere.engines.llm.litellm.background import BackgroundLoop
from convosphere.engines.llm.litellm.call import answer_events
from convosphere.engines.llm.litellm.loading import close_clients, load_litellm
from convosphere.engines.llm.litellm.names import vendor_of
from convosphere.engines.llm.named_models import first_chatting, named_models, try_chat
from convosphere.engines.llm.types import ChatRequest, ConnectionConfig, Event, ModelInfo

Result = TypeVar("Result")

_log = structlog.get_logger(__name__)


class LiteLLMAdapter:
    """Any of LiteLLM's providers, asked from a thread of their own."""

    def __init__(self) -> None:
        self._background = BackgroundLoop()

    def prepare(self) -> None:
        """Imports LiteLLM in its thread, so that the first answer need not wait for that. Returns at once."""
        self._background.start(_load())

    def stream(self, connection: ConnectionConfig, request: ChatRequest) -> AsyncGenerator[Event, None]:
        """See `Adapter.stream`."""
        return self._background.iterate(lambda: answer_events(connection, request))

    async def list_models(self, connection: ConnectionConfig) -> list[ModelInfo]:
        """See `Adapter.list_models`. Else what LiteLLM knows of the vendor, which may be more than the key opens."""
        return named_models(connection) or await self._background.run(_known_models(vendor_of(connection)))

    async def check(self, connection: ConnectionConfig) -> list[ModelInfo]:
        """See `Adapter.check`. LiteLLM's list comes with it, so only a word from a model proves anything."""
        models = await self.list_models(connection)
        if not models:
            raise BadRequestError("LiteLLM knows no models of this vendor; name at least one in the connection")
        await try_chat(self, connection, first_chatting(models).name)
        return models

    async def elsewhere(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Awaits something else that asks LiteLLM, in its thread."""
        return await self._background.run(work)

    async def aclose(self) -> None:
        """Closes LiteLLM's HTTP clients and ends the thread, if there is one."""
        if self._background.running:
            await self._background.run(close_clients())
            await self._background.aclose()


async def _load() -> None:
    try:
        load_litellm()
    except UnavailableError as error:
        # Whoever asks is told the same.
        _log.warning("litellm_not_prepared", error=error.message)


async def _known_models(vendor: str) -> list[ModelInfo]:
    litellm = load_litellm()
    return [_model_info(litellm, vendor, name) for name in sorted(litellm.models_by_provider.get(vendor, ()))]


def _model_info(litellm: ModuleType, vendor: str, name: str) -> ModelInfo:
    facts = litellm.model_cost.get(name) or litellm.model_cost.get(f"{vendor}/{name}") or {}
    context = facts.get("max_input_tokens")
    return ModelInfo(
        name=name,
        display_name=name.removeprefix(f"{vendor}/"),
        context_window=context if isinstance(context, int) else None,
        vision=facts.get("supports_vision"),
        tools=facts.get("supports_function_calling"),
        reasoning=facts.get("supports_reasoning"),
        kind="embedding" if facts.get("mode") == "embedding" else "chat",
    )
