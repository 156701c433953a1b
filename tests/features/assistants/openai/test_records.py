"""Every call is on record, also when the database is away for a moment, or the client is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from openai import APIError, AsyncOpenAI
from psycopg import sql
from structlog.testing import capture_logs
from structlog.typing import EventDict

from convosphere.platform.context import Platform
from convosphere.platform.database import DatabaseUrls
from tests.factories.accounts import MadeOrganization
from tests.fakes.provider import FakeProvider
from tests.features.assistants.openai.conftest import Door, only_usage_record, usage_records


@dataclass(frozen=True, slots=True)
class Seen:
    """The database from both sides: the product's, and the administrator's."""

    platform: Platform
    organization: MadeOrganization
    urls: DatabaseUrls


@pytest.fixture
def seen(platform: Platform, organization: MadeOrganization, database_urls: DatabaseUrls) -> Seen:
    return Seen(platform, organization, database_urls)


QUESTION: Any = [{"role": "user", "content": "What is 6 * 7?"}]


async def test_every_call_leaves_a_record(
    openai: AsyncOpenAI, platform: Platform, organization: MadeOrganization
) -> None:
    await openai.chat.completions.create(model="fake-words-5", messages=QUESTION)
    stream = await openai.chat.completions.create(model="fake-words-5", messages=QUESTION, stream=True)
    async for _ in stream:
        pass
    # Whoever has read a stream to its end mark finds the record.
    records = await usage_records(platform, organization)
    assert len(records) == 2
    for record in records:
        assert (record["purpose"], record["outcome"], record["model_name"]) == ("api", "completed", "fake-words-5")
        assert record["person_id"] == organization.owner.id
        assert (record["output_tokens"], record["estimated"]) == (5, False)
        assert record["conversation_id"] is None


@pytest.mark.parametrize("hangs_up", [False, True])
async def test_a_record_waits_for_the_database(
    door: Door, seen: Seen, provider: FakeProvider, *, hangs_up: bool
) -> None:
    async with AsyncOpenAI(base_url=door.url, api_key=door.key, max_retries=0) as openai:
        stream = await openai.chat.completions.create(model="fake-endless-50tps", messages=QUESTION, stream=True)
        with capture_logs() as logs:
            async with closed_database(seen.urls):
                await provider.stop()
                await _logged(logs, "usage_not_recorded_yet")
                if hangs_up:
                    await stream.close()
            record = await only_usage_record(seen.platform, seen.organization)
            if hangs_up:
                # The server hears of it when it next has something to say.
                await _logged(logs, "client_hung_up")
            else:
                with pytest.raises(APIError):
                    [chunk async for chunk in stream]
    assert (record["outcome"], record["error_code"]) == ("failed", "provider_protocol")
    assert record["output_tokens"] > 0
    assert [entry["event"] for entry in logs].count("client_hung_up") == hangs_up


async def _logged(logs: list[EventDict], event: str) -> None:
    async with asyncio.timeout(20):
        while event not in [entry["event"] for entry in logs]:  # noqa: ASYNC110 - a log line has no event
            await asyncio.sleep(0.01)


@asynccontextmanager
async def closed_database(urls: DatabaseUrls) -> AsyncIterator[None]:
    """The test's database takes no connections, and those it has are ended."""

    def administer(*statements: sql.Composed) -> None:
        with psycopg.connect(urls.conninfo(urls.owner.set(database="postgres")), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    name = str(urls.owner.database)
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    end = sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}")
    await asyncio.to_thread(
        administer, allow.format(sql.Identifier(name), sql.SQL("false")), end.format(sql.Literal(name))
    )
    try:
        yield
    finally:
        await asyncio.to_thread(administer, allow.format(sql.Identifier(name), sql.SQL("true")))
