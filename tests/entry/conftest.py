"""Doors into the application that differ from the ordinary `client`: another address, failures answered as served."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from structlog.testing import capture_logs
from structlog.types import EventDict

Knock = Callable[..., AsyncClient]


@pytest.fixture
async def knock() -> AsyncIterator[Knock]:
    """`knock(app)` is a client of any application; an exception in it is answered, as a server would answer it."""
    async with AsyncExitStack() as stack:

        def build(app: FastAPI, address: str = "127.0.0.1") -> AsyncClient:
            transport = ASGITransport(app, raise_app_exceptions=False, client=(address, 50_000))
            made = AsyncClient(transport=transport, base_url="http://127.0.0.1:8080")
            stack.push_async_callback(made.aclose)
            return made

        yield build


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    """What is logged, instead of writing it: writing a traceback reads source files, which no event loop should do."""
    with capture_logs() as entries:
        yield entries
