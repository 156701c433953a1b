"""Refuses a second process on one database when no Redis connects them, or when its secret key is another.

Without Redis the event log lives in the process's memory: readers on a second process would never see an answer.
With another secret key it would refuse the other's sessions and could not open what the other encrypts.
Every process holds PostgreSQL advisory locks as long as it lives: one that is alone without Redis and shared with it,
and one that is named after its key. A server that restarts forgets them; they are taken again when it is back.
"""

import asyncio
from contextlib import suppress

import psycopg
import structlog
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier, Literal

from convosphere.platform.database.urls import DatabaseUrls

_PROCESS_LOCK = 0x436F6E7670
# The first half of the locks that tell keys apart; the second half comes from the key.
_KEY_LOCKS = 0x436F6E76
_PARTING_SECONDS = 1.0
_CONNECT_SECONDS = 10
_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 5.0
# Long enough for somebody who started a process by mistake, or for one that is just ending.
FORBEARANCE_SECONDS = 30.0
# Seconds until a silent connection is asked whether it lives, between two such questions, and how many.
_KEEPALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}

_log = structlog.get_logger(__name__)


class SecondProcessError(Exception):
    """Another ConvoSphere process works on this database and the two could not hear each other."""


class OtherSecretError(Exception):
    """The processes that work on this database have another secret key."""


class ProcessLock:
    """Held from start to end; PostgreSQL frees it when the process dies.

    When the connection that holds it breaks (the server restarts, somebody ends it), it is taken again as soon as the
    server is back. Somebody else can come in between: then `excluded` says so, and once they have stayed for
    `forbearance` seconds `ousted` returns: this process has to go.

    `mark`: tells secret keys apart without saying anything about them; at most 31 bits count.
    """

    def __init__(self, urls: DatabaseUrls, *, shared: bool, mark: int = 0, forbearance: float | None = None) -> None:
        self._urls = urls
        self._shared = shared
        self._mark = mark & 0x7FFFFFFF
        self._connection: psycopg.AsyncConnection | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._forbearance = FORBEARANCE_SECONDS if forbearance is None else forbearance
        self._excluded: SecondProcessError | OtherSecretError | None = None
        self._ousted = asyncio.Event()

    @property
    def excluded(self) -> SecondProcessError | OtherSecretError | None:
        """Why the lock cannot be had back; None: it is held, or the database is away."""
        return self._excluded

    async def ousted(self) -> SecondProcessError | OtherSecretError:
        """Returns when another process has kept the lock for too long, and says which way."""
        await self._ousted.wait()
        assert self._excluded is not None  # noqa: S101 - set before the event
        return self._excluded

    async def acquire(self, *, patience_seconds: float = 3.0) -> None:
        """Takes the lock.

        Raises:
            SecondProcessError: another process holds it in a way that excludes this one. A process that was killed
                a moment ago frees it within `patience_seconds`.
            OtherSecretError: another process has another secret key.
        """
        self._connection = await self._take(patience_seconds)
        self._keeper = asyncio.create_task(self._keep(self._connection), name="process-lock keeper")

    async def release(self) -> None:
        """Frees the lock: at once where the database answers, else when it notices that the connection is gone."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.cancel()
            await asyncio.wait({keeper}, timeout=_PARTING_SECONDS)
        connection, self._connection = self._connection, None
        if connection is not None:
            await _part_in_time(connection)

    async def _take(self, patience_seconds: float) -> psycopg.AsyncConnection:
        connection = await psycopg.AsyncConnection.connect(
            make_conninfo(self._urls.app_conninfo, connect_timeout=_CONNECT_SECONDS, **_KEEPALIVE),
            autocommit=True,
            application_name="convosphere-process-lock",
        )
        taken = False
        try:
            # A holder whose machine is gone says no goodbye: without this it would keep the lock for hours.
            for name, value in _KEEPALIVE.items():
                await connection.execute(SQL("SET {} TO {}").format(Identifier(f"tcp_{name}"), Literal(value)))
            await self._hold(connection, patience_seconds)
            await self._hold_key(connection)
            taken = True
        finally:
            if not taken:
                await _part_in_time(connection)
        return connection

    async def _hold(self, connection: psycopg.AsyncConnection, patience_seconds: float) -> None:
        function = "pg_try_advisory_lock_shared" if self._shared else "pg_try_advisory_lock"
        deadline = asyncio.get_running_loop().time() + patience_seconds
        while True:
            cursor = await connection.execute(f"SELECT {function}(%s)", [_PROCESS_LOCK])
            row = await cursor.fetchone()
            if row is not None and row[0]:
                return
            if asyncio.get_running_loop().time() > deadline:
                raise SecondProcessError(
                    "another ConvoSphere process works on this database. Several processes need CONVOSPHERE_REDIS_URL, "
                    "the same for all of them."
                )
            await asyncio.sleep(0.2)

    async def _hold_key(self, connection: psycopg.AsyncConnection) -> None:
        # First held, then looked around: of two that start at once, at least one sees the other.
        await connection.execute("SELECT pg_advisory_lock_shared(%s::int, %s::int)", [_KEY_LOCKS, self._mark])
        cursor = await connection.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND classid = %s "
            "AND objid <> %s AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [_KEY_LOCKS, self._mark],
        )
        row = await cursor.fetchone()
        if row is not None and row[0]:
            raise OtherSecretError(
                "another ConvoSphere process works on this database with another secret key. Set the same "
                "CONVOSPHERE_SECRET_KEY for all of them; without it each makes one in its own data directory."
            )

    async def _keep(self, connection: psycopg.AsyncConnection) -> None:
        """Sees to it that the lock is held, until it is cancelled."""
        while True:
            await _end_of(connection)
            _log.warning("process_lock_lost")
            await connection.close()
            self._connection = None
            self._connection = connection = await self._take_again()
            _log.warning("process_lock_held_again")

    async def _take_again(self) -> psycopg.AsyncConnection:
        pause = _FIRST_PAUSE_SECONDS
        loop = asyncio.get_running_loop()
        since: float | None = None
        while True:
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            try:
                connection = await self._take(patience_seconds=0)
            except (psycopg.Error, OSError) as error:
                _log.info("process_lock_waits_for_database", error=str(error))
            except (SecondProcessError, OtherSecretError) as error:
                _log.error("process_lock_held_by_another", error=str(error))
                self._excluded = error
                since = loop.time() if since is None else since
                if loop.time() - since >= self._forbearance:
                    self._ousted.set()
            else:
                self._excluded = None
                return connection


async def _end_of(connection: psycopg.AsyncConnection) -> None:
    """Returns when a connection that nobody uses is gone. Until then it costs nothing: the kernel tells of its end."""
    loop = asyncio.get_running_loop()
    while True:
        told = asyncio.Event()
        number = connection.fileno()
        loop.add_reader(number, told.set)
        try:
            await told.wait()
        finally:
            loop.remove_reader(number)
        try:
            # Most likely its last words; but a server may also say that a setting has changed.
            await connection.execute("SELECT")
        except psycopg.Error:
            return


async def _part_in_time(connection: psycopg.AsyncConnection) -> None:
    parting = asyncio.create_task(_part(connection), name="process-lock parting")
    # Not a timeout around it: the driver, interrupted, waits for the database ten seconds more.
    await asyncio.wait({parting}, timeout=_PARTING_SECONDS)
    parting.cancel()


async def _part(connection: psycopg.AsyncConnection) -> None:
    try:
        with suppress(psycopg.Error):
            await connection.execute("SELECT pg_advisory_unlock_all()")
    finally:
        await connection.close()
