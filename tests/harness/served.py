"""The application on a port of its own in the test's loop, as `convosphere run` serves it."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn
from fastapi import FastAPI


class _Server(uvicorn.Server):
    """Says when it listens, and leaves signals to the test run."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Served:
    """A server that starts and stops with its test."""

    def __init__(self, app: FastAPI) -> None:
        options: dict[str, Any] = {
            "port": 0,
            "http": "httptools",
            "ws": "websockets-sansio",
            "lifespan": "off",
            "log_config": None,
            "ws_per_message_deflate": False,
        }
        self._server = _Server(uvicorn.Config(app, timeout_graceful_shutdown=1, **options))
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns when it listens."""
        self._serving = asyncio.create_task(self._server.serve())
        await self._server.up.wait()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Within a second; what still runs then is cancelled."""
        self._server.should_exit = True
        if self._serving is not None:
            await self._serving
