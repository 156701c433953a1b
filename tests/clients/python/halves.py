"""Both halves of the client behind one door, so that one suite runs on them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any, Literal

from convosphere_client import (
    AnswerEvent,
    AnswerStream,
    AsyncAnswerStream,
    AsyncConvoSphere,
    ConvoSphere,
    Retries,
    models,
)

Half = Literal["sync", "async"]
HALVES: tuple[Half, ...] = ("sync", "async")
# Quick, so that tests are.
QUICK = Retries(attempts=6, first_delay=0.02, longest_delay=0.2, reconnect_seconds=30)
_END = object()


class Stream:
    """A stream of either half."""

    def __init__(self, stream: AnswerStream | AsyncAnswerStream) -> None:
        self.raw = stream

    @property
    def message(self) -> models.MessageOut:
        return self.raw.message

    async def stop(self) -> None:
        if isinstance(self.raw, AsyncAnswerStream):
            await self.raw.stop()
        else:
            await asyncio.to_thread(self.raw.stop)

    async def disconnect(self) -> None:
        if isinstance(self.raw, AsyncAnswerStream):
            await self.raw._disconnect()
        else:
            await asyncio.to_thread(self.raw._disconnect)

    async def result(self) -> models.MessageOut:
        if isinstance(self.raw, AsyncAnswerStream):
            return await self.raw.result()
        return await asyncio.to_thread(self.raw.result)

    async def __aiter__(self) -> AsyncIterator[AnswerEvent]:
        if isinstance(self.raw, AsyncAnswerStream):
            async for event in self.raw:
                yield event
            return
        async for event in _stepwise(self.raw):
            yield event


class Caller:
    """A client of either half; its methods by name."""

    def __init__(self, client: ConvoSphere | AsyncConvoSphere) -> None:
        self.raw = client

    async def call(self, name: str, *arguments: Any, **options: Any) -> Any:
        method = getattr(self.raw, name)
        if isinstance(self.raw, AsyncConvoSphere):
            return await method(*arguments, **options)
        return await asyncio.to_thread(method, *arguments, **options)

    async def every(self, name: str, *arguments: Any, **options: Any) -> list[Any]:
        found = getattr(self.raw, name)(*arguments, **options)
        if isinstance(self.raw, AsyncConvoSphere):
            return [item async for item in found]
        return await asyncio.to_thread(list, found)

    @asynccontextmanager
    async def streaming(self, make: Callable[[Any], Any]) -> AsyncIterator[Stream]:
        """`make` gets the client and returns a stream."""
        stream = make(self.raw)
        if isinstance(stream, AsyncAnswerStream):
            async with stream:
                yield Stream(stream)
            return
        await asyncio.to_thread(stream.__enter__)
        try:
            yield Stream(stream)
        finally:
            await asyncio.to_thread(stream.__exit__, None, None, None)

    @asynccontextmanager
    async def asking(self, content: str, **options: Any) -> AsyncIterator[Stream]:
        async with self.streaming(lambda client: client.ask(content, **options)) as stream:
            yield stream


@asynccontextmanager
async def caller(half: Half, url: str, **options: Any) -> AsyncIterator[Caller]:
    """A client that speaks English and is quick to try again."""
    wanted = {"language": "en", "retries": QUICK, **options}
    if half == "async":
        # Certificates of authorities are read when a client is made, which must not hold up a loop.
        client = await asyncio.to_thread(AsyncConvoSphere, url, **wanted)
        async with client:
            yield Caller(client)
        return
    waiting = await asyncio.to_thread(ConvoSphere, url, **wanted)
    try:
        yield Caller(waiting)
    finally:
        await asyncio.to_thread(waiting.close)


async def _stepwise(iterator: Iterator[Any]) -> AsyncIterator[Any]:
    while True:
        item = await asyncio.to_thread(next, iterator, _END)
        if item is _END:
            return
        yield item
