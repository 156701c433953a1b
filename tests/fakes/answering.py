"""Answers one request for text in a provider's wire format: refusal, one object, or a stream that may go wrong."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Protocol

from aiohttp import web

from tests.fakes.pacing import Feed, Pacer
from tests.fakes.plan import Plan
from tests.fakes.script import Part


class Format(Protocol):
    """One answer in one provider's wire format."""

    content_type: str

    def stream(self, parts: Iterable[Part]) -> Iterator[bytes]: ...

    def whole(self, parts: Iterable[Part]) -> bytes: ...


async def answer(
    request: web.Request, plan: Plan, wire: Format, parts: Iterable[Part], pacer: Pacer, *, stream: bool
) -> tuple[web.StreamResponse, bool]:
    """The response, and whether all of it was sent."""
    if plan.first_token_delay and not stream:
        await asyncio.sleep(plan.first_token_delay)
    if plan.html:
        return web.Response(text="<html><body>It works!</body></html>", content_type="text/html"), True
    if plan.whole or not stream:
        return web.Response(body=plan.raw or wire.whole(parts), content_type="application/json"), True
    return await _stream(request, plan, wire, parts, pacer)


async def _stream(
    request: web.Request, plan: Plan, wire: Format, parts: Iterable[Part], pacer: Pacer
) -> tuple[web.StreamResponse, bool]:
    response = web.StreamResponse(
        headers={"Content-Type": wire.content_type, "Cache-Control": "no-cache", **plan.headers}
    )
    response.enable_chunked_encoding()
    await response.prepare(request)
    transport = request.transport
    if transport is None:
        return response, False
    if plan.first_token_delay:
        await asyncio.sleep(plan.first_token_delay)
    chunks = wire.stream(parts) if plan.raw is None else iter([plan.raw])
    if plan.crlf:
        chunks = (b": comment\r\n\r\n" + chunk.replace(b"\n", b"\r\n") for chunk in chunks)
    if plan.drip:
        chunks = (bytes([byte]) for chunk in chunks for byte in chunk)
    sent = await pacer.send(Feed(transport, chunks, plan.tokens_per_second, shred=plan.shred))
    if not sent:
        return response, False
    if plan.stop == "cut":
        transport.close()  # what was written is still delivered, but the chunked body has no end
    elif plan.stop == "stall":
        await _until_closed(transport)
        return response, False
    else:
        with suppress(ConnectionResetError):  # the reader took the end mark for the end, and went
            await response.write_eof()
    return response, True


async def _until_closed(transport: asyncio.BaseTransport) -> None:
    while not transport.is_closing():  # noqa: ASYNC110 - a bare transport has no event for it
        await asyncio.sleep(0.02)
