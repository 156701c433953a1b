"""A person's sockets: asks, watches the answer come, checks that it is whole."""

import asyncio
import time
from dataclasses import dataclass
from uuid import uuid4

import aiohttp
import orjson

from bench.product import Client


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader saw. Seconds from the moment the question was sent."""

    first: float
    last: float
    text: str
    status: str
    asked_at: float


class Reader:
    """One socket on one conversation."""

    def __init__(self, client: Client, conversation_id: str) -> None:
        self._client = client
        self.conversation_id = conversation_id
        self._socket: aiohttp.ClientWebSocketResponse | None = None

    async def open(self) -> None:
        """Authenticates and subscribes."""
        self._socket = await self._client.http.ws_connect(f"{self._client.url}/api/v1/realtime", max_msg_size=0)
        await self._socket.send_json({"type": "authenticate", "token": self._client.token})
        await self._expect("ready")
        await self._socket.send_json({"type": "subscribe", "conversation": self.conversation_id, "after": None})
        await self._expect("subscribed")

    async def ask(self, question: str) -> Answer:
        """Sends a question over the socket and reads its answer to the end."""
        assert self._socket is not None  # noqa: S101 - opened before
        asked_at = time.perf_counter()
        frame = {"type": "message.send", "ref": "1", "conversation": self.conversation_id, "content": question}
        await self._socket.send_json(frame | {"id": str(uuid4())})
        first = 0.0
        pieces: list[str] = []
        async for message in self._socket:
            event = orjson.loads(message.data).get("event") or {}
            kind = event.get("type", "")
            if kind == "answer.delta":
                first = first or time.perf_counter() - asked_at
                pieces.append(event["text"])
            elif kind in ("message.completed", "message.failed", "message.stopped"):
                last = time.perf_counter() - asked_at
                text = event["message"]["content"]
                if not text.startswith("".join(pieces)):
                    raise RuntimeError("the events do not add up to the stored answer")
                return Answer(first, last, text, event["message"]["status"], asked_at)
        raise RuntimeError("the socket closed before the answer was complete")

    async def close(self) -> None:
        """Ends the connection."""
        if self._socket is not None:
            await self._socket.close()

    async def _expect(self, kind: str) -> None:
        assert self._socket is not None  # noqa: S101 - opened before
        while True:
            frame = await self._socket.receive_json()
            if frame["type"] == kind:
                return
            if frame["type"] == "problem":
                raise RuntimeError(str(frame))


async def open_readers(client: Client, count: int, model_id: str) -> list[Reader]:
    """`count` sockets, each on a conversation of its own."""
    readers = []
    for _ in range(count):
        conversation = await client.call("POST", "/conversations", {"model_id": model_id})
        reader = Reader(client, conversation["id"])
        await reader.open()
        readers.append(reader)
    return readers


async def ask_all(readers: list[Reader], *, over_seconds: float) -> list[Answer]:
    """All readers ask, spread evenly over a time."""

    async def ask(number: int, reader: Reader) -> Answer:
        await asyncio.sleep(over_seconds * number / len(readers))
        return await reader.ask("Go")

    return await asyncio.gather(*(ask(number, reader) for number, reader in enumerate(readers)))
