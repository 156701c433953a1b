"""When a request that failed before its first token is made again, and after which pause."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from convosphere.engines.llm.errors import ProviderError


@dataclass(frozen=True, slots=True)
class Retrying:
    """How stubborn we are. Times in seconds.

    `retries`: beyond the first try. `pause`: the longest before the first retry, doubled for each one after it.
    `longest_wait`: a provider that asks for more is not waited for. `total`: after the first try no retry begins later.
    """

    retries: int = 2
    pause: float = 0.5
    longest_wait: float = 20.0
    total: float = 60.0

    def pause_before(
        self, retry: int, error: ProviderError, spent: float, draw: Callable[[], float] = random.random
    ) -> float | None:
        """Seconds to wait before retry number `retry` (from 1), `spent` seconds after the first try; None: no retry.

        The pause is drawn from zero to its bound (full jitter), so that many who failed together do not come back
        together; what the provider asks for is added, never cut.
        """
        if not error.retryable or retry > self.retries:
            return None
        wanted = error.retry_after or 0.0
        if wanted > self.longest_wait:
            return None
        pause = wanted + draw() * min(self.pause * 2 ** (retry - 1), self.longest_wait)
        return pause if spent + pause <= self.total else None
