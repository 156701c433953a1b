"""How long until it is ready, how much memory it takes at rest, how long until it is gone."""

import asyncio
import tempfile
from pathlib import Path

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
        starts, stops = [], []
        memory = 0.0
        for number in range(STARTS):
            starts.append(await asyncio.to_thread(product.start))
            if number == STARTS - 1:
                # Not waiting for luck: what is at rest must have come to rest.
                await asyncio.sleep(SETTLE_SECONDS)
                memory = product.memory_mb()
            stops.append(await asyncio.to_thread(product.stop))
    rows = [
        Row("first start ever", first, "s", 6),
        Row("start, database initialised (median)", sorted(starts)[STARTS // 2], "s", 2.5),
        Row("memory at rest, PostgreSQL included (PSS)", memory, "MB", 280),
        Row("stop (median)", sorted(stops)[STARTS // 2], "s"),
    ]
    show("Boot", rows)
    return rows
