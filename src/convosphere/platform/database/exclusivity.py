"""Refuses a second process on one database when no Redis connects them, or when its secret key is another.

Without Redis the event log lives in the process's memory: readers on a second process would never see an answer.
With another secret key it would refuse the other's sessions and could not open what the other encrypts.
Every process holds PostgreSQL advisory locks as long as it lives: one that is alone without Redis and shared with it,
and one that is named after its key.
"""

import asyncio
from contextlib import suppress

import psycopg

from convosphere.platform.database.urls import DatabaseUrls

_PROCESS_LOCK = 0x436F6E7670
# The first half of the locks that tell keys apart; the second half comes from the key.
_KEY_LOCKS = 0x436F6E76
_PARTING_SECONDS = 1.0


class SecondProcessError(Exception):
    """Another ConvoSphere process works on this database and the two could not hear each other."""


class OtherSecretError(Exception):
    """The processes that work on this database have another secret key."""


class ProcessLock:
    """Held from start to end; PostgreSQL frees it when the process dies.

    `mark`: tells secret keys apart without saying anything about them; at most 31 bits count.
    """

    def __init__(self, urls: DatabaseUrls, *, shared: bool, mark: int = 0) -> None:
        self._urls = urls
        self._shared = shared
        self._mark = mark & 0x7FFFFFFF
        self._connection: psycopg.AsyncConnection | None = None

    async def acquire(self, *, patience_seconds: float = 3.0) -> None:
        """Takes the lock.

        Raises:
            SecondProcessError: another process holds it in a way that excludes this one. A process that was killed
                a moment ago frees it within `patience_seconds`.
            OtherSecretError: another process has another secret key.
        """
        self._connection = await psycopg.AsyncConnection.connect(
            self._urls.app_conninfo, autocommit=True, application_name="convosphere-process-lock"
        )
        function = "pg_try_advisory_lock_shared" if self._shared else "pg_try_advisory_lock"
        deadline = asyncio.get_running_loop().time() + patience_seconds
        while True:
            cursor = await self._connection.execute(f"SELECT {function}(%s)", [_PROCESS_LOCK])
            row = await cursor.fetchone()
            if row is not None and row[0]:
                break
            if asyncio.get_running_loop().time() > deadline:
                await self.release()
                raise SecondProcessError(
                    "another ConvoSphere process works on this database. Several processes need CONVOSPHERE_REDIS_URL, "
                    "the same for all of them."
                )
            await asyncio.sleep(0.2)
        await self._hold_key(self._connection)

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
            await self.release()
            raise OtherSecretError(
                "another ConvoSphere process works on this database with another secret key. Set the same "
                "CONVOSPHERE_SECRET_KEY for all of them; without it each makes one in its own data directory."
            )

    async def release(self) -> None:
        """Frees the lock: at once where the database answers, else when it notices that the connection is gone."""
        connection, self._connection = self._connection, None
        if connection is not None:
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
