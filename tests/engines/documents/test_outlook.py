"""Outlook's messages: when they were sent, what is left out, texts packed over their window."""

import struct
from pathlib import Path

from convosphere.engines.documents import Fault
from convosphere.engines.documents.formats.rich_text.packed import unpacked
from tests.engines.documents import outlook
from tests.engines.documents.reading import read_text, shown

# Noon on 1 January 2026, in tenths of a microsecond since 1601.
_NOON = 134_117_424_000_000_000


def _sent(streams: outlook.Storage) -> outlook.Storage:
    about = streams["__properties_version1.0"]
    assert isinstance(about, bytes)
    return streams | {"__properties_version1.0": about + struct.pack("<HHIQ", 0x0040, 0x0039, 6, _NOON)}


def test_when_it_was_sent_and_when_what_hangs_on_it(tmp_path: Path) -> None:
    inner = _sent(outlook.streams_of("Innen", "Drinnen", "Cem", head=24))
    streams = _sent(outlook.streams_of("Aussen", "Text", "Anna", ("Weitergeleitet", inner)))
    document = read_text(tmp_path, "a.msg", outlook.compound(streams))
    assert document.metadata["created"] == "2026-01-01T12:00:00+00:00"
    heads = [text for _, text in shown(document) if text.startswith("From:")]
    assert heads == [f"From: {name}\nTo: Bert\nDate: Thu, 01 Jan 2026 12:00:00 +0000" for name in ("Anna", "Cem")]


def test_what_is_drawn_into_the_text_and_what_is_too_much_is_said_to_be_left_out(tmp_path: Path) -> None:
    drawn = read_text(tmp_path, "a.msg", outlook.message("Plan", "Siehe", "Anna", ("Diagramm", {"CONTENTS": b"x"})))
    assert shown(drawn)[-1] == ("heading2", "Diagramm")
    assert drawn.warnings == (Fault.PARTS_LEFT_OUT,)
    many = [(f"{number}.txt", b"x") for number in range(101)]
    full = read_text(tmp_path, "b.msg", outlook.message("Viel", "Siehe", "Anna", *many))
    assert [text for _, text in shown(full)].count("x") == 100
    assert full.warnings == (Fault.PARTS_LEFT_OUT,)


def test_a_packed_text_refers_to_what_lies_a_whole_window_back() -> None:
    known = bytes(32 + number % 90 for number in range(4_000))
    pieces = b"".join(b"\0" + known[start : start + 8] for start in range(0, len(known), 8))
    # The text stands behind the 207 bytes that each begins with: sixteen of it again, from its beginning.
    pair = struct.pack(">H", 207 << 4 | 14)
    data = pieces + b"\1" + pair + bytes(7)
    packed = struct.pack("<II4sI", len(data) + 12, len(known) + 16, b"LZFu", 0) + data
    assert unpacked(packed, 10_000) == known + known[:16]
    assert unpacked(packed, 100) == known[:100]
