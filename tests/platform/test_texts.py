"""Names, titles and labels: one line, whole, and nothing in it that deceives or that nobody sees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from convosphere.platform.texts import TURNING, one_line, seen, shows, some_line


@pytest.mark.parametrize(
    ("given_text", "line"),
    [
        ("  two\nlines\x00and\x1b[31m \u2028a tab\t", "two lines and [31m a tab"),
        ("inv\u202efdp.exe", "invfdp.exe"),
        ("\u2068שלום\u2069 עולם", "שלום עולם"),
        ("a\u200bb\ufeffc\u2060d\u00ade", "abcde"),
        ("👩‍👩‍👧‍👦 🏳️‍🌈 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️", "👩‍👩‍👧‍👦 🏳️‍🌈 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️"),
        ("شهر‌ها", "شهر‌ها"),
        ("\u200f١٢٣\u200f", "\u200f١٢٣\u200f"),
        ("a\u0301\u0302", "a\u0301\u0302"),
        ("\u200d\u200c \u200e", ""),
        ("\u200b\u2060\ufeff", ""),
        ("\u00a0\u3000", ""),
    ],
)
def test_a_line_is_what_is_seen_of_it(given_text: str, line: str) -> None:
    assert one_line(given_text) == line
    if not line:
        with pytest.raises(PydanticCustomError, match="at least 1 character"):
            some_line(given_text)


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_becomes_a_clean_line(text: str) -> None:
    line = one_line(text)
    assert one_line(line) == line
    assert len(line) <= len(text)
    assert line == " ".join(line.split())
    assert not any(sign in TURNING or unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in line)
    # Letters, figures, marks and signs all stay, in their order.
    assert [sign for sign in line if unicodedata.category(sign)[0] in "LNMPS"] == [
        sign for sign in text if unicodedata.category(sign)[0] in "LNMPS"
    ]
    assert bool(line) is shows(line)
    if line:
        assert seen(line) == some_line(text) == line
