"""A provider on the wire, and the gateway to it."""

from collections.abc import AsyncIterator

import pytest

from convosphere.engines.llm import Gateway, Retrying
from tests.fakes.provider import FakeProvider


@pytest.fixture
async def provider() -> AsyncIterator[FakeProvider]:
    async with FakeProvider() as running:
        yield running


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    opened = Gateway(retrying=Retrying(retries=0))
    yield opened
    await opened.aclose()
