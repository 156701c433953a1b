"""A running answer on screen while its connections are cut: how long until it goes on, and whether it is whole in the
end. The web client in a real browser; between it and the product a wire that breaks all connections at once.
"""

import asyncio
import re
import time
from contextlib import suppress
from urllib.parse import urlsplit

from playwright.async_api import Page
from tests.acceptance.harness.browsing import CHROMIUM, chromium, sign_in, tab

from bench.adapters import ADAPTERS
from bench.product import running, signed_in
from bench.provider import fake_provider
from bench.table import Row, percentile, show

CUTS = 10
WORDS = 1000
_MODEL = f"fake-words-{WORDS}-50tps"
# What came before the cut is still being drawn: it went on when more is there than can have been on its way.
_ON_ITS_WAY = 5
_BETWEEN_SECONDS = 1.0
_PATIENCE_MS = 60_000
_PIECE = 64 * 1024
_LAST_WORD = """() => Number([...document.querySelectorAll("article")].at(-1)
  ?.textContent.slice(-200).match(/word-\\d+(?!.*word-)/s)?.[0].slice(5) ?? 0)"""


class _Wire:
    """Carries bytes to an address, until it is cut."""

    def __init__(self, host: str, port: int) -> None:
        self._to = host, port
        self._ends: set[asyncio.StreamWriter] = set()

    async def open(self) -> str:
        """The address at its near end."""
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """Breaks whatever is connected; who comes again gets through."""
        for end in self._ends:
            end.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self._to)
        ends = {writer, far_writer}
        self._ends |= ends
        await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        self._ends -= ends


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()
    writer.close()


async def measure() -> list[Row]:
    """All figures; none without Chromium."""
    if CHROMIUM is None:
        print("\nReconnecting is not measured: it needs Chromium (apt-get install chromium-headless-shell)")
        return []
    async with fake_provider() as provider, running() as product, signed_in(product.url) as client:
        await client.call("POST", "/connections", ADAPTERS["openai"].connection(provider.removesuffix("/v1"), _MODEL))
        await client.call("PATCH", "/me", {"onboarded": True})
        address = urlsplit(product.url)
        wire = _Wire(str(address.hostname), int(address.port or 0))
        async with chromium() as browser, tab(browser) as opened:
            await sign_in(opened.page, await wire.open(), "owner@bench.example", "a long pass phrase")
            waits = await _cuts(opened.page, wire)
            found = re.findall(r"word-\d+", await opened.page.get_by_role("article").last.inner_text())
    wrong = sum(word != f"word-{number}" for number, word in enumerate(found, 1)) + abs(WORDS - len(found))
    rows = [
        Row(f"{CUTS} cuts: until the answer goes on, on screen (p50)", percentile(waits, 0.5), "ms"),
        Row(f"{CUTS} cuts: until the answer goes on, on screen (longest)", max(waits), "ms", 1000),
        Row(f"{CUTS} cuts: words lost, doubled or out of order", wrong, "", 0),
    ]
    show("Reconnecting", rows)
    return rows


async def _cuts(page: Page, wire: _Wire) -> list[float]:
    """Milliseconds from each cut until more of the answer is there; returns when it is complete."""
    await page.get_by_role("textbox", name="Your message").fill("Go")
    await page.keyboard.press("Enter")
    await _shown(page, _ON_ITS_WAY)
    waits = []
    for _ in range(CUTS):
        await asyncio.sleep(_BETWEEN_SECONDS)
        before = await page.evaluate(_LAST_WORD)
        began = time.perf_counter()
        wire.cut()
        await _shown(page, before + _ON_ITS_WAY)
        waits.append((time.perf_counter() - began) * 1000)
    await _shown(page, WORDS)
    return waits


async def _shown(page: Page, number: int) -> None:
    await page.wait_for_function(f"number => ({_LAST_WORD})() >= number", arg=number, timeout=_PATIENCE_MS)
