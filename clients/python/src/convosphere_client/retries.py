"""When to try again, and after how long. Pure."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

# The server, or something before it, was not ready for the request; a later one may be answered.
PASSING: Final = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Retries:
    """How patient a client is; all times in seconds.

    Only requests that do no harm when they come twice are repeated, and those that never left. The delays double, and
    a delay is any share of its bound ("full jitter"), so that many clients do not come back in one moment. What the
    server names as `Retry-After` is waited for, unless it is longer than `longest_retry_after`: then the error comes
    at once.
    """

    attempts: int = 4
    first_delay: float = 0.25
    longest_delay: float = 8.0
    longest_retry_after: float = 30.0
    # How long a broken stream is tried to be resumed.
    reconnect_seconds: float = 60.0
    random: Callable[[], float] = random.random

    def delay(self, attempt: int) -> float:
        """Before the attempt that follows number `attempt`, counted from 0."""
        return self.random() * float(min(self.longest_delay, self.first_delay * 2 ** min(attempt, 32)))

    def delay_after(self, attempt: int, retry_after: float | None) -> float | None:
        """As `delay`, but after an answer that may name how long to wait; None: give up."""
        if attempt + 1 >= self.attempts:
            return None
        if retry_after is None:
            return self.delay(attempt)
        if retry_after > self.longest_retry_after:
            return None
        # Never earlier than told; a little later, so that not everybody comes at the same moment.
        return retry_after + self.random() * self.first_delay


NO_RETRIES: Final = Retries(attempts=1)


def retry_after_of(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds that a `Retry-After` header names, as a number or a date; None: it names none."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
