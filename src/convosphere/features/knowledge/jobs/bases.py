"""Jobs of bases."""

from functools import partial
from uuid import UUID

from convosphere.features.knowledge.actions.bases.deleting import RESUME_JOB, resume_base
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.platform.feature import Job


def base_jobs(desk: Desk) -> tuple[Job, ...]:
    """For `Feature.jobs`."""
    return (Job(RESUME_JOB, partial(_resume, desk)),)


async def _resume(desk: Desk, *, organization_id: str, base_id: str) -> None:
    """Asked for twice, a version is taken in once."""
    await resume_base(desk, UUID(organization_id), UUID(base_id))
