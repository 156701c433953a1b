"""PDF by ReportLab, with fonts inside: see `glyphs` for what they hold and what they do not."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
    XPreformatted,
)

from convosphere.engines.publishing.formats.bidi import has_right_to_left
from convosphere.engines.publishing.formats.glyphs import BODY, MONO, load_fonts, marked_up, spelled, visible
from convosphere.engines.publishing.formats.linear import formula_pieces, formula_text
from convosphere.engines.publishing.formats.lines import seen_lines, seen_text
from convosphere.engines.publishing.markup import Block, Run, blocks, safe_link
from convosphere.engines.publishing.types import Paper, Part

_MARGIN: Final = 20 * mm
# Within the page's frame, which keeps 6 points at each side.
_WIDTH: Final = A4[0] - 2 * _MARGIN - 12
_STEP: Final = 14
# Dividing what does not fit on a page costs as much as what is left of it: long texts come in pieces.
_LONGEST: Final = 6_000
_CODE_LINES: Final = 40
_CODE_SIZE: Final = 8
_MOST_CELLS: Final = 2_000
_TAB: Final = 4
# Lines that are broken here are never broken again.
_SPARE: Final = 4
_RISE: Final = {"super": 3, "sub": 2}
_DIM = colors.HexColor("#5d6b6e")
_LINE = colors.HexColor("#d9e0e1")
_SOFT = colors.HexColor("#eff4f4")
_LINK: Final = "#0b6e6e"

_TEXT = ParagraphStyle(
    "text", fontName=BODY, fontSize=9.5, leading=14, spaceAfter=6, splitLongWords=1, bulletFontName=BODY
)
_TITLE = ParagraphStyle("title", parent=_TEXT, fontSize=17, leading=22, spaceAfter=4)
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=8, leading=11, textColor=_DIM, spaceAfter=1)
_WHO = ParagraphStyle("who", parent=_TEXT, fontSize=8.5, leading=12, spaceBefore=10, spaceAfter=3, keepWithNext=1)
_CODE = ParagraphStyle(
    "code", fontName=MONO, fontSize=_CODE_SIZE, leading=11, backColor=_SOFT, borderPadding=(3, 5, 3, 5), spaceAfter=9,
    spaceBefore=4,
)  # fmt: skip
_HEADINGS = [
    ParagraphStyle(f"h{level}", parent=_TEXT, fontSize=size, leading=size + 5, spaceBefore=8, keepWithNext=1)
    for level, size in enumerate((14, 12.5, 11, 10, 9.5, 9.5), start=1)
]
_CELLS = {
    name: ParagraphStyle(name, parent=_SMALL, textColor=colors.black, alignment=alignment)
    for name, alignment in (("left", TA_LEFT), ("center", TA_CENTER), ("right", TA_RIGHT))
}
_GRID = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.5, _LINE),
        ("BACKGROUND", (0, 0), (-1, 0), _SOFT),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
)


def write(paper: Paper, path: Path) -> None:
    """Writes it, with page numbers and the title as the document's."""
    load_fonts()
    title = visible(paper.title)

    def footer(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(BODY, 7.5)
        canvas.setFillColor(_DIM)
        canvas.drawRightString(A4[0] - _MARGIN, 12 * mm, str(document.page))

    document = SimpleDocTemplate(
        str(path),
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=title,
        author="",
        creator="ConvoSphere",
        lang=paper.language,
    )
    document.build(list(_flow(paper)), onFirstPage=footer, onLaterPages=footer)


def _flow(paper: Paper) -> Iterator[Flowable]:
    yield _set([Run(paper.title, bold=True)], _TITLE)
    for name, value in paper.facts:
        yield _set([Run(f"{name}: {value}")], _SMALL)
    for part in paper.parts:
        yield from _part(part)


def _part(part: Part) -> Iterator[Flowable]:
    yield HRFlowable(width="100%", thickness=0.5, color=_LINE, spaceBefore=8, spaceAfter=0)
    if has_right_to_left(part.heading):
        yield _set([Run(part.heading, bold=True), Run(f"  {part.detail}")], _WHO)
    else:
        detail = f' <font color="#5d6b6e">{marked_up(part.detail, BODY)}</font>' if part.detail else ""
        yield Paragraph(f"<b>{marked_up(part.heading, BODY)}</b>{detail}", _WHO)
    for block in blocks(part.body):
        yield from _block(block)
    for note in part.remarks:
        yield _set([Run(note)], _SMALL)


def _block(block: Block) -> Iterator[Flowable]:
    match block.kind:
        case "code":
            yield from _code(block)
        case "rule":
            yield HRFlowable(width="100%", thickness=0.5, color=_LINE, spaceBefore=6, spaceAfter=6)
        case "table":
            yield from _table(block)
        case "heading":
            yield _set([replace(run, bold=True) for run in block.runs], _HEADINGS[block.level - 1])
        case _:
            yield from _paragraph(block)


def _paragraph(block: Block) -> Iterator[Flowable]:
    style = _moved(_TEXT, block)
    bullet = block.bullet
    for piece in _pieces(block.runs):
        yield _set(piece, style, bullet)
        bullet = None


def _set(runs: Sequence[Run], style: ParagraphStyle, bullet: str | None = None, width: float = _WIDTH) -> Paragraph:
    """A paragraph; one with text from right to left is broken into lines here, and may begin at the right."""
    if not any(has_right_to_left(run.text) for run in runs):
        return Paragraph(_line(runs), style, bulletText=bullet)
    lead = [Run(f"{bullet} ")] if bullet else []
    plain = [_as_text(run) for run in (*lead, *runs)]
    lines, right = seen_lines(plain, style.fontSize, width - style.leftIndent - _SPARE)
    if not right and bullet:
        lines, _ = seen_lines(plain[1:], style.fontSize, width - style.leftIndent - _SPARE)
    text = "<br/>".join(_line(line) for line in lines)
    if not right:
        return Paragraph(text, style, bulletText=bullet)
    moved = {"leftIndent": 0, "rightIndent": style.leftIndent, "alignment": TA_RIGHT}
    return Paragraph(text, ParagraphStyle(f"{style.name}-right", parent=style, **moved))


def _as_text(run: Run) -> Run:
    if not run.formula or (text := formula_text(run.text, wide=run.formula == "$$")) is None:
        return run
    return replace(run, text=text, code=False, formula="")


def _moved(style: ParagraphStyle, block: Block) -> ParagraphStyle:
    if not block.indent and not block.quoted:
        return style
    left = _STEP * min(block.indent, 8)
    return ParagraphStyle(
        f"{style.name}-{left}",
        parent=style,
        leftIndent=left,
        bulletIndent=left - _STEP + 3,
        textColor=_DIM if block.quoted else colors.black,
        spaceAfter=4,
    )


def _pieces(runs: list[Run]) -> Iterator[list[Run]]:
    piece: list[Run] = []
    length = 0
    for run in runs:
        for start in range(0, max(len(run.text), 1), _LONGEST):
            part = run if len(run.text) <= _LONGEST else Run(run.text[start : start + _LONGEST], link=run.link)
            if length + len(part.text) > _LONGEST and piece:
                yield piece
                piece, length = [], 0
            piece.append(part)
            length += len(part.text)
    yield piece


def _line(runs: Sequence[Run]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    if run.text == "\n":
        return "<br/>"
    if run.formula and (pieces := formula_pieces(run.text, wide=run.formula == "$$")) is not None:
        return "".join(_shifted(*piece) for piece in pieces)
    font = MONO if run.code else BODY
    text = marked_up(run.text, font)
    if run.code:
        text = f'<font name="{MONO}" size="8.5">{text}</font>'
    for wanted, tag in ((run.bold, "b"), (run.italic, "i"), (run.struck, "strike")):
        text = f"<{tag}>{text}</{tag}>" if wanted else text
    if run.link is not None and safe_link(run.link):
        address = marked_up(run.link, BODY).replace('"', "%22")
        text = f'<a href="{address}" color="{_LINK}">{text}</a>' if "<" not in address else text
    return text


def _shifted(text: str, shift: str) -> str:
    written = marked_up(text, BODY)
    # Raised a little and smaller: the line stays as high as it is.
    return f'<{shift} rise="{_RISE[shift]}" size="7">{written}</{shift}>' if shift else written


def _code(block: Block) -> Iterator[Flowable]:
    style = _moved(_CODE, block)
    columns = int((_WIDTH - style.leftIndent - 6) / (_CODE_SIZE * 0.603))
    lines = list(_wrapped(block.text.expandtabs(_TAB), columns))
    for piece in _by_page(lines):
        yield XPreformatted("\n".join(marked_up(line, MONO) for line in piece), style)


def _by_page(lines: list[str]) -> Iterator[list[str]]:
    for start in range(0, max(len(lines), 1), _CODE_LINES):
        yield lines[start : start + _CODE_LINES]


def _wrapped(text: str, columns: int) -> Iterator[str]:
    for line in (spelled(line, MONO) for line in text.split("\n")):
        turned = has_right_to_left(line)
        for start in range(0, max(len(line), 1), columns):
            piece = line[start : start + columns]
            yield seen_text(piece) if turned else piece


def _table(block: Block) -> Iterator[Flowable]:
    most = max((len(row) for row in block.rows), default=0)
    if most == 0 or most * len(block.rows) > _MOST_CELLS or most > 12:  # noqa: PLR2004 - narrower columns hold no word
        for row in block.rows:
            yield _set([run for cell in row for run in (*cell, Run(" | "))][:-1], _SMALL)
        return
    set_as = [_CELLS.get(column, _CELLS["left"]) for column in block.columns] + [_CELLS["left"]] * most
    cells: list[list[Any]] = [
        [
            _set([replace(run, bold=run.bold or not number) for run in cell], style, width=_WIDTH / most - 12)
            for cell, style in zip(row, set_as, strict=False)
        ]
        + [""] * (most - len(row))
        for number, row in enumerate(block.rows)
    ]
    yield Table(cells, colWidths=[_WIDTH / most] * most, style=_GRID, repeatRows=1, splitInRow=1, hAlign="LEFT")
    yield Spacer(1, 8)
