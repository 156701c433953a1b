"""The fake provider as a process, and what a client measures that asks it directly."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import orjson


@asynccontextmanager
async def fake_provider() -> AsyncIterator[str]:
    """The base URL of a fake provider in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.provider", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    try:
        line = (await process.stdout.readline()).decode()
        yield line.split()[-1]
    finally:
        process.terminate()
        await process.wait()


async def first_token_directly(http: aiohttp.ClientSession, url: str, model: str) -> float:
    """Seconds from the request to the first text."""
    body = {"model": model, "stream": True, "messages": [{"role": "user", "content": "Go"}]}
    began = time.perf_counter()
    first = 0.0
    async with http.post(f"{url}/chat/completions", json=body) as response:
        async for line in response.content:
            if first == 0.0 and line.startswith(b"data: {"):
                choices = orjson.loads(line[6:])["choices"]
                if choices and choices[0]["delta"].get("content"):
                    first = time.perf_counter() - began
    return first
