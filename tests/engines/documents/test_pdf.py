"""PDF: structure, the better of two readings, scans, limits, pages as pictures."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from convosphere.engines.documents import (
    Block,
    BlockKind,
    DocumentReader,
    Fault,
    Limits,
    PageImage,
    UnreadableError,
)
from convosphere.engines.documents.document import table_block
from convosphere.engines.documents.formats import pdf, recognition, scans
from convosphere.engines.documents.formats.pages import render_page
from convosphere.engines.documents.formats.quality import better, calm_running_heads, mended
from convosphere.engines.documents.types import Word
from tests.engines.documents import making
from tests.engines.documents.reading import LIMITS, OCR, read, read_text, shown, table, text_of
from tests.factories import files

needs_ocr = pytest.mark.skipif(not OCR, reason="needs Tesseract's words: Debian's tesseract-ocr-deu, tesseract-ocr-eng")


def test_structure(tmp_path: Path) -> None:
    document = text_of(read(tmp_path, "a.pdf", making.report(chapters=2)))
    assert [(block.page, *each) for block, each in zip(document.blocks, shown(document), strict=True)] == [
        (1, "heading1", "Kapitel 1"),
        (1, "paragraph", " ".join([making.GERMAN] * 6)),
        (1, "heading2", "Zahlen"),
        (1, "table", "| Jahr | Umsatz |\n| 2024 | 100 |"),
        (2, "heading1", "Kapitel 2"),
        (2, "paragraph", " ".join([making.GERMAN] * 6)),
        (2, "heading2", "Zahlen"),
        (2, "table", "| Jahr | Umsatz |\n| 2024 | 200 |"),
    ]
    assert (document.pages, document.title, document.language) == (2, "Bericht", "de")
    assert document.metadata["author"] == "Anna Muster"
    assert document.metadata["created"].startswith("20")


def paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text, page=1)


@pytest.mark.parametrize(
    ("blocks", "text", "expected"),
    [
        # As much and whole: the structure is worth more.
        ([paragraph(making.GERMAN)], making.GERMAN + "\n7", [making.GERMAN]),
        # The structure has lost a column.
        ([paragraph("links")], f"links\n{making.GERMAN}", [f"links\n{making.GERMAN}"]),
        ([], making.ENGLISH, [making.ENGLISH]),
        # Letters without a meaning.
        (
            [paragraph("o\ufffdce of the \ue001rst \ufffdoor")],
            "office of the first floor",
            ["office of the first floor"],
        ),
        ([paragraph("(cid:12)(cid:13)(cid:14) a")], "abc a", ["abc a"]),
        # Both are broken: the structure stays.
        ([paragraph("\ufffd\ufffd abc")], "\ufffd\ufffd abc", ["\ufffd\ufffd abc"]),
        # Two cells were taken for one number.
        ([table_block([["Jahr", "Zahl"], ["2000.0", ""]])], "Jahr Zahl\n2000 0", ["Jahr Zahl\n2000 0"]),
    ],
)
def test_the_better_reading_is_kept(blocks: list[Block], text: str, expected: list[str]) -> None:
    assert [block.text for block in better(blocks, text, 1)] == expected


def test_headings_survive_where_plain_text_is_kept() -> None:
    blocks = [Block(BlockKind.HEADING, "Die Zahlen", level=2), table_block([["1.2"]])]
    assert better(blocks, "Davor\nDie  Zahlen\n1 2", 4) == [
        Block(BlockKind.PARAGRAPH, "Davor", page=4),
        Block(BlockKind.HEADING, "Die Zahlen", page=4, level=2),
        Block(BlockKind.PARAGRAPH, "1 2", page=4),
    ]


def test_running_heads_and_page_numbers_are_no_headings() -> None:
    def heading(text: str) -> Block:
        return Block(BlockKind.HEADING, text, page=1, level=1)

    pages = {
        number: [heading("Amt für Akten"), heading("Zahlen"), paragraph("a"), heading(f"- Seite {number} von 4 -")]
        for number in range(1, 5)
    }
    pages[4] = [heading("Anhang"), heading("2024")]
    calm_running_heads(pages)
    assert [[block.kind == "heading" for block in blocks] for blocks in pages.values()] == [
        *[[False, True, False, False]] * 3,
        [True, True],
    ]


def test_ligatures_and_hyphens_are_mended() -> None:
    assert mended("of\ufb01ce Verwal\ufffe\r\ntung so\u00adfort") == "office Verwaltung sofort"


def test_when_its_reader_fails_or_takes_too_long_the_text_is_there_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "content"
    path.write_bytes(making.report(chapters=2))

    def fail(*_: object) -> None:
        raise UnreadableError(Fault.DAMAGED)

    monkeypatch.setattr(pdf, "extract", fail)
    document = pdf.read_text(path, LIMITS)
    assert "Die Bürgerinnen und Bürger" in document.text
    assert {block.page for block in document.blocks} == {1, 2}
    monkeypatch.undo()
    assert pdf.read_text(path, Limits(seconds=0)).characters > 1_000


def test_long_files_are_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_PART_PAGES", 2)
    path = tmp_path / "content"
    path.write_bytes(making.report(chapters=5))
    document = pdf.read_text(path, LIMITS)
    headings = [(block.page, block.text) for block in document.blocks if block.level == 1]
    assert headings == [(number, f"Kapitel {number}") for number in range(1, 6)]
    cut = pdf.read_text(path, Limits(pages=3))
    assert (cut.pages, cut.truncated, cut.warnings) == (5, True, (Fault.TRUNCATED,))
    assert max(block.page or 0 for block in cut.blocks) == 3


def test_ten_thousand_pages_are_cut_and_said(tmp_path: Path) -> None:
    reading = read(tmp_path, "a.pdf", files.pdf(*["Seite"] * 10_000), Limits(seconds=40, pages=50))
    assert (reading.pages, reading.truncated) == (10_000, True)


@needs_ocr
def test_scans_are_recognised(tmp_path: Path) -> None:
    data = making.scan(("Straße und Größe der Akte", "für Bürgerinnen"), ("The second page of text",))
    document = text_of(read(tmp_path, "a.pdf", data))
    words = "Straße und Größe der Akte für Bürgerinnen The second page of text"
    assert document.text.split() == words.split()
    assert {block.page for block in document.blocks} == {1, 2}
    # Nothing was kept or fetched.
    left = {each.name for each in tmp_path.rglob("*")}
    assert left == {"content", "complaints.out", "preview.out", "report.out", "text.out"}


@needs_ocr
def test_pictures_and_faxes_are_recognised(tmp_path: Path) -> None:
    pictures = [making.text_picture("Erste Seite des Bescheids"), making.text_picture("Zweite Seite des Bescheids")]
    pictures[0].save(tmp_path / "a.png")
    reading = read(tmp_path, "a.png", (tmp_path / "a.png").read_bytes())
    assert reading.model is not None
    assert reading.characters == len("Erste Seite des Bescheids")
    without = read(tmp_path, "a.png", (tmp_path / "a.png").read_bytes(), Limits(ocr=True, ocr_pictures=False))
    assert (without.text, without.note) == (None, None)
    pictures[0].save(tmp_path / "a.tif", save_all=True, append_images=pictures[1:])
    document = scans.read_text(tmp_path / "a.tif", LIMITS)
    assert [(block.page, block.text) for block in document.blocks] == [
        (1, "Erste Seite des Bescheids"),
        (2, "Zweite Seite des Bescheids"),
    ]


def test_without_tesseract_scans_say_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "_FOLDERS", ())
    path = tmp_path / "content"
    path.write_bytes(making.scan(("Text",)))
    document = pdf.read_text(path, LIMITS)
    assert (document.blocks, document.warnings) == ((), (Fault.OCR_MISSING,))
    # Nobody asked for it.
    assert pdf.read_text(path, Limits()).warnings == ()


def test_words_of_one_language_are_not_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "_FOLDERS", ())
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    (tmp_path / "deu.traineddata").touch()
    assert recognition.words_folder() is None
    (tmp_path / "eng.traineddata").touch()
    assert recognition.words_folder() == str(tmp_path)


@needs_ocr
def test_recognition_ends_in_time_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(making.scan(("Text",)))
    document = pdf.read_text(path, Limits(seconds=0, ocr=True))
    assert (document.blocks, document.warnings) == ((), (Fault.TRUNCATED,))


def test_protected_files_say_so(tmp_path: Path) -> None:
    data = making.report(chapters=1, encrypt="secret")
    reading = read(tmp_path, "a.pdf", data)
    assert (reading.text, reading.note) == (None, Fault.PROTECTED)


def test_cut_off_files_are_damaged(tmp_path: Path) -> None:
    data = making.report(chapters=3)
    for size in (200, len(data) // 2, len(data) - 40):
        (tmp_path / "content").write_bytes(data[:size])
        with pytest.raises(UnreadableError) as caught:
            pdf.read_text(tmp_path / "content", LIMITS)
        assert caught.value.fault is Fault.DAMAGED


def draw(
    folder: Path, data: bytes, page: int, width: int, passage: str | None = None, words: tuple[Word, ...] | None = None
) -> PageImage:
    path = folder / "content"
    path.write_bytes(data)
    return asyncio.run(DocumentReader(processes=1).render_page(path, page, width, passage, words))


def test_pages_are_drawn_with_the_place_of_a_passage(tmp_path: Path) -> None:
    drawn = draw(tmp_path, making.report(), 2, 900, "| Jahr | Umsatz |\n| 2024 | 200 |")
    with Image.open(drawn.path) as picture:
        assert (picture.format, picture.size) == ("WEBP", (drawn.width, drawn.height))
        assert (drawn.width, drawn.pages) == (900, 3)
        for left, top, right, bottom in drawn.boxes:
            assert 0 < left < right < 1
            assert 0 < top < bottom < 1
        assert drawn.boxes
        # There is ink where the passage is said to be.
        box = [round(value * size) for value, size in zip(drawn.boxes[0], picture.size * 2, strict=True)]
        assert picture.convert("L").crop(tuple(box)).getextrema()[0] < 100  # type: ignore[arg-type,operator] # four numbers, one band


def test_passages_are_found_through_hyphens_breaks_and_ligatures(tmp_path: Path) -> None:
    data = making.many_pages(1, "Die Verwal-\ntung im Office gibt\nAuskunft. Ende")
    whole = draw(tmp_path, data, 1, 600, "Die Verwaltung im Of\ufb01ce gibt Auskunft")
    assert len(whole.boxes) == 3
    assert [box[1] for box in whole.boxes] == sorted(box[1] for box in whole.boxes)
    # Begins on the page before, ends on the one after; letters that no font names are left out.
    around = f"{making.GERMAN} Die Verwaltung im Office gibt Auskunft {making.ENGLISH}"
    for passage in (around, "Die Verwaltung im Öffice"):
        assert render_page(tmp_path / "content", LIMITS, page=1, width=600, passage=passage)["boxes"], passage
    assert render_page(tmp_path / "content", LIMITS, page=1, width=600, passage=making.ENGLISH)["boxes"] == []


def test_turned_pages_have_their_boxes_where_the_text_is_seen(tmp_path: Path) -> None:
    import pypdfium2  # noqa: PLC0415 - native code, for this test

    document = pypdfium2.PdfDocument(making.many_pages(1, "Oben links"))
    document[0].set_rotation(90)
    document.save(tmp_path / "turned.pdf")
    (box,) = draw(tmp_path, (tmp_path / "turned.pdf").read_bytes(), 1, 300, "Oben links").boxes
    left, top, right, bottom = box
    assert left > 0.8
    assert bottom - top > right - left


def test_pictures_of_pages_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(making.many_pages(1))
    assert render_page(path, LIMITS, page=1, width=100_000)["width"] == 2_400
    for page in (0, 2):
        with pytest.raises(UnreadableError) as caught:
            render_page(path, LIMITS, page=page, width=300)
        assert caught.value.fault is Fault.EMPTY


@needs_ocr
def test_passages_on_scanned_pages_have_boxes(tmp_path: Path) -> None:
    lines = ("Die Frist für Anträge", "endet nach vierzehn Ta-", "gen der Verwal-", "tung")
    passage = f"Auf der Seite davor. {' '.join(lines)}"
    first = draw(tmp_path, making.scan(("nur auf der ersten Seite",), lines, tilt=2), 2, 600, passage)
    assert first.words is not None
    assert len(first.boxes) == 4
    with Image.open(first.path) as picture:
        grey = picture.convert("L")
        for left, top, right, bottom in first.boxes:
            sides = (left * grey.width, top * grey.height, right * grey.width, bottom * grey.height)
            # All of the line's ink is inside, and hardly anything else.
            assert _ink(grey.crop(sides)) > 0.95 * _ink(grey.crop((0, sides[1], grey.width, sides[3]))) > 0
            assert bottom - top < 0.2

    def drawn(passage: str | None, words: tuple[Word, ...] | None) -> dict[str, Any]:
        return render_page(tmp_path / "content", LIMITS, page=2, width=600, passage=passage, words=words)

    # What was recognised once needs no further recognition.
    again = drawn("endet nach vierzehn Tagen", first.words)
    assert (again["words"], len(again["boxes"])) == (None, 2)
    assert drawn(making.ENGLISH, first.words)["boxes"] == []
    # Nobody looks for anything.
    assert drawn(None, None)["words"] is None


@needs_ocr
def test_pages_of_faxes_and_pictures_are_drawn_with_their_boxes(tmp_path: Path) -> None:
    pictures = [making.text_picture("Erste Seite des Bescheids"), making.text_picture("Zweite Seite des Bescheids")]
    path = tmp_path / "a.tif"
    pictures[0].save(path, save_all=True, append_images=pictures[1:])
    page = render_page(path, LIMITS, page=2, width=600, passage="zweite Seite")
    assert (page["pages"], page["width"], len(page["boxes"])) == (2, 600, 1)
    turned = pictures[0].rotate(90, expand=True)
    exif = turned.getexif()
    exif[0x0112] = 6
    turned.save(tmp_path / "a.jpg", exif=exif)
    page = render_page(tmp_path / "a.jpg", Limits(), page=1, width=600)
    assert page["width"] > page["height"]
    for limits, number, fault in ((LIMITS, 3, Fault.EMPTY), (Limits(image_pixels=1_000), 1, Fault.TOO_MUCH_INSIDE)):
        with pytest.raises(UnreadableError) as caught:
            render_page(path, limits, page=number, width=600)
        assert caught.value.fault is fault


def _ink(picture: Image.Image) -> int:
    return sum(255 - value for value in picture.tobytes())


def test_a_figure_in_a_table_is_as_written(tmp_path: Path) -> None:
    """Of rows with years and zeros xberg makes decimals."""
    rows: list[list[Any]] = [["Jahr", "Umsatz"], *([str(2_000 + year), str(year * 100)] for year in range(6))]
    data = making.tables(rows)
    assert "2000.0" not in read_text(tmp_path, "a.pdf", data).text


def test_tables_are_tables(tmp_path: Path) -> None:
    rows = [["Name", "Ort"], ["Anna Muster", "Köln"], ["Bert Beispiel", "Bonn"]]
    assert table(read_text(tmp_path, "a.pdf", making.tables(rows))).rows == tuple(map(tuple, rows))
