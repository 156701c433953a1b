"""A client that does not keep up holds the provider back; nothing piles up in between."""

import asyncio
import socket
from collections.abc import AsyncIterator, MutableMapping
from typing import Any

import orjson
import pytest
from fastapi import FastAPI

from convosphere.entry.wiring import Application
from tests.factories.accounts import create_api_key, create_organization
from tests.factories.models import connect_fake
from tests.fakes.provider import FakeProvider

PIECE = "~" * 10_000
PIECES = 800
# Twice what the system grants at least; it doubles what it is asked for.
SMALL_BUFFER_BYTES = 8_192


class Flood(FakeProvider):
    """A provider that sends 8 MB as fast as they are taken, from a socket that hardly buffers."""

    def __init__(self) -> None:
        super().__init__(models=("flood",))
        self.taken = 0
        self._server: asyncio.Server | None = None

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> "Flood":
        listener = socket.create_server((host, port))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL_BUFFER_BYTES)
        self._server = await asyncio.start_server(self._serve, sock=listener)
        self.port = listener.getsockname()[1]
        return self

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        kind = "text/event-stream" if request.startswith(b"POST") else "application/json"
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nConnection: close\r\n\r\n".encode())
        if request.startswith(b"POST"):
            await self._flood(writer)
        else:
            writer.write(orjson.dumps({"data": [{"id": name} for name in self.models]}))
        writer.close()
        await writer.wait_closed()

    async def _flood(self, writer: asyncio.StreamWriter) -> None:
        writer.transport.set_write_buffer_limits(high=0)
        event = b"data: " + orjson.dumps({"choices": [{"index": 0, "delta": {"content": PIECE}}]}) + b"\n\n"
        for _ in range(PIECES):
            writer.write(event)
            await writer.drain()
            self.taken += 1
        writer.write(b"data: [DONE]\n\n")


@pytest.fixture
async def flood() -> AsyncIterator[Flood]:
    async with Flood() as running:
        yield running


@pytest.mark.settings(models={"answer_bytes": 16_000_000})
async def test_a_slow_reader_holds_the_provider_back(app: FastAPI, application: Application, flood: Flood) -> None:
    organization = await create_organization(application.platform)
    await connect_fake(application.platform, application.gateway, organization.id, flood)
    key = await create_api_key(application.platform, organization.owner)
    keeps_up = asyncio.Event()
    received: list[bytes] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        received.append(message.get("body", b""))
        if message["type"] == "http.response.body":
            await keeps_up.wait()

    asking = asyncio.create_task(app(_scope(key), _receive(), send))
    held_at = await _standstill(flood)
    assert 0 < held_at < PIECES / 4
    assert len(received) == 2
    keeps_up.set()
    await asyncio.wait_for(asking, 30)
    assert flood.taken == PIECES
    assert b"".join(received).count(b"~") == len(PIECE) * PIECES


async def _standstill(flood: Flood) -> int:
    """How much has been taken when nothing more is."""
    taken = -1
    while taken != flood.taken or not taken:
        taken = flood.taken
        await asyncio.sleep(0.25)  # at full speed some hundred pieces would be taken meanwhile
    return taken


def _scope(key: str) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/v1/chat/completions",
        "raw_path": b"/v1/chat/completions",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"authorization", f"Bearer {key}".encode()), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }


def _receive() -> Any:
    question = {"model": "flood", "stream": True, "messages": [{"role": "user", "content": "Hi"}]}
    body = iter([{"type": "http.request", "body": orjson.dumps(question), "more_body": False}])

    async def receive() -> dict[str, Any]:
        for message in body:
            return message
        await asyncio.Event().wait()  # never hangs up
        raise AssertionError

    return receive
