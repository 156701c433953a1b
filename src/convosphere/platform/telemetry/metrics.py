"""Counters and histograms of one process, in a registry of their own; `/metrics` renders them.

Labels have few values by construction: route templates instead of paths, provider kinds instead of
connections.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

_REQUEST_BUCKETS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
_FIRST_TOKEN_BUCKETS: Final = (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128)
_DURATION_BUCKETS: Final = (0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256)
_JOB_BUCKETS: Final = (0.01, 0.05, 0.25, 1, 5, 30, 120, 600)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """Everything that is counted. Each event is one call."""

    def __init__(self) -> None:
        # A second series per counter that nobody asks for.
        disable_created_metrics()  # type: ignore[no-untyped-call]  # it has no annotations
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        GCCollector(registry=registry)
        self._requests = Histogram(
            "convosphere_http_request_seconds",
            "Time to answer HTTP requests.",
            ("method", "route", "status"),
            buckets=_REQUEST_BUCKETS,
            registry=registry,
        )
        self._sockets = Gauge("convosphere_open_sockets", "WebSocket connections open.", registry=registry)
        self._answers = Gauge("convosphere_running_answers", "Answers being made.", registry=registry)
        self._jobs = Histogram(
            "convosphere_job_seconds",
            "Time jobs took, by outcome.",
            ("job", "outcome"),
            buckets=_JOB_BUCKETS,
            registry=registry,
        )
        self._calls = Histogram(
            "convosphere_llm_call_seconds",
            "Time calls of language models took, by outcome.",
            ("provider", "outcome"),
            buckets=_DURATION_BUCKETS,
            registry=registry,
        )
        self._first_tokens = Histogram(
            "convosphere_llm_first_token_seconds",
            "Time until language models began to answer.",
            ("provider",),
            buckets=_FIRST_TOKEN_BUCKETS,
            registry=registry,
        )
        self._tokens = Counter(
            "convosphere_llm_tokens",
            "Tokens read and written by language models.",
            ("provider", "direction"),
            registry=registry,
        )
        self._circuits = Gauge(
            "convosphere_llm_open_circuits",
            "Connections to language models that are not asked for a while because they keep failing.",
            ("provider",),
            registry=registry,
        )
        self._open_circuits: dict[str, str] = {}

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """An HTTP request was answered. `route` is the template ("/api/v1/people/{id}")."""
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route, str(status)).observe(seconds)

    @contextmanager
    def open_socket(self) -> Iterator[None]:
        """A WebSocket connection is open."""
        with self._sockets.track_inprogress():
            yield

    @contextmanager
    def running_answer(self) -> Iterator[None]:
        """An answer is being made."""
        with self._answers.track_inprogress():
            yield

    def job(self, name: str, outcome: str, seconds: float) -> None:
        """A job ended: "done", "failed", "retried", "aborted"."""
        self._jobs.labels(name, outcome).observe(seconds)

    def llm_call(
        self,
        provider: str,
        outcome: str,
        seconds: float,
        *,
        first_token_seconds: float | None = None,
        input_tokens: int = 0,
        output_tokens: int = 0,
    ) -> None:
        """A call of a language model ended: "completed", "stopped", or the error's code. `provider` is the kind."""
        self._calls.labels(provider, outcome).observe(seconds)
        if first_token_seconds is not None:
            self._first_tokens.labels(provider).observe(first_token_seconds)
        if input_tokens:
            self._tokens.labels(provider, "input").inc(input_tokens)
        if output_tokens:
            self._tokens.labels(provider, "output").inc(output_tokens)

    def llm_circuit(self, connection_id: str, provider: str, *, is_open: bool) -> None:
        """A connection's circuit has opened, stays open while a call tries, or is closed again."""
        was_open = self._open_circuits.pop(connection_id, None)
        if was_open is not None:
            self._circuits.labels(was_open).dec()
        if is_open:
            self._open_circuits[connection_id] = provider
            self._circuits.labels(provider).inc()

    def render(self) -> tuple[bytes, str]:
        """All of it in Prometheus' text format, and its media type. Reads `/proc`: call it off the event loop."""
        return generate_latest(self.registry), CONTENT_TYPE_LATEST
