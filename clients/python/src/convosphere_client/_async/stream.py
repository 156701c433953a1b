"""An answer while it is being written, over connections that may break."""

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Protocol, Self
from uuid import UUID

from convosphere_client._async.io import Eventually, sleep
from convosphere_client._async.realtime import AsyncRealtime, RefusedTokenError
from convosphere_client.errors import AnswerFailedError, ConnectionFailedError, ConvoSphereError, error_for
from convosphere_client.events import AnswerEvent, ConnectionCut, ConnectionResumed
from convosphere_client.following import FetchNeededError, Following
from convosphere_client.models_gen import MessageOut, MessagePage, Problem
from convosphere_client.retries import Retries
from convosphere_client.sockets import UNAUTHENTICATED, CutError

_PAGE: Final = 50
_SIGNED_OUT: Final = Problem(
    title="Nobody is signed in", status=401, detail="Sign in again.", code="unauthenticated", request_id=""
)


class AsyncTalk(Protocol):
    """What a stream needs of a client."""

    async def open_realtime(self) -> AsyncRealtime:
        """A new connection."""
        ...

    async def renew_token(self, refused: str | None) -> bool:
        """See `AsyncSession.renew`."""
        ...

    async def list_messages(
        self, conversation_id: UUID, *, limit: int | None = None, around: UUID | None = None
    ) -> MessagePage:
        """A page of messages."""
        ...

    async def stop_answer(self, conversation_id: UUID, message_id: UUID) -> MessageOut:
        """Ends an answer."""
        ...


# Asks, once the conversation is being followed from an event's number on; the result knows the answers.
AsyncBegin = Callable[["AsyncAnswerStream"], Eventually[Following]]


class AsyncAnswerStream:
    """The answers to one question as events: `async with client.ask(…) as answer: async for event in answer: …`.

    Cuts are mended within `Retries.reconnect_seconds`: what was missed is replayed by the events' numbers, so that no
    character is lost or doubled. Applied in order, the events give exactly the stored text.
    """

    def __init__(self, talk: AsyncTalk, retries: Retries, begin: AsyncBegin) -> None:
        self._talk = talk
        self._retries = retries
        self._begin = begin
        self._following: Following | None = None
        self._socket: AsyncRealtime | None = None
        self._events: AsyncGenerator[AnswerEvent, None] | None = None
        # When something last came, and how many connections in a row have brought nothing.
        self._heard_at = 0.0
        self._in_vain = 0

    @property
    def conversation_id(self) -> UUID:
        """Where it was asked."""
        return self._known.conversation_id

    @property
    def messages(self) -> list[MessageOut]:
        """The answers as far as they are known; several if several models were asked, none while the question waits."""
        return self._known.answers

    @property
    def message(self) -> MessageOut:
        """The (first) answer as far as it is known.

        Raises:
            ConvoSphereError: the question still waits behind others.
        """
        if not self._known.answers:
            raise ConvoSphereError("The question still waits for its turn.")
        return self._known.answers[0]

    async def result(self) -> MessageOut:
        """Reads to the end; the (first) answer, completed or stopped.

        Raises:
            AnswerFailedError: it failed.
        """
        async for _ in self:
            pass
        if self.message.status == "failed":
            raise AnswerFailedError(self.message)
        return self.message

    async def stop(self) -> None:
        """Has all answers ended where they are; the stream goes on until they have."""
        for message in self.messages:
            if message.status in ("pending", "streaming"):
                await self._talk.stop_answer(self.conversation_id, message.id)

    async def follow(self, conversation_id: UUID, after: int | None = None) -> int:
        """Connects and follows the conversation from an event on, or from now on; the number it begins behind."""
        return await self._connect({"type": "subscribe", "conversation": str(conversation_id), "after": after})

    async def __aenter__(self) -> Self:
        try:
            self._following = await self._begin(self)
        except BaseException:
            await self._disconnect()
            raise
        self._events = self._read()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._events is not None:
            await self._events.aclose()
        await self._disconnect()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> AnswerEvent:
        if self._events is None:
            raise ConvoSphereError("Enter the stream first: `with client.ask(…) as answer`.")
        return await anext(self._events)

    @property
    def _known(self) -> Following:
        if self._following is None:
            raise ConvoSphereError("Enter the stream first: `with client.ask(…) as answer`.")
        return self._following

    async def _read(self) -> AsyncGenerator[AnswerEvent, None]:
        following = self._known
        for event in following.opening():
            yield event
        while not following.ended:
            try:
                frame = await self._receive()
            except CutError:
                self._in_vain += 1
                yield ConnectionCut()
                await self._connect(following.subscribe())
                yield ConnectionResumed()
                continue
            cursor = following.cursor
            try:
                for event in following.take(frame):
                    yield event
            except FetchNeededError:
                for event in following.load(await self._fetch(following)):
                    yield event
                # A cut here shows at the next frame.
                with suppress(CutError):
                    await self._send(following.subscribe())
            if following.cursor != cursor:
                self._in_vain, self._heard_at = 0, time.monotonic()

    async def _fetch(self, following: Following) -> MessagePage:
        answers = following.answers
        around = answers[0].id if answers else None
        return await self._talk.list_messages(following.conversation_id, limit=_PAGE, around=around)

    async def _receive(self) -> dict[str, Any]:
        if self._socket is None:
            raise CutError(None, "not connected")
        return await self._socket.receive()

    async def _send(self, frame: dict[str, object]) -> None:
        if self._socket is None:
            raise CutError(None, "not connected")
        await self._socket.send(frame)

    async def _connect(self, subscribe: dict[str, object]) -> int:
        """Connects, again and again if need be, and subscribes; the number behind which events come."""
        self._heard_at = self._heard_at or time.monotonic()
        attempt = 0
        renewed = False
        while True:
            await self._disconnect()
            if self._in_vain > 1:
                await sleep(self._retries.delay(self._in_vain - 2))
            try:
                self._socket = await self._talk.open_realtime()
                return await self._subscribe(self._socket, subscribe)
            except CutError as cut:
                if isinstance(cut, RefusedTokenError) and cut.code == UNAUTHENTICATED:
                    if renewed or not await self._talk.renew_token(cut.token):
                        raise error_for(_SIGNED_OUT) from cut
                    renewed = True
                    continue
                over = time.monotonic() - self._heard_at >= self._retries.reconnect_seconds
                if over or self._gives_up(attempt):
                    raise ConnectionFailedError(f"The answer cannot be followed: {cut}") from cut
            await sleep(self._retries.delay(attempt))
            attempt += 1

    def _gives_up(self, attempt: int) -> bool:
        """Before anything was asked, patience is that of every request; an answer on its way deserves more."""
        return self._following is None and attempt + 1 >= self._retries.attempts

    async def _subscribe(self, socket: AsyncRealtime, subscribe: dict[str, object]) -> int:
        conversation = UUID(str(subscribe["conversation"]))
        await socket.send(subscribe)
        # Knows no answers: it only looks for what concerns the subscription as such.
        following = self._following or Following(conversation, conversation, [], 0)
        while True:
            frame = await socket.receive()
            for _ in following.take(frame):
                pass
            if frame["type"] == "subscribed" and frame["conversation"] == str(conversation):
                return int(frame["cursor"])

    async def _disconnect(self) -> None:
        socket, self._socket = self._socket, None
        if socket is not None:
            await socket.close()
