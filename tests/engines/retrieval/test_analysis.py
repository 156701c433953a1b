"""Words of texts and of questions meet, whatever form they have."""

import pytest

from convosphere.engines.retrieval import coverage, marks
from convosphere.engines.retrieval.analysis import asked_terms, count_terms
from convosphere.engines.retrieval.analysis.compounds import parts_of
from convosphere.engines.retrieval.analysis.folding import fold
from convosphere.engines.retrieval.analysis.tokens import tokens_of


@pytest.mark.parametrize(
    ("text", "question", "language"),
    [
        ("Büros", "Buero", "de"),
        ("Die Häuser", "haus", "de"),
        ("STRASSE", "Straße", "de"),
        ("Bu\u0308ro", "Büro", "de"),
        ("Kran\u00adken\u00adhaus", "Krankenhaus", "de"),
        ("Café", "cafe", "fr"),
        ("the customers' invoices", "invoice of a customer", "en"),
        ("DIN-5008", "din 5008", "de"),
        ("DIN 5008", "DIN-5008", "de"),
        ("Modell X200-B", "x200b", "de"),
        ("1.234,50 Euro", "1,234.50", "de"),
        ("am 24.12.2025", "2025", "de"),
        ("max.mustermann@firma.de", "Mustermann", "de"),
        ("siehe https://www.example.com/a/handbuch.html.", "example.com", "de"),
        ("siehe https://www.example.com/a/handbuch.html.", "Handbuch", "de"),
        ("E-Mail-Adresse", "Adresse", "de"),
        ("in C++ geschrieben", "c++", "de"),
        ("東京都庁", "東京", "ja"),
        ("🎉Fest🎉", "fest", "de"),
        ("مرحبا بالعالم", "بالعالم", "ar"),
        ("Mietverträge", "Vertrag", None),
    ],
)
def test_text_and_question_meet(text: str, question: str, language: str | None) -> None:
    assert set(asked_terms(question, None)) & set(count_terms(text, language)[0])


@pytest.mark.parametrize(
    ("compound", "parts"),
    {
        "Mietvertrag": "miet vertrag",
        "Krankenversicherungsbeitrag": "krank versicher beitrag",
        "Kuendigungsfristen": "kundig frist",
        "Betriebsratswahl": "betriebsrat wahl",
        "Reisekostenabrechnungen": "reis kost abrechn",
        "Zwiebackfabrik": "zwieback fabrik",
        "Feuerlöscher": "feu losch",
        # No compounds, or none that should fall apart.
        "Beitrag": "",
        "Verhaltung": "",
        "Freundschaft": "",
        "Unterstützung": "",
        "department": "",
        "international": "",
        "Vertrag": "",
        "x" * 500: "",
    }.items(),
)
def test_compounds_fall_apart(compound: str, parts: str) -> None:
    assert " ".join(parts_of(fold(compound))) == parts


def test_little_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert set(asked_terms("Wie lange ist die Frist?", None)) == {"lang", "frist"}
    assert set(asked_terms("What is the term?", None)) == {"term"}
    # A little word of one language is a thing in the other.
    assert "not" in asked_terms("Hilfe in der Not", None)
    assert set(asked_terms("sein oder nicht sein", None)) >= {"sein", "nicht"}
    assert asked_terms(" \n?!", None) == {}


def test_places_are_those_of_the_text() -> None:
    text = "„Der Mietvertrag“ (E-Mail an max@firma.de) gilt ab 1.1.2026 im Bu\u0308ro."
    for token in tokens_of(text):
        assert 0 <= token.start < token.end <= len(text)
        assert not text[token.start].isspace()
    shown = [text[start:end] for start, end in marks("Vertrag Büro Firma", text, "de")]
    assert shown == ["Mietvertrag", "firma", "Bu\u0308ro"]
    assert coverage("Vertrag und Urlaub", text, "de") == 0.5
    assert coverage("", text, "de") == 0.0


def test_a_long_text_without_any_blank_is_no_word() -> None:
    counts, words = count_terms("a" * 100_000 + " " + "1" * 100_000 + " Ende", "de")
    assert set(counts) == {"end"}
    assert words == 1


@pytest.mark.parametrize(("asked", "written"), [("3.5", "3,50"), ("9 Uhr", "9:00 Uhr"), ("1234.5", "1.234,50")])
def test_numbers_are_one_whatever_noughts_stand_behind(asked: str, written: str) -> None:
    assert coverage(asked, f"Es sind {written} am Tag.", "de") == 1.0
