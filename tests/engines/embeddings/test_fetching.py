"""Models from a hub: what breaks off goes on, what is wrong is thrown away, and nothing half ever appears."""

import asyncio
import hashlib
import shutil
from collections import namedtuple
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from convosphere.engines.embeddings import (
    SOURCES,
    DiskFullError,
    EmbeddingError,
    HubBusyError,
    HubFileMissingError,
    HubRefusedError,
    HubUnreachableError,
    LocalEmbedder,
    ModelCheckError,
    ModelSource,
    Progress,
    RemoteFile,
    TextKind,
    fetch_model,
)
from convosphere.platform.http import GuardedClient
from tests.factories.onnx_models import write_embedder
from tests.fakes.hub import FakeHub

MODEL = bytes(range(256)) * 12_000  # 3 MB
TOKENIZER = b'{"a": 1}'
FILES = {"onnx/model.onnx": MODEL, "tokenizer.json": TOKENIZER}


def remote(path: str, content: bytes, *, known: bool = True) -> RemoteFile:
    digest = hashlib.sha256(content).hexdigest()
    return RemoteFile(path, path.rpartition("/")[2], len(content) if known else None, digest if known else None)


SOURCE = ModelSource(
    "tiny", "some/tiny", "abc123", (remote("tokenizer.json", TOKENIZER), remote("onnx/model.onnx", MODEL))
)
UNKNOWN = ModelSource("tiny", "some/tiny", "abc123", (remote("onnx/model.onnx", MODEL, known=False),))


@pytest.fixture
async def http() -> AsyncIterator[GuardedClient]:
    client = GuardedClient(allowed_networks=["127.0.0.1"])
    yield client
    await client.close()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "models" / "tiny"


async def fetch(http: GuardedClient, hub: FakeHub, target: Path, source: ModelSource = SOURCE) -> list[Progress]:
    told: list[Progress] = []
    await fetch_model(http, source, target, hub=hub.url, progress=told.append, pauses=(0.0,))
    return told


async def beside(target: Path) -> set[str]:
    names = await asyncio.to_thread(lambda: [path.name for path in target.parent.iterdir()])
    return {name for name in names if not name.endswith(".lock")}


async def test_it_comes_once_with_progress(http: GuardedClient, target: Path) -> None:
    async with FakeHub(dict(FILES)) as hub:
        told = await fetch(http, hub, target)
        assert await asyncio.to_thread((target / "model.onnx").read_bytes) == MODEL
        assert await beside(target) == {"tiny"}
        assert [each.done for each in told] == sorted(each.done for each in told)
        assert told[-1] == Progress(len(MODEL) + len(TOKENIZER), SOURCE.size)
        assert len(told) >= 4
        asked = len(hub.asked)
        await fetch(http, hub, target)
        assert len(hub.asked) == asked


async def test_cut_connections_go_on_where_they_were(http: GuardedClient, target: Path) -> None:
    async with FakeHub(dict(FILES), cut_after=1_000_000) as hub:
        await fetch(http, hub, target)
        assert await asyncio.to_thread((target / "model.onnx").read_bytes) == MODEL
        # The range got through a redirect to another origin, and nothing came twice.
        ranges = [each.range for each in hub.asked if each.path.endswith("onnx")]
        starts = [0 if each is None else int(each.removeprefix("bytes=")[:-1]) for each in ranges]
        assert starts == sorted(set(starts))
        assert len(starts) >= 4


async def test_a_server_without_ranges_begins_anew(http: GuardedClient, target: Path) -> None:
    async with FakeHub(dict(FILES), ranges=False, cut_after=1_000_000, cuts=2) as hub:
        await fetch(http, hub, target)
        assert await asyncio.to_thread((target / "model.onnx").read_bytes) == MODEL


async def test_what_came_before_a_kill_is_kept(http: GuardedClient, target: Path) -> None:
    async with FakeHub(dict(FILES), cut_after=1_500_000, cuts=1) as hub:
        hub.answers = []
        running = asyncio.create_task(fetch_model(http, SOURCE, target, hub=hub.url, pauses=(60.0,)))
        async with asyncio.timeout(10):
            while not any(each.path.endswith("onnx") for each in hub.asked):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.01)
            part = target.with_name(".tiny.coming") / "model.onnx.part"
            while not (await asyncio.to_thread(part.exists) and (await asyncio.to_thread(part.stat)).st_size):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        have = (await asyncio.to_thread(part.stat)).st_size
        assert not await asyncio.to_thread(target.exists)
        await fetch(http, hub, target)
        assert hub.asked[-1].range == f"bytes={have}-"
        assert await asyncio.to_thread((target / "model.onnx").read_bytes) == MODEL


async def test_busy_and_broken_servers_are_asked_again(http: GuardedClient, target: Path) -> None:
    async with FakeHub(dict(FILES), answers=[(503, None), (429, "0"), (500, None)]) as hub:
        await fetch(http, hub, target)
        assert await beside(target) == {"tiny"}


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ([(404, None)], HubFileMissingError),
        ([(401, None)], HubRefusedError),
        ([(403, None)], HubRefusedError),
        ([(429, "3600")], HubBusyError),
        ([(503, None)] * 20, HubUnreachableError),
    ],
)
async def test_errors_say_what_is_wrong(
    http: GuardedClient, target: Path, answers: list[tuple[int, str | None]], kind: type[EmbeddingError]
) -> None:
    async with FakeHub(dict(FILES), answers=answers) as hub:
        with pytest.raises(kind) as caught:
            await fetch(http, hub, target)
        assert "127.0.0.1" in caught.value.detail("en")
        assert not await asyncio.to_thread(target.exists)


async def test_nobody_at_the_address(http: GuardedClient, target: Path) -> None:
    async with FakeHub(dict(FILES)) as hub:
        pass
    with pytest.raises(HubUnreachableError):
        await fetch(http, hub, target)


@pytest.mark.parametrize("wrong", [MODEL[:-1] + b"!", MODEL + b"!", MODEL[:-5]])
async def test_another_file_is_thrown_away(http: GuardedClient, target: Path, wrong: bytes) -> None:
    async with FakeHub(FILES | {"onnx/model.onnx": wrong}) as hub:
        with pytest.raises(ModelCheckError):
            await fetch(http, hub, target)
        assert not await asyncio.to_thread(target.exists)
        # The right one comes with the next attempt, from its beginning.
        hub.files = dict(FILES)
        await fetch(http, hub, target)
        assert await asyncio.to_thread((target / "model.onnx").read_bytes) == MODEL


async def test_without_a_manifest_the_servers_word_counts(http: GuardedClient, target: Path) -> None:
    async with FakeHub(dict(FILES), cut_after=1_000_000) as hub:
        await fetch(http, hub, target, UNKNOWN)
        assert await asyncio.to_thread((target / "model.onnx").read_bytes) == MODEL
    other = target.with_name("other")
    # What has come of another state of the file does not fit what follows; the checksum shows it.
    coming = other.with_name(".other.coming")
    await asyncio.to_thread(coming.mkdir)
    await asyncio.to_thread((coming / "model.onnx.part").write_bytes, b"x" * 1000)
    async with FakeHub(dict(FILES)) as hub:
        with pytest.raises(ModelCheckError):
            await fetch(http, hub, other, UNKNOWN)


async def test_of_several_one_fetches(http: GuardedClient, target: Path) -> None:
    async with FakeHub(dict(FILES)) as hub:
        await asyncio.gather(*(fetch(http, hub, target) for _ in range(4)))
        assert sorted(each.path for each in hub.asked) == ["onnx/model.onnx", "tokenizer.json"]


async def test_no_room_is_said_before_it_begins(
    http: GuardedClient, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - what shutil gives
    async with FakeHub(dict(FILES)) as hub:
        with monkeypatch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda _: usage(10, 10, 1_000_000))
            with pytest.raises(DiskFullError) as caught:
                await fetch(http, hub, target)
        assert caught.value.params["free"] == 1_000_000
        assert hub.asked == []
        await fetch(http, hub, target)


async def test_a_disk_that_fills_up_meanwhile(http: GuardedClient, tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not await asyncio.to_thread(full.exists):
        pytest.skip("there is no /dev/full")
    coming = tmp_path / ".tiny.coming"
    await asyncio.to_thread(coming.mkdir)
    await asyncio.to_thread((coming / "tokenizer.json.part").symlink_to, full)
    async with FakeHub(dict(FILES)) as hub:
        with pytest.raises(DiskFullError):
            await fetch(http, hub, tmp_path / "tiny")


async def test_a_fetched_model_embeds(http: GuardedClient, tmp_path: Path) -> None:
    made = await asyncio.to_thread(write_embedder, tmp_path / "made", ["portal", "im"])
    model = await asyncio.to_thread((made / "model.onnx").read_bytes)
    tokenizer = await asyncio.to_thread((made / "tokenizer.json").read_bytes)
    source = ModelSource(
        "real", "some/real", "main", (remote("onnx/model.onnx", model), remote("tokenizer.json", tokenizer))
    )
    async with FakeHub({"onnx/model.onnx": model, "tokenizer.json": tokenizer}) as hub:
        await fetch(http, hub, tmp_path / "real", source)
    assert len(await LocalEmbedder(tmp_path / "real").embed(["im Portal"], TextKind.QUERY)) == 1


def test_the_manifest_is_whole() -> None:
    for source in SOURCES.values():
        assert {each.name for each in source.files} == {"model.onnx", "tokenizer.json"}
        assert len(source.revision) == 40
        assert all(each.size and len(each.sha256 or "") == 64 for each in source.files)
