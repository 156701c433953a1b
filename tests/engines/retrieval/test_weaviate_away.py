"""A Weaviate that is away: one that takes connections and says nothing is the worst, since nothing fails by itself.

No Weaviate is needed: these servers answer as little as it would.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module, util

import pytest
from pydantic import HttpUrl

from convosphere.engines.retrieval import IndexUnavailableError
from convosphere.engines.retrieval.weaviate import connection
from convosphere.engines.retrieval.weaviate.connection import Connection
from convosphere.platform.settings.retrieval import RetrievalSettings

pytestmark = [
    pytest.mark.skipif(util.find_spec("weaviate") is None, reason="needs the extra `weaviate`"),
    # gRPC leaves a socket behind in each event loop.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]
# What a person would still wait for, with room for a busy machine; the client itself waits for half a minute and more.
PATIENCE = 10
META = b'{"version": "1.40.0", "modules": {}}'


@pytest.fixture(autouse=True)
async def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    # gRPC held open: at the end of the last channel it waits for its thread, which the guard of the loop forbids.
    await asyncio.to_thread(import_module, "grpc.aio")
    import_module("grpc.aio").init_grpc_aio()
    await asyncio.to_thread(connection._load)
    monkeypatch.setattr(connection, "_LOOK_SECONDS", 0.2)
    monkeypatch.setattr(connection, "_SIGN_SECONDS", 0.3)


class Mute:
    """Answers `answers` requests over HTTP, and then, as over gRPC from the beginning, nothing."""

    def __init__(self, answers: int) -> None:
        self.answers = answers
        self.heard: list[bytes] = []
        self._over = asyncio.Event()

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[RetrievalSettings]:
        """Settings that lead here."""
        async with (
            await asyncio.start_server(self._http, "127.0.0.1", 0) as http,
            await asyncio.start_server(self._nothing, "127.0.0.1", 0) as grpc,
        ):
            port, grpc_port = (each.sockets[0].getsockname()[1] for each in (http, grpc))
            yield RetrievalSettings(weaviate_url=HttpUrl(f"http://127.0.0.1:{port}"), weaviate_grpc_port=grpc_port)
            self._over.set()

    async def _http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await reader.readline():
            self.heard.append(request)
            while (await reader.readline()).strip():
                pass
            if len(self.heard) > self.answers:
                await self._over.wait()
                break
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(META)
            writer.write(head + META)
            await writer.drain()
        writer.close()

    async def _nothing(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._over.wait()
        writer.close()


async def test_many_who_ask_wait_for_the_same_attempt_and_not_long() -> None:
    silent = Mute(0)
    async with silent.opened() as settings:
        asked = Connection(settings)
        async with asyncio.timeout(PATIENCE):
            answers = await asyncio.gather(
                *(asked.call(lambda client: client.collections.exists("Any")) for _ in range(20)),
                return_exceptions=True,
            )
        assert {type(each) for each in answers} == {IndexUnavailableError}
        # None, if this machine was slower than the attempt was long.
        assert len(silent.heard) <= 1
        await asked.aclose()


async def test_one_that_falls_silent_is_looked_for_once() -> None:
    falling = Mute(2)
    async with falling.opened() as settings:
        asked = Connection(settings)
        forgotten = []
        asked.on_failure = lambda: forgotten.append(True)
        async with asyncio.timeout(PATIENCE):
            assert await asked.call(lambda client: client.collections.exists("Any"))
            with pytest.raises(IndexUnavailableError, match="away"):
                await asked.call(lambda client: client.collections.use("Any").query.bm25("word"))
        assert [line.split()[1] for line in falling.heard[-1:]] == [b"/v1/.well-known/live"]
        assert forgotten == [True]
        await asked.aclose()
