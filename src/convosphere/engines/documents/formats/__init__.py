"""From a file to a report on it. Runs in the reader's own process; each format's library is loaded when it is met.

A further reader (of more formats, or a better one) takes its place in `_READERS`: the file's path in, a `Document` out.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast

import orjson

from convosphere.engines.documents.formats.sniffing import DOCX, HTML, PDF, Found, sniff
from convosphere.engines.documents.types import Content, Document, Fault, Limits, UnreadableError

_PREVIEW_CHARACTERS: Final = 4_000
_TEXT: Final = "text/plain; charset=utf-8"
_HERE: Final = "convosphere.engines.documents.formats"

TextReader = Callable[[Path, Limits], Document]
# Media type → module with `read_text`.
_READERS: Final = {PDF: "pdf", DOCX: "docx", HTML: "html"}


def examine(path: Path, name: str, limits: Limits) -> dict[str, Any]:
    """Reads a file; what is made of it lies beside it as `<name>.out`.

    Raises:
        UnreadableError: broken, or too much for the limits. Libraries raise what they like.
    """
    found = sniff(path, name)
    report: dict[str, Any] = {"content": found.content, "media_type": found.media_type}
    if found.content is Content.IMAGE:
        from convosphere.engines.documents.formats.pictures import make_pictures  # noqa: PLC0415 - loaded when met

        return report | make_pictures(path, limits)
    reader = _reader(found)
    if reader is None:
        return report
    return report | _read(reader, path, found, limits)


def _reader(found: Found) -> TextReader | None:
    module = _READERS.get(found.media_type)
    if module is not None:
        return cast("TextReader", import_module(f"{_HERE}.{module}").read_text)
    if found.content in {Content.TEXT, Content.CODE}:
        return cast("TextReader", import_module(f"{_HERE}.plain").read_text)
    return None


def _read(reader: TextReader, path: Path, found: Found, limits: Limits) -> dict[str, Any]:
    try:
        document = reader(path, limits)
    except UnreadableError as error:
        if error.fault is not Fault.PROTECTED:
            raise
        return {"note": Fault.PROTECTED}
    report: dict[str, Any] = {"pages": document.pages}
    if any(section.text.strip() for section in document.sections):
        (path.parent / "text.out").write_bytes(orjson.dumps(document.as_json()))
        report |= {
            "text": {"media_type": "application/json"},
            "characters": document.characters,
            "truncated": document.truncated,
        }
        if found.content is not Content.PDF:
            beginning = "\n\n".join(section.text for section in document.sections[:50])[:_PREVIEW_CHARACTERS]
            (path.parent / "preview.out").write_text(beginning, encoding="utf-8")
            report["preview"] = {"media_type": _TEXT}
    if found.content is Content.PDF:
        from convosphere.engines.documents.formats.pdf import make_preview  # noqa: PLC0415 - loaded when met

        report |= make_preview(path)
    return report
