"""The real application on a loopback port, a provider behind it, and OpenAI's official client in front of it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from openai import AsyncOpenAI
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, create_api_key, create_organization
from tests.factories.models import connect_fake
from tests.fakes.provider import FakeProvider
from tests.harness.served import Served

MODELS = (
    "fake-words-5",
    "fake-words-200",
    "fake-echo",
    "fake-tools-2",
    "fake-reasoning-3-words-2",
    "fake-endless-50tps",
    "fake-stall-after-0",
    "meta-llama/fake-words-3",
)


@dataclass(frozen=True, slots=True)
class Door:
    """Where `/v1` is, and a key that opens it."""

    url: str
    key: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for provider in ("OPENAI", "ANTHROPIC"):
        monkeypatch.delenv(f"{provider}_API_KEY", raising=False)
        monkeypatch.delenv(f"{provider}_BASE_URL", raising=False)


@pytest.fixture
async def provider() -> AsyncIterator[FakeProvider]:
    async with FakeProvider(models=MODELS) as running:
        yield running


@pytest.fixture
async def organization(application: Application, provider: FakeProvider) -> MadeOrganization:
    """An organisation whose only real models are the provider's."""
    made = await create_organization(application.platform)
    await connect_fake(application.platform, application.gateway, made.id, provider)
    return made


@pytest.fixture
async def server(app: FastAPI) -> AsyncIterator[Served]:
    served = Served(app)
    await served.start()
    yield served
    await served.stop()


@pytest.fixture
async def door(server: Served, platform: Platform, organization: MadeOrganization) -> Door:
    return Door(f"{server.url}/v1", await create_api_key(platform, organization.owner))


@pytest.fixture
async def openai(door: Door) -> AsyncIterator[AsyncOpenAI]:
    """The official client. It tries nothing twice, so that a test sees the first answer."""
    async with AsyncOpenAI(base_url=door.url, api_key=door.key, max_retries=0) as client:
        yield client


async def usage_records(platform: Platform, organization: MadeOrganization) -> list[dict[str, Any]]:
    """What is stored of the calls of an organisation, oldest first."""
    async with platform.database.transaction(organization.id) as session:
        found = await session.execute(text("SELECT * FROM usage_records ORDER BY id"))
        return [dict(row) for row in found.mappings()]


async def only_usage_record(platform: Platform, organization: MadeOrganization) -> dict[str, Any]:
    """The one record, as soon as it is there: who hangs up does not hear of it."""
    async with asyncio.timeout(20):
        while not (records := await usage_records(platform, organization)):  # noqa: ASYNC110 - a commit has no event
            await asyncio.sleep(0.01)
    (record,) = records
    return record
