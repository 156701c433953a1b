"""The server takes its port first: a mistake there shows before anything else starts."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from convosphere.entry.server import Part, PortInUseError, serve
from tests.harness.platform import build_settings


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
