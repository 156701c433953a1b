"""PDF: the text of each page, and a picture of the first."""

from pathlib import Path
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from convosphere.engines.documents.types import Document, Fault, Limits, Section, UnreadableError

_MOST_PAGES: Final = 5_000
_PREVIEW_PIXELS: Final = 800
_NEEDS_PASSWORD: Final = raw.FPDF_ERR_PASSWORD


def read_text(path: Path, limits: Limits) -> Document:
    """A section for each page with text.

    Raises:
        UnreadableError: broken, or protected by a password.
    """
    document = _open(path)
    try:
        count = len(document)
        sections: list[Section] = []
        characters = 0
        for number in range(min(count, _MOST_PAGES)):
            text = _page_text(document, number)[: limits.text_characters - characters]
            characters += len(text)
            if text.strip():
                sections.append(Section(text, page=number + 1))
            if characters >= limits.text_characters:
                return Document(tuple(sections), pages=count, truncated=True)
        return Document(tuple(sections), pages=count, truncated=count > _MOST_PAGES)
    finally:
        document.close()


def make_preview(path: Path) -> dict[str, Any]:
    """Draws the first page as `preview.out`; nothing if it cannot be drawn."""
    document = _open(path)
    try:
        page = document[0]
        scale = min(4.0, _PREVIEW_PIXELS / max(*page.get_size(), 1.0))
        picture = page.render(scale=scale, may_draw_forms=False).to_pil()
        picture.save(path.parent / "preview.out", format="WEBP", quality=80)
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return {}
    finally:
        document.close()
    return {"preview": {"media_type": "image/webp"}}


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(path)
        if len(document) == 0:
            raise UnreadableError(Fault.DAMAGED, "has no pages")
    except pypdfium2.PdfiumError as error:
        fault = Fault.PROTECTED if getattr(error, "err_code", None) == _NEEDS_PASSWORD else Fault.DAMAGED
        raise UnreadableError(fault, str(error)) from error
    return document


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        text: str = page.get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError:
        # One page that cannot be read leaves the others.
        return ""
    return text.replace("\r\n", "\n").replace("\x00", "").replace("\ufffe", "")
