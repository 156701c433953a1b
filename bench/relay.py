"""A bare relay in a process of its own: what a stream costs on this machine where nothing is kept, checked or shared.

The machine's own limit beside which the product's processor time is read: machines differ by half, and by the hour.
"""

import asyncio
import sys
from typing import Final

import aiohttp
import orjson
from aiohttp import web

from bench.beside import running, serve

_SECONDS_BETWEEN: Final = 0.05


async def relayed(provider: str, model: str, streams: int) -> float:
    """Processor seconds per 1,000 tokens for so many streams, each a token a frame."""
    async with running("bench.relay", provider) as (address, process), aiohttp.ClientSession() as http:
        before = process.cpu_times()
        reading = []
        for _ in range(streams):
            reading.append(asyncio.create_task(_read(http, f"{address}/{model}")))
            await asyncio.sleep(_SECONDS_BETWEEN)
        tokens = sum(await asyncio.gather(*reading))
        after = process.cpu_times()
    return (after.user + after.system - before.user - before.system) / tokens * 1000


async def _read(http: aiohttp.ClientSession, address: str) -> int:
    async with http.ws_connect(address) as socket:
        return sum([1 async for _ in socket])


async def _serve(provider: str) -> None:
    async with aiohttp.ClientSession() as http:

        async def relay(request: web.Request) -> web.WebSocketResponse:
            socket = web.WebSocketResponse()
            await socket.prepare(request)
            asked = {
                "model": request.match_info["model"],
                "stream": True,
                "messages": [{"role": "user", "content": "Go"}],
            }
            async with http.post(f"{provider}/chat/completions", json=asked) as response:
                async for line in response.content:
                    if line.startswith(b"data: {"):
                        choices = orjson.loads(line[6:])["choices"]
                        if choices and (text := choices[0]["delta"].get("content")):
                            await socket.send_str(orjson.dumps({"text": text}).decode())
            await socket.close()
            return socket

        application = web.Application()
        application.router.add_get("/{model}", relay)
        await serve(application)


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
