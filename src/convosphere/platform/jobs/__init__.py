"""Background jobs on PostgreSQL (Procrastinate): deferred in the transaction that makes them necessary."""

from convosphere.platform.jobs.gathering import Gathering
from convosphere.platform.jobs.jobs import JobHandler, Jobs
from convosphere.platform.jobs.retry import RetryLater

__all__ = ["Gathering", "JobHandler", "Jobs", "RetryLater"]
