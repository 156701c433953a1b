"""The server takes its port first: a mistake there shows before anything else starts."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from httpx import AsyncClient, ConnectError

from convosphere.entry.server import Part, PortInUseError, serve
from convosphere.platform.database import DatabaseUrls, exclusivity
from convosphere.platform.database.exclusivity import _PROCESS_LOCK, SecondProcessError
from tests.harness.guards import only_this_machine
from tests.harness.platform import build_settings
from tests.platform.database.test_process_lock import end_holders


@pytest.fixture(autouse=True)
def guards() -> Iterator[None]:
    """Without the guard against blocking: nobody waits yet while a process comes up."""
    with only_this_machine():
        yield


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_port_in_use_is_named_and_nothing_has_been_started(taken_port: int, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    settings = build_settings(port=taken_port, data_dir=data_dir)
    with pytest.raises(PortInUseError, match=rf"127\.0\.0\.1:{taken_port}: Address already in use.*CONVOSPHERE_PORT"):
        asyncio.run(serve(settings, Part.API | Part.WORKER))
    assert not data_dir.exists(), "no database for a server that cannot listen"


def test_an_address_of_another_machine_is_named(tmp_path: Path) -> None:
    settings = build_settings(host="192.0.2.1", port=0, data_dir=tmp_path / "data")
    with pytest.raises(PortInUseError, match=r"192\.0\.2\.1:0: Cannot assign requested address"):
        asyncio.run(serve(settings, Part.API))


async def test_a_process_whose_place_another_took_is_not_ready_and_ends(
    database_urls: DatabaseUrls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the database restarts and somebody starts a second process in just that moment."""
    monkeypatch.setattr(exclusivity, "FORBEARANCE_SECONDS", 1.0)
    settings = build_settings(
        port=free_port(),
        data_dir=tmp_path / "data",
        database={
            "url": database_urls.app.render_as_string(hide_password=False),
            "owner_url": database_urls.owner.render_as_string(hide_password=False),
        },
    )
    serving = asyncio.create_task(serve(settings, Part.API | Part.WORKER))
    async with (
        AsyncClient(base_url=f"http://127.0.0.1:{settings.port}") as client,
        await psycopg.AsyncConnection.connect(database_urls.app_conninfo, autocommit=True) as other,
    ):
        await until_told(client, 200)
        coming = asyncio.create_task(other.execute("SELECT pg_advisory_lock(%s)", [_PROCESS_LOCK]))
        while not coming.done():
            await end_holders(database_urls)
            await asyncio.wait({coming}, timeout=0.05)
        told = await until_told(client, 503)
        assert told["checks"]["process_lock"] == "SecondProcessError"
        with pytest.raises(SecondProcessError, match="CONVOSPHERE_REDIS_URL"):
            await asyncio.wait_for(serving, 30)


def free_port() -> int:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port: int = holder.getsockname()[1]
    return port


async def until_told(client: AsyncClient, status: int) -> dict[str, Any]:
    """What the process says of itself once it answers with this status."""
    async with asyncio.timeout(30):
        while True:
            with contextlib.suppress(ConnectError):
                told = await client.get("/health/ready")
                if told.status_code == status:
                    body: dict[str, Any] = told.json()
                    return body
            await asyncio.sleep(0.05)
