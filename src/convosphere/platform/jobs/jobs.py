"""The job queue: what can run, how to ask for it, and the worker that runs it."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from procrastinate import App, JobContext
from procrastinate.exceptions import ConnectorException
from procrastinate.types import JSONValue
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.platform.database.urls import DatabaseUrls
from convosphere.platform.jobs.connections import queue_connector
from convosphere.platform.jobs.gathering import Gathering, gather
from convosphere.platform.jobs.patience import PAUSE_SECONDS, PatientJobManager
from convosphere.platform.jobs.retry import RetryLater, retry_strategy
from convosphere.platform.jobs.takeover import requeue_stalled
from convosphere.platform.settings import JobsSettings

JobHandler = Callable[..., Awaitable[None]]

# Two queues, each with a worker of its own: however much heavy work waits, what people watch begins at once.
_LIGHT = "default"
_HEAVY = "heavy"

# For what the queue writes when a worker ends: its jobs' states, its own row.
HAND_BACK_SECONDS = 5

_log = structlog.get_logger(__name__)


class Jobs:
    """All kinds of jobs of this process. Handlers must be idempotent: a job may run again after a crash."""

    def __init__(self, urls: DatabaseUrls, settings: JobsSettings) -> None:
        self._settings = settings
        self._connector = queue_connector(urls.app_conninfo, most=4)
        self._app = App(connector=self._connector)
        self._app.job_manager = PatientJobManager(self._app.connector)
        self._stopping = False
        self._workers: list[asyncio.Task[None]] = []
        self._watch: asyncio.Task[None] | None = None

    def register(
        self,
        name: str,
        handler: JobHandler,
        *,
        max_attempts: int = 5,
        on_give_up: JobHandler | None = None,
        cron: str | None = None,
        heavy: bool = False,
        gathering: Gathering | None = None,
    ) -> None:
        """Makes `handler` run for jobs called `name` (`feature.verb`).

        Args:
            name: what `defer` asks for.
            handler: gets the job's arguments.
            max_attempts: how many runs may end in an error.
            on_give_up: gets the same arguments when the last of them has, so that nobody waits for the job for ever.
            cron: when it is also deferred by the clock (five fields, UTC), without arguments; the queue sees to it
                that of all replicas only one defers it.
            heavy: only few of these run at the same time, and none in the way of others.
            gathering: many of these are done as one.
        """

        async def run(context: JobContext, /, **args: object) -> None:
            with structlog.contextvars.bound_contextvars(job=name):
                try:
                    if gathering is None:
                        await handler(**args)
                    elif context.job.attempts:
                        await gathering.apart(**args)
                    else:
                        args = await gather(self._connector, context.job, gathering)
                        await handler(**args)
                except RetryLater:
                    raise
                except Exception:
                    last = context.job.attempts + 1 >= max_attempts
                    # The queue speaks of it only when it gives up.
                    _log.warning("job_failed", attempt=context.job.attempts + 1, last=last, exc_info=not last)
                    if on_give_up is not None and last:
                        await on_give_up(**args)
                    raise

        async def run_by_clock(context: JobContext, timestamp: int = 0) -> None:  # noqa: ARG001 - the queue gives it
            await run(context)

        queue = _HEAVY if heavy else _LIGHT
        declare = self._app.task(name=name, queue=queue, retry=retry_strategy(max_attempts), pass_context=True)
        if cron is None:
            declare(run)
        else:
            self._app.periodic(cron=cron)(declare(run_by_clock))

    async def defer(self, session: AsyncSession, name: str, /, *, lock: str | None = None, **args: JSONValue) -> int:
        """Asks for a job within the session's transaction: it exists when that commits.

        Args:
            session: an open transaction.
            name: what to run.
            lock: jobs with the same lock run one after the other.
            args: JSON values for the handler.

        Returns:
            The job's id.
        """
        connection = await session.connection()
        raw = await connection.get_raw_connection()
        return await self._app.configure_task(
            name, allow_unknown=False, lock=lock, connection=raw.driver_connection
        ).defer_async(**args)

    async def open(self) -> None:
        """Opens the connections; needed before `defer`."""
        await self._app.open_async()

    async def ping(self) -> None:
        """Asks the queue's tables something.

        Raises:
            ConnectionError: they do not answer.
        """
        try:
            reachable = await self._app.job_manager.check_connection_async()
        except ConnectorException as error:
            raise ConnectionError(f"the job queue does not answer: {error}") from error
        if not reachable:
            raise ConnectionError("the job queue's tables are missing")

    @property
    def working(self) -> bool:
        """Whether this process's worker runs."""
        return bool(self._workers) and not any(worker.done() for worker in self._workers)

    async def start_worker(self, *, alone: bool) -> None:
        """Runs jobs in this process from now on.

        Args:
            alone: no other process can be working on this database, so what seems to be running was interrupted.
        """
        self._stopping = False
        if alone:
            await self._requeue(silence_seconds=0)
        places = {_LIGHT: self._settings.concurrency, _HEAVY: self._settings.heavy}
        self._workers = [
            asyncio.create_task(self._run_worker(queue, most), name=f"jobs-worker {queue}")
            for queue, most in places.items()
        ]
        self._watch = asyncio.create_task(self._watch_stalled(), name="jobs-watch")

    async def stop_worker(self) -> None:
        """Lets running jobs end within the grace period, then interrupts them; they are queued again.

        Takes a few seconds more at most: with the database away nothing can be handed back, and a service manager
        would not wait either. Another worker then finds the jobs stalled.
        """
        self._stopping = True
        tasks = {*self._workers, *([] if self._watch is None else [self._watch])}
        self._watch, self._workers = None, []
        for seconds in (self._settings.shutdown_grace_seconds + HAND_BACK_SECONDS, 1):
            for task in tasks:
                task.cancel()
            if tasks:
                ended, tasks = await asyncio.wait(tasks, timeout=seconds)
                for task in ended:
                    if not task.cancelled() and (failure := task.exception()) is not None:
                        _log.error("worker_failed", exc_info=failure)
        if tasks:
            _log.warning("worker_left_unfinished", tasks=[task.get_name() for task in tasks])

    async def close(self) -> None:
        """Stops the worker, if one runs here, and closes the connections."""
        await self.stop_worker()
        await self._app.close_async()

    async def _run_worker(self, queue: str, places: int) -> None:
        while not self._stopping:
            try:
                await self._work(queue, places)
            except ConnectorException as error:
                # Another worker took this one for dead, say, while its database was away.
                _log.warning("worker_starts_again", error=repr(error.__cause__ or error))
            await asyncio.sleep(PAUSE_SECONDS)

    async def _work(self, queue: str, places: int) -> None:
        await self._app.run_worker_async(
            queues=[queue],
            concurrency=places,
            install_signal_handlers=False,
            delete_jobs="successful",
            # New jobs wake the worker; this bounds how late a retry starts.
            fetch_job_polling_interval=1.0,
            update_heartbeat_interval=self._settings.heartbeat_seconds,
            stalled_worker_timeout=self._settings.stalled_after_seconds,
            shutdown_graceful_timeout=self._settings.shutdown_grace_seconds,
        )

    async def _watch_stalled(self) -> None:
        while True:
            await asyncio.sleep(self._settings.stalled_after_seconds / 2)
            await self._requeue(silence_seconds=self._settings.stalled_after_seconds)

    async def _requeue(self, *, silence_seconds: float) -> None:
        try:
            taken = await requeue_stalled(self._connector, silence_seconds=silence_seconds)
        except ConnectorException as error:
            # The database is away; the next round looks again.
            _log.warning("stalled_jobs_check_failed", error=str(error))
            return
        if taken:
            _log.info("stalled_jobs_taken_over", jobs=taken)
