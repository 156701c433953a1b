"""Arabic and Hebrew in PDF: letters joined, in the order in which they are seen, lines broken as they are read."""

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from convosphere.engines.publishing.formats import pdf
from convosphere.engines.publishing.formats.bidi import in_order, levels, mirrored
from convosphere.engines.publishing.formats.glyphs import load_fonts
from convosphere.engines.publishing.formats.joining import joined
from convosphere.engines.publishing.formats.lines import seen_lines
from convosphere.engines.publishing.markup import Run
from convosphere.engines.publishing.types import Paper, Part


def seen(text: str, base: int) -> str:
    depths = levels(text, base)
    return "".join(mirrored(text[place], depths[place]) for place in in_order(depths))


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("abc", 0, "abc"),
        ("אבג", 1, "גבא"),
        ("abc אבג def", 0, "abc גבא def"),
        ("אבג abc דה", 1, "הד abc גבא"),
        # Numbers run from the left wherever they stand, with their signs; in Arabic those of a date turn.
        ("אב 12,5% גד", 1, "דג 12,5% בא"),
        ("سل 12-13", 1, "13-12 لس"),
        ("אב -12", 1, "12- בא"),
        # Brackets turn with what is in them, or with what is around them.
        ("אב (גד) ef", 1, "ef (דג) בא"),
        ("ab (אב cd) ef", 0, "ab (בא cd) ef"),
        ("אב (cd) גד", 1, "דג (cd) בא"),
        ("a [(ב] c", 0, "a [(ב] c"),
        ("", 0, ""),
    ],
    ids=[str(number) for number in range(12)],
)
def test_order(text: str, base: int, expected: str) -> None:
    assert seen(text, base) == expected


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("سلام", ["ﺳ", "ﻼ", "", "ﻡ"]),
        ("لا", ["ﻻ", ""]),
        ("ببب", ["ﺑ", "ﺒ", "ﺐ"]),
        ("دبر", ["ﺩ", "ﺑ", "ﺮ"]),
        # A mark does not part what it stands on; a sign for it does.
        ("بَب", ["ﺑ", "َ", "ﺐ"]),
        ("می\u200cتو", ["ﻣ", "ﯽ", "\u200c", "ﺗ", "ﻮ"]),
        ("ab", ["a", "b"]),
    ],
    ids=[str(number) for number in range(7)],
)
def test_letters_take_their_shapes(text: str, shapes: list[str]) -> None:
    assert joined(text) == shapes


def test_lines_are_broken_as_they_are_read() -> None:
    load_fonts()
    lines, right = seen_lines([Run("אחת שתיים "), Run("three", bold=True), Run(" ארבע")], 10, 60)
    assert right
    assert ["".join(run.text for run in line) for line in lines] == ["םייתש תחא", "עברא three"]
    assert [run.text for run in lines[1] if run.bold] == ["three"]
    # A word longer than a line is divided, nothing is lost.
    lines, _ = seen_lines([Run("א" * 100)], 10, 60)
    assert len(lines) > 1
    assert sum(len(run.text) for line in lines for run in line) == 100


def test_pages_hold_joined_letters(tmp_path: Path) -> None:
    body = (
        "# سلام\n\n- عنصر **ثانٍ**\n\n| اسم |\n|---|\n| سلام |\n\n```\nx = سلام\n```\n\nTeX $x^2$ سلام "
        + "سلام " * 3_000
    )
    pdf.write(Paper("سلام", "ar", (("مجلد", "سلام"),), (Part("أنا", "", body, ("سلام",)),)), tmp_path / "pdf")
    document = PdfDocument(tmp_path / "pdf")
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert len(document) > 1
    document.close()
    # The viewer puts it into reading order again; in its shapes, or as the letters that they stand for.
    assert "□" not in text
    assert "ﺳ" in text or "سلام" in text
