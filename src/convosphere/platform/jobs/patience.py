"""A queue that waits for its database.

Procrastinate's worker stops, and interrupts what it runs, as soon as one of its own questions fails. A database that
restarts would so end the work of every process for good, and break off answers that need nothing from it meanwhile.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import psycopg
import structlog
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager
from psycopg_pool import PoolTimeout

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")

PAUSE_SECONDS = 0.5
# No sign of a mistake of ours: the connection is gone, or there is none to be had.
_AWAY = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)

_log = structlog.get_logger(__name__)


def is_away(error: BaseException) -> bool:
    """Whether a question failed because the database does not answer."""
    return isinstance(error, ConnectorException) and isinstance(error.__cause__, _AWAY)


def _patient(ask: Callable[Parameters, Awaitable[Answer]]) -> Callable[Parameters, Coroutine[Any, Any, Answer]]:
    """Asks again until the database answers."""

    @wraps(ask)
    async def asking(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
        while True:
            try:
                return await ask(*args, **kwargs)
            except ConnectorException as error:
                if not is_away(error):
                    raise
                _log.warning("queue_waits_for_database")
            await asyncio.sleep(PAUSE_SECONDS)

    return asking


def _of_one_worker(
    end: Callable[Parameters, Coroutine[Any, Any, None]],
) -> Callable[Parameters, Coroutine[Any, Any, None]]:
    """Ends a job, unless another worker has: one that was taken for dead and was only slow comes too late."""

    @wraps(end)
    async def ending(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        try:
            await end(*args, **kwargs)
        except ConnectorException as error:
            # The queue's own functions say so, and nothing else, in this way.
            if not isinstance(error.__cause__, psycopg.errors.RaiseException):
                raise
            _log.info("job_ended_elsewhere", says=error.__cause__.diag.message_primary)

    return ending


class PatientJobManager(JobManager):
    """What the worker asks again until it is answered; everything else fails as it does elsewhere."""

    listen_for_jobs = _patient(JobManager.listen_for_jobs)
    fetch_job = _patient(JobManager.fetch_job)
    update_heartbeat = _patient(JobManager.update_heartbeat)
    finish_job = _of_one_worker(_patient(JobManager.finish_job))
    retry_job = _of_one_worker(_patient(JobManager.retry_job))
    defer_periodic_job = _patient(JobManager.defer_periodic_job)
