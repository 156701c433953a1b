"""What xberg finds in a document, as our blocks. The only place that calls it.

It keeps no cache of its own (`use_cache`, and the child's `HOME` and `XBERG_CACHE_DIR` are the job's folder), is never
asked to recognise text in pictures here (that is `recognition`), and repeated lines stay: what stands on each page may
be what is looked for.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from convosphere.engines.documents.document import Block, BlockKind, table_block
from convosphere.engines.documents.formats.nodes import blocks_of
from convosphere.engines.documents.types import Fault, Limits, UnreadableError, Word

_DATES: Final = (("created", "created_at"), ("modified", "modified_at"))
_MOST_METADATA: Final = 500
_SHEET_LEVEL: Final = 2
_MOST_CELLS: Final = 1_000_000
_DEEPEST: Final = 500
_ANY_RATIO: Final = 100_000
_WORD: Final = "word"


@dataclass(slots=True)
class Extracted:
    """Blocks and metadata. `pages`: as the library counts them."""

    blocks: list[Block]
    title: str | None = None
    language: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    pages: int | None = None


def extract(data: bytes, media_type: str, limits: Limits, **options: Any) -> Extracted:  # noqa: ANN401 - the library's
    """Reads one document.

    Raises:
        UnreadableError: the library gave up on it.
    """
    return _extracted(_results(data, media_type, limits, include_document_structure=True, **options))


def extract_sheets(data: bytes, media_type: str, limits: Limits) -> Extracted:
    """Reads a workbook: a heading and a table for each sheet. Without the tree, which takes a kilobyte for each cell.

    Raises:
        UnreadableError: the library gave up on it.
    """
    found = _results(data, media_type, limits)
    names: list[str] = orjson.loads(str(found.metadata.format)).get("sheet_names") or []
    blocks: list[Block] = []
    for table in found.tables:
        page = table.page_number
        name = names[page - 1] if 0 < page <= len(names) else ""
        blocks.append(Block(BlockKind.HEADING, name, page=page, level=_SHEET_LEVEL))
        blocks.append(table_block((row for row in table.cells if any(map(str.strip, row))), page))
    return _about(found, blocks, pages=len(names) or None)


def extract_words(data: bytes, media_type: str, limits: Limits, **options: Any) -> list[Word]:  # noqa: ANN401 - the library's
    """The words that are recognised in a picture, each with its place on it.

    Raises:
        UnreadableError: the library gave up on it.
    """
    found = _results(data, media_type, limits, **options)
    # It makes the picture larger before it looks; places are told on that.
    sides = [float(_additional(found.metadata, f"ocr_processed_image_{side}") or 0) for side in ("width", "height")]
    if min(sides) <= 0:
        return []
    words: list[Word] = []
    for element in found.ocr_elements or ():
        shape = orjson.loads(str(element.geometry))
        if str(element.level) == _WORD and shape["type"] == "rectangle":
            left, top = shape["left"], shape["top"]
            ends = (left, top, left + shape["width"], top + shape["height"])
            across, down, right, bottom = (
                min(max(end / side, 0.0), 1.0) for end, side in zip(ends, sides * 2, strict=True)
            )
            words.append((element.text, (across, down, right, bottom)))
    return words


def _results(data: bytes, media_type: str, limits: Limits, **options: Any) -> Any:  # noqa: ANN401 - the library's
    from xberg import ConcurrencyConfig, ContentFilterConfig, ExtractionConfig, SecurityLimits  # noqa: PLC0415, I001 - 120 MB of native code, for the child only
    from xberg import ExtractInput, extract as read  # noqa: PLC0415 - see above

    config = ExtractionConfig(
        **{
            "use_cache": False,
            "disable_ocr": True,
            "content_filter": ContentFilterConfig(strip_repeating_text=False),
            "security_limits": SecurityLimits(
                max_archive_size=limits.unpacked_bytes,
                # Bytes are counted before; sheets with the same row a thousand times are packed well.
                max_compression_ratio=_ANY_RATIO,
                max_content_size=max(limits.unpacked_bytes, 4 * limits.text_characters),
                max_table_cells=_MOST_CELLS,
                max_xml_depth=_DEEPEST,
            ),
            "concurrency": ConcurrencyConfig(max_threads=1, max_concurrent_ocr=1),
            **options,
        }
    )
    try:
        result = asyncio.run(read(ExtractInput(kind="bytes", bytes=data, mime_type=media_type), config))
    except RuntimeError as error:
        raise UnreadableError(_fault(str(error)), str(error)[:300]) from error
    if result.errors or not result.results:
        said = "; ".join(str(getattr(error, "message", error)) for error in result.errors)
        raise UnreadableError(_fault(said), said[:300])
    return result.results[0]


def _fault(said: str) -> Fault:
    said = said.lower()
    if "password" in said or "encrypted" in said:
        return Fault.PROTECTED
    return Fault.TOO_MUCH_INSIDE if "exceed" in said or "limit" in said or "too large" in said else Fault.DAMAGED


def _extracted(found: Any) -> Extracted:  # noqa: ANN401 - the library's
    nodes = [] if found.document is None else found.document.nodes
    blocks = blocks_of(nodes)
    if not blocks and found.content.strip():
        blocks = [Block(BlockKind.PARAGRAPH, part) for part in found.content.split("\n\n")]
    return _about(found, blocks)


def _about(found: Any, blocks: list[Block], *, pages: int | None = None) -> Extracted:  # noqa: ANN401 - the library's
    about = found.metadata
    metadata = {key: str(getattr(about, name)) for key, name in _DATES if getattr(about, name)}
    authors = ", ".join(about.authors or ()) or _additional(about, "initial_creator")
    if authors:
        metadata["author"] = authors
    return Extracted(
        blocks,
        title=(about.title or "").strip()[:_MOST_METADATA] or None,
        language=(about.language or "")[:2].lower() or None,
        metadata={key: value[:_MOST_METADATA] for key, value in metadata.items()},
        pages=pages,
    )


def _additional(about: Any, name: str) -> str:  # noqa: ANN401 - the library's
    value = about.additional.get(name, "")
    return str(value).strip('"')
