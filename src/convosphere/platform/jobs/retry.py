"""When a job runs again."""

import asyncio
from dataclasses import dataclass

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job
from procrastinate.types import TimeDeltaParams


class RetryLater(Exception):  # noqa: N818 - it asks for something, it is no failure
    """Raised by a job that wants to run again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class _Decision(BaseRetryStrategy):
    """At once after a shutdown, later when the job asks for it, else with growing pauses up to a limit."""

    max_attempts: int

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, JobAborted | asyncio.CancelledError):
            return RetryDecision(retry_in={"seconds": 0})
        if isinstance(exception, RetryLater):
            return RetryDecision(retry_in=_delay(exception.seconds))
        if not isinstance(exception, Exception) or job.attempts + 1 >= self.max_attempts:
            return None
        return RetryDecision(retry_in=_delay(min(300, 2 ** (job.attempts + 1))))


def retry_strategy(max_attempts: int) -> BaseRetryStrategy:
    """Up to `max_attempts` runs for errors; interruptions do not count."""
    return _Decision(max_attempts=max_attempts)


def _delay(seconds: float) -> TimeDeltaParams:
    return {"seconds": max(1, round(seconds))}
