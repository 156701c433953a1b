"""Archives people upload: what is in them comes out, and nothing else happens."""

import asyncio
import gzip
import io
import stat
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from convosphere.engines.documents import DocumentReader, Fault, Member, UnpackLimits, UnreadableError
from convosphere.engines.documents.formats.archives import cleaned, unpack
from tests.factories.files import zipped

LIMITS = UnpackLimits(seconds=20, entries=100, unpacked_bytes=40_000_000, member_bytes=30_000_000, ratio=50, depth=5)


def unpacked(folder: Path, data: bytes, limits: UnpackLimits = LIMITS) -> list[Member]:
    path = folder / "content"
    path.write_bytes(data)
    return asyncio.run(DocumentReader(processes=1).unpack(path, limits))


def here(folder: Path, data: bytes, limits: UnpackLimits = LIMITS) -> list[tuple[str, ...]]:
    """Without a process."""
    path = folder / "content"
    path.write_bytes(data)
    return [entry["parts"] for entry in unpack(path, limits)]


def tar(entries: dict[str, bytes], mode: str = "w:gz", *more: tarfile.TarInfo) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload] # one of the modes
        for name, data in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        for entry in more:
            archive.addfile(entry)
    return buffer.getvalue()


# Of an entry in the list at the end of a zip, up to the bit that says it is encrypted.
FLAGS = b"PK\x01\x02\x14\x03\x14\x00\x00"
FILES = {"Akten/2024/Bescheid.txt": b"Text", "Akten/leer.txt": b"", "Übersicht.md": "# Ü".encode()}


@pytest.mark.parametrize("data", [zipped(FILES), tar(FILES), tar(FILES, "w")], ids=["zip", "tar.gz", "tar"])
def test_files_come_out_with_their_folders(tmp_path: Path, data: bytes) -> None:
    members = unpacked(tmp_path, data)
    assert {"/".join(member.path_parts): member.file.read_bytes() for member in members} == FILES
    assert [member.size for member in members] == [4, 0, 4]
    assert all(member.file.parent == tmp_path / "members" for member in members)


def test_archives_in_archives_are_opened_in_their_place(tmp_path: Path) -> None:
    deepest = zipped({"zu tief.txt": b"4"})
    deeper = tar({"c.txt": b"3", "mehr.zip": deepest}, "w:xz")
    inner = zipped({"b.txt": b"2", "tiefer.tar.xz": deeper, "../../a.txt": b"2"})
    broken, locked = zipped(FILES)[:-30], zipped(FILES).replace(FLAGS, FLAGS[:-1] + b"\1")
    data = zipped(
        {
            "Akten/inner.zip": inner,
            "a.txt": b"1",
            "kaputt.zip": broken,
            "gesperrt.zip": locked,
            "leer.zip": zipped({}),
            # Whatever is packed without being called an archive is one thing.
            "programm.jar": zipped({"A.class": b"1"}),
        }
    )
    members = unpacked(tmp_path, data, replace(LIMITS, nested=2))
    assert {"/".join(member.path_parts): member.file.read_bytes() for member in members} == {
        "Akten/inner.zip/b.txt": b"2",
        "Akten/inner.zip/tiefer.tar.xz/c.txt": b"3",
        "Akten/inner.zip/tiefer.tar.xz/mehr.zip": deepest,
        "Akten/inner.zip/a.txt": b"2",
        "a.txt": b"1",
        "kaputt.zip": broken,
        "gesperrt.zip": locked,
        "leer.zip": zipped({}),
        "programm.jar": zipped({"A.class": b"1"}),
    }
    assert {each.name for each in (tmp_path / "members").iterdir()} == {str(n) for n in range(len(members))}


def test_what_is_nested_counts_towards_the_same_bounds(tmp_path: Path) -> None:
    many = zipped({f"{number}": b"" for number in range(40)})
    bomb = zipped({"bomb": b"\0" * 15_000_000})
    for number, data in enumerate(
        (zipped({f"{n}.zip": many for n in range(3)}), zipped({"a.zip": bomb, "b.zip": bomb}))
    ):
        (tmp_path / str(number)).mkdir()
        with pytest.raises(UnreadableError) as caught:
            here(tmp_path / str(number), data)
        assert caught.value.fault is Fault.TOO_MUCH_INSIDE, caught.value.detail


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("../../etc/passwd", ("etc", "passwd")),
        ("/etc/passwd", ("etc", "passwd")),
        ("C:\\Akten\\..\\a.txt", ("Akten", "a.txt")),
        ("a/./b//c", ("a", "b", "c")),
        ("bericht\u202efdp.exe", ("berichtfdp.exe",)),
        ("a\x00b\nc.txt", ("abc.txt",)),
        ("👩\u200d👩\u200d👧 Familie.txt", ("👩\u200d👩\u200d👧 Familie.txt",)),
        ("مستند.pdf", ("مستند.pdf",)),
        ("u\u0308ber.txt", ("über.txt",)),
        ("x" * 500 + ".pdf", ("x" * 196 + ".pdf",)),
        ("...", ()),
        ("", ()),
    ],
)
def test_names_are_cleaned(name: str, parts: tuple[str, ...]) -> None:
    assert cleaned(name) == parts


def test_the_same_name_twice_stays_two_files(tmp_path: Path) -> None:
    assert here(tmp_path, tar({"a/b.txt": b"1", "./a/b.txt": b"2", "x/../a/b.txt": b"3"})) == [
        ("a", "b.txt"),
        ("a", "b (2).txt"),
        ("x", "a", "b.txt"),
    ]


def test_links_devices_and_litter_are_left_out(tmp_path: Path) -> None:
    link = tarfile.TarInfo("link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    hard = tarfile.TarInfo("hard")
    hard.type, hard.linkname = tarfile.LNKTYPE, "a.txt"
    device = tarfile.TarInfo("device")
    device.type = tarfile.CHRTYPE
    assert here(tmp_path, tar({"a.txt": b"1", "__MACOSX/a": b"", ".DS_Store": b""}, "w", link, hard, device)) == [
        ("a.txt",)
    ]


def test_links_in_zips_are_left_out(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("link")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
        archive.writestr("a.txt", "a")
    assert here(tmp_path, buffer.getvalue()) == [("a.txt",)]


def test_names_in_utf8_that_do_not_say_so(tmp_path: Path) -> None:
    data = zipped({"AeUebersicht.txt": b"a"}).replace(b"AeUebersicht", "Ä-Übersich".encode())
    assert here(tmp_path, data) == [("Ä-Übersich.txt",)]


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda: zipped({"bomb": b"\0" * 29_000_000}), Fault.TOO_MUCH_INSIDE),
        (lambda: tar({"bomb": b"\0" * 29_000_000}), Fault.TOO_MUCH_INSIDE),
        (lambda: zipped({f"{number}": b"" for number in range(101)}), Fault.TOO_MUCH_INSIDE),
        (lambda: zipped({"a/b/c/d/e/f/g": b""}), Fault.TOO_MUCH_INSIDE),
        (lambda: zipped(FILES)[:-30], Fault.DAMAGED),
        (lambda: tar({"a": bytes(range(256)) * 100})[:200], Fault.DAMAGED),
        (lambda: zipped(FILES).replace(FLAGS, FLAGS[:-1] + b"\1"), Fault.PROTECTED),
        (lambda: b"just text", Fault.UNKNOWN_KIND),
        (lambda: gzip.compress(b"just text" * 200, mtime=0), Fault.UNKNOWN_KIND),
        (lambda: b"", Fault.UNKNOWN_KIND),
    ],
)
def test_hostile_archives_are_refused(tmp_path: Path, make: Callable[[], bytes], fault: Fault) -> None:
    data = make()
    with pytest.raises(UnreadableError) as caught:
        here(tmp_path, data)
    assert caught.value.fault is fault, caught.value.detail
    written = sum(each.stat().st_size for each in tmp_path.rglob("*") if each.name != "content" and each.is_file())
    assert written <= 22_000_000


def test_an_archive_costs_its_process_only(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        unpacked(tmp_path, zipped({"bomb": b"\0" * 29_000_000}))
    assert caught.value.fault is Fault.TOO_MUCH_INSIDE


def impostor(folder: Path, monkeypatch: pytest.MonkeyPatch, report: str, *commands: str) -> None:
    script = folder / "impostor.sh"
    script.write_text("\n".join(["#!/bin/sh", "mkdir members", *commands, f"echo '{report}' > report.out"]) + "\n")
    script.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(script))


@pytest.mark.parametrize(
    ("report", "command"),
    [
        ('{"members": [{"parts": ["a"], "size": 1}]}', "ln -s /etc/passwd members/0"),
        ('{"members": [{"parts": ["a"], "size": 7}]}', "printf x > members/0"),
        ('{"members": [{"parts": ["..", "a"], "size": 1}]}', "printf x > members/0"),
        ('{"members": [{"parts": ["a/b"], "size": 1}]}', "printf x > members/0"),
        ('{"members": [{"parts": [], "size": 1}]}', "printf x > members/0"),
        ('{"members": [{"parts": ["a"], "size": 1}]}', "true"),
        ('{"members": 7}', "true"),
        ("{}", "true"),
    ],
)
def test_an_unpacker_taken_over_by_its_archive_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report: str, command: str
) -> None:
    impostor(tmp_path, monkeypatch, report, command)
    with pytest.raises(UnreadableError) as caught:
        unpacked(tmp_path, b"PK")
    assert caught.value.fault is Fault.DAMAGED
