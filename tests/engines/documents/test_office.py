"""Documents of office programs, books and Outlook's messages: their structure survives."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from convosphere.engines.documents import Fault, UnreadableError
from convosphere.engines.documents.formats.packages import look_over
from convosphere.engines.documents.formats.sniffing import sniff
from tests.engines.documents import making, outlook
from tests.engines.documents.reading import LIMITS, pages, read, read_text, report_of, shown, table, text_of
from tests.factories.files import zipped

# Made once by LibreOffice 7.4.
MADE = Path(__file__).parent / "made"


def test_word(tmp_path: Path) -> None:
    document = text_of(read(tmp_path, "a.docx", making.word()))
    assert shown(document) == [
        ("heading1", "Einleitung"),
        ("paragraph", making.GERMAN),
        ("heading2", "Fristen"),
        ("list", "- Antrag stellen\n- Bescheid abwarten"),
        ("table", "| Jahr | Umsatz |\n| 2024 | 100 |\n| 2025 | 120 |"),
        ("paragraph", "Nach der Tabelle."),
        ("note", "Bert: Stimmt das?"),
    ]
    assert table(document).rows == (("Jahr", "Umsatz"), ("2024", "100"), ("2025", "120"))
    assert (document.title, document.language, document.metadata["author"]) == ("Titel", "de", "Anna Muster")
    assert {block.page for block in document.blocks} == {None}


def test_slides_with_notes(tmp_path: Path) -> None:
    data = making.slides(("Ziele", "Mehr Auskunft", "Hier langsam reden"), ("Ende", "Danke", ""))
    document = read_text(tmp_path, "a.pptx", data)
    assert document.pages == 2
    assert pages(document) == [
        (1, "Ziele"),
        (1, "Mehr Auskunft"),
        (1, "Hier langsam reden"),
        (2, "Ende"),
        (2, "Danke"),
    ]
    assert [kind for kind, _ in shown(document)] == ["heading1", "paragraph", "note", "heading1", "paragraph"]


@pytest.mark.parametrize("name", ["folien.pptx", "folien.odp"])
def test_slides_as_an_office_writes_them(tmp_path: Path, name: str) -> None:
    document = read_text(tmp_path, name, (MADE / name).read_bytes())
    assert [(block.page, *each) for block, each in zip(document.blocks, shown(document), strict=True)] == [
        (1, "heading1", "Ziele"),
        (1, "list", "- Mehr Auskunft\n  - schneller"),
        (1, "table", "| Jahr | Zahl |\n| 2024 | 7 |"),
        (1, "note", "Hier langsam reden."),
        (1, "note", "Bert: Kürzer fassen"),
        (2, "heading1", "Verborgene Folie"),
        (3, "heading1", "Ende"),
    ]
    assert (document.pages, document.warnings) == (3, (Fault.HIDDEN_PARTS,))


def test_points_and_charts_of_slides(tmp_path: Path) -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"

    def point(text: str, properties: str, kind: str = "") -> str:
        return f"<a:p><a:pPr {properties}>{kind}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>"

    numbered, plain = '<a:buAutoNum type="alphaLcParenR"/>', "<a:buNone/>"
    body = (
        point("Kopf", "", plain)
        + point("eins", "", numbered)
        + point("tief", 'lvl="1"')
        + point("zwei", "", numbered)
        + point("frei", "", '<a:buChar char="•"/>')
        + point("neu", "", numbered)
    )
    data = making.slides(("Titel", "WEG", "Notiz"))
    entries = {
        each: zipfile.ZipFile(io.BytesIO(data)).read(each) for each in zipfile.ZipFile(io.BytesIO(data)).namelist()
    }
    slide = entries["ppt/slides/slide1.xml"].decode().replace("<a:p><a:r><a:t>WEG</a:t></a:r></a:p>", body)
    chart = f'<a:graphicData><c:chart xmlns:c="{drawing}/chart" r:id="rId9"/></a:graphicData>'
    chart = f"<p:graphicFrame><a:graphic>{chart}</a:graphic></p:graphicFrame>"
    entries["ppt/slides/slide1.xml"] = slide.replace("</p:spTree>", f"{chart}</p:spTree>").encode()
    entries["ppt/slides/_rels/slide1.xml.rels"] = making.relations(("rId9", "chart", "../charts/c.xml"))
    values = "<c:pt idx='0'><c:v>{}</c:v></c:pt><c:pt idx='1'><c:v>{}</c:v></c:pt>"
    entries["ppt/charts/c.xml"] = (
        f"<c:chartSpace xmlns:c='{drawing}/chart'><c:chart><c:title><c:t>Umsatz</c:t></c:title>"
        f"<c:plotArea><c:ser><c:tx><c:pt idx='0'><c:v>Netto</c:v></c:pt></c:tx><c:cat>{values.format('2024', '2025')}"
        f"</c:cat><c:val>{values.format('7', '9')}</c:val></c:ser></c:plotArea></c:chart></c:chartSpace>"
    ).encode()
    assert shown(read_text(tmp_path, "a.pptx", zipped(entries))) == [
        ("heading1", "Titel"),
        ("paragraph", "Kopf"),
        ("list", "a) eins\n  - tief\nb) zwei\n- frei\na) neu"),
        ("caption", "Umsatz"),
        ("table", "|  | Netto |\n| 2024 | 7 |\n| 2025 | 9 |"),
    ]


def test_titles_and_charts_of_open_slides(tmp_path: Path) -> None:
    def frame(content: str, place: str = "") -> str:
        return f"<draw:frame {f'presentation:class={place!r}' if place else ''}>{content}</draw:frame>"

    chart = '<draw:object xmlns:x="http://www.w3.org/1999/xlink" x:href="./Object 1"/><desc>Ein Diagramm</desc>'
    body = (
        frame("<draw:text-box><text:p>Zuerst</text:p><text:p>gezeichnet</text:p></draw:text-box>")
        + frame("<draw:text-box><text:p>Der</text:p><text:p>Titel</text:p></draw:text-box>", "title")
        + frame("<draw:text-box><text:p>7</text:p></draw:text-box>", "page-number")
        + f"<draw:g>{frame(chart)}</draw:g>"
    )
    data = making.open_document("presentation", f"<draw:page>{body}</draw:page><draw:page/>")
    rows = OPEN_SHEET.replace('table:name="Blatt"', "")
    spaces = 'xmlns:table="t" xmlns:office="o" xmlns:text="x" xmlns:chart="c"'
    figures = (
        f"<d {spaces}><body><chart><chart:chart><title><p>Umsatz</p></title>{rows}</chart:chart></chart></body></d>"
    )
    document = read_text(tmp_path, "a.odp", _with(data, {"Object 1/content.xml": figures.encode()}))
    assert shown(document) == [
        ("heading1", "Der Titel"),
        ("paragraph", "Zuerst"),
        ("paragraph", "gezeichnet"),
        ("caption", "Umsatz"),
        ("table", "| a | b |"),
        ("caption", "Ein Diagramm"),
    ]
    assert document.pages == 2


def test_sheets(tmp_path: Path) -> None:
    data = making.workbook(Umsatz=[["Jahr", "Betrag"], ["2024", "100"]], Kosten=[["Posten"], ["Miete"]])
    document = read_text(tmp_path, "a.xlsx", data)
    assert document.pages == 2
    assert pages(document) == [
        (1, "Umsatz"),
        (1, "| Jahr | Betrag |\n| 2024 | 100 |"),
        (2, "Kosten"),
        (2, "| Posten |\n| Miete |"),
    ]


CELLS = "".join(
    f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in ("a", "b")
)
OPEN_TEXT = (
    '<text:h text:outline-level="2">Kapitel</text:h><text:p>Absatz.</text:p><text:list><text:list-item><text:p>Punkt'
    f"</text:p></text:list-item></text:list><table:table><table:table-row>{CELLS}</table:table-row></table:table>"
)
OPEN_SHEET = f'<table:table table:name="Blatt"><table:table-row>{CELLS}</table:table-row></table:table>'
OPEN_SLIDE = (
    '<draw:page draw:name="p1"><draw:frame><draw:text-box><text:p>Ziele</text:p></draw:text-box></draw:frame>'
    "<presentation:notes><draw:frame><draw:text-box><text:p>Notiz</text:p></draw:text-box></draw:frame>"
    "</presentation:notes></draw:page>"
)


@pytest.mark.parametrize(
    ("kind", "body", "blocks"),
    [
        (
            "text",
            OPEN_TEXT,
            [("heading2", "Kapitel"), ("paragraph", "Absatz."), ("list", "- Punkt"), ("table", "| a | b |")],
        ),
        ("spreadsheet", OPEN_SHEET, [("heading2", "Blatt"), ("table", "| a | b |")]),
        ("presentation", OPEN_SLIDE, [("heading1", "Ziele"), ("note", "Notiz")]),
    ],
)
def test_open_documents(tmp_path: Path, kind: str, body: str, blocks: list[tuple[str, str]]) -> None:
    document = read_text(tmp_path, "a.odx", making.open_document(kind, body))
    assert shown(document) == blocks
    assert (document.title, document.metadata["author"]) == ("Offen", "Anna Muster")
    assert {block.page for block in document.blocks} == ({None} if kind == "text" else {1})


def test_books(tmp_path: Path) -> None:
    document = read_text(tmp_path, "a.epub", making.book("Buch", ("Erstes", making.GERMAN), ("Zweites", "Ende")))
    assert shown(document) == [
        ("heading1", "Erstes"),
        ("paragraph", making.GERMAN),
        ("heading1", "Zweites"),
        ("paragraph", "Ende"),
    ]
    assert (document.title, document.language) == ("Buch", "de")


def test_messages_of_outlook(tmp_path: Path) -> None:
    body = f"{making.GERMAN}\r\n\r\nAttachments:\r\n\r\nGruß"
    data = outlook.message(
        "Akte 7", body, "Anna Muster", ("akte.txt", b"Inhalt"), ("b.docx", making.word()), ("c.bin", b"\0\1" * 50)
    )
    document = read_text(tmp_path, "a.msg", data)
    blocks = shown(document)
    assert blocks[0] == ("heading1", "Akte 7")
    assert "From: Anna Muster" in blocks[1][1]
    assert ("paragraph", making.GERMAN) in blocks
    assert ("paragraph", "Gruß") in blocks
    place = blocks.index(("heading2", "akte.txt"))
    assert blocks[place : place + 4] == [
        ("heading2", "akte.txt"),
        ("paragraph", "Inhalt"),
        ("heading2", "b.docx"),
        ("heading3", "Einleitung"),
    ]
    assert blocks[-1] == ("heading2", "c.bin")
    assert document.warnings == (Fault.PARTS_LEFT_OUT,)


# The examples of [MS-OXRTFCP]: a plain text, and one that repeats what it is just writing.
PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
REPEATING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def test_messages_in_messages_and_what_hangs_on_them(tmp_path: Path) -> None:
    def said(name: str, text: bytes, number: str) -> outlook.Storage:
        return outlook.streams_of(name, "", "Cem", head=24, **{f"__substg1.0_{number}0102": text})

    page = '<meta charset="windows-1251"><h1>Тема</h1><p>x</p>'.encode("cp1251")
    inner = outlook.streams_of(
        *("Innen", "Drinnen", "Cem", ("Gepackt", said("Lang", PACKED, "1009")), ("", b"Notiz")), head=24
    )
    data = outlook.message(
        *("Aussen", "Text", "Anna", ("Weitergeleitet", inner), ("post.eml", making.mail("Brief", ("k.txt", b"Karte")))),
        *(("a.zip", zipped({"ordner/x.txt": b"Zip"})), ("../../z.pdf", making.report(chapters=1))),
        ("kurz.msg", outlook.message("Kurz", "", "", ("Kürzer", said("Kurz", REPEATING, "1009")))),
        ("seite.msg", outlook.compound(said("Seite", page, "1013"))),
    )
    document = read_text(tmp_path, "a.msg", data)
    blocks = shown(document)
    assert blocks[:4] == [
        *(("heading1", "Aussen"), ("paragraph", "From: Anna\nTo: Bert")),
        *(("paragraph", "Text"), ("heading2", "Weitergeleitet")),
    ]
    assert [each for each in blocks[3:] if "To: Bert" not in each[1] and each[0] != "table"] == [
        *(("heading2", "Weitergeleitet"), ("heading3", "Innen"), ("paragraph", "Drinnen")),
        *(("heading4", "Gepackt"), ("heading5", "Lang"), ("paragraph", "hello world")),
        *(("heading4", "#2"), ("paragraph", "Notiz")),
        *(("heading2", "post.eml"), ("heading3", "Anfrage zu Akten"), ("paragraph", "Brief")),
        *(("heading4", "k.txt"), ("paragraph", "Karte")),
        *(("heading2", "a.zip"), ("heading3", "ordner/x.txt"), ("paragraph", "Zip")),
        *(("heading2", "z.pdf"), ("heading3", "Kapitel 1"), blocks[24], ("heading4", "Zahlen")),
        *(("heading2", "kurz.msg"), ("heading3", "Kurz")),
        *(("heading4", "Kürzer"), ("heading5", "Kurz"), ("paragraph", "WXYZWXYZWXYZWXYZWXYZ")),
        *(("heading2", "seite.msg"), ("heading3", "Seite"), ("heading4", "Тема"), ("paragraph", "x")),
    ]
    # Pages of what is attached are no pages of the message, and nothing was left beside it.
    assert {block.page for block in document.blocks} == {None}
    assert not list(tmp_path.glob("part-*"))
    # The other way round: on a mail hangs a message.
    around = read_text(tmp_path, "b.eml", making.mail("Anbei.", ("a.msg", data)))
    assert [text for _, text in shown(around)][-len(document.blocks) :] == [block.text for block in document.blocks]


def test_messages_without_end_or_of_nothing_are_refused(tmp_path: Path) -> None:
    data = bytearray(outlook.message("a", "b", "c", ("d.txt", b"e" * 5_000)))
    for broken in (data[:-600], data[:-1_000], data[:-600] + b"\xff" * 600):
        assert report_of(tmp_path, "a.msg", bytes(broken))["fault"] == Fault.DAMAGED
    deep: outlook.Storage = {}
    for _ in range(40):
        deep = {"a": deep}
    endless = outlook.compound({**outlook.streams_of("a", "b", "c"), "deep": deep})
    assert report_of(tmp_path, "a.msg", endless)["fault"] == Fault.HOSTILE
    # The left neighbour of the first entry is itself.
    circle = bytearray(outlook.message("a", "b", "c"))
    directory = 512 * (1 + int.from_bytes(circle[48:52], "little"))
    circle[directory + 128 + 68 : directory + 128 + 72] = (1).to_bytes(4, "little")
    assert report_of(tmp_path, "a.msg", bytes(circle))["fault"] == Fault.HOSTILE


def test_macros_are_neither_read_nor_run_and_said(tmp_path: Path) -> None:
    data = _with(making.word(), {"word/vbaProject.bin": b"Attribute VB_Name Shell"})
    document = read_text(tmp_path, "a.docm", data)
    assert document.warnings == (Fault.MACROS,)
    assert "Shell" not in document.text


def _with(data: bytes, entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document>&x;</w:document>'
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'
WIDE_LAUGHS = LAUGHS.decode().encode("utf-16")


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda: zipped({"[Content_Types].xml": b"<T/>", "word/document.xml": ENTITY}), Fault.HOSTILE),
        (lambda: _with(making.slides(("a", "b", "c")), {"ppt/slides/slide9.xml": LAUGHS}), Fault.HOSTILE),
        (lambda: _with(making.workbook(A=[["a"]]), {"xl/sharedStrings.xml": WIDE_LAUGHS}), Fault.HOSTILE),
        (lambda: _with(making.book("a", ("b", "c")), {"evil.xhtml": LAUGHS}), Fault.HOSTILE),
        (lambda: _with(making.word(), {"word/more.xml": b"<a>" * 1_000 + b"</a>" * 1_000}), Fault.TOO_MUCH_INSIDE),
        (lambda: _with(making.word(), {f"word/{number}.png": b"" for number in range(20_001)}), Fault.TOO_MUCH_INSIDE),
        (
            lambda: _with(making.open_document("text", ""), {"x.xml": b"<a>" + b" " * 6_000_000 + b"</a>"}),
            Fault.TOO_MUCH_INSIDE,
        ),
        (lambda: making.word()[:9_000] + making.word()[9_500:], Fault.DAMAGED),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_packages_are_refused_before_native_code_sees_them(
    tmp_path: Path, make: Callable[[], bytes], fault: Fault
) -> None:
    path = tmp_path / "content"
    path.write_bytes(make())
    with pytest.raises(UnreadableError) as caught:
        look_over(path, LIMITS)
    assert caught.value.fault is fault, caught.value.detail


def test_encrypted_packages_say_so(tmp_path: Path) -> None:
    data = bytearray(making.word())
    # The flag stands before each entry and again in the list at the end.
    for place in _places(data, b"PK\x03\x04", 6) + _places(data, b"PK\x01\x02", 8):
        data[place] |= 1
    reading = read(tmp_path, "a.docx", bytes(data))
    assert (reading.text, reading.note) == (None, Fault.PROTECTED)


def test_documents_behind_a_password_say_so(tmp_path: Path) -> None:
    word = outlook.compound({"EncryptionInfo": b"x" * 100, "EncryptedPackage": b"x" * 5_000})
    manifest = b"<m><manifest:encryption-data/></m>"
    text = zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": manifest,
            "content.xml": b"\1\2",
        }
    )
    for name, data in (("a.docx", word), ("a.odt", text)):
        report = report_of(tmp_path, name, data)
        assert (report.get("text"), report["note"]) == (None, Fault.PROTECTED), name


def test_what_was_an_office_file_is_damaged_and_no_archive(tmp_path: Path) -> None:
    locked = bytearray(zipped({"a.txt": b"a"}))
    for place in _places(locked, b"PK\x03\x04", 6) + _places(locked, b"PK\x01\x02", 8):
        locked[place] |= 1
    for name, data, note in (
        ("a.docx", making.word()[:5_000], Fault.DAMAGED),
        ("a.zip", bytes(locked), Fault.PROTECTED),
        ("a.zip", zipped({"a.txt": b"a"}), Fault.ARCHIVE),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(200), Fault.ARCHIVE),
    ):
        report = report_of(tmp_path, name, data)
        assert (report.get("text"), report["note"]) == (None, note), name


@pytest.mark.parametrize("name", [*sorted(path.name for path in MADE.iterdir()), "a.epub", "a.msg", "a.pdf"])
def test_what_is_cut_off_says_so_wherever_it_ends(tmp_path: Path, name: str) -> None:
    made = {
        "a.epub": lambda: making.book("Buch", ("Erstes", making.GERMAN)),
        "a.msg": lambda: outlook.message("Akte", making.GERMAN * 30, "Anna", ("akte.txt", b"Inhalt" * 1_000)),
        "a.pdf": lambda: making.report(chapters=1),
    }
    data = made[name]() if name in made else (MADE / name).read_bytes()
    for size in (300, len(data) // 2, len(data) * 9 // 10):
        report = report_of(tmp_path, name, data[:size])
        told = {report.get("fault"), report.get("note")}
        if "text" in report:
            # Only of these the beginning can be read by itself.
            assert name == "vertrag.rtf"
            told = set(orjson.loads((tmp_path / "text.out").read_bytes())["warnings"])
        assert told & {Fault.DAMAGED, Fault.CUT_OFF}, (name, size, report)


def _places(data: bytes | bytearray, sign: bytes, offset: int) -> list[int]:
    places, place = [], data.find(sign)
    while place >= 0:
        places.append(place + offset)
        place = data.find(sign, place + 1)
    return places


def test_a_package_is_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(making.workbook(A=[["a"]]))
    assert sniff(path, "brief.docx").media_type.endswith("spreadsheetml.sheet")
    path.write_bytes(outlook.message("a", "b", "c"))
    assert sniff(path, "photo.jpg").media_type == "application/vnd.ms-outlook"
