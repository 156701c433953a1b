"""Files that are nothing but pictures: photographs of text, screenshots, faxes with a picture for each page."""

import warnings
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from convosphere.engines.documents.document import Block, Document
from convosphere.engines.documents.formats.bounds import within
from convosphere.engines.documents.formats.recognition import Recognition
from convosphere.engines.documents.types import Fault, Limits, UnreadableError

FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP", "TIFF")


def read_text(path: Path, limits: Limits) -> Document:
    """The text in a picture; of several pictures in one file each is a page.

    Raises:
        UnreadableError: broken, or more pixels than allowed.
    """
    if not limits.ocr:
        return Document.of((), warnings=(Fault.EMPTY,))
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(path, formats=FORMATS) as picture:
                return _read(picture, limits)
    except UnreadableError:
        raise
    except (OSError, SyntaxError, ValueError, Warning, EOFError, ArithmeticError) as error:
        raise UnreadableError(Fault.DAMAGED, f"{type(error).__name__}: {error}"[:300]) from error


def frames_of(picture: Image.Image) -> int:
    """How many pages there are; the frames of what moves are none."""
    return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1


def upright(picture: Image.Image, page: int, limits: Limits) -> Image.Image:
    """A page (from 1) as it is to be looked at.

    Raises:
        UnreadableError: there is no such page, or it has more pixels than allowed.
    """
    if not 1 <= page <= frames_of(picture):
        raise UnreadableError(Fault.EMPTY, f"no page {page}")
    picture.seek(page - 1)
    if picture.width * picture.height > limits.image_pixels:
        raise UnreadableError(Fault.TOO_MUCH_INSIDE, f"{picture.width}×{picture.height}")
    return ImageOps.exif_transpose(picture)


def _read(picture: Image.Image, limits: Limits) -> Document:
    count = frames_of(picture)
    blocks: list[Block] = []
    recognition = Recognition.within(limits)
    if recognition is None:
        return Document.of((), pages=count, warnings=(Fault.OCR_MISSING,))
    for number in range(min(count, limits.pages)):
        blocks += recognition.blocks(upright(picture, number + 1, limits), number + 1 if count > 1 else None)
    kept, cut = within(blocks, limits)
    cut = cut or count > limits.pages or recognition.missed > 0
    return Document.of(
        kept,
        pages=count if count > 1 else None,
        truncated=cut,
        metadata={"read_by": "tesseract"},
        warnings=(Fault.TRUNCATED,) if cut else (),
    )
