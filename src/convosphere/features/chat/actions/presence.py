"""Who looks at joint conversations just now, and who is writing there.

Nothing of it is stored: each subscription says so on the conversation's presence stream when it begins, every 20
seconds, and when it ends. Who comes later reads back a little; who was cut off without a word is forgotten by all.
"""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
import structlog

from convosphere.features.accounts.types import Actor
from convosphere.features.chat.actions.relay import Send
from convosphere.features.chat.types import Presence, presence_stream
from convosphere.platform.clock import Clock
from convosphere.platform.realtime import Entry, EventLog, EventLogUnavailableError, TrimmedError

ANNOUNCE_SECONDS = 20.0
# Nobody heard of for longer is here any more; nobody is writing who has not said so for longer.
FORGOTTEN_SECONDS = 45.0
TYPING_SECONDS = 6.0
# So often one hears that somebody is still writing.
TYPING_PAUSE_SECONDS = 2.0
_LOOK_BACK = 200

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Seat:
    """One subscription to a joint conversation."""

    stream: str
    person: dict[str, Any]
    may_write: bool
    follower: "asyncio.Task[None] | None" = field(default=None)
    typing: bool = False
    typing_told_at: float = float("-inf")


class PresenceRelay:
    """One socket's presence: tells others of it, and its client of others."""

    def __init__(self, log: EventLog, clock: Clock, send: Send) -> None:
        self._events = log
        self._clock = clock
        self._send = send
        # Two windows of one person are two; nobody is told of themselves.
        self._connection = secrets.token_hex(4)
        self._seats: dict[UUID, _Seat] = {}
        self._announcing: asyncio.Task[None] | None = None

    async def enter(self, conversation_id: UUID, actor: Actor, *, may_write: bool) -> None:
        """Says that the actor looks at a conversation from now on, and tells who else does.

        Raises:
            EventLogUnavailableError: nobody can be told.
        """
        await self.leave(conversation_id)
        stream = presence_stream(conversation_id)
        person = {"id": str(actor.person_id), "name": actor.name}
        seat = self._seats[conversation_id] = _Seat(stream, person, may_write)
        head = await self._events.head(stream)
        known = await self._events.recent(stream, _LOOK_BACK)
        await self._tell_known(conversation_id, known)
        after = known[-1].number if known else head
        seat.follower = asyncio.create_task(self._follow(conversation_id, stream, after), name=f"presence {stream}")
        await self._announce(seat, Presence.HERE)
        if self._announcing is None:
            self._announcing = asyncio.create_task(self._keep_announcing(), name="presence announcements")

    async def leave(self, conversation_id: UUID) -> None:
        """Says that the actor looks elsewhere; without a seat nothing happens."""
        seat = self._seats.pop(conversation_id, None)
        if seat is not None:
            await self._give_up(seat)

    def let_write(self, conversation_id: UUID, *, may_write: bool) -> None:
        """What the actor may do there has changed."""
        seat = self._seats.get(conversation_id)
        if seat is not None:
            seat.may_write = may_write

    async def tell_typing(self, conversation_id: UUID, *, on: bool) -> None:
        """The actor writes a question, or no longer. More often than others need to hear it, it is dropped."""
        seat = self._seats.get(conversation_id)
        if seat is None or not seat.may_write:
            return
        now = self._clock.monotonic()
        if not on:
            if seat.typing:
                seat.typing = False
                await self._announce(seat, Presence.HERE)
        elif now - seat.typing_told_at >= TYPING_PAUSE_SECONDS:
            seat.typing, seat.typing_told_at = True, now
            await self._announce(seat, Presence.TYPING)

    async def close(self) -> None:
        """Leaves everywhere."""
        seats = list(self._seats.values())
        self._seats.clear()
        if self._announcing is not None:
            self._announcing.cancel()
        for seat in seats:
            await self._give_up(seat)

    async def _give_up(self, seat: _Seat) -> None:
        if seat.follower is not None:
            seat.follower.cancel()
        await self._announce(seat, Presence.GONE)

    async def _announce(self, seat: _Seat, state: Presence) -> None:
        entry = {
            "person": seat.person,
            "connection": self._connection,
            "state": state,
            "at": self._clock.now().timestamp(),
        }
        try:
            await self._events.append(seat.stream, [orjson.dumps(entry)])
        except EventLogUnavailableError as error:
            # Said again soon; and whoever says nothing is forgotten.
            _log.info("presence_not_announced", error=str(error))

    async def _keep_announcing(self) -> None:
        while True:
            await asyncio.sleep(ANNOUNCE_SECONDS)
            for seat in list(self._seats.values()):
                silent = self._clock.monotonic() - seat.typing_told_at
                seat.typing = seat.typing and silent < TYPING_SECONDS
                await self._announce(seat, Presence.TYPING if seat.typing else Presence.HERE)

    async def _tell_known(self, conversation_id: UUID, known: list[Entry]) -> None:
        latest = {said["connection"]: said for said in (orjson.loads(entry.data) for entry in known)}
        now = self._clock.now().timestamp()
        for said in latest.values():
            age = now - said["at"]
            if said["state"] == Presence.GONE or age > FORGOTTEN_SECONDS:
                continue
            if said["state"] == Presence.TYPING and age > TYPING_SECONDS:
                said["state"] = Presence.HERE
            await self._tell(conversation_id, said)

    async def _follow(self, conversation_id: UUID, stream: str, after: int) -> None:
        while True:
            try:
                async for entries in self._events.follow(stream, after):
                    for entry in entries:
                        await self._tell(conversation_id, orjson.loads(entry.data))
            except TrimmedError:
                # What was missed everybody says again within seconds.
                after = await self._events.head(stream)
            else:
                return

    async def _tell(self, conversation_id: UUID, said: dict[str, Any]) -> None:
        if said["connection"] == self._connection:
            return
        frame = {
            "type": "presence",
            "conversation": conversation_id,
            "person": said["person"],
            "state": said["state"],
            "connection": said["connection"],
        }
        await self._send(orjson.dumps(frame).decode())
