"""A fake provider on a free port and a gateway for each test."""

from collections.abc import AsyncIterator

import pytest

from convosphere.engines.llm import Gateway
from tests.fakes.provider import FakeProvider


@pytest.fixture
async def provider() -> AsyncIterator[FakeProvider]:
    async with FakeProvider() as running:
        yield running


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    opened = Gateway()
    yield opened
    await opened.aclose()
