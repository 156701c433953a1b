"""What goes into the reading of a file, and what comes out."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

# What the reader's process leaves in the folder beside the file.
REPORT: Final = "report.out"


class Content(StrEnum):
    """What was found in a file, whatever its name says."""

    IMAGE = "image"
    PDF = "pdf"
    TEXT = "text"
    CODE = "code"
    DOCUMENT = "document"
    OTHER = "other"


class Fault(StrEnum):
    """Why a file cannot be read."""

    # Broken, cut off, or it made its reader crash.
    DAMAGED = "damaged"
    # More pixels, frames, or unpacked bytes than allowed.
    TOO_MUCH_INSIDE = "too_much_inside"
    TIMEOUT = "timeout"
    PROTECTED = "protected"


class UnreadableError(Exception):
    """The file cannot be read; `detail` is for logs."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else fault)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may take. Pixels: of one picture, all its frames together four times that."""

    seconds: float = 60.0
    memory_mb: int = 1_024
    image_pixels: int = 50_000_000
    text_characters: int = 2_000_000
    # What archives may unpack to, in bytes.
    unpacked_bytes: int = 50_000_000


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a document's text: of a page (counted from 1), or below a heading."""

    text: str
    page: int | None = None
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document. `truncated`: there was more than the limits allow."""

    sections: tuple[Section, ...]
    pages: int | None = None
    truncated: bool = False

    @property
    def characters(self) -> int:
        """How much text there is."""
        return sum(len(section.text) for section in self.sections)

    def as_json(self) -> dict[str, Any]:
        """The form in which texts are stored; `convosphere-text/1`."""
        return {"schema": "convosphere-text/1", **asdict(self)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Document":
        """From `as_json`."""
        sections = tuple(Section(**each) for each in value["sections"])
        return cls(sections, value.get("pages"), value.get("truncated", False))


@dataclass(frozen=True, slots=True)
class Output:
    """A file that the reading made: where, and of which media type."""

    path: Path
    media_type: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All about one file.

    `original`: the picture as it is to be kept, upright and without metadata; None: the file as it came. `preview`: a
    small picture, or the first lines. `model`: the picture in a size for language models. `text`: JSON of a
    `Document`; None: no text was found. `note`: why not, where that is worth telling.
    """

    content: Content
    media_type: str
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    characters: int | None = None
    truncated: bool = False
    note: Fault | None = None
    original: Output | None = None
    preview: Output | None = None
    model: Output | None = None
    text: Output | None = None
