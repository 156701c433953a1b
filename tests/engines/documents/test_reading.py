"""Reading files in a process of their own: real ones, broken ones, hostile ones."""

import asyncio
import io
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import orjson
import pytest
from PIL import Image

from convosphere.engines.documents import Content, Document, DocumentReader, Fault, Limits, Reading, UnreadableError
from convosphere.engines.documents.formats.sniffing import sniff
from convosphere.platform.storage import StorageFullError
from tests.factories import files

LIMITS = Limits(seconds=20, image_pixels=1_000_000, text_characters=10_000, unpacked_bytes=5_000_000)


@pytest.fixture
def reader() -> DocumentReader:
    return DocumentReader(processes=2)


def read(reader: DocumentReader, folder: Path, name: str, data: bytes, limits: Limits = LIMITS) -> Reading:
    path = folder / "content"
    path.write_bytes(data)
    # Outside of a running event loop the tests may look at files.
    return asyncio.run(reader.read(path, name, limits))


def text_of(reading: Reading) -> Document:
    assert reading.text is not None
    return Document.from_json(orjson.loads(reading.text.path.read_bytes()))


@pytest.mark.parametrize(
    ("name", "data", "content", "media_type"),
    [
        ("a.txt", "Grüße 😀".encode(), Content.TEXT, "text/plain"),
        ("a.txt", "Grüße aus Köln".encode("latin-1"), Content.TEXT, "text/plain"),
        ("a.txt", "Grüße".encode("utf-16"), Content.TEXT, "text/plain"),
        ("README", b"Plain text", Content.TEXT, "text/plain"),
        ("a.md", b"# Title", Content.TEXT, "text/markdown"),
        ("a.csv", b"a;b\n1;2\n", Content.TEXT, "text/csv"),
        ("a.json", b'{"a": [1, 2]}', Content.CODE, "application/json"),
        ("a.py", b"print('x')\n", Content.CODE, "text/plain"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", Content.CODE, "text/plain"),
        ("a.html", b"<p>Hello</p>", Content.DOCUMENT, "text/html"),
        ("a.pdf", files.pdf("Hello"), Content.PDF, "application/pdf"),
        (
            "a.docx",
            files.docx("Hello"),
            Content.DOCUMENT,
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ),
        ("a.zip", files.zipped({"x": b"y"}), Content.OTHER, "application/zip"),
        # Whatever the name says.
        ("photo.png", files.pdf("Hello"), Content.PDF, "application/pdf"),
        ("report.pdf", files.png(), Content.IMAGE, "image/png"),
        ("photo.jpg", b"<html><script>alert(1)</script>", Content.CODE, "text/plain"),
        ("report.docx", b"MZ" + b"\0" * 58 + b"\x40\0\0\0PE\0\0", Content.OTHER, "application/x-dosexec"),
        ("notes.txt", b"\x7fELF" + bytes(60), Content.OTHER, "application/x-elf"),
        ("notes.txt", bytes(range(256)) * 40, Content.OTHER, "application/octet-stream"),
    ],
)
def test_the_content_decides_what_a_file_is(
    tmp_path: Path, name: str, data: bytes, content: Content, media_type: str
) -> None:
    (tmp_path / "content").write_bytes(data)
    found = sniff(tmp_path / "content", name)
    assert (found.content, found.media_type) == (content, media_type)


def test_a_text_is_read_in_its_encoding(reader: DocumentReader, tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        document = text_of(read(reader, tmp_path, "a.txt", "Grüße\r\naus Köln".encode(encoding)))
        assert [section.text for section in document.sections] == ["Grüße\naus Köln"]
    long = read(reader, tmp_path, "a.txt", "äöü".encode() * 100_000)
    assert (long.characters, long.truncated) == (10_000, True)


def test_a_pdf_is_read_by_pages_and_shown(reader: DocumentReader, tmp_path: Path) -> None:
    reading = read(reader, tmp_path, "a.pdf", files.pdf("First page", "Second page"))
    assert reading.pages == 2
    assert [(section.page, section.text.strip()) for section in text_of(reading).sections] == [
        (1, "First page"),
        (2, "Second page"),
    ]
    assert reading.preview is not None
    with Image.open(reading.preview.path) as picture:
        assert (picture.format, max(picture.size)) == ("WEBP", 800)


def test_a_word_document_is_read_with_its_headings(reader: DocumentReader, tmp_path: Path) -> None:
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    reading = read(reader, tmp_path, "a.docx", files.docx("# Aims", "We & you", "# End", "Bye", body=table))
    sections = text_of(reading).sections
    assert [(section.heading, section.text) for section in sections] == [
        ("Aims", "# Aims\n\nWe & you"),
        # A table of one column lays out a page.
        ("End", "# End\n\nBye\n\ncell"),
    ]


def test_a_page_is_read_without_its_machinery(reader: DocumentReader, tmp_path: Path) -> None:
    page = b"<title>T</title><style>p{}</style><script>alert(1)</script><h2>Head</h2><p>One <b>two</b><li>item"
    document = text_of(read(reader, tmp_path, "a.html", page))
    assert [section.text for section in document.sections] == ["# T", "## Head\n\nOne two\n\n- item"]


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photo_is_upright_and_says_no_place(reader: DocumentReader, tmp_path: Path, orientation: int) -> None:
    data = files.photo(60, 30, orientation=orientation)
    assert b"Phone of Anna" in data
    reading = read(reader, tmp_path, "a.jpg", data)
    size = (30, 60) if orientation == 6 else (60, 30)
    assert (reading.width, reading.height) == size
    for output in (reading.original, reading.model, reading.preview):
        assert output is not None
        assert b"Anna" not in output.path.read_bytes()
        with Image.open(output.path) as picture:
            assert picture.size == size
            assert not picture.getexif()


def test_a_large_picture_gets_small_forms(reader: DocumentReader, tmp_path: Path) -> None:
    reading = read(reader, tmp_path, "a.png", files.png(4_000, 200))
    sizes = []
    for output in (reading.original, reading.model, reading.preview):
        assert output is not None
        with Image.open(output.path) as picture:
            sizes.append(picture.size)
    assert sizes == [(4_000, 200), (2_048, 102), (640, 32)]


def test_a_moving_picture_stays_one(reader: DocumentReader, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 20), (60 * number, 0, 0)) for number in range(4)]
    for kind in ("GIF", "WEBP", "PNG"):
        buffer = io.BytesIO()
        frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], duration=50)
        reading = read(reader, tmp_path, "a", buffer.getvalue())
        assert reading.original is not None
        with Image.open(reading.original.path) as picture:
            assert getattr(picture, "n_frames", 1) == 4, kind


def test_a_picture_that_is_also_something_else_is_only_a_picture(reader: DocumentReader, tmp_path: Path) -> None:
    page = b"<html><script>alert(1)</script></html>"
    for data in (files.png(text=page) + files.zipped({"evil.html": page}), files.photo() + page):
        reading = read(reader, tmp_path, "a.html", data)
        assert reading.content is Content.IMAGE
        assert reading.original is not None
        kept = reading.original.path.read_bytes()
        assert b"script" not in kept
        assert b"PK" not in kept[-100:]


@pytest.mark.parametrize(
    ("name", "make", "fault"),
    [
        ("a.png", lambda: files.png(300, 300)[:-50], Fault.DAMAGED),
        ("a.png", lambda: files.png()[:30], Fault.DAMAGED),
        ("a.jpg", lambda: files.photo(200, 200)[:-200], Fault.DAMAGED),
        ("a.png", files.png_bomb, Fault.TOO_MUCH_INSIDE),
        ("a.pdf", lambda: files.pdf("Hello")[:60], Fault.DAMAGED),
        ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 50, Fault.DAMAGED),
        ("a.docx", lambda: files.docx_bomb(50_000_000), Fault.TOO_MUCH_INSIDE),
        (
            "a.docx",
            lambda: files.zipped({"[Content_Types].xml": b"", "word/document.xml": b"<w:document>"}),
            Fault.DAMAGED,
        ),
        (
            "a.docx",
            lambda: files.docx("&x;", head='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            Fault.HOSTILE,
        ),
        ("a.docx", lambda: files.docx(body="<w:p>" * 2_000 + "</w:p>" * 2_000), Fault.TOO_MUCH_INSIDE),
    ],
)
def test_broken_and_hostile_files_are_named_at_little_cost(
    reader: DocumentReader, tmp_path: Path, name: str, make: Callable[[], bytes], fault: Fault
) -> None:
    data = make()
    assert len(data) < 3_000_000
    begun = time.monotonic()
    with pytest.raises(UnreadableError) as caught:
        read(reader, tmp_path, name, data)
    assert caught.value.fault is fault, caught.value.detail
    assert time.monotonic() - begun < 10


def test_an_archive_that_lies_about_its_size_is_not_believed(reader: DocumentReader, tmp_path: Path) -> None:
    data = bytearray(files.docx_bomb(20_000_000))
    # The sizes stand at two places: before the entry (behind it, as it was written as a stream) and in the list.
    listed = data.rindex(b"PK\x01\x02")
    data[listed + 24 : listed + 28] = (1_000).to_bytes(4, "little")
    with pytest.raises(UnreadableError) as caught:
        read(reader, tmp_path, "a.docx", bytes(data))
    assert caught.value.fault is Fault.DAMAGED


def test_a_cut_off_archive_is_no_document(reader: DocumentReader, tmp_path: Path) -> None:
    assert (read(reader, tmp_path, "a.docx", files.docx("Hello")[:-30])).content is Content.OTHER


def impostor(folder: Path, monkeypatch: pytest.MonkeyPatch, *commands: str) -> None:
    """Something else in place of the reader's process."""
    script = folder / "impostor.sh"
    script.write_text("\n".join(["#!/bin/sh", *commands]) + "\n")
    script.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(script))


def test_a_reader_that_takes_too_long_is_ended(
    reader: DocumentReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    impostor(tmp_path, monkeypatch, "sleep 60")
    monkeypatch.setattr("convosphere.engines.documents.process._GRACE_SECONDS", 0.2)
    begun = time.monotonic()
    with pytest.raises(UnreadableError) as caught:
        read(reader, tmp_path, "a.pdf", b"%PDF-", Limits(seconds=0.1))
    assert caught.value.fault is Fault.TIMEOUT
    assert time.monotonic() - begun < 10


def test_a_reader_that_only_calculates_is_ended_by_the_processors_limit(
    reader: DocumentReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    impostor(tmp_path, monkeypatch, "ulimit -t 1", "while :; do :; done")
    with pytest.raises(UnreadableError) as caught:
        read(reader, tmp_path, "a.pdf", b"%PDF-")
    assert caught.value.fault is Fault.TIMEOUT


def test_a_reader_that_crashes_costs_its_file_only(
    reader: DocumentReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        impostor(tmp_path, patched, "kill -SEGV $$")
        with pytest.raises(UnreadableError) as caught:
            read(reader, tmp_path, "a.pdf", b"%PDF-")
        assert caught.value.fault is Fault.DAMAGED
    assert read(reader, tmp_path, "a.txt", b"Hello").content is Content.TEXT


def test_a_reader_without_memory_costs_its_file_only(reader: DocumentReader, tmp_path: Path) -> None:
    limits = Limits(seconds=20, memory_mb=256, image_pixels=200_000_000)
    with pytest.raises(UnreadableError) as caught:
        read(reader, tmp_path, "a.png", files.png_bomb(40_000, 4_000), limits)
    assert caught.value.fault in {Fault.TOO_MUCH_INSIDE, Fault.DAMAGED}
    assert (read(reader, tmp_path, "a.txt", b"Hello")).content is Content.TEXT


def test_a_full_disk_is_not_the_files_fault(reader: DocumentReader, tmp_path: Path) -> None:
    for name, file, data in (
        ("report.out", "a.pdf", files.pdf("Eins")),
        ("text.out", "a.pdf", files.pdf("Eins")),
        ("text.out", "a.txt", b"Eins"),
    ):
        link = tmp_path / name
        link.unlink(missing_ok=True)
        link.symlink_to("/dev/full")
        with pytest.raises(StorageFullError):
            read(reader, tmp_path, file, data)
        link.unlink()
    assert read(reader, tmp_path, "a.pdf", files.pdf("Eins")).characters


def test_where_there_is_no_room_no_file_is_damaged(
    reader: DocumentReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnreadableError):
        read(reader, tmp_path, "a.pdf", files.pdf("Eins")[:40])
    # What a library says that could not write is no word for it.
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=100_000))
    with pytest.raises(StorageFullError):
        read(reader, tmp_path, "a.pdf", files.pdf("Eins")[:40])


def test_the_reader_knows_no_secrets(reader: DocumentReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What its process sees of the environment is what is given to it."""
    monkeypatch.setenv("CONVOSPHERE_SECRET_KEY", "very-secret")
    report = '{"content": "text", "media_type": "text/plain"}'
    impostor(tmp_path, monkeypatch, "env > seen", f"echo '{report}' > report.out")
    read(reader, tmp_path, "a.pdf", b"%PDF-")
    assert "very-secret" not in (tmp_path / "seen").read_text()


@pytest.mark.parametrize(
    "report",
    [
        "nothing of JSON",
        "[]",
        "{}",
        '{"content": "magic", "media_type": "x/y"}',
        '{"content": "image", "media_type": "x/y", "width": -1}',
        '{"content": "image", "media_type": "x/y", "width": "wide"}',
        '{"content": "image", "media_type": "x/y", "original": 7}',
    ],
)
def test_a_reader_taken_over_by_its_file_is_not_believed(
    reader: DocumentReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report: str
) -> None:
    impostor(tmp_path, monkeypatch, f"echo '{report}' > report.out")
    with pytest.raises(UnreadableError) as caught:
        read(reader, tmp_path, "a.pdf", b"%PDF-")
    assert caught.value.fault is Fault.DAMAGED


def test_a_report_is_not_read_through_a_link(
    reader: DocumentReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text('{"content": "text", "media_type": "secret/secret"}')
    impostor(tmp_path, monkeypatch, f"ln -s {secret} report.out")
    with pytest.raises(UnreadableError):
        read(reader, tmp_path, "a.pdf", b"%PDF-")


def test_a_reader_has_no_network_where_the_system_can_take_it_away(tmp_path: Path) -> None:
    script = tmp_path / "connect.py"
    script.write_text(
        "import socket, sys\n"
        "from convosphere.engines.documents.child import leave_network\n"
        "print(leave_network(), socket.socket().connect_ex(('127.0.0.1', int(sys.argv[1]))))\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, str(script), str(server.getsockname()[1])]
        left, failed = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    if left == "False":
        pytest.skip("needs the right to leave the network: root on Linux")
    assert failed != "0"
