"""Refuses a second process on one database when no Redis connects them.

Without Redis the event log lives in the process's memory: readers on a second process would never see an answer.
Every process holds a PostgreSQL advisory lock as long as it lives: alone without Redis, shared with it.
"""

import asyncio
from contextlib import suppress

import psycopg

from convosphere.platform.database.urls import DatabaseUrls

_PROCESS_LOCK = 0x436F6E7670
_PARTING_SECONDS = 1.0


class SecondProcessError(Exception):
    """Another ConvoSphere process works on this database and the two could not hear each other."""


class ProcessLock:
    """Held from start to end; PostgreSQL frees it when the process dies."""

    def __init__(self, urls: DatabaseUrls, *, shared: bool) -> None:
        self._urls = urls
        self._shared = shared
        self._connection: psycopg.AsyncConnection | None = None

    async def acquire(self, *, patience_seconds: float = 3.0) -> None:
        """Takes the lock.

        Raises:
            SecondProcessError: another process holds it in a way that excludes this one. A process that was killed
                a moment ago frees it within `patience_seconds`.
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
                return
            if asyncio.get_running_loop().time() > deadline:
                await self.release()
                raise SecondProcessError(
                    "another ConvoSphere process works on this database. Several processes need CONVOSPHERE_REDIS_URL, "
                    "the same for all of them."
                )
            await asyncio.sleep(0.2)

    async def release(self) -> None:
        """Frees the lock: at once where the database answers, else when it notices that the connection is gone."""
        if self._connection is not None:
            with suppress(psycopg.Error, TimeoutError):
                async with asyncio.timeout(_PARTING_SECONDS):
                    await self._connection.execute("SELECT pg_advisory_unlock_all()")
            await self._connection.close()
            self._connection = None
