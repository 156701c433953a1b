"""What jobs and calls of language models leave in the metrics."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from convosphere.engines.llm import CallRecord, FinishReason, Outcome, RateLimitError, Usage
from convosphere.entry.measuring import count_call, measured
from convosphere.platform.jobs import RetryLater
from convosphere.platform.telemetry import Metrics


def outcomes(metrics: Metrics) -> dict[str, float | None]:
    """How often each outcome of `chat.test` was counted."""
    return {
        outcome: metrics.registry.get_sample_value(
            "convosphere_job_seconds_count", {"job": "chat.test", "outcome": outcome}
        )
        for outcome in ("done", "retried", "failed", "aborted")
    }


async def test_each_outcome_is_counted_and_errors_pass_through() -> None:
    metrics, seen = Metrics(), []

    async def handler(**args: object) -> None:
        seen.append(args)
        match args["end"]:
            case "retry":
                raise RetryLater(1)
            case "fail":
                raise ValueError("wrong")
            case "wait":
                await asyncio.Event().wait()

    run = measured(metrics, "chat.test", handler)
    await run(end="well", number=7)
    with pytest.raises(RetryLater):
        await run(end="retry")
    with pytest.raises(ValueError, match="wrong"):
        await run(end="fail")
    waiting = asyncio.ensure_future(run(end="wait"))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    # Collecting reads the process's own figures from files.
    assert await asyncio.to_thread(outcomes, metrics) == {"done": 1, "retried": 1, "failed": 1, "aborted": 1}
    assert seen[0] == {"end": "well", "number": 7}


CALL = CallRecord(
    connection_id="c1",
    provider="openai",
    base_url=None,
    model="m",
    started_at=datetime(2026, 1, 1, tzinfo=UTC),
    outcome=Outcome.COMPLETED,
    finish_reason=FinishReason.STOP,
    usage=Usage(input_tokens=30, output_tokens=12),
    time_to_first_token=0.25,
    duration=1.5,
    error=None,
)


def test_a_call_of_a_model_is_counted_by_its_end() -> None:
    metrics = Metrics()
    failed = replace(CALL, outcome=Outcome.FAILED, error=RateLimitError("slow down"), time_to_first_token=None)
    for call in (CALL, CALL, replace(CALL, outcome=Outcome.STOPPED), failed):
        count_call(metrics, call)
    value = metrics.registry.get_sample_value

    def calls(outcome: str) -> float | None:
        return value("convosphere_llm_call_seconds_count", {"provider": "openai", "outcome": outcome})

    assert (calls("completed"), calls("stopped"), calls(RateLimitError.code)) == (2, 1, 1)
    assert value("convosphere_llm_first_token_seconds_count", {"provider": "openai"}) == 3
    assert value("convosphere_llm_tokens_total", {"provider": "openai", "direction": "input"}) == 120
    assert value("convosphere_llm_tokens_total", {"provider": "openai", "direction": "output"}) == 48
