"""What the model is told, what fits into its context, what it cited."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from convosphere.engines.llm import ChatMessage, Passage
from convosphere.features.assistants.rules import cited, continuing, default_instructions, with_passages
from convosphere.features.assistants.types import Citation

PASSAGES = [Passage("a", "Travel rules", "Trains first."), Passage("b", "Canteen", "Soup on Mondays.")]


def test_the_instructions_know_language_day_and_zone() -> None:
    moment = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert "Sunday, 2026-03-01 (time zone UTC)" in default_instructions(moment, "en")
    berlin = default_instructions(moment.astimezone(ZoneInfo("Europe/Berlin")), "de")
    assert "Montag, der 2026-03-02 (Zeitzone CET)" in berlin


def test_passages_are_numbered_behind_the_instructions() -> None:
    told = with_passages("Be brief.", PASSAGES, "en")
    assert told.startswith("Be brief.\n\n")
    assert told.endswith("[1] Travel rules\nTrains first.\n\n[2] Canteen\nSoup on Mondays.")
    assert with_passages("", PASSAGES, "en").startswith("The following")
    assert with_passages("Be brief.", [], "en") == "Be brief."


def test_only_numbers_of_passages_are_citations() -> None:
    assert cited("Soup [2], see [2] and [7], [0], [x], [1]", PASSAGES) == (
        Citation(1, "a", "Travel rules"),
        Citation(2, "b", "Canteen"),
    )
    assert cited("No source", PASSAGES) == ()


def test_a_partial_answer_is_shown_to_be_continued() -> None:
    question = ChatMessage("user", "Why?")
    assert continuing([question], "", "en") == [question]
    for locale, word in (("en", "Continue"), ("de", "Setze")):
        shown = continuing([question], "Because", locale)
        assert shown[:2] == [question, ChatMessage("assistant", "Because")]
        assert shown[2].role == "user"
        assert word in shown[2].text
