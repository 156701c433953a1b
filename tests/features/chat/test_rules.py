"""The chat's pure rules: titles, lengths as JavaScript counts them, texts as they can be stored."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convosphere.features.chat.rules import (
    TITLE_CHARACTERS,
    replace_surrogates,
    suggestions_said,
    title_from,
    utf16_length,
)
from convosphere.features.chat.schemas.texts import clean_content

any_text = st.text(st.characters())
encodable = st.text(st.characters(codec="utf-8"))
words = st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30), max_size=40).map(" ".join)


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("What did Goethe do in Weimar?", "What did Goethe do in Weimar?"),
        ("  Two\n\nlines\tand a tab ", "Two lines and a tab"),
        ("# **Heading** with `code` and > quotes", "Heading with code and quotes"),
        ("a\x00b\x1bc\u2028d", "a b c d"),
        ("***", ""),
        ("Who was **Goethe** in **Weimar**?", "Who was Goethe in Weimar?"),
        ("- `snake_case` or 2*3*4?", "snake_case or 2*3*4?"),
        ("Straßenbahnverkehr 😀", "Straßenbahnverkehr 😀"),
    ],
)
def test_a_title_is_what_the_question_begins_with(content: str, title: str) -> None:
    assert title_from(content) == title


def test_a_long_question_is_cut_between_words() -> None:
    title = title_from("Please compare the consumption of all public baths, over the last ten years, month by month")
    assert title == "Please compare the consumption of all public baths, over the last ten years…"
    assert len(title) <= TITLE_CHARACTERS
    assert title_from("a" * 40 + " " + "b" * 39) == "a" * 40 + " " + "b" * 39, "what just fits is not cut"
    assert title_from("word, " * 50).endswith("word…"), "no comma before the dots"


def test_a_word_without_an_end_is_cut_too() -> None:
    title = title_from("x" * 200)
    assert title.endswith("…")
    assert len(title) <= TITLE_CHARACTERS


@given(words | any_text)
def test_a_title_is_one_clean_line(content: str) -> None:
    title = title_from(content)
    assert len(title) <= TITLE_CHARACTERS
    assert title == title.strip()
    assert not any(unicodedata.category(sign) == "Cc" for sign in title)
    assert title_from(content) == title


@given(encodable)
def test_lengths_are_those_of_the_encoding(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@given(encodable, encodable)
def test_lengths_add_up(first: str, second: str) -> None:
    assert utf16_length(first + second) == utf16_length(first) + utf16_length(second)


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("abc", 3), ("ä", 1), ("😀", 2), ("👩‍👧", 5), ("\uffff", 1), ("\U00010000", 2)]
)
def test_lengths_one_by_one(text: str, length: int) -> None:
    assert utf16_length(text) == length


@given(st.text(st.characters(exclude_categories=())))
def test_every_text_can_be_stored_afterwards_and_sound_ones_are_left_alone(text: str) -> None:
    stored = replace_surrogates(text)
    stored.encode()
    assert replace_surrogates(stored) == stored
    try:
        text.encode()
    except UnicodeEncodeError:
        assert stored != text
    else:
        assert stored == text


@pytest.mark.parametrize(
    ("given", "stored"),
    [("a\ud800b", "a�b"), ("\udc00", "�"), ("\ud83d\ude00", "😀"), ("é\ud83d", "é�"), ("plain", "plain")],
)
def test_halves_of_a_sign_are_joined_or_made_visible(given: str, stored: str) -> None:
    assert replace_surrogates(given) == stored


@pytest.mark.parametrize("content", ["", " ", "\n\t \r\n", "\u00a0\u2003", "\u2028"])
def test_nothing_but_blanks_is_no_message(content: str) -> None:
    with pytest.raises(ValueError, match="must not be empty"):
        clean_content(content)


@given(any_text.filter(lambda text: bool(text.strip())))
def test_a_message_is_kept_but_for_nul(content: str) -> None:
    kept = clean_content(content)
    assert "\x00" not in kept
    assert kept == content.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    assert len(kept) == len(content)


def test_of_what_a_model_says_only_questions_are_suggested() -> None:
    said = (
        'Here are three questions:\n\n1. **Why Weimar?**\n- `How long`?\n---\n|---|---:|\n* "With whom?"\nAnd a fourth?'
    )
    assert suggestions_said(said) == ["Why Weimar?", "How long?", "With whom?"]
