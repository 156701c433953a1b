"""A small plain text as a document at once: nothing is made of it beside its file."""

from dataclasses import replace
from pathlib import Path

from convosphere.engines.documents.document import Document
from convosphere.engines.documents.formats.parts import reader_of
from convosphere.engines.documents.formats.sniffing import Found
from convosphere.engines.documents.language import detect_language
from convosphere.engines.documents.types import Fault, Limits, UnreadableError


def read_document(path: Path, limits: Limits, found: Found) -> Document | None:
    """What stands in a text that was found to be one; None: nothing, or nothing here reads it.

    Raises:
        UnreadableError: broken, or too much for the limits.
    """
    reader = reader_of(found)
    if reader is None:
        return None
    try:
        document = reader(path, limits)
    except UnreadableError as error:
        if error.fault is Fault.PROTECTED:
            return None
        raise
    return replace(document, language=detect_language(document.text) or document.language) if document.blocks else None
