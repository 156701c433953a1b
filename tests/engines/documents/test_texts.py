"""What our own readers make of texts: Markdown, plain text, tables, JSON, code, pages, messages."""

import time
from pathlib import Path

import orjson

from convosphere.engines.documents import Fault, Limits, chunk
from tests.engines.documents import making
from tests.engines.documents.reading import LIMITS, read, read_text, shown, table, text_of
from tests.factories.files import zipped

MARKDOWN = """---
title: "Leitfaden"
author: Anna Muster
date: 2024-05-06
---
# Urlaub *beantragen*

Wer [frei nehmen](https://example.org) will,
fragt **vorher**. Mit `__init__` und snake_case_name.

1. Formular
   - ausfüllen
   - unterschreiben
2. Abgeben

| Jahr | Tage |
|------|-----:|
| 2024 | 30   |

```python
def f():
    return 1
```

> Gesagt
> ist gesagt.

Zwischentitel
-------------

<div><p>Aus <b>HTML</b></p></div>

![Ein Bild](a.png)
"""


def test_markdown(tmp_path: Path) -> None:
    document = read_text(tmp_path, "a.md", MARKDOWN.encode())
    assert shown(document) == [
        ("heading1", "Urlaub beantragen"),
        ("paragraph", "Wer frei nehmen will,\nfragt vorher. Mit __init__ und snake_case_name."),
        ("list", "1. Formular\n  - ausfüllen\n  - unterschreiben\n2. Abgeben"),
        ("table", "| Jahr | Tage |\n| 2024 | 30 |"),
        ("code", "def f():\n    return 1"),
        ("paragraph", "Gesagt\nist gesagt."),
        ("heading2", "Zwischentitel"),
        ("paragraph", "Aus HTML"),
        ("paragraph", "Ein Bild"),
    ]
    assert table(document).rows == (("Jahr", "Tage"), ("2024", "30"))
    assert (document.title, document.language) == ("Leitfaden", "de")
    assert document.metadata == {"author": "Anna Muster", "created": "2024-05-06"}


def test_plain_text(tmp_path: Path) -> None:
    text = "Kapitel eins\n============\n\nErster Absatz\nmit zwei Zeilen.\n\n \n\nZweiter."
    assert shown(read_text(tmp_path, "a.txt", text.encode("cp1252"))) == [
        ("heading1", "Kapitel eins"),
        ("paragraph", "Erster Absatz\nmit zwei Zeilen."),
        ("paragraph", "Zweiter."),
    ]


def test_tables_of_text(tmp_path: Path) -> None:
    data = 'Name;Betrag\n"Muster; Anna";"1.234,56"\n"zwei\nZeilen";2\n\n'
    document = read_text(tmp_path, "a.csv", data.encode("utf-8-sig"))
    assert table(document).rows == (("Name", "Betrag"), ("Muster; Anna", "1.234,56"), ("zwei Zeilen", "2"))
    assert read_text(tmp_path, "a.tsv", b"a\tb\n1\t2").text == "| a | b |\n| 1 | 2 |"


def test_a_table_of_a_hundred_thousand_columns_is_cut_and_says_so(tmp_path: Path) -> None:
    line = ";".join(f"c{number}" for number in range(100_000))
    reading = read(tmp_path, "a.csv", f"{line}\n{line}\n".encode())
    assert reading.truncated
    assert (reading.characters or 0) > 100_000


def test_json_is_set_in_lines(tmp_path: Path) -> None:
    data = orjson.dumps([{"name": "x" * 50, "value": number} for number in range(100)])
    document = read_text(tmp_path, "a.json", data)
    assert {block.kind for block in document.blocks} == {"code"}
    assert '\n    "value": 99\n' in document.text
    assert read_text(tmp_path, "b.json", b'{"a": [1, 2]').text == '{"a": [1, 2]'


def test_code_is_cut_between_its_parts(tmp_path: Path) -> None:
    part = "def name():\n    first()\n\n    second()\n"
    document = read_text(tmp_path, "a.py", ("\n\n".join([part] * 100)).encode())
    assert len(document.blocks) > 2
    assert all(block.text.startswith("def name") for block in document.blocks)


def test_pages(tmp_path: Path) -> None:
    page = """<!doctype html><html lang="de-AT"><head><title> Amt &amp; Akte </title><meta name="author" content="Anna">
    <style>p {}</style><script>alert(1)</script></head><body><nav><ul><li>Start<li>Hilfe</ul></nav>
    <h1>Akten</h1><p>Ein <b>Satz</b><br>mit Umbruch.</p><ol start=1><li>eins<ul><li>innen</ul><li>zwei</ol>
    <table><caption>Zahlen</caption><tr><th>Jahr<th>Tage</tr><tr><td>2024<td><p>30</p> Tage</table>
    <pre>a
      b</pre><figure><img alt=x><figcaption>Bild 1</figcaption></figure><div>Ende<table><tr><td>Nur Form</table>"""
    document = read_text(tmp_path, "a.html", page.encode())
    assert shown(document) == [
        ("list", "- Start\n- Hilfe"),
        ("heading1", "Akten"),
        ("paragraph", "Ein Satz\nmit Umbruch."),
        ("list", "1. eins\n  - innen\n2. zwei"),
        ("caption", "Zahlen"),
        ("table", "| Jahr | Tage |\n| 2024 | 30 Tage |"),
        ("code", "a\n      b"),
        ("caption", "Bild 1"),
        ("paragraph", "Ende"),
        ("paragraph", "Nur Form"),
    ]
    assert (document.title, document.metadata) == ("Amt & Akte", {"author": "Anna"})


def test_messages_with_what_is_attached(tmp_path: Path) -> None:
    inner = making.mail("Ganz innen.", ("tief.md", b"# Tief"), subject="Innen")
    data = making.mail(
        f"{making.GERMAN}\n\nGruß\nAnna",
        ("../../akte.md", b"# Akte\n\nInhalt"),
        ("innen.eml", inner),
        ("bild.bin", bytes(range(256)) * 10),
    )
    document = read_text(tmp_path, "a.eml", data)
    assert shown(document)[0] == ("heading1", "Anfrage zu Akten")
    assert "From: Anna Muster <anna@example.org>" in document.blocks[1].text
    assert shown(document)[2:8] == [
        ("paragraph", making.GERMAN),
        ("paragraph", "Gruß\nAnna"),
        ("heading2", "akte.md"),
        ("heading3", "Akte"),
        ("paragraph", "Inhalt"),
        ("heading2", "innen.eml"),
    ]
    assert ("heading4", "tief.md") in shown(document)
    assert ("heading2", "bild.bin") in shown(document)
    assert document.warnings == (Fault.PARTS_LEFT_OUT,)
    assert document.metadata["created"] == "2024-05-06T07:08:09+02:00"
    assert (document.title, document.language) == ("Anfrage zu Akten", "de")


def test_archives_on_messages_are_opened(tmp_path: Path) -> None:
    inner = zipped({"../tief.txt": b"Tief"})
    packed = zipped({"Akten/a.md": b"# Akte\n\nInhalt", "inner.zip": inner, "b.bin": bytes(range(256))})
    data = making.mail("Anbei.", ("akten.zip", packed), ("mehr.zip", inner))
    document = read_text(tmp_path, "a.eml", data)
    assert shown(document)[2:] == [
        ("paragraph", "Anbei."),
        ("heading2", "akten.zip"),
        ("heading3", "Akten/a.md"),
        ("heading4", "Akte"),
        ("paragraph", "Inhalt"),
        ("heading3", "inner.zip/tief.txt"),
        ("paragraph", "Tief"),
        ("heading3", "b.bin"),
        ("heading2", "mehr.zip"),
        ("heading3", "tief.txt"),
        ("paragraph", "Tief"),
    ]
    assert document.warnings == (Fault.PARTS_LEFT_OUT,)
    broken = read_text(tmp_path, "a.eml", making.mail("Anbei.", ("kaputt.zip", packed[:-30])))
    assert (shown(broken)[-1], broken.warnings) == (("heading2", "kaputt.zip"), (Fault.PARTS_LEFT_OUT,))


def test_messages_in_messages_end(tmp_path: Path) -> None:
    data = making.mail("innerste Nachricht", subject="0")
    for number in range(1, 9):
        data = making.mail("darum herum", ("a.eml", data), subject=str(number))
    document = read_text(tmp_path, "a.eml", data)
    headings = [block.text for block in document.blocks if block.kind == "heading" and block.text != "a.eml"]
    assert headings == ["8", "7", "6", "5"]
    assert Fault.PARTS_LEFT_OUT in document.warnings


def test_what_is_more_than_allowed_is_cut_and_says_so(tmp_path: Path) -> None:
    limits = Limits(text_characters=1_000)
    for name in ("a.md", "a.txt", "a.py", "a.csv"):
        document = read_text(tmp_path, name, b"word, " * 1_000, limits)
        assert (document.truncated, document.warnings) == (True, (Fault.TRUNCATED,)), name
        # A table gets its lines.
        assert 800 < len(document.text) <= 1_200


def test_texts_of_any_script_and_encoding(tmp_path: Path) -> None:
    for text in ("שלום עולם, זה מסמך", "مرحبا 👩‍👩‍👧 بالعالم", "Grüße 😀", "日本語のテキスト"):
        for encoding in ("utf-8", "utf-16", "utf-8-sig", "utf-32"):
            assert read_text(tmp_path, "a.txt", text.encode(encoding)).text == text, encoding
    for encoding in ("utf-16-le", "utf-16-be"):
        assert (
            read_text(tmp_path, "a.txt", ("Grüße ohne Zeichen davor\n" * 3).encode(encoding)).text.count("Grüße") == 3
        )
    # The parts of a text that were put together are each what they are.
    mixed = "Grüße aus Überlingen, 5 €\n\n".encode() + "Köln grüßt für 5 €\n\n".encode("cp1252") + "日本".encode()
    assert read_text(tmp_path, "a.txt", mixed).text == "Grüße aus Überlingen, 5 €\n\nKöln grüßt für 5 €\n\n日本"


def test_texts_that_say_in_which_encoding_they_are(tmp_path: Path) -> None:
    for name, data in (
        ("a.html", "<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'><p>Привет мир"),
        ("a.xml", '<?xml version="1.0" encoding="windows-1251"?><a>Привет мир</a>'),
        ("a.py", "#!/usr/bin/python\n# -*- coding: windows-1251 -*-\nprint('Привет мир')\n" + "# мир " * 400_000),
    ):
        assert "Привет мир" in read_text(tmp_path, name, data.encode("cp1251")).text, name
    # What says so wrongly is read as it is.
    for said in ("utf-8", "base64", "nonsense"):
        assert read_text(tmp_path, "a.html", f"<meta charset={said}><p>Köln".encode("latin-1")).text == "Köln", said


def test_what_only_looks_like_wide_letters_is_none(tmp_path: Path) -> None:
    sound = b"RIFF\x24\xa0\1\1WAVEfmt " + b"".join(bytes((number % 251 + 1, 0)) for number in range(20_000))
    assert read(tmp_path, "a.wav", sound).note is Fault.SPEECH_MISSING
    long = ("Grüße\n" * 200_000).encode("utf-16")
    assert read_text(tmp_path, "a.txt", long).text.startswith("Grüße\nGrüße")


def test_what_has_no_text_says_why(tmp_path: Path) -> None:
    for name, data, note in (
        ("a.txt", b" \n \n", Fault.EMPTY),
        ("a.md", b"---\ntitle: x\n---\n", Fault.EMPTY),
        ("a.bin", bytes(range(256)) * 9, Fault.UNKNOWN_KIND),
        ("empty.txt", b"", Fault.EMPTY),
        ("talk.mp3", b"ID3\x04\0\0\0\0\0\0" + bytes(200), Fault.SPEECH_MISSING),
        ("film.txt", b"\0\0\0\x18ftypmp42" + bytes(200), Fault.SPEECH_MISSING),
        ("a.eml", b"X-Nothing: 1\n\n", Fault.EMPTY),
    ):
        reading = read(tmp_path, name, data, LIMITS)
        assert (reading.text, reading.note) == (None, note), name


def test_what_is_nested_too_deeply_is_read_as_it_stands(tmp_path: Path) -> None:
    assert "innen" in read_text(tmp_path, "a.md", ("> " * 3_000 + "innen\n").encode()).text
    assert read_text(tmp_path, "a.html", b"<div>" * 20_000 + b"innen").text == "innen"


def test_texts_made_to_be_slow_are_bounded(tmp_path: Path) -> None:
    """What takes the square of its size is small, or has a process with an end."""
    for name, data in (("a.py", b"\n\n  " * 15_000), ("a.txt", b"\n \n" * 20_000), ("a.md", b"![[](" * 2_000)):
        begun = time.process_time()
        read(tmp_path, name, data)
        assert time.process_time() - begun < 3, name


def test_a_hundred_notes_are_read_and_cut_in_a_second_of_processor(tmp_path: Path) -> None:
    """The budget, without what waits for the disk and for others; measured: 0.4."""
    note = f"# Notiz\n\n{making.GERMAN}\n\n- Punkt\n- Punkt\n\n## Mehr\n\n{making.ENGLISH} " + f"{making.GERMAN} " * 26
    data = note.encode()[:3_000]
    chunk(text_of(read(tmp_path, "warm.md", data)))
    begun = time.process_time()
    for _ in range(100):
        assert chunk(text_of(read(tmp_path, "a.md", data)))
    assert time.process_time() - begun < 1
