"""What the model is told, what fits into its context, what it cited."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convosphere.engines.llm import ChatMessage, Image, Passage, Role
from convosphere.features.assistants.rules import cited, continuing, default_instructions, fit, with_passages
from convosphere.features.assistants.types import Citation

PASSAGES = [Passage("a", "Travel rules", "Trains first."), Passage("b", "Canteen", "Soup on Mondays.")]


def message(role: Role, tokens: int) -> ChatMessage:
    """A message that counts as `tokens`: four for itself, the others for its text."""
    return ChatMessage(role, "x" * 4 * (tokens - 4))


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


@pytest.mark.parametrize("window", [None, 1_000])
def test_what_fits_stays_whole(window: int | None) -> None:
    messages = [message("system", 20), message("user", 100), message("assistant", 100), message("user", 100)]
    assert fit(messages, window, None) == messages


def test_the_oldest_turns_go_as_a_whole() -> None:
    system = message("system", 50)
    first = [message("user", 100), message("assistant", 100)]
    second = [message("user", 100), message("assistant", 100), message("tool", 50), message("assistant", 50)]
    last = [message("user", 100)]
    # (1000 - 400) * 0.8 = 480 tokens: the system prompt, the last turn and the second, which fill 450.
    assert fit([system, *first, *second, *last], 1_000, 400) == [system, *second, *last]
    # 360 tokens: the second turn no longer fits, and the first may not stay without it.
    assert fit([system, *first, *second, *last], 1_000, 550) == [system, *last]


def test_the_last_turn_stays_even_if_it_is_too_long() -> None:
    last = message("user", 5_000)
    assert fit([message("user", 10), last], 1_000, None) == [last]


def test_pictures_take_room() -> None:
    picture = ChatMessage("user", "Look", images=[Image("image/png", b"x")])
    answer = message("user", 100)
    assert fit([picture, answer], 1_000, 100) == [answer]
    assert fit([picture, answer], 2_000, 100) == [picture, answer]


roles = st.sampled_from(["system", "user", "assistant", "tool"])
history = st.lists(st.tuples(roles, st.integers(4, 400)), max_size=20)


@given(history, st.integers(1, 5_000), st.none() | st.integers(1, 5_000))
def test_trimming_keeps_the_end_and_never_reorders(
    sizes: list[tuple[Role, int]], window: int, limit: int | None
) -> None:
    messages = [message(role, tokens) for role, tokens in sizes]
    kept = fit(messages, window, limit)
    assert len(kept) <= len(messages)
    leading = next((place for place, each in enumerate(messages) if each.role != "system"), len(messages))
    assert kept[:leading] == messages[:leading]
    rest = kept[leading:]
    assert rest == messages[len(messages) - len(rest) :]
    if messages[leading:]:
        assert rest
