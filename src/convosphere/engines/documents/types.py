"""What goes into the reading of a file, and what comes out."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

# What the reader's process leaves in the folder beside the file.
REPORT: Final = "report.out"
# What it says when there was no room for what it made, and how it ends when there was none for the report itself.
NO_ROOM_SAID: Final = "no_room"
NO_ROOM: Final = 75

# Left, top, right, bottom, as fractions of width and height, from the upper left corner.
Box = tuple[float, float, float, float]
# As it was recognised on a page, and where.
Word = tuple[str, Box]


class Content(StrEnum):
    """What was found in a file, whatever its name says."""

    IMAGE = "image"
    PDF = "pdf"
    TEXT = "text"
    CODE = "code"
    DOCUMENT = "document"
    OTHER = "other"


class Fault(StrEnum):
    """Why a file cannot be read, why there is no text, or what is missing in it."""

    # Broken, cut off, or it made its reader crash.
    DAMAGED = "damaged"
    # It declares what no program writes: names for other files, or for texts that grow without end.
    HOSTILE = "hostile"
    # More pixels, frames, cells or unpacked bytes than allowed.
    TOO_MUCH_INSIDE = "too_much_inside"
    TIMEOUT = "timeout"
    PROTECTED = "protected"
    # As notes and warnings:
    # Read, and there is no text in it.
    EMPTY = "empty"
    # There is text in pictures, and nothing here that recognises it: `tesseract-ocr` with `deu` and `eng` is missing.
    OCR_MISSING = "ocr_missing"
    # Sound: nothing here turns speech into text.
    SPEECH_MISSING = "speech_missing"
    # Nothing here reads this kind.
    UNKNOWN_KIND = "unknown_kind"
    # An archive where one file was expected: it can be unpacked, not read.
    ARCHIVE = "archive"
    # More pages, characters or time than the limits allow: the text ends early.
    TRUNCATED = "truncated"
    # It holds programs (macros); they were neither read nor run.
    MACROS = "macros"
    # Parts (attachments, pages) that could not be read were left out.
    PARTS_LEFT_OUT = "parts_left_out"
    # It ends in the middle: what was to come is missing.
    CUT_OFF = "cut_off"
    # Sheets or slides that their author has hidden; they were read like the others.
    HIDDEN_PARTS = "hidden_parts"


# What is to be known of a text that lacks nothing.
NOTICES: Final = frozenset({Fault.MACROS, Fault.HIDDEN_PARTS})


class UnreadableError(Exception):
    """The file cannot be read; `detail` is for logs."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else fault)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may take. Pixels: of one picture, all its frames together four times that.

    `pages`: PDF pages, slides, sheets that are read; `ocr`: whether text in pictures is recognised, `ocr_pictures`:
    also in files that are nothing but a picture. Recognition stops in time before `seconds` are over.
    """

    seconds: float = 60.0
    memory_mb: int = 1_024
    image_pixels: int = 50_000_000
    text_characters: int = 2_000_000
    # What archives may unpack to, in bytes.
    unpacked_bytes: int = 50_000_000
    pages: int = 5_000
    ocr: bool = False
    ocr_pictures: bool = True


@dataclass(frozen=True, slots=True)
class UnpackLimits:
    """What the unpacking of one archive may take; more is a fault, not a shortened list.

    `ratio`: of all unpacked bytes to the archive's own. `depth`: of folders, an archive within being one. `nested`: how
    many archives inside each other are opened below the outermost one; what lies deeper stays packed.
    """

    seconds: float = 300.0
    memory_mb: int = 1_024
    entries: int = 10_000
    unpacked_bytes: int = 5_000_000_000
    member_bytes: int = 1_000_000_000
    ratio: float = 200.0
    depth: int = 20
    nested: int = 3


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
    `Document`; None: no text was found, and `note` says why (None for pictures in which none was looked for).
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


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as a picture (WebP), `pages`: of how many; `boxes`: where the passage stands. No box: not on this page.

    `words`: recognised just now, because the page is a picture of text; to be kept and brought along the next time.
    """

    path: Path
    width: int
    height: int
    pages: int
    boxes: tuple[Box, ...] = ()
    words: tuple[Word, ...] | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A file out of an archive: its cleaned path (folders, name), its size in bytes, where it lies."""

    path_parts: tuple[str, ...]
    size: int
    file: Path
