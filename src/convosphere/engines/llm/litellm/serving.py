"""The side of LiteLLM's process: answers calls that come as frames, all in one loop that LiteLLM may block."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Any

from convosphere.engines.llm.embeddings.litellm import read_embedding_request, told_embeddings, vectors_of
from convosphere.engines.llm.errors import ProviderError, UnavailableError
from convosphere.engines.llm.litellm.call import answer_events
from convosphere.engines.llm.litellm.frames import (
    END,
    FAILED,
    VALUE,
    frame,
    read_connection,
    read_frame,
    read_request,
    told_error,
)
from convosphere.engines.llm.litellm.known import known_models
from convosphere.engines.llm.litellm.loading import close_clients, load_litellm

# What is still to be closed when the other side has gone.
_PATIENCE = 2.0


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers calls until the other side goes."""
    running: dict[int, asyncio.Task[None]] = {}
    try:
        while True:
            number, what, *more = await read_frame(reader)
            if what == "cancel":
                if number in running:
                    running[number].cancel()
            else:
                running[number] = asyncio.create_task(_answer(writer, number, what, more))
                running[number].add_done_callback(partial(_forget, running, number))
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        for task in running.values():
            task.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await asyncio.gather(*running.values(), return_exceptions=True)
                await close_clients()
        writer.close()


def _forget(running: dict[int, asyncio.Task[None]], number: int, _: asyncio.Task[None]) -> None:
    running.pop(number, None)


async def _answer(writer: asyncio.StreamWriter, number: int, what: str, more: list[Any]) -> None:
    try:
        async with aclosing(_results(what, more)) as results:
            async for sign, value in results:
                writer.write(frame(number, sign, value))
                await writer.drain()
        writer.write(frame(number, END, None))
    except ProviderError as error:
        writer.write(frame(number, FAILED, told_error(error)))
    except ConnectionError:
        # Nobody listens any more: the reading side ends, too.
        return
    except Exception as error:  # noqa: BLE001 - whatever LiteLLM raises, the other side must not wait for ever
        told = UnavailableError(f"LiteLLM failed: {type(error).__name__}: {error}"[:500], retryable=False)
        writer.write(frame(number, FAILED, told_error(told)))


async def _results(what: str, more: list[Any]) -> AsyncGenerator[tuple[str, object], None]:
    match what:
        case "stream":
            async with aclosing(answer_events(read_connection(more[0]), read_request(more[1]))) as events:
                async for event in events:
                    yield type(event).__name__, event
        case "embed":
            request = read_embedding_request(more[1])
            yield VALUE, told_embeddings(await vectors_of(read_connection(more[0]), request))
        case "models":
            yield VALUE, known_models(more[0])
        case "load":
            load_litellm()
        case _:
            raise UnavailableError(f"nobody knows what {what!r} is", retryable=False)
