"""Texts, source code, tables as text: as they are."""

from pathlib import Path

from convosphere.engines.documents.formats.decoding import decode
from convosphere.engines.documents.types import Document, Limits, Section

_MOST_BYTES_PER_CHARACTER = 4


def read_text(path: Path, limits: Limits) -> Document:
    """One section with the text; line ends become plain ones."""
    most = limits.text_characters * _MOST_BYTES_PER_CHARACTER
    with path.open("rb") as file:
        data = file.read(most + 1)
    cut = len(data) > most
    text = decode(data[:most], cut=cut).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    truncated = cut or len(text) > limits.text_characters
    return Document((Section(text[: limits.text_characters]),), truncated=truncated)
