"""A bare relay in a process of its own: what a stream costs on this machine where nothing is kept, checked or shared.

The machine's own limit beside which the product's processor time is read: machines differ by half, and by the hour.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
import orjson
import psutil
from aiohttp import web

_SECONDS_BETWEEN: Final = 0.05


async def relayed(provider: str, model: str, streams: int) -> float:
    """Processor seconds per 1,000 tokens for so many streams, each a token a frame."""
    async with _running(provider) as (address, process), aiohttp.ClientSession() as http:
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


@asynccontextmanager
async def _running(provider: str) -> AsyncIterator[tuple[str, psutil.Process]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.relay", provider, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    try:
        yield (await process.stdout.readline()).decode().strip(), psutil.Process(process.pid)
    finally:
        process.terminate()
        await process.wait()


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
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        sys.stdout.write(f"http://{host}:{port}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
