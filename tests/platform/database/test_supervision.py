"""The own PostgreSQL, killed under a running process, comes back by itself."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from convosphere.platform.database import EmbeddedPostgres
from convosphere.platform.database.supervision import keep_alive
from tests.harness.cluster import Cluster

PATIENCE_SECONDS = 30


@pytest.fixture
def embedded(cluster: Cluster) -> Iterator[EmbeddedPostgres]:
    # Not below pytest's own directory, which is closed to the account that PostgreSQL runs as under root.
    with TemporaryDirectory(prefix="convosphere-test-") as name:
        cluster.copy_to(Path(name))
        server = EmbeddedPostgres(Path(name))
        yield server
        server.stop()


async def test_a_server_that_was_killed_is_started_again(embedded: EmbeddedPostgres) -> None:
    urls = await asyncio.to_thread(embedded.start)
    keeper = asyncio.create_task(keep_alive(embedded))
    try:
        async with await psycopg.AsyncConnection.connect(urls.owner_conninfo, autocommit=True) as connection:
            await connection.execute("CREATE TABLE kept ()")
        killed = await _postmaster(urls.owner_conninfo)
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                if await _postmaster(urls.owner_conninfo) not in (None, killed):
                    break
                await asyncio.sleep(0.1)
        assert not keeper.done()
    finally:
        # Ended before the server is, whose end is no accident then.
        keeper.cancel()
        await asyncio.wait({keeper})


async def _postmaster(conninfo: str) -> int | None:
    """The id of the server's first process, which still has the table; None: nobody answers."""
    query = "SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1), 'kept'::regclass"
    try:
        async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as connection:
            row = await (await connection.execute(query)).fetchone()
    except psycopg.OperationalError:
        return None
    return None if row is None else int(row[0])
