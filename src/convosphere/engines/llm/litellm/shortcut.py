"""Answers that come in OpenAI's words are read by ourselves, beside LiteLLM's own reading of them.

LiteLLM still knows the vendor's address, keys and wishes, and sends the request. But it builds several validated
objects for every token of the answer, which costs five times what our reading does and gives us the same in the end.
Vendors with words of their own are read by LiteLLM; so is everything if a later version keeps its streams elsewhere.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Final

import httpx

from convosphere.engines.llm.errors import ProtocolError, ProviderTimeoutError
from convosphere.engines.llm.openai.chunks import ChatCompletion
from convosphere.engines.llm.relay import take_all
from convosphere.engines.llm.sse import SseParser
from convosphere.engines.llm.types import Event, Timeouts

PATIENCE_AFTER_THE_END: Final = 2.0
# How long what comes may gather where the reader pauses by itself: every piece wakes this process and the other one.
GATHERING_SECONDS: Final = 0.04
_CHUNKS: Final = "ChatCompletionChunk"
# LiteLLM's readers of streams that do nothing to them which `ChatCompletion` does not do, too.
_PLAIN_READERS: Final = frozenset(
    {
        "OpenAIChatCompletionStreamingHandler",
        "FireworksAIChatCompletionStreamingHandler",
        "GroqChatCompletionStreamingHandler",
        "MistralChatResponseIterator",
    }
)


def response_in_openai_words(answer: object) -> httpx.Response | None:
    """The response behind LiteLLM's stream, not yet read, if OpenAI's chunks come in it; else None."""
    stream: Any = getattr(answer, "completion_stream", None)
    if getattr(getattr(stream, "_cast_to", None), "__name__", None) == _CHUNKS:
        response = getattr(stream, "response", None)
    elif type(stream).__name__ in _PLAIN_READERS:
        response = getattr(stream, "http_response", None)
    else:
        return None
    if not isinstance(response, httpx.Response) or response.is_stream_consumed or response.is_closed:
        return None
    return response if _is_stream(response) else None


async def read_response(
    response: httpx.Response, answer: ChatCompletion, timeouts: Timeouts, *, pause: float
) -> AsyncGenerator[Event, None]:
    """The answer's events but for the closing ones. Raises ProviderError, httpx.HTTPError.

    `pause`: so many seconds what follows a piece may gather, to be read as one.
    """
    parser = SseParser()
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeouts.first_token
    begun = False
    async with aclosing(response.aiter_bytes()) as pieces:  # type: ignore[type-var]  # a generator, but not by its type
        while not answer.done:
            try:
                async with asyncio.timeout_at(deadline):
                    piece = await anext(pieces, None)
            except TimeoutError:
                if answer.finished:
                    return
                raise ProviderTimeoutError(
                    "the provider did not go on in time", phase="between_tokens" if begun else "first_token"
                ) from None
            payloads = parser.finish() if piece is None else parser.feed(piece)
            if payloads:
                finished = answer.finished
                events, error = take_all(answer, payloads, last=piece is None)
                for event in events:
                    yield event
                if error is not None:
                    raise error
                if answer.finished and not finished:
                    deadline = loop.time() + min(PATIENCE_AFTER_THE_END, timeouts.between_tokens)
                elif events and not finished:
                    begun = True
                    await asyncio.sleep(pause)
                    deadline = loop.time() + timeouts.between_tokens
            if piece is None:
                return


def _is_stream(response: httpx.Response) -> bool:
    kind = response.headers.get("content-type", "")
    if kind.startswith("text/html"):
        raise ProtocolError("a web page instead of an answer; is the base URL right?", status=200)
    return not kind.startswith("application/json")
