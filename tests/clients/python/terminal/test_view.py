"""An answer on the screen: what is printed for good never has to change, and nothing is shown twice."""

import io
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from convosphere_client import AnswerDelta, AnswerWithdrawn, ConnectionCut, ConnectionResumed, models
from convosphere_client.terminal.blocks import finished
from convosphere_client.terminal.texts import Language, Texts, language_of
from convosphere_client.terminal.view import AnswerView
from tests.clients.python.minimal import minimal

ANSWER = uuid4()
render = MarkdownIt("commonmark").enable("table").render
BLOCKS = ("word ", "\n", "\n\n", "# Title\n", "- item\n", "  more\n", "1. one\n", "```\n", "    code\n", "> said\n")
MARKS = ("| a | b |\n", "|---|---|\n", "===\n", "---\n", "**b** ", "`c` ", "<p>\n", "* * *\n")
fragments = st.sampled_from(BLOCKS + MARKS)


@settings(max_examples=400, deadline=None)
@given(st.lists(fragments, max_size=14), st.lists(fragments, max_size=6))
def test_what_is_finished_looks_the_same_whatever_comes(begun: list[str], following: list[str]) -> None:
    text = "".join(begun)
    end = finished(text)
    whole = render(text + "".join(following))
    assert whole.startswith(render(text[:end])), (text[:end], text)
    assert render(text[:end]) + render((text + "".join(following))[end:]) == whole


class Screen:
    """A terminal whose output is kept."""

    def __init__(self) -> None:
        self._output = io.StringIO()
        self.console = Console(file=self._output, width=60, height=20, force_terminal=False, highlight=False)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self._output.getvalue().splitlines() if line.strip()]


def said(text: str) -> AnswerDelta:
    return AnswerDelta(ANSWER, "content", text)


def test_every_block_is_shown_once_also_when_words_are_taken_back() -> None:
    screen = Screen()
    with AnswerView(screen.console, Texts("en")) as view:
        view.take(AnswerDelta(ANSWER, "reasoning", "hm"))
        for piece in ("One\n", "\nTwo\n\nThr", "ee wrong"):
            view.take(said(piece))
        # Only what is not printed yet: nothing of it is ever seen.
        view.take(AnswerWithdrawn(ANSWER, "content", len("One\n\nTwo\n\n")))
        view.take(ConnectionCut())
        view.take(ConnectionResumed())
        view.take(said("Three\n\nFour"))
    assert screen.lines == ["One", "Two", "Three", "Four"]


def test_what_was_printed_and_is_taken_back_is_said_again_from_the_beginning() -> None:
    screen = Screen()
    with AnswerView(screen.console, Texts("de")) as view:
        view.take(said("One\n\nTwo\n\nThree"))
        view.take(AnswerWithdrawn(ANSWER, "content", 2))
        view.take(said("e again"))
    assert screen.lines[:2] == ["One", "Two"]
    assert screen.lines[2].startswith("Ein anderer Prozess")
    assert screen.lines[-1] == "One again"


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "84 tokens · 0.003925 USD · 1.1 s"), ("de", "84 Tokens · 0,003925 USD · 1,1 s")],
)
def test_what_it_took_is_said_in_the_language(language: Language, says: str) -> None:
    screen = Screen()
    used = {"input_tokens": 9, "output_tokens": 84, "cost": "0.003925", "currency": "USD"}
    used |= {"time_to_first_token_ms": 4, "duration_ms": 1_100}
    message = models.MessageOut.model_validate(minimal(models.MessageOut, status="completed", usage=used))
    AnswerView(screen.console, Texts(language)).finish(message)
    assert screen.lines[-1].endswith(says)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"status": "stopped"}, "Stopped."),
        ({"status": "completed", "finish_reason": "length"}, "Cut off by length. Say “go on”."),
        (
            {"status": "failed", "error": {"code": "x", "title": "No", "detail": "Wait.", "retry_after": None}},
            "No. Wait.",
        ),
    ],
)
def test_the_end_says_how_it_ended(changes: dict[str, object], says: str) -> None:
    screen = Screen()
    message = models.MessageOut.model_validate(minimal(models.MessageOut, **changes))
    AnswerView(screen.console, Texts("en")).finish(message)
    assert screen.lines == [says]


def test_the_language_is_the_one_wanted_else_the_system_s_else_english() -> None:
    assert language_of("de", {"LANG": "en_GB.UTF-8"}) == "de"
    assert language_of(None, {"LC_ALL": "", "LANG": "de_AT.UTF-8"}) == "de"
    assert language_of(None, {"LC_ALL": "C", "LANG": "de_AT.UTF-8"}) == "en"
    assert language_of(None, {}) == "en"
