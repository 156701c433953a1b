"""A list of 10,000 conversations and the opening of a chat of 5,000 messages, in turns with a bare server.

What the product takes is read twice: in milliseconds, and beside what the bare server took in the same seconds.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Final
from uuid import UUID

from bench.asking import AT_ONCE, rate_of, times_of
from bench.bare import bare_server
from bench.pace import PAGE, PAGES
from bench.product import Client, Product
from bench.search_data import CONVERSATIONS, MINUTES_APART
from bench.table import Row, percentile

_PAGE: Final = 50
_TURNS: Final = 20
_A_TURN: Final = 10
_RATE_TURNS: Final = 4
_RATE_SECONDS: Final = 1


@dataclass(slots=True)
class _InTurns:
    """Figures of the product and of the bare server."""

    product: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


async def measure(product: Product, client: Client, owner_id: str, long_chat: UUID) -> tuple[list[Row], float]:
    """On the data that `search_data` made. Also how much slower than elsewhere this machine gave out a page."""
    organization = await client.call("GET", "/organization")
    async with bare_server(product.data_dir, organization["id"], owner_id) as bare:
        pages, bare_pages = (
            await _pages(client),
            [f"{bare}/chats/{_minutes(page)}" for page in range(CONVERSATIONS // _PAGE)],
        )
        random.Random(3).shuffle(pages)
        random.Random(3).shuffle(bare_pages)
        listed = await _times(client, pages, bare_pages)
        rates = await _rates(client, pages, bare_pages)
        # What the web client asks for.
        opening = f"{client.url}/api/v1/conversations/{long_chat}/messages?limit=40"
        opened = await _times(client, [opening], [f"{bare}/messages/{long_chat}"])
    bare_page, bare_rate = percentile(listed.bare, 0.5), fmean(rates.bare)
    slow, slow_many = PAGE.slowness(bare_page), PAGES.slowness(bare_rate)
    rows = [
        Row("list of 10,000 conversations, any page (p50)", percentile(listed.product, 0.5), "ms", 4, slowness=slow),
        Row("list of 10,000 conversations, any page (p95)", percentile(listed.product, 0.95), "ms", 8, slowness=slow),
        Row("  a page of it from a bare server (p50)", bare_page, "ms"),
        Row(f"list, {AT_ONCE} at once", fmean(rates.product), "1/s", 350, at_least=True, slowness=slow_many),
        Row(f"  from a bare server, {AT_ONCE} at once", bare_rate, "1/s"),
        Row("opening a chat of 5,000 messages (p50)", percentile(opened.product, 0.5), "ms", 6, slowness=slow),
        Row("  its messages from a bare server (p50)", percentile(opened.bare, 0.5), "ms"),
    ]
    return rows, slow


async def _pages(client: Client) -> list[str]:
    cursor: str | None = ""
    addresses = [f"/conversations?limit={_PAGE}"]
    while cursor is not None and len(addresses) < CONVERSATIONS // _PAGE:
        page = await client.call("GET", addresses[-1])
        cursor = page["next_cursor"]
        addresses.append(f"/conversations?limit={_PAGE}&cursor={cursor}")
    return [f"{client.url}/api/v1{address}" for address in addresses]


def _minutes(page: int) -> int:
    return page * _PAGE * MINUTES_APART


async def _times(client: Client, addresses: Sequence[str], bare: Sequence[str]) -> _InTurns:
    found = _InTurns()
    for turn in range(_TURNS):
        found.product += await times_of(client.http, _some(addresses, turn), client.token)
        found.bare += await times_of(client.http, _some(bare, turn), client.token)
    return found


def _some(addresses: Sequence[str], turn: int) -> list[str]:
    return [addresses[(turn * _A_TURN + number) % len(addresses)] for number in range(_A_TURN)]


async def _rates(client: Client, addresses: Sequence[str], bare: Sequence[str]) -> _InTurns:
    found = _InTurns()
    for _ in range(_RATE_TURNS):
        found.product.append(await rate_of(client.http, addresses, client.token, _RATE_SECONDS))
        found.bare.append(await rate_of(client.http, bare, client.token, _RATE_SECONDS))
    return found
