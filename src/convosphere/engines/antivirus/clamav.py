"""ClamAV's daemon, by its INSTREAM command (clamd(8)): the file goes over the socket, nothing is shared on a disk."""

import asyncio
import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

_PIECE: Final = 64 * 1024
_MOST_REPLY: Final = 4_096
_CLEAN: Final = "OK"
_FOUND: Final = " FOUND"


class ScannerUnavailableError(Exception):
    """The daemon does not answer, or not in time, or answers with an error of its own."""


class TooLargeToScanError(Exception):
    """The daemon takes only smaller files (`StreamMaxLength` in its configuration)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner says; `signature` names what it found, None: nothing."""

    signature: str | None


class Clamav:
    """One daemon; a connection for each file.

    Args:
        address: `tcp://host:port` or `unix:///path`.
        seconds: for one file, from connecting to the verdict.
    """

    def __init__(self, address: str, *, seconds: float) -> None:
        self._address = urlsplit(address)
        self._seconds = seconds

    async def scan(self, path: Path) -> Verdict:
        """Has a file looked at.

        Raises:
            ScannerUnavailableError, TooLargeToScanError: see there.
        """
        reply = await self._converse(b"zINSTREAM\0", path)
        if reply.endswith("size limit exceeded. ERROR"):
            raise TooLargeToScanError(reply)
        # «stream: OK», «stream: Eicar-Test-Signature FOUND»
        says = reply.partition(": ")[2]
        if says == _CLEAN:
            return Verdict(None)
        if says.endswith(_FOUND):
            return Verdict(says.removesuffix(_FOUND))
        raise ScannerUnavailableError(f"clamd said: {reply[:200]!r}")

    async def ping(self) -> None:
        """Asks whether it is there.

        Raises:
            ScannerUnavailableError: it is not.
        """
        reply = await self._converse(b"zPING\0", None)
        if reply != "PONG":
            raise ScannerUnavailableError(f"clamd said: {reply[:200]!r}")

    async def _converse(self, command: bytes, path: Path | None) -> str:
        try:
            async with asyncio.timeout(self._seconds):
                reader, writer = await self._connect()
                try:
                    return await _ask(reader, writer, command, path)
                finally:
                    # Not closed: that waits until all is sent, and a daemon that hangs takes nothing.
                    writer.transport.abort()
                    with suppress(OSError):
                        await writer.wait_closed()
        except TimeoutError as error:
            raise ScannerUnavailableError(f"no verdict within {self._seconds:g} s") from error
        except OSError as error:
            raise ScannerUnavailableError(str(error)) from error

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._address.scheme == "unix":
            return await asyncio.open_unix_connection(self._address.path)
        return await asyncio.open_connection(self._address.hostname, self._address.port)


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, command: bytes, path: Path | None) -> str:
    # Listened to from the start: a daemon that has heard enough answers, and hangs up while we still send.
    listening = asyncio.create_task(reader.read(_MOST_REPLY))
    try:
        with suppress(ConnectionError):
            writer.write(command)
            if path is not None:
                await _send(writer, path, listening)
            await writer.drain()
        reply = await listening
    finally:
        listening.cancel()
    if not reply:
        raise ScannerUnavailableError("clamd hung up without an answer")
    return reply.partition(b"\0")[0].decode("utf-8", "replace").strip()


async def _send(writer: asyncio.StreamWriter, path: Path, listening: asyncio.Task[bytes]) -> None:
    """Pieces with their length before them (32 bits, network order); a length of zero ends it."""
    file = await asyncio.to_thread(path.open, "rb")
    try:
        while not listening.done() and (piece := await asyncio.to_thread(file.read, _PIECE)):
            writer.write(struct.pack("!I", len(piece)) + piece)
            await writer.drain()
    finally:
        await asyncio.shield(asyncio.to_thread(file.close))
    writer.write(struct.pack("!I", 0))
