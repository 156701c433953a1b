"""A queue that waits for its database.

Procrastinate's worker stops, and interrupts what it runs, as soon as one of its own questions fails. A database that
restarts would so end the work of every process for good, and break off answers that need nothing from it meanwhile.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import psycopg
import structlog
from procrastinate.connector import BaseConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Notification
from procrastinate.manager import JobManager, NotificationCallback
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

    def __init__(self, connector: BaseConnector) -> None:
        super().__init__(connector)
        # Queues in which a job has appeared since the last look began.
        self._told: set[tuple[str, ...]] = set()

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        """See `JobManager.listen_for_jobs`."""
        watched = tuple(queues or ())

        async def note(*, channel: str, notification: Notification) -> None:
            self._told.add(watched)
            await on_notification(channel=channel, notification=notification)

        await _listen(self, on_notification=note, queues=queues)

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """See `JobManager.fetch_job`.

        Having found nothing, the worker forgets whatever it was told meanwhile. A job that appeared during the look
        would so wait for the next round, so that look is followed by another one.
        """
        watched = tuple(queues or ())
        while True:
            self._told.discard(watched)
            job = await _fetch(self, queues, worker_id)
            if job is not None or watched not in self._told:
                return job

    update_heartbeat = _patient(JobManager.update_heartbeat)
    finish_job = _of_one_worker(_patient(JobManager.finish_job))
    retry_job = _of_one_worker(_patient(JobManager.retry_job))
    defer_periodic_job = _patient(JobManager.defer_periodic_job)


_listen = _patient(JobManager.listen_for_jobs)
_fetch = _patient(JobManager.fetch_job)
