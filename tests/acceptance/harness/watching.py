"""Sockets: a bare one that can be cut, and a watcher that keeps its copy of a conversation through all cuts."""

import asyncio
import json
import socket as sockets
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.acceptance.harness.conversation_copy import ENDED, ConversationCopy, FetchAfreshError
from tests.acceptance.harness.people import Person

PATIENCE_SECONDS = 60
Frame = dict[str, Any]


class Socket:
    """One connection to `/api/v1/realtime`."""

    def __init__(self, connection: ClientConnection) -> None:
        self.raw = connection

    @classmethod
    async def connect(cls, url: str) -> Self:
        """Connects, says nothing yet."""
        address = f"{url.replace('http', 'ws', 1)}/api/v1/realtime"
        return cls(await connect(address, max_size=None, compression=None, proxy=None, close_timeout=5))

    @classmethod
    async def open(cls, person: Person) -> Self:
        """Connects and authenticates."""
        socket = await cls.connect(person.server.url)
        await socket.authenticate(person.token)
        return socket

    async def authenticate(self, token: str) -> None:
        """Says who speaks, and is told that it is ready."""
        await self.send(type="authenticate", token=token)
        await self.expect("ready")

    async def send(self, **frame: Any) -> None:
        """Sends a frame, everything but ASCII escaped."""
        await self.raw.send(json.dumps(frame))

    async def receive(self) -> Frame:
        """The next frame.

        Raises:
            ConnectionClosed: there will be none.
        """
        async with asyncio.timeout(PATIENCE_SECONDS):
            frame: Frame = json.loads(await self.raw.recv())
            return frame

    async def expect(self, kind: str, where: Callable[[Frame], bool] = lambda _: True) -> Frame:
        """The next frame of a kind; others are passed over, problems are not."""
        while True:
            frame = await self.receive()
            if frame["type"] == kind and where(frame):
                return frame
            assert frame["type"] != "problem", frame

    async def subscribe(self, conversation: str, after: int | None) -> None:
        """Follows a conversation from a number on."""
        await self.send(type="subscribe", conversation=conversation, after=after)

    async def closed(self) -> int | None:
        """Reads until the server closes it; the close code (None: cut without one)."""
        try:
            while True:
                await self.receive()
        except ConnectionClosed as closed:
            return None if closed.rcvd is None else closed.rcvd.code

    def cut(self, *, reset: bool = False) -> None:
        """Ends the TCP connection at once: no close frame, unread data is lost; `reset` sends RST instead of FIN."""
        connection = self.raw.transport.get_extra_info("socket")
        if reset and connection is not None:
            connection.setsockopt(sockets.SOL_SOCKET, sockets.SO_LINGER, struct.pack("ii", 1, 0))
        self.raw.transport.abort()


@asynccontextmanager
async def opened(person: Person) -> AsyncIterator[Socket]:
    """An authenticated socket for the length of the block."""
    socket = await Socket.open(person)
    try:
        yield socket
    finally:
        await socket.raw.close()


class Watcher:
    """Follows one conversation as a client does: fetches, subscribes after its number, fetches again when told to."""

    def __init__(self, person: Person, conversation: str) -> None:
        self.person = person
        self.conversation = conversation
        self.copy = ConversationCopy()
        self.fetches = 0
        self.resyncs = 0
        # What was missing that the server did not say was: there should be none.
        self.gaps: list[str] = []
        self._socket: Socket | None = None
        self._subscribing = 0

    @property
    def socket(self) -> Socket:
        """The present connection."""
        assert self._socket is not None
        return self._socket

    async def connect(self) -> None:
        """Connects (again) and goes on from the copy's number."""
        self._socket = None
        self._socket = await Socket.connect(self.person.server.url)
        await self._socket.authenticate(self.person.token)
        if self.copy.cursor is None:
            await self._fetch()
        self._subscribing = 0
        await self._subscribe()

    async def step(self) -> Frame:
        """Takes one frame in; returns it."""
        frame = await self.socket.receive()
        if frame.get("conversation") != self.conversation:
            return frame
        if frame["type"] == "subscribed":
            self._subscribing -= 1
        elif frame["type"] == "resync":
            self.resyncs += 1
            await self._start_afresh()
        elif frame["type"] == "event" and not self._subscribing:
            try:
                self.copy.apply(frame["n"], frame["event"])
            except FetchAfreshError as gap:
                self.gaps.append(str(gap))
                await self._start_afresh()
        return frame

    def cut(self, *, reset: bool = False) -> None:
        """Cuts the connection, if there is one."""
        if self._socket is not None:
            self._socket.cut(reset=reset)

    async def until(self, holds: Callable[[ConversationCopy], object], seconds: float = PATIENCE_SECONDS) -> None:
        """Reads on until the copy is as wanted; connects again when the connection ends meanwhile."""
        async with asyncio.timeout(seconds):
            while not holds(self.copy):
                try:
                    await self.step()
                except ConnectionClosed:
                    await self.connect_again()

    async def connect_again(self) -> None:
        """Connects as soon as the server lets it."""
        while True:
            try:
                await self.connect()
            except (OSError, ConnectionClosed):
                # The server is on its way up; the deadline is the caller's.
                await asyncio.sleep(0.05)
            else:
                return

    async def close(self) -> None:
        """Ends the connection, if there is one."""
        if self._socket is not None:
            await self._socket.raw.close()

    async def _start_afresh(self) -> None:
        await self._fetch()
        await self._subscribe()

    async def _subscribe(self) -> None:
        # What still comes from an older subscription is not what this one begins with.
        self._subscribing += 1
        await self.socket.subscribe(self.conversation, self.copy.cursor)

    async def _fetch(self) -> None:
        self.fetches += 1
        self.copy.load(await self.person.messages(self.conversation))


@asynccontextmanager
async def watching(person: Person, conversation: str) -> AsyncIterator[Watcher]:
    """A connected watcher for the length of the block."""
    watcher = Watcher(person, conversation)
    await watcher.connect()
    try:
        yield watcher
    finally:
        await watcher.close()


def has_ended(copy: ConversationCopy) -> bool:
    """Whether there is an answer and none is being written."""
    answers = copy.answers()
    return bool(answers) and all(answer["status"] in ENDED for answer in answers)


def has_words(count: int) -> Callable[[ConversationCopy], bool]:
    """Whether the newest answer has so many words."""
    return lambda copy: bool(copy.answers()) and len(copy.answers()[-1]["content"].split()) >= count
