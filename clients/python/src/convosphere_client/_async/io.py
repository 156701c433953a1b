"""All that differs between the two halves: waiting, threads, locks, sockets. Its twin has the same names."""

import asyncio
from collections.abc import Awaitable, Callable
from ssl import SSLContext
from typing import Final, Self, TypeVar

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from convosphere_client.sockets import LARGEST_FRAME, CutError

Result = TypeVar("Result")
Eventually = Awaitable
Lock = asyncio.Lock
_CLOSE_SECONDS: Final = 2.0


async def sleep(seconds: float) -> None:
    """Waits."""
    await asyncio.sleep(seconds)


async def blocking(work: Callable[[], Result]) -> Result:
    """Runs what may wait for a disk or another process, without holding up others."""
    return await asyncio.to_thread(work)


class AsyncSocket:
    """A WebSocket that carries texts."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    @classmethod
    async def open(cls, url: str, *, language: str | None, ssl: SSLContext | None, seconds: float) -> Self:
        """Connects.

        Raises:
            CutError: that did not work within `seconds`.
        """
        headers = {} if language is None else {"Accept-Language": language}
        try:
            connection = await connect(
                url,
                additional_headers=headers,
                ssl=ssl,
                open_timeout=seconds,
                close_timeout=_CLOSE_SECONDS,
                max_size=LARGEST_FRAME,
                compression=None,
            )
        except (OSError, TimeoutError, WebSocketException) as error:
            raise CutError(None, str(error)) from error
        return cls(connection)

    async def send(self, text: str) -> None:
        """Sends a frame.

        Raises:
            CutError: the connection has ended.
        """
        try:
            await self._connection.send(text)
        except ConnectionClosed as closed:
            raise CutError.after(closed) from closed

    async def receive(self, seconds: float) -> str:
        """The next frame.

        Raises:
            CutError: the connection has ended, or nothing came within `seconds`.
        """
        try:
            async with asyncio.timeout(seconds):
                return await self._connection.recv(decode=True)
        except ConnectionClosed as closed:
            raise CutError.after(closed) from closed
        except TimeoutError as silence:
            raise CutError(None, f"nothing came for {seconds:g} s") from silence

    async def close(self) -> None:
        """Ends the connection."""
        await self._connection.close()
