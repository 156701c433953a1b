"""Search over 100,000 messages; then lists and opening on the same data."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from bench import lists
from bench.asking import AT_ONCE, times_of
from bench.product import Client, colleagues, running, signed_in
from bench.search_data import Made, fill
from bench.table import Row, percentile, show

OTHERS = 5
SEARCHES = 300


async def measure() -> list[Row]:
    """All figures, on one product."""
    async with running() as product, signed_in(product.url) as client:
        others = await colleagues(client, OTHERS)
        ids = [(await person.call("GET", "/me"))["id"] for person in (client, *others)]
        began = time.perf_counter()
        made = await asyncio.to_thread(fill, product.data_dir, ids[0], ids[1:])
        rows = [Row("making 100,000 messages, index included", time.perf_counter() - began, "s")]
        found = await _search(client, made)
        listed, slowness = await lists.measure(product, client, ids[0], made.long_chat)
        rows += [replace(row, slowness=slowness) for row in found] + listed
    show("Search and lists", rows)
    return rows


def _questions(words: Sequence[str]) -> dict[str, list[str]]:
    """Kinds of questions people ask; a fixed choice, so that runs can be compared."""
    pick = random.Random(1)
    common, usual, rare = words[40:300], words[300:3000], words[3000:]

    def some(count: int, *lists: Sequence[str]) -> list[str]:
        return [" ".join(pick.choice(each) for each in lists) for _ in range(count)]

    typed = [word[:length] for word in some(SEARCHES // 30, usual) for length in range(2, len(word) + 1)]
    slips = [word[:2] + word[3] + word[2] + word[4:] for word in some(200, usual) if len(word) > 6]
    return {
        "one rare word": some(SEARCHES // 5, rare),
        "one usual word": some(SEARCHES // 5, usual),
        "two words": some(SEARCHES // 5, usual, common),
        "as typed, letter by letter": typed,
        "a slip of a finger": slips[: SEARCHES // 10],
        "a word that is everywhere": list(words[:20]),
    }


async def _search(client: Client, made: Made) -> list[Row]:
    kinds = _questions(made.words)
    await _times(client, [_address(q) for q in kinds["one rare word"][:20]])
    rows, together = [], []
    for kind, questions in kinds.items():
        times = await _times(client, [_address(q) for q in questions])
        together += times
        rows.append(Row(f"search, {kind} (p50)", percentile(times, 0.5), "ms"))
        rows.append(Row(f"search, {kind} (p95)", percentile(times, 0.95), "ms"))
    rows.append(Row("search, all kinds (p50)", percentile(together, 0.5), "ms", 20))
    rows.append(Row("search, all kinds (p95)", percentile(together, 0.95), "ms", 60))
    everything = [_address(q) for questions in kinds.values() for q in questions]
    random.Random(2).shuffle(everything)
    shares = [everything[number::AT_ONCE] for number in range(AT_ONCE)]
    crowd = [each for times in await asyncio.gather(*(_times(client, share) for share in shares)) for each in times]
    rows.append(Row(f"search, {AT_ONCE} at once (p50)", percentile(crowd, 0.5), "ms"))
    return rows


def _address(q: str) -> str:
    return f"/search/messages?q={quote(q)}"


async def _times(client: Client, addresses: Sequence[str]) -> list[float]:
    """Milliseconds of each request, one after the other."""
    return await times_of(client.http, [f"{client.url}/api/v1{each}" for each in addresses], client.token)
