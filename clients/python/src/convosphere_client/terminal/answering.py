"""One answer from its question to its end, with Ctrl-C: once stops it, twice leaves."""

import asyncio
from contextlib import suppress
from typing import Protocol

from convosphere_client._async.stream import AsyncAnswerStream
from convosphere_client.errors import ConflictError
from convosphere_client.events import AnswerEvent
from convosphere_client.models_gen import MessageOut
from convosphere_client.terminal.interrupts import Presses


class LeaveError(Exception):
    """Somebody wants out."""


class View(Protocol):
    """Where an answer is shown."""

    def take(self, event: AnswerEvent) -> None:
        """Shows what is new."""
        ...

    def stopping(self) -> None:
        """Says that it is being stopped."""
        ...


async def follow(stream: AsyncAnswerStream, view: View, pressed: Presses) -> MessageOut:
    """Asks, shows the answer as it comes, and returns it, however it ended.

    Args:
        stream: the question.
        view: where its answer is shown.
        pressed: Ctrl-C.

    Raises:
        LeaveError: Ctrl-C was pressed twice.
    """
    answering = asyncio.create_task(_read(stream, view, stop := asyncio.Event()))
    presses = 0
    try:
        while True:
            press = asyncio.create_task(pressed.next())
            await asyncio.wait({answering, press}, return_when=asyncio.FIRST_COMPLETED)
            if answering.done():
                press.cancel()
                return answering.result()
            presses += 1
            if presses > 1:
                raise LeaveError
            view.stopping()
            stop.set()
    finally:
        answering.cancel()
        # Its end was told above; here only nothing of it is to be left behind.
        await asyncio.wait({answering})


async def _read(stream: AsyncAnswerStream, view: View, stop: asyncio.Event) -> MessageOut:
    async with stream:
        stopping = asyncio.create_task(_stop(stream, stop))
        try:
            async for event in stream:
                view.take(event)
        finally:
            stopping.cancel()
            await asyncio.wait({stopping})
    if not stopping.cancelled():
        stopping.result()
    return stream.message


async def _stop(stream: AsyncAnswerStream, stop: asyncio.Event) -> None:
    await stop.wait()
    # It may have ended by itself in this moment.
    with suppress(ConflictError):
        await stream.stop()
