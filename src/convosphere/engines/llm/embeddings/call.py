"""One call for vectors, measured and reported like every other."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from convosphere.engines.llm.circuits import Circuits
from convosphere.engines.llm.embeddings.adapter import Embedder
from convosphere.engines.llm.embeddings.types import EmbeddingRequest, Embeddings
from convosphere.engines.llm.errors import ProviderError
from convosphere.engines.llm.metering import CallRecord, OnEnd
from convosphere.engines.llm.types import ConnectionConfig, Outcome, Usage


async def embed(
    embedder: Embedder,
    circuits: Circuits,
    connection: ConnectionConfig,
    request: EmbeddingRequest,
    *,
    on_end: OnEnd | None,
    admit: Callable[[], Awaitable[None]] | None,
) -> Embeddings:
    """Asks, and reports the call's record exactly once, whatever becomes of it."""
    passing = circuits.enter(connection)
    try:
        if admit is not None:
            await admit()
        started, at = time.monotonic(), datetime.now(UTC)

        def report(outcome: Outcome, usage: Usage, error: ProviderError | None = None) -> None:
            if on_end is None:
                return
            duration = time.monotonic() - started
            on_end(
                CallRecord(
                    connection_id=connection.id,
                    provider=connection.provider,
                    base_url=connection.base_url,
                    model=request.model,
                    started_at=at,
                    outcome=outcome,
                    finish_reason=None,
                    usage=usage,
                    # Vectors come all at once.
                    time_to_first_token=duration if outcome is Outcome.COMPLETED else None,
                    duration=duration,
                    error=error,
                )
            )

        estimate = Usage(input_tokens=request.estimated_tokens(), estimated=True)
        try:
            found = await embedder.embed(connection, request)
        except ProviderError as error:
            passing.failed(error)
            report(Outcome.FAILED, estimate, error)
            raise
        except asyncio.CancelledError:
            report(Outcome.STOPPED, estimate)
            raise
        except BaseException:
            report(Outcome.FAILED, estimate)
            raise
        passing.began()
        report(Outcome.COMPLETED, found.usage)
        return found
    finally:
        passing.left()
