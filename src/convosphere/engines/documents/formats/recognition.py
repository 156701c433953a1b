"""Text in pictures, by Tesseract within xberg; in German and English, one picture at a time, until the time is over.

Asked for only when the words of both languages lie on this machine, with their folder named: the library would
otherwise fetch them.
"""

import io
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from PIL import Image

from convosphere.engines.documents.document import Block
from convosphere.engines.documents.formats.extracting import extract, extract_words
from convosphere.engines.documents.types import Limits, UnreadableError, Word

_LANGUAGES: Final = ("deu", "eng")
_FOLDERS: Final = (
    "/usr/share/tesseract-ocr",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_MOST_PIXELS: Final = 3_500
# What the library takes for the largest of them on its way, twice over.
_WORKING_BYTES: Final = 200_000_000
# Of the time for the whole file.
_SHARE_OF_TIME: Final = 0.7
# Columns and paragraphs are found by itself, orientation is not.
_LAYOUT: Final = 3


def words_folder() -> str | None:
    """Where Tesseract's words are; None: not, or not those of both languages."""
    prefix = os.environ.get("TESSDATA_PREFIX")
    for folder in _candidates(prefix):
        if all((folder / f"{language}.traineddata").is_file() for language in _LANGUAGES):
            return str(folder)
    return None


def _candidates(prefix: str | None) -> Iterator[Path]:
    for name in (prefix, *_FOLDERS):
        if name:
            yield Path(name)
            yield Path(name) / "tessdata"
            # Debian has a folder for each version.
            yield from sorted(Path(name).glob("*/tessdata"), reverse=True)


@dataclass(slots=True)
class Recognition:
    """Recognises until its time is over; `missed` counts the pictures after that, and those it could not read."""

    folder: str
    limits: Limits
    until: float
    missed: int = 0

    @classmethod
    def within(cls, limits: Limits) -> "Recognition | None":
        """None: there is nothing here that recognises text."""
        folder = words_folder()
        if folder is None:
            return None
        # Pictures come from here, of a size that is known; what may be unpacked of archives is no measure for them.
        own = replace(limits, unpacked_bytes=max(limits.unpacked_bytes, _WORKING_BYTES))
        return cls(folder, own, time.monotonic() + _SHARE_OF_TIME * limits.seconds)

    def blocks(self, picture: Image.Image, page: int | None = None) -> list[Block]:
        """The text in a picture."""
        if time.monotonic() > self.until:
            self.missed += 1
            return []
        try:
            found = extract(_prepared(picture), "image/png", self.limits, **self._options())
        except UnreadableError:
            self.missed += 1
            return []
        return [replace(block, page=page) for block in found.blocks]

    def words(self, picture: Image.Image) -> list[Word]:
        """The words in a picture, each with its place, in the order in which they are read."""
        if time.monotonic() > self.until:
            return []
        try:
            return extract_words(_prepared(picture), "image/png", self.limits, **self._options(places=True))
        except UnreadableError:
            return []

    def _options(self, *, places: bool = False) -> dict[str, Any]:
        from xberg import ImagePreprocessingConfig, OcrConfig, OcrElementConfig, TesseractConfig  # noqa: PLC0415 - for the child only

        languages = list(_LANGUAGES)
        words = TesseractConfig(
            language=languages,
            use_cache=False,
            psm=_LAYOUT,
            enable_table_detection=False,
            # Places are told on the picture that was set straight, which nobody sees.
            preprocessing=ImagePreprocessingConfig(deskew=not places),
        )
        ocr = OcrConfig(
            backend="tesseract",
            language=languages,
            tessdata_path=self.folder,
            tesseract_config=words,
            element_config=OcrElementConfig(include_elements=True, min_level="word") if places else None,
        )
        return {"disable_ocr": False, "force_ocr": True, "ocr": ocr}


def _prepared(picture: Image.Image) -> bytes:
    """Grey on white, no larger than what helps."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture.convert("RGBA"))
        picture = ground
    grey = picture.convert("L")
    grey.thumbnail((_MOST_PIXELS, _MOST_PIXELS), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    grey.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
