"""Reads data as the product does, and hands out what came of it."""

import asyncio
from pathlib import Path

import orjson

from convosphere.engines.documents import Block, Document, DocumentReader, Limits, Reading
from convosphere.engines.documents.formats.recognition import words_folder

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


def read_text(folder: Path, name: str, data: bytes, limits: Limits = LIMITS) -> Document:
    """`read` and `text_of`."""
    return text_of(read(folder, name, data, limits))


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
