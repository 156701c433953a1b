"""Carries event streams to one socket. The socket is only a relay: the truth is in the log and the database."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

import orjson

from convosphere.features.chat.types import conversation_stream
from convosphere.platform.realtime import EventLog, TrimmedError

Send = Callable[[str], Awaitable[None]]


class TooManySubscriptionsError(Exception):
    """One socket follows as many conversations as it may."""


class Relay:
    """The subscriptions of one socket, by the names of their streams.

    Each follows its stream at the reader's speed: nothing is queued here. A reader that is so slow that the log
    drops what it has not read gets `resync` and fetches afresh.
    """

    def __init__(self, log: EventLog, send: Send, *, limit: int) -> None:
        self._log = log
        self._send = send
        self._limit = limit
        # Streams of lists: the person's own, and their groups'.
        self._lists: dict[str, asyncio.Task[None]] = {}
        self._conversations: dict[UUID, asyncio.Task[None]] = {}

    async def follow_lists(self, streams: Collection[str]) -> bool:
        """Relays what happens in these lists, and in no others, from now on; says whether they were others before."""
        gone = [stream for stream in self._lists if stream not in streams]
        new = [stream for stream in streams if stream not in self._lists]
        await _end([self._lists.pop(stream) for stream in gone])
        for stream in new:
            self._start_list(stream, await self._log.head(stream))
        return bool(gone or new)

    async def subscribe(self, conversation_id: UUID, after: int | None) -> None:
        """Relays a conversation that the caller has checked; a new subscription replaces an older one.

        Raises:
            TooManySubscriptionsError: see there.
        """
        await self.unsubscribe(conversation_id)
        if len(self._conversations) >= self._limit:
            raise TooManySubscriptionsError
        stream = conversation_stream(conversation_id)
        cursor = await self._log.head(stream) if after is None else after
        await self._send(
            orjson.dumps({"type": "subscribed", "conversation": conversation_id, "cursor": cursor}).decode()
        )
        follower = self._follow_conversation(conversation_id, stream, cursor)
        self._conversations[conversation_id] = asyncio.create_task(follower, name=f"relay {stream}")

    async def unsubscribe(self, conversation_id: UUID) -> None:
        """Ends a subscription; without one nothing happens."""
        follower = self._conversations.pop(conversation_id, None)
        if follower is not None:
            await _end([follower])

    async def close(self) -> None:
        """Ends all subscriptions."""
        followers = [*self._lists.values(), *self._conversations.values()]
        self._lists.clear()
        self._conversations.clear()
        await _end(followers)

    def _start_list(self, stream: str, after: int) -> None:
        self._lists[stream] = asyncio.create_task(self._follow_list(stream, after), name=f"relay {stream}")

    async def _follow_list(self, stream: str, after: int) -> None:
        try:
            await self._relay("null", stream, after)
        except TrimmedError:
            await self._send('{"type":"resync","conversation":null}')
            # The list is fetched afresh on resync; what happens from now on is relayed as before.
            self._start_list(stream, await self._log.head(stream))

    async def _follow_conversation(self, conversation_id: UUID, stream: str, after: int) -> None:
        try:
            await self._relay(f'"{conversation_id}"', stream, after)
        except TrimmedError:
            if self._conversations.get(conversation_id) is asyncio.current_task():
                del self._conversations[conversation_id]
            await self._send(f'{{"type":"resync","conversation":"{conversation_id}"}}')

    async def _relay(self, name: str, stream: str, after: int) -> None:
        head = f'{{"type":"event","conversation":{name},"n":'
        async for entries in self._log.follow(stream, after):
            for entry in entries:
                await self._send(f'{head}{entry.number},"event":{entry.data.decode()}}}')


async def _end(followers: Collection[asyncio.Task[None]]) -> None:
    for follower in followers:
        follower.cancel()
    await asyncio.gather(*followers, return_exceptions=True)
