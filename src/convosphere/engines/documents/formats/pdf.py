"""PDF: blocks by xberg, held against pdfium's text page by page; pages that are pictures are recognised.

Long files are read in parts, so that memory does not grow with them; when half of the time is over the rest is read by
pdfium alone, which is twenty times as fast and knows no headings.
"""

import io
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from convosphere.engines.documents.document import Block, Document
from convosphere.engines.documents.formats.bounds import within
from convosphere.engines.documents.formats.extracting import extract
from convosphere.engines.documents.formats.quality import better, calm_running_heads, letters, mended
from convosphere.engines.documents.formats.recognition import Recognition
from convosphere.engines.documents.types import Fault, Limits, UnreadableError

_PREVIEW_PIXELS: Final = 800
_PART_PAGES: Final = 200
_SHARE_OF_TIME: Final = 0.5
# Fewer letters than this are a page number or a stamp.
_FEW_LETTERS: Final = 16
# Letters drawn as lines and curves make many of them.
_MANY_SHAPES: Final = 100
_SCAN_PIXELS: Final = 3_000
_DATE: Final = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?")
_METADATA: Final = {"Author": "author", "Subject": "subject", "Keywords": "keywords"}
# What programs write where nobody said anything.
_NOTHING: Final = frozenset({"(unspecified)", "(anonymous)", "unspecified", "anonymous", "untitled", "Untitled"})

Pages = dict[int, list[Block]]


def read_text(path: Path, limits: Limits) -> Document:
    """Blocks of each page.

    Raises:
        UnreadableError: broken, or protected by a password.
    """
    document = open_pdf(path)
    try:
        return _read(document, path, limits)
    finally:
        document.close()


def make_preview(path: Path) -> dict[str, Any]:
    """Draws the first page as `preview.out`; nothing if it cannot be drawn."""
    document = open_pdf(path)
    try:
        picture = draw(document[0], _PREVIEW_PIXELS)
        picture.save(path.parent / "preview.out", format="WEBP", quality=80)
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return {}
    finally:
        document.close()
    return {"preview": {"media_type": "image/webp"}}


def draw(page: pypdfium2.PdfPage, pixels: int, **options: bool) -> Any:  # noqa: ANN401 - a Pillow picture; the library is untyped
    """A page as a picture whose longer side has `pixels`, at most four for each point."""
    scale = min(4.0, pixels / max(*page.get_size(), 1.0))
    return page.render(scale=scale, may_draw_forms=False, **options).to_pil()


def open_pdf(path: Path) -> pypdfium2.PdfDocument:
    """Opens a file.

    Raises:
        UnreadableError: broken, or protected by a password.
    """
    try:
        document = pypdfium2.PdfDocument(path)
        if len(document) == 0:
            raise UnreadableError(Fault.DAMAGED, "has no pages")
    except pypdfium2.PdfiumError as error:
        protected = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise UnreadableError(Fault.PROTECTED if protected else Fault.DAMAGED, str(error)) from error
    return document


def _read(document: pypdfium2.PdfDocument, path: Path, limits: Limits) -> Document:
    count = len(document)
    texts = _texts(document, limits)
    found = _structured(document, path, len(texts), limits)
    pages: Pages = {}
    for number, text in enumerate(texts, start=1):
        pages[number] = better(found.get(number, []), text, number)
    calm_running_heads(pages)
    warnings = _recognise(document, pages, limits)
    kept, cut = within((block for blocks in pages.values() for block in blocks), limits)
    if cut or len(texts) < count:
        warnings.add(Fault.TRUNCATED)
    about = _about(document)
    return Document.of(
        kept,
        pages=count,
        truncated=Fault.TRUNCATED in warnings,
        title=about.pop("title", None),
        metadata=about,
        warnings=tuple(sorted(warnings)),
    )


def _texts(document: pypdfium2.PdfDocument, limits: Limits) -> list[str]:
    """The text of each page until there is enough."""
    texts: list[str] = []
    characters = 0
    for number in range(min(len(document), limits.pages)):
        if characters >= limits.text_characters:
            break
        texts.append(_page_text(document, number))
        characters += len(texts[-1])
    return texts


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        text_page = page.get_textpage()
        text: str = text_page.get_text_bounded()
        text_page.close()
        page.close()
    except pypdfium2.PdfiumError:
        # One page that cannot be read leaves the others.
        return ""
    return mended(text)


def _structured(document: pypdfium2.PdfDocument, path: Path, count: int, limits: Limits) -> Pages:
    pages: Pages = {}
    until = time.monotonic() + _SHARE_OF_TIME * limits.seconds
    for first, data in _parts(document, path, count):
        if time.monotonic() > until:
            break
        try:
            found = extract(data, "application/pdf", limits)
        except UnreadableError:
            # pdfium's text stands for these pages.
            continue
        for block in found.blocks:
            number = first + (block.page or 1)
            pages.setdefault(number, []).append(block)
    return pages


def _parts(document: pypdfium2.PdfDocument, path: Path, count: int) -> Iterator[tuple[int, bytes]]:
    """The file, or parts of it, with the number of pages before each."""
    if count == len(document) and count <= _PART_PAGES * 3 // 2:
        yield 0, path.read_bytes()
        return
    for first in range(0, count, _PART_PAGES):
        part = pypdfium2.PdfDocument.new()
        try:
            part.import_pages(document, list(range(first, min(first + _PART_PAGES, count))))
            buffer = io.BytesIO()
            part.save(buffer)
        except pypdfium2.PdfiumError:
            continue
        finally:
            part.close()
        yield first, buffer.getvalue()


def _recognise(document: pypdfium2.PdfDocument, pages: Pages, limits: Limits) -> set[Fault]:
    """Fills pages that are pictures of text; what is in the way of it."""
    scanned = [number for number, blocks in pages.items() if _few(blocks) and _is_drawn(document, number - 1)]
    if not scanned or not limits.ocr:
        return set()
    recognition = Recognition.within(limits)
    if recognition is None:
        return {Fault.OCR_MISSING}
    for number in scanned:
        try:
            picture = drawn_for_recognition(document[number - 1])
        except (pypdfium2.PdfiumError, ValueError):
            continue
        blocks = recognition.blocks(picture, number)
        if letters("".join(block.text for block in blocks)) > letters("".join(block.text for block in pages[number])):
            pages[number] = blocks
    return {Fault.TRUNCATED} if recognition.missed else set()


def is_scan(document: pypdfium2.PdfDocument, number: int) -> bool:
    """Whether page `number` (from 0) is a picture of text, without letters of its own."""
    return letters(_page_text(document, number)) < _FEW_LETTERS and _is_drawn(document, number)


def drawn_for_recognition(page: pypdfium2.PdfPage) -> Any:  # noqa: ANN401 - as above
    """A page as a picture in which text is looked for: always the same one."""
    return draw(page, _SCAN_PIXELS, grayscale=True)


def _few(blocks: list[Block]) -> bool:
    return letters("".join(block.text for block in blocks[:20])) < _FEW_LETTERS


def _is_drawn(document: pypdfium2.PdfDocument, number: int) -> bool:
    try:
        for shapes, each in enumerate(document[number].get_objects(max_depth=3)):
            if each.type == raw.FPDF_PAGEOBJ_IMAGE or shapes > _MANY_SHAPES:
                return True
    except pypdfium2.PdfiumError:
        return False
    return False


def _about(document: pypdfium2.PdfDocument) -> dict[str, str]:
    try:
        entries = document.get_metadata_dict(skip_empty=True)
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return {}
    entries = {key: " ".join(value.split())[:500] for key, value in entries.items() if value not in _NOTHING}
    about = {name: entries[key] for key, name in _METADATA.items() if entries.get(key)}
    for key, name in (("CreationDate", "created"), ("ModDate", "modified")):
        found = _DATE.match(entries.get(key, ""))
        if found is not None:
            year, month, day, *times = (part or "" for part in found.groups())
            clock = ":".join(part or "00" for part in times)
            about[name] = f"{year}-{month or '01'}-{day or '01'}T{clock}"
    return about | ({"title": entries["Title"]} if entries.get("Title") else {})
