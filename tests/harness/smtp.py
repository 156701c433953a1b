"""A mail server that takes everything and keeps it: enough of RFC 5321 for a client that sends one mail at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer:
    """Where mails end up."""

    def __init__(self) -> None:
        self.port = 0
        self._mails: asyncio.Queue[EmailMessage] = asyncio.Queue()
        # Replies to MAIL FROM before the normal ones, to be a server in trouble.
        self.refusals: list[str] = []

    async def next_mail(self, patience_seconds: float = 10) -> EmailMessage:
        """The next mail that arrives.

        Raises:
            TimeoutError: none does.
        """
        return await asyncio.wait_for(self._mails.get(), patience_seconds)

    @property
    def is_empty(self) -> bool:
        """Whether every mail was taken."""
        return self._mails.empty()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        writer.write(b"220 test\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                await self._mails.put(await self._read_mail(reader))
            if verb == b"MAIL" and self.refusals:
                writer.write(f"{self.refusals.pop(0)}\r\n".encode())
                continue
            writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 fine\r\n")
            if verb == b"QUIT":
                break
        writer.close()

    async def _read_mail(self, reader: asyncio.StreamReader) -> EmailMessage:
        raw = (await reader.readuntil(b"\r\n.\r\n")).removesuffix(b".\r\n")
        message = message_from_bytes(raw.replace(b"\r\n..", b"\r\n."), policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message


@asynccontextmanager
async def mail_server() -> AsyncIterator[MailServer]:
    """A mail server on a free port of this machine."""
    mails = MailServer()
    server = await asyncio.start_server(mails.serve, "127.0.0.1", 0)
    mails.port = server.sockets[0].getsockname()[1]
    async with server:
        yield mails
