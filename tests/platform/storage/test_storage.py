"""One suite that the local directory and a bucket both pass; what happens when either is away."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr, ValidationError
from sqlalchemy.exc import OperationalError

from convosphere.platform.settings import FilesSettings, Settings, StorageSettings
from convosphere.platform.storage import (
    ObjectMissingError,
    Storage,
    StorageFullError,
    StorageUnavailableError,
    Workplace,
    is_full,
)
from tests.fakes.s3 import FakeS3


@pytest.fixture
async def s3() -> AsyncIterator[FakeS3]:
    async with FakeS3() as running:
        yield running


def bucket(s3: FakeS3, data_dir: Path) -> Settings:
    return Settings.model_validate(
        {
            "data_dir": data_dir,
            "storage": {
                "url": "s3://bucket/folder",
                "endpoint": s3.endpoint,
                "region": "eu-central-1",
                "access_key": SecretStr("key"),
                "secret_key": SecretStr("secret"),
            },
        }
    )


@pytest.fixture(params=["directory", "bucket"])
def storage(request: pytest.FixtureRequest, s3: FakeS3, tmp_path: Path) -> Storage:
    return Storage(Settings(data_dir=tmp_path) if request.param == "directory" else bucket(s3, tmp_path))


async def test_what_is_written_is_read(storage: Storage, tmp_path: Path) -> None:
    # More than arrives at once.
    content = bytes(range(256)) * 32_000
    await storage.put("a/b/one", content)
    assert await storage.get("a/b/one") == content
    pieces = [piece async for piece in storage.read("a/b/one", 5, 8_000_005)]
    assert b"".join(pieces) == content[5:8_000_005]
    assert len(pieces) > 1
    await storage.put("a/b/one", b"new")
    assert await storage.get("a/b/one") == b"new"
    await storage.put("a/b/two", b"er")
    joined = tmp_path / "joined"
    assert await storage.fetch(["a/b/one", "a/b/two"], joined) == 5
    await storage.put_file("a/c", joined)
    assert await storage.get("a/c") == b"newer"
    await storage.ping()
    await storage.probe()


async def test_large_files_go_in_parts(storage: Storage, tmp_path: Path) -> None:
    large = tmp_path / "large"
    await asyncio.to_thread(large.write_bytes, b"0123456789abcdef" * 800_000)
    await storage.put_file("large", large)
    assert b"".join([piece async for piece in storage.read("large", 12_000_000, 12_000_016)]) == b"0123456789abcdef"


async def test_what_is_removed_is_gone(storage: Storage) -> None:
    for key in ("a/b/one", "a/b/c/two", "a/bee", "other"):
        await storage.put(key, b"x")
    await storage.delete_folder("a/b")
    await storage.delete("other", "never-was")
    for key in ("a/b/one", "a/b/c/two", "other"):
        with pytest.raises(ObjectMissingError):
            await storage.get(key)
    assert await storage.get("a/bee") == b"x"
    await storage.delete_folder("never/was")


async def test_a_bucket_that_refuses(s3: FakeS3, tmp_path: Path) -> None:
    storage = Storage(bucket(s3, tmp_path))
    s3.failing = True
    for attempt in (storage.put("a", b"x"), storage.get("a"), storage.ping(), storage.delete_folder("a")):
        with pytest.raises(StorageUnavailableError):
            await attempt


async def test_a_directory_that_cannot_be_made() -> None:
    storage = Storage(Settings(data_dir=Path("/proc/nothing/here")))
    with pytest.raises(StorageUnavailableError):
        await storage.ping()
    with pytest.raises(StorageUnavailableError):
        await storage.put("a", b"x")


@pytest.mark.parametrize("url", ["ftp://x/y", "/srv/files", "file:///srv", ""])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(ValidationError, match="storage address"):
        StorageSettings.model_validate({"url": url})


@pytest.mark.parametrize("address", ["localhost", "tcp://localhost", "http://localhost:3310", "unix://"])
def test_a_scanners_address_that_is_none(address: str) -> None:
    with pytest.raises(ValidationError, match="clamd"):
        FilesSettings.model_validate({"clamav": address})


async def test_a_full_disk_says_so(storage: Storage) -> None:
    await storage.put("a/one", b"content" * 100_000)
    with pytest.raises(StorageFullError):
        await storage.fetch(["a/one"], Path("/dev/full"))
    # As the storage's library says it, and the database.
    assert is_full(RuntimeError("Generic LocalFileSystem error: No space left on device (os error 28)"))
    assert is_full(OperationalError("INSERT", {}, psycopg.errors.DiskFull("could not extend file")))
    assert not is_full(OperationalError("INSERT", {}, psycopg.errors.AdminShutdown("terminating connection")))
    assert not is_full(FileNotFoundError(2, "No such file"))


async def test_a_workplace_is_private_and_tidied(tmp_path: Path) -> None:
    workplace = Workplace(tmp_path)
    await workplace.tidy()
    async with workplace.folder() as folder:
        assert (await asyncio.to_thread(folder.stat)).st_mode & 0o077 == 0
    assert not await asyncio.to_thread(folder.exists)
    forgotten = tmp_path / "work" / "file-old"
    await asyncio.to_thread(forgotten.mkdir)
    await workplace.tidy()
    assert await asyncio.to_thread(forgotten.exists)
    await asyncio.to_thread(age, forgotten)
    await workplace.tidy()
    assert not await asyncio.to_thread(forgotten.exists)


def age(path: Path) -> None:
    os.utime(path, (1_000_000_000, 1_000_000_000))
