"""Messages as Outlook keeps them: compound files of small streams, as [MS-CFB] and [MS-OXMSG] have it."""

import struct
from dataclasses import dataclass, field

_SECTOR = 512
_MINI = 64
_CUTOFF = 4096
_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF

Storage = dict[str, "bytes | Storage"]


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    child: int = _NONE
    right: int = _NONE
    start: int = _END


@dataclass
class _Sectors:
    size: int
    data: bytearray = field(default_factory=bytearray)
    chain: list[int] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        if not data:
            return _END
        first = len(self.chain)
        count = -(-len(data) // self.size)
        self.data += data.ljust(count * self.size, b"\0")
        self.chain += [*range(first + 1, first + count), _END]
        return first


def message(subject: str, body: str, sender: str, *attachments: tuple[str, "bytes | Storage"]) -> bytes:
    """An `.msg` file."""
    return compound(streams_of(subject, body, sender, *attachments))


def streams_of(
    subject: str, body: str, sender: str, *attachments: tuple[str, "bytes | Storage"], head: int = 32, **more: bytes
) -> Storage:
    """What is in it; `head` 24: of a message that hangs on another. `more`: streams instead of the text."""
    texts = {0x001A: "IPM.Note", 0x0037: subject, 0x0C1A: sender, 0x0E04: "Bert"} | ({} if more else {0x1000: body})
    streams: Storage = {**_texts(texts, head, len(attachments)), **more}
    for number, (name, data) in enumerate(attachments):
        part = _texts({0x3707: name, 0x3704: name, 0x3001: name}, 8, 0)
        kind, method = (0x0102, 1) if isinstance(data, bytes) else (0x000D, 5)
        part[f"__substg1.0_3701{kind:04X}"] = data
        part["__properties_version1.0"] = bytes(part["__properties_version1.0"]) + _property(0x3701, kind, len(data))  # type: ignore[arg-type] # a stream, no storage
        part["__properties_version1.0"] += _fixed(0x3705, method)  # type: ignore[operator] # as above
        streams[f"__attach_version1.0_#{number:08X}"] = part
    streams["__nameid_version1.0"] = {f"__substg1.0_000{number}0102": b"" for number in (2, 3, 4)}
    return streams


def _texts(values: dict[int, str], head: int, attachments: int) -> Storage:
    header = bytearray(head)
    if head > 8:
        struct.pack_into("<II", header, 12, attachments, 0)
        struct.pack_into("<I", header, 20, attachments)
    properties = bytes(header)
    streams: Storage = {}
    for tag, text in values.items():
        data = text.encode("utf-16-le")
        streams[f"__substg1.0_{tag:04X}001F"] = data
        properties += _property(tag, 0x001F, len(data) + 2)
    streams["__properties_version1.0"] = properties
    return streams


def _property(tag: int, kind: int, size: int) -> bytes:
    return struct.pack("<HHIII", kind, tag, 6, size, 0)


def _fixed(tag: int, value: int) -> bytes:
    return struct.pack("<HHIII", 0x0003, tag, 6, value, 0)


def compound(streams: Storage) -> bytes:
    """A compound file of these storages and streams."""
    entries = [_Entry("Root Entry", 5)]
    _add(entries, 0, streams)
    mini, big = _Sectors(_MINI), _Sectors(_SECTOR)
    for entry in entries[1:]:
        if entry.kind == 2:
            entry.start = (mini if len(entry.data) < _CUTOFF else big).add(entry.data)
    entries[0].data = bytes(mini.data)
    entries[0].start = big.add(entries[0].data)
    mini_table = b"".join(struct.pack("<I", value) for value in mini.chain)
    mini_start = big.add(mini_table.ljust(-(-len(mini_table) // _SECTOR) * _SECTOR, b"\xff"))
    directory = b"".join(_directory_entry(entry) for entry in entries)
    directory_start = big.add(directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0"))
    # The table of sectors says of itself where it is.
    tables = 1
    while (len(big.chain) + tables) * 4 > tables * _SECTOR:
        tables += 1
    first_table = len(big.chain)
    chain = [*big.chain, *[_FAT] * tables]
    table = b"".join(struct.pack("<I", value) for value in chain).ljust(tables * _SECTOR, b"\xff")
    places = [*range(first_table, first_table + tables), *[_FREE] * (109 - tables)]
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, directory_start, 0, _CUTOFF, mini_start, len(mini_table) // _SECTOR + 1, _END, 0),
    )
    return header + b"".join(struct.pack("<I", place) for place in places) + bytes(big.data) + table


def _add(entries: list[_Entry], parent: int, streams: Storage) -> None:
    before: int | None = None
    for name in sorted(streams, key=lambda each: (len(each), each.upper())):
        value = streams[name]
        number = len(entries)
        entries.append(_Entry(name, 2, value) if isinstance(value, bytes) else _Entry(name, 1))
        if before is None:
            entries[parent].child = number
        else:
            entries[before].right = number
        before = number
        if not isinstance(value, bytes):
            _add(entries, number, value)


def _directory_entry(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ",
        name,
        len(name),
        entry.kind,
        1,
        *(_NONE, entry.right, entry.child, 0),
        *(entry.start, len(entry.data)),
    )
