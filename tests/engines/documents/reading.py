"""Reads data as the product does, and hands out what came of it."""

import asyncio
from pathlib import Path
from typing import Any

import orjson

from convosphere.engines.documents import Block, Document, DocumentReader, Fault, Limits, Reading, UnreadableError
from convosphere.engines.documents.child import Order, report_on
from convosphere.engines.documents.formats.recognition import words_folder
from convosphere.engines.documents.reader import _reading

LIMITS = Limits(seconds=40, text_characters=200_000, unpacked_bytes=5_000_000, ocr=True)
OCR = words_folder() is not None


def read(folder: Path, name: str, data: bytes, limits: Limits = LIMITS) -> Reading:
    """Reads `data` under `name`; outside of a running event loop the tests may look at files."""
    path = folder / "content"
    path.write_bytes(data)
    return asyncio.run(DocumentReader(processes=2).read(path, name, limits))


def text_of(reading: Reading) -> Document:
    """Its text, offsets checked."""
    assert reading.text is not None, reading.note
    document = Document.from_json(orjson.loads(reading.text.path.read_bytes()))
    assert all(document.text[block.start : block.end] == block.text for block in document.blocks)
    return document


def report_of(folder: Path, name: str, data: bytes, limits: Limits = LIMITS) -> dict[str, Any]:
    """What the child would report."""
    path = folder / "content"
    path.write_bytes(data)
    return report_on(Order("read", path, limits, {"name": name}))


def read_text(folder: Path, name: str, data: bytes, limits: Limits = LIMITS) -> Document:
    """The text of a file that means no harm, without a process of its own: half a second less for each."""
    report = report_of(folder, name, data, limits)
    if report.get("fault") is not None:
        raise UnreadableError(Fault(report["fault"]), str(report["detail"]))
    return text_of(_reading(report, folder))


def shown(document: Document) -> list[tuple[str, str]]:
    """Kind, with level, and text of each block."""
    return [(f"{block.kind}{block.level or ''}", block.text) for block in document.blocks]


def pages(document: Document) -> list[tuple[int | None, str]]:
    """Page and text of each block."""
    return [(block.page, block.text) for block in document.blocks]


def table(document: Document) -> Block:
    """Its only table."""
    (found,) = (block for block in document.blocks if block.rows is not None)
    return found
