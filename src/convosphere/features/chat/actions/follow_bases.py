"""Carries what happens in knowledge bases to one socket, live only: ids and states, which the client asks anew for.

What a person may is asked before each batch, so that a change of rights is effective at once; batches are put together
for a moment, so that a busy base costs a few questions a second and no more.
"""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import orjson
import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from convosphere.features.accounts.types import Actor
from convosphere.features.chat.actions.relay import TooManySubscriptionsError
from convosphere.features.knowledge.actions.rights import get_base
from convosphere.features.knowledge.types import base_stream
from convosphere.platform.context import Platform
from convosphere.platform.errors import ForbiddenError, NotFoundError
from convosphere.platform.realtime import TrimmedError

_MOST = 8
_TOGETHER_SECONDS = 0.3

_log = structlog.get_logger(__name__)


class BaseFollower:
    """The bases that one socket follows."""

    def __init__(self, platform: Platform, send: Callable[[str], Awaitable[None]]) -> None:
        self._platform = platform
        self._send = send
        self._following: dict[UUID, asyncio.Task[None]] = {}
        self._actor: Actor | None = None

    def act_for(self, actor: Actor) -> None:
        """The person as they are now."""
        self._actor = actor

    async def follow(self, actor: Actor, base_id: UUID) -> None:
        """Relays a base from now on.

        Raises:
            NotFoundError, ForbiddenError: it is not for the person.
            TooManySubscriptionsError: see there.
        """
        self._actor = actor
        async with self._platform.database.transaction(actor.organization_id) as session:
            await get_base(session, actor, base_id)
        await self.unfollow(base_id)
        if len(self._following) >= _MOST:
            raise TooManySubscriptionsError
        head = await self._platform.log.head(base_stream(base_id))
        await self._tell("base.followed", base_id)
        self._following[base_id] = asyncio.create_task(self._relay(base_id, head), name=f"base {base_id}")

    async def unfollow(self, base_id: UUID) -> None:
        """No more of it; not followed: nothing happens."""
        task = self._following.pop(base_id, None)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def close(self) -> None:
        """Follows nothing any more."""
        for base_id in list(self._following):
            await self.unfollow(base_id)

    async def _relay(self, base_id: UUID, after: int) -> None:
        """Ends with `base.closed` when the base is no longer for the person; `resync`: ask for its lists anew."""
        stream = base_stream(base_id)
        while True:
            try:
                async for entries in self._platform.log.follow(stream, after):
                    if not await self._may(base_id):
                        await self._tell("base.closed", base_id)
                        return
                    for entry in entries:
                        await self._send(f'{{"type":"event","base":"{base_id}","event":{entry.data.decode()}}}')
                    after = entries[-1].number
                    await asyncio.sleep(_TOGETHER_SECONDS)
            except TrimmedError:
                after = await self._platform.log.head(stream)
                await self._tell("resync", base_id)
            else:
                return

    async def _may(self, base_id: UUID) -> bool:
        actor = self._actor
        if actor is None:
            return False
        try:
            async with self._platform.database.transaction(actor.organization_id) as session:
                await get_base(session, actor, base_id)
        except (NotFoundError, ForbiddenError):
            return False
        except (DBAPIError, PoolTimeoutError) as error:
            # Nothing is told of which nobody knows whether it may be.
            _log.warning("base_not_rechecked", error=str(error))
            return False
        return True

    async def _tell(self, kind: str, base_id: UUID) -> None:
        await self._send(orjson.dumps({"type": kind, "base": base_id}).decode())
