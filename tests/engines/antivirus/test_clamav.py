"""ClamAV's daemon on the wire: clean files, EICAR, refusals, silence, absence."""

import asyncio
from pathlib import Path

import pytest

from convosphere.engines.antivirus import Clamav, ScannerUnavailableError, TooLargeToScanError
from tests.factories.files import EICAR
from tests.fakes.clamd import FakeClamd


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean"
    path.write_bytes(b"harmless " * 20_000)
    return path


@pytest.fixture
def infected(tmp_path: Path) -> Path:
    path = tmp_path / "infected"
    path.write_bytes(b"before" + EICAR)
    return path


async def test_a_clean_file_and_an_infected_one(clean: Path, infected: Path) -> None:
    async with FakeClamd() as clamd:
        scanner = Clamav(clamd.address, seconds=5)
        await scanner.ping()
        assert (await scanner.scan(clean)).signature is None
        assert (await scanner.scan(infected)).signature == "Eicar-Test-Signature"
    assert [len(content) for content in clamd.scanned] == [180_000, 74]


async def test_a_file_larger_than_the_daemon_takes(clean: Path) -> None:
    async with FakeClamd(limit=100_000) as clamd:
        with pytest.raises(TooLargeToScanError):
            await Clamav(clamd.address, seconds=5).scan(clean)


@pytest.mark.parametrize("says", ["", "stream: out of memory ERROR", "nonsense"])
async def test_what_is_no_verdict_is_none(clean: Path, says: str) -> None:
    async with FakeClamd(says=says) as clamd:
        scanner = Clamav(clamd.address, seconds=5)
        with pytest.raises(ScannerUnavailableError):
            await scanner.scan(clean)
        with pytest.raises(ScannerUnavailableError):
            await scanner.ping()


async def test_a_daemon_that_never_answers(clean: Path) -> None:
    async with FakeClamd(silent=True) as clamd:
        with pytest.raises(ScannerUnavailableError, match="no verdict"):
            await Clamav(clamd.address, seconds=0.1).scan(clean)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """More than lies between two ends of a socket."""
    file = tmp_path / "large"
    file.write_bytes(bytes(16 << 20))
    return file


async def test_a_daemon_that_takes_nothing(large: Path) -> None:
    over = asyncio.Event()

    async def hang(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    async with await asyncio.start_server(hang, "127.0.0.1", 0, limit=1024) as server:
        scanner = Clamav(f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}", seconds=0.2)
        async with asyncio.timeout(10):
            with pytest.raises(ScannerUnavailableError, match="no verdict"):
                await scanner.scan(large)
        over.set()


async def test_no_daemon_there(clean: Path, tmp_path: Path) -> None:
    for address in ("tcp://127.0.0.1:9", f"unix://{tmp_path}/no.sock"):
        with pytest.raises(ScannerUnavailableError):
            await Clamav(address, seconds=5).scan(clean)


async def test_by_a_socket_of_the_file_system(clean: Path, tmp_path: Path) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"zINSTREAM\0")
        writer.write(b"stream: OK\0")
        await writer.drain()
        await reader.read()
        writer.close()

    async with await asyncio.start_unix_server(serve, tmp_path / "clamd.sock"):
        assert (await Clamav(f"unix://{tmp_path}/clamd.sock", seconds=5).scan(clean)).signature is None
