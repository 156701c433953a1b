"""Counts what jobs and calls to language models do; the features themselves need not know."""

import asyncio
import time

from convosphere.engines.llm import CallRecord, CircuitState, Provider
from convosphere.platform.jobs import JobHandler, RetryLater
from convosphere.platform.telemetry import Metrics, span


def measured(metrics: Metrics, name: str, handler: JobHandler) -> JobHandler:
    """`handler` with its time and outcome counted, as a span of its own when traces are on."""

    async def run(**args: object) -> None:
        began = time.monotonic()
        outcome = "failed"
        try:
            with span(name):
                await handler(**args)
            outcome = "done"
        except RetryLater:
            outcome = "retried"
            raise
        except asyncio.CancelledError:
            outcome = "aborted"
            raise
        finally:
            metrics.job(name, outcome, time.monotonic() - began)

    return run


def count_call(metrics: Metrics, call: CallRecord) -> None:
    """Counts one call to a language model."""
    metrics.llm_call(
        call.provider,
        call.error.code if call.error is not None else str(call.outcome),
        call.duration,
        first_token_seconds=call.time_to_first_token,
        input_tokens=call.usage.input_tokens,
        output_tokens=call.usage.output_tokens,
    )


def count_circuit(metrics: Metrics, connection_id: str, provider: Provider, state: CircuitState) -> None:
    """Counts the connections that are left alone for a while because they keep failing."""
    metrics.llm_circuit(connection_id, provider, is_open=state is not CircuitState.CLOSED)
