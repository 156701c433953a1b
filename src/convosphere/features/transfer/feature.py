"""Announces transfer."""

from convosphere.features.accounts.types import EVERYONE, STAFF
from convosphere.features.transfer.actions.exports import EXPORT, EXPORT_JOB
from convosphere.features.transfer.actions.imports import IMPORT, IMPORT_JOB, INSPECT_JOB
from convosphere.features.transfer.actions.sweep import SWEEP_CRON, SWEEP_JOB
from convosphere.features.transfer.jobs import TransferJobs
from convosphere.features.transfer.routes import exports_router, imports_router
from convosphere.platform.context import Platform
from convosphere.platform.feature import Feature, Job


def transfer_feature(platform: Platform) -> Feature:
    """Exports and imports of chats, with the jobs that do them."""
    jobs = TransferJobs(platform)
    return Feature(
        name="transfer",
        routers=(exports_router, imports_router),
        jobs=(
            Job(EXPORT_JOB, jobs.export, max_attempts=3, on_give_up=jobs.give_export_up),
            Job(INSPECT_JOB, jobs.inspect, max_attempts=3, on_give_up=jobs.give_import_up),
            Job(IMPORT_JOB, jobs.carry_out, max_attempts=3, on_give_up=jobs.give_import_up),
            Job(SWEEP_JOB, jobs.sweep, max_attempts=3),
            Job("transfer.sweep_all", jobs.sweep_all, max_attempts=3, cron=SWEEP_CRON),
        ),
        # Below "chat": a program's key for the chat may take conversations out and bring some in, too.
        permissions={EXPORT: EVERYONE, IMPORT: STAFF},
    )
