"""CSV and TSV as one table; JSON as code, on lines of its own if it comes on one."""

import csv
import io
from pathlib import Path
from typing import Final

import orjson

from convosphere.engines.documents.document import Block, BlockKind, Document, table_block
from convosphere.engines.documents.formats import plain
from convosphere.engines.documents.types import Limits

_DELIMITERS: Final = ";,\t|"
_LOOK_LINES: Final = 20
_LONG_LINE: Final = 2_000


def read_table(path: Path, limits: Limits) -> Document:
    """One table; what is no table after all is read as text."""
    text, truncated = plain.read_source(path, limits)
    delimiter = _delimiter(text)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error:
        return plain.read_text(path, limits)
    return Document.of([table_block(rows)], **plain.cut(truncated=truncated))


def read_json(path: Path, limits: Limits) -> Document:
    """As it is written, or set in lines."""
    text, truncated = plain.read_source(path, limits)
    if len(text) > _LONG_LINE and text.count("\n") * _LONG_LINE < len(text):
        try:
            text = orjson.dumps(orjson.loads(text), option=orjson.OPT_INDENT_2).decode()
        except (orjson.JSONDecodeError, orjson.JSONEncodeError):
            return Document.of([Block(BlockKind.CODE, text)], **plain.cut(truncated=truncated))
        truncated = truncated or len(text) > limits.text_characters
        text = text[: limits.text_characters]
    return Document.of(plain.code_blocks(text), **plain.cut(truncated=truncated))


def _delimiter(text: str) -> str:
    """The sign that the first lines have alike and most of."""
    lines = [line for line in text.split("\n", _LOOK_LINES)[:_LOOK_LINES] if line.strip()]
    counts = {sign: [line.count(sign) for line in lines] for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: (min(counts[sign], default=0), sum(counts[sign])))
