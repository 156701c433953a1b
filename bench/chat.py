"""Time to first token, processor time per 1,000 tokens, 200 streams at once, idle sockets."""

import asyncio
from typing import Any

import aiohttp

from bench.product import Client, Product, colleagues, running, signed_in
from bench.provider import fake_provider, first_token_directly
from bench.streams import ask_all, open_readers
from bench.table import Row, percentile, show

ONE_USER_ASKS = 30
STREAMS = 200
SOCKETS_EACH = 2
# Not 400 to 599: the fake provider reads those as an HTTP status to answer with.
TOKENS = 1200
RATE = 50
# Everybody asks within this time; then all answers run at once for the rest of theirs.
ASKING_SECONDS = 10
IDLE_SOCKETS = 1000
_ENVIRONMENT = {
    "CONVOSPHERE_REALTIME_CONNECTIONS_PER_PERSON": "1000",
    "CONVOSPHERE_REALTIME_HEARTBEAT_SECONDS": "120",
}


async def measure() -> list[Row]:
    """All figures of the chat, on one product with the fake provider connected."""
    async with (
        fake_provider() as provider,
        running(_ENVIRONMENT) as product,
        signed_in(product.url) as client,
    ):
        rows = await _first_token(client, provider)
        rows += await _processor(product, client, provider)
        rows += await _many(product, client, provider)
        rows += await _idle(product, client)
    show("Chat", rows)
    return rows


async def _connect(client: Client, provider: str, model: str) -> str:
    """The id of a model of that name at the fake provider."""
    body: dict[str, Any] = {
        "provider": "openai",
        "name": model,
        "base_url": provider,
        "api_key": "sk-bench",
        "extra": {"models": [model]},
    }
    connection = await client.call("POST", "/connections", body)
    models = await client.call("GET", f"/connections/{connection['id']}/models")
    return str(next(item["id"] for item in models["items"] if item["name"] == model))


async def _first_token(client: Client, provider: str) -> list[Row]:
    model = "fake-words-5"
    direct = [await first_token_directly(client.http, provider, model) for _ in range(ONE_USER_ASKS)]
    model_id = await _connect(client, provider, model)
    (reader,) = await open_readers(client, 1, model_id)
    through = [(await reader.ask("Go")).first for _ in range(ONE_USER_ASKS)]
    await reader.close()
    added = (percentile(through, 0.5) - percentile(direct, 0.5)) * 1000
    return [
        Row("first token, provider asked directly (p50)", percentile(direct, 0.5) * 1000, "ms"),
        Row("first token, through ConvoSphere (p50)", percentile(through, 0.5) * 1000, "ms"),
        Row("added (p50)", added, "ms", 25),
    ]


async def _processor(product: Product, client: Client, provider: str) -> list[Row]:
    streams = 20
    model_id = await _connect(client, provider, f"fake-words-{TOKENS}-{RATE}tps")
    readers = await open_readers(client, streams, model_id)
    before = product.cpu_seconds()
    answers = await ask_all(readers, over_seconds=1)
    spent = product.cpu_seconds() - before
    for reader in readers:
        await reader.close()
    tokens = sum(len(answer.text.split()) for answer in answers)
    return [Row(f"processor time per 1,000 tokens, {streams} streams", spent / tokens * 1000, "s", 0.10)]


async def _many(product: Product, client: Client, provider: str) -> list[Row]:
    model = f"fake-words-{TOKENS}-{RATE}tps"
    models = await client.call("GET", "/models")
    model_id = next(item["id"] for item in models["items"] if item["name"] == model)
    # People of their own: each one's list of conversations is told of their own answers only.
    people = await colleagues(client, STREAMS // SOCKETS_EACH)
    readers = [reader for person in people for reader in await open_readers(person, SOCKETS_EACH, model_id)]
    direct = [await first_token_directly(client.http, provider, "fake-words-5") for _ in range(10)]
    before = product.cpu_seconds()
    answers = await ask_all(readers, over_seconds=ASKING_SECONDS)
    spent = product.cpu_seconds() - before
    for reader in readers:
        await reader.close()
    whole = " ".join(f"word-{number}" for number in range(1, TOKENS + 1))
    lost = sum(answer.text != whole or answer.status != "completed" for answer in answers)
    added = [(answer.first - percentile(direct, 0.5)) * 1000 for answer in answers]
    tokens = STREAMS * TOKENS
    longest = max(answer.last for answer in answers)
    return [
        Row(f"{STREAMS} streams at {RATE} tokens a second: answers lost or wrong", lost, "", 0),
        Row(f"{STREAMS} streams: added first token (p50)", percentile(added, 0.5), "ms", 100),
        Row(f"{STREAMS} streams: added first token (p95)", percentile(added, 0.95), "ms", 400),
        Row(f"{STREAMS} streams: processor time per 1,000 tokens", spent / tokens * 1000, "s", 0.10),
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
