"""How long until it is ready, how much memory it takes at rest, how long until it is gone."""

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.pace import START
from bench.product import Product
from bench.table import Row, show

SETTLE_SECONDS = 5
STARTS = 3


async def measure() -> list[Row]:
    """The first start on an empty directory, then further ones."""
    with tempfile.TemporaryDirectory(prefix="convosphere-bench-") as directory:
        product = Product(Path(directory), {})
        first = await asyncio.to_thread(product.start)
        await asyncio.to_thread(product.stop)
        starts, stops, bare = [], [], []
        memory = 0.0
        for number in range(STARTS):
            bare.append(await asyncio.to_thread(_bare_start, product.data_dir))
            starts.append(await asyncio.to_thread(product.start))
            if number == STARTS - 1:
                # Not waiting for luck: what is at rest must have come to rest.
                await asyncio.sleep(SETTLE_SECONDS)
                memory = product.memory_mb()
            stops.append(await asyncio.to_thread(product.stop))
    least = sorted(bare)[STARTS // 2]
    slowness = START.slowness(least)
    rows = [
        Row("first start ever", first, "s", 6, slowness=slowness),
        Row("start, database initialised (median)", sorted(starts)[STARTS // 2], "s", 2.5, slowness=slowness),
        Row("  of it: loading what any such server needs, and PostgreSQL (median)", least, "s"),
        Row("memory at rest, PostgreSQL included (PSS)", memory, "MB", 280),
        Row("stop (median)", sorted(stops)[STARTS // 2], "s"),
    ]
    show("Boot", rows)
    return rows


def _bare_start(data_dir: Path) -> float:
    """Seconds until `bench.bare_start` is ready, on files that nobody else uses now."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "bench.bare_start", str(data_dir)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        if not process.stdout.readline():
            raise RuntimeError("the bare start ended before it was ready")
        took = time.perf_counter() - began
        process.communicate()
    return took
