"""A client's side of the socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.features.chat.conftest import PATIENCE, Chatter
from tests.harness.served import Served


class Socket:
    """A client's side."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, **frame: Any) -> None:
        await self._connection.send(orjson.dumps(frame).decode())

    async def send_raw(self, data: str | bytes) -> None:
        await self._connection.send(data)

    async def send_as_text(self, data: bytes) -> None:
        """A text frame with these bytes, whether they are text or not."""
        await self._connection.send(data, text=True)

    async def receive(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            frame = orjson.loads(await self._connection.recv())
        assert isinstance(frame, dict)
        return frame

    async def until(self, kind: str) -> dict[str, Any]:
        """The next frame or event of a kind. One limit for all: heartbeats come for ever."""
        async with asyncio.timeout(PATIENCE):
            while True:
                frame = await self.receive()
                if frame["type"] == kind or frame.get("event", {}).get("type") == kind:
                    return frame

    async def closed_with(self) -> int:
        """The code with which the server closes; frames before it are read."""
        with pytest.raises(ConnectionClosed) as end:
            await self._read_on()
        assert end.value.rcvd is not None
        return end.value.rcvd.code

    async def _read_on(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                await self._connection.recv()


@asynccontextmanager
async def unknown_socket(server: Served) -> AsyncIterator[Socket]:
    url = server.url.replace("http", "ws", 1) + "/api/v1/realtime"
    async with connect(url, compression=None) as connection:
        yield Socket(connection)


@asynccontextmanager
async def socket_of(server: Served, person: Chatter) -> AsyncIterator[Socket]:
    async with unknown_socket(server) as socket:
        await socket.send(type="authenticate", token=person.headers["Authorization"].removeprefix("Bearer "))
        ready = await socket.receive()
        assert (ready["type"], ready["person"]) == ("ready", str(person.person.id))
        yield socket
