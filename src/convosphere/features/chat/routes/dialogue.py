"""What a signed-in client says over its socket, and what it follows: conversations, lists, who else is there."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import actions
from convosphere.features.chat.actions.follow_bases import BaseFollower
from convosphere.features.chat.schemas import (
    Receipt,
    SendMessage,
    StopMessage,
    Subscribe,
    Typing,
    Unsubscribe,
)
from convosphere.features.chat.schemas.frames import FollowBase, UnfollowBase
from convosphere.features.chat.types import Access, person_stream, subject_stream
from convosphere.platform.context import Platform
from convosphere.platform.errors import NotFoundError, ProblemError

Said = Subscribe | Unsubscribe | SendMessage | StopMessage | Typing | Receipt | FollowBase | UnfollowBase
TellProblem = Callable[[UUID, ProblemError], Awaitable[None]]


class Dialogue:
    """One socket's subscriptions and requests. They stay the person's even when their rights change meanwhile."""

    def __init__(self, platform: Platform, send: actions.Send, tell_problem: TellProblem) -> None:
        self._platform = platform
        self._send = send
        self._tell_problem = tell_problem
        limit = platform.settings.realtime.subscriptions_per_connection
        self._relay = actions.Relay(platform.log, send, limit=limit)
        self._presence = actions.PresenceRelay(platform.log, platform.clock, send)
        self._bases = BaseFollower(platform, send)
        self._followed: dict[UUID, Access] = {}
        # What is being subscribed to: its rights were looked up, but it is not followed yet.
        self._beginning: UUID | None = None
        # Subscribing and looking rights up again do not come between each other.
        self._lock = asyncio.Lock()

    async def begin(self, actor: Actor) -> None:
        """Follows the person's lists."""
        await self._relay.follow_lists(_lists_of(actor))

    async def close(self) -> None:
        """Follows nothing any more; others see the person go."""
        await self._relay.close()
        await self._presence.close()
        await self._bases.close()

    async def hear(self, actor: Actor, frame: Said) -> dict[str, Any] | None:
        """Does what the client asks; the data of a reply, if the frame wants one.

        Raises:
            ProblemError: it cannot be done.
            TooManySubscriptionsError: see there.
        """
        match frame:
            case Subscribe():
                await self._subscribe(actor, frame)
            case Unsubscribe():
                async with self._lock:
                    await self._unfollow(frame.conversation)
            case SendMessage():
                return await self._send_message(actor, frame)
            case StopMessage():
                return await self._stop(actor, frame)
            case Typing():
                await self._presence.tell_typing(frame.conversation, on=frame.on)
            case Receipt():
                await self._move_receipt(actor, frame)
            case FollowBase():
                await self._bases.follow(actor, frame.base)
            case UnfollowBase():
                await self._bases.unfollow(frame.base)
        return None

    def concerns(self, conversation_id: UUID) -> bool:
        """Whether it matters here what the person may do with it: it is somebody else's, and followed."""
        if conversation_id == self._beginning:
            return True
        return self._followed.get(conversation_id, Access.OWNER) is not Access.OWNER

    async def recheck(self, actor: Actor, conversation_id: UUID | None = None) -> None:
        """Looks up what the person may do now, with one conversation or with everything that is followed: ends what is
        closed to them, and follows the lists of the groups that they are in now. One statement at most.
        """
        self._bases.act_for(actor)
        async with self._lock:
            if conversation_id is None and await self._relay.follow_lists(_lists_of(actor)):
                await self._send('{"type":"resync","conversation":null}')
            wanted = [conversation_id] if conversation_id is not None else list(self._followed)
            asked = [each for each in wanted if self._followed.get(each, Access.OWNER) is not Access.OWNER]
            if not asked:
                return
            async with self._platform.database.transaction(actor.organization_id) as session:
                found = await actions.access_to(session, actor, asked)
            for each in asked:
                if each in found:
                    self._followed[each] = found[each]
                    self._presence.let_write(each, may_write=found[each].allows(Access.WRITER))
                else:
                    await self._unfollow(each)
                    await self._tell_problem(each, NotFoundError(field="conversation"))

    async def _subscribe(self, actor: Actor, frame: Subscribe) -> None:
        conversation_id = frame.conversation
        async with self._lock:
            self._beginning = conversation_id
            try:
                async with self._platform.database.transaction(actor.organization_id) as session:
                    reached = await actions.get_conversation(session, actor, conversation_id)
                await self._unfollow(conversation_id)
                await self._relay.subscribe(conversation_id, frame.after)
                self._followed[conversation_id] = reached.access
                if reached.conversation.member_count:
                    may_write = reached.access.allows(Access.WRITER)
                    await self._presence.enter(conversation_id, actor, may_write=may_write)
            finally:
                self._beginning = None

    async def _unfollow(self, conversation_id: UUID) -> None:
        self._followed.pop(conversation_id, None)
        await self._relay.unsubscribe(conversation_id)
        await self._presence.leave(conversation_id)

    async def _send_message(self, actor: Actor, frame: SendMessage) -> dict[str, Any]:
        async with self._platform.database.transaction(actor.organization_id) as session:
            sent = await actions.send_message(session, self._platform, actor, frame.conversation, frame)
        return sent.model_dump(mode="json")

    async def _stop(self, actor: Actor, frame: StopMessage) -> dict[str, Any]:
        async with self._platform.database.transaction(actor.organization_id) as session:
            message = await actions.stop_answer(session, self._platform, actor, frame.conversation, frame.message)
        return message.model_dump(mode="json")

    async def _move_receipt(self, actor: Actor, frame: Receipt) -> None:
        try:
            async with self._platform.database.transaction(actor.organization_id) as session:
                await actions.move_receipt(session, self._platform, actor, frame.conversation, frame)
        except NotFoundError:
            # Deleted, or closed, while this was on its way: nobody waits for an answer.
            return


def _lists_of(actor: Actor) -> set[str]:
    return {person_stream(actor.person_id), *(subject_stream("group", group_id) for group_id in actor.group_ids)}
