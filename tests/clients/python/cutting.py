"""A network between a client and its server that breaks on demand."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Self
from urllib.parse import urlsplit


class CuttingProxy:
    """Passes bytes on; cuts sockets after as many bytes as `lifetime` says, and loses answers of requests."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        assert parts.hostname is not None
        assert parts.port is not None
        self._target = (parts.hostname, parts.port)
        self.lifetime: Callable[[], int | None] = lambda: None
        # So many of the next requests reach the server, which does its work; their answers do not come back.
        self.answers_to_lose = 0
        self.cuts = 0
        self.requests: list[str] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await self._pass_on(reader, writer)
        finally:
            writer.transport.abort()
            self._tasks.discard(task)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream, upward = await asyncio.open_connection(*self._target)
        try:
            async with asyncio.TaskGroup() as group:
                downward = group.create_task(self._down(upstream, writer))
                group.create_task(self._up(reader, upward, downward))
        except* ConnectionError:
            pass
        finally:
            upward.transport.abort()

    async def _up(
        self, reader: asyncio.StreamReader, upward: asyncio.StreamWriter, downward: "asyncio.Task[None]"
    ) -> None:
        while data := await reader.read(65536):
            line = data.split(b"\r\n", 1)[0].decode(errors="replace")
            if line.endswith("HTTP/1.1"):
                self.requests.append(line.removesuffix(" HTTP/1.1"))
            upward.write(data)
        upward.write_eof()
        downward.cancel()

    async def _down(self, upstream: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        left: int | None = None
        is_socket = False
        while data := await upstream.read(65536):
            if self.answers_to_lose and not is_socket and data.startswith(b"HTTP/1.1 2"):
                self.answers_to_lose -= 1
                raise ConnectionResetError
            if data.startswith(b"HTTP/1.1 101"):
                is_socket, left = True, self.lifetime()
            if left is not None:
                writer.write(data[:left])
                left -= len(data)
                if left <= 0:
                    self.cuts += 1
                    raise ConnectionResetError
            else:
                writer.write(data)
            await writer.drain()
        raise ConnectionResetError
