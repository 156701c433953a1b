"""A page as a picture, and where on it a passage stands: pages of a PDF, pictures, the pages of a fax.

Letters of a PDF know their places. Where there are none, the page is a picture of text and its words are recognised
once more, as they were when it was read; whoever asks keeps them, and brings them along the next time.
"""

import ctypes
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from convosphere.engines.documents.formats.marking import boxes_in, letters_of, places_of
from convosphere.engines.documents.formats.pdf import drawn_for_recognition, is_scan, open_pdf
from convosphere.engines.documents.formats.recognition import Recognition
from convosphere.engines.documents.formats.scans import FORMATS, frames_of, upright
from convosphere.engines.documents.types import Box, Fault, Limits, UnreadableError, Word

_MOST_WIDTH: Final = 2_400
_LEAST_WIDTH: Final = 64
_MOST_PIXELS: Final = 12_000_000
_QUALITY: Final = 80
_MOST_PASSAGE: Final = 20_000
_MOST_BOXES: Final = 500
_DEVICE: Final = 100_000


@dataclass(slots=True)
class _Drawn:
    """A page; `scan`: larger and grey, where its text has to be recognised."""

    picture: Image.Image
    pages: int
    boxes: list[Box]
    scan: Image.Image | None = None


def render_page(
    path: Path,
    limits: Limits,
    *,
    page: int,
    width: int,
    passage: str | None = None,
    words: Sequence[Word] | None = None,
) -> dict[str, Any]:
    """Draws page `page` (from 1), `width` pixels wide, as `page.out`.

    `words`: of a page that is a picture, where they were recognised before.

    Raises:
        UnreadableError: broken, protected, or it has no such page.
    """
    passage = None if passage is None else passage[:_MOST_PASSAGE]
    with path.open("rb") as file:
        draw = _of_pdf if file.read(5) == b"%PDF-" else _of_picture
    drawn = draw(path, page, width, passage, limits)
    picture, boxes, new = drawn.picture, drawn.boxes, None
    picture.save(path.parent / "page.out", format="WEBP", quality=_QUALITY)
    if drawn.scan is not None and passage:
        if words is None:
            words = new = _recognised(drawn.scan, limits)
        boxes = boxes_in(words or (), passage)
    return {
        "width": picture.width,
        "height": picture.height,
        "pages": drawn.pages,
        "boxes": boxes[:_MOST_BOXES],
        "words": new,
    }


def _recognised(scan: Image.Image, limits: Limits) -> list[Word] | None:
    recognition = Recognition.within(limits) if limits.ocr else None
    return None if recognition is None else recognition.words(scan)


def _of_pdf(path: Path, page: int, width: int, passage: str | None, _: Limits) -> _Drawn:
    document = open_pdf(path)
    try:
        if not 1 <= page <= len(document):
            raise UnreadableError(Fault.EMPTY, f"no page {page}")
        sheet = document[page - 1]
        points = [max(size, 1.0) for size in sheet.get_size()]
        scale = _bounded(width) / points[0]
        scale = min(scale, (_MOST_PIXELS / (points[0] * points[1])) ** 0.5)
        drawn = _Drawn(sheet.render(scale=scale, may_draw_forms=False).to_pil(), len(document), [])
        if passage and is_scan(document, page - 1):
            drawn.scan = drawn_for_recognition(sheet)
        elif passage:
            drawn.boxes = list(_boxes(sheet, passage))
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise UnreadableError(Fault.DAMAGED, f"{type(error).__name__}: {error}"[:300]) from error
    finally:
        document.close()
    return drawn


def _of_picture(path: Path, page: int, width: int, passage: str | None, limits: Limits) -> _Drawn:
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(path, formats=FORMATS) as file:
                whole, count = upright(file, page, limits), frames_of(file)
    except UnreadableError:
        raise
    except (OSError, SyntaxError, ValueError, Warning, EOFError, ArithmeticError) as error:
        raise UnreadableError(Fault.DAMAGED, f"{type(error).__name__}: {error}"[:300]) from error
    # Never larger than it is.
    size = min(_bounded(width), whole.width)
    picture = whole.convert("RGB").resize((size, max(1, round(whole.height * size / whole.width))))
    return _Drawn(picture, count, [], whole if passage else None)


def _bounded(width: int) -> int:
    return min(max(width, _LEAST_WIDTH), _MOST_WIDTH)


def _boxes(sheet: pypdfium2.PdfPage, passage: str) -> Iterator[Box]:
    text_page = sheet.get_textpage()
    letters, places = _letters_of_page(text_page)
    for first, last in places_of(letters, letters_of(passage)):
        start, end = places[first], places[last - 1] + 1
        for number in range(text_page.count_rects(start, end - start)):
            yield _fractions(sheet, *text_page.get_rect(number))


def _letters_of_page(text_page: pypdfium2.PdfTextPage) -> tuple[str, list[int]]:
    """The page's letters, and of which of its characters each is."""
    letters: list[str] = []
    places: list[int] = []
    for place in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, place)
        for letter in letters_of(chr(code)) if 0 < code < 0x110000 and not 0xD800 <= code <= 0xDFFF else "":  # noqa: PLR2004 - code points
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def _fractions(sheet: pypdfium2.PdfPage, left: float, bottom: float, right: float, top: float) -> Box:
    """From the page's own coordinates, which may be turned and shifted, to fractions of what is drawn."""
    first, second = _on_device(sheet, left, top), _on_device(sheet, right, bottom)
    across, down = sorted((first[0], second[0])), sorted((first[1], second[1]))
    return across[0], down[0], across[1], down[1]


def _on_device(sheet: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(sheet, 0, 0, _DEVICE, _DEVICE, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return min(max(across.value / _DEVICE, 0.0), 1.0), min(max(down.value / _DEVICE, 0.0), 1.0)
