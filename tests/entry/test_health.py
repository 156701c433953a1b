"""`/health/…`: the process lives; every part that it needs was really asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from psycopg import sql

from convosphere.entry import health
from convosphere.platform.clock import FrozenClock
from convosphere.platform.database import Database, DatabaseUrls
from convosphere.platform.events import Listeners
from convosphere.platform.realtime import EventLog, open_event_log
from convosphere.platform.settings import Settings

ALL_WELL = {"database": "ok", "jobs": "ok", "event_log": "ok", "storage": "ok"}


def exchange(app: FastAPI, **parts: Any) -> None:
    """Exchanges parts of the platform that the application's routes find."""
    app.state.platform = replace(app.state.platform, **parts)


async def test_it_lives_and_is_ready(client: AsyncClient) -> None:
    live, ready = await client.get("/health/live"), await client.get("/health/ready")
    assert (live.status_code, live.json()) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ok", "checks": ALL_WELL})


async def test_a_database_that_is_gone_is_named_and_the_process_still_lives(
    app: FastAPI, settings: Settings, database_urls: DatabaseUrls, client: AsyncClient
) -> None:
    nowhere = replace(database_urls, app=database_urls.app.set(database="there_is_no_such_database"))
    database = Database(nowhere, settings.database, Listeners())
    exchange(app, database=database)
    ready = await client.get("/health/ready")
    assert ready.status_code == 503
    assert ready.json() == {
        "status": "unavailable",
        "checks": ALL_WELL | {"database": "DatabaseUnavailableError"},
    }
    assert "there_is_no_such_database" not in ready.text, "names and addresses are for the log"
    assert (await client.get("/health/live")).status_code == 200
    await database.close()


async def test_a_job_queue_that_is_gone_is_named(client: AsyncClient, database_urls: DatabaseUrls) -> None:
    async with await psycopg.AsyncConnection.connect(database_urls.owner_conninfo, autocommit=True) as owner:
        await owner.execute(sql.SQL("DROP TABLE procrastinate_jobs CASCADE"))
    ready = await client.get("/health/ready")
    assert (ready.status_code, ready.json()["checks"]) == (503, ALL_WELL | {"jobs": "ConnectionError"})


@pytest.fixture
def lost_log(tmp_path: Path) -> EventLog:
    """An event log on a Redis that is not there; made outside of the event loop, for it reads the disk."""
    return open_event_log(f"unix://{tmp_path}/nobody", FrozenClock())


async def test_an_event_log_that_is_gone_is_named(app: FastAPI, lost_log: EventLog, client: AsyncClient) -> None:
    exchange(app, log=lost_log)
    ready = await client.get("/health/ready")
    assert (ready.status_code, ready.json()["checks"]) == (503, ALL_WELL | {"event_log": "EventLogUnavailableError"})
    await lost_log.close()


@asynccontextmanager
async def silent_server() -> AsyncIterator[int]:
    """Takes connections and never says a word; its port."""
    talks: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: talks.append(writer), "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        for talk in talks:
            talk.close()


async def test_a_part_that_says_nothing_does_not_hold_up_the_answer(
    app: FastAPI, settings: Settings, database_urls: DatabaseUrls, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.5)
    async with silent_server() as port:
        silent = replace(database_urls, app=database_urls.app.set(host="127.0.0.1", port=port, query={}))
        database = Database(silent, settings.database, Listeners())
        exchange(app, database=database)
        ready = await client.get("/health/ready")
        await database.close()
    assert (ready.status_code, ready.json()["checks"]) == (503, ALL_WELL | {"database": "no answer within 0.5 s"})
