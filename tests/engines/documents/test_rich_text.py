"""RTF as it comes from many programs, and as nobody should write it."""

from pathlib import Path

import pytest

from convosphere.engines.documents import Fault, UnreadableError
from tests.engines.documents.reading import read_text, shown


def rtf(body: bytes, head: bytes = b"\\ansi\\ansicpg1252") -> bytes:
    return b"{\\rtf1" + head + b"\n" + body + b"}"


def test_letters_of_any_font_and_number(tmp_path: Path) -> None:
    fonts = rb"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 MS Gothic;}}"
    body = (
        rb"{\b Fett} \'e4, 5 \'80 und \u8364?\par"
        rb"\f1 \'cf\'f0\'e8\'e2\'e5\'f2\f0  \f2 \'93\'fa\'96\'7b\f0\par"
        # Letters in halves; as many letters instead as was said; a word instead.
        rb"\u-10179?\u-8704? {\uc2\u8226\'a5\'a5x}\uc1\u8212\emdash y\uc0\u228 z\par"
        rb" a\~b\_c\-d \ldblquote e\rdblquote  \{f\}\line g"
    )
    document = read_text(tmp_path, "a.rtf", rtf(fonts + body))
    assert shown(document) == [
        ("paragraph", "Fett ä, 5 € und €"),
        ("paragraph", "Привет 日本"),
        ("paragraph", "😀 •x—yäz"),
        ("paragraph", "a\u00a0b-cd “e” {f}\ng"),
    ]


def test_what_is_no_text_is_left_out(tmp_path: Path) -> None:
    body = (
        rb"{\info{\title Brief}{\author Anna}{\creatim\yr2024\mo5\dy6\hr7\min8}{\revtim\yr0\mo0\dy0}}"
        rb"{\*\generator Word}{\colortbl;\red0\green0\blue0;}{\*\unknown {geheim {\b tief}}}"
        rb"{\field{\*\fldinst TOC \\o}{\fldrslt Inhalt\par Kapitel 1}}"
        rb"{\field{\*\fldinst HYPERLINK \"https://example.org\"}{\fldrslt Verweis}} {\v verborgen}{\deleted weg}da"
        rb"{\pict\pngblip 89504e47{\*\picprop{\sp{\sn wzDescription}{\sv Ein Bild}}}}"
        rb"{\object{\*\objdata 0105}{\result Ergebnis}}\bin4 }{\x" + b"\\par Ende"
    )
    document = read_text(tmp_path, "a.rtf", rtf(body))
    assert shown(document) == [
        ("paragraph", "Verweis daErgebnis"),
        ("caption", "Ein Bild"),
        ("paragraph", "Ende"),
    ]
    assert document.title == "Brief"
    assert document.metadata == {"author": "Anna", "created": "2024-05-06T07:08:00"}


def test_headings_heads_and_notes(tmp_path: Path) -> None:
    body = (
        rb"{\stylesheet{Normal;}{\s1\outlinelevel0 heading 1;}{\s2 \u220 ?berschrift 2;}{\s3\sbasedon1 Eigene;}"
        rb"{\s4 toc 1;}{\s5 Code;}{\s6 caption;}{\*\cs9 Zeichen;}}"
        rb"{\headerl Akte 7, Seite {\field{\*\fldinst PAGE}{\fldrslt 3}}\par}{\headerr Akte 7, Seite\par}"
        rb"{\footer Seite 1 von 3\par}{\footerf Vertraulich\par}"
        rb"\pard\s3 {\listtext 1.\tab}Eins\par\pard\s2 Zwei\par\pard\s4 Eins 3\par"
        rb"\pard\s5 if a:\par     b()\par\pard\s6 Bild 1\par"
        rb"\pard Satz{\super *}{\footnote * Eigene Marke.} und{\super\chftn}{\footnote \chftn  Gez\'e4hlt.}"
        rb"{\v\chftn}{\footnote }.\par"
    )
    assert shown(read_text(tmp_path, "a.rtf", rtf(body))) == [
        ("paragraph", "Akte 7, Seite"),
        ("heading1", "1. Eins"),
        ("heading2", "Zwei"),
        ("code", "if a:\n    b()"),
        ("caption", "Bild 1"),
        ("paragraph", "Satz* und\u2009¹."),
        ("note", "* Eigene Marke."),
        ("note", "¹ Gezählt."),
        ("paragraph", "Vertraulich"),
    ]


def test_tables_of_one_column_and_without_an_end(tmp_path: Path) -> None:
    body = (
        rb"\trowd\pard\intbl Nur Form\cell\row\pard davor\par"
        rb"\trowd\pard\intbl a\par b\cell c\cell\row\pard\intbl d\cell\pard danach\par"
    )
    assert shown(read_text(tmp_path, "a.rtf", rtf(body))) == [
        ("paragraph", "Nur Form"),
        ("paragraph", "davor"),
        ("table", "| a b | c |\n| d |  |"),
        ("paragraph", "danach"),
    ]


def test_broken_ones_say_so(tmp_path: Path) -> None:
    cut = read_text(tmp_path, "a.rtf", rtf(rb"Anfang\par {\b Mitte")[:-1])
    assert (cut.text, cut.warnings) == ("Anfang\n\nMitte", (Fault.CUT_OFF,))
    loose = read_text(
        tmp_path, "a.rtf", rtf(rb"a\'zz\row\cell\nestrow\ftnalt{\fldrslt b}\u99999999?\itap999 c\par") + b"d}"
    )
    assert loose.text == "| azz | b\ue0ffc |"
    with pytest.raises(UnreadableError) as caught:
        read_text(tmp_path, "a.rtf", rtf(b"{" * 2_000))
    assert caught.value.fault is Fault.TOO_MUCH_INSIDE
