"""The door to all language models. Features call this; it picks the adapter, measures, and keeps the
promises.

The promises, whatever the provider: see `convosphere.engines.llm.types` for the order of events; an answer
that was cut raises; one that does not end is ended; closing the stream closes the connection; each call is
reported once to `on_end`; who keeps failing is left alone (`convosphere.engines.llm.circuits`).
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping

import aiohttp

from convosphere.engines.llm.adapter import Adapter
from convosphere.engines.llm.anthropic import AnthropicAdapter
from convosphere.engines.llm.builtin import BuiltinAdapter
from convosphere.engines.llm.circuits import Circuits
from convosphere.engines.llm.discovery import LOCAL_PORTS, discover_local
from convosphere.engines.llm.embeddings import (
    Embedder,
    EmbeddingRequest,
    Embeddings,
    LiteLLMEmbedder,
    OpenAIEmbedder,
    embed,
)
from convosphere.engines.llm.errors import ModelNotFoundError, ProtocolError, ProviderError
from convosphere.engines.llm.litellm import LiteLLMAdapter
from convosphere.engines.llm.metering import CallRecord, Meter, OnEnd
from convosphere.engines.llm.openai import OpenAIAdapter
from convosphere.engines.llm.retrying import Retrying
from convosphere.engines.llm.types import (
    ChatRequest,
    CheckResult,
    ConnectionConfig,
    Event,
    Finish,
    FinishReason,
    LocalServer,
    ModelInfo,
    Outcome,
    Provider,
)
from convosphere.engines.llm.wire import Wire

# No answer takes longer, or is larger: beyond that a provider streams for ever, and somebody pays for it.
LONGEST_SECONDS = 3600.0
LARGEST_BYTES = 4_000_000


def _allow() -> None:
    """Nothing to check before a call."""


class Gateway:
    """All providers. One per process; cheap until used. Not bound to a loop before its first call.

    `session`: used for HTTP when given, and then left open; else an own one is made (no limit of
    connections). `before_call`: called before anything goes over the network; raises to forbid it (e.g. an
    open transaction). `after_call`: gets the record of every call, beside the caller's own `on_end`.
    `circuits` leave alone who keeps failing. `retrying` is for those who ask: the gateway itself asks once.
    `longest` (seconds) and `largest` (bytes): where an answer is ended that does not end by itself. `allowed`:
    addresses that LiteLLM may reach although clouds hand out credentials there, as its vendors' own clients do.
    """

    def __init__(
        self,
        *,
        session: aiohttp.ClientSession | None = None,
        before_call: Callable[[], None] = _allow,
        after_call: OnEnd | None = None,
        circuits: Circuits | None = None,
        retrying: Retrying | None = None,
        longest: float = LONGEST_SECONDS,
        largest: int = LARGEST_BYTES,
        allowed: Collection[str] = (),
    ) -> None:
        self.circuits = circuits or Circuits()
        self.retrying = retrying or Retrying()
        self._longest = longest
        self._largest = largest
        self._wire = Wire(session)
        self._before_call = before_call
        self._after_call = after_call
        self._litellm = litellm = LiteLLMAdapter(allowed)
        self._adapters: Mapping[str, Adapter] = {
            "openai": OpenAIAdapter(self._wire),
            "anthropic": AnthropicAdapter(self._wire),
            "litellm": litellm,
            "builtin": BuiltinAdapter(),
        }
        # The others have no such models.
        self._embedders: Mapping[str, Embedder] = {
            "openai": OpenAIEmbedder(self._wire),
            "litellm": LiteLLMEmbedder(litellm),
        }

    async def stream(
        self,
        connection: ConnectionConfig,
        request: ChatRequest,
        *,
        on_end: OnEnd | None = None,
        admit: Callable[[], Awaitable[None]] | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Asks a model and yields its answer as events, ending with `Usage` and `Finish`.

        `admit` is awaited once it is certain that the call will be made, right before it; raising, it
        prevents the call. `on_end` gets the call's record exactly once: just before `Finish`, or when the
        call fails or is closed; a call that was not made has none. Wrap it in `contextlib.aclosing` wherever
        the loop may be left early. An answer beyond all measure ends with `Finish(LENGTH)`. Raises
        `ProviderError`.
        """
        self._before_call()
        passing = self.circuits.enter(connection)
        try:
            if admit is not None:
                await admit()
            meter = Meter(connection, request, self._reporting_to(on_end))
            events = self._adapters[connection.provider].stream(connection, request)
            try:
                reason = None
                async for event in events:
                    passing.began()
                    if isinstance(event, Finish):
                        reason = event.reason
                        break
                    yield meter.take(event)
                    if meter.exceeds(self._longest, self._largest):
                        reason = FinishReason.LENGTH
                        break
                if reason is None:
                    raise ProtocolError("the answer ended without saying so", cut=True)
                for closing in meter.closing(reason):
                    yield closing
            except ProviderError as error:
                passing.failed(error)
                meter.end(Outcome.FAILED, error=error)
                raise
            except (GeneratorExit, asyncio.CancelledError):
                meter.end(Outcome.STOPPED)
                raise
            finally:
                meter.end(Outcome.FAILED)
                await events.aclose()
        finally:
            passing.left()

    async def embed(
        self,
        connection: ConnectionConfig,
        request: EmbeddingRequest,
        *,
        on_end: OnEnd | None = None,
        admit: Callable[[], Awaitable[None]] | None = None,
    ) -> Embeddings:
        """Asks a model for the vectors of some texts, in one call. `on_end` and `admit`: as for `stream`. Raises
        `ProviderError`.
        """
        self._before_call()
        embedder = self._embedders.get(connection.provider)
        if embedder is None:
            raise ModelNotFoundError("this provider has no embedding models")
        reporting = self._reporting_to(on_end)
        return await embed(embedder, self.circuits, connection, request, on_end=reporting, admit=admit)

    def prepare(self, provider: Provider) -> None:
        """Does ahead, in the background, what a provider's first call would have to wait for. Returns at once."""
        if provider == "litellm":
            self._litellm.prepare()

    async def ready(self, provider: Provider) -> None:
        """Returns once nobody has to wait any more for what a provider's first call needs on this machine.

        Raises:
            ProviderError: it cannot be had; says why.
        """
        if provider == "litellm":
            self._before_call()
            await self._litellm.ready()

    def _reporting_to(self, on_end: OnEnd | None) -> OnEnd | None:
        after_call = self._after_call
        if after_call is None or on_end is None:
            return on_end or after_call

        def both(record: CallRecord) -> None:
            # The caller's first: what it records was paid for.
            on_end(record)
            after_call(record)

        return both

    async def list_models(self, connection: ConnectionConfig) -> list[ModelInfo]:
        """The models that the provider offers. Raises `ProviderError`."""
        self._before_call()
        return await self._adapters[connection.provider].list_models(connection)

    async def check(self, connection: ConnectionConfig) -> CheckResult:
        """Tests a connection by really asking the provider. Raises the `ProviderError` that says what is
        wrong.
        """
        self._before_call()
        started = time.monotonic()
        models = await self._adapters[connection.provider].check(connection)
        self.circuits.succeeded(connection.id)
        return CheckResult(latency=time.monotonic() - started, models=models)

    async def discover_local(self, *, ports: Mapping[str, int] = LOCAL_PORTS) -> list[LocalServer]:
        """Model servers on this machine that answer within 300 ms; `ports`: kind of server to its port."""
        self._before_call()
        return await discover_local(self._wire.session(), ports=ports)

    async def aclose(self) -> None:
        """Ends what runs and closes the connections. The gateway can be used again afterwards."""
        for adapter in self._adapters.values():
            await adapter.aclose()
        await self._wire.aclose()
