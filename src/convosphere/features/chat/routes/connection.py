"""One socket: reads frames, keeps its limits, answers."""

import asyncio
import contextlib
import time
from collections.abc import Coroutine
from enum import IntEnum
from typing import Any
from uuid import UUID

import orjson
import structlog
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from convosphere.features.accounts.access import authenticate_token, reload_actor
from convosphere.features.accounts.types import Actor, RolePermissions
from convosphere.features.chat import actions, schemas
from convosphere.features.chat.routes.connections import Connections
from convosphere.features.chat.routes.dialogue import Dialogue
from convosphere.features.chat.routes.heart import Heart
from convosphere.features.chat.schemas import Authenticate, ClientFrame, Ping, SendMessage, StopMessage
from convosphere.platform.context import Platform
from convosphere.platform.errors import InvalidInputError, ProblemError, UnauthenticatedError
from convosphere.platform.i18n import DEFAULT_LOCALE, negotiate
from convosphere.platform.realtime import EventLogUnavailableError

AUTHENTICATION_SECONDS = 10
# A revocation reaches sockets at once through the control stream; should it be lost, this finds it.
RECHECK_HEARTBEATS = 4
# A burst of frames this many seconds' worth is fine.
BURST_SECONDS = 4

_log = structlog.get_logger(__name__)


class Close(IntEnum):
    """Why the server closes a socket (RFC 6455, private range)."""

    BAD_FRAME = 4400
    UNAUTHENTICATED = 4401
    AUTHENTICATION_TIMEOUT = 4408
    TOO_MANY = 4429


class _End(Exception):  # noqa: N818 - it ends the connection, which need not be an error
    def __init__(self, code: Close) -> None:
        super().__init__(code.name)
        self.code = code


class Connection:
    """The server's side of one socket."""

    def __init__(
        self, websocket: WebSocket, platform: Platform, roles: RolePermissions, connections: Connections
    ) -> None:
        self._websocket = websocket
        self._platform = platform
        self._roles = roles
        self._connections = connections
        self._settings = platform.settings.realtime
        self._dialogue = Dialogue(platform, self._send_text, self._tell_conversation_problem)
        self._locale: str = negotiate(websocket.headers.get("accept-language"), DEFAULT_LOCALE)
        self._allowance = float(self._settings.frames_per_second * BURST_SECONDS)
        self._allowance_at = time.monotonic()
        self._reader: asyncio.Task[None] | None = None  # who reads, while it reads
        self._close_code: Close | None = None
        self._spoke_at = 0.0
        self._heart = Heart(self._settings.heartbeat_seconds, self._beat)
        self._rechecking: set[asyncio.Task[None]] = set()
        self.actor: Actor | None = None

    async def run(self) -> None:
        """Serves the socket until either side ends it."""
        self._heart.start()
        try:
            await self._read_until_ended()
        finally:
            await self._heart.stop()
            await self._end_rechecks()
            await self._dialogue.close()
            if self.actor is not None:
                self._connections.leave(self, self.actor)
            await self._close()

    async def _read_until_ended(self) -> None:
        # No task beside the one that serves the socket: each open socket would keep one more.
        self._reader = asyncio.current_task()
        try:
            await self._read()
        except _End as end:
            self._close_code = end.code
        except asyncio.CancelledError:
            if self._close_code is None or self._reader is None:
                raise
            self._reader.uncancel()
        finally:
            self._reader = None

    def end_session(self) -> None:
        """Closes the socket because its session has ended."""
        self._close_code = Close.UNAUTHENTICATED
        if self._reader is not None:
            self._reader.cancel()

    def recheck(self) -> None:
        """Has the session and the person's rights looked up again."""
        self._start_recheck(self._recheck())

    def recheck_access(self, conversation_id: UUID) -> None:
        """Has it looked up whether a conversation that is followed is still open to the person."""
        if self.actor is not None and self._dialogue.concerns(conversation_id):
            self._start_recheck(self._recheck_subscriptions(conversation_id))

    def _start_recheck(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="socket recheck")
        self._rechecking.add(task)
        task.add_done_callback(self._rechecking.discard)

    async def _end_rechecks(self) -> None:
        for task in self._rechecking:
            task.cancel()
        await asyncio.gather(*self._rechecking, return_exceptions=True)

    async def _read(self) -> None:
        await self._authenticate_first()
        while True:
            frame = await self._receive()
            if frame is not None:
                await self._handle(frame)

    async def _authenticate_first(self) -> None:
        try:
            async with asyncio.timeout(AUTHENTICATION_SECONDS):
                frame = await self._receive()
        except TimeoutError:
            raise _End(Close.AUTHENTICATION_TIMEOUT) from None
        if frame is None:
            raise _End(Close.BAD_FRAME)
        if not isinstance(frame, Authenticate):
            raise _End(Close.UNAUTHENTICATED)
        await self._authenticate(frame)

    async def _authenticate(self, frame: Authenticate) -> None:
        try:
            actor = await authenticate_token(self._platform, self._roles, frame.token)
        except UnauthenticatedError:
            raise _End(Close.UNAUTHENTICATED) from None
        if self.actor is not None and self.actor.person_id != actor.person_id:
            # Another person on the same socket would inherit its subscriptions.
            raise _End(Close.UNAUTHENTICATED)
        first = self.actor is None
        self.actor, self._locale = actor, actor.locale
        if not self._connections.admit(self, actor):
            self.actor = None
            raise _End(Close.TOO_MANY)
        await self._send(
            {
                "type": "ready",
                "heartbeat_seconds": self._settings.heartbeat_seconds,
                "person": actor.person_id,
            }
        )
        if first:
            await self._dialogue.begin(actor)

    async def _receive(self) -> ClientFrame | None:
        """The next frame; None if it was wrong, which the client has been told."""
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1005))
        self._count_frame()
        text = message.get("text")
        if text is None or len(text) > self._settings.max_frame_bytes:
            raise _End(Close.BAD_FRAME)
        try:
            return schemas.parse_frame(text)
        except ValidationError as error:
            problem = InvalidInputError.from_validation(error.errors(include_url=False))
            ref = schemas.reference_in(text)
            if ref is None:
                await self._send({"type": "problem", "problem": self._body(problem)})
            else:
                await self._send({"type": "reply", "ref": ref, "ok": False, "problem": self._body(problem)})
            return None

    def _count_frame(self) -> None:
        now = time.monotonic()
        rate = self._settings.frames_per_second
        self._allowance = min(rate * BURST_SECONDS, self._allowance + (now - self._allowance_at) * rate) - 1
        self._allowance_at = now
        if self._allowance < 0:
            raise _End(Close.TOO_MANY)

    async def _handle(self, frame: ClientFrame) -> None:
        try:
            match frame:
                case Authenticate():
                    await self._authenticate(frame)
                case Ping():
                    await self._send_text('{"type":"pong"}')
                case _:
                    data = await self._dialogue.hear(self._must_be_known(), frame)
                    if data is not None and isinstance(frame, SendMessage | StopMessage):
                        await self._send({"type": "reply", "ref": frame.ref, "ok": True, "data": data})
        except ProblemError as error:
            await self._tell_problem(frame, error)
        except actions.TooManySubscriptionsError:
            raise _End(Close.TOO_MANY) from None

    def _must_be_known(self) -> Actor:
        if self.actor is None:
            raise UnauthenticatedError
        return self.actor

    async def _tell_problem(self, frame: ClientFrame, error: ProblemError) -> None:
        body = self._body(error)
        if isinstance(frame, SendMessage | StopMessage):
            await self._send({"type": "reply", "ref": frame.ref, "ok": False, "problem": body})
        else:
            conversation: UUID | None = getattr(frame, "conversation", None)
            base: UUID | None = getattr(frame, "base", None)
            about = {"conversation": conversation} if base is None else {"base": base}
            await self._send({"type": "problem", **about, "problem": body})

    async def _tell_conversation_problem(self, conversation_id: UUID, error: ProblemError) -> None:
        await self._send({"type": "problem", "conversation": conversation_id, "problem": self._body(error)})

    def _body(self, error: ProblemError) -> dict[str, Any]:
        return error.body(self._locale, "")

    async def _send(self, frame: dict[str, Any]) -> None:
        await self._send_text(orjson.dumps(frame).decode())

    async def _send_text(self, text: str) -> None:
        self._spoke_at = time.monotonic()
        await self._websocket.send({"type": "websocket.send", "text": text})

    async def _beat(self, count: int) -> None:
        # Who is gone, the reader hears of.
        with contextlib.suppress(WebSocketDisconnect):
            if time.monotonic() - self._spoke_at >= self._settings.heartbeat_seconds / 2:
                await self._send_text('{"type":"heartbeat"}')
            if count % RECHECK_HEARTBEATS == 0:
                await self._recheck()

    async def _recheck(self) -> None:
        """The session must still be live; the token itself may have expired meanwhile."""
        if self.actor is None:
            return
        try:
            actor = await reload_actor(self._platform, self._roles, self.actor)
        except (DBAPIError, PoolTimeoutError) as error:
            _log.warning("session_not_rechecked", error=str(error))
            return
        if actor is None:
            self.end_session()
            return
        self.actor, self._locale = actor, actor.locale
        await self._recheck_subscriptions()

    async def _recheck_subscriptions(self, conversation_id: UUID | None = None) -> None:
        if self.actor is None:
            return
        try:
            await self._dialogue.recheck(self.actor, conversation_id)
        except (DBAPIError, PoolTimeoutError, EventLogUnavailableError) as error:
            _log.warning("subscriptions_not_rechecked", error=str(error))

    async def _close(self) -> None:
        if self._close_code is not None and self._websocket.client_state == WebSocketState.CONNECTED:
            await self._websocket.close(int(self._close_code))
