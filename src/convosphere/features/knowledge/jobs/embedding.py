"""Jobs of embedders: fetching the local model, moving bases to another one."""

from uuid import UUID

from convosphere.engines.retrieval import IndexUnavailableError, RetrievalError
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.embedding import (
    ADOPT_JOB,
    DROP_JOB,
    FETCH_JOB,
    REEMBED_JOB,
    Embedders,
    adopt_embedder,
    run_fetch,
)
from convosphere.features.knowledge.actions.embedding.reembedding import reembed, stop_reembedding
from convosphere.features.knowledge.errors.embedding import EmbeddingFailedError
from convosphere.features.knowledge.types.spaces import BaseKey
from convosphere.platform.feature import Job

# About ten minutes: that long a provider, an index or a hub may be away.
_ATTEMPTS = 8


def embedding_jobs(desk: Desk, embedders: Embedders) -> tuple[Job, ...]:
    """What `Feature.jobs` takes."""
    jobs = EmbeddingJobs(desk, embedders)
    return (
        Job(REEMBED_JOB, jobs.reembed, max_attempts=_ATTEMPTS, on_give_up=jobs.give_up, heavy=True),
        Job(DROP_JOB, jobs.drop, max_attempts=_ATTEMPTS),
        Job(FETCH_JOB, jobs.fetch, max_attempts=_ATTEMPTS, heavy=True),
        Job(ADOPT_JOB, jobs.adopt, max_attempts=3),
    )


class EmbeddingJobs:
    """Job handlers with what they work with. Each goes on where an interruption left it."""

    def __init__(self, desk: Desk, embedders: Embedders) -> None:
        self._desk = desk
        self._embedders = embedders

    async def reembed(self, *, organization_id: str, base_id: str) -> None:
        """Moves a base to its next space; what trying again will not change ends it at once."""
        key = BaseKey(UUID(organization_id), UUID(base_id))
        try:
            await reembed(self._desk, key)
        except EmbeddingFailedError as error:
            if error.retryable:
                raise
            await stop_reembedding(self._desk, key, error.code, error.params)
        except IndexUnavailableError:
            raise
        except RetrievalError as error:
            await stop_reembedding(self._desk, key, "embedding_index_refused", {"reason": str(error)})

    async def give_up(self, *, organization_id: str, base_id: str) -> None:
        """Every attempt to move a base has failed."""
        key = BaseKey(UUID(organization_id), UUID(base_id))
        await stop_reembedding(self._desk, key, "embedder_switch_gave_up", {})

    async def drop(self, *, organization_id: str, space_id: str) -> None:
        """Takes the vectors of a space away that nobody uses any more."""
        await self._desk.index.drop_space(UUID(organization_id), UUID(space_id))

    async def fetch(self, *, organization_id: str) -> None:
        """Fetches the local model."""
        await run_fetch(self._embedders, UUID(organization_id))

    async def adopt(self, *, organization_id: str, base_id: str | None) -> None:
        """Gives bases the local embedder for which nobody has chosen one."""
        await adopt_embedder(self._embedders, UUID(organization_id), None if base_id is None else UUID(base_id))
