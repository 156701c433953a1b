"""A stand-in for ClamAV's daemon that speaks its wire: `zPING`, `zINSTREAM` with pieces and their lengths."""

import asyncio
import struct
from types import TracebackType
from typing import Self

from tests.factories.files import EICAR


class FakeClamd:
    """Finds EICAR's test file, and nothing else. `address` is what the settings take.

    Args:
        limit: bytes of the largest file it takes (`StreamMaxLength`).
        says: what it answers instead, byte for byte; "" hangs up without a word.
        silent: takes everything and never answers.
    """

    def __init__(self, *, limit: int = 1_000_000, says: str | None = None, silent: bool = False) -> None:
        self.scanned: list[bytes] = []
        self._limit = limit
        self._says = says
        self._silent = silent
        self._server: asyncio.Server | None = None
        self.address = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.address = f"tcp://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answer = await self._answer(reader)
            if self._silent:
                await reader.read()
            elif answer:
                writer.write(answer.encode() + b"\0")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader) -> str:
        command = await reader.readuntil(b"\0")
        if command == b"zPING\0":
            return "PONG" if self._says is None else self._says
        if command != b"zINSTREAM\0":
            return "UNKNOWN COMMAND"
        content = bytearray()
        while size := struct.unpack("!I", await reader.readexactly(4))[0]:
            content += await reader.readexactly(size)
            if len(content) > self._limit:
                return "INSTREAM size limit exceeded. ERROR"
        self.scanned.append(bytes(content))
        if self._says is not None:
            return self._says
        return "stream: Eicar-Test-Signature FOUND" if EICAR in content else "stream: OK"
