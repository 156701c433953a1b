"""Traces over OTLP, when an endpoint is configured.

Nothing of OpenTelemetry is imported before `start_tracing`; until then `span` costs a function call.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI
    from sqlalchemy.ext.asyncio import AsyncEngine

    from convosphere.platform.telemetry.otlp import OtlpExport

_SpanOpener = Callable[[str, dict[str, str | int | float | bool]], AbstractContextManager[object]]


class _Process:
    """What this process does with spans."""

    open_span: _SpanOpener | None = None


class TracingUnavailableError(Exception):
    """Traces are configured, but their packages are missing: `pip install convosphere[telemetry]`."""


def span(name: str, **attributes: str | float | bool) -> AbstractContextManager[object]:
    """A step of the present trace; does nothing without tracing."""
    opener = _Process.open_span
    return nullcontext() if opener is None else opener(name, attributes)


class Tracing:
    """Traces that are on."""

    def __init__(self, export: "OtlpExport") -> None:
        self._export = export

    def instrument(self, app: "FastAPI", engine: "AsyncEngine | None" = None) -> None:
        """Makes each request, and each SQL statement, a span; call before the application serves."""
        self._export.instrument(app, engine)

    def stop(self) -> None:
        """Turns tracing off and sends what is left; blocks for some seconds at most."""
        _Process.open_span = None
        self._export.shut_down()


def start_tracing(endpoint: str, version: str) -> Tracing:
    """Turns tracing on for this process; spans go to an OTLP collector over HTTP.

    `endpoint` is the collector's base address ("http://collector:4318") or the full one of its traces.

    Raises:
        TracingUnavailableError: see there.
    """
    try:
        from convosphere.platform.telemetry.otlp import OtlpExport  # noqa: PLC0415 - 150 ms, only when configured
    except ImportError as error:
        raise TracingUnavailableError("traces need more packages: pip install convosphere[telemetry]") from error
    export = OtlpExport(endpoint, version)
    _Process.open_span = export.open_span
    return Tracing(export)
