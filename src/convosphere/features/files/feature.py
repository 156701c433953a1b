"""Announces files."""

from convosphere.features.accounts.types import EVERYONE
from convosphere.features.files.actions import CHECK_JOB, SWEEP_ALL_JOB, SWEEP_CRON, SWEEP_JOB, Inspector
from convosphere.features.files.jobs import FileJobs
from convosphere.features.files.routes import router
from convosphere.platform.context import Platform
from convosphere.platform.feature import Feature, Job

# About an hour: that long a scanner or a storage may be away before files are refused.
_CHECK_ATTEMPTS = 18


def files_feature(platform: Platform) -> Feature:
    """Uploads, their check, links, clean-up."""
    jobs = FileJobs(Inspector.of(platform))
    return Feature(
        name="files",
        routers=(router,),
        jobs=(
            Job(CHECK_JOB, jobs.check, max_attempts=_CHECK_ATTEMPTS, on_give_up=jobs.give_up),
            Job(SWEEP_JOB, jobs.sweep, max_attempts=3),
            Job(SWEEP_ALL_JOB, jobs.sweep_all, max_attempts=3, cron=SWEEP_CRON),
        ),
        # Below "chat": a program's key for the chat may send files, too.
        permissions={"chat.files.read": EVERYONE, "chat.files.write": EVERYONE},
    )
