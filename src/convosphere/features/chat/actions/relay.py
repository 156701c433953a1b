"""Carries event streams to one socket. The socket is only a relay: the truth is in the log and the database."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import orjson

from convosphere.features.chat.types import conversation_stream, person_stream
from convosphere.platform.realtime import EventLog, TrimmedError

Send = Callable[[str], Awaitable[None]]


class TooManySubscriptionsError(Exception):
    """One socket follows as many conversations as it may."""


class Relay:
    """The subscriptions of one socket.

    Each follows its stream at the reader's speed: nothing is queued here. A reader that is so slow that the log
    drops what it has not read gets `resync` and fetches afresh.
    """

    def __init__(self, log: EventLog, send: Send, *, limit: int) -> None:
        self._log = log
        self._send = send
        self._limit = limit
        self._followers: dict[UUID | None, asyncio.Task[None]] = {}

    async def follow_person(self, person_id: UUID) -> None:
        """Relays what happens in the person's list of conversations, from now on."""
        stream = person_stream(person_id)
        self._start(None, stream, await self._log.head(stream))

    async def subscribe(self, conversation_id: UUID, after: int | None) -> None:
        """Relays a conversation that the caller has checked; a new subscription replaces an older one.

        Raises:
            TooManySubscriptionsError: see there.
        """
        await self.unsubscribe(conversation_id)
        if len(self._followers) > self._limit:
            raise TooManySubscriptionsError
        stream = conversation_stream(conversation_id)
        cursor = await self._log.head(stream) if after is None else after
        await self._send(
            orjson.dumps({"type": "subscribed", "conversation": conversation_id, "cursor": cursor}).decode()
        )
        self._start(conversation_id, stream, cursor)

    async def unsubscribe(self, conversation_id: UUID) -> None:
        """Ends a subscription; without one nothing happens."""
        follower = self._followers.pop(conversation_id, None)
        if follower is not None:
            follower.cancel()
            await asyncio.gather(follower, return_exceptions=True)

    async def close(self) -> None:
        """Ends all subscriptions."""
        followers = list(self._followers.values())
        self._followers.clear()
        for follower in followers:
            follower.cancel()
        await asyncio.gather(*followers, return_exceptions=True)

    def _start(self, key: UUID | None, stream: str, after: int) -> None:
        self._followers[key] = asyncio.create_task(self._follow(key, stream, after), name=f"relay {stream}")

    async def _follow(self, key: UUID | None, stream: str, after: int) -> None:
        name = "null" if key is None else f'"{key}"'
        head = f'{{"type":"event","conversation":{name},"n":'
        try:
            async for entries in self._log.follow(stream, after):
                for entry in entries:
                    await self._send(f'{head}{entry.number},"event":{entry.data.decode()}}}')
        except TrimmedError:
            if self._followers.get(key) is asyncio.current_task():
                del self._followers[key]
            await self._send(f'{{"type":"resync","conversation":{name}}}')
            if key is None:
                # The list is fetched afresh on resync; what happens from now on is relayed as before.
                self._start(None, stream, await self._log.head(stream))
