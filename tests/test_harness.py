"""The harness keeps its promises."""

import asyncio
import socket
import time
import warnings

import pytest
from blockbuster import BlockingError
from httpx import AsyncClient, Response
from sqlalchemy import text

from convosphere.platform.context import Platform
from tests.factories.accounts import create_organization
from tests.harness.guards import OutsideConnectionError


async def test_no_socket_reaches_the_outside() -> None:
    with pytest.raises(OutsideConnectionError):
        await asyncio.open_connection("192.0.2.1", 80)
    with socket.socket() as plain, pytest.raises(OutsideConnectionError):
        plain.connect_ex(("192.0.2.1", 80))


def test_no_name_is_resolved() -> None:
    for name in ("example.org", b"example.org"):
        with pytest.raises(OutsideConnectionError):
            socket.getaddrinfo(name, 80)
    assert socket.getaddrinfo("localhost", 80)


async def test_this_machine_is_reachable() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        assert await reader.read() == b"hello"
        writer.close()
        await writer.wait_closed()


async def test_blocking_the_event_loop_fails() -> None:
    with pytest.raises(BlockingError):
        time.sleep(0.01)  # noqa: ASYNC251 - that is the point


def test_warnings_are_errors() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


@pytest.mark.parametrize("_", range(2))
async def test_each_test_has_a_database_of_its_own(platform: Platform, _: int) -> None:
    async with platform.database.transaction(None) as session:
        assert await session.scalar(text("SELECT count(*) FROM login_directory")) == 0
    await create_organization(platform)


@pytest.mark.settings(accounts={"registration": "closed"})
class TestMarkedSettings:
    async def test_apply_to_a_class(self, platform: Platform) -> None:
        assert platform.settings.accounts.registration == "closed"

    @pytest.mark.settings(port=1234)
    async def test_add_up(self, platform: Platform) -> None:
        assert (platform.settings.accounts.registration, platform.settings.port) == ("closed", 1234)


async def test_the_client_speaks_to_the_product(client: AsyncClient) -> None:
    response: Response = await client.get("/health/live")
    assert response.json() == {"status": "ok"}
