"""What of a conversation fits into a model's context, and what becomes of the rest."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convosphere.engines.llm import ChatMessage, Image, Role, TokenCounter, ToolCall
from convosphere.engines.llm.tokens.encodings import load_encoding
from convosphere.features.assistants.actions.window import Asked, fit
from convosphere.features.assistants.types import Pins

COUNTER = TokenCounter()
SYSTEM = "s" * 4 * 46  # 50 tokens with what is around it


def message(role: Role, tokens: int, *, calls: tuple[ToolCall, ...] = ()) -> ChatMessage:
    return ChatMessage(role, "x" * 4 * (tokens - 4), tool_calls=calls)


def turn(*sizes: int) -> list[ChatMessage]:
    return [message("user", sizes[0]), *(message("assistant", size) for size in sizes[1:])]


def test_everything_stays_where_it_fits_or_nobody_knows() -> None:
    history = [*turn(100, 100), *turn(100)]
    for window in (None, 1_000):
        fitted = fit(COUNTER, Asked(SYSTEM, history, "en"), window)
        assert fitted.messages == [ChatMessage("system", SYSTEM), *history]
        assert (fitted.first, fitted.dropped_turns, fitted.cut, fitted.used) == (0, 0, False, 353)


def test_the_oldest_turns_go_as_a_whole() -> None:
    first, second, last = turn(100, 100), [*turn(100, 100), message("tool", 50), message("assistant", 50)], turn(100)
    history = [*first, *second, *last]
    # (1000 - 400) * 0.8 = 480 tokens: the system prompt, the last turn and the second, which fill 453.
    fitted = fit(COUNTER, Asked(SYSTEM, history, "en", max_output_tokens=400), 1_000)
    assert (fitted.messages[1:], fitted.first, fitted.dropped_turns) == ([*second, *last], 2, 1)
    # 400 tokens: the second turn no longer fits, and the first may not stay without it.
    fitted = fit(COUNTER, Asked(SYSTEM, history, "en", max_output_tokens=500), 1_000)
    assert (fitted.messages[1:], fitted.first, fitted.dropped_turns) == (last, 6, 2)


def test_the_surer_the_count_the_more_fits() -> None:
    history = [*turn(100, 100), *turn(100, 100), *turn(100, 100), *turn(50)]
    kept = [
        len(fit(counter, Asked("", history, "en"), 780).messages)
        for counter in (TokenCounter(), TokenCounter(ratio=1.0), TokenCounter(load_encoding("o200k_base")))
    ]
    assert kept == [5, 5, 7]


def test_a_question_that_is_too_long_is_cut_visibly_and_its_end_stays() -> None:
    question = ChatMessage("user", "Beginning. " + "word " * 20_000 + "What does it say?")
    fitted = fit(COUNTER, Asked(SYSTEM, [*turn(10, 10), question], "de"), 4_000)
    assert fitted.cut
    assert fitted.dropped_turns == 1
    text = fitted.messages[-1].text
    assert text.startswith("Beginning. ")
    assert text.endswith("What does it say?")
    assert "Zeichen, die nicht in den Kontext" in text
    assert 1_500 < fitted.used <= 3_000


def test_what_stands_behind_always_stays() -> None:
    behind = [message("assistant", 100), message("user", 20)]
    fitted = fit(COUNTER, Asked("", [*turn(500, 100), *turn(100)], "en", behind=behind), 700)
    assert fitted.messages == [message("user", 100), *behind]


def test_a_summary_stands_in_for_what_goes_and_only_then() -> None:
    history = [*turn(300, 300), *turn(100, 100), *turn(100)]
    asked = Asked("Be kind.", history, "en", summary="They spoke of ships.")
    whole = fit(COUNTER, asked, 10_000)
    assert not whole.summarised
    assert whole.messages[0].text == "Be kind."
    fitted = fit(COUNTER, asked, 700)
    assert fitted.summarised
    assert fitted.messages[0].text == "Be kind.\n\nThey spoke of ships."
    assert fitted.dropped_turns == 1


def pinned(*places: int, apart: int = 0) -> Pins:
    return Pins(frozenset(places), apart)


def test_pinned_messages_stay_where_their_turn_goes_and_say_where_they_stood() -> None:
    history = [message("user", 101), message("assistant", 102), *turn(103, 104), *turn(105, 106), *turn(107)]
    asked = Asked("", history, "en", pins=pinned(1, 2, 6), max_output_tokens=100)
    fitted = fit(COUNTER, asked, 800)
    assert (fitted.first, fitted.dropped_turns, fitted.pins_cut) == (6, 3, False)
    shown = fitted.messages
    # An answer without its question, a question without its answer: roles still take turns. The newest was pinned for
    # nothing, for it is there.
    assert [each.role for each in shown] == ["user", "assistant", "user", "assistant", "user"]
    assert "5 messages before the newest" in shown[0].text
    assert "The question to the following answer is left out" in shown[0].text
    assert shown[1] == history[1]
    assert "4 messages before the newest" in shown[2].text
    assert shown[2].text.endswith(history[2].text)
    assert shown[3].text == "[The answer is left out.]"
    assert shown[4] == history[6]
    assert fitted.used == 3 + COUNTER.messages(shown)
    assert fitted.pinned == COUNTER.messages(shown[:4])
    # Where all fits, nothing is different.
    assert fit(COUNTER, asked, 10_000).messages == history


def test_a_pinned_question_and_its_answer_stay_together_with_their_pictures() -> None:
    question = ChatMessage("user", "Look", images=[Image("image/png", b"x")])
    history = [question, message("assistant", 50), *turn(300, 300), *turn(100)]
    fitted = fit(COUNTER, Asked("", history, "de", pins=pinned(0, 1), max_output_tokens=100), 1_900)
    assert [each.role for each in fitted.messages] == ["user", "assistant", "user"]
    assert fitted.messages[0].images == question.images
    assert "auf Wunsch behalten" in fitted.messages[0].text
    assert fitted.messages[1] == history[1]


def test_what_was_pinned_far_back_stands_apart() -> None:
    history = [message("user", 50), message("assistant", 50), *turn(100)]
    fitted = fit(COUNTER, Asked("", history, "en", pins=pinned(0, 1, apart=2)), None)
    # Nobody knows whether that answer belonged to that question.
    assert [each.role for each in fitted.messages] == ["user", "assistant", "user", "assistant", "user"]
    assert "more than 1 messages before" in fitted.messages[0].text
    assert (fitted.first, fitted.dropped_turns) == (2, 0)


def test_pins_that_are_too_long_are_cut_and_neither_they_nor_the_question_go() -> None:
    long = ChatMessage("user", "First. " + "word " * 5_000 + "Last.")
    fitted = fit(COUNTER, Asked("", [long, *turn(500, 500), long], "en", pins=pinned(0)), 4_000)
    assert fitted.pins_cut
    assert fitted.cut
    kept, asked = fitted.messages[0].text, fitted.messages[-1].text
    for text in (kept, asked):
        assert text.endswith("Last.")
        assert "characters left out here" in text
    assert 300 < fitted.pinned < COUNTER.messages(fitted.messages[-1:])
    assert fitted.used <= 4_000 - fitted.reserved


def test_pictures_and_what_lies_beside_take_room() -> None:
    picture = ChatMessage("user", "Look", images=[Image("image/png", b"x")])
    last = message("user", 100)
    assert fit(COUNTER, Asked("", [picture, last], "en", max_output_tokens=100), 1_000).messages == [last]
    assert len(fit(COUNTER, Asked("", [picture, last], "en", max_output_tokens=100), 2_000).messages) == 2
    plain = [message("user", 100), last]
    fitted = fit(COUNTER, Asked("", plain, "en", beside=[700, 0]), 1_000)
    assert (fitted.first, fitted.used) == (1, 103)


def test_what_only_the_provider_can_count_is_not_called_exact() -> None:
    counter = TokenCounter(load_encoding("o200k_base"))
    assert fit(counter, Asked("", turn(10), "en"), 1_000).exact
    assert not fit(counter, Asked("", turn(10), "en", beside=[5]), 1_000).exact
    assert not fit(COUNTER, Asked("", turn(10), "en"), 1_000).exact


turns = st.lists(
    st.tuples(
        st.integers(4, 300),
        st.lists(st.integers(4, 200), max_size=3),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)
counters = st.sampled_from([TokenCounter(), TokenCounter(ratio=1.7), TokenCounter(load_encoding("o200k_base"))])


@given(
    turns,
    st.integers(600, 5_000),
    st.none() | st.integers(1, 6_000),
    counters,
    st.sampled_from(["", "They spoke of ships. " * 5]),
)
def test_what_is_asked_always_fits_and_is_the_end_of_the_conversation(
    sizes: list[tuple[int, list[int], bool]], window: int, limit: int | None, counter: TokenCounter, summed: str
) -> None:
    history: list[ChatMessage] = []
    for number, (question, answers, tools) in enumerate(sizes):
        history.append(ChatMessage("user", f"{number} " + "wort " * question))
        if tools:
            call = ToolCall(str(number), "look", "{}")
            history.append(ChatMessage("assistant", tool_calls=[call]))
            history.append(ChatMessage("tool", "found " * question, tool_call_id=str(number)))
        history += [ChatMessage("assistant", "said " * size) for size in answers]
    asked = Asked("Be kind.", history, "en", summary=summed, max_output_tokens=limit)
    fitted = fit(counter, asked, window)
    system, rest = fitted.messages[0], fitted.messages[1:]
    # The system prompt stays; what follows is the end of the conversation, in its order, from a question on.
    assert system.text.startswith("Be kind.")
    assert [each.role for each in rest] == [each.role for each in history[fitted.first :]]
    assert rest[0].role == "user"
    if not fitted.cut:
        assert rest == history[fitted.first :]
    # The newest question is there, at least its beginning and its end.
    newest = next(each for each in reversed(history) if each.role == "user")
    asked_for = next(each for each in reversed(rest) if each.role == "user")
    assert asked_for.text[:10] == newest.text[:10]
    # No tool's result without its call.
    calls = {call.id for each in rest for call in each.tool_calls}
    assert all(each.tool_call_id in calls for each in rest if each.role == "tool")
    # It is counted as it is, and never more than the context holds beside the answer.
    assert fitted.used == 3 + counter.messages(fitted.messages)
    least = 3 + counter.messages([system]) + 80 * len(rest)
    assume(least <= (window - fitted.reserved) * 0.8)
    assert fitted.used <= window - fitted.reserved
    # Not less than would fit.
    if fitted.first and not fitted.cut and not summed:
        before = list(history[: fitted.first])
        start = max(place for place, each in enumerate(before) if each.role == "user")
        assert fitted.used + counter.messages(before[start:]) > (window - fitted.reserved) * 0.8


@pytest.mark.parametrize("window", [1, 10, 200])
def test_a_context_that_holds_nothing_is_left_to_the_provider(window: int) -> None:
    fitted = fit(COUNTER, Asked(SYSTEM, [*turn(10), *turn(5_000)], "en"), window)
    assert [each.role for each in fitted.messages] == ["system", "user"]


@given(
    st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300)), min_size=1, max_size=12),
    st.sets(st.integers(0, 23), max_size=8),
    st.integers(600, 5_000),
    counters,
)
def test_with_pins_it_fits_too_and_what_is_pinned_is_told(
    sizes: list[tuple[int, int]], places: set[int], window: int, counter: TokenCounter
) -> None:
    history: list[ChatMessage] = []
    for number, (question, answer) in enumerate(sizes):
        history.append(ChatMessage("user", f"{number}? " + "wort " * question))
        history.append(ChatMessage("assistant", f"{number}! " + "said " * answer))
    history.append(ChatMessage("user", "And now?"))
    chosen = pinned(*(place for place in places if place < len(history)))
    fitted = fit(counter, Asked("Be kind.", history, "en", pins=chosen), window)
    assert fitted.used == 3 + counter.messages(fitted.messages)
    assert fitted.used <= window - fitted.reserved
    assert fitted.messages[-1] == history[-1]
    assert not fitted.cut
    # Question and answer take turns, whatever is left of them.
    roles = [each.role for each in fitted.messages[1:]]
    assert roles == ["user", "assistant"] * (len(roles) // 2) + ["user"]
    told = "\n\n".join(each.text for each in fitted.messages)
    if not fitted.pins_cut:
        assert all(history[place].text in told for place in chosen.places)
    # Only what does not fit goes: without pins no less of the end would be seen.
    assert fitted.first >= fit(counter, Asked("Be kind.", history, "en"), window).first
