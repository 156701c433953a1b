"""The door to all language models. Features call this; it picks the adapter, measures, and keeps the
promises.

The promises, whatever the provider: see `convosphere.engines.llm.types` for the order of events; an answer
that was cut raises; closing the stream closes the connection; each call is reported once to `on_end`.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping

import aiohttp

from convosphere.engines.llm.adapter import Adapter
from convosphere.engines.llm.anthropic import AnthropicAdapter
from convosphere.engines.llm.builtin import BuiltinAdapter
from convosphere.engines.llm.discovery import LOCAL_PORTS, discover_local
from convosphere.engines.llm.errors import ProtocolError, ProviderError
from convosphere.engines.llm.litellm import LiteLLMAdapter
from convosphere.engines.llm.metering import CallRecord, Meter, OnEnd
from convosphere.engines.llm.openai import OpenAIAdapter
from convosphere.engines.llm.types import (
    ChatRequest,
    CheckResult,
    ConnectionConfig,
    Event,
    Finish,
    LocalServer,
    ModelInfo,
    Outcome,
    ReasoningDelta,
    TextDelta,
    ToolCallDelta,
    Usage,
)
from convosphere.engines.llm.wire import Wire

_WORDS = (TextDelta, ReasoningDelta)


def _allow() -> None:
    """Nothing to check before a call."""


class Gateway:
    """All providers. One per process; cheap until used. Not bound to a loop before its first call.

    `session`: used for HTTP when given, and then left open; else an own one is made (no limit of
    connections). `before_call`: called before anything goes over the network; raises to forbid it (e.g. an
    open transaction). `after_call`: gets the record of every call, beside the caller's own `on_end`.
    """

    def __init__(
        self,
        *,
        session: aiohttp.ClientSession | None = None,
        before_call: Callable[[], None] = _allow,
        after_call: OnEnd | None = None,
    ) -> None:
        self._wire = Wire(session)
        self._before_call = before_call
        self._after_call = after_call
        self._adapters: Mapping[str, Adapter] = {
            "openai": OpenAIAdapter(self._wire),
            "anthropic": AnthropicAdapter(self._wire),
            "litellm": LiteLLMAdapter(),
            "builtin": BuiltinAdapter(),
        }

    async def stream(
        self, connection: ConnectionConfig, request: ChatRequest, *, on_end: OnEnd | None = None
    ) -> AsyncGenerator[Event, None]:
        """Asks a model and yields its answer as events, ending with `Usage` and `Finish`.

        `on_end` gets the call's record exactly once: just before `Finish`, or when the call fails or is
        closed. Wrap it in `contextlib.aclosing` wherever the loop may be left early. Raises
        `ProviderError`.
        """
        self._before_call()
        meter = Meter(connection, request, self._reporting_to(on_end))
        events = self._adapters[connection.provider].stream(connection, request)
        try:
            async for event in events:
                if isinstance(event, _WORDS):
                    meter.output(event.text)
                    if "\0" in event.text:  # PostgreSQL cannot store it, and no reader can see it
                        yield type(event)(event.text.replace("\0", "\N{REPLACEMENT CHARACTER}"))
                        continue
                elif isinstance(event, ToolCallDelta):
                    meter.output(event.arguments or event.name)
                elif isinstance(event, Usage):
                    meter.report_usage(event)
                elif isinstance(event, Finish):
                    if not meter.has_usage:
                        yield meter.usage()
                    meter.end(Outcome.COMPLETED, finish_reason=event.reason)
                    yield event
                    return
                yield event
            raise ProtocolError("the answer ended without saying so", cut=True)
        except ProviderError as error:
            meter.end(Outcome.FAILED, error=error)
            raise
        except (GeneratorExit, asyncio.CancelledError):
            meter.end(Outcome.STOPPED)
            raise
        finally:
            meter.end(Outcome.FAILED)
            await events.aclose()

    def _reporting_to(self, on_end: OnEnd | None) -> OnEnd | None:
        after_call = self._after_call
        if after_call is None or on_end is None:
            return on_end or after_call

        def both(record: CallRecord) -> None:
            after_call(record)
            on_end(record)

        return both

    async def list_models(self, connection: ConnectionConfig) -> list[ModelInfo]:
        """The chat models that the provider offers. Raises `ProviderError`."""
        self._before_call()
        return await self._adapters[connection.provider].list_models(connection)

    async def check(self, connection: ConnectionConfig) -> CheckResult:
        """Tests a connection by really asking the provider. Raises the `ProviderError` that says what is
        wrong.
        """
        self._before_call()
        started = time.monotonic()
        models = await self._adapters[connection.provider].check(connection)
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
