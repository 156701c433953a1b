"""Documents of many formats, the smallest that programs for them would open."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape

import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from tests.factories.files import zipped

_OPEN = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_OPEN}/officeDocument/2006/relationships"
_TYPES = f"{_OPEN}/package/2006/content-types"
_PACKAGE = f"{_OPEN}/package/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"

GERMAN = "Die Bürgerinnen und Bürger haben das Recht, Auskunft über die Akten der Verwaltung zu erhalten."
ENGLISH = "The committee has decided that the records of the administration are open to all who ask for them."


def relations(*entries: tuple[str, str, str]) -> bytes:
    """A part's relations: id, kind, target."""
    rows = "".join(
        f'<Relationship Id="{each}" Type="{_RELATIONS}/{kind}" Target="{target}"/>' for each, kind, target in entries
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}">{rows}</Relationships>'.encode()


def _types(**parts: str) -> bytes:
    rows = "".join(
        f'<Override PartName="/{name.replace("__", "/").replace("_xml", ".xml")}" ContentType="{kind}"/>'
        for name, kind in parts.items()
    )
    return (
        f'{_XML}<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{rows}</Types>'
    ).encode()


def core_properties(title: str, author: str) -> bytes:
    """`docProps/core.xml`."""
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_OPEN}/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2024-05-06T07:08:09Z</dcterms:created></cp:coreProperties>'
    ).encode()


def word(title: str = "Titel", author: str = "Anna Muster") -> bytes:
    """A Word document by python-docx: headings, lists, a table."""
    import docx  # noqa: PLC0415 - loaded by the tests that need it

    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, author
    document.add_heading("Einleitung", 1)
    document.add_paragraph(GERMAN)
    document.add_heading("Fristen", 2)
    document.add_paragraph("Antrag stellen", style="List Bullet")
    document.add_paragraph("Bescheid abwarten", style="List Bullet")
    table = document.add_table(rows=3, cols=2)
    for row, cells in enumerate((("Jahr", "Umsatz"), ("2024", "100"), ("2025", "120"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_comment(document.add_paragraph("Nach der Tabelle.").runs, "Stimmt das?", author="Bert")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def slides(*shown: tuple[str, str, str]) -> bytes:
    """A presentation: title, text and notes of each slide."""
    main = f"{_OPEN}/presentationml/2006/main"
    drawing = f"{_OPEN}/drawingml/2006/main"
    space = f'xmlns:p="{main}" xmlns:a="{drawing}" xmlns:r="{_RELATIONS}"'

    def shape(number: int, text: str, kind: str) -> str:
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="s{number}"/><p:cNvSpPr/><p:nvPr><p:ph type="{kind}"/>'
            f"</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p>"
            "</p:txBody></p:sp>"
        )

    def tree(root: str, *shapes: str) -> bytes:
        return (
            f"{_XML}<p:{root} {space}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id='1' name=''/><p:cNvGrpSpPr/><p:nvPr/>"
            f"</p:nvGrpSpPr><p:grpSpPr/>{''.join(shapes)}</p:spTree></p:cSld></p:{root}>"
        ).encode()

    ids = "".join(f'<p:sldId id="{256 + n}" r:id="rId{n}"/>' for n in range(1, len(shown) + 1))
    office = "application/vnd.openxmlformats-officedocument.presentationml"
    kinds = {"ppt__presentation_xml": f"{office}.presentation.main+xml"}
    parts = {
        "_rels/.rels": relations(("rId1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": (
            f"{_XML}<p:presentation {space}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>".encode()
        ),
        "ppt/_rels/presentation.xml.rels": relations(
            *((f"rId{n}", "slide", f"slides/slide{n}.xml") for n in range(1, len(shown) + 1))
        ),
    }
    for number, (title, text, notes) in enumerate(shown, start=1):
        kinds[f"ppt__slides__slide{number}_xml"] = f"{office}.slide+xml"
        kinds[f"ppt__notesSlides__notesSlide{number}_xml"] = f"{office}.notesSlide+xml"
        parts[f"ppt/slides/slide{number}.xml"] = tree("sld", shape(2, title, "title"), shape(3, text, "body"))
        parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(
            ("rId1", "notesSlide", f"../notesSlides/notesSlide{number}.xml")
        )
        parts[f"ppt/notesSlides/notesSlide{number}.xml"] = tree("notes", shape(2, notes, "body"))
        parts[f"ppt/notesSlides/_rels/notesSlide{number}.xml.rels"] = relations(
            ("rId1", "slide", f"../slides/slide{number}.xml")
        )
    return zipped({"[Content_Types].xml": _types(**kinds), **parts})


def workbook(**sheets: list[list[str]]) -> bytes:
    """A workbook with texts written into the cells."""
    main = f"{_OPEN}/spreadsheetml/2006/main"
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    kinds = {"xl__workbook_xml": f"{office}.sheet.main+xml"}
    listed, parts, links = "", {}, []
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        listed += f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        links.append((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        kinds[f"xl__worksheets__sheet{number}_xml"] = f"{office}.worksheet+xml"
        cells = "".join(
            f'<row r="{r}">'
            + "".join(
                f'<c r="{chr(64 + c)}{r}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
                for c, text in enumerate(row, start=1)
            )
            + "</row>"
            for r, row in enumerate(rows, start=1)
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'{_XML}<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'.encode()
        )
    return zipped(
        {
            "[Content_Types].xml": _types(**kinds),
            "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": (
                f'{_XML}<workbook xmlns="{main}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>'.encode()
            ),
            "xl/_rels/workbook.xml.rels": relations(*links),
            **parts,
        }
    )


def open_document(kind: str, body: str) -> bytes:
    """An OpenDocument file: `text`, `spreadsheet` or `presentation`."""
    spaces = " ".join(
        f'xmlns:{name}="{_OFFICE}:{long}:1.0"'
        for name, long in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("presentation", "presentation"),
            ("meta", "meta"),
        )
    )
    content = (
        f'{_XML}<office:document-content {spaces} office:version="1.2"><office:body><office:{kind}>{body}'
        f"</office:{kind}></office:body></office:document-content>"
    )
    meta = (
        f'{_XML}<office:document-meta {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>Offen'
        "</dc:title><meta:initial-creator>Anna Muster</meta:initial-creator></office:meta></office:document-meta>"
    )
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    manifest = (
        f'{_XML}<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{media_type}"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", media_type)
        archive.writestr("content.xml", content)
        archive.writestr("meta.xml", meta)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def book(title: str, *chapters: tuple[str, str]) -> bytes:
    """An EPUB."""
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = (
        f'{_XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">1</dc:identifier><dc:title>{title}'
        f"</dc:title><dc:language>de</dc:language><dc:creator>Anna Muster</dc:creator></metadata><manifest>{items}"
        f"</manifest><spine>{spine}</spine></package>"
    )
    container = (
        f'{_XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("book.opf", package)
        for number, (heading, text) in enumerate(chapters):
            page = f"{_XML}<html xmlns='http://www.w3.org/1999/xhtml'><head><title>{heading}</title></head><body><h1>{heading}</h1><p>{text}</p></body></html>"
            archive.writestr(f"c{number}.xhtml", page)
    return buffer.getvalue()


def mail(text: str, *attachments: tuple[str, bytes], subject: str = "Anfrage zu Akten") -> bytes:
    """A message as it travels."""
    message = EmailMessage()
    message["From"], message["To"] = "Anna Muster <anna@example.org>", "Bert <bert@example.org>"
    message["Subject"], message["Date"] = subject, "Mon, 06 May 2024 07:08:09 +0200"
    message.set_content(text)
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def report(*, chapters: int = 3, **options: str) -> bytes:
    """A PDF by reportlab: a chapter a page, with headings and a table."""
    styles = getSampleStyleSheet()
    story = []
    for number in range(1, chapters + 1):
        story += [
            Paragraph(f"Kapitel {number}", styles["Heading1"]),
            Paragraph(f"{GERMAN} " * 6, styles["Normal"]),
            Paragraph("Zahlen", styles["Heading2"]),
            Table([["Jahr", "Umsatz"], ["2024", str(100 * number)]], style=[("GRID", (0, 0), (-1, -1), 1, "black")]),
            PageBreak(),
        ]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, title="Bericht", author="Anna Muster", **options).build(story)
    return buffer.getvalue()


def text_picture(*lines: str) -> Image.Image:
    """Black letters on white, as a scanner would see them."""
    picture = Image.new("RGB", (1_240, 120 + 70 * len(lines)), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"), size=36)
    for number, line in enumerate(lines):
        draw.text((60, 60 + 70 * number), line, "black", font=font)
    return picture


def scan(*pages: tuple[str, ...], tilt: float = 0) -> bytes:
    """A PDF of pictures of text, laid on the scanner with a `tilt` in degrees."""
    buffer = io.BytesIO()
    first, *others = (text_picture(*lines).rotate(tilt, Image.Resampling.BICUBIC, fillcolor="white") for lines in pages)
    first.save(buffer, "PDF", save_all=True, append_images=others, resolution=150)
    return buffer.getvalue()


def many_pages(count: int, text: str = "Seite {number}") -> bytes:
    """A PDF of `count` pages, `text` on each."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(300, 300))
    for number in range(1, count + 1):
        for line, part in enumerate(text.format(number=number).split("\n")):
            canvas.drawString(20, 270 - 12 * line, part)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def tables(rows: list[list[str]]) -> bytes:
    """A PDF with a paragraph and a ruled table."""
    buffer = io.BytesIO()
    grid = Table(rows, style=[("GRID", (0, 0), (-1, -1), 1, "black")])
    SimpleDocTemplate(buffer).build([Paragraph(GERMAN, getSampleStyleSheet()["Normal"]), grid])
    return buffer.getvalue()
