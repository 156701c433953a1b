"""Word documents: paragraphs, headings and tables of the main text, read as a stream.

Nothing is unpacked to the disk, and reading ends at the limits: a small archive that holds gigabytes costs no more
than any other.
"""

import zipfile
import zlib
from pathlib import Path
from typing import Final, Protocol
from xml.parsers import expat

from convosphere.engines.documents.types import Document, Fault, Limits, Section, UnreadableError

_MAIN: Final = "word/document.xml"
_SPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main "
_PIECE: Final = 64 * 1024
_DEEPEST: Final = 500


class _Parser(Protocol):
    """What is used of expat's parser."""

    def Parse(self, data: bytes, final: bool = ..., /) -> int: ...  # noqa: N802, FBT001 - the library's names


class _Full(Exception):  # noqa: N818 - it ends the reading, which is no error
    """There is as much text as the limits allow."""


class _Body:
    """Collects text as the parser meets it."""

    def __init__(self, most: int) -> None:
        self.sections: list[Section] = []
        self._most = most
        self._characters = 0
        self._heading: str | None = None
        self._lines: list[str] = []
        self._line: list[str] = []
        self._in_text = False
        self._is_heading = False
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableError(Fault.TOO_MUCH_INSIDE, "nested too deeply")
        match tag.removeprefix(_SPACE).removeprefix(_STRICT):
            case "p":
                self._is_heading = False
            case "pStyle":
                style = next((value for name, value in attributes.items() if name.endswith("val")), "")
                self._is_heading = style.lower().startswith(("heading", "berschrift", "überschrift", "title", "titel"))
            case "t":
                self._in_text = True
            case "tab":
                self._line.append("\t")
            case "br" | "cr":
                self._line.append("\n")
            case "tc":
                self._line.append(" | ")

    def end(self, tag: str) -> None:
        self._depth -= 1
        match tag.removeprefix(_SPACE).removeprefix(_STRICT):
            case "t":
                self._in_text = False
            case "p":
                self._end_paragraph()

    def data(self, text: str) -> None:
        if self._in_text:
            self._line.append(text)
            self._characters += len(text)
            if self._characters > self._most:
                raise _Full

    def close(self) -> tuple[Section, ...]:
        if self._line:
            self._end_paragraph()
        self._end_section()
        return tuple(self.sections)

    def _end_paragraph(self) -> None:
        line = "".join(self._line).strip("\n")
        self._line.clear()
        if not self._is_heading or not line.strip():
            self._lines.append(line)
            return
        self._end_section()
        self._heading = line.strip()
        self._lines.append(f"# {line.strip()}")

    def _end_section(self) -> None:
        text = "\n".join(self._lines).strip()
        self._lines.clear()
        if text:
            self.sections.append(Section(text, heading=self._heading))


def read_text(path: Path, limits: Limits) -> Document:
    """A section for each heading.

    Raises:
        UnreadableError: no Word document, broken, or it unpacks to more than the limits allow.
    """
    body = _Body(limits.text_characters)
    truncated = False
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_MAIN) as main:
            # Never more than this is read, whatever is really packed: the library stops there.
            if archive.getinfo(_MAIN).file_size > limits.unpacked_bytes:
                raise UnreadableError(Fault.TOO_MUCH_INSIDE, "unpacks to too much")
            parser = _parser(body)
            while piece := main.read(_PIECE):
                parser.Parse(piece)
            parser.Parse(b"", True)  # noqa: FBT003 - the library takes it by its place only
    except _Full:
        truncated = True
    except RuntimeError as error:
        # The library's word for an encrypted entry.
        raise UnreadableError(Fault.PROTECTED, str(error)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, expat.ExpatError) as error:
        raise UnreadableError(Fault.DAMAGED, f"{type(error).__name__}: {error}") from error
    return Document(body.close(), truncated=truncated)


def _parser(body: _Body) -> _Parser:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = body.start
    parser.EndElementHandler = body.end
    parser.CharacterDataHandler = body.data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    """Word writes none; only entities that grow or that read other files need one."""
    raise UnreadableError(Fault.DAMAGED, "has a document type declaration")
