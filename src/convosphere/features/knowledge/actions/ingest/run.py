"""The job that takes a version in: stage after stage, each stored, each able to begin anew."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Final

import structlog
from sqlalchemy.exc import OperationalError

from convosphere.engines.retrieval import RetrievalError
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.ingest.checking import check
from convosphere.features.knowledge.actions.ingest.cutting import cut
from convosphere.features.knowledge.actions.ingest.publishing import publish_version
from convosphere.features.knowledge.actions.ingest.reading import read
from convosphere.features.knowledge.actions.ingest.staging import stage
from convosphere.features.knowledge.actions.ingest.work import QUICK_BYTES, EndedError, Run, StageFailedError
from convosphere.features.knowledge.actions.notify import tell_version
from convosphere.features.knowledge.repository import versions
from convosphere.features.knowledge.repository.spaces import forget_embedded
from convosphere.features.knowledge.types import DocumentStatus, Stage, VersionKey
from convosphere.platform.errors import ProblemError
from convosphere.platform.storage import StorageFullError, Workplace, is_full

_STAGES: Final[Mapping[Stage, Callable[[Run], Awaitable[None]]]] = {
    Stage.CHECKING: check,
    Stage.READING: read,
    Stage.CHUNKING: cut,
    Stage.EMBEDDING: stage,
    Stage.INDEXING: publish_version,
}

_log = structlog.get_logger(__name__)


async def ingest(desk: Desk, key: VersionKey) -> None:
    """Takes a version in, from the stage it is at; nothing to do if it has ended meanwhile.

    Raises:
        ScannerUnavailableError, StorageUnavailableError, IndexUnavailableError, EmbeddingFailedError: what is needed
            is away; the job tries again.
    """
    platform = desk.platform
    async with platform.database.transaction(key.organization_id) as session:
        work = await versions.find_work(session, key.version_id)
    if work is None:
        return
    try:
        async with Workplace(platform.settings.data_dir).folder() as folder:
            quick = work.version.stage == Stage.CHECKING and work.version.size <= QUICK_BYTES
            run = Run(desk, key, folder, work, quick)
            try:
                while run.work.version.status != DocumentStatus.READY:
                    await _STAGES[Stage(run.work.version.stage)](run)
            except EndedError:
                _log.info("document_ended_meanwhile", version_id=str(key.version_id))
            except StageFailedError as failure:
                await run.flush()
                await fail(desk, key, run.believed, failure.code, **failure.params)
    except (ProblemError, RetrievalError) as error:
        await _note(desk, key, error)
        raise
    except OperationalError as error:
        if is_full(error):
            # What is written over has its room, as a rule.
            with suppress(OperationalError):
                await _note(desk, key, StorageFullError())
        raise


async def _note(desk: Desk, key: VersionKey, error: ProblemError | RetrievalError) -> None:
    """Says what is in the way; should it never end, it is the reason."""
    code, params = (error.code, error.params) if isinstance(error, ProblemError) else ("document_index_away", {})
    async with desk.platform.database.transaction(key.organization_id) as session:
        version = await versions.find_version(session, key.version_id, lock=True)
        if version is not None and version.status in (DocumentStatus.WAITING, DocumentStatus.RUNNING):
            version.problem_code, version.problem_params = code, plain(params)
            await session.flush()
            tell_version(session, desk.platform, version)


def plain(params: Mapping[str, object]) -> dict[str, object]:
    """Parameters of a problem as they can be stored."""
    return {name: value if isinstance(value, int | float) else str(value)[:500] for name, value in params.items()}


async def fail(desk: Desk, key: VersionKey, believed: Stage | None, code: str, **params: object) -> None:
    """Ends a version with the reason; what of it is in the index goes.

    `believed`: only if it is at that stage. Two runs of a version may meet, one of a worker that was taken for dead,
    say; what the slower one misses the quicker one has taken away.
    """
    platform = desk.platform
    problem = {"problem_code": code, "problem_params": plain(params)}
    async with platform.database.transaction(key.organization_id) as session:
        version = await versions.fail(session, key.version_id, believed, **problem)
        if version is None:
            return
        await forget_embedded(session, version.id)
        tell_version(session, platform, version)
    await desk.index.discard(key.organization_id, version.document_id, version.id)


async def give_up(desk: Desk, key: VersionKey) -> None:
    """Every attempt has failed: says so, so that nobody waits for ever."""
    async with desk.platform.database.transaction(key.organization_id) as session:
        version = await versions.find_version(session, key.version_id)
    if version is not None and version.problem_code is not None:
        await fail(desk, key, None, version.problem_code, **(version.problem_params or {}))
    else:
        await fail(desk, key, None, "document_failed")
