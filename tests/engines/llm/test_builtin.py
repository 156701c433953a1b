"""Answers without a model: honest, in the question's language, and right."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convosphere.engines.llm import (
    ConnectionConfig,
    Finish,
    FinishReason,
    Gateway,
    Passage,
    TextDelta,
    Usage,
)
from convosphere.engines.llm.builtin.calculator import calculate, format_number
from convosphere.engines.llm.builtin.clock import tell_time
from convosphere.engines.llm.builtin.language import Language
from tests.engines.llm.asking import ask

BUILTIN = ConnectionConfig("builtin", "builtin")
HANDBOOK = [
    Passage("p1", "Reisekosten", "Bahnfahrten werden erstattet. Taxis nur mit Begründung."),
    Passage(
        "p2",
        "Urlaub",
        "Jede Mitarbeiterin hat 30 Urlaubstage im Jahr. Der Antrag geht an die Teamleitung. Rest verfällt im März.",
    ),
]


async def test_shape_of_an_answer(gateway: Gateway) -> None:
    asked = await ask(gateway, BUILTIN, "builtin", "2 + 3")
    assert asked.events == [TextDelta("= "), TextDelta("5"), Usage(), Finish(FinishReason.STOP)]
    assert asked.record.usage == Usage()
    assert not asked.record.usage.estimated


async def test_streams_word_by_word(gateway: Gateway) -> None:
    asked = await ask(gateway, BUILTIN, question="What can you do?")
    pieces = [event.text for event in asked.events if isinstance(event, TextDelta)]
    assert len(pieces) > 30
    assert all(len(piece.split()) == 1 for piece in pieces)


async def test_says_what_it_is(gateway: Gateway) -> None:
    (model,) = (await gateway.check(BUILTIN)).models
    assert not model.is_language_model
    assert "without a language model" in model.display_name


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is 12 * 12?", "= 144"),
        ("what's 10 / 4", "= 2.5"),
        ("Calculate (2 + 3) * 4 - 1", "= 19"),
        ("19% of 249.90", "= 47.481"),
        ("2^10", "= 1024"),
        ("square root of 2", "= 1.41421356237"),
        ("17 mod 5", "= 2"),
        ("1,000,000 + 1", "= 1,000,001"),
        ("0.1 + 0.2", "= 0.3"),
        ("7 times 6", "= 42"),
        ("3 x 4", "= 12"),
        ("2**100", "= 1,267,650,600,228,229,401,496,703,205,376"),
        ("10 divided by 0", "Division by zero has no result."),
        ("9**9**9", "The result is too large for this calculator."),
        ("exp(1000)", "The result is too large for this calculator."),
        ("Was ist 3,5 * 2?", "= 7"),
        ("Wie viel ist 10 geteilt durch 4?", "= 2,5"),
        ("Berechne bitte 1.234,50 + 0,5", "= 1235"),
        ("19 % von 249,90", "= 47,481"),
        ("Wie viel sind 1.000 mal 1.000?", "= 1.000.000"),
        ("Was ist die Wurzel aus 16?", "= 4"),
        ("Wurzel aus 16", "= 4"),
        ("2 hoch 8", "= 256"),
        ("Wieviel ist 12 : 5?", "= 2,4"),
        ("Was ist 5 durch 0?", "Durch null lässt sich nicht teilen."),
    ],
)
async def test_sums(gateway: Gateway, question: str, answer: str) -> None:
    locale = "de" if any(word in question for word in ("ist", "sind", "von", "Wurzel", "hoch", "Berechne")) else "en"
    assert (await ask(gateway, BUILTIN, question=question, locale=locale)).text == answer


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 we sold 5 cars",
        "2024",
        "+49 221 123456 anrufen",
        "__import__('os').system('true')",
        "(lambda: 1)()",
        "[1]*10**9",
        "'a'*10**9",
        "1" + "+1" * 200,
        "((((",
        "-",
        "e",
        "sqrt(-1)",
        "(-8)**0.5",
        "what is love?",
    ],
)
def test_what_is_no_sum_is_left_alone(text: str) -> None:
    assert calculate(text, "en") is None


@given(st.text(alphabet="0123456789.,+-*/%^() exqrtlnpihochmalwurzel√²", max_size=200), st.sampled_from(["de", "en"]))
def test_no_text_breaks_the_calculator(text: str, language: Language) -> None:
    result = calculate(text, language)
    if result is not None:
        assert (result.value is None) is (result.problem is not None)
        if result.value is not None:
            assert len(format_number(result.value, language)) < 2000


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_sums_are_right(left: int, right: int) -> None:
    for sign, value in (("+", left + right), ("-", left - right), ("*", left * right)):
        result = calculate(f"({left}) {sign} ({right})", "de")
        assert result is not None
        assert result.value == value


NOW = datetime(2026, 7, 3, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "answer"),
    [
        ("Europe/Berlin", "de", "Es ist 00:30 Uhr (Europe/Berlin), Samstag, der 4. Juli 2026, Kalenderwoche 27."),
        ("America/New_York", "en", "It is 18:30 (America/New_York) on Friday, 3 July 2026, week 27."),
        (None, "en", "It is 22:30 (UTC) on Friday, 3 July 2026, week 27."),
        ("Nowhere/Land", "en", "It is 22:30 (UTC) on Friday, 3 July 2026, week 27."),
        ("../../etc/passwd", "en", "It is 22:30 (UTC) on Friday, 3 July 2026, week 27."),
    ],
)
def test_time_and_date(zone: str | None, language: Language, answer: str) -> None:
    assert tell_time(NOW, zone, language) == answer


@pytest.mark.parametrize(
    ("question", "begin"),
    [
        ("Wie spät ist es?", "Es ist "),
        ("Welcher Tag ist heute?", "Es ist "),
        ("Welches Datum haben wir?", "Es ist "),
        ("What time is it?", "It is "),
        ("What's the date today?", "It is "),
    ],
)
async def test_asks_the_clock(gateway: Gateway, question: str, begin: str) -> None:
    asked = await ask(gateway, BUILTIN, question=question, time_zone="Europe/Berlin")
    assert asked.text.startswith(begin)
    assert "Europe/Berlin" in asked.text


async def test_quotes_what_the_documents_say(gateway: Gateway) -> None:
    question = "Wie viele Urlaubstage habe ich im Jahr?"
    asked = await ask(gateway, BUILTIN, question=question, passages=HANDBOOK)
    assert asked.text.startswith("Es ist kein Sprachmodell verbunden")
    assert "> Jede Mitarbeiterin hat 30 Urlaubstage im Jahr. [2]" in asked.text
    assert "— Urlaub" in asked.text
    assert "[1]" not in asked.text


async def test_quotes_how_documents_begin_that_come_without_a_question(gateway: Gateway) -> None:
    asked = await ask(gateway, BUILTIN, question="", passages=HANDBOOK)
    assert asked.text.startswith("No language model is connected, so I quote how the documents begin:\n\n> ")
    assert HANDBOOK[0].title in asked.text


async def test_quotes_for_what_was_searched_for_where_the_question_says_too_little(gateway: Gateway) -> None:
    passages = [
        Passage("p", "Urlaub [3]", "# Probezeit\n\nIn der Probezeit sind es zwei Urlaubstage im Monat, siehe [7].")
    ]
    asked = await ask(
        gateway, BUILTIN, question="Und in der Probezeit?", passages=passages, searched_for="Probezeit Jahr"
    )
    # Neither the heading, which says nothing, nor a number that is not ours.
    assert "> In der Probezeit sind es zwei Urlaubstage im Monat, siehe (7). [1]" in asked.text
    assert "— Urlaub (3)" in asked.text
    assert "Probezeit [1]" not in asked.text
    more = await ask(
        gateway, BUILTIN, question="Und dort?", passages=passages, searched_for="Und dort? Urlaubstage Monat"
    )
    assert "[1]" in more.text
    nothing = await ask(gateway, BUILTIN, question="Wer gewann?", passages=(), searched_for="Wer gewann?")
    assert nothing.text.startswith("In den Unterlagen dieses Chats habe ich nichts gefunden")


async def test_what_stands_above_a_sentence_counts_with_it(gateway: Gateway) -> None:
    text = "Reisekosten im Ausland\n\nDas Tagegeld beträgt 28 Euro je Tag.\n\nBelege sind in vier Wochen einzureichen."
    passages = [Passage("p", "Reisekosten.png", text)]
    question = "Wie hoch ist das Tagegeld im Ausland?"
    asked = await ask(gateway, BUILTIN, question=question, passages=passages)
    assert "> Das Tagegeld beträgt 28 Euro je Tag. [1]" in asked.text
    assert "Belege" not in asked.text
    # What is only about the same, and says nothing of what is asked, is no answer.
    other = await ask(gateway, BUILTIN, question="Welche Hotels im Ausland gibt es?", passages=passages)
    assert ">" not in other.text


@pytest.mark.parametrize(
    ("question", "text", "quote"),
    [
        # Where an amount is asked for, what tells one comes before what shares more words.
        (
            "Wie hoch ist die Gebühr für den Ausweis?",
            "Die Gebühr für den Ausweis wird bar bezahlt.\n\nEin Ausweis: 37 Euro Gebühr.",
            "Ein Ausweis: 37 Euro Gebühr.",
        ),
        # What somebody quoted is told without its marks.
        ("Wie lang ist die Frist?", "> Die Frist beträgt\n> 14 Tage.", "Die Frist beträgt 14 Tage."),
        # A participle is the noun of its verb.
        (
            "Wann wurde der Vertrag gekündigt?",
            "Die Kündigung des Vertrags kam am 3. Mai an.",
            "Die Kündigung des Vertrags kam am 3. Mai an.",
        ),
    ],
    ids=["amount", "quoted", "participle"],
)
async def test_what_is_asked_for_is_quoted_alone(gateway: Gateway, question: str, text: str, quote: str) -> None:
    asked = await ask(gateway, BUILTIN, question=question, passages=[Passage("p", "Merkblatt", text)])
    assert [line for line in asked.text.splitlines() if "[1]" in line] == [f"> {quote} [1]"]


async def test_quotes_nothing_that_does_not_belong(gateway: Gateway) -> None:
    asked = await ask(gateway, BUILTIN, question="Wer gewann die Fußballweltmeisterschaft?", passages=HANDBOOK)
    assert ">" not in asked.text
    assert asked.text.startswith("Das kann ich nicht beantworten")


@pytest.mark.parametrize(
    ("question", "locale", "begin"),
    [
        ("Schreib mir ein Gedicht über den Herbst", "en", "Das kann ich nicht beantworten, denn es ist kein Sprach"),
        ("Write me a poem about autumn", "de", "I cannot answer that, because no language model is connected."),
        ("Kubernetes", "de-AT", "Das kann ich nicht beantworten"),
        ("Kubernetes", "en-GB", "I cannot answer that"),
        ("Kubernetes", None, "I cannot answer that"),
        ("Hallo!", None, "Hallo! Mit ConvoSphere ist noch kein Sprachmodell verbunden."),
        ("Hello there", None, "Hello! No language model is connected to ConvoSphere yet."),
        ("Was kannst du?", None, "Hallo!"),
        ("Wobei kannst du mir helfen?", None, "Hallo!"),
        ("What can you help me with?", "en", "Hello!"),
        ("How can you help me with my taxes?", "en", "I cannot answer that"),
        ("How do I connect a model?", None, "An administrator of ConvoSphere connects a language model"),
        ("Wie verbinde ich ein Sprachmodell?", None, "Ein Sprachmodell verbindet, wer ConvoSphere verwaltet"),
        ("Wie kann ich ein Modell anbinden?", None, "Ein Sprachmodell verbindet"),
    ],
)
async def test_says_plainly_that_it_cannot(gateway: Gateway, question: str, locale: str | None, begin: str) -> None:
    text = (await ask(gateway, BUILTIN, question=question, locale=locale)).text
    assert text.startswith(begin)
    assert "Ollama" in text
