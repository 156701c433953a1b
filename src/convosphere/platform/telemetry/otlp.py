"""OpenTelemetry's SDK, set up; imported by `start_tracing` only."""

from contextlib import AbstractContextManager

from fastapi import FastAPI
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from sqlalchemy.ext.asyncio import AsyncEngine

_UNREMARKABLE = "/health/,/metrics,/assets/"


class OtlpExport:
    """Collects spans and sends them in batches from a thread of its own."""

    def __init__(self, endpoint: str, version: str) -> None:
        address = endpoint.rstrip("/")
        if not address.endswith("/v1/traces"):
            address += "/v1/traces"
        resource = Resource.create({"service.name": "convosphere", "service.version": version})
        self._provider = TracerProvider(resource=resource)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=address)))
        self._tracer = self._provider.get_tracer("convosphere", version)

    def open_span(self, name: str, attributes: dict[str, str | int | float | bool]) -> AbstractContextManager[object]:
        """A span as the present one."""
        return self._tracer.start_as_current_span(name, attributes=attributes)

    def instrument(self, app: FastAPI, engine: AsyncEngine | None) -> None:
        """See `Tracing.instrument`."""
        FastAPIInstrumentor.instrument_app(app, tracer_provider=self._provider, excluded_urls=_UNREMARKABLE)
        if engine is not None:
            SQLAlchemyInstrumentor().instrument(engine=engine.sync_engine, tracer_provider=self._provider)

    def shut_down(self) -> None:
        """Sends what is left."""
        self._provider.shutdown()
