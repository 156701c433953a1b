"""What the product tells about itself: logs, metrics, traces, request ids."""

from convosphere.platform.telemetry.context import bind_context, current_request_id, request_context
from convosphere.platform.telemetry.logs import configure_logging
from convosphere.platform.telemetry.metrics import Metrics
from convosphere.platform.telemetry.middleware import (
    AccessLogMiddleware,
    RequestIdMiddleware,
    SecurityHeadersMiddleware,
)
from convosphere.platform.telemetry.tracing import Tracing, TracingUnavailableError, span, start_tracing

__all__ = [
    "AccessLogMiddleware",
    "Metrics",
    "RequestIdMiddleware",
    "SecurityHeadersMiddleware",
    "Tracing",
    "TracingUnavailableError",
    "bind_context",
    "configure_logging",
    "current_request_id",
    "request_context",
    "span",
    "start_tracing",
]
