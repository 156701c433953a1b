"""Files made to break something: cut, crooked, bursting, endless. Precise problems, bounded cost, nothing doubled."""

import asyncio
import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from convosphere.features.transfer.actions.reading import ReadLimits, read_file
from convosphere.features.transfer.errors import ArchiveTooLargeError, BrokenArchiveError, NoConversationsError
from convosphere.features.transfer.rules.growing import ItemLimits
from convosphere.features.transfer.rules.items import ItemReader
from tests.features.transfer import samples
from tests.features.transfer.conftest import Mover

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LIMITS = ReadLimits(unpacked=200_000_000, conversation=2_000_000)
GOOD = samples.chatgpt(samples.node("q", None, "user", "Hi", 1), samples.node("a", "q", "assistant", "Hello", 2))


def codes(path: Path, limits: ReadLimits = LIMITS) -> tuple[int, list[str]]:
    """How many conversations a file gives, and what is wrong."""
    steps = list(read_file(path, limits, NOW))
    return (
        sum(step.converted is not None for step in steps),
        [finding.code for step in steps for finding in step.findings],
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[" + orjson.dumps(GOOD) + b"," + orjson.dumps(GOOD)[:60], (1, ["cut"])),
        (b"[" + orjson.dumps(GOOD) + b",{]", (1, ["broken_json"])),
        (b"<!DOCTYPE html><p>", (0, ["broken_json"])),
        (b"", (0, ["cut"])),
        (b'[1, null, [], {}, "x"]', (0, ["unknown_form"] * 5)),
        (b"[" + b"[" * 400_000 + b"]" * 400_000 + b"," + orjson.dumps(GOOD) + b"]", (1, ["too_deep"])),
        (b'[{"mapping":{"a":"' + b"x" * 3_000_000 + b'"}},' + orjson.dumps(GOOD) + b"]", (0, ["text_too_long"])),
        (b"[[" + b'"y",' * 800_000 + b"1]," + orjson.dumps(GOOD) + b"]", (1, ["too_large"])),
        (b'{"schema":"convosphere-chat/7","conversations":[{}]}', (0, ["newer_version"])),
        (b'{"schema":"convosphere-chat/1","conversations":[{"id":"x"}]}', (0, ["unreadable"])),
        (b"{" + b",".join(b'"k%d":[1]' % n for n in range(5_000)) + b"}", (0, ["too_many_parts"])),
        (b'[{"mapping":{"a":{"message":{"author":{"role":["x"]},"content":7},"parent":{}}}}]', (0, ["unreadable"])),
        (b'[{"mapping":{"a":1e999}}]', (0, ["broken_json"])),
    ],
    ids=[str(number) for number in range(13)],
)
def test_what_is_wrong_is_named(tmp_path: Path, content: bytes, expected: tuple[int, list[str]]) -> None:
    path = tmp_path / "import"
    path.write_bytes(content)
    assert codes(path) == expected


def archive(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as made:
        for name, content in members:
            made.writestr(name, content)
    return packed.getvalue()


def huge_directory() -> bytes:
    """An archive that says its table of contents has three gigabytes."""
    data = bytearray(archive(("a.json", b"[]")))
    struct.pack_into("<L", data, data.rindex(b"PK\x05\x06") + 12, 3_000_000_000)
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: archive(("conversations.json", b" " * 60_000_000)), ArchiveTooLargeError),
        (lambda: archive(*((f"{n}.json", b"") for n in range(10_001))), ArchiveTooLargeError),
        (huge_directory, ArchiveTooLargeError),
        (lambda: archive(("a.json", b"[" * 100))[:-30], BrokenArchiveError),
        (lambda: archive(("a.json", b"[]"), method=zipfile.ZIP_BZIP2), BrokenArchiveError),
        (
            lambda: archive(("a.json", b"[" + b"0," * 50_000)).replace(b"PK\x01\x02", b"PK\x01\x03"),
            BrokenArchiveError,
        ),
    ],
    ids=["ratio", "members", "directory", "cut", "method", "crooked"],
)
def test_archives_that_burst_or_are_broken(tmp_path: Path, make: Callable[[], bytes], error: type[Exception]) -> None:
    path = tmp_path / "import"
    path.write_bytes(make())
    with pytest.raises(error):
        codes(path, ReadLimits(unpacked=200_000_000, conversation=100_000_000))


def test_a_flood_of_nothing_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "import"
    path.write_bytes(b"[" + b"0," * 2_000_000 + b"0]")
    with pytest.raises(NoConversationsError):
        codes(path)


def test_more_than_an_archive_may_hold_in_all(tmp_path: Path) -> None:
    path = tmp_path / "import"
    path.write_bytes(archive(("a.json", orjson.dumps([GOOD] * 50)), ("b.json", orjson.dumps([GOOD] * 50))))
    with pytest.raises(ArchiveTooLargeError):
        codes(path, ReadLimits(unpacked=40_000, conversation=1_000_000))


def stream(conversations: int) -> Iterator[bytes]:
    yield b"["
    for number in range(conversations):
        nodes = [samples.node("q0", None, "user", "x" * 200, 1)]
        nodes += [samples.node(f"q{n}", f"q{n - 1}", "assistant", "y" * 2_000, n) for n in range(1, 20)]
        yield (b"," if number else b"") + orjson.dumps(samples.chatgpt(*nodes, key=f"c{number}"))
    yield b"]"


def test_memory_stays_bounded_however_much_comes() -> None:
    """Forty megabytes and one conversation of them at a time: the peak does not grow with the file."""
    peaks: list[int] = []
    size = 0
    for conversations in (50, 800):
        tracemalloc.start()
        reader, items, size = ItemReader(ItemLimits()), 0, 0
        for piece in stream(conversations):
            size += len(piece)
            items += sum(1 for _ in reader.feed(piece))
        items += sum(1 for _ in reader.end())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert items == conversations
    assert size > 35_000_000
    assert peaks[1] < 2_000_000


def circle(**more: Any) -> dict[str, Any]:
    return samples.chatgpt(
        samples.node("a", "c", "user", "One", 1),
        samples.node("b", "a", "assistant", "Two", 2),
        samples.node("c", "b", "user", "Three", 3),
        samples.node("lost", "nowhere", "user", "Four", 4),
        **more,
    )


@pytest.mark.usefixtures("worker")
async def test_crooked_trees_come_straight_and_strange_letters_whole(owner: Mover) -> None:
    deep: dict[str, Any] = {"messageId": "m", "isCreatedByUser": True, "text": "bottom", "children": []}
    for number in range(3_000):
        asked = number % 2 == 0
        deep = {"messageId": f"m{number}", "isCreatedByUser": not asked, "text": f"t{number}", "children": [deep]}
    strange = samples.chatgpt(
        samples.node("q", None, "user", "\u202eשלום 👩🏽‍💻\x00", 1e300),
        samples.node("q", None, "user", "again", -5),
        samples.node("a", "q", "assistant", "**" * 50_000, 10**15),
        title="\u202e\u202d<script>alert(1)</script>\n\x07" + "x" * 5_000,
        key="k" * 100_000,
    )
    tree = {"conversationId": "deep", "title": "Deep", "recursive": True, "messagesTree": [deep]}
    for content in ([circle()], tree, [strange]):
        looked = await owner.bring(content if isinstance(content, list) else await asyncio.to_thread(nested, content))
        assert looked["status"] == "inspected", looked
        assert (await owner.run(looked["id"]))["imported"] == 1
    chats = {chat["title"][:4]: chat for chat in await owner.chats()}
    assert len(chats) == 3
    assert len(await owner.messages(chats["Deep"]["id"])) == 50
    looked = await owner.bring([circle()])
    problems = [(each["code"], each["conversation"]) for each in looked["report"]["problems"]]
    assert problems == [("orphans", "Weimar"), ("cycles", "Weimar")]
    assert looked["report"]["already_there"] == 1


def nested(content: dict[str, Any]) -> bytes:
    """JSON deeper than the fast library writes."""
    message, opened, closed = content["messagesTree"][0], [], []
    while True:
        below = message["children"]
        plain = orjson.dumps({key: value for key, value in message.items() if key != "children"})
        opened.append(plain[:-1] + b',"children":[')
        closed.append(b"]}")
        if not below:
            break
        message = below[0]
    head = orjson.dumps({key: value for key, value in content.items() if key != "messagesTree"})
    return head[:-1] + b',"messagesTree":[' + b"".join(opened) + b"".join(closed) + b"]}"


@pytest.mark.usefixtures("worker")
async def test_limits_are_told_before_anything_is_sent(owner: Mover) -> None:
    refused = await owner.call("POST", "/imports", 413, json={"name": "x.json", "size": 10**12})
    assert refused["code"] == "import_too_large"
    for _ in range(3):
        await owner.call("POST", "/imports", 201, json={"name": "x.json", "size": 5})
    assert (await owner.call("POST", "/imports", 409, json={"name": "x.json", "size": 5}))["code"] == "too_many_imports"
    await owner.call("POST", "/imports", 422, json={"name": "x.json", "size": 0})


def test_a_long_chat_is_in_memory_once_and_as_in_the_file(tmp_path: Path) -> None:
    """Emoji and all: as texts of Python's own it would take four times its size."""
    said = [
        samples.node(f"n{n}", f"n{n - 1}" if n else None, "user", f"🦆 {n} " + "x" * 20_000, n + 1) for n in range(400)
    ]
    path = tmp_path / "import"
    path.write_bytes(orjson.dumps([samples.chatgpt(*said)]))
    size = path.stat().st_size
    del said
    tracemalloc.start()
    try:
        (found,) = [step.converted for step in read_file(path, ReadLimits(10**9, 10**9), NOW) if step.converted]
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1.6 * size
    messages = found.conversation.messages
    assert len(messages) == 400
    assert [message.content[:6] for message in messages[:2]] == ["🦆 0 xx", "🦆 1 xx"]
    assert all(len(message.content) > 20_000 for message in messages)
