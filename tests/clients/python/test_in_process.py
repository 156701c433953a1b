"""The client's contract with the application in the test's own process."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from convosphere.entry.wiring import Application
from convosphere.platform.clock import SystemClock
from tests.acceptance.harness.people import found
from tests.acceptance.harness.processes import FakeProviderProcess
from tests.clients.python.contract import MODELS, Contract, Place
from tests.harness.served import Served


@pytest.fixture
def clock() -> SystemClock:
    """Answers are written in real time."""
    return SystemClock()


class TestInProcess(Contract):
    @pytest.fixture
    async def place(
        self, application: Application, app: FastAPI, provider: FakeProviderProcess
    ) -> AsyncIterator[Place]:
        await application.platform.jobs.start_worker(alone=True)
        served = Served(app)
        await served.start()
        yield Place(served.url, await asyncio.to_thread(found, served.url, provider.url, MODELS))
        await served.stop()
