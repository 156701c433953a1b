"""Files that are nothing but pictures: photographs of text, screenshots, faxes with a picture for each page."""

import warnings
from pathlib import Path

from PIL import Image, ImageOps

from convosphere.engines.documents.document import Block, Document
from convosphere.engines.documents.formats.office import within
from convosphere.engines.documents.formats.recognition import Recognition
from convosphere.engines.documents.types import Fault, Limits, UnreadableError

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF")


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
            with Image.open(path, formats=_FORMATS) as picture:
                return _read(picture, limits)
    except UnreadableError:
        raise
    except (OSError, SyntaxError, ValueError, Warning, EOFError, ArithmeticError) as error:
        raise UnreadableError(Fault.DAMAGED, f"{type(error).__name__}: {error}"[:300]) from error


def _read(picture: Image.Image, limits: Limits) -> Document:
    # The frames of what moves are no pages.
    count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
    blocks: list[Block] = []
    recognition = Recognition.within(limits)
    if recognition is None:
        return Document.of((), pages=count, warnings=(Fault.OCR_MISSING,))
    for number in range(min(count, limits.pages)):
        picture.seek(number)
        if picture.width * picture.height > limits.image_pixels:
            raise UnreadableError(Fault.TOO_MUCH_INSIDE, f"{picture.width}×{picture.height}")
        blocks += recognition.blocks(ImageOps.exif_transpose(picture), number + 1 if count > 1 else None)
    kept, cut = within(blocks, limits)
    cut = cut or count > limits.pages or recognition.missed > 0
    return Document.of(
        kept,
        pages=count if count > 1 else None,
        truncated=cut,
        metadata={"read_by": "tesseract"},
        warnings=(Fault.TRUNCATED,) if cut else (),
    )
