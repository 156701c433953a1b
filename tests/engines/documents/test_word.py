"""Texts as LibreOffice and Word write them: numbers, notes, comments, tables in tables, what is not to be seen."""

from pathlib import Path

import pytest

from convosphere.engines.documents import Block, BlockKind, Fault, UnreadableError
from convosphere.engines.documents.formats import word
from convosphere.engines.documents.formats.asides import Asides
from convosphere.engines.documents.formats.word.numbering import written
from tests.engines.documents import making
from tests.engines.documents.reading import LIMITS, pages, read_text, shown, table
from tests.factories.files import zipped

# Made once by LibreOffice 7.4, from the same text and the same figures in each format.
MADE = Path(__file__).parent / "made"
THIN = "\u2009"


@pytest.mark.parametrize("name", ["vertrag.docx", "vertrag.odt", "vertrag.rtf"])
def test_a_contract_reads_as_it_is_printed(tmp_path: Path, name: str) -> None:
    document = read_text(tmp_path, name, (MADE / name).read_bytes())
    assert shown(document) == [
        ("paragraph", "Stadt Musterhausen, Aktenzeichen 4711"),
        ("heading1", "§ 1 Mietsache"),
        ("paragraph", f"Vermietet wird die Wohnung im ersten Stock{THIN}¹ der Lindenstraße 7."),
        ("note", "¹ Ohne den Balkon."),
        ("heading1", "§ 2 Miete"),
        ("heading2", "2.1 Höhe"),
        # What was deleted and what is hidden is not there.
        ("paragraph", "Sie beträgt 800 Euro."),
        ("note", "Bert: Stimmt die Zahl?"),
        ("heading2", "2.2 Fälligkeit"),
        ("list", "1. Am dritten Werktag.\n  a) im Voraus\n  b) auf das Konto"),
        ("paragraph", "Dazwischen steht ein Absatz."),
        ("list", "2. Bei Verzug mit Zinsen.\n- Strom\n- Wasser"),
        ("table", "| Posten | Betrag |  |\n| Heizung | Gas | 120 |\n|  | Wartung | Mai, 15; Juni, 16 |"),
        ("paragraph", f"Unterschrift{THIN}ⁱ"),
        ("paragraph", "Im Kasten steht die Kaution."),
        ("note", "ⁱ Eigenhändig."),
    ]
    assert (document.title, document.language, document.metadata["author"]) == ("Mietvertrag", "de", "Anna Muster")


@pytest.mark.parametrize(("name", "comment"), [("zahlen.xlsx", "C2, Bert"), ("zahlen.ods", "Bert")])
def test_hidden_sheets_are_read_and_said(tmp_path: Path, name: str, comment: str) -> None:
    document = read_text(tmp_path, name, (MADE / name).read_bytes())
    assert document.warnings == (Fault.HIDDEN_PARTS,)
    found = pages(document)
    assert [each for each in found if each[0] == 2] == [(2, "Listen"), (2, "| Im Verborgenen |")]
    # Behind the sheet on which it was made.
    assert found[2] == (1, f"{comment}: Ohne Steuer")
    assert "| 2024-05-06 | 0.125 | 1234.5 | true |" in found[1][1]


def test_what_is_remarked_on_a_slide_without_words_is_read() -> None:
    asides = Asides(comments={1: ["Anna: One."], 2: ["Bert: Only a picture."], 4: ["Bert: The last."]})
    words = [Block(BlockKind.PARAGRAPH, text, page=page) for page, text in ((1, "Title"), (3, "Text"), (3, "More"))]
    assert [(each.page, each.text) for each in asides.among(words)] == [
        (1, "Title"),
        (1, "Anna: One."),
        (2, "Bert: Only a picture."),
        (3, "Text"),
        (3, "More"),
        (4, "Bert: The last."),
    ]


def test_of_old_files_the_words_are_read(tmp_path: Path) -> None:
    document = read_text(tmp_path, "a.doc", (MADE / "vertrag.doc").read_bytes())
    for words in ("Mietsache", "im ersten Stock", "Bei Verzug mit Zinsen.", "Wartung", "Im Kasten steht die Kaution."):
        assert words in document.text
    # Which number a paragraph has is guessed, and so not said.
    assert not any(line.lstrip().startswith("1. ") for line in document.text.splitlines())
    sheets = read_text(tmp_path, "a.xls", (MADE / "zahlen.xls").read_bytes())
    assert pages(sheets)[1] == (
        1,
        "| Tag | Anteil | Betrag | Stimmt |\n| 2024-05-06 | 0.125 | 1234.5 | true |\n| Summe |  | #ERR: Value |  |",
    )


SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def numbered(text: str, number: int = 1, level: int = 0, more: str = "") -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>{more}'
    return paragraph(run(text) if text else "", place)


def level(place: int, form: str, text: str, more: str = "") -> str:
    shape = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{place}">{shape}</w:lvl>'


def parts(body: str, numbering: str = "", styles: str = "") -> bytes:
    """A Word file of these parts, under names of its own."""
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": making.relations(("a", "officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": making.relations(
                ("n", "numbering", "/word/lists.xml"), ("s", "styles", "looks.xml")
            ),
            "word/document.xml": f"<w:document {SPACE}><w:body>{body}</w:body></w:document>".encode(),
            "word/lists.xml": f"<w:numbering {SPACE}>{numbering}</w:numbering>".encode(),
            "word/looks.xml": f"<w:styles {SPACE}>{styles}</w:styles>".encode(),
        }
    )


def blocks(folder: Path, *given: str) -> list[tuple[str, str]]:
    path = folder / "content"
    path.write_bytes(parts(*given))
    return shown(word.read_text(path, LIMITS))


LISTS = (
    f'<w:abstractNum w:abstractNumId="7">{level(0, "upperRoman", "Art. %1")}{level(1, "lowerLetter", "%2)")}'
    f"{level(2, 'decimal', '%1.%2.%3', '<w:isLgl/>')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/>'
    "</w:lvlOverride></w:num>"
)


def test_lists_count_as_word_counts_them(tmp_path: Path) -> None:
    body = "".join(
        (
            numbered("eins"),
            numbered("a", level=1),
            numbered("b", level=1),
            numbered("tief", level=2),
            # An empty one has a number too.
            numbered(""),
            numbered("wieder a", level=1),
            # Another list of the same make counts on.
            numbered("drei", 2),
            numbered("neun", 3),
            numbered("ohne", 0),
        )
    )
    assert blocks(tmp_path, body, LISTS) == [
        ("list", "Art. I eins\n  a) a\n  b) b\n    1.2.1 tief\n  a) wieder a\nArt. III drei\nArt. IX neun"),
        ("paragraph", "ohne"),
    ]


def test_headings_are_numbered_by_their_styles(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId '
        'w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Eigene"><w:name w:val="Eigene"/><w:basedOn w:val="berschrift1"/>'
        "<w:pPr><w:numPr><w:ilvl w:val='1'/></w:numPr><w:outlineLvl w:val='1'/></w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="V1"><w:name w:val="toc 1"/></w:style>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1")}{level(1, "decimal", "%1.%2")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = "".join(
        (
            paragraph(run("Miete") + "<w:r><w:tab/><w:t>3</w:t></w:r>", '<w:pStyle w:val="V1"/>'),
            paragraph(run("Miete"), '<w:pStyle w:val="berschrift1"/>'),
            paragraph(run("Höhe"), '<w:pStyle w:val="Eigene"/>'),
            paragraph(run("Frist"), '<w:pStyle w:val="Eigene"/>'),
            paragraph(run("Dauer"), '<w:pStyle w:val="berschrift1"/>'),
            paragraph(run("Anhang"), '<w:pStyle w:val="berschrift1"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        )
    )
    assert blocks(tmp_path, body, numbering, styles) == [
        ("heading1", "1 Miete"),
        ("heading2", "1.1 Höhe"),
        ("heading2", "1.2 Frist"),
        ("heading1", "2 Dauer"),
        ("heading1", "Anhang"),
    ]


def test_what_is_not_to_be_seen_is_not_read(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph(run('Im Kasten'))}</w:txbxContent>"
    body = "".join(
        (
            paragraph(f"<w:moveFrom>{run('Zog um.')}</w:moveFrom>" + run("Hier.")),
            paragraph(f"<w:ins>{run('Neu')}</w:ins><w:del><w:r><w:delText>alt</w:delText></w:r></w:del>"),
            paragraph(f"<w:moveTo>{run('Zog um.')}</w:moveTo>" + run("geheim", "<w:vanish/>")),
            # The same box twice, for programs of different age.
            paragraph(
                f"<w:r><AlternateContent><Choice>{box}</Choice><Fallback>{box}</Fallback></AlternateContent></w:r>"
            ),
            paragraph(run("D"), '<w:framePr w:dropCap="drop"/>'),
            paragraph(run("ie Frist") + "<w:r><w:noBreakHyphen/></w:r>" + run("7\uf0e0")),
            f"<w:tbl><w:tr><w:tc>{paragraph(run('Nur eine Spalte'))}</w:tc></w:tr></w:tbl>",
        )
    )
    assert [text for _, text in blocks(tmp_path, body)] == [
        "Hier.",
        "Neu",
        "Zog um.",
        "Im Kasten",
        "Die Frist-7",
        "Nur eine Spalte",
    ]


def test_cells_stand_in_their_columns(tmp_path: Path) -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"

    rows = (
        cell("Jahr", '<w:vMerge w:val="restart"/>') + cell("Umsatz", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("netto") + cell("brutto"),
    )
    last = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("1")}{cell("2")}</w:tr>'
    body = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}{last}</w:tbl>"
    (tmp_path / "content").write_bytes(parts(body))
    found = table(word.read_text(tmp_path / "content", LIMITS))
    assert found.rows == (("Jahr", "Umsatz", ""), ("", "netto", "brutto"), ("", "1", "2"))


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (1994, "upperRoman", "MCMXCIV"),
        (0, "lowerRoman", "0"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (12, "chicago", "12"),
    ],
)
def test_numbers_are_written(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


def test_parts_may_have_any_name_but_must_be_there(tmp_path: Path) -> None:
    types = b'<Types><Override ContentType="application/x.wordprocessingml.document.main+xml"/></Types>'
    entries = {
        "[Content_Types].xml": types,
        "_rels/.rels": making.relations(("a", "officeDocument", "word/document2.xml")),
        "word/document2.xml": f"<w:document {SPACE}><w:body>{paragraph(run('Da'))}</w:body></w:document>".encode(),
    }
    assert read_text(tmp_path, "a.docx", zipped(entries)).text == "Da"
    (tmp_path / "content").write_bytes(zipped({"[Content_Types].xml": types}))
    with pytest.raises(UnreadableError) as caught:
        word.read_text(tmp_path / "content", LIMITS)
    assert caught.value.fault is Fault.DAMAGED
