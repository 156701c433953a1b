"""Reads files that anybody may have made: what they are, their text, their pictures; and cuts texts into pieces.

`DocumentReader.read` starts a process for each file, with limits on time, memory and output: a file that crashes,
hangs or fills its reader costs itself and nothing else. Small plain texts (text, Markdown, CSV, JSON, source code) are
read by our own readers in a thread. What is in `formats` runs nowhere else.
"""

from convosphere.engines.documents.chunking import Chunk, Strategy, chunk, estimate_tokens
from convosphere.engines.documents.document import Block, BlockKind, Document, Section
from convosphere.engines.documents.reader import DocumentReader
from convosphere.engines.documents.readers import FIRST_READER, READERS, reader_number
from convosphere.engines.documents.types import (
    NOTICES,
    Content,
    Fault,
    Limits,
    Member,
    Output,
    PageImage,
    Reading,
    UnpackLimits,
    UnreadableError,
    Word,
)

__all__ = [
    "FIRST_READER",
    "NOTICES",
    "READERS",
    "Block",
    "BlockKind",
    "Chunk",
    "Content",
    "Document",
    "DocumentReader",
    "Fault",
    "Limits",
    "Member",
    "Output",
    "PageImage",
    "Reading",
    "Section",
    "Strategy",
    "UnpackLimits",
    "UnreadableError",
    "Word",
    "chunk",
    "estimate_tokens",
    "reader_number",
]
