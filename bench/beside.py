"""Little servers of the bench's own, each in a process beside the product."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psutil
from aiohttp import web


@asynccontextmanager
async def running(module: str, *arguments: str) -> AsyncIterator[tuple[str, psutil.Process]]:
    """The address of what `module` serves with `serve`, and its process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    try:
        yield (await process.stdout.readline()).decode().strip(), psutil.Process(process.pid)
    finally:
        process.terminate()
        await process.wait()


async def serve(application: web.Application) -> None:
    """Serves on a free port of the loopback, says the address, and goes on until the process is ended."""
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    sys.stdout.write(f"http://{host}:{port}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()
