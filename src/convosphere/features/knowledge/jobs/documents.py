"""Jobs that take documents in, settle the index, work through many of them, and clean up."""

from functools import partial
from uuid import UUID

from convosphere.features.knowledge.actions.chunks.change import REINDEX_JOB, reindex
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.ingest import run as ingesting
from convosphere.features.knowledge.actions.ingest.bring import INGEST_JOB, TOGETHER_JOB
from convosphere.features.knowledge.actions.ingest.publishing import SETTLE_JOB
from convosphere.features.knowledge.actions.ingest.settling import settle
from convosphere.features.knowledge.actions.ingest.together import apart, ingest_together
from convosphere.features.knowledge.actions.operations import run as operating
from convosphere.features.knowledge.actions.operations.begin import OPERATE_JOB, UNPACK_JOB
from convosphere.features.knowledge.actions.operations.unpack import unpack as unpack_archive
from convosphere.features.knowledge.actions.renewing import renew_all
from convosphere.features.knowledge.actions.sweep import SWEEP_JOB, sweep, sweep_all
from convosphere.features.knowledge.types import OperationKey, VersionKey
from convosphere.platform.feature import Job
from convosphere.platform.jobs import Gathering

# About half an hour: that long a scanner, the storage, the index or an embedder may be away.
_INGEST_ATTEMPTS = 14
_SETTLE_ATTEMPTS = 40
# Of small texts: longer ones would only wait for each other.
_MOST_TOGETHER = 32


def document_jobs(desk: Desk) -> tuple[Job, ...]:
    """All of them. Each begins anew, or goes on, after an interruption."""
    work = partial(_operation, desk)
    return (
        Job(
            INGEST_JOB,
            partial(_ingest, desk),
            max_attempts=_INGEST_ATTEMPTS,
            on_give_up=partial(_give_version_up, desk),
            heavy=True,
        ),
        Job(
            TOGETHER_JOB,
            partial(_ingest_together, desk),
            max_attempts=_INGEST_ATTEMPTS,
            on_give_up=partial(_give_versions_up, desk),
            heavy=True,
            gathering=Gathering("version_ids", _MOST_TOGETHER, partial(_apart, desk)),
        ),
        Job(SETTLE_JOB, partial(_settle, desk), max_attempts=_SETTLE_ATTEMPTS),
        Job(REINDEX_JOB, partial(_reindex, desk), max_attempts=_INGEST_ATTEMPTS),
        Job(OPERATE_JOB, work, on_give_up=partial(_give_operation_up, desk), heavy=True),
        Job(UNPACK_JOB, partial(_unpack, desk), on_give_up=partial(_give_operation_up, desk), heavy=True),
        Job(SWEEP_JOB, partial(_sweep, desk), max_attempts=3),
        Job("knowledge.renew_terms", partial(renew_all, desk), max_attempts=3, cron="*/10 * * * *"),
        Job("knowledge.sweep_all", partial(sweep_all, desk), max_attempts=3, cron="23 * * * *"),
    )


async def _ingest(desk: Desk, *, organization_id: str, version_id: str) -> None:
    await ingesting.ingest(desk, VersionKey(UUID(organization_id), UUID(version_id)))


async def _give_version_up(desk: Desk, *, organization_id: str, version_id: str) -> None:
    await ingesting.give_up(desk, VersionKey(UUID(organization_id), UUID(version_id)))


async def _ingest_together(desk: Desk, *, organization_id: str, base_id: str, version_ids: list[str]) -> None:
    await ingest_together(desk, UUID(organization_id), UUID(base_id), [UUID(each) for each in version_ids])


async def _apart(desk: Desk, *, organization_id: str, base_id: str, version_ids: list[str]) -> None:  # noqa: ARG001 - the job has it
    await apart(desk, UUID(organization_id), [UUID(each) for each in version_ids])


async def _give_versions_up(desk: Desk, *, organization_id: str, base_id: str, version_ids: list[str]) -> None:  # noqa: ARG001 - the job has it
    for version_id in version_ids:
        await ingesting.give_up(desk, VersionKey(UUID(organization_id), UUID(version_id)))


async def _settle(desk: Desk, *, organization_id: str, document_ids: list[str]) -> None:
    await settle(desk, UUID(organization_id), [UUID(each) for each in document_ids])


async def _reindex(desk: Desk, *, organization_id: str, chunk_ids: list[str]) -> None:
    await reindex(desk, UUID(organization_id), [UUID(chunk_id) for chunk_id in chunk_ids])


async def _operation(desk: Desk, *, organization_id: str, operation_id: str) -> None:
    await operating.operate(desk, OperationKey(UUID(organization_id), UUID(operation_id)))


async def _unpack(desk: Desk, *, organization_id: str, operation_id: str) -> None:
    await unpack_archive(desk, OperationKey(UUID(organization_id), UUID(operation_id)))


async def _give_operation_up(desk: Desk, *, organization_id: str, operation_id: str) -> None:
    await operating.give_up(desk, OperationKey(UUID(organization_id), UUID(operation_id)))


async def _sweep(desk: Desk, *, organization_id: str) -> None:
    await sweep(desk, UUID(organization_id))
