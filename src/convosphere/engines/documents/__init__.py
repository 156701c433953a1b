"""Reads files that anybody may have made: what they are, their text, their pictures.

`DocumentReader.read` starts a process for each file, with limits on time, memory and output: a file that crashes,
hangs or fills its reader costs itself and nothing else. What is in `formats` runs in that process only.
"""

from convosphere.engines.documents.reader import DocumentReader
from convosphere.engines.documents.types import (
    Content,
    Document,
    Fault,
    Limits,
    Output,
    Reading,
    Section,
    UnreadableError,
)

__all__ = [
    "Content",
    "Document",
    "DocumentReader",
    "Fault",
    "Limits",
    "Output",
    "Reading",
    "Section",
    "UnreadableError",
]
