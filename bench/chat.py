"""Time to first token, processor time per 1,000 tokens, 200 streams at once, idle sockets: by adapter."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import aiohttp

from bench.adapters import ADAPTERS, Wire
from bench.pace import RELAY
from bench.product import Client, Product, colleagues, running, signed_in
from bench.provider import fake_provider
from bench.relay import relayed
from bench.streams import ask_all, open_readers
from bench.table import Row, percentile, show

ONE_USER_ASKS = 30
STREAMS = 200
SOCKETS_EACH = 2
# People read before they ask again; what an answer sets off (title, suggestions) is done by then.
PAUSE_SECONDS = 0.3
# Not 400 to 599: the fake provider reads those as an HTTP status to answer with.
TOKENS = 1200
RATE = 50
# Everybody asks within this time; then all answers run at once for the rest of theirs.
ASKING_SECONDS = 10
IDLE_SOCKETS = 1000
CONNECTING_TRIES = 5
_ENVIRONMENT = {
    "CONVOSPHERE_REALTIME_CONNECTIONS_PER_PERSON": "1000",
    "CONVOSPHERE_REALTIME_HEARTBEAT_SECONDS": "120",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One product with the fake provider connected by one adapter. `address`: the provider's."""

    product: Product
    client: Client
    address: str
    wire: Wire

    def budget(self, most: float) -> float | None:
        """What a figure may be at most, if this adapter is held to it."""
        return most if self.wire.held_to_budgets else None

    async def directly(self, model: str, times: int) -> float:
        """Seconds until the first token where the provider is asked directly, at the median."""
        found = [await self.wire.first_token(self.client.http, self.address, model) for _ in range(times)]
        return percentile(found, 0.5)

    async def connect(self, model: str) -> str:
        """The id of a model of that name at the fake provider.

        Raises:
            RuntimeError: the provider does not answer through this adapter.
        """
        connection = await self.client.call("POST", "/connections", self.wire.connection(self.address, model))
        at = f"/connections/{connection['id']}"
        tested: object = connection["last_error"]
        for _ in range(CONNECTING_TRIES):
            models = await self.client.call("GET", f"{at}/models")
            for item in models["items"]:
                if item["name"] == model:
                    return str(item["id"])
            # What an adapter has to import first can take longer than a connection waits.
            tested = await self.client.call("POST", f"{at}/test")
        raise RuntimeError(f"{self.wire.provider} is not connected: {tested}")


async def measure(adapters: Sequence[str] = ("openai",)) -> list[Row]:
    """All figures of the chat, each adapter on a product of its own."""
    rows = []
    for adapter in adapters:
        async with (
            fake_provider() as provider,
            running(_ENVIRONMENT) as product,
            signed_in(product.url) as client,
        ):
            setting = Setting(product, client, provider.removesuffix("/v1"), ADAPTERS[adapter])
            # First: later there would be memory to be had again, and titles and suggestions under way that take some.
            found = await _idle(product, client) if setting.wire.held_to_budgets else []
            found += await _first_token(setting)
            rows_of_few, slowness = await _processor(setting)
            found += rows_of_few + await _many(setting, slowness)
        show("Chat" if adapter == "openai" else f"Chat, {adapter}", found)
        rows += found
    return rows


async def _first_token(setting: Setting) -> list[Row]:
    model = "fake-words-5"
    model_id = await setting.connect(model)
    (reader,) = await open_readers(setting.client, 1, model_id)
    # Whatever has to be imported is there by now.
    await reader.ask("Go")
    direct = await setting.directly(model, ONE_USER_ASKS)
    asked = []
    for _ in range(ONE_USER_ASKS):
        await asyncio.sleep(PAUSE_SECONDS)
        asked.append((await reader.ask("Go")).first)
    through = percentile(asked, 0.5)
    await reader.close()
    return [
        Row("first token, provider asked directly (p50)", direct * 1000, "ms"),
        Row("first token, through ConvoSphere (p50)", through * 1000, "ms"),
        Row("added (p50)", (through - direct) * 1000, "ms", setting.budget(25)),
    ]


async def _processor(setting: Setting) -> tuple[list[Row], float]:
    """Also how much slower than elsewhere this machine carried a stream."""
    streams = 20
    model_id = await setting.connect(f"fake-words-{TOKENS}-{RATE}tps")
    bare = [await _bare(setting, streams)]
    readers = await open_readers(setting.client, streams, model_id)
    before = setting.product.cpu_seconds()
    answers = await ask_all(readers, over_seconds=1)
    spent = setting.product.cpu_seconds() - before
    for reader in readers:
        await reader.close()
    bare.append(await _bare(setting, streams))
    tokens = sum(len(answer.text.split()) for answer in answers)
    each, slowness = spent / tokens * 1000, RELAY.slowness(fmean(bare))
    rows = [
        Row(f"processor time per 1,000 tokens, {streams} streams", each, "s", setting.budget(0.10), slowness=slowness),
        Row("  the same through a bare relay, which keeps nothing: before", bare[0], "s"),
        Row("  and after", bare[1], "s"),
    ]
    return rows, slowness


async def _bare(setting: Setting, streams: int) -> float:
    return await relayed(f"{setting.address}/v1", f"fake-words-{TOKENS}-{RATE}tps", streams)


async def _many(setting: Setting, slowness: float) -> list[Row]:
    client, product = setting.client, setting.product
    model = f"fake-words-{TOKENS}-{RATE}tps"
    models = await client.call("GET", "/models")
    model_id = next(item["id"] for item in models["items"] if item["name"] == model)
    # People of their own: each one's list of conversations is told of their own answers only.
    people = await colleagues(client, STREAMS // SOCKETS_EACH)
    readers = [reader for person in people for reader in await open_readers(person, SOCKETS_EACH, model_id)]
    direct = await setting.directly("fake-words-5", 10)
    before = product.cpu_seconds()
    answers = await ask_all(readers, over_seconds=ASKING_SECONDS)
    spent = product.cpu_seconds() - before
    for reader in readers:
        await reader.close()
    whole = " ".join(f"word-{number}" for number in range(1, TOKENS + 1))
    lost = sum(answer.text != whole or answer.status != "completed" for answer in answers)
    added = [(answer.first - direct) * 1000 for answer in answers]
    each = spent / (STREAMS * TOKENS) * 1000
    longest = max(answer.last for answer in answers)
    return [
        Row(f"{STREAMS} streams at {RATE} tokens a second: answers lost or wrong", lost, "", 0),
        Row(f"{STREAMS} streams: added first token (p50)", percentile(added, 0.5), "ms", setting.budget(100)),
        Row(f"{STREAMS} streams: added first token (p95)", percentile(added, 0.95), "ms", setting.budget(400)),
        Row(f"{STREAMS} streams: processor time per 1,000 tokens", each, "s", setting.budget(0.10), slowness=slowness),
        Row(f"{STREAMS} streams: longest answer (paced: {TOKENS / RATE:.0f} s)", longest, "s"),
    ]


async def _idle(product: Product, client: Client) -> list[Row]:
    before = product.memory_mb()
    sockets: list[aiohttp.ClientWebSocketResponse] = []
    for _ in range(IDLE_SOCKETS):
        socket = await client.http.ws_connect(f"{client.url}/api/v1/realtime")
        await socket.send_json({"type": "authenticate", "token": client.token})
        await socket.receive_json()
        sockets.append(socket)
    await asyncio.sleep(2)
    each = (product.memory_mb() - before) * 1024 / IDLE_SOCKETS
    for socket in sockets:
        await socket.close()
    return [Row(f"{IDLE_SOCKETS} idle sockets: memory each", each, "KB", 40)]
