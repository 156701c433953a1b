"""A page of a PDF as a picture, and where on it a passage stands."""

import ctypes
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from convosphere.engines.documents.formats.pdf import open_pdf
from convosphere.engines.documents.types import Fault, UnreadableError

_MOST_WIDTH: Final = 2_400
_LEAST_WIDTH: Final = 64
_MOST_PIXELS: Final = 12_000_000
_QUALITY: Final = 80
# A passage is looked for in parts of so many letters: what was cut, put in another order or stands on another page
# leaves the others.
_PART: Final = 32
_SMALL: Final = 12
_MOST_PASSAGE: Final = 20_000
_MOST_BOXES: Final = 500
_DEVICE: Final = 100_000

Box = tuple[float, float, float, float]


def render_page(path: Path, page: int, width: int, passage: str | None) -> dict[str, Any]:
    """Draws page `page` (from 1), `width` pixels wide, as `page.out`.

    Raises:
        UnreadableError: broken, protected, or it has no such page.
    """
    document = open_pdf(path)
    try:
        if not 1 <= page <= len(document):
            raise UnreadableError(Fault.EMPTY, f"no page {page}")
        sheet = document[page - 1]
        points = [max(size, 1.0) for size in sheet.get_size()]
        scale = min(max(width, _LEAST_WIDTH), _MOST_WIDTH) / points[0]
        scale = min(scale, (_MOST_PIXELS / (points[0] * points[1])) ** 0.5)
        picture = sheet.render(scale=scale, may_draw_forms=False).to_pil()
        picture.save(path.parent / "page.out", format="WEBP", quality=_QUALITY)
        boxes = [] if not passage else list(_boxes(sheet, passage[:_MOST_PASSAGE]))[:_MOST_BOXES]
        return {"width": picture.width, "height": picture.height, "pages": len(document), "boxes": boxes}
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise UnreadableError(Fault.DAMAGED, f"{type(error).__name__}: {error}"[:300]) from error
    finally:
        document.close()


def _boxes(sheet: pypdfium2.PdfPage, passage: str) -> Iterator[Box]:
    text_page = sheet.get_textpage()
    letters, places = _letters_of_page(text_page)
    for first, last in _found(letters, _letters(passage)):
        start, end = places[first], places[last - 1] + 1
        for number in range(text_page.count_rects(start, end - start)):
            yield _fractions(sheet, *text_page.get_rect(number))


def _letters(text: str) -> str:
    """Letters and digits alone, without case: hyphens, breaks, ligatures and the lines of tables make no difference."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _letters_of_page(text_page: pypdfium2.PdfTextPage) -> tuple[str, list[int]]:
    """The page's letters, and of which of its characters each is."""
    letters: list[str] = []
    places: list[int] = []
    for place in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, place)
        for letter in _letters(chr(code)) if 0 < code < 0x110000 and not 0xD800 <= code <= 0xDFFF else "":  # noqa: PLR2004 - code points
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def _found(page: str, passage: str) -> Iterator[tuple[int, int]]:
    """Places of the passage's parts, neighbours as one."""
    start = page.find(passage)
    if passage and start >= 0:
        yield start, start + len(passage)
        return
    begun: tuple[int, int] | None = None
    for place, length in _parts(page, passage):
        if begun is not None and place == begun[1]:
            begun = (begun[0], place + length)
            continue
        if begun is not None:
            yield begun
        begun = (place, place + length)
    if begun is not None:
        yield begun


def _parts(page: str, passage: str) -> Iterator[tuple[int, int]]:
    """Place and length of each part that is on the page, smaller ones only near the part before."""
    after = 0
    for first in range(0, len(passage), _PART):
        part = passage[first : first + _PART]
        place = page.find(part, after)
        if place < 0 and len(part) == _PART:
            place = page.find(part)
        if place >= 0 and len(part) >= _SMALL:
            yield place, len(part)
            after = place + len(part)
            continue
        for small in range(0, len(part), _SMALL):
            piece = part[small : small + _SMALL]
            place = page.find(piece, after, after + 3 * _PART) if len(piece) == _SMALL else -1
            if place >= 0:
                yield place, _SMALL
                after = place + _SMALL


def _fractions(sheet: pypdfium2.PdfPage, left: float, bottom: float, right: float, top: float) -> Box:
    """From the page's own coordinates, which may be turned and shifted, to fractions of what is drawn."""
    first, second = _on_device(sheet, left, top), _on_device(sheet, right, bottom)
    across, down = sorted((first[0], second[0])), sorted((first[1], second[1]))
    return across[0], down[0], across[1], down[1]


def _on_device(sheet: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(sheet, 0, 0, _DEVICE, _DEVICE, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return min(max(across.value / _DEVICE, 0.0), 1.0), min(max(down.value / _DEVICE, 0.0), 1.0)
