"""The queue's connections: as few round trips as possible, and still replaced when they end."""

from collections.abc import AsyncIterator

import psycopg
import pytest
from procrastinate import PsycopgConnector
from psycopg.pq import TransactionStatus

from convosphere.platform.database import DatabaseUrls
from convosphere.platform.jobs.connections import check_if_it_speaks, queue_connector

LAST_STATEMENT = "SELECT query FROM pg_stat_activity WHERE pid = %s"


@pytest.fixture
async def connector(database_urls: DatabaseUrls) -> AsyncIterator[PsycopgConnector]:
    opened = queue_connector(database_urls.app_conninfo, most=1)
    await opened.open_async()
    yield opened
    await opened.close_async()


async def test_each_statement_stands_for_itself(connector: PsycopgConnector) -> None:
    async with connector.pool.connection() as connection:
        await connection.execute("SELECT 1")
        assert connection.info.transaction_status is TransactionStatus.IDLE


async def test_a_connection_that_ended_meanwhile_is_replaced(
    connector: PsycopgConnector, database_urls: DatabaseUrls
) -> None:
    before = (await connector.execute_query_one_async("SELECT pg_backend_pid() AS pid"))["pid"]
    async with await psycopg.AsyncConnection.connect(database_urls.app_conninfo, autocommit=True) as other:
        await other.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    after = (await connector.execute_query_one_async("SELECT pg_backend_pid() AS pid"))["pid"]
    assert after != before


async def test_a_connection_that_says_nothing_is_not_asked(database_urls: DatabaseUrls) -> None:
    conninfo = database_urls.app_conninfo
    async with (
        await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as connection,
        await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as other,
    ):
        await connection.execute("SELECT 'the last statement'")
        await check_if_it_speaks(connection)
        row = await (await other.execute(LAST_STATEMENT, [connection.info.backend_pid])).fetchone()
        assert row == ("SELECT 'the last statement'",)
