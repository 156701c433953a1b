"""Asks through LiteLLM. `extra["vendor"]` of the connection is put before the model's name: "gemini/…"."""

from collections.abc import AsyncGenerator, Collection
from contextlib import aclosing
from typing import Any

from convosphere.engines.llm.errors import BadRequestError, ProtocolError
from convosphere.engines.llm.litellm.frames import read_event, without_passages
from convosphere.engines.llm.litellm.names import vendor_of
from convosphere.engines.llm.litellm.process import LiteLLMProcess
from convosphere.engines.llm.named_models import first_chatting, named_models, try_chat
from convosphere.engines.llm.types import ChatRequest, ConnectionConfig, Event, ModelInfo


class LiteLLMAdapter:
    """Any of LiteLLM's providers, asked from a process of its own; `allowed`: see `LiteLLMProcess`."""

    def __init__(self, allowed: Collection[str] = ()) -> None:
        self._process = LiteLLMProcess(allowed=allowed)

    def prepare(self) -> None:
        """Imports LiteLLM in its process, so that the first answer need not wait for that. Returns at once."""
        self._process.prepare()

    async def ready(self) -> None:
        """Returns once LiteLLM is imported in its process. Raises ProviderError: it will not be."""
        await self._process.ready()

    async def stream(self, connection: ConnectionConfig, request: ChatRequest) -> AsyncGenerator[Event, None]:
        """See `Adapter.stream`."""
        asking = self._process.ask("stream", connection, without_passages(request), patience=connection.timeouts)
        async with aclosing(asking) as answer:
            async for sign, value in answer:
                yield read_event(sign, value)

    async def list_models(self, connection: ConnectionConfig) -> list[ModelInfo]:
        """See `Adapter.list_models`. Else what LiteLLM knows of the vendor, which may be more than the key opens."""
        named = named_models(connection)
        if named:
            return named
        known = await self.value(connection, "models", vendor_of(connection))
        return [ModelInfo(**each) for each in known]

    async def check(self, connection: ConnectionConfig) -> list[ModelInfo]:
        """See `Adapter.check`. LiteLLM's list comes with it, so only a word from a model proves anything."""
        models = await self.list_models(connection)
        if not models:
            raise BadRequestError("LiteLLM knows no models of this vendor; name at least one in the connection")
        await try_chat(self, connection, first_chatting(models).name)
        return models

    async def value(self, connection: ConnectionConfig, what: str, *parts: object) -> Any:  # noqa: ANN401 - JSON
        """The one value of another call over there. Raises ProviderError."""
        async with aclosing(self._process.ask(what, *parts, patience=connection.timeouts)) as answer:
            async for _, value in answer:
                return value
        raise ProtocolError("LiteLLM's process gave no answer")

    async def aclose(self) -> None:
        """Ends the process, if there is one."""
        await self._process.aclose()
