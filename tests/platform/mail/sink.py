"""A mail server for tests: speaks as much SMTP (RFC 5321) as a sender needs, keeps what it got."""

import asyncio
import ssl
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass(frozen=True)
class Received:
    sender: str = ""
    recipients: tuple[str, ...] = ()
    content: bytes = b""
    encrypted: bool = False
    login: str | None = None

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.content, policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class MailSink:
    """`replies` replaces the answer to a command ("RCPT": "550 no such person"); None stays silent."""

    context: ssl.SSLContext | None = None
    tls: bool = False
    replies: dict[str, str | None] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    port: int = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator["MailSink"]:
        context = self.context if self.tls else None
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(b"220 sink ESMTP\r\n")
            state = Received(encrypted=self.tls)
            while line := await reader.readline():
                verb, _, rest = line.decode().strip().partition(" ")
                state = await self._answer(verb.upper(), rest, state, reader, writer)
                if verb.upper() == "QUIT":
                    break
        except ConnectionError:
            pass  # the sender has gone; that is its right
        finally:
            writer.close()

    async def _answer(
        self, verb: str, rest: str, state: Received, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> Received:
        if verb in self.replies:
            reply = self.replies[verb]
            if reply is not None:
                writer.write(reply.encode() + b"\r\n")
            return state
        match verb:
            case "EHLO":
                upgrade = b"250-STARTTLS\r\n" if self.context and not state.encrypted else b""
                writer.write(b"250-sink\r\n" + upgrade + b"250-AUTH PLAIN\r\n250 SMTPUTF8\r\n")
            case "STARTTLS":
                writer.write(b"220 go on\r\n")
                assert self.context is not None
                await writer.start_tls(self.context)
                return replace(state, encrypted=True)
            case "AUTH":
                writer.write(b"235 welcome\r\n")
                return replace(state, login=b64decode(rest.split()[1]).decode())
            case "MAIL":
                writer.write(b"250 ok\r\n")
                return replace(state, sender=rest, recipients=())
            case "RCPT":
                writer.write(b"250 ok\r\n")
                return replace(state, recipients=(*state.recipients, rest))
            case "DATA":
                writer.write(b"354 go on\r\n")
                content = await reader.readuntil(b"\r\n.\r\n")
                self.received.append(replace(state, content=content[:-3].replace(b"\r\n..", b"\r\n.")))
                writer.write(b"250 ok\r\n")
            case _:
                writer.write(b"250 ok\r\n")
        return state
