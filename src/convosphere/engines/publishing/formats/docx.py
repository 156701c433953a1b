"""DOCX by python-docx; no macro, no field, nothing fetched. Word brings the fonts, so every script and emoji shows."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from convosphere.engines.publishing.formats.omml import formula_omml
from convosphere.engines.publishing.markup import Block, Run, blocks, safe_link
from convosphere.engines.publishing.types import Paper, Part

_NOT_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_MONO: Final = "Consolas"
_DIM: Final = RGBColor(0x5D, 0x6B, 0x6E)
_LINK: Final = RGBColor(0x0B, 0x6E, 0x6E)
_SOFT: Final = "EFF4F4"
_STEP: Final = 16
_LONGEST_PROPERTY: Final = 250
_RIGHT_TO_LEFT: Final = {"R", "AL"}
_STRONG: Final = _RIGHT_TO_LEFT | {"L"}
_MOST_CELLS: Final = 5_000
_ALIGNED: Final = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def write(paper: Paper, path: Path) -> None:
    """Writes it; the title is the document's."""
    document = Document()
    properties = document.core_properties
    properties.title = _clean(paper.title)[:_LONGEST_PROPERTY]
    properties.author = ""
    properties.comments = ""
    properties.language = paper.language
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    normal = document.styles["Normal"]
    normal.font.name = "Calibri"
    normal.font.size = Pt(10.5)
    _directed(document.add_heading(_clean(paper.title), level=0), paper.title)
    for name, value in paper.facts:
        _small(document.add_paragraph(), f"{name}: {value}")
    for part in paper.parts:
        _part(document, part)
    document.save(str(path))


def _part(document: Any, part: Part) -> None:  # noqa: ANN401 - the library has no name for its documents' type
    head = document.add_heading(level=3)
    head.add_run(_clean(part.heading))
    if part.detail:
        detail = head.add_run(f"  {_clean(part.detail)}")
        detail.bold = False
        detail.font.size, detail.font.color.rgb = Pt(8.5), _DIM
    for block in blocks(part.body):
        _block(document, block)
    for note in part.remarks:
        _small(document.add_paragraph(), note)


def _block(document: Any, block: Block) -> None:  # noqa: ANN401 - see above
    match block.kind:
        case "code":
            _code(document.add_paragraph(), block)
        case "rule":
            document.add_paragraph("—" * 10)
        case "table" if block.rows and len(block.rows) * max(map(len, block.rows)) <= _MOST_CELLS:
            _table(document, block)
        case "table":
            for row in block.rows:
                _small(document.add_paragraph(), " | ".join(_plain(cell) for cell in row))
        case "heading":
            heading = document.add_heading(level=min(block.level + 3, 9))
            _runs(heading, block.runs)
        case _:
            _runs(_moved(document.add_paragraph(), block), block.runs)


def _moved(paragraph: Paragraph, block: Block) -> Paragraph:
    shape = paragraph.paragraph_format
    shape.left_indent = Pt(_STEP * min(block.indent, 10))
    if block.bullet is not None:
        shape.first_line_indent = Pt(-_STEP)
        shape.tab_stops.add_tab_stop(Pt(_STEP * min(block.indent, 10)))
        paragraph.add_run(f"{block.bullet}\t")
    shape.space_after = Pt(5)
    return paragraph


def _code(paragraph: Paragraph, block: Block) -> None:
    _moved(paragraph, block)
    run = paragraph.add_run(_clean(block.text))
    run.font.name, run.font.size = _MONO, Pt(9)
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", _SOFT)):
        shade.set(qn(name), value)
    paragraph._p.get_or_add_pPr().append(shade)  # noqa: SLF001 - shading has no public door in the library


def _table(document: Any, block: Block) -> None:  # noqa: ANN401 - see above
    columns = max(len(row) for row in block.rows)
    table = document.add_table(rows=0, cols=columns, style="Table Grid")
    for number, row in enumerate(block.rows):
        for cell, runs, column in zip(table.add_row().cells, row, [*block.columns, *row], strict=False):
            paragraph = cell.paragraphs[0]
            _runs(paragraph, [replace(each, bold=True) for each in runs] if number == 0 else runs)
            if isinstance(column, str) and column in _ALIGNED:
                paragraph.alignment = _ALIGNED[column]
    document.add_paragraph()


def _runs(paragraph: Paragraph, runs: Sequence[Run]) -> None:
    for each in runs:
        wide = each.formula == "$$"
        if each.formula and (drawn := formula_omml(each.text, wide=wide, alone=wide and len(runs) == 1)) is not None:
            paragraph._p.append(drawn)  # noqa: SLF001 - equations have no door in the library
            continue
        linked = each.link is not None and safe_link(each.link)
        made = paragraph.add_run(_clean(each.text))
        made.bold, made.italic = each.bold or None, each.italic or None
        made.font.strike = each.struck or None
        if each.code:
            made.font.name, made.font.size = _MONO, Pt(9.5)
        if linked:
            made.font.color.rgb, made.font.underline = _LINK, True
            _link(paragraph, made, each.link or "")
    _directed(paragraph, _plain(runs))


def _link(paragraph: Paragraph, run: Any, address: str) -> None:  # noqa: ANN401 - see above
    target = paragraph.part.relate_to(_clean(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    element = run._r  # noqa: SLF001 - links have no public door in the library
    element.addprevious(link)
    link.append(element)


def _small(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(_clean(text))
    run.font.size, run.font.color.rgb = Pt(8.5), _DIM
    paragraph.paragraph_format.space_after = Pt(0)
    _directed(paragraph, text)


def _directed(paragraph: Paragraph, text: str) -> None:
    """From right to left if its first letter is."""
    first = next((kind for sign in text[:200] if (kind := unicodedata.bidirectional(sign)) in _STRONG), "L")
    if first in _RIGHT_TO_LEFT:
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - direction has no public door in the library
        properties.append(OxmlElement("w:bidi"))


def _plain(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
